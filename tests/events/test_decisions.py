"""The register of decisions and tasks: what is found, who reads what, what goes home on paper."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.events import changes
from dugnad.events.models import AgendaItem
from dugnad.events.queries import agenda, decisions, feeds, papers
from dugnad.events.states import Lasting
from dugnad.kit.access import Role
from dugnad.members.kinds import BodyKind
from dugnad.members.rules import Viewer
from tests.factories.events import (
    AFTER,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_group,
    make_item,
    make_outcome,
)
from tests.factories.members import make_municipality, make_person, make_secretary, make_user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
STRANGER, STAFF = Viewer(), Viewer(roles=frozenset({Role.SECRETARIAT}))
DAY = date(2021, 5, 20)


def make_decision(text="Utkastet sendes ut.", kind=BodyKind.EXPERT_GROUP, **fields):
    event = make_event(body=make_group(make_person(), kind=kind))
    return make_outcome(make_item(event, "Klimastatus"), text=text, **fields)


def found(viewer=STAFF, on=DAY, **wanted):
    return [row.outcome for row in decisions.register(viewer, on=on, **wanted)]


def standing(body, viewer=STRANGER):
    rows, tasks = decisions.standing_and_open(body, viewer, on=DAY, is_inside=False)
    assert tasks == []
    return [row.outcome for row in rows]


def test_the_register_is_searched_and_filtered_by_body_year_state_and_activity():
    one, two = make_decision(), make_decision("Ladestasjoner bygges.", BodyKind.BOARD, on=date(2020, 5, 20))
    changes.link_item(two.item, "activity", "2021/klimastatus", "Klimastatus", **NOBODY)
    assert found() == [one, two]
    assert found(text="ladestasjoner") == [two]
    assert found(text="klimastatus") == [one, two]
    assert found(body=one.body.slug) == [one]
    assert found(year="2020") == [two]
    assert found(year="i fjor") == found(year="²⁰²¹") == []
    assert found(state="done") == []
    assert found(activity="2021/klimastatus") == [two]
    assert decisions.activities_of_decisions(STAFF, on=DAY) == [("2021/klimastatus", "Klimastatus")]
    assert decisions.years_of_decisions(STAFF, on=DAY) == [2021, 2020]
    assert set(decisions.bodies_that_decided()) == {one.body, two.body}


def test_what_is_written_before_the_meeting_is_no_decision_yet():
    draft = make_decision()
    day_before = DAY - timedelta(days=1)
    assert found(on=day_before) == []
    assert decisions.decision_with(draft.pk, STRANGER, on=day_before) is None
    assert decisions.decision_with(draft.pk, STAFF, on=day_before) == draft
    own = Viewer(bodies=frozenset({draft.body_id}))
    assert decisions.decision_with(draft.pk, own, on=day_before) == draft
    assert decisions.decision_with(draft.pk, STRANGER, on=DAY) == draft
    changes.cancel_event(draft.item.event, because="For få", **NOBODY)
    assert found() == []


def test_a_confidential_decision_is_for_its_body_everywhere():
    item = make_item(make_announced(make_person()), "Lukket", is_confidential=True)
    secret = make_outcome(item, text="Hemmelig vedtak.", on=date(2021, 5, 3))
    own = Viewer(bodies=frozenset({secret.body_id}))
    assert (found(STRANGER), found(own), found(STAFF)) == ([], [secret], [secret])
    assert decisions.decision_with(secret.pk, STRANGER, on=DAY) is None
    assert standing(secret.body) == []
    assert standing(secret.body, own) == [secret]
    assert "Hemmelig" not in feeds.atom(at=AFTER["at"])


def test_what_was_decided_stands_in_the_feed_from_its_day():
    make_decision()
    assert "Utkastet sendes ut." in feeds.atom(at=AFTER["at"])
    assert "Utkastet sendes ut." not in feeds.atom(at=NOBODY["at"])


def test_a_decision_that_expired_or_was_replaced_does_not_stand():
    old = make_decision(on=date(2021, 1, 13))
    new = make_outcome(make_item(old.item.event, "To"), text="Ny ordlyd.", replaces=old, on=date(2021, 5, 3))
    gone = make_outcome(make_item(old.item.event, "Tre"), text="Ut mars.", on=date(2021, 1, 13),
                        valid_to=date(2021, 3, 31))  # fmt: skip
    rows = {row.outcome: row for row in decisions.register(STAFF, on=DAY)}
    assert {one: row.state for one, row in rows.items()} == {
        old: Lasting.SUPERSEDED, new: Lasting.IN_FORCE, gone: Lasting.EXPIRED,
    }  # fmt: skip
    assert standing(old.body) == [new]
    header, lines = decisions.listing(decisions.register(STAFF, on=DAY))
    by_text = {line[4]: dict(zip(header, line, strict=True)) for line in lines}
    assert by_text["Ny ordlyd."]["Erstatter"] == "Klimastatus"
    assert by_text["Utkastet sendes ut."]["Erstattet av"] == "To"
    assert by_text["Ny ordlyd."]["Adresse"].endswith(f"/moter/vedtak/{new.pk}/")


def test_an_extract_tells_body_case_day_words_presence_and_what_it_replaces():
    old = make_decision(on=date(2021, 1, 13))
    new = make_outcome(make_item(old.item.event, "To"), text="Ny ordlyd.\n\nMed to ledd.", replaces=old,
                       on=date(2021, 5, 3), valid_to=date(2022, 1, 1))  # fmt: skip
    changes.announce_event(old.item.event, **NOBODY)
    new.item.refresh_from_db()
    text = as_text(papers.extract(new, present=["Kari Nordmann"], language="nb", at=AFTER["at"]))
    for words in ("Med to ledd.", "Kari Nordmann", "13. januar 2021", new.item.case, "1. januar 2022"):
        assert words in text
    old.refresh_from_db()
    assert "Til stede" not in as_text(papers.extract(old, present=[], language="nb", at=AFTER["at"]))


def as_text(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_who_was_there_is_told_of_politicians_to_all_and_of_officials_to_who_has_signed_in():
    person = make_person("Kari Nordmann", "kari@hamar.example")
    for kind, told in ((BodyKind.BOARD, ["Kari Nordmann"]), (BodyKind.EXPERT_GROUP, [])):
        event = make_event(body=make_group(person, kind=kind, name_nb=f"Organ {kind}"))
        changes.announce_event(event, **NOBODY)
        changes.note_attendance(event, {event.participations.get().pk: "present"}, **AFTER)
        decision = make_outcome(make_item(event))
        assert decisions.present_at(decision, STRANGER) == told
        assert decisions.present_at(decision, Viewer(roles=frozenset({Role.GUEST}))) == ["Kari Nordmann"]


def test_ones_own_tasks_come_first_and_late_ones_are_marked():
    user, member = make_user("kari@demo.example"), make_municipality("Hamar")
    item = make_item(make_announced(user.person))
    late = make_outcome(item, "task", "Sen", owner=user.person, due=date(2021, 5, 1))
    theirs = make_outcome(item, "task", "Hamars", organisation=member)
    undated = make_outcome(item, "task", "Uten dag", owner=make_person("Ola", "o@x.example"))
    editor = Viewer(person=user.person, edits=frozenset({member.pk}), bodies=frozenset({item.body_id}))
    told = decisions.tasks_of(editor, on=date(2021, 5, 3))
    assert [(row.outcome, row.is_late) for row in told.own] == [(late, True), (theirs, False)]
    assert [row.outcome for row in told.others] == [undated]
    assert decisions.tasks_of(STRANGER, on=DAY).own == []
    assert len(decisions.tasks_of(STAFF, on=DAY).others) == 3
    changes.settle_outcome(late, "done", on=date(2021, 5, 3), note="Ferdig.", **NOBODY)
    assert decisions.tasks_of(editor, on=DAY).closed == [late]
    assert [row.outcome for row in decisions.open_tasks(on=DAY, viewer=editor)] == [theirs]
    assert len(decisions.open_tasks(on=DAY, body=item.body)) == 2


def test_what_stands_and_what_is_open_of_a_body_come_by_one_question(django_assert_num_queries):
    old = make_decision(on=date(2021, 1, 13))
    make_decision("Et annet organs vedtak.", BodyKind.BOARD)
    owner = make_person("Ola Nordmann", "ola@hamar.example")
    for kind, fields in (("task", {"owner": owner}), ("information", {})):
        make_outcome(make_item(old.item.event, kind), kind, kind, on=date(2021, 1, 13), **fields)
    new, done = (make_outcome(make_item(old.item.event, text), text=text) for text in ("Nytt", "Utført"))
    changes.settle_outcome(done, "done", on=date(2021, 5, 3), note="Ferdig.", **NOBODY)
    with django_assert_num_queries(1):
        stands, tasks = decisions.standing_and_open(old.body, STAFF, on=DAY, is_inside=True)
        assert [str(row.outcome.owner) for row in tasks] == ["Ola Nordmann"]
    assert [row.outcome for row in stands] == [new, old]
    assert [(row.outcome.text, row.is_late) for row in tasks] == [("task", False)]
    assert standing(old.body) == [new, old]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3)), min_size=1, max_size=6))
def test_case_numbers_have_no_gap_and_are_given_once_however_two_meetings_are_numbered(rounds):
    """Two agendas of one body grow and are numbered in turn: 1, 2, 3 … in all, and no number ever changes."""
    body = make_group(make_person())
    events = [make_event(body=body, starts=STARTS + timedelta(days=days)) for days in (0, 30)]
    given_before: dict[int, int] = {}
    for which, points in rounds:
        for number in range(points):
            make_item(events[which], f"Sak {number}")
        assert changes.number_cases(events[which], **NOBODY) == points
        assert changes.number_cases(events[which], **NOBODY) == 0
        now = dict(
            AgendaItem.objects.filter(body=body, case_number__isnull=False).values_list("pk", "case_number")
        )
        assert sorted(now.values()) == list(range(1, len(now) + 1))
        assert given_before.items() <= now.items()
        given_before = now


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["done", "dropped", "again"]), max_size=6))
def test_a_task_returns_to_the_next_agenda_exactly_while_it_is_open(steps):
    event = make_announced(make_person())
    task = make_outcome(make_item(event), "task", "Lage en mal", owner=make_person())
    later = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    is_open = True
    for step in steps:
        if step == "again" and not is_open:
            changes.reopen_task(task, **NOBODY)
            is_open = True
        elif step != "again" and is_open:
            changes.settle_outcome(task, step, on=date(2021, 5, 3), **NOBODY)
            is_open = False
        else:
            with refused("state"):
                _take(task, step)
        assert (task in agenda.open_tasks_of(later)) is is_open


def _take(task, step):
    if step == "again":
        changes.reopen_task(task, **NOBODY)
    else:
        changes.settle_outcome(task, step, on=date(2021, 5, 3), **NOBODY)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_points_stand_in_the_order_that_was_asked_for_and_none_is_lost(data):
    event = make_announced(make_person())
    items = [make_item(event, f"Sak {number}") for number in range(4)]
    keys = [item.pk for item in items]
    wanted = data.draw(st.lists(st.sampled_from([*keys, 999_999]), max_size=8))
    changes.arrange_items(event, wanted, **NOBODY)
    asked = [key for key in dict.fromkeys(wanted) if key in keys]
    assert [item.pk for item in event.items.all()] == asked + [key for key in keys if key not in asked]


def test_the_secretariat_is_everybodys_reader():
    decision = make_decision()
    viewer = Viewer(person=make_secretary().person, roles=frozenset({Role.SECRETARIAT}))
    assert not decisions.is_own(decision, viewer)
    assert found(viewer) == [decision]

"""The thread through advocacy: each thing leads to what belongs to it, and back, in one question."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from dugnad.declarations.states import WordingState
from dugnad.documents.queries import PUBLIC
from dugnad.documents.states import State
from dugnad.dossiers import changes
from dugnad.dossiers.models import Response
from dugnad.editions.models import Edition
from dugnad.events import changes as events
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.members.kinds import BodyKind
from dugnad.members.rules import Viewer
from dugnad.web.queries.thread import thread_of, whole_thread
from tests.factories.calls import make_call
from tests.factories.declarations import make_point, make_wording
from tests.factories.documents import take_to
from tests.factories.dossiers import (
    NOBODY,
    make_ask,
    make_consultation,
    make_dossier,
    make_go,
    make_response,
    make_touchpoint,
)
from tests.factories.events import make_event, make_item, make_outcome
from tests.factories.indicators import make_indicator
from tests.factories.members import make_alliance, make_body
from tests.factories.programme import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
ADVISER = Viewer(roles=frozenset({Role.MEMBER_EDITOR}))


def near(noun: str, key: str, viewer: Viewer = PUBLIC) -> list[tuple[str, str]]:
    thread = thread_of(noun, key, viewer)
    groups = thread.groups if thread else ()
    return [(bead.noun.name, bead.key) for group in groups for bead in group.beads]


@pytest.fixture
def told() -> Any:
    """From a point of the declaration to an answer that came, and every step between."""
    make_alliance()
    activity = make_activity(key="sirkulaer")
    point = make_point(make_wording(state=WordingState.ADOPTED), title_nb="Mer ombruk", number="6")
    point.activities.add(activity)
    dossier = make_dossier(activity=activity, points=[point])
    consultation = make_go(make_consultation(dossier, call=make_call(slug="innspill")))
    ask = make_ask(consultation=consultation, points=[point], text="Gi bedre tall for avfall. " * 6)
    changes.begin_statement(consultation, language="nb", **NOBODY)
    assert consultation.statement is not None
    take_to(consultation.statement, State.PUBLISHED)
    meeting = make_event(body=make_body(BodyKind.BOARD), starts=datetime(2021, 4, 29, 9, tzinfo=OSLO))
    events.announce_event(meeting, by=None, at=datetime(2021, 4, 20, 9, tzinfo=OSLO))
    item = make_item(meeting, "Svar om sirkulær økonomi")
    events.link_item(item, "consultation", consultation.slug, consultation.title, **NOBODY)
    decision = make_outcome(item)
    changes.note_approval(consultation, decision, **NOBODY)
    changes.send_statement(consultation, on=date(2021, 4, 30), **NOBODY)
    ask.refresh_from_db()
    response = make_response(ask, on=date(2021, 5, 3), source="Strategien")
    Edition.objects.create(
        year=2020, title_nb="Klimastatus 2020", state="published", content_sha256="a" * 64,
        indicator=make_indicator("emissions"), members_on=date(2021, 5, 3), base_year=2009,
    )  # fmt: skip
    changes.add_basis(ask, "edition", "2020", "Klimastatus 2020", **NOBODY)
    touchpoint = make_touchpoint(dossier, kind="hearing", event=meeting, asks=[ask])
    return SimpleNamespace(
        point="ordforererklaering/kutt-utslipp",
        activity="2021/sirkulaer",
        dossier=dossier.key,
        consultation=consultation.slug,
        call="innspill",
        document=consultation.statement.slug,
        agenda_item=f"{meeting.slug}/{item.pk}",
        meeting=meeting.slug,
        decision=str(decision.pk),
        ask=f"{dossier.key}/{ask.pk}",
        response=f"{dossier.key}/{ask.pk}/{response.pk}",
        edition="2020",
        touchpoint=f"{dossier.key}/{touchpoint.pk}",
    )


WALKS = [
    ("point", "activity"),
    ("point", "consultation"),
    ("point", "ask"),
    ("point", "dossier"),
    ("activity", "consultation"),
    ("activity", "dossier"),
    ("agenda_item", "consultation"),
    ("agenda_item", "decision"),
    ("decision", "consultation"),
    ("consultation", "dossier"),
    ("consultation", "document"),
    ("consultation", "ask"),
    ("ask", "response"),
    ("ask", "edition"),
    ("ask", "touchpoint"),
    ("touchpoint", "meeting"),
    ("touchpoint", "dossier"),
]


@pytest.mark.parametrize(("one", "other"), WALKS)
def test_everybody_walks_each_step_both_ways(one, other, told):
    ends = {name: (name, getattr(told, name)) for name in (one, other)}
    assert ends[other] in near(*ends[one])
    assert ends[one] in near(*ends[other])


def test_the_input_of_the_members_leads_to_the_consultation_for_those_who_may_read_the_call(told):
    assert ("consultation", told.consultation) in near("call", told.call, ADVISER)
    assert ("call", told.call) in near("consultation", told.consultation, ADVISER)


def test_the_thread_of_a_consultation_is_one_question(told, django_assert_num_queries):
    near("consultation", told.consultation)  # the words of the question are put together once
    with django_assert_num_queries(1):
        found = near("consultation", told.consultation)
    assert len(found) >= 6
    with django_assert_num_queries(1):
        whole_thread("consultation", told.consultation, PUBLIC)


def test_a_bead_says_what_came_of_it_and_a_long_ask_by_its_first_words(told):
    beads = {
        bead.noun.name: bead for group in thread_of("ask", told.ask, PUBLIC).groups for bead in group.beads
    }  # type: ignore[union-attr]
    assert beads["response"].title == "Delvis imøtekommet: Strategien"
    assert (
        beads["response"].url
        == f"/paavirkning/{told.ask.replace('/', '/krav/')}/#svar-{told.response.split('/')[2]}"
    )
    assert beads["touchpoint"].url.endswith(f"#kontakt-{told.touchpoint.split('/')[1]}")
    (ask,) = [
        bead
        for group in thread_of("edition", "2020", PUBLIC).groups
        for bead in group.beads
        if bead.noun.name == "ask"
    ]  # type: ignore[union-attr]
    assert (ask.title[-2:], len(ask.title)) == (" …", 112)


def test_what_came_of_it_is_said_in_the_reader_s_language(told):
    with translation.override("en"):
        thread = thread_of("response", told.response, PUBLIC)
        assert thread is not None
        (ask,) = thread.groups[0].beads
    assert (ask.key, ask.says) == (told.ask, ("what it answers",))


def test_an_answer_that_was_entered_wrong_is_no_bead(told):
    answer = Response.objects.get(pk=told.response.split("/")[2])
    assert thread_of("response", told.response, PUBLIC) is not None
    assert ("response", told.response) in near("ask", told.ask)
    changes.strike_response(answer, because="Gjaldt noe annet.", **NOBODY)
    assert ("response", told.response) not in near("ask", told.ask)


def test_nothing_of_a_hidden_matter_stands_in_anybody_s_thread():
    point = make_point(make_wording(state=WordingState.ADOPTED))
    dossier = make_dossier(is_public=False, points=[point])
    make_response(make_ask(make_consultation(dossier).dossier, points=[point]))
    names = {noun for noun, _key in near("point", "ordforererklaering/kutt-utslipp")}
    assert names == {"wording"}
    seen = {noun for noun, _key in near("point", "ordforererklaering/kutt-utslipp", ADVISER)}
    assert seen == {"wording", "dossier", "ask"}


def test_a_draft_of_an_ask_stands_in_no_stranger_s_thread():
    consultation = make_go()
    make_ask(consultation=consultation)
    assert [noun for noun, _key in near("consultation", consultation.slug)] == ["dossier"]
    assert "ask" in [noun for noun, _key in near("consultation", consultation.slug, ADVISER)]

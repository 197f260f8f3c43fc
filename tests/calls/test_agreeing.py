"""What becomes of an answer whose objection the publisher has met: it counts as right, and stays met."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dugnad.calls import changes, queries
from dugnad.calls.models import Reply
from dugnad.calls.queries import verdicts_of
from dugnad.calls.queries.agreeing import agreed_among
from dugnad.calls.queries.prefill import NOWHERE
from dugnad.calls.states import ObjectionState
from tests.calls.test_objecting import IN_MAY, LATER, WRONG, figures, objecting, row_of
from tests.factories.calls import make_figures, make_reply, question_of, save, submit
from tests.factories.members import make_editor, make_municipality, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
EVEN_LATER = LATER + timedelta(days=1)
YES = {"right": True}


def met(**answers: Any) -> Reply:
    """Hamar's reply, which came back after the publisher had come to the figure that it named."""
    reply = objecting(**({"road": WRONG} | answers))
    figures(80.0, seen_on="2021-05-20")
    changes.return_reply(reply, note="Skriv litt mer.", by=None, at=LATER)
    return reply


def test_an_answer_that_the_publisher_agrees_with_lacks_nothing() -> None:
    reply = met()
    item = next(i for i in queries.sheet_of(reply, on=IN_MAY).items if i.question.key == "road")
    assert (item.is_agreed, item.complaints) == (True, [])


def test_submitting_again_neither_refuses_nor_drops_what_the_publisher_agrees_with() -> None:
    reply = met()
    raised = row_of(reply).objection.raised_at
    submit(reply, key="two", at=EVEN_LATER)
    row = row_of(reply)
    assert (row.state, row.objection.raised_at, row.objection.published) == (
        ObjectionState.AGREED, raised, 100.0,
    )  # fmt: skip


def test_an_answer_that_is_changed_to_yes_leaves_the_agreement_as_it_is() -> None:
    reply = met()
    save(reply, road=YES)
    submit(reply, key="two", at=EVEN_LATER)
    assert row_of(reply).state == ObjectionState.AGREED


def test_the_same_figure_with_other_words_is_still_agreed() -> None:
    reply = met()
    save(reply, road=WRONG | {"reason": "Se vedlegget."})
    submit(reply, key="two", at=EVEN_LATER)
    assert (row_of(reply).state, row_of(reply).objection.reason) == (ObjectionState.AGREED, WRONG["reason"])


def test_another_figure_than_the_one_that_was_met_is_objected_to_anew() -> None:
    reply = met()
    save(reply, road=WRONG | {"value": 60})
    submit(reply, key="two", at=EVEN_LATER)
    row = row_of(reply)
    assert (row.state, row.objection.published, row.objection.proposed) == (ObjectionState.RAISED, 80, 60)


def test_who_says_no_and_gives_a_figure_that_nobody_came_to_meet_is_still_asked() -> None:
    reply = met()
    save(reply, road=WRONG | {"value": 60})
    figures(60.0, seen_on="2021-05-21")
    with refused("incomplete"):
        submit(reply, key="two", at=EVEN_LATER)


def test_a_reply_that_is_withdrawn_drops_only_what_nobody_has_met() -> None:
    reply = met(total=WRONG | {"value": 7})
    submit(reply, key="two", at=EVEN_LATER)
    changes.withdraw_reply(reply, reason="Feil", by=None, at=EVEN_LATER)
    states = [row_of(reply, key).state for key in ("road", "total")]
    assert states == [ObjectionState.AGREED, ObjectionState.DROPPED]


def test_a_section_whose_answers_did_not_change_keeps_its_verdict() -> None:
    reply = objecting(road=WRONG)
    section = question_of(reply.call, "road").section
    changes.accept_section(reply, section, version=1, by=None, at=LATER)
    figures(80.0, seen_on="2021-05-20")
    changes.return_reply(reply, note="Mer?", by=None, at=LATER)
    submit(reply, key="two", at=EVEN_LATER)
    verdict = verdicts_of(reply)[section.pk]
    assert (verdict.is_accepted, verdict.is_kept) == (True, True)


def test_agreement_is_found_also_where_the_figures_have_not_been_read() -> None:
    reply = met()
    assert [o.proposed for o in agreed_among(reply.objections.all(), NOWHERE, on=IN_MAY)] == [80]


def test_the_member_reads_that_the_publisher_has_corrected_the_figure(settings: Any) -> None:
    reply = met()
    settings.DEMO_TODAY = IN_MAY.isoformat()
    client = Client()
    client.force_login(make_editor(reply.organisation, "kari@demo.example"))
    page = client.get(f"/innhenting/{reply.call.slug}/hamar/").content.decode()
    assert "Utgiveren har rettet tallet slik dere sa. Dere trenger ikke gjøre mer." in page
    read = client.get(f"/innhenting/{reply.call.slug}/hamar/les/").content.decode()
    assert "Utgiveren har rettet tallet slik dere sa." in read


# The publisher changes the figure again ------------------------------------------------------------------

IN_JUNE, JUNE = date(2021, 6, 10), LATER + timedelta(days=21)


def met_and_changed(**answers: Any) -> Reply:
    """A reply that was sent in again after it was met (80), and whose figure became 70 in June."""
    reply = met()
    changes.save_draft(reply, answers, reply.revision, None, EVEN_LATER)
    submit(reply, key="two", at=EVEN_LATER)
    figures(70.0, seen_on="2021-06-01")
    return reply


@pytest.mark.parametrize("answer", [WRONG, YES])
def test_an_objection_that_was_met_stays_met_when_the_figure_is_changed_again(answer: dict[str, Any]) -> None:
    row = row_of(met_and_changed(road=answer), on=IN_JUNE)
    assert (row.state, row.now, row.is_revised, row.is_standing) == (ObjectionState.AGREED, 70, True, False)
    assert row.settled_by is not None
    assert row.settled_by.seen_on == date(2021, 5, 20)
    (group,) = queries.objection_list(on=IN_JUNE).groups
    assert group.raised == []
    assert queries.objections_listing([row])[1][0][-3:] == [70, date(2021, 6, 1), date(2021, 5, 20)]


@pytest.mark.parametrize("seen_on", ["2021-05-20", "2021-05-21"])
def test_the_vintage_that_closed_an_objection_is_the_first_that_had_the_figure(seen_on: str) -> None:
    reply = met()
    figures(80.2, seen_on="2021-05-21")
    make_municipality("Ringsaker", "3411")
    make_figures((2019, "road_traffic", 70.0), code="3411", seen_on="2021-05-22")
    row = row_of(reply, on=date.fromisoformat(seen_on))
    assert row.settled_by is not None
    assert row.settled_by.seen_on == date(2021, 5, 20)


@pytest.mark.parametrize("answer", [WRONG, YES])
def test_a_figure_that_is_changed_after_it_was_met_is_told_as_revised(answer: dict[str, Any]) -> None:
    reply = met_and_changed(road=answer)
    item = next(i for i in queries.sheet_of(reply, on=IN_JUNE).items if i.question.key == "road")
    assert item.is_revised
    assert [row.figures for row in queries.revised_in(reply.call, on=IN_JUNE)] == [1]
    assert queries.revised_in(reply.call, on=date(2021, 5, 31)) == []


def test_the_same_answer_sent_again_does_not_object_to_the_new_figure() -> None:
    reply = met_and_changed()
    submit(reply, key="three", at=JUNE)
    assert reply.objections.count() == 1


@pytest.mark.parametrize(
    ("before", "now"),
    [(WRONG, WRONG | {"reason": "Fortsatt feil."}), (YES, WRONG), (WRONG, WRONG | {"value": 60})],
)
def test_who_objects_to_the_new_figure_makes_a_new_objection_beside_the_one_that_was_met(
    before: dict[str, Any], now: dict[str, Any]
) -> None:
    reply = met_and_changed(road=before)
    save(reply, road=now)
    submit(reply, key="three", at=JUNE)
    newest, first = queries.every_objection_of(reply, on=IN_JUNE)
    assert (newest.state, newest.objection.published) == (ObjectionState.RAISED, 70)
    assert (first.state, first.objection.published) == (ObjectionState.AGREED, 100)
    assert first.objection.closed_by == first.settled_by
    assert row_of(reply, on=IN_JUNE).objection == newest.objection
    assert queries.objections_to(reply.call) == 1
    item = next(i for i in queries.sheet_of(reply, on=IN_JUNE).items if i.question.key == "road")
    assert not item.is_agreed
    submit(reply, key="four", at=JUNE)
    assert reply.objections.count() == 2


def test_what_was_met_stays_so_where_the_place_is_no_more() -> None:
    reply = met_and_changed()
    save(reply, road=WRONG | {"value": 60})
    submit(reply, key="three", at=JUNE)
    reply.organisation.codes.update(organisation=None)
    first = queries.every_objection_of(reply, on=IN_JUNE)[-1]
    assert (first.state, first.now) == (ObjectionState.AGREED, None)


def test_an_objection_without_a_figure_stays_closed_and_is_raised_anew_in_other_words() -> None:
    unnamed = {"right": False, "reason": "Fabrikken er lagt ned."}
    reply = objecting(road=unnamed)
    figures(80.0, seen_on="2021-05-20")
    figures(100.0, seen_on="2021-06-01")
    assert row_of(reply, on=IN_JUNE).state == ObjectionState.REVISED
    save(reply, road=unnamed | {"reason": "Fortsatt feil."})
    submit(reply, key="two", at=JUNE)
    states = [row.state for row in queries.every_objection_of(reply, on=IN_JUNE)]
    assert states == [ObjectionState.RAISED, ObjectionState.REVISED]


def test_pages_say_that_the_figure_was_changed_again(settings: Any) -> None:
    reply = met_and_changed()
    settings.DEMO_TODAY = IN_JUNE.isoformat()
    client, staff = Client(), Client()
    client.force_login(make_editor(reply.organisation, "kari@demo.example"))
    staff.force_login(make_secretary())
    place = f"/innhenting/{reply.call.slug}/hamar/"
    assert "Utgiveren har revidert 1 tall" in client.get("/").text
    page = client.get(place).text
    assert "Utgiveren rettet tallet slik dere sa, og har endret det igjen siden." in page
    assert "Tallet er endret igjen siden." in page
    read = client.get(f"{place}les/").text
    assert "Utgiveren har rettet tallet slik dere sa." in read
    assert "Utgiveren har revidert tallet siden" in read
    listed = staff.get("/innhenting/innvendinger/").text
    assert "Tallet er endret igjen siden." in listed
    assert "Utgiveren er enig" in listed
    assert "Skriv brevet" not in listed


def test_objections_ask_the_database_as_often_for_two_members_as_for_one(
    django_assert_num_queries: Any,
) -> None:
    reply = met_and_changed()
    with CaptureQueriesContext(connection) as asked:
        queries.objection_list(on=IN_JUNE)
    other = make_municipality("Ringsaker", "3411")
    make_figures((2019, "road_traffic", 100.0), code="3411", seen_on="2021-03-01")
    submit(make_reply(reply.call, other, road=WRONG), key="other")
    with django_assert_num_queries(len(asked)):
        queries.objection_list(on=IN_JUNE)

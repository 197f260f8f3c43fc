"""The questions: lists, one thing, the way to an answer, what is found; and who reads what."""

from datetime import date, datetime
from typing import Any

import pytest

from dugnad.declarations.states import WordingState
from dugnad.dossiers import changes
from dugnad.dossiers.kinds import StepKind
from dugnad.dossiers.queries import asks, choices, consultations, dossiers, finding, planning
from dugnad.dossiers.states import AskState
from dugnad.events import changes as events
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.members.kinds import BodyKind
from dugnad.members.rules import Viewer
from tests.factories.declarations import make_point, make_wording
from tests.factories.dossiers import (
    AT,
    NOBODY,
    make_ask,
    make_consultation,
    make_dossier,
    make_go,
    make_response,
    make_sent,
    make_touchpoint,
)
from tests.factories.events import make_event, make_item, make_outcome
from tests.factories.members import make_alliance, make_body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
STRANGER = Viewer()
ADVISER = Viewer(roles=frozenset({Role.MEMBER_EDITOR}))
TODAY = date(2021, 5, 3)


def meeting(kind: BodyKind, day: date, **fields: Any) -> Any:
    starts = datetime(day.year, day.month, day.day, 9, tzinfo=OSLO)
    return make_event(body=make_body(kind), starts=starts, title=f"Møte {day}", **fields)


# Dossiers -------------------------------------------------------------------------------------------------


def test_what_is_put_forward_stands_before_what_is_watched_and_what_has_ended():
    names = {state: make_dossier(state).title_nb for state in ("spoken", "working", "watching")}
    ended = make_dossier("droppet")
    for dossier in dossiers.visible_dossiers(ADVISER).exclude(pk=ended.pk):
        if dossier.title_nb != "watching":
            changes.move_dossier(dossier, dossier.title_nb, **NOBODY)
    changes.move_dossier(ended, "dropped", note="Andre gjør det.", **NOBODY)
    assert [row.dossier.title_nb for row in dossiers.dossier_rows(ADVISER)] == [*names.values(), "droppet"]
    assert [row.dossier.title_nb for row in dossiers.dossier_rows(ADVISER, state="working")] == ["working"]
    assert dossiers.dossier_rows(ADVISER, addressee="eu") == []


def test_a_row_counts_what_the_viewer_may_read(django_assert_num_queries):
    dossier = make_dossier()
    make_response(make_ask(dossier))
    make_ask(dossier, raised_on=None)
    make_consultation(dossier)
    make_touchpoint(dossier)
    make_touchpoint(dossier, kind="media")
    with django_assert_num_queries(5):
        (row,) = dossiers.dossier_rows(ADVISER)
    assert (len(row.asks), row.answered, row.consultations, row.touchpoints) == (2, 1, 1, 2)
    (row,) = dossiers.dossier_rows(STRANGER)
    assert (len(row.asks), row.answered, row.consultations, row.touchpoints) == (1, 1, 1, 1)


def test_a_hidden_matter_hides_everything_in_it():
    dossier = make_dossier(is_public=False)
    consultation, ask = make_sent(make_consultation(dossier)), make_ask(dossier)
    make_touchpoint(dossier, kind="media")
    assert dossiers.dossier_at(dossier.key, STRANGER) is None
    assert consultations.consultation_at(consultation.slug, STRANGER) is None
    assert asks.ask_of(dossier, ask.pk, STRANGER) is None
    assert dossiers.touchpoints_of(dossier, STRANGER) == []
    assert finding.search("sirkulær", STRANGER) == []
    assert dossiers.dossier_at(dossier.key, ADVISER) == dossier


# Consultations --------------------------------------------------------------------------------------------


def test_open_ones_stand_by_their_deadline_and_sent_ones_by_the_day_they_went(django_assert_num_queries):
    dossier = make_dossier()
    later = make_consultation(dossier, deadline=datetime(2021, 8, 1, 12, tzinfo=OSLO))
    sooner = make_consultation(dossier)
    first, last = (make_sent(make_consultation(dossier), on=date(2021, 4, day)) for day in (27, 29))
    left = make_consultation(dossier, channel="eu")
    changes.judge_consultation(left, "no_go", because="Lokalt.", **NOBODY)
    make_ask(consultation=last)
    with django_assert_num_queries(3):
        found = consultations.consultation_rows(ADVISER, at=AT)
    told = [[row.consultation for row in rows] for rows in found.lists]
    assert told == [[sooner, later], [last, first], [left]]
    assert (found.count, found.open[0].left, found.open[0].is_waiting) == (5, 59, True)
    assert found.sent[0].counts == [(AskState.AWAITED, 1)]
    assert [row.consultation for row in consultations.open_consultations(ADVISER, at=AT)] == [sooner, later]
    assert consultations.open_consultations(STRANGER, at=AT) == []


def test_strangers_are_not_told_what_we_leave_nor_what_we_draft():
    left = make_consultation()
    changes.judge_consultation(left, "no_go", because="Lokalt.", **NOBODY)
    going = make_go(make_consultation(left.dossier))
    make_ask(consultation=going)
    found = consultations.consultation_rows(STRANGER, at=AT)
    assert (found.count, found.open[0].asks) == (1, [])
    assert consultations.consultation_at(left.slug, STRANGER) is None
    assert [row.ask.consultation for row in consultations.asks_of(going, ADVISER)] == [going]


def test_the_list_keeps_to_a_channel_and_to_a_matter():
    ours = make_consultation(channel="eu")
    make_consultation(make_dossier("NTP"))
    by_channel = consultations.consultation_rows(ADVISER, at=AT, channel="eu")
    by_matter = consultations.consultation_rows(ADVISER, at=AT, dossier=ours.dossier_id)
    assert [row.consultation for row in by_channel.open + by_matter.open] == [ours, ours]


def test_deadlines_of_a_year_are_those_that_we_may_answer():
    consultation = make_consultation()
    left = make_consultation(consultation.dossier)
    changes.judge_consultation(left, "no_go", because="Lokalt.", **NOBODY)
    assert list(consultations.deadlines_in_year(2021, ADVISER)) == [consultation]
    assert list(consultations.deadlines_in_year(2022, ADVISER)) == []


def test_the_register_has_what_was_sent_and_its_spreadsheet_says_what_came_of_it():
    consultation = make_sent(make_consultation(joint_with="KS"))
    decision = make_outcome(make_item(meeting(BodyKind.BOARD, date(2021, 4, 28))))
    changes.note_approval(consultation, decision, **NOBODY)
    make_response(make_ask(consultation=consultation), "met", on=date(2021, 5, 3))
    make_consultation(consultation.dossier)
    assert list(consultations.register(STRANGER)) == [consultation]
    found = consultations.consultation_rows(ADVISER, at=AT)
    header, lines = consultations.listing([*found.sent, *found.open])
    assert [len(line) for line in lines] == [len(header)] * 2
    assert lines[0][7:13] == ["Svar sendt", date(2021, 5, 3), str(decision.body), "KS", 1, 1]
    assert lines[1][7:13] == ["Må avgjøre om vi svarer", "", "", "", 0, 0]


# The way to an answer -------------------------------------------------------------------------------------


def test_the_way_goes_through_the_meetings_that_are_planned_and_past_those_called_off():
    consultation = make_consultation()
    board = meeting(BodyKind.BOARD, date(2021, 6, 24))
    events.cancel_event(meeting(BodyKind.BOARD, date(2021, 6, 29)), because="Sykdom.", **NOBODY)
    plan = planning.plan_of(consultation)
    (approve,) = [step for step in plan.steps if step.kind == StepKind.APPROVE]
    assert (approve.on, approve.meeting) == (date(2021, 6, 24), board.slug)


def test_a_step_is_late_when_its_day_has_passed_and_it_is_not_taken():
    consultation = make_consultation()
    way = planning.way_of(consultation, on=date(2021, 6, 29))
    told = [(station.step.kind, station.is_done, station.is_late) for station in way.stations]
    assert told == [
        (StepKind.JUDGE, False, True),
        (StepKind.MEMBERS, True, False),  # its day has passed, and nobody notes that
        (StepKind.PAPERS, False, True),
        (StepKind.APPROVE, False, False),
        (StepKind.SEND, False, False),
    ]
    assert way.next is not None
    assert str(way.next.label) == "Vi avgjør om vi svarer"


def test_what_is_sent_has_taken_every_step():
    way = planning.way_of(make_sent(), on=TODAY)
    assert {station.is_done for station in way.stations} == {True}
    assert way.next is None


def test_a_statement_in_review_has_taken_the_step_of_the_draft():
    make_alliance()
    consultation = make_go()
    changes.begin_statement(consultation, language="nb", **NOBODY)
    assert consultation.statement is not None
    consultation.statement.state = "in_review"
    done = {one.step.kind: one.is_done for one in planning.way_of(consultation, on=TODAY).stations}
    assert (done[StepKind.PAPERS], done[StepKind.APPROVE]) == (True, False)


def test_several_ways_ask_for_the_meetings_once(django_assert_num_queries):
    dossier = make_dossier()
    found = [make_consultation(dossier) for _each in range(3)]
    with django_assert_num_queries(1):
        ways = planning.ways_of(found, on=TODAY)
    assert [way.stations for way in ways] == [planning.way_of(one, on=TODAY).stations for one in found]
    assert planning.ways_of([], on=TODAY) == []


def test_a_decision_to_choose_was_taken_since_the_consultation_came():
    consultation = make_consultation(announced_on=date(2021, 4, 1))
    before, since = (
        make_outcome(make_item(meeting(BodyKind.BOARD, day))) for day in (date(2021, 3, 3), date(2021, 4, 8))
    )
    chosen = planning.decisions_to_choose(consultation, ADVISER, on=TODAY)
    assert (since in chosen, before in chosen) == (True, False)


# Asks -----------------------------------------------------------------------------------------------------


def test_the_answer_that_counts_is_the_newest_and_the_others_are_kept():
    ask = make_ask()
    make_response(ask, "not_met", on=date(2021, 4, 20))
    newest = make_response(ask, "met", is_illustrative=True)
    (row,) = asks.ask_rows(asks.visible_asks(STRANGER))
    assert (row.newest, row.state, len(row.responses), row.is_illustrative) == (newest, "met", 2, True)
    (waiting,) = asks.ask_rows(asks.visible_asks(ADVISER).filter(pk=make_ask(ask.dossier).pk))
    assert (waiting.newest, waiting.state) == (None, AskState.AWAITED)
    assert asks.counted([row, waiting]) == [(AskState.AWAITED, 1), (AskState.MET, 1)]


def test_asks_of_a_point_are_found_once_each():
    wording = make_wording(state=WordingState.ADOPTED)
    points = [make_point(wording, key=key) for key in ("kutt-utslipp", "gjenvinning")]
    ask = make_ask(points=points)
    found = asks.asks_for_points([point.pk for point in points], STRANGER)
    assert [row.ask for row in found] == [ask]


def test_the_line_of_an_ask_goes_both_ways_and_begins_where_it_was_first_asked():
    elsewhere = make_ask(make_dossier("Klimakur"), raised_on=date(2020, 4, 1))
    first = make_ask(make_dossier("Klimameldingen"), repeats=elsewhere, raised_on=date(2021, 2, 2))
    second = make_ask(first.dossier, repeats=first)
    draft = make_ask(first.dossier, repeats=second, raised_on=None)
    told = [row.ask for row in asks.line_of_ask(first, ADVISER)]
    assert told == [elsewhere, first, second, draft]
    assert [row.ask for row in asks.line_of_ask(draft, STRANGER)] == [first, second]


# What can be chosen and found -----------------------------------------------------------------------------


def test_points_to_serve_are_those_that_hold_and_those_chosen_before():
    old = make_point(make_wording("2015"), key="gammelt")
    holding = make_point(make_wording(state=WordingState.ADOPTED))
    assert list(choices.points_to_serve()) == [holding]
    assert set(choices.points_to_serve(old)) == {holding, old}


def test_what_can_be_repeated_was_asked_for_and_is_another():
    ask, draft = make_ask(), make_ask(raised_on=None)
    assert list(choices.asks_to_repeat()) == [ask]
    assert list(choices.asks_to_repeat(but=ask)) == []
    assert list(choices.asks_to_repeat(but=draft)) == [ask]


def test_lists_of_choices_have_what_belongs_there():
    consultation, event = make_consultation(), meeting(BodyKind.BOARD, date(2021, 6, 24))
    assert list(choices.consultations_of(consultation.dossier)) == [consultation]
    assert list(choices.meetings_to_link()) == [event]
    assert list(choices.activities_to_serve()) == []


def test_search_finds_matters_consultations_and_asks_by_their_words():
    dossier = make_dossier(title_en="Circular economy")
    consultation = make_consultation(dossier, case_number="20/123")
    ask = make_ask(dossier, text="Sett mål for sirkulær bruk.")
    found = [(hit.kind, hit.key) for hit in finding.search("sirkulær", STRANGER)]
    assert found == [
        ("dossier", dossier.key),
        ("consultation", consultation.slug),
        ("ask", f"{dossier.key}/{ask.pk}"),
    ]
    assert [hit.title for hit in finding.search("20/123", STRANGER)] == [consultation.title]
    assert finding.search("jernbane", STRANGER) == []

"""Yes or no about events, without a database: what may follow, who sees what, what returns, who is let in."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.events.kinds import EVENT_FACTS, EventKind, ItemKind, OutcomeKind, Role, Stance
from dugnad.events.rules import meeting, outcomes, signing_up, writing
from dugnad.events.rules.meeting import Standing
from dugnad.events.rules.writing import Verdict, tally
from dugnad.events.states import Answer, Attendance, EventState, ItemState, Lasting, OutcomeState
from dugnad.kit.access import Role as Here
from dugnad.kit.clock import OSLO
from dugnad.members.rules import Viewer

STARTS = datetime(2021, 3, 17, 9, 0, tzinfo=OSLO)
STRANGER, STAFF = Viewer(), Viewer(roles=frozenset({Here.SECRETARIAT}))
NOBODY, THERE, CHAIR = Standing(), Standing(takes_part=True), Standing(takes_part=True, keeps=True)


@dataclass(frozen=True)
class Event:
    kind: str = EventKind.MEETING
    state: str = EventState.ANNOUNCED
    starts: datetime = STARTS
    ends: datetime = STARTS + timedelta(hours=3)
    quorum: int | None = None
    announced_at: datetime | None = None


@dataclass(frozen=True)
class Item:
    minutes: int = 10
    state: str = ItemState.PLACED
    is_confidential: bool = False


@dataclass(frozen=True)
class One:
    pk: int = 0
    role: str = Role.MEMBER
    answer: str = Answer.YES
    attendance: str = Attendance.UNKNOWN
    minutes_there: int | None = None
    erased_at: datetime | None = None
    stands_in_for_id: int | None = None


@dataclass(frozen=True)
class Asked:
    closes: datetime = STARTS - timedelta(days=1)
    capacity: int | None = None
    least_minutes: int = 30


@dataclass(frozen=True)
class Came:
    kind: str = OutcomeKind.TASK
    state: str = OutcomeState.OPEN
    on: date = date(2021, 3, 17)
    due: date | None = None
    valid_to: date | None = None
    settled_on: date | None = None


def test_every_kind_of_event_has_its_facts():
    assert set(EVENT_FACTS) == set(EventKind)
    assert all(facts.page in ("meeting", "school_session") for facts in EVENT_FACTS.values())


@pytest.mark.parametrize(
    ("state", "may"), [("planned", True), ("announced", True), ("held", False), ("cancelled", False)]
)
def test_only_what_is_to_come_is_announced_or_called_off(state, may):
    event = Event(state=state)
    assert meeting.can_announce(event, at=STARTS) is may
    assert meeting.can_cancel(event) is may


def test_an_event_that_is_over_is_not_announced():
    assert not meeting.can_announce(Event(), at=STARTS + timedelta(hours=3))


def test_an_event_is_held_when_it_was_announced_and_has_begun():
    assert meeting.can_hold(Event(), at=STARTS)
    assert not meeting.can_hold(Event(), at=STARTS - timedelta(minutes=1))
    assert not meeting.can_hold(Event(state="planned"), at=STARTS)


def test_an_agenda_changes_until_the_event_is_called_off_and_a_school_has_none():
    assert meeting.can_change_agenda(Event(state="held"))
    assert not meeting.can_change_agenda(Event(state="cancelled"))
    assert not meeting.can_change_agenda(Event(kind="school_session"))


@pytest.mark.parametrize("state", ["planned", "announced", "held"])
def test_minutes_are_written_in_any_state_until_they_are_approved(state):
    assert meeting.can_write_minutes(Event(state=state), is_approved=False)
    assert not meeting.can_write_minutes(Event(state=state), is_approved=True)


def test_of_a_meeting_that_was_called_off_there_are_no_minutes():
    assert not meeting.can_write_minutes(Event(state="cancelled"), is_approved=False)
    assert not meeting.can_send_minutes(Event(state="cancelled"), at=STARTS)


def test_minutes_are_sent_when_the_meeting_has_begun():
    before = STARTS - timedelta(minutes=1)
    assert [meeting.can_send_minutes(Event(), at=at) for at in (before, STARTS)] == [False, True]


def test_the_notice_goes_out_a_week_ahead_and_of_a_gathering_three():
    assert meeting.notice_day(Event()) == date(2021, 3, 10)
    assert meeting.notice_day(Event(kind="gathering")) == date(2021, 2, 24)


def test_who_takes_part_is_seen_by_the_circle_of_the_kind():
    school, dialogue = Event(kind="school_session"), Event(kind="supplier_dialogue")
    assert meeting.sees_names(Event(), STRANGER, THERE)
    assert not meeting.sees_names(Event(), STRANGER, NOBODY)
    assert not meeting.sees_names(school, STRANGER, THERE)
    assert meeting.sees_names(school, STAFF, NOBODY)
    assert meeting.sees_names(school, STRANGER, CHAIR)
    assert meeting.sees_names(dialogue, STRANGER, THERE)
    assert not meeting.sees_names(dialogue, STRANGER, NOBODY)


def test_a_plan_is_for_those_who_are_in_on_it():
    plan = Event(state="planned")
    assert not meeting.sees_event(plan, STRANGER, NOBODY)
    assert meeting.sees_event(plan, STRANGER, THERE)
    assert meeting.sees_event(plan, STAFF, NOBODY)
    assert not meeting.sees_event(Event(state="cancelled"), STRANGER, NOBODY)
    assert meeting.sees_event(Event(state="cancelled", announced_at=STARTS), STRANGER, NOBODY)
    assert meeting.sees_event(Event(), STRANGER, NOBODY)
    assert not meeting.sees_event(Event(kind="school_session", state="planned"), STRANGER, NOBODY)
    elsewhere = Viewer(roles=frozenset({Here.BODY_MEMBER}))
    assert meeting.sees_event(plan, elsewhere, NOBODY)
    assert not meeting.sees_event(Event(kind="school_session", state="planned"), elsewhere, NOBODY)


def test_restricted_papers_are_for_those_who_take_part():
    assert [meeting.reads_restricted(STRANGER, standing) for standing in (NOBODY, THERE, CHAIR)] == [
        False,
        True,
        True,
    ]
    assert meeting.reads_restricted(STAFF, NOBODY)


def test_each_point_begins_when_those_before_it_are_over():
    assert [at.strftime("%H:%M") for at in meeting.hours(STARTS, [Item(5), Item(45), Item(30)])] == [
        "09:00",
        "09:05",
        "09:50",
    ]


@given(st.lists(st.integers(0, 600), max_size=20))
def test_the_last_point_ends_after_the_minutes_of_all_of_them(lengths):
    items = [Item(length) for length in lengths]
    ends = [
        at + timedelta(minutes=item.minutes)
        for at, item in zip(meeting.hours(STARTS, items), items, strict=True)
    ]
    assert not ends or ends[-1] == STARTS + timedelta(minutes=sum(lengths))


def test_what_was_put_off_has_no_number_and_no_hour_and_takes_no_time():
    items = [Item(100), Item(100, state=ItemState.PUT_OFF), Item(80)]
    assert meeting.numbers(items) == [1, None, 2]
    assert [at and at.strftime("%H:%M") for at in meeting.hours(STARTS, items)] == ["09:00", None, "10:40"]
    assert meeting.minutes_over(Event(), items) == 0


def test_an_agenda_longer_than_the_meeting_says_by_how_much():
    assert meeting.minutes_over(Event(), [Item(100), Item(100)]) == 20
    assert meeting.minutes_over(Event(), [Item(10)]) == 0


def test_a_quorum_counts_those_with_a_vote_who_are_there():
    there = One(1, attendance="present")
    rows = [there, replace(there, pk=2, role="deputy"), replace(there, pk=3, role="observer"), One(4)]
    assert meeting.is_quorate(Event(quorum=2), rows) is True
    assert meeting.is_quorate(Event(quorum=3), rows) is False
    assert meeting.is_quorate(Event(), rows) is None
    assert meeting.is_quorate(Event(quorum=3), [One(4)]) is None
    assert meeting.is_quorate(Event(quorum=3), [replace(there, attendance="absent")]) is False


def test_a_place_has_one_vote_where_its_holder_and_the_deputy_both_came():
    holder = One(1, attendance="present")
    deputy = replace(holder, pk=2, role="deputy", stands_in_for_id=1)
    assert meeting.count_voting([holder, deputy]) == meeting.count_voting([deputy]) == 1


def test_case_numbers_run_on_from_the_highest():
    assert (meeting.next_case([]), meeting.next_case([1, 38, 4])) == (1, 39)


def test_a_point_that_nobody_treated_is_left_over():
    assert meeting.is_left_over(Item())
    assert not meeting.is_left_over(Item(state="treated"))


def test_a_task_may_be_done_or_dropped_and_a_decision_replaced():
    task, decision = Came(), Came(kind="decision", state="in_force")
    assert outcomes.can_become(task, OutcomeState.DONE)
    assert not outcomes.can_become(task, OutcomeState.SUPERSEDED)
    assert outcomes.can_become(decision, OutcomeState.SUPERSEDED)
    assert not outcomes.can_become(replace(task, state="done"), OutcomeState.DROPPED)
    assert not outcomes.can_become(Came(kind="information", state="noted"), OutcomeState.DONE)


def test_a_closed_task_can_be_taken_up_again_and_a_decision_cannot():
    assert outcomes.can_reopen(Came(state="done"))
    assert not outcomes.can_reopen(Came())
    assert not outcomes.can_reopen(Came(kind="decision", state="done"))


def test_a_task_returns_until_it_is_closed_and_is_late_after_its_day():
    late = Came(due=date(2021, 5, 2))
    assert outcomes.returns(late)
    assert not outcomes.returns(Came(state="done"))
    assert outcomes.is_late(late, on=date(2021, 5, 3))
    assert not outcomes.is_late(late, on=date(2021, 5, 2))
    assert not outcomes.is_late(Came(), on=date(2021, 5, 3))


def test_a_decision_stands_until_it_is_settled_or_expires():
    decision = Came(kind="decision", state="in_force", valid_to=date(2021, 12, 31))
    replaced = replace(decision, state="superseded", settled_on=date(2021, 6, 1))
    assert outcomes.lasting(decision, on=date(2021, 12, 31)) == Lasting.IN_FORCE
    assert outcomes.lasting(decision, on=date(2022, 1, 1)) == Lasting.EXPIRED
    assert outcomes.lasting(replaced, on=date(2021, 5, 31)) == Lasting.IN_FORCE
    assert outcomes.lasting(replaced, on=date(2021, 6, 1)) == Lasting.SUPERSEDED


SCHOOL = Event(kind="school_session")


def test_anybody_signs_up_until_the_sign_up_closes():
    assert signing_up.can_sign_up(SCHOOL, Asked(), at=STARTS - timedelta(days=1))
    assert not signing_up.can_sign_up(SCHOOL, Asked(), at=STARTS)
    assert not signing_up.can_sign_up(Event(), Asked(), at=STARTS - timedelta(days=2))


def test_who_is_coming_can_draw_back_until_it_begins():
    before = STARTS - timedelta(minutes=1)
    assert signing_up.can_withdraw(SCHOOL, One(), at=before)
    assert not signing_up.can_withdraw(SCHOOL, One(answer="no"), at=before)
    assert not signing_up.can_withdraw(SCHOOL, One(), at=STARTS)


def test_a_place_is_given_while_there_is_room():
    assert signing_up.answer_given(Asked(capacity=2), 1) == Answer.YES
    assert signing_up.answer_given(Asked(capacity=2), 2) == Answer.WAITING
    assert signing_up.answer_given(Asked(), 10**6) == Answer.YES


@given(st.lists(st.sampled_from(["yes", "waiting", "no"]), max_size=30), st.none() | st.integers(1, 20))
def test_nobody_moves_up_past_somebody_who_waited_longer_and_no_place_is_given_twice(answers, capacity):
    rows = [One(answer=answer) for answer in answers]
    moved = signing_up.moving_up(Asked(capacity=capacity), rows)
    waiting = [row for row in rows if row.answer == "waiting"]
    assert all(one is other for one, other in zip(moved, waiting, strict=False))
    taken = answers.count("yes") + len(moved)
    assert capacity is None or len(moved) == 0 or taken <= capacity
    assert len(moved) == len(waiting) or taken >= (capacity or 0)


def test_who_was_there_long_enough_was_there():
    assert signing_up.was_there(Asked(), 30) == Attendance.PRESENT
    assert signing_up.was_there(Asked(), 29) == Attendance.ABSENT


def test_a_certificate_is_for_those_who_were_there_and_nobody_else():
    held = replace(SCHOOL, state="held")
    assert signing_up.can_certify(held, One(attendance="present"))
    assert not signing_up.can_certify(held, One())
    assert not signing_up.can_certify(SCHOOL, One(attendance="present"))
    assert not signing_up.can_certify(replace(held, kind="meeting"), One(attendance="present"))
    assert not signing_up.can_certify(held, One(attendance="present", erased_at=STARTS))


def test_guests_are_forgotten_when_the_kind_says_so():
    end = SCHOOL.ends + timedelta(days=180)
    assert not signing_up.is_to_be_erased(SCHOOL, One(), at=end)
    assert signing_up.is_to_be_erased(SCHOOL, One(), at=end + timedelta(seconds=1))
    assert not signing_up.is_to_be_erased(SCHOOL, One(erased_at=end), at=end + timedelta(days=1))


def test_room_left_is_counted_of_those_who_have_a_place():
    assert signing_up.room_left(Asked(capacity=3), ["yes", "no", "waiting"]) == 2
    assert signing_up.room_left(Asked(), ["yes"]) is None
    assert signing_up.told_by(STARTS, 2) == STARTS - timedelta(days=2)


WRITTEN = Event(kind="written_procedure")


def test_a_written_procedure_is_answered_until_its_deadline():
    assert writing.can_answer(WRITTEN, at=WRITTEN.ends)
    assert not writing.can_answer(WRITTEN, at=WRITTEN.ends + timedelta(seconds=1))
    assert not writing.can_answer(Event(), at=STARTS)


def test_it_is_closed_after_the_deadline_or_when_everybody_has_answered():
    assert not writing.can_close(WRITTEN, tally(["for"], asked=2), at=WRITTEN.ends)
    assert writing.can_close(WRITTEN, tally(["for"], asked=2), at=WRITTEN.ends + timedelta(seconds=1))
    assert writing.can_close(WRITTEN, tally(["for", "against"], asked=2), at=STARTS)


@pytest.mark.parametrize(
    ("stances", "verdict"),
    [
        (["for", "for", "against"], Verdict.ADOPTED),
        (["for", "against"], Verdict.REJECTED),
        (["for", "for", "wants_meeting"], Verdict.TO_A_MEETING),
        (["abstains", "abstains"], Verdict.REJECTED),
        ([], Verdict.TOO_FEW),
    ],
)
def test_more_must_be_for_than_against_and_one_may_ask_for_a_meeting(stances, verdict):
    assert writing.verdict(tally(stances, asked=5), quorum=None, is_over=True) == verdict


def test_silence_is_no_consent():
    told = tally(["for", "for"], asked=18)
    assert (told.answered, told.silent) == (2, 16)
    assert writing.verdict(told, quorum=9, is_over=True) == Verdict.TOO_FEW
    assert writing.verdict(told, quorum=None, is_over=False) == Verdict.OPEN


def test_a_tally_counts_what_was_said():
    assert tally([Stance.FOR, Stance.AGAINST, Stance.FOR], asked=4).counts == Counter(
        {"for": 2, "against": 1}
    )
    assert ItemKind.DECISION.label


def test_the_silent_are_reminded_two_days_before_the_deadline_or_half_way():
    week, day = (
        replace(WRITTEN, ends=STARTS + timedelta(days=7)),
        replace(WRITTEN, ends=STARTS + timedelta(days=1)),
    )
    assert writing.reminds_at(week) == STARTS + timedelta(days=5)
    assert writing.reminds_at(day) == STARTS + timedelta(hours=12)


def test_a_procedure_is_over_when_its_record_is_made():
    assert writing.is_over(replace(WRITTEN, state="held"))
    assert not writing.is_over(WRITTEN)
    assert not writing.is_over(Event(state="held"))

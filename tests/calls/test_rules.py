"""Rules of calls: the deadline through clock changes, whose answers are whose, how two texts become one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.calls import rules
from dugnad.calls.kinds import ReminderKind
from dugnad.calls.rules import Outcome
from dugnad.kit.access import Role
from dugnad.members.rules import Viewer

OSLO = ZoneInfo("Europe/Oslo")
DUE = datetime(2021, 4, 30, 16, 0, tzinfo=OSLO)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
STAFF = Viewer(roles=frozenset({Role.SECRETARIAT}))
EDITOR = Viewer(roles=frozenset({Role.MEMBER_EDITOR}), edits=frozenset({1}))
APPROVER = Viewer(roles=frozenset({Role.MEMBER_EDITOR}), edits=frozenset({1}), approves=frozenset({1}))
NEIGHBOUR = Viewer(roles=frozenset({Role.MEMBER_EDITOR}), edits=frozenset({2}), approves=frozenset({2}))
BOARD = Viewer(roles=frozenset({Role.BODY_MEMBER}))
STRANGER = Viewer()


@dataclass
class Called:
    state: str = "open"
    due_day: date = date(2021, 4, 30)
    due_time: time = time(16)
    zone: str = "Europe/Oslo"
    grace_minutes: int = 0


@dataclass
class Replied:
    state: str = "awaited"
    organisation_id: int = 1
    expected_on: date | None = None
    extended_to: date | None = None
    extended_at: datetime | None = None
    opened_at: datetime | None = None
    saved_at: datetime | None = None
    first_byte_at: datetime | None = None
    submitted_at: datetime | None = None
    came_in_time: bool | None = None
    spoken_by_id: int | None = None
    confirmation: str = ""
    confirm_by: date | None = None


# Deadlines -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        (date(2021, 1, 15), time(16), datetime(2021, 1, 15, 15, tzinfo=UTC)),
        (date(2021, 7, 15), time(16), datetime(2021, 7, 15, 14, tzinfo=UTC)),
        (date(2021, 3, 28), time(1, 59), datetime(2021, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2021, 3, 28), time(2, 30), datetime(2021, 3, 28, 1, 30, tzinfo=UTC)),  # no such time of day
        (date(2021, 3, 28), time(3), datetime(2021, 3, 28, 1, tzinfo=UTC)),
        (date(2021, 10, 31), time(2, 30), datetime(2021, 10, 31, 1, 30, tzinfo=UTC)),  # twice: the later
        (date(2021, 10, 31), time(3), datetime(2021, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_due_instant_is_a_local_time_in_oslo(day: date, clock: time, instant: datetime) -> None:
    assert rules.due_instant(day, clock).timestamp() == instant.timestamp()


def test_the_due_instant_itself_is_too_late() -> None:
    call = Called()
    before = DUE - SECOND
    assert rules.in_time(call, Replied(), first_byte_at=before, received_at=before)
    assert not rules.in_time(call, Replied(), first_byte_at=DUE, received_at=DUE)
    assert rules.has_passed(call, DUE)
    assert not rules.has_passed(call, before)


def test_grace_moves_the_deadline() -> None:
    call = Called(grace_minutes=15)
    assert rules.in_time(call, Replied(), first_byte_at=DUE + 14 * MINUTE, received_at=DUE + 14 * MINUTE)
    assert not rules.in_time(call, Replied(), first_byte_at=DUE + 15 * MINUTE, received_at=DUE + 15 * MINUTE)


def test_who_has_begun_to_send_in_time_is_in_time_when_the_rest_comes_soon() -> None:
    call, began = Called(), DUE - SECOND
    arrived = DUE + rules.TIME_TO_ARRIVE
    assert rules.in_time(call, Replied(), first_byte_at=began, received_at=arrived - SECOND)
    assert not rules.in_time(call, Replied(), first_byte_at=began, received_at=arrived)


def test_an_hour_of_grace_is_an_hour_in_the_night_when_clocks_change() -> None:
    for day in (date(2021, 3, 28), date(2021, 10, 31)):
        call = Called(due_day=day, due_time=time(1, 30), grace_minutes=60)
        due = rules.due_instant(day, time(1, 30))
        assert rules.deadline(call).timestamp() - due.timestamp() == 3600


DAYS = st.one_of(
    st.dates(date(2019, 1, 1), date(2032, 12, 31)),
    st.sampled_from([date(2021, 3, 28), date(2021, 10, 31), date(2024, 3, 31), date(2024, 10, 27)]),
)
CLOCKS = st.times().map(lambda clock: clock.replace(microsecond=0))  # seconds are told apart exactly


@given(DAYS, CLOCKS, st.integers(0, 600), st.integers(-20_000, 20_000), st.integers(0, 1_200))
def test_the_deadline_holds_on_any_day(day: date, clock: time, grace: int, offset: int, slow: int) -> None:
    """Checked against seconds counted in UTC from the offset that Oslo has on that day."""
    call = Called(due_day=day, due_time=clock, grace_minutes=grace)
    wall = datetime.combine(day, clock)
    candidates = {
        wall.replace(tzinfo=UTC).timestamp() - hours * 3600
        for hours in (1, 2)
        if (wall.replace(tzinfo=UTC) - timedelta(hours=hours)).astimezone(OSLO).replace(tzinfo=None) == wall
    }
    # A time of day that the spring night leaves out is read with the winter offset.
    end = max(candidates or {wall.replace(tzinfo=UTC).timestamp() - 3600}) + 60 * grace
    began = datetime.fromtimestamp(end + offset, tz=UTC)
    arrived = began + timedelta(seconds=slow)
    expected = offset < 0 and offset + slow < 600
    assert rules.in_time(call, Replied(), first_byte_at=began, received_at=arrived) is expected
    assert (
        rules.in_time(call, Replied(), first_byte_at=began.astimezone(OSLO), received_at=arrived) is expected
    )


@pytest.mark.parametrize(
    ("reply", "at", "late"),
    [
        (Replied(), DUE - SECOND, False),
        (Replied(), DUE, True),
        (Replied("will_not_answer"), DUE, False),
        (Replied("submitted", first_byte_at=DUE - SECOND, submitted_at=DUE + MINUTE), DUE, False),
        (Replied("submitted", first_byte_at=DUE, submitted_at=DUE + MINUTE), DUE, True),
        (Replied("submitted", submitted_at=DUE - SECOND), DUE + MINUTE, False),
    ],
)
def test_a_reply_is_late_by_the_clock_alone(reply: Replied, at: datetime, late: bool) -> None:
    assert rules.is_late(Called(), reply, at=at) is late


@pytest.mark.parametrize(
    ("reply", "overdue"),
    [
        (Replied(), True),
        (Replied(expected_on=date(2021, 5, 3)), False),
        (Replied(expected_on=date(2021, 5, 2)), True),
        (Replied("submitted"), False),
        (Replied("returned"), False),
        (Replied("will_not_answer"), False),
    ],
)
def test_a_reply_is_overdue_when_the_day_that_was_agreed_has_passed(reply: Replied, overdue: bool) -> None:
    monday = datetime(2021, 5, 3, 9, tzinfo=OSLO)
    assert rules.is_overdue(Called(), reply, at=monday) is overdue
    assert rules.is_overdue(Called(), reply, at=DUE - SECOND) is False


@pytest.mark.parametrize(
    ("reply", "sent_in", "counts"),
    [
        (Replied("submitted", submitted_at=DUE - MINUTE), DUE - MINUTE, True),
        (Replied("submitted", submitted_at=DUE - MINUTE), DUE + MINUTE, True),
        (Replied("submitted", submitted_at=DUE), DUE, False),
        (Replied("submitted", submitted_at=DUE + 2 * MINUTE), DUE + MINUTE, False),
        (Replied(), DUE + MINUTE, False),
    ],
)
def test_the_correction_of_an_answer_that_came_in_time_is_in_time(
    reply: Replied, sent_in: datetime, counts: bool
) -> None:
    found = rules.counts_as_in_time(Called(), reply, first_byte_at=sent_in, received_at=sent_in)
    assert found is counts


@pytest.mark.parametrize(
    ("reply", "at", "standing"),
    [
        (Replied(), DUE - SECOND, "invited"),
        (Replied(opened_at=DUE), DUE - SECOND, "opened"),
        (Replied(opened_at=DUE, saved_at=DUE), DUE - SECOND, "in_progress"),
        (Replied(), DUE, "late"),
        (Replied(extended_to=date(2021, 5, 3)), DUE, "invited"),
        (Replied(extended_to=date(2021, 5, 3)), DUE + timedelta(days=3), "late"),
        (Replied(expected_on=date(2021, 5, 20)), DUE, "late_expected"),
        (Replied(expected_on=date(2021, 5, 20)), datetime(2021, 5, 20, 23, 59, tzinfo=OSLO), "late_expected"),
        (Replied(expected_on=date(2021, 5, 20)), datetime(2021, 5, 20, 22, 1, tzinfo=UTC), "late"),
        (Replied(expected_on=date(2021, 4, 1)), DUE - SECOND, "invited"),
        (Replied("returned"), DUE, "returned"),
        (Replied("submitted", expected_on=date(2021, 5, 20)), DUE, "submitted"),
    ],
)
def test_standing_tells_late_from_awaited(reply: Replied, at: datetime, standing: str) -> None:
    assert rules.standing_of(Called(), reply, at=at) == standing


# States and rights ----------------------------------------------------------------------------------------


def test_replies_are_taken_late_until_the_call_is_closed() -> None:
    assert rules.can("submit_reply", Called(), Replied())
    assert not rules.can("submit_reply", Called("closed"), Replied())
    assert not rules.can("submit_reply", Called("draft"), Replied())
    assert rules.can("accept_reply", Called("closed"), Replied("submitted"))
    assert not rules.can_write(Called(), Replied("accepted"))


def test_what_was_written_after_the_submission_is_unsent() -> None:
    unsent = [
        rules.has_unsent(Replied(state), saved_at=saved, received_at=received)
        for state, saved, received in (
            ("submitted", DUE + SECOND, DUE),
            ("submitted", DUE, DUE),
            ("returned", DUE + SECOND, DUE),
            ("submitted", None, DUE),
            ("submitted", DUE, None),
        )
    ]
    assert unsent == [True, False, False, False, False]


def granted(viewer: Viewer, reply: Replied, call: Called | None = None) -> set[str]:
    return {verb for verb, may in rules.RIGHTS.items() if may(viewer, call or Called(), reply)}


WRITES = ("save_draft", "forward_section", "end_forwarding")


def test_rights_follow_from_offices_and_states() -> None:
    assert granted(EDITOR, Replied()) == {*WRITES, "ask_for_approval", "decline_reply", "expect_reply"}
    assert granted(APPROVER, Replied()) == {*WRITES, "submit_reply", "decline_reply", "expect_reply"}
    assert granted(APPROVER, Replied("submitted")) == {*WRITES, "submit_reply", "withdraw_reply"}
    assert granted(STAFF, Replied("submitted")) == {
        *WRITES,
        "submit_reply",
        "accept_reply",
        "return_reply",
        "accept_section",
        "return_section",
        "withdraw_reply",
        "note_contact",
    }
    assert granted(EDITOR, Replied("accepted")) == set()
    for outsider in (NEIGHBOUR, BOARD, STRANGER):
        assert granted(outsider, Replied()) == set()
        assert granted(outsider, Replied("submitted")) == set()


def test_only_the_secretariat_knows_of_a_call_in_draft() -> None:
    seen = [rules.may_see_call(viewer, Called("draft")) for viewer in (STAFF, EDITOR, BOARD, STRANGER)]
    assert seen == [True, False, False, False]
    seen = [rules.may_see_call(viewer, Called("closed")) for viewer in (STAFF, EDITOR, BOARD, STRANGER)]
    assert seen == [True, True, True, False]


def test_the_reminder_fits_the_day() -> None:
    late = datetime(2021, 5, 3, tzinfo=OSLO)
    assert rules.fitting_reminder(Called(), Replied(), at=DUE - SECOND) == ReminderKind.SOON
    early = DUE - timedelta(days=8)
    assert rules.fitting_reminder(Called(), Replied(), at=early) == ReminderKind.COMING
    assert rules.fitting_reminder(Called(), Replied(), at=late) == ReminderKind.OVERDUE
    named = Replied(expected_on=date(2021, 5, 2))
    assert rules.fitting_reminder(Called(), named, at=late) == ReminderKind.EXPECTED
    assert [rules.may_remind(Replied(state)) for state in ("awaited", "returned", "submitted")] == [
        True,
        True,
        False,
    ]


# Two writers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "theirs", "yours", "outcome"),
    [
        ("a", "a", "a", Outcome.SAME),
        ("a", "b", "b", Outcome.SAME),
        ("a", "a", "b", Outcome.YOURS),
        ("a", "b", "a", Outcome.THEIRS),
        ("a", "b", "c", Outcome.CONFLICT),
        (None, "b", "c", Outcome.CONFLICT),
    ],
)
def test_merge_lets_nobody_overwrite_unseen(base: Any, theirs: Any, yours: Any, outcome: Outcome) -> None:
    assert rules.merge(base, theirs, yours) == outcome


def test_the_bytes_of_a_version_do_not_depend_on_the_order_of_keys() -> None:
    one, other = rules.canonical({"b": "å", "a": 1}), rules.canonical({"a": 1, "b": "å"})
    assert one == other == '{"a":1,"b":"å"}'.encode()
    assert rules.fingerprint(one) == "e0fe035b0f8976e5eea7efbfe1857706ce92bb0eded68f9d3a311abea21d4c30"


def test_progress_is_complete_when_everything_is_answered() -> None:
    assert not rules.Progress(1, 2).is_complete
    assert rules.Progress(2, 2).is_complete

"""On which day each step of a campaign has to be done."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from dugnad.declarations.kinds import STEP_FACTS, StepKind
from dugnad.declarations.rules.campaigning import can_open, due_of, is_open, is_step_late, plan
from dugnad.engine.holidays import is_working_day
from dugnad.kit.clock import OSLO

CEREMONIES = st.dates(date(2019, 1, 1), date(2035, 12, 31))
AT = datetime(2022, 3, 1, 9, tzinfo=OSLO)


def test_the_plan_of_2022_comes_out_as_it_was_held():
    assert plan(date(2022, 6, 2)) == {
        StepKind.EXPERT_DRAFT: date(2022, 1, 11),
        StepKind.BOARD_BASIS: date(2022, 2, 11),
        StepKind.PACKAGE: date(2022, 3, 1),
        StepKind.COUNCILS: date(2022, 5, 5),
        StepKind.REPLY_DUE: date(2022, 5, 12),
        StepKind.MEDIA: date(2022, 5, 19),
        StepKind.CEREMONY: date(2022, 6, 2),
        StepKind.LATE: date(2022, 7, 1),
    }


@given(CEREMONIES)
def test_every_step_but_the_ceremony_falls_on_a_day_when_people_are_at_work(ceremony):
    assert all(is_working_day(day) for kind, day in plan(ceremony).items() if kind != StepKind.CEREMONY)


@given(CEREMONIES)
def test_a_step_is_moved_back_as_little_as_can_be_and_never_forward(ceremony):
    for kind, day in plan(ceremony).items():
        counted = ceremony + timedelta(days=STEP_FACTS[kind].days)
        passed = [day + timedelta(days=n) for n in range(1, (counted - day).days + 1)]
        assert day <= counted
        assert not any(is_working_day(one) for one in passed)


@given(CEREMONIES)
def test_the_steps_keep_their_order(ceremony):
    days = [plan(ceremony)[kind] for kind in sorted(STEP_FACTS, key=lambda kind: STEP_FACTS[kind].days)]
    assert days == sorted(days)


@given(CEREMONIES)
def test_the_ceremony_is_held_on_the_day_that_was_chosen(ceremony):
    assert due_of(StepKind.CEREMONY, ceremony, works=lambda day: False) == ceremony


def test_a_step_is_late_the_day_after_it_was_due_unless_it_is_done():
    step = SimpleNamespace(due=date(2022, 5, 12), done_on=None)
    assert (is_step_late(step, on=date(2022, 5, 12)), is_step_late(step, on=date(2022, 5, 13))) == (
        False,
        True,
    )
    step.done_on = date(2022, 5, 20)
    assert not is_step_late(step, on=date(2022, 5, 21))


def test_a_campaign_is_opened_once_and_waits_until_it_is_closed():
    told = [
        (can_open(one), is_open(one))
        for one in (
            SimpleNamespace(opened_at=None, closed_at=None),
            SimpleNamespace(opened_at=AT, closed_at=None),
            SimpleNamespace(opened_at=AT, closed_at=AT),
        )
    ]
    assert told == [(True, False), (False, True), (False, False)]

"""Yes or no about programmes, activities and milestones."""

from datetime import date

import pytest

from dugnad.programme import rules
from dugnad.programme.models import Milestone
from dugnad.programme.states import ActivityStatus, ProgrammeState

DAY = date(2021, 5, 3)


@pytest.mark.parametrize(("state", "answer"), [("draft", True), ("adopted", True), ("frozen", False)])
def test_a_year_changes_until_it_is_frozen(state: str, answer: bool) -> None:
    assert rules.can_change(state) is answer


@pytest.mark.parametrize(("state", "answer"), [("draft", True), ("adopted", False), ("frozen", False)])
def test_only_a_draft_waits_to_be_adopted(state: str, answer: bool) -> None:
    assert rules.can_adopt(state) is answer


@pytest.mark.parametrize(
    ("state", "on", "answer"),
    [
        (ProgrammeState.ADOPTED, date(2021, 11, 30), False),
        (ProgrammeState.ADOPTED, date(2021, 12, 1), True),
        (ProgrammeState.ADOPTED, date(2023, 1, 1), True),
        (ProgrammeState.DRAFT, date(2022, 1, 1), False),
        (ProgrammeState.FROZEN, date(2022, 1, 1), False),
    ],
)
def test_a_year_is_closed_from_its_last_month(state: str, on: date, answer: bool) -> None:
    assert rules.can_freeze(state, 2021, on=on) is answer


def test_a_draft_is_seen_by_those_who_treat_it() -> None:
    assert [rules.can_see("draft", reads_drafts=reads) for reads in (True, False)] == [True, False]
    assert rules.can_see("frozen", reads_drafts=False)


def test_what_is_done_or_dropped_is_not_carried_on() -> None:
    carried = [status for status in ActivityStatus.values if rules.can_carry(status)]
    assert carried == ["planned", "under_way", "delayed"]


@pytest.mark.parametrize(
    ("before", "after"), [("planned", "planned"), ("under_way", "under_way"), ("delayed", "under_way")]
)
def test_work_that_had_begun_goes_on_in_the_new_year(before: str, after: str) -> None:
    assert rules.status_when_carried(before) == after


def test_a_delay_and_a_drop_need_a_word_about_why() -> None:
    silent = [status for status in ActivityStatus.values if not rules.needs_note(status)]
    assert silent == ["planned", "under_way", "done"]


@pytest.mark.parametrize(
    ("due", "done_on", "answer"),
    [
        (date(2021, 5, 2), None, True),
        (DAY, None, False),
        (date(2021, 5, 2), date(2021, 5, 3), False),
    ],
)
def test_a_milestone_is_late_the_day_after_it_was_due(due: date, done_on: date | None, answer: bool) -> None:
    assert rules.is_late(Milestone(due=due, done_on=done_on), on=DAY) is answer


@pytest.mark.parametrize(
    ("status", "updated_on", "answer"),
    [
        ("under_way", date(2021, 3, 4), False),
        ("under_way", date(2021, 3, 3), True),
        ("done", date(2020, 1, 1), False),
    ],
)
def test_an_activity_is_stale_after_sixty_days_while_it_goes_on(
    status: str, updated_on: date, answer: bool
) -> None:
    assert rules.is_stale(status, updated_on, on=DAY) is answer


def test_there_are_seventeen_goals() -> None:
    assert [number for number in range(20) if rules.is_goal(number)] == list(range(1, 18))

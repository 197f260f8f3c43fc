"""Questions about the programme."""

from datetime import date, datetime
from typing import Any

import pytest

from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.members.rules import Viewer
from dugnad.programme import changes, queries
from dugnad.programme.kinds import GOALS
from dugnad.programme.models import Programme
from dugnad.programme.queries import Filter
from dugnad.programme.states import ActivityStatus, ProgrammeState
from tests.factories.members import make_body, make_person
from tests.factories.programme import make_activity, make_milestone, make_programme, make_strand

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 3)
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, object] = {"by": None, "at": AT}
STRANGER = Viewer()
SECRETARY = Viewer(roles=frozenset({Role.SECRETARIAT}))
BOARD = Viewer(roles=frozenset({Role.BODY_MEMBER}))


def test_programmes_are_newest_first_and_drafts_are_for_those_who_treat_them() -> None:
    for year, state in ((2020, ProgrammeState.ADOPTED), (2021, ProgrammeState.DRAFT)):
        make_programme(year, state)
    seen = [[p.year for p in queries.programmes(viewer)] for viewer in (STRANGER, SECRETARY, BOARD)]
    assert seen == [[2020], [2021, 2020], [2021, 2020]]


def test_programme_of_a_year_that_the_viewer_may_not_see_is_none() -> None:
    make_programme(2021, ProgrammeState.DRAFT)
    assert queries.programme_of(2021, STRANGER) is None
    assert queries.programme_of(2021, SECRETARY).year == 2021


@pytest.mark.parametrize(
    ("years", "year"),
    [([2019, 2020, 2021, 2022], 2021), ([2019, 2020], 2020), ([2023, 2022], 2022), ([], None)],
)
def test_current_year_is_this_one_or_the_nearest(years: list[int], year: int | None) -> None:
    assert queries.current_year([Programme(year=number) for number in years], on=DAY) == year


def test_activity_rows_tell_goals_milestones_and_what_is_late() -> None:
    activity = make_activity(goals=[17, 13], updated_at=datetime(2021, 1, 1, tzinfo=OSLO))
    late = make_milestone(activity, due=date(2021, 4, 1))
    make_milestone(activity, due=date(2021, 2, 1), done_on=date(2021, 2, 1))
    (row,) = queries.activity_rows(activity.programme, on=DAY)
    assert (row.goals, row.late, row.done, row.next_step, row.is_stale) == ([13, 17], [late], 1, late, True)


def test_an_activity_with_all_milestones_done_has_no_next_step() -> None:
    activity = make_activity()
    make_milestone(activity, done_on=DAY)
    assert queries.row_of(activity, on=DAY).next_step is None


@pytest.mark.parametrize("activities", [1, 3])
def test_activity_rows_take_the_same_queries_for_one_and_for_many(
    activities: int, django_assert_num_queries: object
) -> None:
    programme = make_programme()
    for _number in range(activities):
        activity = make_activity(programme, goals=[13], responsible_body=make_body())
        make_milestone(activity)
    with django_assert_num_queries(5):  # type: ignore[operator]
        rows = queries.activity_rows(programme, on=DAY)
        assert {f"{row.activity.strand} {row.activity.responsible_body}" for row in rows}
    assert len(rows) == activities


def test_filters_ask_for_one_thing_or_several() -> None:
    body = make_body(slug="faggruppe")
    programme = make_programme()
    first = make_activity(programme, goals=[13, 17], responsible_body=body)
    second = make_activity(programme, goals=[17], status=ActivityStatus.DONE, strand=make_strand(key="annet"))
    make_milestone(first, due=date(2021, 4, 1))
    rows = queries.activity_rows(programme, on=DAY)

    def found(**words: Any) -> list[str]:
        return [row.activity.key for row in queries.filtered(rows, Filter(**words))]

    assert found() == [first.key, second.key]
    assert found(goal="13") == [first.key]
    assert found(goal="17", status="done") == [second.key]
    assert found(strand="annet") == [second.key]
    assert found(body="faggruppe") == [first.key]
    assert found(is_late=True) == [first.key]
    assert found(is_stale=True) == []
    assert found(goal="seven") == []


def test_an_empty_filter_knows_that_it_is_empty() -> None:
    assert (Filter().is_empty, Filter(goal="13").is_empty) == (True, False)


def test_what_a_year_has_to_choose_from() -> None:
    programme = make_programme()
    late_strand = make_strand(programme, "sist", position=9)
    make_activity(programme, goals=[17], strand=late_strand, responsible_body=make_body(name_nb="Styret"))
    make_activity(programme, goals=[13], responsible_body=make_body(name_nb="Faggruppen"))
    rows = queries.activity_rows(programme, on=DAY)
    assert [strand.key for strand in queries.strands_in(rows)] == ["kompetanse", "sist"]
    assert queries.goals_in(rows) == [13, 17]
    assert [str(body) for body in queries.bodies_in(rows)] == ["Faggruppen", "Styret"]
    assert queries.counts_by_status(rows) == {
        "planned": 2, "under_way": 0, "delayed": 0, "done": 0, "dropped": 0,
    }  # fmt: skip
    assert [strand.key for strand in queries.strands_of(programme)] == ["kompetanse", "sist"]


def test_activity_of_a_draft_year_is_not_there_for_strangers() -> None:
    activity = make_activity(make_programme(2021, ProgrammeState.DRAFT))
    assert queries.activity_of(2021, activity.key, STRANGER) is None
    assert queries.activity_of(2021, activity.key, SECRETARY) == activity
    assert queries.activity_of(2021, "another", SECRETARY) is None


def test_neighbours_of_an_activity_within_its_year() -> None:
    first, second, third = (make_activity() for _number in range(3))
    assert queries.neighbours_of(second) == (first, third)
    assert queries.neighbours_of(first) == (None, second)


def test_lineage_follows_an_activity_both_ways_and_through_a_split() -> None:
    first = make_activity(make_programme(2020), "Klimastatus")
    second = changes.carry_activity_to(first, make_programme(2021), **NOBODY)
    third = changes.carry_activity_to(second, make_programme(2022), **NOBODY)
    make_activity(make_programme(2021), "Another")
    years = [[(kin.year, kin.is_shown) for kin in queries.lineage_of(a, SECRETARY)] for a in (first, third)]
    assert years == [
        [(2020, True), (2021, False), (2022, False)],
        [(2020, False), (2021, False), (2022, True)],
    ]


def test_lineage_leaves_out_years_that_the_viewer_may_not_see() -> None:
    first = make_activity(make_programme(2020))
    changes.carry_activity_to(first, make_programme(2021, ProgrammeState.DRAFT), **NOBODY)
    assert [kin.year for kin in queries.lineage_of(first, STRANGER)] == [2020]


def test_recent_changes_of_a_year_name_their_activity() -> None:
    activity = make_activity()
    changes.update_status(activity, ActivityStatus.UNDER_WAY, **NOBODY)
    changes.update_status(activity, ActivityStatus.DONE, **NOBODY)
    found = queries.recent_changes(activity.programme, limit=1)
    assert [(change.after["status"], of) for change, of in found] == [("done", activity)]


def test_the_trail_of_an_activity_tells_from_what_to_what() -> None:
    board = make_body(name_nb="Styret")
    activity = make_activity(title_nb="Klimastatus", goals=[13])
    step = make_milestone(activity, "Utkast", due=date(2021, 6, 1))
    changes.update_status(activity, ActivityStatus.DELAYED, note="Venter på tall", **NOBODY)
    changes.edit_activity(activity, responsible_body=board, number=7, title_nb="Klimastatus 2020", **NOBODY)
    changes.set_goals(activity, [11, 13], **NOBODY)
    changes.edit_milestone(step, due=date(2021, 6, 15), **NOBODY)
    changes.complete_milestone(step, on=date(2021, 6, 3), **NOBODY)
    trail = list(queries.trail_of(activity))
    told = queries.differences_of(trail)
    assert [told[change.pk] for change in reversed(trail) if told[change.pk]] == [
        "Status: planlagt → forsinket",
        "Tittel: Klimastatus → Klimastatus 2020. Nummer: 1 → 7. Ansvarlig organ: – → Styret",
        "Mål: 13 → 11, 13",
        "Frist: 1. juni 2021 → 15. juni 2021",
        "Nådd: – → 3. juni 2021",
    ]


def test_a_new_activity_has_no_before_and_is_told_without_one() -> None:
    activity = changes.add_activity(make_strand(), title_nb="Klimastatus", **NOBODY)
    assert set(queries.differences_of(queries.trail_of(activity)).values()) == {""}


def test_a_strand_that_is_gone_is_told_as_nothing() -> None:
    activity = make_activity()
    other = make_strand(activity.programme, key="annet")
    changes.edit_activity(activity, strand=other, **NOBODY)
    change = queries.trail_of(activity).first()
    assert change is not None
    change.before["strand_id"] = 0
    assert queries.differences_of([change])[change.pk] == f"Innsatsområde: – → {other}"


def test_canonical_bytes_are_the_same_until_something_changes() -> None:
    activity = make_activity(goals=[13], responsible_body=make_body(), responsible_person=make_person("Anne"))
    make_milestone(activity)
    before = queries.canonical_bytes(activity.programme)
    assert queries.canonical_bytes(activity.programme) == before
    assert b"Anne" not in before
    changes.edit_activity(activity, title_nb="Another", **NOBODY)
    assert queries.canonical_bytes(activity.programme) != before


def test_canonical_bytes_tell_where_an_activity_came_from() -> None:
    first = make_activity(make_programme(2020), key="klimastatus")
    carried = changes.carry_activity_to(first, make_programme(2021), **NOBODY)
    assert b'"carried_from":"2020/klimastatus"' in queries.canonical_bytes(carried.programme)


def test_what_can_be_carried_and_to_which_years() -> None:
    programme = make_programme(2021)
    open_one = make_activity(programme)
    make_activity(programme, status=ActivityStatus.DONE)
    for year, state in ((2020, ProgrammeState.ADOPTED), (2022, ProgrammeState.DRAFT)):
        make_programme(year, state)
    assert queries.can_be_carried(programme) == [open_one]
    assert [year.year for year in queries.years_to_carry_to(programme)] == [2022]


def test_trail_of_an_activity_tells_of_its_milestones_too() -> None:
    activity = make_activity()
    changes.update_status(activity, ActivityStatus.UNDER_WAY, **NOBODY)
    changes.add_milestone(activity, title_nb="Utkast", due=DAY, **NOBODY)
    assert [change.verb for change in queries.trail_of(activity)] == ["add_milestone", "update_status"]


def test_all_goals_have_names() -> None:
    assert list(GOALS) == list(range(1, 18))
    assert all(str(goal.name) for goal in GOALS.values())

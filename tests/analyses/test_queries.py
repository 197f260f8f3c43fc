"""Questions about studies and the register."""

from datetime import date
from typing import Any

import pytest

from dugnad.analyses import queries
from dugnad.analyses.models import Quantity
from dugnad.analyses.queries.runs import flows_of_place
from dugnad.analyses.queries.thread import edges
from dugnad.kit.access import Role
from dugnad.members.rules import Viewer
from tests.factories.analyses import (
    make_actor,
    make_flow,
    make_project,
    make_quantity,
    make_run,
    make_study,
)
from tests.factories.members import make_municipality
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db
STRANGER, SECRETARY = Viewer(), Viewer(roles=frozenset({Role.SECRETARIAT}))


def test_studies_that_are_planned_are_the_secretariats() -> None:
    make_study("A", state="planned")
    make_study("B")
    assert [study.name_nb for study in queries.studies(STRANGER)] == ["B"]
    assert [study.name_nb for study in queries.studies(SECRETARY)] == ["A", "B"]


def test_study_named_finds_only_what_one_may_see() -> None:
    make_study("A", state="planned")
    assert queries.study_named("a", STRANGER) is None
    assert str(queries.study_named("a", SECRETARY)) == "A"


def test_study_rows_count_places_and_figures() -> None:
    study = make_study()
    study.places.add(make_municipality("Hamar"), make_municipality("Gjøvik", "3407"))
    (row,) = queries.study_rows(STRANGER)
    assert (row.place_count, row.quantity_count, row.accepted) == (2, 0, None)


def test_places_to_choose_are_members_sub_regions_and_the_alliance() -> None:
    make_municipality("Hamar", subregion="Hamarregionen")
    make_municipality("Bergen", "4601", member_from=None)
    found = queries.places_to_choose(date(2021, 5, 3))
    assert [place.name for place in found] == ["Hamar", "Hamarregionen", "Osloregionen"]


def test_projects_stand_newest_first() -> None:
    make_project("Old", first_year=2010, last_year=2011)
    make_project("New")
    assert [project.name for project in queries.projects()] == ["New", "Old"]
    assert str(queries.project_named("new")) == "New"


def test_project_materials_are_in_the_readers_language() -> None:
    assert make_project().materials == "byggematerialer"


def test_actors_are_found_by_category_place_and_study() -> None:
    hamar, study = make_municipality(), make_study()
    waste = make_actor("GIR", municipality=hamar)
    waste.studies.add(study)
    make_actor("Bygg AS", "contractor")
    for asked in ({"category": "waste"}, {"place": "hamar"}, {"study": "byggavfall"}):
        assert [str(actor) for actor in queries.actors_in(**asked)] == ["GIR"]
    assert queries.actors_in().count() == 2


def test_actor_counts_name_the_categories_that_occur() -> None:
    make_actor("A")
    make_actor("B")
    assert [(key, count) for key, _label, count in queries.actor_counts()] == [("waste", 2)]


def test_a_study_stands_on_the_thread_of_its_activity() -> None:
    make_study(activity=make_activity())
    (edge,) = edges(STRANGER)
    assert [row[:2] for row in edge.told()] == [("study", "byggavfall")]


def test_a_place_has_its_largest_flows_beside_the_whole(django_assert_num_queries: Any) -> None:
    study = make_study("A")
    hamar = make_municipality("Hamar", "3403")
    for place, value in ((hamar, 25), (make_municipality("Gjøvik", "3407"), 75)):
        study.places.add(place)
        flow = study.flows.first() or make_flow(study, "Collected", "", "Sorting")
        for year in (2019, 2020):
            make_quantity(flow, value + 2020 - year, 1, place=place, year=year)
    for name in ("Burnt", "Recycled"):
        make_flow(study, name, "Sorting", "")
    make_run(study)
    with django_assert_num_queries(2):
        (found,) = flows_of_place(hamar, STRANGER)
    assert (found.year, [(row.own.flow, row.own.value, row.percent) for row in found.rows]) == (
        2020,
        [("Collected", 25, 25)],  # of the others only an interval is known
    )
    study.places.add(make_municipality("Oslo", "0301"))
    Quantity.objects.filter(place=hamar).update(value=26)
    make_run(study)
    (found,) = flows_of_place(hamar, STRANGER)  # not every place has figures now: no whole is told
    assert [(row.own.value, row.whole, row.percent) for row in found.rows] == [(26, None, None)]
    assert not found.has_whole
    vang = make_municipality("Vang", "3454")
    with django_assert_num_queries(1):
        assert flows_of_place(vang, STRANGER) == []

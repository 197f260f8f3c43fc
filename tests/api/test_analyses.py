"""Studies of material flows and the results of their runs, for programs."""

from typing import Any

import pytest
from django.test import Client

from dugnad.analyses.states import RunState
from tests.factories.analyses import make_flow, make_quantity, make_run, make_sorting, make_study
from tests.factories.members import make_municipality
from tests.factories.programme import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def read(address: str, status: int = 200) -> Any:
    response = Client().get(f"/api/v1/{address}")
    assert response.status_code == status
    return response.json()


def test_a_stranger_reads_the_studies_that_are_under_way():
    make_study(limits_nb="Ingen har veid det.", activity=make_activity(key="material"))
    make_study("Plast", state="planned")
    listed = read("studies")
    assert listed["count"] == 1
    assert listed["items"][0] == {
        "id": "byggavfall",
        "name": "Byggavfall",
        "question": "Hvor blir det av byggavfallet?",
        "limits": "Ingen har veid det.",
        "materials": "tre, betong",
        "unit": "t/a",
        "state": "under_way",
        "first_year": None,
        "last_year": None,
        "activity": "2021/material",
        "is_illustrative": False,
        "url": "http://127.0.0.1:8000/materialstrommer/byggavfall/",
    }
    read("studies/plast", status=404)


def test_a_study_tells_its_system_and_the_runs_that_the_reader_may_see():
    study = make_sorting()
    study.places.add(make_municipality("Hamar", "3403"))
    make_run(study)
    make_quantity(study.flows.get(name="Burnt"), 61, 2, source="own count")
    make_run(study, RunState.CHECKED)
    told = read("studies/byggavfall")
    assert told["processes"] == [{"name": "Sorting", "group": "", "is_stock": False}]
    assert [(flow["name"], flow["source"], flow["target"]) for flow in told["flows"]] == [
        ("Collected", None, "Sorting"),
        ("Burnt", "Sorting", None),
        ("Recycled", "Sorting", None),
    ]
    assert told["places"] == [{"id": "hamar", "name": "Hamar"}]
    assert [(run["number"], run["state"]) for run in told["runs"]] == [(1, "accepted")]
    read("studies/byggavfall/runs/2", status=404)
    read("studies/plast/runs/1", status=404)
    read("studies/byggavfall/runs/99999999999999999999", status=422)


def test_results_have_their_uncertainty_and_what_they_rest_on():
    study = make_study()
    flow = make_flow(study, "Collected", "", "Sorting")
    make_flow(study, "Burnt", "Sorting", "")
    for name, code in (("Hamar", "3403"), ("Gjøvik", "3407")):
        place = make_municipality(name, code)
        study.places.add(place)
        for year in (2019, 2020):
            make_quantity(flow, 100, 3, place=place, year=year)
    make_run(study)
    assert read("studies/byggavfall/runs/1")["count"] == 12  # two flows, two places and the whole, two years
    told = read("studies/byggavfall/runs/1?place=hamar&year=2020")
    assert [one["flow"] for one in told["items"]] == ["Collected", "Burnt"]
    assert told["items"][0] == {
        "place": "hamar", "year": 2020, "flow": "Collected", "source": None, "target": "Sorting",
        "layer": "goods",
        "observed": 100.0, "observed_sd": 3.0, "value": 100.0, "sd": 3.0, "lower": None, "upper": None,
        "z": None, "status": "nonredundant", "evidence": "measured", "grade": 2, "sources": ["SSB (2021-01)"],
    }  # fmt: skip
    assert read("studies/byggavfall/runs/1?limit=5")["next"].endswith("limit=5&offset=5")

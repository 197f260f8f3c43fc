"""What a study knows of its places: what it asks for, what comes in, and what corrects what."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dugnad.analyses import changes
from dugnad.analyses.models import Quantity
from dugnad.analyses.queries import collecting, systems
from dugnad.kit.clock import OSLO
from dugnad.kit.history import changes_of
from tests.factories.analyses import make_flow, make_quantity, make_sorting, make_study
from tests.factories.members import make_municipality
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)


def counting(study: Any) -> list[float]:
    return sorted(one.quantity.value for one in systems.weighed(systems.quantities_of(study)) if one.counts)


def test_a_correction_stands_for_what_it_corrects_whatever_day_and_method() -> None:
    flow = make_flow(make_study(), "Burnt", "A")
    first = make_quantity(flow, 100, source="Hamar", vintage="2021-05-03")
    make_quantity(flow, 80, source="Hamar", vintage="2021-05-03", method="assumed", corrects=first)
    assert counting(flow.study) == [80]


def test_what_was_corrected_replaces_nothing_any_more() -> None:
    flow = make_flow(make_study(), "Burnt", "A")
    make_quantity(flow, 90, source="National", vintage="2020-06", method="downscaled")
    first = make_quantity(flow, 100, source="Hamar", vintage="2021-05-03")
    assert counting(flow.study) == [100]
    make_quantity(flow, 80, source="Hamar", vintage="2021-05-04", method="assumed", corrects=first)
    assert counting(flow.study) == [80, 90]


def test_a_correction_of_a_correction_is_the_one_that_stands() -> None:
    flow = make_flow(make_study(), "Burnt", "A")
    first = make_quantity(flow, 100, source="Hamar")
    second = make_quantity(flow, 80, source="Hamar", method="assumed", corrects=first)
    third = make_quantity(flow, 70, source="Hamar", method="assumed", corrects=second)
    told = systems.weighed(systems.quantities_of(flow.study))
    assert {one.quantity.value: one.replaced_by for one in told} == {70: None, 80: third, 100: second}


def test_take_in_refuses_an_amount_that_cannot_be() -> None:
    flow = make_flow(make_study(), "Burnt", "A")
    figure = {"flow": flow, "value": -1.0, "year": 2020, "sd": 1.0, "source": "Hamar"}
    with refused("value", field="value"):
        changes.take_in(flow.study, [figure], name="A", by=None, at=AT)
    assert not flow.study.datasets.exists()


def test_known_quantities_are_those_that_count_and_the_best_known_of_several() -> None:
    flow, hamar, gjovik = (
        make_flow(make_study(), "Burnt", "A"),
        make_municipality(),
        make_municipality("Gjøvik", "3407"),
    )
    make_quantity(flow, 50, place=hamar, method="assumed", source="B", vintage="2021-02")
    best = make_quantity(flow, 60, place=hamar, method="downscaled", source="A", vintage="2021-01")
    make_quantity(flow, 70, place=gjovik)
    make_quantity(flow, 80)
    known = collecting.known_quantities([flow.pk], [hamar.pk])
    assert known == {(flow.pk, hamar.pk, 2020): best}


def test_told_before_is_what_a_source_said_last() -> None:
    flow = make_flow(make_study(), "Burnt", "A")
    make_quantity(flow, 1, source="Hamar")
    last = make_quantity(flow, 2, source="Hamar")
    make_quantity(flow, 3, source="SSB")
    assert collecting.told_before(flow.study, "Hamar") == {(flow.pk, None, 2020): last}


def test_the_ground_of_a_study_is_what_counts_by_method_the_surest_first() -> None:
    study = make_sorting()
    make_quantity(study.flows.first(), 5, year=2019, method="assumed")
    ground = collecting.ground_of(study)
    assert [(share.evidence, share.flows, share.percent) for share in ground] == [
        ("measured", 3, 75),
        ("assumed", 1, 25),
    ]
    assert collecting.ground_of(make_study("Tre")) == []


def test_flows_to_ask_for_tell_at_how_many_places_they_are_measured() -> None:
    study, hamar, gjovik = make_study(), make_municipality(), make_municipality("Gjøvik", "3407")
    burnt, reused = make_flow(study, "Burnt", "A"), make_flow(study, "Reused", "A")
    make_quantity(burnt, 60, place=hamar)
    make_quantity(burnt, 60, place=gjovik, method="assumed")
    make_quantity(reused, 60, place=hamar)
    make_quantity(reused, 60, place=gjovik)
    with CaptureQueriesContext(connection) as asked:
        rows = collecting.flows_to_ask_for(study, [hamar, gjovik], 2020)
    assert [(row.flow, row.measured, row.is_measured) for row in rows] == [
        (burnt, 1, False),
        (reused, 2, True),
    ]
    assert len(asked) == 2
    assert [row.measured for row in collecting.flows_to_ask_for(study, [hamar, gjovik], 2019)] == [0, 0]


def test_the_years_of_a_study_are_its_own_and_those_of_its_figures() -> None:
    study = make_study(first_year=2018, last_year=2019)
    make_quantity(make_flow(study, "Burnt", "A"), year=2015)
    assert collecting.years_told(study) == [2015, 2018, 2019]
    assert collecting.years_told(make_study("Tre")) == []


def test_take_in_makes_one_dataset_and_a_trail() -> None:
    flow = make_flow(make_study(), "Burnt", "A")
    told = {
        "year": 2020,
        "sd": 1.0,
        "source": "Call",
        "vintage": "2021-05-03",
        "method": "measured",
        "grade": 2,
    }
    places = [make_municipality(), make_municipality("Gjøvik", "3407")]
    rows = [{"flow": flow, "place": place, "value": 5.0, **told} for place in places]
    dataset = changes.take_in(flow.study, rows, name="Call", by=None, at=AT)
    assert [(one.dataset, one.place) for one in Quantity.objects.order_by("pk")] == [
        (dataset, place) for place in places
    ]
    assert [change.verb for change in changes_of(dataset)] == ["add_dataset"]
    flow.study.refresh_from_db()
    assert flow.study.updated_at == AT

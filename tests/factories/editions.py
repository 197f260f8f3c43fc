"""Editions of Klimastatus for tests: a region of three municipalities whose sums can be done in the head."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dugnad.editions import changes
from dugnad.editions.models import Edition
from dugnad.editions.states import State
from dugnad.indicators.models import Vintage
from dugnad.kit.clock import OSLO
from dugnad.members.models import Organisation
from tests.factories.indicators import make_indicators, make_vintage, population
from tests.factories.members import make_municipality

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
LATER = datetime(2021, 6, 17, 9, 0, tzinfo=OSLO)
TODAY = AT.date()
NOBODY: dict[str, Any] = {"by": None, "at": AT}
ROAD, HEATING = "road_traffic", "heating"
HAMAR, EIDSKOG, OSLO_CITY = "3403", "3416", "0301"

# Tonnes by code, year and sector. The region: 950 in 2009, 865 in 2017 and 815 in 2018.
EMISSIONS = {
    (HAMAR, 2009, ROAD): 60.0, (HAMAR, 2017, ROAD): 55.0, (HAMAR, 2018, ROAD): 50.0,
    (HAMAR, 2009, HEATING): 40.0, (HAMAR, 2017, HEATING): 35.0, (HAMAR, 2018, HEATING): 20.0,
    (EIDSKOG, 2009, ROAD): 30.0, (EIDSKOG, 2017, ROAD): 30.0, (EIDSKOG, 2018, ROAD): 32.0,
    (EIDSKOG, 2009, HEATING): 20.0, (EIDSKOG, 2017, HEATING): 15.0, (EIDSKOG, 2018, HEATING): 13.0,
    (OSLO_CITY, 2009, ROAD): 500.0, (OSLO_CITY, 2017, ROAD): 480.0, (OSLO_CITY, 2018, ROAD): 470.0,
    (OSLO_CITY, 2009, HEATING): 300.0, (OSLO_CITY, 2017, HEATING): 250.0, (OSLO_CITY, 2018, HEATING): 230.0,
}  # fmt: skip
INHABITANTS = {(HAMAR, 2018, ""): 100.0, (EIDSKOG, 2018, ""): 50.0, (OSLO_CITY, 2018, ""): 850.0}
STEPS = {
    State.IN_REVIEW: changes.submit_edition,
    State.APPROVED: changes.approve_edition,
    State.PUBLISHED: changes.publish_edition,
}


def make_region() -> dict[str, Organisation]:
    """Hamar, Eidskog and Oslo, each in a sub-region of its own."""
    return {
        HAMAR: make_municipality("Hamar", HAMAR, subregion="Hamarregionen"),
        EIDSKOG: make_municipality("Eidskog", EIDSKOG, subregion="Kongsvingerregionen"),
        OSLO_CITY: make_municipality("Oslo", OSLO_CITY, subregion="Oslo-delregionen"),
    }


def make_figures(
    emissions: Mapping[tuple[str, int, str], float | None] = EMISSIONS, **values: Any
) -> Vintage:
    """The indicators, a vintage of emissions, and one of inhabitants."""
    make_indicators()
    make_vintage(INHABITANTS, indicator=population())
    return make_vintage(emissions, **values)


def make_edition(state: State = State.DRAFT, *, year: int = 2020, **values: Any) -> Edition:
    """An edition with its figures worked out, taken through the steps to a state."""
    edition = make_begun_edition(year=year, **values)
    edition = changes.compose_edition(edition, **NOBODY)
    take_to(edition, state)
    return edition


def make_begun_edition(*, year: int = 2020, **values: Any) -> Edition:
    """An edition that is begun, without figures."""
    return changes.create_edition(year=year, **{"members_on": TODAY} | values, **NOBODY)


def take_to(edition: Edition, state: State) -> None:
    """Take a draft through the steps to a state."""
    if state == State.WITHDRAWN:
        take_to(edition, State.PUBLISHED)
        changes.withdraw_edition(edition, reason="Feil tall.", **NOBODY)
        return
    for reached, step in STEPS.items():
        if edition.state == state:
            return
        step(edition, **NOBODY)
        assert edition.state == reached

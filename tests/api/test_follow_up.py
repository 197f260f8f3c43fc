"""The matrix of a declaration, as programs read it."""

import pytest
from django.test import Client

from dugnad.declarations.kinds import Scope
from dugnad.declarations.models import Point
from dugnad.declarations.states import ProgressState, WordingState
from tests.api.doors import ask, key_of
from tests.declarations.test_matrix import become, second_wording
from tests.factories.declarations import make_point, make_progress, make_wording
from tests.factories.members import make_editor, make_guest, make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PATH = "declarations/ordforererklaering/matrix"


@pytest.fixture(autouse=True)
def told() -> None:
    """Hamar has told of two years; a point is for county authorities alone."""
    hamar = make_municipality("Hamar", "3403", subregion="Hamarregionen")
    point = make_point(make_wording(state=WordingState.ADOPTED), title_en="Cut emissions")
    make_point(point.wording, "fylkesveier", scope=Scope.COUNTIES)
    make_progress(point, hamar, 2020, state=ProgressState.PLANNED)
    make_progress(point, hamar, 2021, state=ProgressState.IN_PLACE)
    make_municipality("Gjøvik", "3407")


def test_members_and_points_of_a_year_with_the_years_before(client: Client) -> None:
    key = key_of(make_editor())
    shape = ask(client, PATH, key=key, Accept_Language="en").json()
    address = "http://127.0.0.1:8000/erklaering/ordforererklaering/oppfolging/2021/"
    assert {name: shape[name] for name in ("declaration", "year", "years", "illustrative", "url")} == {
        "declaration": "ordforererklaering",
        "year": 2021,
        "years": [2019, 2020, 2021],
        "illustrative": False,
        "url": address,
    }
    counts = {"not_begun": 0, "planned": 0, "under_way": 0, "in_place": 1, "not_applicable": 0}
    point = {"id": "kutt-utslipp", "number": "1", "title": "Cut emissions", "asked": 2, "told": 1}
    assert shape["points"][0] == point | {"counts": counts, "told_of": None}
    assert [(row["organisation"], row["subregion"], row["progress"]) for row in shape["members"]] == [
        (
            {"id": "3407", "name": "Gjøvik"},
            None,
            [
                {
                    "point": "kutt-utslipp",
                    "state": None,
                    "before": {},
                    "url": f"{address}gjovik/kutt-utslipp/",
                }
            ],
        ),
        (
            {"id": "3403", "name": "Hamar"},
            {"id": "hamarregionen", "name": "Hamarregionen"},
            [
                {
                    "point": "kutt-utslipp",
                    "state": "in_place",
                    "before": {"2020": "planned"},
                    "url": f"{address}hamar/kutt-utslipp/",
                }
            ],
        ),
    ]


def test_strangers_and_guests_get_counts_and_no_members(client: Client) -> None:
    for key in ("", key_of(make_guest())):
        shape = ask(client, f"{PATH}?year=2020", key=key).json()
        assert (shape["year"], shape["members"]) == (2020, [])
        assert shape["points"][0]["counts"]["planned"] == 1


@pytest.mark.parametrize("path", [f"{PATH}?year=2018", f"{PATH}?year=2022", "declarations/tull/matrix"])
def test_what_is_not_there_is_missing(client: Client, path: str) -> None:
    assert ask(client, path).status_code == 404


def test_a_point_says_of_which_earlier_point_it_was_told(client: Client) -> None:
    old = Point.objects.get(key="kutt-utslipp")
    become(old, make_point(second_wording(), "tungtransport", title_nb="Tungtransport"))
    (point,) = ask(client, PATH, Accept_Language="en").json()["points"]
    assert (point["id"], point["told_of"]) == ("tungtransport", "told of “1. Cut emissions” in text 2019")

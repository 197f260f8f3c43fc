"""Maps of figures: by borders where a map is imported, else as tiles, with the same figures as a table."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.indicators import changes, queries
from dugnad.indicators.kinds import Drawn, Measured
from dugnad.indicators.models import BorderMap, Indicator, SectorTotal
from dugnad.kit.charts import Chart
from dugnad.kit.charts.options.maps import said_of
from dugnad.members.models import MunicipalityCode
from tests.factories.indicators import (
    AT,
    emissions,
    make_country,
    make_indicator,
    make_indicators,
    make_vintage,
    population,
)
from tests.factories.members import make_alliance, make_organisation, make_secretary

pytestmark = pytest.mark.django_db
TODAY = date(2021, 5, 3)
PAGE = "/data/ghg-emissions/kart/"
PEOPLE = {("3403", 2009, ""): 10.0, ("3403", 2019, ""): 20.0, ("3416", 2019, ""): 5.0}


@pytest.fixture(autouse=True)
def _figures() -> None:
    make_alliance()
    make_country()
    make_indicators()
    make_vintage(
        {
            ("3403", 2009, "Veitrafikk"): 100.0,
            ("3403", 2019, "Veitrafikk"): 60.0,
            ("3416", 2009, "Veitrafikk"): 40.0,
            ("3416", 2019, "Veitrafikk"): 50.0,
        }
    )
    make_vintage(PEOPLE, indicator=population())


def square(code: str, west: float, **more: Any) -> dict[str, Any]:
    ring = [[west, 60], [west + 1, 60], [west + 1, 61], [west, 61], [west, 60]]
    shape = {"type": "Feature", "id": code, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return shape | more


def borders(*shapes: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(shapes)}).encode()


def take_borders(*shapes: dict[str, Any]) -> Any:
    return changes.import_borders(borders(*shapes), "grenser.json", by=None, at=AT)


def drawn_map(
    measured: Measured,
    *,
    drawn: Drawn = Drawn.TILES,
    region: str = "3403,3416",
    indicator: Indicator | None = None,
    year: int | None = None,
) -> Chart:
    asked = queries.ask(region, today=TODAY)
    found = queries.map_figures(
        indicator or emissions(), asked, measured=measured, year=year, population=population()
    )
    assert found is not None
    return queries.figure_map(found, asked, drawn=drawn, place="Her")


# What is shown -----------------------------------------------------------------------------------------


def test_the_amounts_of_the_newest_year_stand_by_name() -> None:
    chart = drawn_map(Measured.AMOUNT)
    assert chart.rows == [("Eidskog", [50.0]), ("Hamar", [60.0])]
    assert (chart.lines[0].name, chart.unit, chart.illustrative) == ("2019", "tonn CO2e", False)


def test_an_earlier_year_can_be_chosen_and_one_without_figures_is_the_newest() -> None:
    assert drawn_map(Measured.AMOUNT, year=2009).lines[0].values == (40.0, 100.0)
    assert drawn_map(Measured.AMOUNT, year=1850).lines[0].values == (50.0, 60.0)


def test_figures_per_inhabitant_are_divided_and_lack_where_nobody_is_known() -> None:
    assert drawn_map(Measured.INHABITANT).lines[0].values == (10.0, 3.0)
    earlier = drawn_map(Measured.INHABITANT, year=2009)
    assert earlier.lines[0].values == (None, 10.0)
    assert "Områder med stiplet kant har ikke tall." in earlier.notes


def test_a_change_is_in_per_cent_since_the_base_year_and_tells_how_many_fell() -> None:
    chart = drawn_map(Measured.CHANGE)
    assert [round(value or 0) for value in chart.lines[0].values] == [25, -40]
    assert chart.title == "Klimagassutslipp, 2009 til 2019: lavere i 1 av 2 kommuner, Her"
    assert (chart.classes.is_signed, chart.unit, chart.lines[0].name) == (True, "prosent", "2009–2019")


def test_the_first_year_with_figures_is_the_base_where_the_indicator_has_none() -> None:
    roads = make_indicator(base_year=None)
    make_vintage({("3403", 2015, ""): 10.0, ("3403", 2020, ""): 15.0}, indicator=roads)
    assert drawn_map(Measured.CHANGE, indicator=roads).lines[0].values == (None, 50.0)


def test_an_indicator_without_figures_has_no_map() -> None:
    asked = queries.ask("3403", today=TODAY)
    assert queries.map_figures(make_indicator(), asked, measured=Measured.AMOUNT) is None


# Where it is drawn -------------------------------------------------------------------------------------


def test_members_are_tiles_in_their_places_with_their_names_and_others_stand_below() -> None:
    MunicipalityCode.objects.filter(code="3403").update(organisation=make_organisation("Hamar"))
    eidskog, hamar = drawn_map(Measured.AMOUNT).areas
    assert (hamar.words, eidskog.words) == ("Hamar", "Eidskog")
    assert eidskog.polygons[0][0][0][1] < hamar.polygons[0][0][0][1]


def test_places_are_drawn_inside_their_borders_and_those_that_the_map_lacks_stand_in_the_table() -> None:
    take_borders(square("3403", 10))
    chart = drawn_map(Measured.AMOUNT, drawn=Drawn.BORDERS)
    assert [bool(area.polygons) for area in chart.areas] == [False, True]
    assert "Ikke på grensekartet: Eidskog. Tallene deres står i tabellen." in chart.notes
    assert "Store områder stikker seg ut: Tall per innbygger gir en riktigere sammenligning." in chart.notes


def test_a_map_of_what_is_per_inhabitant_already_does_not_advise_it() -> None:
    take_borders(square("3403", 10))
    waste = Indicator.objects.get(key="household-waste")
    make_vintage({("3403", 2019, ""): 400.0, ("3416", 2019, ""): 300.0}, indicator=waste)
    notes = drawn_map(Measured.AMOUNT, drawn=Drawn.BORDERS, indicator=waste).notes
    assert not [note for note in notes if "Tall per innbygger" in note]


def test_a_map_by_borders_without_any_borders_has_its_table() -> None:
    chart = drawn_map(Measured.INHABITANT, drawn=Drawn.BORDERS)
    assert ([area.polygons for area in chart.areas], len(chart.rows)) == ([(), ()], 2)


# Pages -------------------------------------------------------------------------------------------------


def test_without_borders_the_page_draws_tiles_and_offers_no_other_way(client: Client) -> None:
    answer = client.get(PAGE, {"region": "3403,3416"})
    chart = answer.context["chart"]
    assert (chart.areas[1].words, "drawn" in answer.context["form"].fields) == ("Hamar", False)
    assert chart.address == "/data/ghg-emissions/serie/?region=3403%2C3416&by=municipality&per=inhabitant"


def test_with_borders_the_page_draws_them_in_the_division_of_the_map(client: Client) -> None:
    take_borders(square("3403", 10), square("3416", 11))
    answer = client.get(PAGE, {"region": "3403,3416", "measured": "change", "year": "2019"})
    assert all(area.polygons and not area.words for area in answer.context["chart"].areas)
    tiled = client.get(PAGE, {"region": "3403,3416", "drawn": "tiles"})
    assert tiled.context["chart"].areas[1].words == "Hamar"


def test_a_year_without_figures_is_shown_as_the_one_that_is_drawn(client: Client) -> None:
    answer = client.get(PAGE, {"region": "3403", "year": "1850", "measured": "amount"})
    assert '<option value="2019" selected>' in answer.text
    assert client.get(PAGE, {"region": "3403", "year": "x"}).context["chart"].lines[0].name == "2019"


def test_shares_and_inhabitants_are_not_shown_per_inhabitant(client: Client) -> None:
    chosen = client.get("/data/population/kart/", {"region": "3403"}).context["form"]
    assert [value for value, _label in chosen.fields["measured"].choices] == ["amount", "change"]


def test_a_page_without_figures_teaches_and_one_of_nothing_is_missing(client: Client) -> None:
    make_indicator()
    assert "Ingen tall ennå" in client.get("/data/bicycles/kart/", {"region": "3403"}).text
    assert client.get("/data/no-such/kart/").status_code == 404


def test_a_place_that_is_none_is_told(client: Client) -> None:
    answer = client.get(PAGE, {"region": "9999"})
    assert (answer.status_code, "9999" in answer.text) == (422, True)


def test_a_map_takes_the_same_queries_for_one_place_and_for_two(
    client: Client, django_assert_max_num_queries
) -> None:
    take_borders(square("3403", 10), square("3416", 11))
    for region in ("3403", "3403,3416"):
        client.get(PAGE, {"region": region})  # what is worked out once is kept
        with django_assert_max_num_queries(20):
            client.get(PAGE, {"region": region})


# The secretariat takes in borders ------------------------------------------------------------------------


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def upload(client: Client, content: bytes) -> Any:
    return client.post("/data/grenser/", {"file": SimpleUploadedFile("grenser.geojson", content)})


def test_borders_are_taken_in_once_and_the_page_tells_which_are_in_use(secretary: Client) -> None:
    assert "Ingen grenser ennå" in secretary.get("/data/grenser/").text
    content = borders(square("3403", 10), square("3416", 11))
    assert upload(secretary, content).status_code == 302
    assert upload(secretary, content).status_code == 302
    page = secretary.get("/data/grenser/").text
    assert "Vi har dette kartet allerede." in page
    assert "med grensene til 2 kommuner" in page
    assert BorderMap.objects.count() == 1


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (square("9999", 10), "9999"),
        (square("3403", 6_600_000), "WGS 84"),
        (square("3403", 10, geometry={"type": "Polygon", "coordinates": [[["x", "y"]]]}), "kan ikke leses"),
        (square("3403", 10, geometry={"type": "Polygon", "coordinates": [[[1]]]}), "kan ikke leses"),
        (square("3403", 10, geometry={"type": "Polygon", "arcs": [[99]]}), "kan ikke leses"),
        (square("3403", 10, geometry="Polygon"), "kan ikke leses"),
    ],
)
def test_borders_that_no_page_could_draw_are_refused_with_the_reason(
    secretary: Client, shape: dict[str, Any], told: str
) -> None:
    answer = upload(secretary, borders(shape))
    assert (answer.status_code, told in answer.text, BorderMap.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{not json", "linje 1, tegn 2 kan ikke leses"),
        (borders(square("3403", 10))[:-20], "slutter midt i, på linje 1"),
        (b'{"type": "Topology",\n"obj', "slutter midt i, på linje 2"),
        (b'{"type":\n"\xff\xfe"}', "Linje 2 har tegn som ikke er tekst"),
        (b'{"type": "Topology", "objects": [1]}', "kan ikke leses"),
        (b'{"features": [1]}', "kan ikke leses"),
        (b"[" * 100_000, "kan ikke leses"),
    ],
)
def test_a_damaged_map_is_refused_in_our_words_with_the_place(
    secretary: Client, content: bytes, told: str
) -> None:
    answer = upload(secretary, content)
    assert (answer.status_code, told in answer.text, "Expecting" in answer.text) == (422, True, False)


def test_the_table_of_a_map_says_why_a_municipality_has_no_figure(client: Client) -> None:
    waste = make_indicator(key="waste", unit="t", base_year=None)
    made = make_vintage(
        {("3403", 2018, ""): 4.0, ("3403", 2019, ""): 5.0, ("3416", 2018, ""): 1.0, ("3416", 2019, ""): None},
        indicator=waste,
    )
    SectorTotal.objects.filter(vintage=made, value=None).update(missing="confidential")
    chart = drawn_map(Measured.AMOUNT, indicator=waste)
    assert chart.reason_at(chart.lines[0], 0) == "unntatt av hensyn til personvernet"
    change = drawn_map(Measured.CHANGE, indicator=waste)
    assert change.reason_at(change.lines[0], 0) == "2019: unntatt av hensyn til personvernet"
    assert "unntatt av hensyn til personvernet" in client.get("/data/waste/kart/?region=3403,3416").text


def test_small_ratios_on_a_map_are_never_nothing_in_title_legend_and_table() -> None:
    waste = make_indicator(key="waste", unit="t")
    made = {("3403", 2019, ""): 1.234, ("3416", 2019, ""): 0.0004}
    make_vintage(made, indicator=waste)
    chart = drawn_map(Measured.INHABITANT, indicator=waste)
    assert chart.decimals == 4
    assert "fra 0,0001 til 0,0617 t per innbygger" in chart.title
    assert said_of(chart, 0) == "under 0,06"


def test_a_form_without_a_file_is_asked_for_one(secretary: Client) -> None:
    assert secretary.post("/data/grenser/").status_code == 422


def test_an_amount_without_a_unit_is_shown_as_it_is_and_not_per_inhabitant(client: Client) -> None:
    cars = make_indicator(unit="")
    make_vintage({("3403", 2019, ""): 12.0}, indicator=cars)
    answer = client.get("/data/bicycles/kart/", {"region": "3403"})
    assert answer.context["chart"].lines[0].values == (12.0,)
    assert client.get("/data/bicycles/", {"region": "3403", "per": "inhabitant"}).status_code == 200

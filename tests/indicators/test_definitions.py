"""Indicators as data: defined, changed, worked out from others; and targets."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils.translation import override

from dugnad.engine.units import UNKNOWN, UnitError
from dugnad.indicators import changes, queries
from dugnad.indicators.changes.wording import unit_error_in_words
from dugnad.indicators.kinds import gases_in_words, unit_in_words
from dugnad.indicators.models import Indicator, Source, Target
from dugnad.kit.errors import Refused
from dugnad.kit.models import Change
from dugnad.kit.text import alphabetical
from dugnad.members.models import MunicipalityCode
from dugnad.members.queries import divisions
from tests.factories.indicators import (
    AT,
    D2021,
    emissions,
    make_country,
    make_indicators,
    make_vintage,
    population,
)
from tests.factories.members import (
    make_alliance,
    make_code,
    make_municipality,
    make_organisation,
    make_secretary,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": AT}


@pytest.fixture(autouse=True)
def _country() -> None:
    make_country()
    make_indicators()


def define(**values: Any) -> Indicator:
    plain = {"key": "per-head", "title_nb": "Utslipp per innbygger", "unit": "t CO2e/persons"}
    own = {"source": Source.objects.get(key="miljodirektoratet"), **plain, **values}
    return changes.add_indicator(own, **NOBODY)


def told(indicator: Indicator, region: str = "3403", by: str = "total", **more: Any) -> queries.SeriesResult:
    return queries.series(indicator, region, by=by, today=D2021, **more)


# Definitions ---------------------------------------------------------------------------------------------


def test_add_indicator_is_in_the_trail_with_its_values() -> None:
    made = define(formula="ghg-emissions ÷ population")
    change = Change.objects.get(verb="define_indicator", object_id=str(made.pk))
    assert change.after["formula"] == "ghg-emissions ÷ population"


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("ghg-emissions ÷", "t CO2e/persons"),
        ("ghg-emissions ÷ folk", "t CO2e/persons"),
        ("2 × 3", "1"),
        ("ghg-emissions + population", "t CO2e"),
        ("ghg-emissions ÷ population", "kWh"),
        ("per-head × 2", "t CO2e/persons"),
    ],
)
def test_add_indicator_refuses_a_formula_that_cannot_be(formula: str, unit: str) -> None:
    with refused("formula", field="formula"):
        define(formula=formula, unit=unit)


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        (
            "(ghg-emissions ÷ population",
            "Parentesen som åpner ved tegn 1, «(ghg-emissions ÷ pop», blir aldri lukket. Skriv «)» også.",
        ),
        ("2 × (1 + 1", "Parentesen som åpner ved tegn 5, «(1 + 1», blir aldri lukket. Skriv «)» også."),
        (
            "ghg-emissions ÷",
            "Formelen slutter for tidlig: etter «ghg-emissions ÷» mangler et kortnavn, "
            "et tall eller en parentes.",
        ),
        ("ghg-emissions ^ 2", "Formelen kan ikke leses fra og med «^ 2» (tegn 15)."),
        ("(" * 40, "Det er mer enn 30 parenteser. Skriv formelen med færre."),
        ("1+" * 200, "Formelen er lengre enn 300 tegn."),
        (
            "ghg-emissions + population",
            "Enhetene passer ikke sammen (ghg-emissions: tonn CO2e, population: innbyggere): "
            "«tonn CO2e» og «innbyggere» måler forskjellige ting.",
        ),
    ],
)
def test_a_formula_that_cannot_be_is_told_what_is_wrong_in_words(formula: str, told: str) -> None:
    with pytest.raises(Refused) as caught:
        define(formula=formula)
    assert caught.value.message == told


def test_a_unit_that_nobody_knows_is_named() -> None:
    assert unit_error_in_words(UnitError(UNKNOWN, "stones")) == "«stones» er ikke en enhet vi kjenner."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["kg CO2e per inhabitant", "t per inhabitant", "ratio", "kWh per km", "million NOK"]),
        ("nb", ["kg CO2e per innbygger", "t per innbygger", "forholdstall", "kWh per km", "mill. kr"]),
        ("nn", ["kg CO2e per innbyggjar", "t per innbyggjar", "forholdstal", "kWh per km", "mill. kr"]),
    ],
)
def test_units_are_written_as_people_do(language: str, words: list[str]) -> None:
    with override(language):
        symbols = ("kg CO2e/persons", "t/persons", "1", "kWh/km", "mill. kr")
        assert [unit_in_words(symbol) for symbol in symbols] == words


def test_the_form_offers_units_in_words_with_a_subscript_that_a_list_can_show(secretary: Client) -> None:
    page = secretary.get("/data/ny/").content.decode()
    assert '<option value="kg CO2e/persons">kg CO₂e per innbygger</option>' in page
    assert ("/persons</option>" in page, ">1</option>" in page) == (False, False)


@pytest.mark.parametrize(
    ("language", "source", "gases"),
    [
        ("en", "Dugnad: Made-up figures for demonstration", "CO2, HFCs, PFCs"),
        ("nb", "Dugnad: Oppdiktede tall for demonstrasjon", "CO2, HFK, PFK"),
        ("nn", "Dugnad: Oppdikta tal for demonstrasjon", "CO2, HFK, PFK"),
    ],
)
def test_sources_and_gases_are_told_in_the_readers_language(language: str, source: str, gases: str) -> None:
    with override(language):
        assert str(Source.objects.get(key="illustrative")) == source
        assert gases_in_words(["CO2", "HFK", "PFK"]) == gases


def test_a_publishers_name_is_its_own_in_every_language_but_nobody_has_no_name() -> None:
    with override("en"):
        named, nobody = (Source.objects.get(key=key) for key in ("ssb-07459", "unnamed"))
        assert (named.publisher_name, nobody.publisher_name) == (
            "Statistisk sentralbyrå",
            "Publisher not named",
        )


def test_edit_indicator_refuses_a_formula_that_leads_back_by_another() -> None:
    first = define(formula="ghg-emissions ÷ population")
    define(key="double", formula="per-head × 2")
    with refused("formula", field="formula"):
        changes.edit_indicator(first, {"formula": "double ÷ 2"}, **NOBODY)


def test_edit_indicator_keeps_what_figures_were_read_in_as() -> None:
    make_vintage({("3403", 2020, ""): 5.0})
    for name, value in (
        ("unit", "t"),
        ("source", Source.objects.get(key="kostra")),
        ("formula", "2 × population"),
    ):
        with refused("fixed", field=name):
            changes.edit_indicator(emissions(), {name: value}, **NOBODY)
    assert changes.edit_indicator(emissions(), {"title_nb": "Utslipp", "unit": "t CO2e"}, **NOBODY)
    assert not changes.edit_indicator(emissions(), {"title_nb": "Utslipp"}, **NOBODY)
    assert Change.objects.get(verb="edit_indicator").before == {"title_nb": "Klimagassutslipp"}


def test_an_indicator_that_is_worked_out_takes_no_files() -> None:
    define(formula="ghg-emissions ÷ population")
    with refused("derived", field="indicator"):
        changes.import_indicator(
            b"municipality_code,year,value\n3403,2020,1\n",
            "tall.csv",
            indicator="per-head",
            seen_on=D2021,
            **NOBODY,
        )


# Worked out -------------------------------------------------------------------------------------------------


def test_a_series_is_worked_out_from_the_series_of_its_parts() -> None:
    make_vintage(
        {("3403", 2019, "road_traffic"): 60.0, ("3403", 2019, "agriculture"): 40.0, ("3403", 2020, ""): 50.0}
    )
    make_vintage({("3403", 2019, ""): 20.0, ("3403", 2020, ""): 25.0}, indicator=population())
    made = define(formula="ghg-emissions ÷ population")
    result = told(made)
    assert result.by_year() == {2019: 5.0, 2020: 2.0}
    assert [(row.unit, row.municipality_code, row.note) for row in result.rows] == [
        ("t CO2e/persons", "3403", "")
    ] * 2
    assert (result.trail.indicator, len(result.trail.vintages), result.trail.sectors) == (made, 2, ())
    assert [row.value for row in told(made, by="sector").rows] == [5.0, 2.0]
    assert set(queries.vintages_behind(made)) == set(result.trail.vintages)


def test_a_quotient_of_a_region_is_of_its_sums_and_each_municipality_has_its_own() -> None:
    make_vintage({("3403", 2020, ""): 100.0, ("3416", 2020, ""): 20.0})
    make_vintage({("3403", 2020, ""): 20.0, ("3416", 2020, ""): 10.0}, indicator=population())
    made = define(formula="ghg-emissions ÷ population")
    assert told(made, "3403,3416").by_year() == {2020: 4.0}
    rows = told(made, "3403,3416", by="municipality").rows
    assert {row.municipality_code: row.value for row in rows} == {"3403": 5.0, "3416": 2.0}


def test_what_a_part_lacks_the_result_lacks_and_says_which() -> None:
    make_vintage({("3403", 2019, ""): 100.0, ("3403", 2020, ""): 50.0})
    make_vintage({("3403", 2020, ""): None}, indicator=population())
    rows = told(define(formula="ghg-emissions ÷ population")).rows
    assert [row.value for row in rows] == [None, None]
    assert rows[0].note == "derived from missing: population (not published)"
    assert rows[1].note.startswith("derived from missing: population (missing 1 of 1")


def test_nothing_is_divided_by_zero_and_that_is_said() -> None:
    make_vintage({("3403", 2020, ""): 50.0})
    make_vintage({("3403", 2020, ""): 0.0}, indicator=population())
    (row,) = told(define(formula="ghg-emissions ÷ population")).rows
    assert (row.value, row.note) == (None, "divided by zero")


def test_made_up_figures_make_a_result_made_up() -> None:
    make_vintage({("3403", 2020, ""): 50.0}, official=False)
    make_vintage({("3403", 2020, ""): 5.0}, indicator=population())
    result = told(define(formula="ghg-emissions ÷ population"))
    assert (result.rows[0].is_illustrative, result.trail.illustrative) == (True, True)


@pytest.mark.parametrize(
    "formula", ["ghg-emissions ÷ national-emissions", "1 ÷ (national-emissions ÷ ghg-emissions)"]
)
def test_a_regions_share_of_the_country_is_one_figure_divided_by_the_other(formula: str) -> None:
    national = Indicator.objects.get(key="national-emissions")
    make_vintage({("3403", 2019, ""): 20.0, ("3416", 2019, ""): 5.0})
    make_vintage({("NO", 2019, "Veitrafikk"): 60.0, ("NO", 2019, "Jordbruk"): 40.0}, indicator=national)
    made = define(key="share", unit="%", formula=formula)
    assert told(made, "3403,3416").by_year() == {2019: 25.0}
    (row, other) = told(made, "3403,3416", by="municipality").rows
    assert (row.municipality_code, row.value, other.value) == ("3403", 20.0, 5.0)
    assert told(made, "3403,3416", by="municipality").trail.members == ("3403", "3416")


def test_what_is_worked_out_from_the_country_alone_is_the_countrys() -> None:
    national = Indicator.objects.get(key="national-emissions")
    make_vintage({("NO", 2019, ""): 60.0}, indicator=national)
    made = define(key="half", unit="t CO2e", formula="national-emissions ÷ 2")
    assert told(made).by_year() == {2019: 30.0}


def test_what_nobody_has_figures_of_has_no_rows() -> None:
    assert told(define(formula="ghg-emissions ÷ population")).rows == []


def test_a_formula_may_name_another_that_is_worked_out() -> None:
    make_vintage({("3403", 2020, ""): 50.0})
    make_vintage({("3403", 2020, ""): 5.0}, indicator=population())
    define(formula="ghg-emissions ÷ population")
    double = define(key="double", formula="per-head × 2")
    assert told(double).by_year() == {2020: 20.0}
    assert queries.vintages_behind(double).count() == 2


# Targets --------------------------------------------------------------------------------------------------


def target(**values: Any) -> Target:
    wanted = {"year": 2030, "base_year": 2009, "adopted_by_nb": "Kommunestyret", **values}
    return changes.set_target(emissions(), make_organisation("Hamar"), **wanted, **NOBODY)


def test_a_rise_is_no_target_where_less_is_better() -> None:
    with pytest.raises(Refused, match="−55") as refusal:
        target(change=0.55)
    assert (refusal.value.field, Target.objects.count()) == ("change", 0)


def test_a_target_is_a_change_or_a_value() -> None:
    assert (str(target(change=-0.55)), queries.target_in_words(Target.objects.get())) == (
        "Hamar 2030: -55%",
        "–55\u00a0%",
    )
    Target.objects.all().delete()
    made = changes.set_target(
        emissions(),
        make_organisation("Stange"),
        year=2030,
        value=1000.0,
        base_year=2009,
        adopted_by_nb="Kommunestyret",
        document_url="https://www.stange.kommune.no/klima",
        **NOBODY,
    )
    assert (str(made), queries.target_in_words(made)) == ("Stange 2030: 1000", "1\u00a0000 tonn CO2e")


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "change"), ({"change": -0.5, "value": 2.0}, "change"), ({"change": -0.5, "year": 2009}, "year")],
)
def test_what_is_no_target_is_refused(values: dict[str, Any], field: str) -> None:
    with refused("target", field=field):
        target(**values)


def test_the_database_takes_no_target_that_is_both() -> None:
    made = target(change=-0.5)
    with pytest.raises(IntegrityError):
        Target.objects.filter(pk=made.pk).update(value=3.0)


# Pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def secretary() -> Client:
    make_alliance()
    client = Client()
    client.force_login(make_secretary())
    return client


WORDS = {
    "key": "per-head",
    "title_nb": "Utslipp per innbygger",
    "title_nn": "Utslepp per innbyggjar",
    "source": "miljodirektoratet",
    "unit": "t CO2e/persons",
    "formula": "ghg-emissions ÷ population",
    "direction": "down",
    "base_year": "2009",
}


def test_add_indicator_by_its_page_and_see_its_series(secretary: Client) -> None:
    make_municipality("Hamar", "3403")
    make_vintage({("3403", 2009, ""): 60.0, ("3403", 2019, ""): 40.0})
    make_vintage({("3403", 2009, ""): 20.0, ("3403", 2019, ""): 20.0}, indicator=population())
    assert secretary.get("/data/ny/").status_code == 200
    made = secretary.post("/data/ny/", WORDS)
    assert made.url == "/data/per-head/"  # type: ignore[attr-defined]
    page = secretary.get("/data/per-head/?region=3403").content.decode()
    assert ("ghg-emissions ÷ population" in page, "2,00" in page, "–33" in page) == (True, True, True)
    assert "Regnet ut som ghg-emissions ÷ population" in secretary.get("/data/").content.decode()
    csv = Client().get("/data/per-head/serie/?region=3403&by=total").content.decode()
    assert "3403,3403,2019,,,2,t CO2e/persons" in csv


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"key": "population"}, "i bruk"),
        ({"key": "hent"}, "i bruk"),
        ({"formula": "ghg-emissions ÷ folk"}, "folk"),
        ({"title_nb": ""}, ""),
    ],
)
def test_add_indicator_says_what_is_wrong_and_keeps_what_was_typed(
    secretary: Client, wrong: dict[str, str], said: str
) -> None:
    shown = secretary.post("/data/ny/", WORDS | wrong)
    text = shown.content.decode()
    assert (shown.status_code, said in text, "Utslepp per innbyggjar" in text) == (422, True, True)


def test_edit_indicator_by_its_page(secretary: Client) -> None:
    values = WORDS | {"unit": "t CO2e", "formula": "", "notes_nb": "Én fabrikk kan avgjøre."}
    assert "Klimagassutslepp" in secretary.get("/data/ghg-emissions/rediger/").content.decode()
    assert secretary.post("/data/ghg-emissions/rediger/", values).status_code == 302
    changed = emissions()
    assert (changed.notes_nb, changed.key) == ("Én fabrikk kan avgjøre.", "ghg-emissions")
    make_vintage({("3403", 2020, ""): 5.0})
    refused_page = secretary.post("/data/ghg-emissions/rediger/", values | {"unit": "t"})
    assert (refused_page.status_code, emissions().unit) == (422, "t CO2e")
    assert secretary.get("/data/ukjent/rediger/").status_code == 404


def test_set_target_by_its_page_and_see_it_at_the_place(secretary: Client) -> None:
    member = make_municipality("Hamar", "3403")
    make_vintage({("3403", 2009, ""): 60.0, ("3403", 2019, ""): 40.0})
    words = {
        "organisation": member.slug,
        "year": "2030",
        "value": "1 250,5",
        "base_year": "2009",
        "adopted_by_nb": "Kommunestyret",
        "adopted_on": "2021-02-03",
        "document_url": "www.hamar.kommune.no/klima",
    }
    assert secretary.post("/data/ghg-emissions/mal/", words).status_code == 302
    made = Target.objects.get()
    assert (made.value, made.change, made.adopted_on) == (1250.5, None, date(2021, 2, 3))
    assert "https://www.hamar.kommune.no/klima" in secretary.get("/data/ghg-emissions/mal/").content.decode()
    page = Client().get("/data/ghg-emissions/?region=3403").content.decode()
    assert "har som mål å nå 1\u00a0250 tonn" in page or "har som mål å nå 1\u00a0251 tonn" in page
    assert (
        secretary.post("/data/ghg-emissions/mal/", words | {"value": "", "change": "−55"}).status_code == 302
    )
    assert (Target.objects.get().change, Target.objects.get().value) == (-0.55, None)
    wrong = secretary.post("/data/ghg-emissions/mal/", words | {"change": "-5"})
    assert (wrong.status_code, "ikke begge deler" in wrong.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("owner", "region", "who"),
    [
        ("hamarregionen", "subregion:hamarregionen", "Hamarregionen"),
        ("county:34", "county:34", "Innlandet (fylke)"),
        ("alliance", "alliance", "Osloregionen"),
    ],
)
def test_a_target_can_hold_for_a_sub_region_a_county_and_the_alliance(
    secretary: Client, owner: str, region: str, who: str
) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    known = divisions()
    others = dict.fromkeys(known.in_county("34", known.newest_day), 0.0)
    made = {(code, year, ""): value for code, value in others.items() for year in (2009, 2019)}
    make_vintage(made | {("3403", 2009, ""): 60.0, ("3403", 2019, ""): 40.0})
    words = {
        "organisation": owner, "year": "2030", "change": "−50", "base_year": "2009",
        "adopted_by_nb": "Regionrådet",
    }  # fmt: skip
    assert f'value="{owner}"' in secretary.get("/data/ghg-emissions/mal/").text
    for change in ("−40", "−50"):
        answer = secretary.post("/data/ghg-emissions/mal/", words | {"change": change})
        assert answer.status_code == 302
    assert [(made.whose, made.change) for made in Target.objects.all()] == [(who, -0.5)]
    assert str(Target.objects.get()) == f"{who} 2030: -50%"
    page = Client().get("/data/ghg-emissions/", {"region": region}).text
    assert f"{who} har satt seg som mål å nå –50" in page
    assert f"{who}: –50" in page.partition('id="maal"')[2]
    assert "10 tonn CO" in page.partition('id="maal"')[2]  # left to the target of 30
    assert who in secretary.get("/data/ghg-emissions/mal/").text


@pytest.mark.usefixtures("demo_day")
def test_targets_are_offered_for_the_counties_whose_figures_are_shown(secretary: Client) -> None:
    member = make_municipality("Asker", "3099")
    MunicipalityCode.objects.filter(code="3099").update(valid_to=date(2023, 12, 31))
    make_code("3299", "Asker", member, valid_from=date(2024, 1, 1))
    offered = secretary.get("/data/ghg-emissions/mal/").text
    assert ('value="county:32"' in offered, "Akershus (fylke)" in offered) == (True, True)
    assert "county:30" not in offered
    shown = queries.regions(on=date(2021, 5, 3), codes_day=divisions().newest_day)
    assert dict(shown.counties) == {"county:32": "Akershus"}


def test_a_target_of_a_county_that_is_no_more_says_so_and_is_moved_or_ended(secretary: Client) -> None:
    make_municipality("Hamar", "3403")
    emissions = Indicator.objects.get(key="ghg-emissions")
    words: dict[str, Any] = {"change": -0.5, "base_year": 2009, "adopted_by_nb": "Fylkestinget"}
    viken = {"county": "county:30", "county_name": "Viken"}
    old = changes.set_target(emissions, None, year=2030, **viken, **words, **NOBODY)
    later = changes.set_target(emissions, None, year=2040, **viken, **words, **NOBODY)
    alliance = make_alliance()
    changes.set_target(emissions, alliance, year=2040, **words, **NOBODY)
    address = "/data/ghg-emissions/mal/"
    shown = secretary.get(address).text
    assert shown.count("Dette fylket finnes ikke lenger") == 2

    def told(target: Target, **owner: str) -> str:
        return secretary.post(address, {"target": target.pk, **owner}, follow=True).text

    assert "Velg hvem målet skal gjelde for." in told(old, owner="county:30")
    assert "Det finnes allerede et mål for 2040." in told(later, owner=alliance.slug)
    assert "Målet er flyttet." in told(old, owner="county:34")
    old.refresh_from_db()
    assert (old.whose, old.change, old.adopted_by_nb) == ("Innlandet (fylke)", -0.5, "Fylkestinget")
    assert "Målet er avsluttet." in told(later)
    assert "Dette målet er avsluttet allerede." in told(later)
    assert "Dette fylket finnes ikke lenger" not in secretary.get(address).text
    assert [str(target) for target in Target.objects.order_by("year")] == [
        "Innlandet (fylke) 2030: -50%", "Osloregionen 2040: -50%",
    ]  # fmt: skip
    ended = Change.objects.get(verb="end_target")
    assert (ended.before["county_name"], ended.before["year"]) == ("Viken", 2040)
    assert Change.objects.filter(verb="move_target").count() == 1


def test_a_target_of_an_organisation_is_ended_too(secretary: Client) -> None:
    hamar = make_municipality("Hamar", "3403")
    words: dict[str, Any] = {"change": -0.5, "base_year": 2009, "adopted_by_nb": "Kommunestyret"}
    made = changes.set_target(Indicator.objects.get(key="ghg-emissions"), hamar, year=2030, **words, **NOBODY)
    secretary.post("/data/ghg-emissions/mal/", {"target": made.pk})
    assert Target.objects.count() == 0
    assert Change.objects.get(verb="end_target").organisation_id == hamar.pk
    assert secretary.post("/data/ghg-emissions/mal/", {"target": "x"}).status_code == 302


def test_a_target_for_nobody_known_is_refused_on_its_page(secretary: Client) -> None:
    words = {"organisation": "county:99", "year": "2030", "change": "−50", "base_year": "2009"}
    assert secretary.post("/data/ghg-emissions/mal/", words).status_code == 422
    assert Target.objects.count() == 0


def test_a_target_of_more_than_the_whole_is_taken_when_that_is_meant(secretary: Client) -> None:
    member = make_municipality("Hamar", "3403")
    share = define(key="share", unit="%")
    words = {
        "organisation": member.slug,
        "year": "2030",
        "value": "120",
        "base_year": "2009",
        "adopted_by_nb": "Kommunestyret",
        "is_meant": "False",
    }
    asked = secretary.post("/data/share/mal/", words)
    page = asked.content.decode()
    assert (asked.status_code, "mer enn 100 prosent. Er det ment slik" in page) == (422, True)
    assert ('type="checkbox" name="is_meant"' in page, 'value="120"' in page) == (True, True)
    assert secretary.post("/data/share/mal/", words | {"is_meant": "on"}).status_code == 302
    assert Target.objects.get(indicator=share).value == 120
    assert secretary.post("/data/share/mal/", words | {"value": "90", "year": "2031"}).status_code == 302


def test_the_target_forms_say_when_a_minus_is_written(secretary: Client) -> None:
    make_vintage({("3403", 2009, ""): 60.0, ("3403", 2019, ""): 40.0})
    assert "−55 er 55 prosent mindre enn i basisåret" in secretary.get("/data/ghg-emissions/mal/").text
    assert "uten minus: 55." in secretary.get("/data/ghg-emissions/?region=3403").text


def test_the_list_has_what_tells_something_first_by_title_and_formulas_have_no_vintages() -> None:
    make_vintage({("3403", 2009, ""): 60.0})
    define(key="per-head", title_nb="Aa, per innbygger", formula="ghg-emissions ÷ population")
    cards = queries.cards()
    first = [str(card.indicator) for card in cards if card.tells]
    rest = [str(card.indicator) for card in cards[len(first) :]]
    assert first == ["Klimagassutslipp", "Aa, per innbygger"]
    assert rest == sorted(rest, key=alphabetical)
    page = Client().get("/data/").text
    assert ("regnet ut med formel" in page, "0 tallgrunnlag" in page) == (True, False)


def test_what_is_worked_out_from_others_is_not_offered_a_file_and_says_so_where_one_is_sent() -> None:
    made = define(formula="ghg-emissions ÷ population")
    secretary = Client()
    secretary.force_login(make_secretary())
    for address in ("/data/les-inn/", "/data/les-inn/kolonner/"):
        assert f'value="{made.key}"' not in secretary.get(address, {"indicator": made.key}).text
        file = SimpleUploadedFile("tall.csv", b"municipality_code,year,value\n3403,2020,1\n")
        sent = secretary.post(address, {"indicator": made.key, "seen_on": "2021-05-03", "file": file})
        assert sent.status_code == 422
        assert f"«{made}» regnes ut av andre tall og har ingen egne filer." in sent.text
    unknown = secretary.post("/data/les-inn/", {"indicator": "borte", "seen_on": "2021-05-03"})
    assert unknown.status_code == 422

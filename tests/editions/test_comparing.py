"""Two editions beside each other, what takes the place of one that is withdrawn, and data as one package."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from jsonschema import Draft202012Validator
from jsonstat_validator import validate_jsonstat
from pytest_django import DjangoAssertNumQueries

from dugnad.calls import changes as calls
from dugnad.calls.kinds import QuestionKind
from dugnad.editions import changes
from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries import figure_named, revised_since, trail_of
from dugnad.editions.queries.citing import citation
from dugnad.editions.queries.comparing import Comparison, comparison_of
from dugnad.editions.queries.comparing.reasons import lacking_national
from dugnad.editions.queries.comparing.sides import Side
from dugnad.editions.queries.files import files_of
from dugnad.editions.queries.printing import printed
from dugnad.editions.queries.revisions import effect_of
from dugnad.editions.queries.trails import reply_note
from dugnad.editions.states import State
from dugnad.indicators.models import Indicator, Source
from dugnad.members.models import CodeSuccession, Membership, MunicipalityCode, Organisation
from tests.editions.test_files import text_of
from tests.factories.calls import make_call, make_reply, submit
from tests.factories.editions import (
    EIDSKOG,
    EMISSIONS,
    HAMAR,
    NOBODY,
    OSLO_CITY,
    ROAD,
    make_edition,
    make_figures,
    make_region,
)
from tests.factories.indicators import make_vintage
from tests.factories.members import make_code, make_municipality, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
LATER = date(2021, 6, 1)
NEWER = EMISSIONS | {
    (HAMAR, 2018, ROAD): 60.0,
    (HAMAR, 2019, ROAD): 40.0, (HAMAR, 2019, "heating"): 20.0,
    (EIDSKOG, 2019, ROAD): 30.0, (EIDSKOG, 2019, "heating"): 10.0,
    (OSLO_CITY, 2019, ROAD): 450.0, (OSLO_CITY, 2019, "heating"): 200.0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def region() -> dict[str, Organisation]:
    found = make_region()
    make_figures()
    return found


def two_editions(**values: Any) -> Comparison:
    earlier = make_edition(State.PUBLISHED, year=2020)
    make_vintage(NEWER, seen_on=LATER)
    return compared(earlier, make_edition(State.PUBLISHED, year=2021, **values))


def compared(earlier: Edition, later: Edition) -> Comparison:
    found = comparison_of(earlier, later, "Osloregionen")
    assert found is not None
    return found


def rows(comparison: Comparison) -> dict[str, tuple[float | None, float | None, float | None, str]]:
    return {
        row.name: (row.earlier.value, row.again.value, row.newest.value, row.why) for row in comparison.rows
    }


# Two editions -----------------------------------------------------------------------------------------


def test_the_same_year_stands_in_both_editions_with_the_newest_and_why_they_differ() -> None:
    told = rows(two_editions())
    revised = "reviderte tall: sett 1. mai 2021, nå 1. juni 2021"
    assert {name: told[name] for name in ("Osloregionen", "Veitrafikk", "Oppvarming", "Hamarregionen")} == {
        "Osloregionen": (815.0, 825.0, 750.0, revised),
        "Veitrafikk": (552.0, 562.0, 520.0, revised),
        "Oppvarming": (263.0, 263.0, 230.0, ""),
        "Hamarregionen": (70.0, 80.0, 60.0, revised),
    }
    assert (told["Hamar"], told["Oslo"]) == ((70.0, 80.0, 60.0, revised), (700.0, 700.0, 650.0, ""))
    assert told["Endring siden basisåret"][:3] == (-14.2105, -13.1579, -21.0526)


def test_another_base_year_explains_another_change() -> None:
    comparison = two_editions(base_year=2017)
    assert "basisåret 2009 er nå 2017" in rows(comparison)["Endring siden basisåret"][3]
    assert comparison.general == ["basisåret 2009 er nå 2017"]


def test_who_has_come_and_who_has_gone_is_named(region: dict[str, Organisation]) -> None:
    earlier = make_edition(State.PUBLISHED, year=2020)
    Membership.objects.filter(organisation=region[EIDSKOG]).update(valid_to=date(2021, 5, 2))
    make_municipality("Alvdal", "3428", subregion="Hamarregionen")
    more = {("3428", year, sector): 5.0 for year in (2009, 2017, 2018) for sector in (ROAD, "heating")}
    make_vintage(EMISSIONS | more, seen_on=LATER)
    comparison = compared(earlier, make_edition(State.PUBLISHED, year=2021))
    told = rows(comparison)
    assert "andre medlemmer: med Alvdal, uten Eidskog" in comparison.general
    assert "andre medlemmer: med Alvdal" in told["Hamarregionen"][3]
    assert told["Eidskog"] == (45.0, None, None, "ikke med i den senere utgaven")
    assert told["Alvdal"][3] == "ikke med i den tidligere utgaven"
    assert told["Kongsvingerregionen"][3] == "ikke med i den senere utgaven"


def test_a_member_stays_the_one_that_it_was_under_a_new_number(region: dict[str, Organisation]) -> None:
    earlier = make_edition(State.PUBLISHED, year=2020)
    MunicipalityCode.objects.filter(code=HAMAR).update(valid_to=date(2021, 5, 31))
    old = MunicipalityCode.objects.get(code=HAMAR)
    new = make_code("3999", "Hamar", region[HAMAR], LATER)
    CodeSuccession.objects.create(predecessor=old, successor=new)
    renamed = {("3999" if key[0] == HAMAR else key[0], *key[1:]): value for key, value in NEWER.items()}
    make_vintage(renamed, seen_on=LATER, codes_of=LATER)
    later = make_edition(State.PUBLISHED, year=2021, members_on=LATER)
    assert "kommunenummer 3403 er nå 3999" in rows(compared(earlier, later))["Hamar"][3]


def test_sectors_that_only_one_edition_counts_are_named() -> None:
    earlier = make_edition(State.PUBLISHED, year=2020)
    shipping = {
        (code, year, "shipping"): 1.0 for code in (HAMAR, EIDSKOG, OSLO_CITY) for year in (2009, 2017, 2018)
    }
    make_vintage(EMISSIONS | shipping, seen_on=LATER)
    comparison = compared(earlier, make_edition(State.PUBLISHED, year=2021))
    assert comparison.general == ["andre sektorer er regnet med: med sjøfart"]
    assert "med sjøfart" in rows(comparison)["Osloregionen"][3]


def test_official_figures_that_have_come_are_told_as_that() -> None:
    Indicator.objects.get(key="ghg-emissions").vintages.update(source=Source.objects.get(key="illustrative"))
    earlier = make_edition(State.PUBLISHED, year=2020)
    make_vintage(NEWER, seen_on=LATER)
    comparison = compared(earlier, make_edition(State.PUBLISHED, year=2021))
    assert rows(comparison)["Hamar"][3] == "offisielle tall er kommet, sett 1. juni 2021"


def test_what_only_one_edition_has_is_said_and_what_nothing_explains_as_well() -> None:
    earlier = make_edition(State.PUBLISHED, year=2020)
    later = make_edition(State.PUBLISHED, year=2021)
    Figure.objects.filter(edition=later, key="3403-2018").delete()
    Figure.objects.filter(edition=earlier, key="3416-2018").delete()
    Figure.objects.filter(edition=earlier, key="0301-2018").delete()
    Figure.objects.create(
        edition=earlier, key="0301-2018", place=OSLO_CITY, place_name="Oslo", year=2018, value=1.0,
        unit="t CO2e", is_illustrative=False,
    )  # fmt: skip
    told = rows(compared(earlier, later))
    assert [told[name][3] for name in ("Hamar", "Eidskog", "Oslo")] == [
        "ikke noe tall i den senere utgaven",
        "ikke noe tall i den tidligere utgaven",
        "regnet ut på en annen måte",
    ]  # fmt: skip


def test_two_editions_of_the_same_figures_read_the_same() -> None:
    comparison = compared(make_edition(year=2020), make_edition(year=2021))
    assert {row.why for row in comparison.rows} == {""}
    assert comparison.finding == "Osloregionen: Utslippene i 2018 er de samme i begge, 815 tonn."


def test_the_page_is_linked_from_both_and_every_figure_leads_to_its_trail() -> None:
    two_editions()
    client = Client()
    assert 'href="/klimastatus/2021/mot/2020/"' in client.get("/klimastatus/2021/").content.decode()
    other = client.get("/klimastatus/2020/").content.decode()
    assert 'href="/klimastatus/2020/mot/2021/"' in other
    assert client.get("/klimastatus/2020/mot/2021/")["Location"] == "/klimastatus/2021/mot/2020/"
    html = client.get("/klimastatus/2021/mot/2020/").content.decode()
    trails = set(re.findall(r'href="(/klimastatus/20\d\d/tall/[^"]+)"', html))
    assert {"/klimastatus/2020/tall/3403-2018/", "/klimastatus/2021/tall/3403-2019/"} <= trails
    assert {client.get(address).status_code for address in trails} == {200}
    table = client.get("/klimastatus/2021/mot/2020/tall.csv").content.decode()
    (hamar,) = [row for row in csv.DictReader(io.StringIO(table)) if row["name"] == "Hamar"]
    assert (hamar["earlier"], hamar["again"], hamar["difference"], hamar["newest"], hamar["year"]) == (
        "70.0", "80.0", "10.0", "60.0", "2018",
    )  # fmt: skip
    assert hamar["again_trail"].endswith("/klimastatus/2021/tall/3403-2018/")


@pytest.mark.parametrize(
    "address", ["2020/mot/2020/", "2021/mot/2020/", "2020/mot/1999/", "2020/mot/1999/tall.csv"]
)
def test_what_cannot_be_set_side_by_side_is_not_found(address: str) -> None:
    make_edition(State.PUBLISHED, year=2020)
    make_edition(year=2021)
    assert Client().get(f"/klimastatus/{address}").status_code == 404


def test_editions_without_figures_are_no_comparison() -> None:
    earlier = make_edition(State.PUBLISHED, year=2020)
    later = make_edition(year=2021)
    later.blocks.all().delete()
    client = Client()
    client.force_login(make_secretary())
    assert client.get("/klimastatus/2021/mot/2020/").status_code == 404
    assert comparison_of(earlier, later, "") is None


def test_a_comparison_asks_as_much_for_three_members_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    two_editions()
    Membership.objects.exclude(organisation__slug="hamar").update(valid_to=date(2021, 5, 2))
    for year in (2018, 2019):
        make_edition(State.PUBLISHED, year=year)
    for address in ("2021/mot/2020/", "2019/mot/2018/"):
        with django_assert_num_queries(8):
            assert Client().get(f"/klimastatus/{address}").status_code == 200


# Withdrawn --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", "data/", "rettelser/", "3403/", "tall/alliance-2018/"])
def test_every_address_of_a_withdrawn_edition_stays_and_says_why_and_what_took_its_place(end: str) -> None:
    edition, newer = make_edition(State.PUBLISHED), make_edition(State.PUBLISHED, year=2021)
    changes.withdraw_edition(edition, reason="Feil tall.", replaced_by=newer, **NOBODY)
    html = Client().get(f"/klimastatus/2020/{end}").content.decode()
    assert "Feil tall." in html
    assert 'href="/klimastatus/2021/"' in html
    assert Client().get(f"/klimastatus/2021/{end}").status_code == 200


def test_what_took_the_place_is_named_later_and_stands_in_print() -> None:
    edition = make_edition(State.WITHDRAWN)
    assert "Ingenting har erstattet den ennå." in Client().get("/klimastatus/2020/").content.decode()
    newer = make_edition(State.PUBLISHED, year=2021)
    client = Client()
    client.force_login(make_secretary())
    client.post("/klimastatus/2020/erstattet-av/", {"replaced_by": "2021"})
    edition.refresh_from_db()
    assert edition.replaced_by == newer
    assert "Den er erstattet av Klimastatus 2021" in text_of(printed(edition))
    client.post("/klimastatus/2020/erstattet-av/", {"replaced_by": ""})
    edition.refresh_from_db()
    assert edition.replaced_by is None


def test_the_step_of_withdrawing_names_it_at_once() -> None:
    make_edition(State.PUBLISHED)
    make_edition(State.PUBLISHED, year=2021)
    client = Client()
    client.force_login(make_secretary())
    typed = {"note": "Feil tall.", "replaced_by": "2021"}
    client.post("/klimastatus/2020/steg/withdraw_edition/", typed)
    edition = Edition.objects.select_related("replaced_by").get(year=2020)
    assert (edition.state, edition.replaced_by and edition.replaced_by.year) == ("withdrawn", 2021)


def test_only_what_stands_takes_a_place_and_only_of_what_is_withdrawn() -> None:
    edition, draft = make_edition(State.PUBLISHED), make_edition(year=2021)
    for chosen in (draft, edition):
        with refused("replaced_by", field="replaced_by"):
            changes.withdraw_edition(edition, reason="Feil tall.", replaced_by=chosen, **NOBODY)
    with refused("state"):
        changes.name_replacement(edition, None, **NOBODY)
    client = Client()
    client.force_login(make_secretary())
    answer = client.post("/klimastatus/2020/erstattet-av/", {"replaced_by": "2021"}, follow=True)
    assert "trukket tilbake" in str(next(iter(answer.context["messages"])))


# The package ------------------------------------------------------------------------------------------

# What the profile of Data Package 2.0 asks of a descriptor and its resources, as far as ours have it.
PATH = r"^(?!/)(?!.*\.\.)(?!.*://).+$"
DESCRIPTOR = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["resources"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
        "id": {"type": "string"},
        "title": {"type": "string", "minLength": 1},
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"},
        "homepage": {"type": "string", "pattern": "^https?://"},
        "contributors": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["title"], "properties": {"roles": {"type": "array"}}},
        },
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "anyOf": [{"required": ["name"]}, {"required": ["path"]}]},
        },
        "sources": {
            "type": "array",
            "items": {"type": "object", "required": ["title"], "properties": {"version": {"type": "string"}}},
        },
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "bytes", "hash", "format", "mediatype"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
                    "path": {"type": "string", "pattern": PATH},
                    "bytes": {"type": "integer", "minimum": 1},
                    "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name"],
                                    "properties": {
                                        "type": {"enum": ["string", "number", "year", "date", "boolean"]}
                                    },
                                },
                            },
                            "primaryKey": {"type": "array", "items": {"type": "string"}},
                            "missingValues": {"type": "array"},
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_the_descriptor_is_a_data_package_of_the_second_version(state: State) -> None:
    files = files_of(make_edition(state))
    package = json.loads(files["datapackage.json"])
    assert [error.message for error in Draft202012Validator(DESCRIPTOR).iter_errors(package)] == []
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names)) == 6
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        if "schema" in resource:
            heads = next(csv.reader(io.StringIO(content.decode())))
            assert [field["name"] for field in resource["schema"]["fields"]] == heads


@pytest.mark.parametrize("name", ["klimastatus.json", "alle-tall.json"])
def test_both_data_sets_are_json_stat(name: str) -> None:
    data = json.loads(files_of(make_edition(State.PUBLISHED))[name])
    assert validate_jsonstat(data) is True


def test_every_figure_stands_in_the_cube_and_every_row_names_its_vintage_and_its_trail() -> None:
    edition = make_edition(State.PUBLISHED)
    files = files_of(edition)
    cube = json.loads(files["alle-tall.json"])
    assert len(cube["value"]) == Figure.objects.filter(edition=edition).count()
    vintages = {row["id"]: row for row in csv.DictReader(io.StringIO(files["vintages.csv"].decode()))}
    told = [
        row
        for name in ("region.csv", "delregioner.csv", "kommuner.csv")
        for row in csv.DictReader(io.StringIO(files[name].decode()))
    ]
    assert {row["indicator"] for row in told} == {"ghg-emissions", "population"}
    for row in told:
        assert row["vintage"].split()
        assert set(row["vintage"].split()) <= vintages.keys()
        assert row["trail"].endswith(f"/klimastatus/2020/tall/{row['key']}/")
    for vintage in vintages.values():
        assert Client().get("/data" + vintage["address"].split("/data", 1)[1]).status_code == 200


def test_the_edition_is_cited_in_each_language_with_its_address() -> None:
    edition = make_edition(State.PUBLISHED)
    assert [citation(edition, code) for code in ("nb", "nn", "en")] == [
        "Osloregionen: Klimastatus 2020 (3. mai 2021). http://127.0.0.1:8000/klimastatus/2020/",
        "Osloregionen: Klimastatus 2020 (3. mai 2021). http://127.0.0.1:8000/klimastatus/2020/",
        "Osloregionen: Klimastatus 2020 (3 May 2021). http://127.0.0.1:8000/klimastatus/2020/",
    ]
    assert "draft" in citation(make_edition(year=2021), "en")
    html = Client().get("/klimastatus/2020/data/").content.decode()
    assert html.count('data-copy="cite-') == 3
    cff = files_of(edition)["CITATION.cff"].decode()
    assert 'title: "Klimastatus 2020"' in cff
    assert "date-released: 2021-05-03" in cff
    assert edition.content_sha256 in cff


# Trails -----------------------------------------------------------------------------------------------


def test_counted_answers_are_followed_to_the_replies_that_gave_them(region: dict[str, Organisation]) -> None:
    call = make_call(
        {"climate-budget": {"kind": QuestionKind.CHOICE, "choices": YES}}, year=2020, slug="k2020"
    )
    reply = make_reply(call, region[HAMAR], **{"climate-budget": "yes"})
    submit(reply)
    calls.accept_reply(reply, **NOBODY)
    edition = make_edition(State.PUBLISHED)
    figure = figure_named(edition, "alliance-2020-climate-budget-yes-answers")
    assert figure is not None
    assert (figure.value, figure.unit) == (1.0, "municipalities")
    with translation.override("nb"):
        trail = trail_of(edition, figure)
    assert [(part.name, part.member) for part in trail.ingredients] == [("Hamar", HAMAR)]
    assert reply.versions.get().sha256 in trail.ingredients[0].note
    assert "Ja" in trail.name
    html = Client().get("/klimastatus/2020/").content.decode()
    assert "/klimastatus/2020/tall/alliance-2020-climate-budget-yes-answers/" in html
    assert reply.versions.get().sha256 in Client().get("/klimastatus/2020/3403/").content.decode()
    assert "1 av 1 kommuner svarte «Ja»" in text_of(printed(edition))
    cube = json.loads(files_of(edition)["alle-tall.json"])
    assert "climate-budget:answers" in cube["dimension"]["measure"]["category"]["index"]
    assert reply_note({}) == ""


YES = [
    {"key": "yes", "nb": "Ja", "nn": "Ja", "en": "Yes"},
    {"key": "no", "nb": "Nei", "nn": "Nei", "en": "No"},
]


def test_inhabitants_are_followed_to_the_file_of_their_own_indicator() -> None:
    edition = make_edition(State.PUBLISHED)
    figure = figure_named(edition, "3403-2018-population-level")
    assert figure is not None
    trail = trail_of(edition, figure)
    assert (trail.name, [o.value for o in trail.observations]) == (
        "Hamar: innbyggere 1. januar i 2018",
        [100.0],
    )
    whole = figure_named(edition, "alliance-2018-population-level")
    assert whole is not None
    assert [part.key for part in trail_of(edition, whole).ingredients] == [
        "3416-2018-population-level", "3403-2018-population-level", "0301-2018-population-level",
    ]  # fmt: skip
    share = figure_named(edition, "alliance-2018-per-inhabitant")
    assert share is not None
    assert trail_of(edition, share).ingredients[1].key == "alliance-2018-population-level"


def test_emissions_per_inhabitant_are_told_in_their_own_unit_everywhere() -> None:
    edition = make_edition(State.PUBLISHED)
    make_edition(State.PUBLISHED, year=2021)
    figure = figure_named(edition, "alliance-2018-per-inhabitant")
    assert figure is not None
    assert (figure.unit, trail_of(edition, figure).unit) == ("t CO2e/persons", "tonn CO2e per innbygger")
    client = Client()
    table = client.get("/klimastatus/2020/data/region.csv").text
    assert "t CO2e/persons" in next(row for row in table.splitlines() if "per-inhabitant" in row)
    compared_page = client.get("/klimastatus/2020/mot/2021/", follow=True).text
    assert "tonn CO<sub>2</sub>e per innbygger" in compared_page
    assert "t CO<sub>2</sub>e" not in compared_page


def test_what_a_formula_gives_is_followed_to_its_parts() -> None:
    Indicator.objects.create(
        key="per-head", source=Source.objects.get(key="kostra"), title_nb="Per hode", unit="t CO2e/persons",
        formula="ghg-emissions / population",
    )  # fmt: skip
    edition = make_edition()
    settings = {"indicator": "per-head", "places": ["alliance"], "form": "columns"}
    changes.add_block(edition, kind="chart", settings=settings, **NOBODY)
    edition = changes.compose_edition(edition, **NOBODY)
    figure = figure_named(edition, "alliance-2018-per-head-level")
    assert figure is not None
    trail = trail_of(edition, figure)
    assert (trail.formula, [part.key for part in trail.ingredients]) == (
        "ghg-emissions / population", ["alliance-2018", "alliance-2018-population-level"],
    )  # fmt: skip
    assert {vintage["publisher"] for vintage in trail.vintages} == {
        "Miljødirektoratet",
        "Statistisk sentralbyrå",
    }


def test_corrections_of_every_block_are_told_and_fetched() -> None:
    edition = make_edition(State.PUBLISHED)
    make_vintage(NEWER, seen_on=LATER)
    keys = {revision.key for revision in revised_since(edition)}
    assert {"alliance-2018", "alliance-2018-road_traffic", "alliance-2018-per-inhabitant"} <= keys
    assert {"subregion-hamarregionen-2018", "3403-2018-change-since-base"} <= keys
    assert effect_of(edition, revised_since(edition), "subregion:oslo-delregionen") is None
    html = Client().get("/klimastatus/2020/rettelser/").content.decode()
    assert "Utslipp per innbygger" in html
    table = Client().get("/klimastatus/2020/rettelser/tall.csv").content.decode("utf-8-sig")
    assert {row["key"] for row in csv.DictReader(io.StringIO(table))} == keys


def test_an_edition_without_figures_of_the_country_is_the_reason_why_it_has_no_share() -> None:
    earlier = make_edition(State.PUBLISHED, year=2020)
    country = Indicator.objects.get(key="national-emissions")
    make_vintage({("NO", 2018, ""): 8250.0}, indicator=country, codes_of=None, seen_on=LATER)
    make_vintage(NEWER, seen_on=LATER)
    later = make_edition(State.PUBLISHED, year=2021)
    share = next(row for row in compared(earlier, later).rows if row.measure == "share-of-national")
    assert (share.earlier.value, share.again.value) == (None, 10.0)
    assert share.why == "den tidligere utgaven hadde ingen tall for landet"
    words = "den senere utgaven har ingen tall for landet"
    assert lacking_national(Side(later), Side(earlier), 2018) == words


def test_other_figures_of_the_country_are_a_reason_why_the_share_differs() -> None:
    country = Indicator.objects.get(key="national-emissions")
    make_vintage({("NO", 2018, ""): 8150.0}, indicator=country, codes_of=None)
    earlier = make_edition(State.PUBLISHED, year=2020)
    make_vintage({("NO", 2018, ""): 9000.0}, indicator=country, codes_of=None, seen_on=LATER)
    share = next(
        row
        for row in compared(earlier, make_edition(State.PUBLISHED, year=2021)).rows
        if row.measure == "share-of-national"
    )
    assert share.why == "tallene for landet: reviderte tall: sett 1. mai 2021, nå 1. juni 2021"


@pytest.mark.parametrize(
    ("language", "title", "unit", "tonnes"),
    [
        ("nb", "Innbyggere", "innbyggere", "tonn CO<sub>2</sub>e"),
        ("nn", "Innbyggjarar", "innbyggjarar", "tonn CO<sub>2</sub>e"),
        ("en", "Inhabitants", "inhabitants", "tonnes CO<sub>2</sub>e"),
    ],
)
def test_corrections_and_trails_are_told_in_the_readers_words(
    language: str, title: str, unit: str, tonnes: str
) -> None:
    make_edition(State.PUBLISHED)
    people = {(code, 2018, ""): 777.0 for code in (HAMAR, EIDSKOG, OSLO_CITY)}
    make_vintage(people, indicator=Indicator.objects.get(key="population"), seen_on=LATER)
    client = Client()
    client.cookies["language"] = language
    shown = client.get("/klimastatus/2020/rettelser/").text
    assert (title in shown, f": {unit}</p>" in shown, "persons" in shown) == (True, True, False)
    rows = client.get("/klimastatus/2020/tall/3403-2018-population-level/").text.split("<main")[1]
    assert (unit in rows, "persons" in rows) == (True, False)
    parts = client.get("/klimastatus/2020/tall/alliance-2018-per-inhabitant/").text
    assert (f"<td>{tonnes}</td>" in parts, f"<td>{unit}</td>" in parts) == (True, True)

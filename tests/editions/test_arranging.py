"""The page of an edition is arranged from blocks: by whom, in which order, and what readers get of it."""

import io
import json
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import outloud
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.documents.models import Clearance, Document
from dugnad.documents.states import State as DocumentState
from dugnad.editions import changes, commands
from dugnad.editions.kinds import KEY_FIGURES, STANDARD, PageBlockKind
from dugnad.editions.models import Block, Edition, Figure, PageBlock
from dugnad.editions.queries import content_of, is_intact, is_out_of_date, region_report
from dugnad.editions.queries.arrangement import page_of, stamp_of
from dugnad.editions.queries.composition.indicators import answered
from dugnad.editions.queries.package import data_files
from dugnad.editions.queries.printing import printed
from dugnad.editions.rules import canonical, fingerprint
from dugnad.editions.states import State
from dugnad.indicators import changes as indicator_changes
from dugnad.indicators.models import Indicator, Source
from dugnad.indicators.queries import ask
from dugnad.kit.errors import Conflict
from dugnad.kit.models import Change
from dugnad.members.models import CodeSuccession, MunicipalityCode, Organisation
from dugnad.programme import changes as programme
from tests.editions.test_files import chapters_of, text_of
from tests.factories.documents import make_story, take_to
from tests.factories.editions import (
    AT,
    EIDSKOG,
    HAMAR,
    LATER,
    NOBODY,
    OSLO_CITY,
    make_begun_edition,
    make_edition,
    make_figures,
    make_region,
)
from tests.factories.indicators import make_vintage
from tests.factories.members import make_code, make_secretary
from tests.factories.programme import make_activity
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
JANUARY = date(2020, 1, 1)
WORDS = {"heading_nb": "Til leseren", "body_nb": "Les **dette** først."}
TEXT: dict[str, Any] = {"kind": "text", **WORDS}
REGION = {"indicator": "", "places": ["alliance"]}


@pytest.fixture(autouse=True)
def region() -> None:
    make_region()
    make_figures()


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def keys(edition: Edition) -> list[str]:
    return [block.key for block in page_of(edition)]


def seen(edition: Edition) -> str:
    return stamp_of(page_of(edition))


def add(edition: Edition, **values: Any) -> PageBlock:
    return changes.add_block(edition, **values, **NOBODY)


def report(edition: Edition) -> Any:
    found = region_report(Edition.objects.get(pk=edition.pk), "Osloregionen", "data/", "/tall/")
    assert found is not None
    return found


def headings(edition: Edition) -> list[str]:
    return [section.heading for section in report(edition).sections]


# Arranging --------------------------------------------------------------------------------------------


def test_a_new_edition_begins_with_the_standard_arrangement_in_three_languages() -> None:
    edition = make_begun_edition()
    assert keys(edition) == [block.key for block in STANDARD]
    block = edition.page_blocks.get(key="sektorer")
    assert (block.heading_nb, block.heading_nn, block.heading_en) == (
        "Etter sektor",
        "Etter sektor",
        "By sector",
    )
    assert str(edition.page_blocks.get(key="endringer")) == "Diagram"


def test_an_edition_from_before_pages_were_arranged_reads_as_the_standard_and_stays_intact() -> None:
    edition = make_edition()
    told = headings(edition)
    PageBlock.objects.all().delete()
    take_all(edition)
    assert "page" not in content_of(edition)
    assert is_intact(Edition.objects.defer("content").get())
    assert headings(edition) == told == [
        "Nøkkeltall", "Utslippene i regionen", "Etter sektor", "Etter delregion", "Kommune for kommune",
        "Metode og kilder",
    ]  # fmt: skip


def take_all(edition: Edition) -> None:
    for step in (changes.submit_edition, changes.approve_edition, changes.publish_edition):
        step(edition, **NOBODY)


def test_a_draft_from_before_gets_its_blocks_with_the_first_change_or_when_it_is_worked_out() -> None:
    edition = make_begun_edition()
    PageBlock.objects.all().delete()
    changes.move_block(edition, "utslipp", up=True, seen=seen(edition), **NOBODY)
    assert keys(edition)[:2] == ["utslipp", "nokkeltall"]
    PageBlock.objects.all().delete()
    changes.compose_edition(edition, **NOBODY)
    assert edition.page_blocks.count() == len(STANDARD)


def test_add_block_places_it_below_another_or_at_the_top() -> None:
    edition = make_begun_edition()
    add(edition, **TEXT, after="nokkeltall")
    add(edition, **TEXT)
    assert keys(edition)[:4] == ["blokk-2", "nokkeltall", "blokk-1", "utslipp"]
    assert list(edition.page_blocks.values_list("position", flat=True)) == list(range(len(STANDARD) + 2))


def test_a_text_without_words_is_refused() -> None:
    with refused("words", field="body_nb"):
        add(make_begun_edition(), kind="text")
    edition = Edition.objects.get()
    block = add(edition, **TEXT)
    with refused("words", field="body_nb"):
        changes.edit_block(edition, block.key, revision=1, settings={}, heading_nb="", body_nb="", **NOBODY)


def test_edit_block_writes_words_and_choices_and_the_history_has_both() -> None:
    edition = make_begun_edition()
    choices = REGION | {"form": "sectors"}
    changes.edit_block(edition, "utslipp", revision=1, settings=choices, heading_nb="Alt", **NOBODY)
    block = edition.page_blocks.get(key="utslipp")
    assert (block.heading_nb, block.settings["form"], block.revision) == ("Alt", "sectors", 2)
    entry = Change.objects.get(verb="edit_block")
    assert (entry.before["heading_nb"], entry.after["heading_nb"]) == ("Utslippene i regionen", "Alt")


def test_of_two_who_write_in_a_block_the_second_gets_both_texts() -> None:
    edition = make_begun_edition()
    key = add(edition, **TEXT).key
    changes.edit_block(edition, key, revision=1, settings={}, body_nb="Deres", **NOBODY)
    with pytest.raises(Conflict) as caught:
        changes.edit_block(edition, key, revision=1, settings={}, body_nb="Vår", **NOBODY)
    details = caught.value.details
    assert (details["yours"]["body_nb"], details["theirs"]["body_nb"], details["seen"]) == ("Vår", "Deres", 2)


def test_what_is_written_in_a_block_that_is_gone_is_told_to_be_kept() -> None:
    edition = make_begun_edition()
    with refused("gone"):
        changes.edit_block(edition, "borte", revision=1, settings={}, **NOBODY)


def test_move_block_changes_places_and_the_ends_stay() -> None:
    edition = make_begun_edition()
    changes.move_block(edition, "utslipp", up=False, seen=seen(edition), **NOBODY)
    assert keys(edition)[:3] == ["nokkeltall", "sektorer", "utslipp"]
    for key, up in (("nokkeltall", True), ("metode", False)):
        before = keys(edition)
        changes.move_block(edition, key, up=up, seen=seen(edition), **NOBODY)
        assert keys(edition) == before


def test_of_two_who_arrange_at_once_the_second_is_told_and_nothing_is_moved() -> None:
    edition = make_begun_edition()
    old = seen(edition)
    changes.move_block(edition, "utslipp", up=True, seen=old, **NOBODY)
    after = keys(edition)
    with refused("arranged"):
        changes.move_block(edition, "nokkeltall", up=False, seen=old, **NOBODY)
    with refused("arranged"):
        changes.remove_block(edition, "metode", seen=old, **NOBODY)
    assert keys(edition) == after


def test_remove_block_keeps_its_words_in_the_history() -> None:
    edition = make_begun_edition()
    key = add(edition, **TEXT).key
    changes.remove_block(edition, key, seen=seen(edition), **NOBODY)
    assert key not in keys(edition)
    assert Change.objects.get(verb="remove_block").before["body_nb"] == "Les **dette** først."
    with refused("gone"):
        changes.remove_block(edition, key, seen=seen(edition), **NOBODY)


def test_the_last_block_stays() -> None:
    edition = make_begun_edition()
    edition.page_blocks.exclude(key="metode").delete()
    with refused("last"):
        changes.remove_block(edition, "metode", seen=seen(edition), **NOBODY)
    assert keys(edition) == ["metode"]


def test_copy_arrangement_takes_over_an_earlier_page_and_keeps_what_stood_in_the_history() -> None:
    earlier, edition = make_begun_edition(year=2019), make_begun_edition(year=2020)
    add(earlier, **TEXT)
    changes.copy_arrangement(edition, earlier, seen=seen(edition), **NOBODY)
    assert keys(edition) == keys(earlier)
    assert edition.page_blocks.get(key="blokk-1").body_nb == WORDS["body_nb"]
    assert len(Change.objects.get(verb="copy_arrangement").before["blocks"]) == len(STANDARD)


@pytest.mark.parametrize("state", [State.APPROVED, State.PUBLISHED, State.WITHDRAWN])
def test_what_is_approved_is_not_arranged(state: State) -> None:
    edition = make_edition(state)
    stamp, before = seen(edition), keys(edition)
    for act in (
        lambda: add(edition, **TEXT),
        lambda: changes.edit_block(edition, "utslipp", revision=1, settings={}, **NOBODY),
        lambda: changes.move_block(edition, "utslipp", up=True, seen=stamp, **NOBODY),
        lambda: changes.remove_block(edition, "utslipp", seen=stamp, **NOBODY),
        lambda: changes.copy_arrangement(edition, edition, seen=stamp, **NOBODY),
    ):
        with refused("state"):
            act()
    assert keys(edition) == before


def test_the_database_itself_refuses_to_change_the_page_of_what_is_published() -> None:
    edition = make_edition(State.PUBLISHED)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        PageBlock.objects.filter(key="utslipp").update(heading_nb="forged")
    assert is_intact(edition)
    PageBlock.objects.filter(key="utslipp").delete()
    assert not is_intact(edition)


def test_the_arrangement_is_part_of_what_the_fingerprint_is_taken_of() -> None:
    first = canonical(content_of(make_edition()))
    edition = Edition.objects.get()
    changes.move_block(edition, "utslipp", up=True, seen=seen(edition), **NOBODY)
    assert fingerprint(canonical(content_of(edition))) != fingerprint(first)


# What readers get -------------------------------------------------------------------------------------


def test_page_folder_and_pdf_follow_the_arrangement(tmp_path: Path) -> None:
    edition = make_edition()
    add(edition, **TEXT, after="nokkeltall")
    changes.move_block(edition, "utslipp", up=True, seen=seen(edition), **NOBODY)
    changes.remove_block(edition, "kommuner", seen=seen(edition), **NOBODY)
    take_all(edition)
    wanted = ["Nøkkeltall", "Utslippene i regionen", "Til leseren", "Etter sektor", "Etter delregion"]
    html = Client().get("/klimastatus/2020/").content.decode()
    commands.publish(year=2020, out=tmp_path)
    for text in (html, (tmp_path / "index.html").read_text()):
        places = [text.index(f">{heading}</h2>") for heading in wanted]
        assert places == sorted(places)
        assert "Les <strong>dette</strong> først." in text
        assert "Kommune for kommune</h2>" not in text
    pdf = (tmp_path / "klimastatus-2020.pdf").read_bytes()
    assert [title for title in chapters_of(pdf) if title in wanted] == wanted
    assert "Les dette først." in text_of(pdf)
    result = outloud.check(str(tmp_path / "klimastatus-2020.pdf"))
    assert (result.verdict, result.errors) == ("pass", 0)


def test_key_figures_are_those_that_are_chosen_about_the_place_that_is_chosen() -> None:
    edition = make_edition()
    choice = {"place": HAMAR, "measures": ["per-inhabitant", "emissions"]}
    changes.edit_block(edition, "nokkeltall", revision=1, settings=choice, **NOBODY)
    (figures,) = report(edition).shown("figures")
    assert [(figure.key, figure.value) for figure in figures] == [
        ("3403-2018", "70"),
        ("3403-2018-per-inhabitant", "0,7"),
    ]
    choice = {"place": "subregion:hamarregionen", "measures": ["emissions"]}
    changes.edit_block(edition, "nokkeltall", revision=2, settings=choice, **NOBODY)
    assert [figure.key for figure in report(edition).key_figures] == ["subregion-hamarregionen-2018"]


def chart(edition: Edition, **choices: Any) -> Any:
    key = add(edition, kind="chart", settings=REGION | choices, heading_nb="Ny").key
    return report(edition).charts.get(key)


def test_a_chart_shows_the_places_years_and_form_that_are_chosen() -> None:
    edition = make_edition()
    one = chart(edition, form="columns", places=[HAMAR], first_year=2017)
    assert (one.title, one.rows) == (
        "Hamar slapp ut 22 prosent mindre i 2018 enn i 2017",
        [("2017", [90.0]), ("2018", [70.0])],
    )
    assert [one.address_at(line, 1) for line in one.lines] == ["/tall/3403-2018/"]
    several = chart(edition, form="line", places=["subregions", EIDSKOG])
    assert [line.name for line in several.lines] == [
        "Hamarregionen", "Kongsvingerregionen", "Oslo-delregionen", "Eidskog",
    ]  # fmt: skip
    small = chart(edition, form="multiples", places=["members"])
    assert (small.unit, len(small.lines)) == ("indeks, 2009 = 100", 3)
    sectors = chart(edition, form="sectors", places=[OSLO_CITY])
    assert [line.name for line in sectors.lines] == ["Veitrafikk", "Oppvarming"]


def indicator(key: str = "bikes", unit: str = "kg") -> Indicator:
    return Indicator.objects.create(
        key=key, source=Source.objects.get(key="kostra"), title_nb="Avfall", title_en="Waste", unit=unit
    )


WASTE = {
    (HAMAR, 2017, ""): 10.0,
    (HAMAR, 2018, ""): 12.0,
    (EIDSKOG, 2018, ""): 4.0,
    (OSLO_CITY, 2018, ""): 50.0,
}


def test_a_block_shows_another_indicator_once_its_figures_are_worked_out() -> None:
    make_vintage(WASTE, indicator=indicator())
    edition = make_edition()
    settings = {"indicator": "bikes", "places": ["alliance", HAMAR], "form": "line"}
    key = add(edition, kind="chart", settings=settings).key
    assert is_out_of_date(edition)
    assert key not in report(edition).charts
    with refused("composed"):
        changes.submit_edition(edition, **NOBODY)
    edition = changes.compose_edition(edition, **NOBODY)
    assert not is_out_of_date(edition)
    shown = report(edition).charts[key]
    assert (shown.title, shown.rows) == ("Avfall", [("2017", [None, 10.0]), ("2018", [66.0, 12.0])])
    assert shown.address_at(shown.lines[0], 1) == "/tall/alliance-2018-bikes-level/"
    figure = Figure.objects.get(key="alliance-2018-bikes-level")
    assert (figure.value, figure.unit, figure.indicator) == (66.0, "kg", "bikes")
    assert Figure.objects.filter(key="subregion-hamarregionen-2018-bikes-level").exists()
    with translation.override("en"):
        assert report(edition).charts[key].title == "Waste"


@pytest.mark.parametrize("form", ["columns", "multiples"])
def test_another_indicator_in_other_forms(form: str) -> None:
    make_vintage(WASTE, indicator=indicator())
    edition = make_edition()
    settings = {"indicator": "bikes", "places": [HAMAR], "form": form}
    key = add(edition, kind="chart", settings=settings).key
    edition = changes.compose_edition(edition, **NOBODY)
    shown = report(edition).charts[key]
    assert (shown.title, shown.address) == ("Avfall: 10 i 2017, 12 i 2018", "data/kommuner.csv")


def test_shares_are_not_summed_and_a_formula_is_worked_out_for_each_place() -> None:
    make_vintage(WASTE, indicator=indicator("share", "%"))
    Indicator.objects.create(
        key="per-head", source=Source.objects.get(key="kostra"), title_nb="Per hode", unit="t CO2e/persons",
        formula="ghg-emissions / population",
    )  # fmt: skip
    edition = make_edition()
    for key in ("share", "per-head"):
        settings = {"indicator": key, "places": ["alliance", "subregions", HAMAR]}
        add(edition, kind="table", settings=settings, heading_nb=key)
    edition = changes.compose_edition(edition, **NOBODY)
    share, formula = (Block.objects.get(key=f"indicator-{key}").content for key in ("share", "per-head"))
    assert (share["alliance"], share["subregions"]["hamarregionen"], share["members"][HAMAR]["2018"]) == (
        {}, {}, 12.0,
    )  # fmt: skip
    assert (formula["alliance"], formula["parts"]) == ({"2018": 0.815}, ["ghg-emissions", "population"])
    rows = report(edition).shown("rows")[0]
    assert [(row["name"], row["last"].words) for row in rows][:2] == [
        ("Osloregionen", "0,82"), ("Hamarregionen", "0,70"),
    ]  # fmt: skip


def test_a_country_is_told_of_whatever_place_is_chosen() -> None:
    national = Indicator.objects.get(key="national-emissions")
    make_vintage({("NO", 2018, ""): 5000.0}, indicator=national, codes_of=None)
    edition = make_edition()
    key = add(
        edition, kind="chart", settings=REGION | {"indicator": "national-emissions", "form": "columns"}
    ).key
    edition = changes.compose_edition(edition, **NOBODY)
    assert report(edition).charts[key].address == "data/landet.csv"
    assert Figure.objects.get(indicator="national-emissions").place == "country:NO"
    take_all(edition)
    assert "country:NO" in Client().get("/klimastatus/2020/data/landet.csv").content.decode()
    assert Client().get("/klimastatus/2020/tall/country-NO-2018-national-emissions-level/").status_code == 200


def test_a_map_shows_every_member_and_leads_to_the_trails() -> None:
    edition = make_edition()
    add(edition, kind="map", settings={"measure": "change-since-base"})
    (drawn,) = report(edition).shown("map")
    told = report(edition).blocks[0].shows["rows"]
    assert [(tone.words, tone.count) for tone in drawn.tones] == [
        ("–10\u00a0%", 1), ("–13\u00a0%", 1), ("–30\u00a0%", 1),
    ]  # fmt: skip
    for name in ("Hamar", "Eidskog", "Oslo"):
        assert f">{name}</text>" in drawn.inline
    assert told[1] == ("Hamar", "–30\u00a0%", "/tall/3403-2018-change-since-base/", "")


def square(code: str, west: float) -> dict[str, Any]:
    ring = [[west, 60], [west + 1, 60], [west + 1, 61], [west, 61], [west, 60]]
    return {"type": "Feature", "id": code, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def take_borders(*codes: str) -> None:
    shapes = [square(code, 10 + at) for at, code in enumerate(codes)]
    content = json.dumps({"type": "FeatureCollection", "features": shapes}).encode()
    report = indicator_changes.import_borders(content, "grenser.json", by=None, at=AT)
    assert report.refused == []


def test_where_borders_are_imported_the_map_is_drawn_with_them_and_keeps_them() -> None:
    take_borders(HAMAR, EIDSKOG)
    edition = make_edition()
    add(edition, kind="map", settings={"measure": "change-since-base"})
    (chart,) = report(edition).shown("bordered")
    assert chart.categories == ("Eidskog", "Hamar", "Oslo")
    assert [bool(area.polygons) for area in chart.areas] == [True, True, False]
    assert chart.lines[0].addresses[1] == "/tall/3403-2018-change-since-base/"
    assert chart.notes == ("Ikke på grensekartet: Oslo. Tallene deres står i tabellen.",)
    before = (printed(edition), data_files(edition))
    take_borders(OSLO_CITY)
    assert (printed(edition), data_files(edition)) == before
    take_all(edition)
    answer = Client().get("/klimastatus/2020/")
    assert b"chart-frame" in answer.content
    assert b"edition-map-frame" not in answer.content


def make_later(old: str, *new: str) -> None:
    """What a municipality becomes in 2024: another number, or several."""
    row = MunicipalityCode.objects.get(code=old)
    MunicipalityCode.objects.filter(pk=row.pk).update(valid_to=date(2023, 12, 31))
    for code in new:
        found, _made = MunicipalityCode.objects.get_or_create(
            code=code, defaults={"name": f"Kommune {code}", "valid_from": date(2024, 1, 1)}
        )
        CodeSuccession.objects.create(predecessor=row, successor=found)


def test_a_map_of_a_later_division_draws_each_member_on_the_land_that_is_its_own() -> None:
    make_later(HAMAR, "3901")
    make_later(EIDSKOG, "3902", "3903")
    take_borders("3901", "3902", "3903", OSLO_CITY)
    edition = make_edition()
    add(edition, kind="map", settings={"measure": "change-since-base"})
    (chart,) = report(edition).shown("bordered")
    assert [len(area.polygons) for area in chart.areas] == [2, 1, 1]
    assert chart.notes == ()


def test_members_that_have_become_one_area_are_told_under_the_map_and_in_print() -> None:
    make_later(HAMAR, "3901")
    make_later(EIDSKOG, "3901")
    take_borders("3901", OSLO_CITY)
    edition = make_edition()
    add(edition, kind="map", settings={"measure": "change-since-base"})
    (chart,) = report(edition).shown("bordered")
    assert [len(area.polygons) for area in chart.areas] == [0, 0, 1]
    told = "Ikke på grensekartet: Eidskog, Hamar. Tallene deres står i tabellen."
    assert chart.notes == (told,)
    assert told in " ".join(text_of(printed(edition)).split())


def test_a_map_that_mixes_divisions_is_drawn_by_the_numbers_that_members_have() -> None:
    make_later(HAMAR, "3901")
    take_borders(HAMAR, "3901", OSLO_CITY)
    edition = make_edition()
    add(edition, kind="map", settings={"measure": "change-since-base"})
    (chart,) = report(edition).shown("bordered")
    assert [len(area.polygons) for area in chart.areas] == [0, 1, 1]


def test_a_ratio_below_one_keeps_its_digits_in_tables_charts_trails_print_and_data() -> None:
    make_vintage(
        {(HAMAR, 2018, ""): 7.4123, (EIDSKOG, 2018, ""): 0.5}, indicator=indicator("cars", "vehicles")
    )
    Indicator.objects.create(
        key="density",
        source=Source.objects.get(key="kostra"),
        title_nb="Biltetthet",
        unit="vehicles/persons",
        formula="cars / population",
    )
    edition = make_edition()
    places = [HAMAR, EIDSKOG]
    add(edition, kind="table", settings={"indicator": "density", "places": places})
    add(edition, kind="chart", settings={"indicator": "density", "places": [HAMAR], "form": "columns"})
    changes.compose_edition(edition, **NOBODY)
    shown = report(edition)
    rows = shown.shown("rows")[0]
    assert [row["last"].words for row in rows] == ["0,0741", "0,0100"]
    assert shown.shown("chart")[0].title == "Biltetthet: 0,0741 i 2018"
    take_all(edition)
    trail = strip_tags(Client().get("/klimastatus/2020/tall/3416-2018-density-level/").text)
    assert "0,01 kjøretøy per innbygger" in " ".join(trail.split())
    assert "0,5" in trail
    assert "0,0741" in text_of(printed(edition))
    assert "0.0741" in Client().get("/klimastatus/2020/data/kommuner.csv").text


def test_a_member_that_is_not_on_the_map_stands_in_its_table_with_the_reason() -> None:
    take_borders(HAMAR, EIDSKOG, OSLO_CITY)
    edition = make_edition()
    Figure.objects.filter(place=HAMAR).delete()
    for measure in ("change-since-base", "per-inhabitant"):
        add(edition, kind="map", settings={"measure": measure})
    people_map, changes_map = report(edition).shown("bordered")  # the newest stands first
    assert changes_map.lines[0].values[1] is None
    assert people_map.reason_at(people_map.lines[0], 1) == "innbyggertallet er ikke kjent"
    assert people_map.notes == ("Områder med stiplet kant har ikke tall.",)
    told = [block.shows["rows"] for block in report(edition).blocks if "bordered" in block.shows]
    assert ("Hamar", "–", "", "innbyggertallet er ikke kjent") in told[0]


def test_a_map_of_what_no_member_has_shows_nothing() -> None:
    edition = make_edition()
    Figure.objects.filter(measure="per-inhabitant").delete()
    add(edition, kind="map", settings={"measure": "per-inhabitant"})
    assert report(edition).shown("map") == []


def test_what_cannot_be_told_of_a_divided_municipality_is_left_out(region: None) -> None:
    east, west = (make_code(code, name, None, JANUARY) for code, name in (("9001", "Øst"), ("9002", "Vest")))
    old = make_code("9000", "Delt", None, date(2000, 1, 1), date(2019, 12, 31))
    for part in (east, west):
        CodeSuccession.objects.create(predecessor=old, successor=part)
    waste = indicator()
    make_vintage({("9000", 2018, ""): 7.0}, indicator=waste, codes_of=date(2019, 1, 1))
    asked = ask("9001", today=JANUARY, codes_day=JANUARY, members_on=JANUARY)
    assert answered(waste, asked, by="total") is None


def test_stories_are_all_of_some_themes_or_those_that_are_chosen() -> None:
    for title in ("En", "To"):
        take_to(make_story(year=2020, title=title), DocumentState.PUBLISHED)
    edition = make_edition()
    slugs = [story["slug"] for story in Block.objects.get(key="stories").content["stories"]]

    def told(**settings: Any) -> list[str]:
        block = edition.page_blocks.get(key="historier")
        changes.edit_block(edition, "historier", revision=block.revision, settings=settings, **NOBODY)
        return [story["title"] for _theme, stories in report(edition).stories for story in stories]

    assert told() == ["En", "To"]
    assert told(themes=["nature"]) == []
    assert told(themes=["energy"]) == ["En", "To"]
    assert told(stories=slugs[1:]) == ["To"]


def test_the_year_tells_what_was_reached_and_what_was_published() -> None:
    activity = make_activity(status_note="Godt i gang")
    year = activity.programme.year
    step = programme.add_milestone(activity, title_nb="Møte 1", due=LATER.date(), **NOBODY)
    programme.complete_milestone(step, on=LATER.date(), **NOBODY)
    story = make_story(year=year, title="Det vi lærte")
    story.activities.add(activity)
    take_to(story, DocumentState.PUBLISHED)
    edition = make_edition(year=year)
    ((told,),) = report(edition).shown("activities")
    assert (told["note"], told["milestones"], [text["title"] for text in told["documents"]]) == (
        "Godt i gang",
        [{"title": "Møte 1", "day": "17. juni 2021"}],
        ["Det vi lærte"],
    )
    changes.edit_block(edition, "aret", revision=1, settings={"parts": []}, **NOBODY)
    ((told,),) = report(edition).shown("activities")
    assert (told["note"], told["milestones"], told["documents"]) == ("", [], [])


KINDS = st.lists(
    st.tuples(
        st.sampled_from([kind.value for kind in PageBlockKind]),
        st.sampled_from(["", "Overskrift"]),
        st.sampled_from(["columns", "sectors", "changes", "line", "multiples"]),
        st.sampled_from([["alliance"], ["subregions"], [HAMAR], ["members"]]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KINDS)
def test_any_arrangement_gives_the_same_bytes_again(blocks: list[tuple[str, str, str, list[str]]]) -> None:
    Figure.objects.all().delete()
    Block.objects.all().delete()
    PageBlock.objects.all().delete()
    Edition.objects.all().delete()
    edition = make_edition()
    PageBlock.objects.all().delete()
    for place, (kind, heading, form, places) in enumerate(blocks):
        PageBlock.objects.create(
            edition=edition, position=place, kind=kind, key=f"blokk-{place}", heading_nb=heading,
            body_nb="Ord",
            settings={"indicator": "", "form": form, "places": places, "measures": list(KEY_FIGURES)},
        )  # fmt: skip
    take_all(edition)
    once, again = folder_of(), folder_of()
    assert once == again
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(once["klimastatus-2020.pdf"])
        assert outloud.check(file.name).errors == 0


def folder_of() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        commands.publish(year=2020, out=Path(folder))
        found = {
            path.relative_to(folder).as_posix(): path for path in Path(folder).rglob("*") if path.is_file()
        }
        return {name: path.read_bytes() for name, path in found.items()}


# The secretariat's pages ------------------------------------------------------------------------------


def test_the_secretary_adds_writes_moves_and_takes_out(secretary: Client) -> None:
    edition = make_edition()
    answer = secretary.get("/klimastatus/2020/blokker/velg/", {"kind": "text", "after": "nokkeltall"})
    assert answer["Location"] == "/klimastatus/2020/blokker/ny/text/?after=nokkeltall"
    secretary.post(answer["Location"], WORDS)
    assert keys(edition)[1] == "blokk-1"
    secretary.post("/klimastatus/2020/blokker/blokk-1/", WORDS | {"seen": 1, "body_nb": "Nye ord"})
    assert edition.page_blocks.get(key="blokk-1").body_nb == "Nye ord"
    answer = secretary.post("/klimastatus/2020/blokker/blokk-1/flytt/", {"up": "1", "seen": seen(edition)})
    assert answer["Location"] == "/klimastatus/2020/blokker/#blokk-1"
    assert keys(edition)[0] == "blokk-1"
    assert edition.page_blocks.get(key="blokk-1").body_nb == "Nye ord"
    secretary.post("/klimastatus/2020/blokker/blokk-1/ta-ut/", {"seen": seen(edition)})
    assert "blokk-1" not in keys(edition)


def test_a_stale_page_is_told_and_moves_nothing(secretary: Client) -> None:
    edition = make_begun_edition()
    before = keys(edition)
    answer = secretary.post("/klimastatus/2020/blokker/metode/flytt/", {"up": "1", "seen": "x"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Noen andre har endret oppsettet i mellomtiden. Ingenting ble gjort; se på siden slik den er nå."
    ]
    assert keys(edition) == before


def test_two_who_write_in_a_block_see_both_texts_on_the_page(secretary: Client) -> None:
    edition = make_begun_edition()
    add(edition, **TEXT)
    secretary.post("/klimastatus/2020/blokker/blokk-1/", WORDS | {"seen": 1, "body_nb": "Deres"})
    answer = secretary.post("/klimastatus/2020/blokker/blokk-1/", WORDS | {"seen": 1, "body_nb": "Mine"})
    html = answer.content.decode()
    assert (answer.status_code, "Deres" in html, "Mine" in html) == (409, True, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"places": []}, "places"),
        ({"form": "columns", "places": ["alliance", HAMAR]}, "places"),
        ({"form": "changes", "places": ["subregions"]}, "places"),
        ({"form": "sectors", "indicator": "population"}, "form"),
        ({"first_year": 2018, "last_year": 2017}, "last_year"),
        ({"first_year": "i fjor"}, "first_year"),
        ({"places": ["9999"]}, "places"),
    ],
)
def test_choices_that_do_not_go_together_say_where_and_keep_what_was_typed(
    secretary: Client, typed: dict[str, Any], field: str
) -> None:
    make_begun_edition()
    values = {"form": "columns", "indicator": "", "places": ["alliance"], "body_nb": "Mine ord"} | typed
    answer = secretary.post("/klimastatus/2020/blokker/ny/chart/", values)
    assert answer.status_code == 422
    assert next(iter(answer.context["form"].errors)) == field
    assert "Mine ord" in answer.content.decode()
    assert PageBlock.objects.count() == len(STANDARD)


@pytest.mark.parametrize("kind", list(PageBlockKind.values))
def test_every_kind_has_its_form_and_starts_with_what_works(secretary: Client, kind: str) -> None:
    make_edition()
    form = secretary.get(f"/klimastatus/2020/blokker/ny/{kind}/").context["form"]
    values = {name: value for name, value in form.initial.items() if value not in (None, "")}
    answer = secretary.post(f"/klimastatus/2020/blokker/ny/{kind}/", values | WORDS)
    assert answer.status_code == 302, answer.context["form"].errors
    assert PageBlock.objects.get(key="blokk-1").kind == kind


def test_the_page_says_what_shows_nothing_and_what_waits(secretary: Client) -> None:
    edition = make_begun_edition()
    assert secretary.get("/klimastatus/2020/blokker/").status_code == 200
    changes.compose_edition(edition, **NOBODY)
    add(edition, kind="table", settings={"indicator": "household-waste", "places": ["alliance"]})
    html = secretary.get("/klimastatus/2020/blokker/").content.decode()
    assert "tallene er ikke beregnet ennå" in html
    assert "har ingenting å vise ennå, og er utelatt" in html
    assert "Noe av det siden viser, er ikke beregnet ennå." in html


def test_the_page_is_copied_from_another_edition(secretary: Client) -> None:
    earlier, edition = make_begun_edition(year=2019), make_begun_edition(year=2020)
    add(earlier, **TEXT)
    address = "/klimastatus/2020/blokker/kopier/"
    for year in ("", "²", "1999"):
        answer = secretary.post(address, {"from": year, "seen": seen(edition)}, follow=True)
        assert str(next(iter(answer.context["messages"]))) == "Velg en utgave å kopiere fra."
    secretary.post(address, {"from": "2019", "seen": seen(edition)})
    assert keys(edition) == keys(earlier)


@pytest.mark.parametrize("end", ["ny/nothing/", "borte/", "velg/?kind=nothing"])
def test_what_is_no_block_is_not_found_or_told(secretary: Client, end: str) -> None:
    make_begun_edition()
    assert secretary.get(f"/klimastatus/2020/blokker/{end}").status_code in {404, 302}


def test_a_frozen_page_is_shown_without_buttons(secretary: Client) -> None:
    make_edition(State.PUBLISHED)
    html = secretary.get("/klimastatus/2020/blokker/").content.decode()
    assert "Slik er siden satt opp." in html
    assert "/flytt/" not in html


# The package ------------------------------------------------------------------------------------------


def test_everything_is_fetched_as_one_zip_of_the_same_bytes() -> None:
    make_edition(State.PUBLISHED)
    once, again = (Client().get("/klimastatus/2020/data/klimastatus-2020.zip").content for _time in range(2))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        package = json.loads(archive.read("klimastatus-2020/datapackage.json"))
    assert {f"klimastatus-2020/{resource['path']}" for resource in package["resources"]} <= set(names)
    assert "klimastatus-2020/CITATION.cff" in names


def test_the_same_pdf_comes_of_the_same_arrangement() -> None:
    edition = make_edition(State.PUBLISHED)
    assert printed(edition) == printed(Edition.objects.get())


# Senders who have not answered ----------------------------------------------------------------------------


def make_unanswered() -> Edition:
    """An edition whose story's sender was asked about changed words."""
    story = take_story()
    version = story.versions.get()
    Clearance.objects.create(
        version=version, wording="w", token_sha256="t", name="Kari", email="kari@hamar.example",
        language="nb", asked_at=AT,
    )  # fmt: skip
    return make_edition(State.APPROVED)


def take_story() -> Document:
    story = make_story(Organisation.objects.get(name="Hamar"), year=2020)
    take_to(story, DocumentState.PUBLISHED)
    return story


def test_an_edition_with_a_story_whose_sender_has_not_answered_is_published_only_by_choice() -> None:
    edition = make_unanswered()
    with refused("senders", field="although_senders_wait"):
        changes.publish_edition(edition, **NOBODY)
    published = changes.publish_edition(edition, although_senders_wait=True, **NOBODY)
    assert published.state == State.PUBLISHED


def test_the_page_names_the_stories_that_wait_and_offers_the_choice(secretary: Client) -> None:
    edition = make_unanswered()
    page = secretary.get("/klimastatus/2020/").text
    assert "Avsenderen av en historie er spurt om teksten og har ikke svart" in page
    address = "/klimastatus/2020/steg/publish_edition/"
    told = secretary.post(address, follow=True).text
    assert "Avsenderen har ikke svart om" in told
    secretary.post(address, {"although_senders_wait": "on"})
    edition.refresh_from_db()
    assert edition.state == State.PUBLISHED
    assert "har ikke svart" not in secretary.get("/klimastatus/2020/").text


def test_blocks_are_told_by_the_title_of_their_indicator_and_shares_by_points(secretary: Client) -> None:
    make_vintage(
        {(HAMAR, 2017, ""): 20.0, (HAMAR, 2018, ""): 25.0, (EIDSKOG, 2018, ""): 9.0},
        indicator=indicator("share", "%"),
    )
    edition = make_edition()
    add(edition, kind="table", settings={"indicator": "share", "places": [HAMAR, EIDSKOG]})
    changes.compose_edition(edition, **NOBODY)
    listed = strip_tags(secretary.get("/klimastatus/2020/blokker/").text)
    assert "Tabell: Avfall" in listed
    assert ": share" not in listed
    rows = report(edition).shown("rows")[0]
    assert [(row["change"].words, row["change"].mark) for row in rows] == [
        ("+5,0 prosentpoeng", ""),
        ("–", "a"),
    ]

"""Verbs about figures: all of a file or nothing, the same bytes once, and the trail."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils.translation import override
from openpyxl import Workbook

from dugnad.indicators import changes, commands
from dugnad.indicators.changes import FileReport, judging, wording
from dugnad.indicators.changes import imports as import_changes
from dugnad.indicators.kinds import READY_INDICATORS
from dugnad.indicators.models import BorderMap, Indicator, Observation, SectorTotal, Source, Target, Vintage
from dugnad.indicators.reference.illustrative import Place, illustrative_emissions
from dugnad.indicators.reference.population import inhabitants_in, population_table
from dugnad.indicators.sources.reading import Figure, Refusal
from dugnad.kit import uploads
from dugnad.kit.models import Change, StoredFile
from dugnad.kit.spreadsheets import Sheet, write_workbook
from dugnad.members.models import CodeSuccession, MunicipalityCode
from tests.factories.indicators import (
    AT,
    D2021,
    emissions,
    make_country,
    make_indicator,
    make_indicators,
    make_whole_country,
    row,
    table,
)
from tests.factories.members import make_organisation, make_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": AT}


@pytest.fixture(autouse=True)
def _country() -> None:
    make_country()
    make_indicators()


def take(content: bytes, name: str = "utslipp.csv", seen_on: date = D2021, **more: Any) -> FileReport:
    return changes.import_emissions(content, name, seen_on=seen_on, **(NOBODY | more))


def take_table(text: str, indicator: str = "population", **more: Any) -> FileReport:
    asked = {"indicator": indicator, "seen_on": D2021, **NOBODY, **more}
    return changes.import_indicator(text.encode(), "tall.csv", **asked)


def counts() -> tuple[int, ...]:
    kept = (Vintage, Observation, SectorTotal, StoredFile)
    return tuple(model._default_manager.count() for model in kept)


# Files of figures ------------------------------------------------------------------------------------


def test_import_emissions_keeps_the_file_its_figures_and_their_sums() -> None:
    person = make_person("Solveig")
    report = take(table(row(), row(gas="CH4", value="0,5"), row(sector="Jordbruk", value="2")), by=person)
    vintage = Vintage.objects.get(pk=report.vintage)
    assert (report.layout, report.rows, report.stored, report.refused) == ("national table", 3, 3, [])
    assert (vintage.seen_on, vintage.codes_of, vintage.gases) == (D2021, D2021, "CH4 CO2")
    assert (vintage.licence, vintage.file.sha256, vintage.file_name) == ("NLOD", report.sha256, "utslipp.csv")
    assert vintage.sectors == ["road_traffic", "agriculture"]
    assert vintage.coverage == [{"years": [2009], "codes": ["3403"]}]
    told = vintage.observations.values_list(
        "row", "code", "year", "sector", "emission_source", "gas", "value", "unit"
    )
    assert list(told)[:2] == [
        (2, "3403", 2009, "road_traffic", "Personbiler", "CO2", 10.5, "t CO2e"),
        (3, "3403", 2009, "road_traffic", "Personbiler", "CH4", 0.5, "t CO2e"),
    ]
    assert list(vintage.totals.values_list("sector", "value")) == [
        ("agriculture", 2.0),
        ("road_traffic", 11.0),
    ]
    entry = Change.objects.get(verb="import_vintage")
    assert (entry.actor_name, entry.after["stored"], entry.after["sha256"]) == ("Solveig", 3, report.sha256)


def test_import_emissions_twice_changes_nothing() -> None:
    first = take(table(row()))
    before = counts(), Change.objects.count()
    again = take(table(row()), "samme fil med nytt navn.csv", seen_on=date(2024, 5, 1))
    assert (again.unchanged, again.stored, again.vintage) == (1, 0, first.vintage)
    assert (counts(), Change.objects.count()) == before


def test_import_emissions_stores_nothing_of_a_file_with_one_bad_cell() -> None:
    report = take(table(*(row(year=2009 + n) for n in range(8)), row(value="tolv")))
    assert (report.rows, report.stored, report.vintage, len(report.refused)) == (9, 0, None, 1)
    assert counts() == (0, 0, 0, 0)


def test_import_emissions_as_a_rehearsal_stores_nothing_and_tells_what_it_would() -> None:
    report = take(table(row()), dry_run=True)
    assert (report.stored, report.vintage) == (1, None)
    assert counts() == (0, 0, 0, 0)


def test_import_emissions_refuses_a_web_page_that_is_named_as_a_workbook() -> None:
    report = take(b"<!DOCTYPE html><html><body>404</body></html>", "Utslipp.xlsx")
    (refusal,) = report.refused
    assert "Utslipp.xlsx er en nettside" in refusal.reason
    assert report.as_json()["refused"] == [{"sheet": "", "row": None, "column": "", "reason": refusal.reason}]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b'{"a": 1}'])
def test_import_emissions_refuses_what_is_no_table(content: bytes) -> None:
    assert len(take(content).refused) == 1
    assert counts() == (0, 0, 0, 0)


def test_import_emissions_reads_a_workbook() -> None:
    header = (
        "Kommunenummer",
        "År",
        "Sektor",
        "Utslippskilde",
        "Klimagass",
        "Utslipp (tonn CO₂-ekvivalenter)",
    )
    sheet = Sheet("Oversikt - detaljert", header, [("3403", 2009, "Veitrafikk", "Busser", "CO2", 5.5)])
    report = take(write_workbook([sheet]), "Utslipp.xlsx")
    assert (report.layout, report.stored, report.refused) == ("national workbook", 1, [])


def test_import_emissions_refuses_an_error_and_a_formula_without_a_result_in_its_own_columns() -> None:
    book = Workbook()
    book.active.append(["Kommunenummer", "År", "Sektor", "Utslippskilde", "Klimagass", "Utslipp", "Merknad"])
    book.active.append(["3403", 2009, "Veitrafikk", "Busser", "CO2", "#N/A", "=1+1"])
    book.active.append(["3403", 2010, "Veitrafikk", "Busser", "CO2", 5.5, "=1+1"])
    book.active.append([None, None, None, None, None, "=SUM(F2:F3)"])
    stream = BytesIO()
    book.save(stream)
    report = take(stream.getvalue(), "Utslipp.xlsx")
    assert [(refusal.row, refusal.column, refusal.reason.split(" «")[0]) for refusal in report.refused] == [
        (2, "Utslipp", "Cellen viser feilen"),
        (4, "Utslipp", "Formelen"),
    ]
    assert counts() == (0, 0, 0, 0)


def test_import_emissions_refuses_a_workbook_that_cannot_be_read() -> None:
    content = write_workbook([Sheet("A", ("a",), [("b",)])])
    damaged = content.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheetX.xml")
    assert len(take(damaged, "Utslipp.xlsx").refused) == 1


def test_import_emissions_keeps_a_missing_figure_as_missing_and_so_its_sum() -> None:
    report = take(table(row(value=""), row(gas="CH4"), row(sector="Jordbruk")))
    vintage = Vintage.objects.get(pk=report.vintage)
    assert list(vintage.observations.values_list("value", flat=True)) == [None, 10.5, 10.5]
    assert dict(vintage.totals.values_list("sector", "value")) == {"road_traffic": None, "agriculture": 10.5}
    assert [gap["row"] for gap in vintage.without_figure] == [2]


def test_import_emissions_dates_the_codes_by_the_division_that_has_them_all() -> None:
    report = take(table(row("3024"), row("0301")), seen_on=date(2024, 5, 1))
    assert Vintage.objects.get(pk=report.vintage).codes_of == date(2020, 1, 1)


def test_import_emissions_refuses_codes_that_would_count_a_place_twice() -> None:
    report = take(table(row("0219", 2019), row("3024", 2019)))
    (refusal,) = report.refused
    assert "Kommunenumrene er fra flere inndelinger" in refusal.reason
    assert counts() == (0, 0, 0, 0)


def test_import_emissions_refuses_more_rows_than_the_server_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_ROWS", 2)
    report = take(table(*(row(year=2009 + n) for n in range(5))))
    assert [refusal.reason for refusal in report.refused] == [
        "Tabellen har mer enn tolv millioner rader. Del den opp."
    ]


def test_import_emissions_of_made_up_figures_stands_under_a_source_of_its_own() -> None:
    report = take(table(row()), source="illustrative")
    assert Vintage.objects.get(pk=report.vintage).source.is_official is False


NOBODYS = "municipality_code,year,value\n3403,2019,100\n"


def test_name_publisher_takes_figures_that_were_nobodys_once_and_tells_the_trail() -> None:
    vintage = Vintage.objects.get(pk=take_table(NOBODYS, source="unnamed").vintage)
    assert (vintage.source.is_official, vintage.source.is_made_up, vintage.licence) == (False, False, "–")
    report = take_table(NOBODYS)
    vintage.refresh_from_db()
    assert (vintage.source.key, vintage.licence) == ("ssb-07459", "CC BY 4.0")
    assert report.notes == ["Tallene står nå med Statistisk sentralbyrå som utgiver."]
    change = Change.objects.filter(verb="name_publisher").get()
    assert (change.object_id, change.after["source_id"]) == (vintage.pk, vintage.source_id)
    assert (take_table(NOBODYS).notes, take_table(NOBODYS, source="illustrative").notes) == ([], [])
    vintage.refresh_from_db()
    assert vintage.source.key == "ssb-07459"


@pytest.mark.parametrize("again", [{"source": "unnamed"}, {"dry_run": True}])
def test_name_publisher_changes_nothing_where_nobody_names_one(again: dict[str, Any]) -> None:
    vintage = Vintage.objects.get(pk=take_table(NOBODYS, source="unnamed").vintage)
    assert take_table(NOBODYS, **again).notes == []
    vintage.refresh_from_db()
    assert vintage.source.key == "unnamed"


def test_name_publisher_of_a_file_that_is_not_here_is_nothing() -> None:
    source = Source.objects.get(key="ssb-07459")
    assert (
        changes.name_publisher(Indicator.objects.get(key="population"), "0" * 64, source, **NOBODY) is False
    )


def test_a_table_of_the_command_line_is_nobodys_until_its_publisher_is_named(tmp_path: Path) -> None:
    path = tmp_path / "folk.csv"
    path.write_text(NOBODYS, encoding="utf-8")
    asked: dict[str, Any] = {"indicator": "population", "vintage": D2021, "dry_run": False}
    (file,) = commands.import_indicator([path], **asked).files
    assert Vintage.objects.get(pk=file.vintage).source.key == "unnamed"
    assert "--source ssb-07459" in file.warnings[-1]
    (again,) = commands.import_indicator([path], **asked).files
    assert again.warnings == []
    commands.import_indicator([path], source="ssb-07459", **asked)
    assert Vintage.objects.get(pk=file.vintage).source.key == "ssb-07459"
    path.write_bytes(table(row()))
    (file,) = commands.import_indicator([path], indicator="ghg-emissions", vintage=D2021, dry_run=False).files
    assert Vintage.objects.get(pk=file.vintage).source.is_official is True


@pytest.mark.parametrize("source", ["vegvesen", "nobody"])
def test_import_emissions_refuses_a_source_that_is_not_the_indicators(source: str) -> None:
    with refused("source", field="source"):
        take(table(row()), source=source)


def test_a_share_of_more_than_the_whole_is_asked_about_before_it_is_stored() -> None:
    make_indicator("share", unit="%")

    def warnings(*values: float) -> list[str]:
        rows = "".join(f"3403,{2015 + place},{value}\n" for place, value in enumerate(values))
        content = f"municipality_code,year,value\n{rows}".encode()
        report = changes.import_indicator(
            content, "andeler.csv", indicator="share", seen_on=D2021, dry_run=True, **NOBODY
        )
        return report.warnings

    assert warnings(85.0, 100.0) == []
    assert warnings(85.0, 850.0) == [
        "Ett tall er over 100 prosent: 850,0 for 3403 i 2016 (rad 3). Ta det bare inn hvis det er ment slik."
    ]
    assert warnings(101.0, 850.0) == [
        "2 tall er over 100 prosent, det første for 3403 i 2015 (rad 2): 101,0. "
        "Ta dem bare inn hvis det er ment slik."
    ]


def test_a_share_below_zero_is_asked_about_before_it_is_stored() -> None:
    make_indicator("share", unit="%")

    def warnings(*values: float) -> list[str]:
        rows = "".join(f"3403,{2015 + place},{value}\n" for place, value in enumerate(values))
        content = f"municipality_code,year,value\n{rows}".encode()
        return changes.import_indicator(
            content, "andeler.csv", indicator="share", seen_on=D2021, dry_run=True, **NOBODY
        ).warnings

    assert warnings(0.0, -4.0) == [
        "Én andel er under null: –4,0 for 3403 i 2016 (rad 3). Ta den bare inn hvis det er ment slik."
    ]
    assert warnings(-4.0, -5.0) == [
        "2 andeler er under null, den første for 3403 i 2015 (rad 2): –4,0. "
        "Ta dem bare inn hvis det er ment slik."
    ]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "a.csv er lest inn: 1\u00a0346 tall."),
        ("en", "a.csv was read: 1,346 figures."),
    ],
)
def test_how_many_figures_were_read_is_told_as_the_language_writes_numbers(language: str, told: str) -> None:
    with override(language):
        assert changes.outcome_of(FileReport("a.csv", stored=1346)) == told


def test_import_emissions_knows_a_file_that_another_stored_meanwhile() -> None:
    first = take(table(row()))
    report = stored_late(Figure(2, "3403", 2009, "road_traffic", "Personbiler", "CO2", 10.5), table(row()))
    assert (report.unchanged, report.stored, report.vintage) == (1, 0, first.vintage)
    assert counts() == (1, 1, 1, 1)


def test_import_emissions_does_not_take_every_clash_for_the_same_file() -> None:
    with pytest.raises(IntegrityError):
        stored_late(Figure(2, None, 2009, "road_traffic", "", "", 1.0), table(row()))  # type: ignore[arg-type]


def stored_late(figure: Figure, content: bytes) -> FileReport:
    """The second half of an import, begun when nobody had the file and ended when somebody did."""
    inspected = uploads.inspect(content, "utslipp.csv", allowed=changes.READABLE)
    report = FileReport("utslipp.csv", sha256=inspected.sha256, layout="national table", rows=1, stored=1)
    reading = import_changes.Reading()
    reading.add(figure)
    source = emissions().source
    vintage = Vintage(indicator=emissions(), source=source, seen_on=D2021, imported_at=AT, licence="NLOD")
    import_changes._store_once(vintage, reading, content, inspected, report, **NOBODY)
    return report


# Tables of any indicator -----------------------------------------------------------------------------


def test_import_indicator_takes_in_a_table() -> None:
    report = take_table("municipality_code,year,value\n3403,2020,31999\n")
    vintage = Vintage.objects.get(pk=report.vintage)
    assert (report.layout, vintage.stored, vintage.sectors, vintage.gases) == ("indicator table", 1, [""], "")
    assert vintage.totals.get().value == 31999.0


def test_import_indicator_may_carry_the_codes_of_each_year() -> None:
    report = take_table("municipality_code,year,value\n0219,2019,127731\n3024,2020,127731\n")
    assert Vintage.objects.get(pk=report.vintage).codes_of is None


def test_import_indicator_of_something_unknown_is_refused() -> None:
    with refused("indicator", field="indicator"):
        take_table("municipality_code,year,value\n3403,2020,1\n", indicator="happiness")


def test_import_figures_reads_each_indicator_as_its_publisher_lays_it_out() -> None:
    text = b"municipality_code,year,value\n3403,2020,31999\n"
    asked = {"seen_on": D2021, **NOBODY}
    first = changes.import_figures(table(row()), "a.csv", indicator="ghg-emissions", **asked)
    second = changes.import_figures(text, "b.csv", indicator="population", **asked)
    assert (first.layout, second.layout) == ("national table", "indicator table")


def test_the_same_file_may_be_a_vintage_of_two_indicators() -> None:
    make_indicator("people", unit="persons")
    text = "municipality_code,year,value\n3403,2020,31999\n"
    assert [take_table(text, indicator=key).stored for key in ("population", "people")] == [1, 1]


# Reports in words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (FileReport("a.csv", stored=1), "a.csv er lest inn: 1 tall."),
        (FileReport("a.csv", stored=7), "a.csv er lest inn: 7 tall."),
        (FileReport("a.csv", unchanged=7), "a.csv ligger her allerede; ingenting er endret."),
        (
            FileReport("a.csv", refused=[Refusal("", 1, "", "x")]),
            "a.csv er avvist; ingenting av den er lagret.",
        ),
    ],
)
def test_outcome_of_tells_what_became_of_a_file(report: FileReport, words: str) -> None:
    assert changes.outcome_of(report) == words


def test_refusals_in_words_name_the_place_and_count_those_that_are_too_many() -> None:
    refusals = [Refusal("Ark 1", 3, "År", "Feil."), Refusal("", None, "", "Tom.")]
    assert wording.refusals_in_words(refusals, 5) == ["Ark 1, rad 3, År: Feil.", "Tom.", "… og 5 til."]


# The catalogue -----------------------------------------------------------------------------------------


def test_load_reference_indicators_twice_changes_nothing() -> None:
    assert changes.load_reference_indicators(**NOBODY) == 0
    assert (Indicator.objects.count(), Source.objects.filter(is_official=False).count()) == (
        len(READY_INDICATORS),
        2,  # made-up figures, and those that nobody named a publisher of
    )


def test_set_target_writes_it_down_and_a_new_one_takes_the_old_ones_place() -> None:
    hamar = make_organisation("Hamar")
    for change in (-0.4, -0.5):
        changes.set_target(
            emissions(),
            hamar,
            year=2030,
            change=change,
            base_year=2009,
            adopted_by_nb="kommunestyret",
            **NOBODY,
        )
    target = Target.objects.get()
    assert (target.change, str(target)) == (-0.5, "Hamar 2030: -50%")
    assert [entry.after["change"] for entry in Change.objects.filter(verb="set_target")] == [-0.4, -0.5]


def make_the_rest_of_the_country() -> None:
    CodeSuccession.objects.all().delete()
    MunicipalityCode.objects.all().delete()
    make_whole_country()


# Borders -----------------------------------------------------------------------------------------------


def borders(*codes: str, name: str = "code") -> bytes:
    shapes = [{"type": "Feature", "properties": {name: code}, "geometry": None} for code in codes]
    return json.dumps({"type": "FeatureCollection", "features": shapes}).encode()


def take_borders(content: bytes, **more: Any) -> FileReport:
    return changes.import_borders(content, "grenser.json", **(NOBODY | more))


def test_import_borders_keeps_the_file_and_whose_borders_it_has() -> None:
    report = take_borders(borders("0301", "3403"))
    kept = BorderMap.objects.get()
    assert (report.rows, report.stored, kept.codes, str(kept)) == (2, 2, ["0301", "3403"], "grenser.json")
    assert Change.objects.get(verb="import_borders").after == {"file": "grenser.json", "shapes": 2}


def test_import_borders_twice_or_as_a_rehearsal_changes_nothing() -> None:
    assert take_borders(borders("0301"), dry_run=True).stored == 1
    assert BorderMap.objects.count() == 0
    take_borders(borders("0301"))
    assert take_borders(borders("0301")).unchanged == 1
    assert BorderMap.objects.count() == 1


def test_import_borders_reads_topojson() -> None:
    shapes = [{"type": "Polygon", "id": "301"}, {"type": "Polygon", "properties": {"kommunenummer": 3403}}]
    content = json.dumps({"type": "Topology", "objects": {"k": {"geometries": shapes}}}).encode()
    take_borders(content)
    assert BorderMap.objects.get().codes == ["0301", "3403"]


@pytest.mark.parametrize(
    "content",
    [b"not json", b"[1, 2]", b"{}", borders("9999"), borders("0301", name="colour"), b'{"features": [{}]}'],
)
def test_import_borders_refuses_what_is_no_map_of_municipalities(content: bytes) -> None:
    report = take_borders(content)
    assert (len(report.refused), BorderMap.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", ["municipalities_2024_boundaries", "east_norway_2024_boundaries"])
def test_the_real_borders_are_read(name: str, real_data: Path) -> None:
    make_the_rest_of_the_country()
    report = take_borders((real_data / "geography" / f"{name}.topojson").read_bytes())
    assert (report.refused, report.stored > 50) == ([], True)


# Reference figures -------------------------------------------------------------------------------------


def test_the_population_that_we_ship_is_read_without_a_refusal() -> None:
    make_the_rest_of_the_country()
    report = take_table(population_table().decode())
    assert (report.refused, report.stored) == ([], 64 * 13)
    assert inhabitants_in(2021)["0301"] == 697010


def test_the_population_that_we_ship_is_the_published_one(real_data: Path) -> None:
    path = real_data / "geography" / "population_2006_2026_by_municipality_2024codes.csv"
    published = set(path.read_text(encoding="utf-8").splitlines())
    assert set(population_table().decode().splitlines()[1:]) <= published


def test_made_up_emissions_are_the_same_every_time_and_pass_the_importer() -> None:
    places = [Place("3403", "Hamar", "Innlandet", 32_000), Place("3416", "Eidskog", "Innlandet", 6_000)]
    content = illustrative_emissions(places, last_year=2018)
    assert content == illustrative_emissions(places, last_year=2018)
    report = take(content, source="illustrative")
    assert report.refused == []
    vintage = Vintage.objects.get(pk=report.vintage)
    assert vintage.coverage == [
        {"years": [2009, 2011, 2013, 2015, 2016, 2017, 2018], "codes": ["3403", "3416"]}
    ]


def test_a_revision_of_made_up_emissions_rewrites_their_history_a_little() -> None:
    places = [Place("3403", "Hamar", "Innlandet", 32_000)]
    first, second = (
        Vintage.objects.get(pk=take(content, source="illustrative").vintage)
        for content in (
            illustrative_emissions(places, last_year=2018),
            illustrative_emissions(places, last_year=2019, revision=0.03),
        )
    )
    old, new = (sum(v.totals.filter(year=2009).values_list("value", flat=True)) for v in (first, second))
    assert 1 < new / old < 1.04

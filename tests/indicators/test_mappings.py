"""Tables whose columns somebody has named: read, refused by row and column, named once and used again."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dugnad.indicators import changes, commands
from dugnad.indicators.changes import FileReport
from dugnad.indicators.models import ColumnMapping, Indicator, Observation
from dugnad.indicators.sources.mapped_table import Columns
from dugnad.kit.models import Change
from tests.factories.indicators import AT, D2021, make_country, make_indicator, make_indicators, population
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": AT}
PLAIN = Columns("Kommune", "Periode", "Antall")
NAMED = {
    "place_column": "Kommune",
    "year_column": "Periode",
    "value_column": "Antall",
    "decimal": ",",
    "thousands": "space",
}


@pytest.fixture(autouse=True)
def _country() -> None:
    make_country()
    make_indicators()


def take(text: str, columns: Columns = PLAIN, indicator: str = "population") -> FileReport:
    return changes.import_figures(
        text.encode(), "tall.csv", indicator=indicator, seen_on=D2021, columns=columns, **NOBODY
    )


def stored(report: FileReport) -> list[tuple[Any, ...]]:
    assert report.refused == []
    return list(Observation.objects.values_list("row", "code", "year", "sector", "value"))


def test_a_table_is_read_by_the_columns_that_were_named() -> None:
    report = take("Noe annet;Periode;Kommune;Antall\nx;2020;3403;31 369\n")
    assert stored(report) == [(2, "3403", 2020, "", 31369.0)]
    assert report.layout == "mapped table"


@pytest.mark.parametrize(
    "place", ["3403", "3403 Hamar", "K-3403", "Hamar", "hamar", "Hamar - 3403", "3403.0"]
)
def test_a_place_is_a_number_with_or_without_a_name_or_a_name(place: str) -> None:
    assert stored(take(f"Kommune;Periode;Antall\n{place};2020;5\n"))[0][1] == "3403"


def test_a_name_with_its_county_is_that_countys() -> None:
    assert stored(take("Kommune;Periode;Antall\nVåler (Innlandet);2020;5\n"))[0][1] == "3419"


@pytest.mark.parametrize(
    ("written", "decimal", "thousands", "value"),
    [
        ("1 250,5", ",", "space", 1250.5),
        ("1\u00a0250,5", ",", "space", 1250.5),
        ("1.250,5", ",", "point", 1250.5),
        ("1,250.5", ".", "comma", 1250.5),
        ("1.250", ",", "point", 1250.0),
        ("1.250", ".", "none", 1.25),
        ("1250", ",", "space", 1250.0),
        ("12 345 678", ",", "space", 12345678.0),
    ],
)
def test_a_number_is_read_with_the_signs_that_were_named(
    written: str, decimal: str, thousands: str, value: float
) -> None:
    columns = Columns("Kommune", "Periode", "Antall", decimal=decimal, thousands=thousands)
    (row,) = stored(take(f'Kommune;Periode;Antall\n3403;2020;"{written}"\n', columns))
    assert row[4] == value


@pytest.mark.parametrize("written", ["1.250", "1,2,3", "1 25", "tolv", "-4", "1e3"])
def test_a_number_that_is_written_otherwise_is_refused_with_its_place(written: str) -> None:
    (refusal,) = take(f'Kommune;Periode;Antall\n3403;2020;"{written}"\n').refused
    assert (refusal.row, refusal.column) == (2, "Antall")


def test_below_zero_is_a_number_where_the_unit_allows_it() -> None:
    make_indicator("balance", "kr")
    for written, value in (("−1 250,5", -1250.5), ("–7", -7.0)):
        Observation.objects.all().delete()
        (row,) = stored(take(f"Kommune;Periode;Antall\n3403;2020;{written}\n", indicator="balance"))
        assert row[4] == value


def test_a_sector_and_a_unit_may_have_columns_or_the_unit_a_word_of_its_own() -> None:
    make_indicator("bicycles", "km")
    columns = Columns("Sted", "År", "Lengde", sector="Slag", unit_column="Enhet")
    report = take("Sted;År;Lengde;Slag;Enhet\n3403;2020;1500;Vei;m\n3403;2020;2;Sti;\n", columns, "bicycles")
    assert [row[3:] for row in stored(report)] == [("Vei", 1.5), ("Sti", 2.0)]
    Observation.objects.all().delete()
    columns = Columns("Sted", "År", "Lengde", unit="m")
    assert stored(take("Sted;År;Lengde\n3403;2020;500\n", columns, "bicycles"))[0][4] == 0.5
    (refusal,) = take(
        "Sted;År;Lengde\n3403;2021;500\n", Columns("Sted", "År", "Lengde", unit="MWh"), "bicycles"
    ).refused
    assert refusal.column == "Lengde"


def test_a_column_that_is_not_there_is_named() -> None:
    (refusal,) = take("Kommune;År;Antall\n3403;2020;5\n").refused
    assert (refusal.row, refusal.column) == (1, "Periode")


def test_a_number_in_a_workbook_is_a_number_whatever_the_signs() -> None:
    from dugnad.kit.spreadsheets import Sheet, write_workbook

    content = write_workbook([Sheet("A", ("Kommune", "Periode", "Antall"), [("3403", 2020, 31369.5)])])
    report = changes.import_figures(
        content, "tall.xlsx", indicator="population", seen_on=D2021, columns=PLAIN, **NOBODY
    )
    assert stored(report)[0][4] == 31369.5


def test_a_figure_that_is_an_error_in_its_workbook_is_refused_and_not_missing() -> None:
    from openpyxl import Workbook

    book, stream = Workbook(), BytesIO()
    book.active.append(["Kommune", "Periode", "Antall", "Sum"])
    book.active.append(["3403", 2020, "#DIV/0!", "=1+1"])
    book.save(stream)
    report = changes.import_figures(
        stream.getvalue(), "tall.xlsx", indicator="population", seen_on=D2021, columns=PLAIN, **NOBODY
    )
    assert [(one.row, one.column, "#DIV/0!" in one.reason) for one in report.refused] == [(2, "Antall", True)]
    assert report.stored == 0


def test_emissions_by_named_columns_are_figures_like_others() -> None:
    assert stored(take("Kommune;Periode;Antall\n3403;2020;5\n", indicator="ghg-emissions"))[0][4] == 5.0


# Names that are kept --------------------------------------------------------------------------------------


def test_a_mapping_is_kept_by_name_and_changed_under_the_same_name() -> None:
    first = changes.save_mapping("Fylkets tabell", population(), **NOBODY, **NAMED)
    again = changes.save_mapping("Fylkets tabell", population(), **NOBODY, **(NAMED | {"decimal": "."}))
    assert (again.pk, ColumnMapping.objects.get().decimal, str(again)) == (first.pk, ".", "Fylkets tabell")
    assert Change.objects.filter(verb="save_mapping").count() == 2
    assert changes.columns_of(again).named == {"code": "Kommune", "year": "Periode", "value": "Antall"}


def test_a_file_is_read_by_the_name_of_its_mapping(tmp_path: Path) -> None:
    changes.save_mapping("Fylkets tabell", population(), **NOBODY, **NAMED)
    path = tmp_path / "tall.csv"
    path.write_text("Kommune;Periode;Antall\n3403;2020;31 369\n", encoding="utf-8")
    words: dict[str, Any] = {"indicator": None, "vintage": D2021, "dry_run": False}
    report = commands.import_indicator([path], **words, source="ssb-07459", mapping="Fylkets tabell")
    assert (report.refused, report.files[0].stored) == (False, 1)
    with refused("mapping", field="mapping"):
        commands.import_indicator([path], **words, mapping="Ukjent")


def test_columns_are_judged_without_storing_anything() -> None:
    content = b"Tittel\n\nKommune;Periode;Antall\n3403;2020;31 369\n3416;2020;6 000\n"
    titles, rows = changes.columns_in(content, "tall.csv")
    assert (titles, rows[0]) == (["Kommune", "Periode", "Antall"], ["3403", "2020", "31 369"])
    indicator = Indicator.objects.get(key="population")
    report, first = changes.judge_columns(content, "tall.csv", indicator, PLAIN, seen_on=D2021)
    assert (report.stored, [figure.value for figure in first]) == (2, [31369.0, 6000.0])
    assert Observation.objects.count() == 0


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"\n\n", b"hei"])
def test_what_has_not_three_columns_has_nothing_to_name(content: bytes) -> None:
    with refused("table"):
        changes.columns_in(content, "tall.csv")

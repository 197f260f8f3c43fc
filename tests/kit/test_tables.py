"""Workbooks that people edit and send back."""

from datetime import date
from pathlib import Path

import pytest
from django.db import models
from django.utils import translation
from openpyxl import Workbook

from dugnad.kit.spreadsheets import Sheet, write_workbook
from dugnad.kit.tables import (
    CellError,
    Column,
    Table,
    WorkbookReport,
    day,
    differences,
    one_of,
    read_tables,
    text,
    whole_number,
    write_tables,
    yes_or_no,
)


class Colour(models.TextChoices):
    RED = "red", "Red"
    BLUE = "blue", "Blue"


BOATS = Table(
    "boats",
    "Boats",
    (
        Column("name", "Name", required=True),
        Column("length", "Length", read=whole_number),
        Column("built", "Built", read=day),
        Column("sails", "Sails", read=yes_or_no),
        Column("colour", "Colour", read=one_of(Colour, empty=Colour.RED), choices=Colour),
    ),
)
HEADER = ["Name", "Length", "Built", "Sails", "Colour"]
GULL = {"name": "Måke\nII", "length": 12, "built": date(2019, 5, 1), "sails": True, "colour": Colour.BLUE}


def write(tmp_path: Path, *rows: list[object], header: list[str] = HEADER, title: str = "Boats") -> Path:
    path = tmp_path / "boats.xlsx"
    path.write_bytes(write_workbook([Sheet(title, header, rows)]))
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "boats.xlsx"
    path.write_bytes(write_tables([(BOATS, [GULL])]))
    reading = read_tables(path, [BOATS])
    assert [dict(line.values) for line in reading.lines["boats"]] == [GULL]
    assert (reading.errors, reading.rows) == ([], 1)


def test_a_sheet_written_in_norwegian_is_read_in_english(tmp_path: Path) -> None:
    path = tmp_path / "boats.xlsx"
    with translation.override("nb"):
        path.write_bytes(write_tables([(BOATS, [GULL])]))
    with translation.override("en"):
        reading = read_tables(path, [BOATS])
    assert [dict(line.values) for line in reading.lines["boats"]] == [GULL]


def test_blank_rows_and_other_sheets_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "boats.xlsx"
    notes = Sheet("Notes", ["What"], [["Remember the oars"]])
    boats = Sheet("boats", HEADER, [[" "], ["Gull"], [None, None]])
    path.write_bytes(write_workbook([notes, boats]))
    reading = read_tables(path, [BOATS])
    assert [(line.number, line.values["name"]) for line in reading.lines["boats"]] == [(3, "Gull")]
    assert reading.rows == 1


def test_a_short_row_has_empty_cells(tmp_path: Path) -> None:
    reading = read_tables(write(tmp_path, ["Gull"]), [BOATS])
    assert dict(reading.lines["boats"][0].values) == {
        "name": "Gull", "length": None, "built": None, "sails": False, "colour": Colour.RED,
    }  # fmt: skip


def test_errors_name_sheet_row_and_column(tmp_path: Path) -> None:
    path = write(tmp_path, ["Gull", "long", "soon", "maybe", "green"], ["", 3])
    with translation.override("en"):
        reading = read_tables(path, [BOATS])
    assert [error.as_json() for error in reading.errors] == [
        {
            "sheet": "Boats",
            "row": 2,
            "column": "Length",
            "reason": "“long” is not a whole number, such as 12",
        },
        {
            "sheet": "Boats",
            "row": 2,
            "column": "Built",
            "reason": "“soon” is not a date, for example 3.5.2021",
        },
        {"sheet": "Boats", "row": 2, "column": "Sails", "reason": "“maybe” is neither yes nor no"},
        {"sheet": "Boats", "row": 2, "column": "Colour", "reason": "“green” is not one of: Red, Blue"},
        {"sheet": "Boats", "row": 3, "column": "Name", "reason": "must be filled in"},
    ]
    assert reading.lines["boats"] == []


def test_a_missing_column_is_named_and_no_row_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, ["Gull", 12], header=["Name", "Length"])
    with translation.override("en"):
        reading = read_tables(path, [BOATS])
    assert [(error.row, error.reason) for error in reading.errors] == [
        (1, "The column “Built” is missing."),
        (1, "The column “Sails” is missing."),
        (1, "The column “Colour” is missing."),
    ]
    assert reading.lines["boats"] == []


def test_a_workbook_without_our_sheets_is_told_apart(tmp_path: Path) -> None:
    with translation.override("en"):
        reading = read_tables(write(tmp_path, title="Cars"), [BOATS])
    assert [error.reason for error in reading.errors] == ["The workbook has none of the sheets Boats."]


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [(True, True), (False, False), ("JA", True), ("x", True), ("nei", False), ("", False), (None, False)],
)
def test_yes_and_no_are_known_in_every_language(cell: object, meaning: bool) -> None:
    with translation.override("en"):
        assert yes_or_no(cell) is meaning


@pytest.mark.parametrize("cell", ["2021-05-03", "2021-05-03T00:00:00", "3.5.2021", "03.05.2021"])
def test_days_are_read_as_norwegians_write_them(cell: str) -> None:
    assert day(cell) == date(2021, 5, 3)


def test_line_ends_are_one_character() -> None:
    assert text("a\r\nb\rc ") == "a\nb\nc"


def test_differences_are_told_in_words() -> None:
    after = GULL | {"length": 13, "sails": False, "colour": "red", "built": date(2020, 1, 2)}
    with translation.override("en"):
        assert differences(BOATS, GULL, after) == (
            ("Length", "12", "13"),
            ("Built", "1 May 2019", "2 January 2020"),
            ("Sails", "Yes", "No"),
            ("Colour", "Blue", "Red"),
        )


def test_line_ends_make_no_difference() -> None:
    assert differences(BOATS, GULL, GULL | {"name": "Måke\r\nII "}) == ()


def test_an_error_is_told_as_reports_of_imports_tell_it() -> None:
    assert CellError("Boats", 2, "Name", "must be filled in").as_json() == {
        "sheet": "Boats", "row": 2, "column": "Name", "reason": "must be filled in",
    }  # fmt: skip


def test_report_counts_rows_that_say_nothing_new() -> None:
    errors = [CellError("Boats", 2, "Name", "a"), CellError("Boats", 2, "Length", "b")]
    assert WorkbookReport(errors=errors, rows=5).unchanged == 4


def test_report_has_the_same_digest_for_the_same_changes() -> None:
    assert WorkbookReport(rows=1).digest == WorkbookReport(rows=9).digest


def test_a_preview_writes_its_days_out() -> None:
    table = Table("days", "Days", (Column("due", "Due", read=day),))
    fields = differences(table, {"due": date(2021, 9, 15)}, {"due": date(2021, 5, 3)})
    assert fields == (("Due", "15. september 2021", "3. mai 2021"),)


def test_a_cell_without_a_value_is_an_error_in_our_columns_and_nobodys_business_in_others(
    tmp_path: Path,
) -> None:
    book = Workbook()
    book.active.title = "Boats"
    book.active.append([*HEADER, "Sum"])
    book.active.append(["Måke", "#DIV/0!", None, None, None, "=1+1"])
    book.active.append(["Terne", 12, None, None, None, "#N/A"])
    book.active.append([None, "=SUM(B2:B3)"])
    book.active.append([None, None, None, None, None, "=SUM(F2:F3)"])
    book.save(tmp_path / "boats.xlsx")
    reading = read_tables(tmp_path / "boats.xlsx", [BOATS])
    assert [line.values["name"] for line in reading.lines["boats"]] == ["Terne"]
    assert [(error.place, error.reason.split(".")[0]) for error in reading.errors] == [
        ("Boats!B2", "Cellen viser feilen «#DIV/0!»"),
        ("Boats!A4", "må fylles ut"),
        ("Boats!B4", "Formelen «=SUM(B2:B3)» har ikke noe resultat i filen"),
    ]
    assert reading.rows == 3

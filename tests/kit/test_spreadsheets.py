"""Spreadsheets in and out."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from dugnad.kit import sheetreader
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import (
    FORMULA_STARTS,
    Row,
    Sheet,
    as_typed,
    neutralised,
    read_workbook,
    why_no_value,
    write_csv,
    write_workbook,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
LIVE_TEXTS = st.builds(str.__add__, st.sampled_from([*FORMULA_STARTS, "'=", "''+", "'"]), TEXTS)


def kept(content, folder, name="svar.xlsx"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_workbook_is_read_as_it_was_written(tmp_path):
    sheets = [
        Sheet(
            "Kommuner", ["nummer", "navn", "andel"], [["0301", "Oslo", 0.5], ["3403", "Hamar", 12]], [8, 30]
        ),
        Sheet("Frister", ["dag", "åpen"], [[date(2021, 5, 3), True], [None, False]]),
    ]
    assert list(read_workbook(kept(write_workbook(sheets), tmp_path))) == [
        Row("Kommuner", 1, ["nummer", "navn", "andel"]),
        Row("Kommuner", 2, ["0301", "Oslo", 0.5]),
        Row("Kommuner", 3, ["3403", "Hamar", 12]),
        Row("Frister", 1, ["dag", "åpen"]),
        Row("Frister", 2, ["2021-05-03", True]),
        Row("Frister", 3, ["", False]),
    ]


def test_read_workbook_numbers_rows_as_the_spreadsheet_does(tmp_path):
    content = write_workbook([Sheet("Svar", [""], [[None], ["tre"]])])
    assert [row.number for row in read_workbook(kept(content, tmp_path)) if "tre" in row.cells] == [3]


def test_write_workbook_keeps_numbers_as_numbers_and_moments_as_text(tmp_path):
    moment = datetime(2021, 5, 3, 12, 0, 30, tzinfo=UTC)
    content = write_workbook([Sheet("Svar", ["a"], [[Decimal("1143814.5"), moment, "x\x00y", object]])])
    (_header, cells) = load_workbook(io.BytesIO(content)).active.values
    assert cells == (1143814.5, "2021-05-03T12:00+00:00", "xy", str(object))


def test_write_workbook_offers_choices_and_takes_any_title():
    sheet = Sheet("Svar: 1/2 [utkast]?", ["svar"], [["ja"]], choices={0: ["ja", "nei"]})
    page = load_workbook(io.BytesIO(write_workbook([sheet]))).active
    (validation,) = page.data_validations.dataValidation
    assert (page.title, validation.formula1) == ("Svar  1 2  utkast  ", '"ja,nei"')


@pytest.mark.parametrize("values", [["a, b", "c"], ['say "x"'], ["x" * 300]])
def test_write_workbook_leaves_out_choices_that_a_spreadsheet_cannot_hold(values):
    sheet = Sheet("Svar", ["svar"], [["ja"]], choices={0: values})
    page = load_workbook(io.BytesIO(write_workbook([sheet]))).active
    assert page.data_validations.dataValidation == []


@settings(max_examples=60)
@given(st.lists(LIVE_TEXTS | TEXTS, min_size=1, max_size=8))
def test_a_workbook_runs_nothing_that_somebody_typed(texts):
    content = write_workbook([Sheet("Svar", ["a"], [texts])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cells = list(load_workbook(io.BytesIO(content)).active[2])
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    shown = [str(cell.value or "") for cell in cells]
    assert [text.replace("_x000D_", "\r").replace("\r", "\n") for text in shown] == [
        text.replace("\r", "\n") for text in texts
    ]


@given(st.lists(LIVE_TEXTS | TEXTS, min_size=1, max_size=8))
def test_csv_runs_nothing_that_somebody_typed_and_gives_it_back(texts):
    (_header, cells) = csv.reader(io.StringIO(write_csv(["a"] * len(texts), [texts]), newline=""))
    assert not any(cell.startswith(FORMULA_STARTS) for cell in cells)
    assert [as_typed(cell) for cell in cells] == [text.replace("\r", "\n") for text in texts]


@given(st.integers() | st.floats(allow_nan=False) | st.none() | st.booleans())
def test_numbers_pass_untouched(value):
    assert (neutralised(value), as_typed(value)) == (value, value)


def test_csv_neutralises_its_header_too():
    assert write_csv(["=cmd", "navn"], [["-5", -5]]) == "'=cmd,navn\n'-5,-5\n"


@pytest.mark.parametrize(
    "content", [b"<html>not found</html>", b"", b"PK\x03\x04", write_workbook([Sheet("a", ["b"], [])])[:400]]
)
def test_read_workbook_refuses_what_is_no_workbook(content, tmp_path):
    with pytest.raises(Refused) as caught:
        list(read_workbook(kept(content, tmp_path)))
    assert caught.value.code == "workbook"
    assert "svar.xlsx" in str(caught.value)


def test_read_workbook_may_be_left_before_the_end(tmp_path):
    content = write_workbook([Sheet("Svar", ["a"], [[number] for number in range(20_000)])])
    rows = read_workbook(kept(content, tmp_path))
    assert next(rows).cells == ["a"]
    rows.close()


def test_the_reader_stops_at_its_number_of_rows(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sheetreader, "ROWS", 2)
    monkeypatch.setattr(sheetreader.resource, "setrlimit", lambda *limits: None)
    path = kept(write_workbook([Sheet("Svar", ["a"], [[1], [2]])]), tmp_path)
    assert sheetreader.main(str(path)) == 3
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"sheet": "Svar"},
        ["a"],
        [1],
    ]


def test_the_reader_stays_within_its_memory(tmp_path):
    # A sheet that reaches the last cell would take gigabytes: the reader dies, the application does not.
    content = write_workbook([Sheet("Svar", ["a"], [])])
    source = zipfile.ZipFile(io.BytesIO(content))
    wide = source.read("xl/worksheets/sheet1.xml").replace(
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
    )
    path = tmp_path / "svar.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry, wide if entry.filename.endswith("sheet1.xml") else source.read(entry))
    assert path.stat().st_size < 10_000
    with pytest.raises(Refused):
        list(read_workbook(path))


def test_a_sheet_with_a_far_away_row_is_refused_before_its_rows_are_read(tmp_path):
    content = write_workbook([Sheet("Svar", ["a"], [])])
    source = zipfile.ZipFile(io.BytesIO(content))
    far = source.read("xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    )
    path = tmp_path / "tmp1.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry, far if entry.filename.endswith("sheet1.xml") else source.read(entry))
    with pytest.raises(Refused) as caught:
        list(read_workbook(path, "svar.xlsx"))
    assert str(caught.value).startswith("svar.xlsx har et nesten tomt ark")


def test_the_reader_imports_nothing_of_the_application(tmp_path):
    path = kept(write_workbook([Sheet("Svar", ["a"], [])]), tmp_path)
    code = (
        "import sys; from dugnad.kit import sheetreader; sheetreader.main(sys.argv[1]);"
        "sys.exit('django' in sys.modules or 'dugnad.settings' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code, str(path)], check=False, capture_output=True).returncode
        == 0
    )


def with_formulas(folder, cells, results=()):
    """A workbook with these cells; `results` are stored with formulas: (formula, type, value)."""
    book = Workbook()
    book.active.title = "Svar"
    book.active.append(["a"])
    for place, value in cells.items():
        book.active[place] = value
    stream = io.BytesIO()
    book.save(stream)
    source, path = zipfile.ZipFile(stream), folder / "svar.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            content = source.read(entry).decode()
            for formula, kind, value in results:
                bare = f"><f>{formula}</f><v></v>"
                content = content.replace(bare, f' t="{kind}"><f>{formula}</f><v>{value}</v>')
            target.writestr(entry, content)
    return path


def test_an_error_and_a_formula_without_a_result_are_no_empty_cells(tmp_path):
    cells = {"A2": "#DIV/0!", "C2": 7, "AB3": "=1+1", "B3": "#N/A", "C5": "=SUM(C2:C4)"}
    assert list(read_workbook(with_formulas(tmp_path, cells))) == [
        Row("Svar", 1, ["a"] + [""] * 2),
        Row("Svar", 2, ["", "", 7], ((0, "#DIV/0!"),)),
        Row("Svar", 3, [""] * 28, ((1, "#N/A"), (27, "=1+1"))),
        Row("Svar", 4, []),
        Row("Svar", 5, [""] * 3, ((2, "=SUM(C2:C4)"),)),
    ]


def test_a_formula_is_read_by_its_result_and_an_empty_text_is_one(tmp_path):
    cells = {"A2": "=1/0", "B2": "=1+1", "C2": '=""'}
    results = [("1/0", "e", "#DIV/0!"), ("1+1", "n", "2"), ('""', "str", "")]
    (_header, row) = read_workbook(with_formulas(tmp_path, cells, results))
    assert row == Row("Svar", 2, ["", 2, ""], ((0, "#DIV/0!"),))


def test_a_formula_far_away_is_refused_like_any_other_cell_there(tmp_path):
    with pytest.raises(Refused) as caught:
        list(read_workbook(with_formulas(tmp_path, {"A1048576": "=1+1"})))
    assert "nesten tomt ark" in str(caught.value)


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path):
    path = kept(write_workbook([Sheet("Svar", ["a"], [])]), tmp_path)
    source, other = zipfile.ZipFile(path), tmp_path / "other.xlsx"
    rows = b'<row><c t="inlineStr"><is><t>a</t></is></c></row><row><c><v>1</v></c><c t="e"/></row>'
    data = b"<sheetData>" + rows + b"</sheetData>"
    with zipfile.ZipFile(other, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = re.sub(rb"<sheetData>.*</sheetData>", data, content)
            target.writestr(entry, content)
    assert [row.faults for row in read_workbook(other)] == [(), ((1, "#"),)]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("#N/A", "Cellen viser feilen «#N/A». Rett den, eller skriv verdien selv."),
        ("=1+1", "Formelen «=1+1» har ikke noe resultat i filen. Åpne filen i et regnearkprogram og lagre "),
    ],
)
def test_a_cell_without_a_value_is_refused_with_what_to_do(fault, words):
    assert why_no_value(fault).startswith(words)


def test_a_sheet_that_declares_entities_is_not_read(tmp_path):
    path = with_formulas(tmp_path, {"A2": "=1+1"})
    source, other = zipfile.ZipFile(path), tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = b'<!DOCTYPE a [<!ENTITY x "x">]>' + content
            target.writestr(entry, content)
    with pytest.raises(Refused):
        list(read_workbook(other))

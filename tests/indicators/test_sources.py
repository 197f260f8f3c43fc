"""Readers of files: what they recognise, what they refuse, and where they say it is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dugnad.indicators.sources import reading
from dugnad.indicators.sources.emissions import EmissionReader, names_in
from dugnad.indicators.sources.indicator_table import IndicatorReader
from dugnad.indicators.sources.keys import read_key
from dugnad.indicators.sources.municipalities import read_register
from dugnad.indicators.sources.placing import divided_in_time
from dugnad.indicators.sources.reading import Figure, Findings, UnreadableCell, read_csv, rows_of
from dugnad.kit.spreadsheets import Row
from tests.engine.divisions import D2019, D2021, D2024, real
from tests.factories.indicators import HEADER, row, table
from tests.refusals import refused

COUNTRY = real()
VALUE = "Utslipp (tonn CO2-ekvivalenter)"
COUNTY_HEADER = "Kommune,År,Sektor,Utslippskilde,Utslipp"
HISTORY = "code,name,county,county_name,valid_from_year,valid_to_year,successor_code,weight_to_successor"
DETAIL = ("År", "Sektor", "Utslippskilde", "Klimagass", "Utslipp (tonn CO₂-ekvivalenter)")


def read(content: bytes, seen_on: date = D2021) -> tuple[list[Figure], Findings]:
    reader = EmissionReader(COUNTRY, seen_on, is_workbook=False)
    reader.placer.common_county = COUNTRY.common_county(names_in(read_csv(content)), seen_on)
    return list(reader.figures(read_csv(content))), reader.findings


def read_sheets(sheets: dict[str, list[tuple[Any, ...]]]) -> tuple[list[Figure], Findings]:
    reader = EmissionReader(COUNTRY, D2024, is_workbook=True)
    rows = (
        Row(name, number, list(cells))
        for name, lines in sheets.items()
        for number, cells in enumerate(lines, 1)
    )
    return list(reader.figures(rows)), reader.findings


def read_table(text: str, unit: str = "persons", seen_on: date = D2021) -> tuple[list[Figure], Findings]:
    reader = IndicatorReader(COUNTRY, seen_on, unit)
    return list(reader.figures(read_csv(text.encode()))), reader.findings


def told(findings: Findings) -> list[tuple[str, int | None, str, str]]:
    return [(r.sheet, r.row, r.column, r.reason) for r in findings.refusals]


# Cells -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["2009", "2009-01-01", 2009, "2009.0", "2009-01-01T00:00:00", " 2009 "])
def test_a_year_is_read_as_years_are_written(cell: Any) -> None:
    assert reading.read_year(cell, seen_on=D2021, first=1985) == 2009


@pytest.mark.parametrize("cell", ["", "to tusen", "20091", "2009-13", "01.01.2009", None])
def test_a_year_that_is_no_year_is_refused(cell: Any) -> None:
    with pytest.raises(UnreadableCell, match="er ikke et år"):
        reading.read_year(cell, seen_on=D2021, first=1985)


@pytest.mark.parametrize("cell", ["1984", "2022"])
def test_a_year_that_cannot_stand_in_the_statistic_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableCell, match="kan ikke stå i tall som ble sett i 2021"):
        reading.read_year(cell, seen_on=D2021, first=1985)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1234.5", 1234.5), ("1 234,5", 1234.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), (7, 7.0),
        ("1\u00a0234", 1234.0), ("−3", -3.0), ("–3,5", -3.5), ("1e3", 1000.0), ("+2", 2.0), (2.5, 2.5),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_and_spreadsheets_write_it(cell: Any, number: float) -> None:
    assert reading.read_number(cell) == number


@pytest.mark.parametrize(
    "cell", ["", "tolv", "1_000", "nan", "inf", "12 tonn", "1.2.3", True, None, float("inf")]
)
def test_a_number_that_is_no_number_is_refused(cell: Any) -> None:
    with pytest.raises(UnreadableCell, match="er ikke et tall"):
        reading.read_number(cell)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_each_encoding_and_with_each_delimiter(encoding: str, delimiter: str) -> None:
    content = f"Kommune{delimiter}År\nÅsnes{delimiter}2009\n".encode(encoding)
    assert [line.cells for line in read_csv(content)] == [["Kommune", "År"], ["Åsnes", "2009"]]


def test_a_title_above_the_table_does_not_hide_its_delimiter() -> None:
    rows = list(read_csv(b"Utslipp\n\nKommune;Utslipp\nHamar;1,5\n"))
    assert rows[-1].cells == ["Hamar", "1,5"]


def test_a_letter_that_no_encoding_knows_does_not_stop_the_reader() -> None:
    assert next(read_csv(b"Kommune,\x81\xff\n")).cells == ["Kommune", "\ufffdÿ"]


def test_a_row_that_is_none_is_refused_with_its_number() -> None:
    content = b'a,b\n"' + b"x" * 200_000 + b'",c\n'
    with refused("csv"):
        list(read_csv(content))


# Layouts ---------------------------------------------------------------------------------------------------


def test_a_table_with_municipality_numbers_is_read() -> None:
    figures, findings = read(table(row(), row(gas="CH4", value="0.5")))
    assert findings == Findings(layout="national table", rows=2)
    assert figures == [
        Figure(2, "3403", 2009, "road_traffic", "Personbiler", "CO2", 10.5),
        Figure(3, "3403", 2009, "road_traffic", "Personbiler", "CH4", 0.5),
    ]


@pytest.mark.parametrize("code", ["301", "0301", "301.0"])
def test_a_number_that_lost_its_zero_is_known(code: str) -> None:
    figures, _findings = read(table(row(code)))
    assert figures[0].code == "0301"


@pytest.mark.parametrize(
    "header",
    [
        "Kommunenummer;År;Sektor;Utslippskilde;Klimagass;Utslipp (tonn CO₂-ekvivalenter)",
        "kommunenr;år;sektor;kilde;gass;utslipp",
        "Utslipp i kommunene\n\nKommunenummer;År;Sektor;Utslippskilde;Klimagass;Utslipp (tonn CO2e)",
    ],
)
def test_a_header_is_known_in_each_of_its_histories(header: str) -> None:
    figures, findings = read(table(row(), header=header))
    assert (len(figures), findings.refusals) == (1, [])


def test_a_table_with_names_is_placed_by_the_county_that_the_clear_names_share() -> None:
    content = f"{COUNTY_HEADER}\nVåler,2009,Veitrafikk,Personbiler,1\nHamar,2009,Veitrafikk,Personbiler,2\n"
    figures, findings = read(content.encode())
    assert findings.layout == "county table"
    assert [figure.code for figure in figures] == ["3419", "3403"]


def test_a_county_column_or_a_county_in_brackets_settles_a_shared_name() -> None:
    header = "Fylke,Kommune,År,Sektor,Utslippskilde,Utslipp"
    content = f"{header}\nViken,Våler,2009,Veitrafikk,P,1\n,Våler (Innlandet),2009,Veitrafikk,P,2\n"
    figures, _findings = read(content.encode())
    assert [figure.code for figure in figures] == ["3018", "3419"]


def test_names_are_of_the_division_of_the_day_on_which_the_file_was_seen() -> None:
    content = f"{COUNTY_HEADER}\nAsker,2009,Veitrafikk,P,1\n".encode()
    codes = [read(content, seen_on=day)[0][0].code for day in (D2019, D2021, D2024)]
    assert codes == ["0220", "3025", "3203"]


def test_what_spreadsheets_leave_in_names_is_taken_away() -> None:
    content = f'{COUNTY_HEADER}\nHamar,2009-01-01,Veitrafikk,"Andre næringer_x000D_\n  ",1\n'
    figures, _findings = read(content.encode())
    assert figures[0].emission_source == "Andre næringer"


@pytest.mark.parametrize("name", ["Bruk av produkter med fluorgasser", "produkter med fluorgasser"])
def test_the_tenth_sector_is_read_in_any_case(name: str) -> None:
    figures, _findings = read(table(row(sector=name, gas="HFK")))
    assert figures[0].sector == "f_gases"


def test_rows_whose_gas_is_unsaid_are_all_kept_in_their_order() -> None:
    content = f"{COUNTY_HEADER}\n" + "Hamar,2009,Veitrafikk,Personbiler,1\n" * 3
    figures, findings = read(content.encode())
    assert ([figure.row for figure in figures], findings.refused) == ([2, 3, 4], 0)


def test_a_row_without_a_figure_is_kept_as_missing_and_told() -> None:
    figures, findings = read(table(row(value=""), row(gas="CH4")))
    assert [figure.value for figure in figures] == [None, 10.5]
    assert findings.without_figure == [
        {
            "sheet": "",
            "row": 2,
            "column": "Utslipp (tonn CO2-ekvivalenter)",
            "reason": "There is no figure; it is missing, not zero.",
        }
    ]


# Refusals --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (row("9999"), "Kommunenummer", "«9999» er ikke et kommunenummer."),
        (row(year=2022), "År", "2022 kan ikke stå i tall som ble sett i 2021."),
        (row(sector="Romfart"), "Sektor", "«Romfart» er ikke en sektor vi kjenner."),
        (row(gas="XYZ"), "Klimagass", "«XYZ» er ikke en gass vi kjenner."),
        (row(value="tolv"), VALUE, "«tolv» er ikke et tall."),
        (row(value="-1"), VALUE, "–1 er under null; det kan direkte utslipp ikke være."),
    ],
)
def test_a_cell_that_cannot_be_trusted_is_refused_in_its_place(line: str, column: str, reason: str) -> None:
    figures, findings = read(table(row(), line))
    assert (len(figures), told(findings)) == (1, [("", 3, column, reason)])


def test_every_bad_cell_of_a_row_is_told_at_once() -> None:
    _figures, findings = read(table("9999;x;Romfart;P;XYZ;tolv"))
    assert [refusal.column for refusal in findings.refusals] == [
        "Kommunenummer", "År", "Sektor", "Klimagass", "Utslipp (tonn CO2-ekvivalenter)",
    ]  # fmt: skip


def test_the_same_figure_twice_is_refused() -> None:
    figures, findings = read(table(row(), row(value="11")))
    assert (len(figures), findings.refusals[0].row) == (1, 3)
    assert "står to ganger" in findings.refusals[0].reason


def test_a_name_that_may_be_several_is_refused_with_its_candidates() -> None:
    content = (
        f"{COUNTY_HEADER}\nVåler,2009,Veitrafikk,P,1\nOslo,2009,Veitrafikk,P,1\nHamar,2009,Veitrafikk,P,1\n"
    )
    _figures, findings = read(content.encode())
    listed = "Våler (Viken), Våler (Innlandet-Sisdajven)"
    reason = f"«Våler» kan være flere kommuner: {listed}. Skriv fylket også."
    assert told(findings) == [("", 2, "Kommune", reason)]


def test_a_name_that_is_no_municipality_is_refused() -> None:
    _figures, findings = read(f"{COUNTY_HEADER}\nAtlantis,2009,Veitrafikk,P,1\n".encode())
    assert findings.refusals[0].reason == "«Atlantis» er ikke en kommune i inndelingen 2021-05-01."


def test_a_missing_column_is_named_where_the_header_stands() -> None:
    header = HEADER.replace(";Utslippskilde", "")
    _figures, findings = read(table("3403;2009;Veitrafikk;CO2;1", header=header))
    assert told(findings) == [("", 1, "Utslippskilde", "Kolonnen «Utslippskilde» mangler.")]


def test_a_table_that_names_no_municipality_is_refused() -> None:
    _figures, findings = read(b"Year;Sektor;Utslippskilde;Utslipp\n2009;Veitrafikk;P;1\n")
    assert told(findings) == [("", 1, "Kommune", "Kolonnen «Kommune» mangler.")]


@pytest.mark.parametrize("content", [b"Dette er et brev.\nHilsen Kari\n", b"a,b\n" * 30])
def test_a_file_without_a_table_of_emissions_is_refused(content: bytes) -> None:
    _figures, findings = read(content)
    assert told(findings) == [
        ("", None, "", "Her er det ingen utslippstabell: ingen rad har kolonnene År, Sektor og Utslipp.")
    ]


def test_a_table_without_rows_is_refused() -> None:
    _figures, findings = read(table())
    assert told(findings) == [("", None, "", "Tabellen har ingen rader.")]


def test_a_hundred_refusals_are_told_and_the_others_counted() -> None:
    _figures, findings = read(table(*(row(value="tolv") for _number in range(250))))
    assert (len(findings.refusals), findings.refused) == (100, 250)


# Workbooks -------------------------------------------------------------------------------------------------


def workbook(*details: tuple[Any, ...], overview: tuple[tuple[Any, ...], ...] = ()) -> dict[str, Any]:
    return {
        "Info": [
            ("Nedlastet fra:", "https://example.org"),
            ("Datasett:", "Oslo"),
            ("Utgiver:", "Direktoratet"),
        ],
        "Oversikt": [("År", "Sektor", DETAIL[-1]), *overview],
        "Oversikt - detaljert": [DETAIL, *details],
        "Veitrafikk": [("År", "Utslippskilde", "Klimagass", DETAIL[-1]), (2009, "Busser", "CO2", 1.0)],
        "Tilleggsinfo": [("År", "Sektor", "Tittel", "Navn", "Mengde")],
    }


def test_a_workbook_of_one_municipality_is_placed_by_its_own_name() -> None:
    figures, findings = read_sheets(workbook((2009, "Veitrafikk", "Busser\n", "CO2", 46820.4)))
    assert (findings.layout, findings.refusals) == ("workbook of one municipality", [])
    assert figures == [Figure(2, "0301", 2009, "road_traffic", "Busser", "CO2", 46820.4)]


def test_a_national_workbook_is_known_by_its_numbers() -> None:
    detail = ("Fylke", "Kommunenummer", "Kommune", *DETAIL)
    sheets = {
        "Oversikt - detaljert": [
            detail,
            ("Innlandet", "3403", "Hamar", 2009, "Veitrafikk", "Busser", "CO2", 5),
        ],
        "Oversikt - sektorfordelt": [
            ("Fylke", "Kommunenummer", "Kommune", "År", "Sektor", DETAIL[-1]),
            ("Innlandet", "3403", "Hamar", 2009, "Veitrafikk", 5.04),
            ("Hele landet", "", "Norge", 2009, "Veitrafikk", 1_000_000),
        ],
    }
    figures, findings = read_sheets(sheets)
    assert (findings.layout, len(figures), findings.refusals) == ("national workbook", 1, [])


def test_an_overview_that_says_something_else_is_refused() -> None:
    details = [(2009, "Veitrafikk", "Busser", "CO2", 10.0), (2009, "Veitrafikk", "Busser", "CH4", 2.0)]
    _figures, findings = read_sheets(workbook(*details, overview=((2009, "Veitrafikk", 20.0),)))
    assert told(findings) == [
        (
            "Oversikt",
            2,
            "Utslipp (tonn CO₂-ekvivalenter)",
            "De detaljerte tallene for Veitrafikk i 2009 summerer til 12.0, men oversikten sier 20.0.",
        )
    ]


def test_an_overview_may_differ_by_rounding() -> None:
    details = [(2009, "Veitrafikk", "Busser", "CO2", 10.0), (2009, "Veitrafikk", "Busser", "CH4", 2.0)]
    _figures, findings = read_sheets(workbook(*details, overview=((2009, "Veitrafikk", 12.1),)))
    assert findings.refusals == []


def test_an_overview_with_a_sector_that_the_details_lack_is_refused() -> None:
    _figures, findings = read_sheets(
        workbook((2009, "Veitrafikk", "B", "CO2", 1.0), overview=((2009, "Jordbruk", 50.0),))
    )
    assert "summerer til 0.0, men oversikten sier 50.0" in findings.refusals[0].reason


def test_an_overview_that_cannot_be_read_confirms_nothing_and_refuses_nothing() -> None:
    _figures, findings = read_sheets(
        workbook((2009, "Veitrafikk", "B", "CO2", 1.0), overview=((2009, "Sum", 1.0), ("", "", "")))
    )
    assert findings.refusals == []


def test_a_workbook_without_the_column_of_the_gas_is_refused() -> None:
    sheets = workbook()
    sheets["Oversikt - detaljert"] = [
        ("År", "Sektor", "Utslippskilde", DETAIL[-1]),
        (2009, "Veitrafikk", "B", 1.0),
    ]
    _figures, findings = read_sheets(sheets)
    assert [(r.sheet, r.column) for r in findings.refusals] == [("Oversikt - detaljert", "Klimagass")]


def test_a_second_detailed_sheet_is_not_read_twice() -> None:
    sheets = workbook((2009, "Veitrafikk", "Busser", "CO2", 1.0))
    sheets["Kopi"] = sheets["Oversikt - detaljert"]
    figures, _findings = read_sheets(sheets)
    assert len(figures) == 1


# Real files ------------------------------------------------------------------------------------------------


def test_the_agencys_real_workbook_is_read(real_data: Path) -> None:
    path = real_data / "emissions" / "oslo_2009-2024_miljodirektoratet.xlsx"
    reader = EmissionReader(COUNTRY, date(2026, 2, 3), is_workbook=True)
    figures = list(reader.figures(rows_of(path, b"", "xlsx")))
    assert (reader.findings.layout, len(figures), reader.findings.refused) == (
        "workbook of one municipality",
        1346,
        0,
    )
    assert {figure.code for figure in figures} == {"0301"}
    assert round(sum(f.value or 0 for f in figures if f.year == 2009), 1) == 1388245.6


@pytest.mark.parametrize(
    ("name", "seen_on", "rows", "total"),
    [
        ("telemark_seen_2024-10-01.csv", date(2024, 10, 1), 25245, 3_329_390),
        ("telemark_seen_2025-01-24.csv", date(2025, 1, 24), 20090, 3_314_122),
    ],
)
def test_a_countys_real_tables_are_read(
    name: str, seen_on: date, rows: int, total: int, real_data: Path
) -> None:
    figures, findings = read((real_data / "emissions" / name).read_bytes(), seen_on)
    assert (findings.layout, findings.rows, findings.refusals) == ("county table", rows, [])
    assert len({figure.code for figure in figures}) == 17
    assert round(sum(f.value or 0 for f in figures if f.year == 2009)) == total
    assert not any("_x000D_" in f.emission_source or f.emission_source.endswith(" ") for f in figures)


# Divisions of a file ---------------------------------------------------------------------------------------


def test_the_codes_of_a_file_are_of_the_day_it_was_seen_where_they_hold_then() -> None:
    assert divided_in_time(COUNTRY, {("3403", 2009), ("0301", 2009)}, D2024) == D2024


def test_the_codes_of_an_older_division_are_known_for_it() -> None:
    assert divided_in_time(COUNTRY, {("3024", 2009), ("0301", 2009)}, D2024) == date(2020, 1, 1)


def test_a_table_may_carry_the_codes_of_each_year() -> None:
    assert divided_in_time(COUNTRY, {("0219", 2019), ("3024", 2021), ("3201", 2024)}, D2024) is None


def test_codes_of_two_divisions_in_one_year_are_refused() -> None:
    with pytest.raises(UnreadableCell, match="3201 var ingen kommune i 2019"):
        divided_in_time(COUNTRY, {("0219", 2019), ("3201", 2019)}, D2024)


# Any indicator ---------------------------------------------------------------------------------------------


def test_a_table_of_an_indicator_is_read() -> None:
    figures, findings = read_table("municipality_code,year,value\n3403,2020,31999\n301,2020,693494\n")
    assert findings == Findings(layout="indicator table", rows=2)
    assert [(f.code, f.year, f.value) for f in figures] == [("3403", 2020, 31999.0), ("0301", 2020, 693494.0)]


def test_a_table_of_an_indicator_may_be_written_in_norwegian_below_a_title() -> None:
    text = "Husholdningsavfall\n\nKommunenummer;År;Verdi;Sektor;Enhet\n3403;2020;0,4;Hytter;t\n"
    figures, _findings = read_table(text, unit="kg")
    assert [(f.sector, f.value) for f in figures] == [("Hytter", 400.0)]


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("per cent", "%", 12.0),
        ("Prosent", "%", 12.0),
        ("percent", "%", 12.0),
        ("tonn CO₂e", "t CO2e", 12.0),
        ("tonnes CO2e", "kg CO2e", 12000.0),
        ("innbyggjarar", "persons", 12.0),
        ("tonn CO2e per innbyggjar", "t CO2e/persons", 12.0),
    ],
)
def test_a_unit_may_be_written_as_the_pages_write_it(written: str, unit: str, value: float) -> None:
    figures, findings = read_table(f"municipality_code,year,value,unit\n3403,2020,12,{written}\n", unit=unit)
    assert ([figure.value for figure in figures], findings.refused) == ([value], 0)


def test_a_unit_that_is_refused_names_the_symbol_that_is_wanted() -> None:
    _figures, findings = read_table("municipality_code,year,value,unit\n3403,2020,12,liter\n", unit="%")
    assert findings.refusals[0].reason == (
        "«liter» kan ikke gjøres om til «prosent», som denne indikatoren måles i. "
        "Skriv «%» som enhet, eller ingen enhet."
    )


@pytest.mark.parametrize("mark", ["", ".", "..", ":"])
def test_the_marks_of_statistics_for_no_figure_are_missing_values(mark: str) -> None:
    figures, findings = read_table(f"municipality_code,year,value\n3403,2020,{mark}\n")
    assert ([f.value for f in figures], len(findings.without_figure)) == ([None], 1)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("9999,2020,1,,", "municipality_code", "«9999» er ikke et kommunenummer."),
        ("3403,soon,1,,", "year", "«soon» er ikke et år."),
        ("3403,2020,many,,", "value", "«many» er ikke et tall."),
        ("3403,2020,-1,,", "value", "–1 er under null."),
        (
            "3403,2020,1,,kg",
            "value",
            "«kg» kan ikke gjøres om til «innbyggere», som denne indikatoren måles i.",
        ),
        (f"3403,2020,1,{'x' * 61},", "sector", "er for langt for en sektor"),
    ],
)
def test_a_cell_of_an_indicator_that_cannot_be_trusted_is_refused(
    line: str, column: str, reason: str
) -> None:
    figures, findings = read_table(f"municipality_code,year,value,sector,unit\n{line}\n")
    assert (figures, findings.refusals[0].row, findings.refusals[0].column) == ([], 2, column)
    assert reason in findings.refusals[0].reason


def test_the_same_municipality_and_year_twice_is_refused() -> None:
    _figures, findings = read_table("municipality_code,year,value\n3403,2020,1\n3403,2020,2\n")
    assert told(findings) == [("", 3, "municipality_code", "Samme kommune og år står to ganger.")]


def test_missing_columns_of_an_indicator_are_all_named() -> None:
    _figures, findings = read_table("code,antall\n3403,1\n")
    assert [refusal.column for refusal in findings.refusals] == ["year", "value"]


def test_a_table_whose_columns_are_unknown_is_told_what_stands_in_its_first_row() -> None:
    _figures, findings = read_table("sted,aarstall,tall\nHamar,2019,1\n")
    assert [refusal.reason for refusal in findings.refusals] == [
        "Ingen rad har kolonnene municipality_code, year, value. I første rad står: sted, aarstall, tall."
    ]


@pytest.mark.parametrize(
    "text", ["municipality_code,year,value\n", "\n\n", "municipality_code,year,value\n\n\n"]
)
def test_a_table_of_an_indicator_without_rows_is_refused(text: str) -> None:
    _figures, findings = read_table(text)
    assert [refusal.reason for refusal in findings.refusals] == ["Tabellen har ingen rader."]


# Keys and registers ----------------------------------------------------------------------------------------


def test_a_key_is_read_from_a_table() -> None:
    key = read_key(read_csv(b"code,part,share\n1507,1508,0.9\n1507,1580,0.1\n\n"), "folketall.csv")
    assert (key.name, key.weights) == ("folketall.csv", {"1507": {"1508": 0.9, "1580": 0.1}})


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b"code,part,share\n1507,1508,mye\n", b"code,part,share\n1507,1508,0.9\n"]
)
def test_a_key_that_is_none_is_refused(content: bytes) -> None:
    with refused("key", field="key"):
        read_key(read_csv(content), "key.csv")


def register(text: str) -> tuple[Iterator[Any], Findings]:
    findings = Findings()
    return read_register(read_csv(text.encode()), findings, division_of=D2024), findings


def test_a_register_of_one_division_is_read() -> None:
    codes, findings = register("code,name,county,county_name\n301,Oslo,3,Oslo\n\n")
    assert [(c.code, c.county_code, c.valid_from, c.valid_to) for c in codes] == [
        ("0301", "03", date(2024, 1, 1), None)
    ]
    assert (findings.layout, findings.rows) == ("municipality division", 1)


def test_a_register_of_the_history_has_a_row_for_each_successor() -> None:
    halves = [f"1507,Ålesund,15,Møre og Romsdal,2020,2023,{code},0.5" for code in ("1508", "1580")]
    codes, findings = register("\n".join([HISTORY, *halves, "0301,Oslo,03,Oslo,1838,,,"]))
    assert [code.successors for code in codes] == [(("1508", 0.5), ("1580", 0.5)), ()]
    assert findings.layout == "municipality code history"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("code,name,county\n0301,Oslo,03\n", "county_name"),
        ("code,name,county,county_name\nO301,Oslo,03,Oslo\n", "code"),
        ("code,name,county,county_name\n", ""),
        (f"{HISTORY}\n0301,Oslo,03,Oslo,then,,,\n", "code"),
    ],
)  # fmt: skip
def test_a_register_that_cannot_be_trusted_is_refused(text: str, column: str) -> None:
    _codes, findings = register(text)
    assert [refusal.column for refusal in findings.refusals] == [column]


@pytest.mark.parametrize("row", ["3403,2020", "3403,2020,7,8"])
def test_a_row_that_is_not_as_long_as_its_table_is_refused(row: str) -> None:
    reader = IndicatorReader(COUNTRY, date(2021, 5, 3), "persons")
    content = f"municipality_code,year,value\n3403,2019,5\n{row}\n".encode()
    assert len(list(reader.figures(read_csv(content)))) == 1
    assert [refusal.row for refusal in reader.findings.refusals] == [3]


@pytest.mark.parametrize("row", ["3403,2020,", "3403,2020,7,,"])
def test_an_empty_figure_and_empty_cells_at_the_end_make_no_row_too_short_or_long(row: str) -> None:
    reader = IndicatorReader(COUNTRY, date(2021, 5, 3), "persons")
    content = f"municipality_code,year,value\n{row}\n".encode()
    assert (len(list(reader.figures(read_csv(content)))), reader.findings.refused) == (1, 0)


def test_a_day_that_is_none_is_no_year() -> None:
    reader = IndicatorReader(COUNTRY, date(2021, 5, 3), "persons")
    list(reader.figures(read_csv(b"municipality_code,year,value\n3403,2009-13-45,5\n3403,2010-01-01,5\n")))
    assert [(refusal.row, refusal.column) for refusal in reader.findings.refusals] == [(2, "year")]


def test_a_name_that_cannot_be_placed_is_refused_once_where_the_file_says_it() -> None:
    sheets = workbook(*[(2009, "Veitrafikk", source, "CO2", 1.0) for source in ("Busser", "Varebiler")])
    sheets["Info"] = [("Datasett:", "Ingensteds")]
    figures, findings = read_sheets(sheets)
    assert [(r.sheet, r.row, r.column) for r in findings.refusals] == [("Info", 1, "Datasett:")]
    assert figures == []

"""Files of statistics as they come: JSON-stat, semicolon CSV and workbooks, read by what their words mean."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from dugnad.analyses.sources import grids
from dugnad.analyses.sources.accounts import materials_of, read_accounts, read_key
from dugnad.analyses.sources.construction import Activity, FactorRow, read_activity, read_factors
from dugnad.analyses.sources.grids import Word, read_grids
from dugnad.analyses.sources.household import read_household
from dugnad.analyses.sources.wording import activity_of, is_nation, place_of, treatment_of
from dugnad.kit.spreadsheets import Sheet, write_workbook
from tests.factories.agency import Side, Table

PLACES = {"hamar": "hamar", "3403": "hamar", "0403": "hamar", "0301": "oslo", "oslo": "oslo"}
YEARS = Side({"2018": "2018", "2019": "2019"}, role="time", label="år")
PER_HEAD = "Husholdningsavfall per innbygger (kommune)"
RECOVERED = "Andel levert til materialgjenvinning inkl. biologisk behandling"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def json_file(path: Path, table: Table) -> Path:
    path.write_text(json.dumps(table.answer({code: list(side.codes) for code, side in table.sides.items()})))
    return path


def text_file(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def sheet_file(path: Path, *rows: list[Any]) -> Path:
    path.write_bytes(write_workbook([Sheet("Tabell", rows[0], rows[1:])]))
    return path


def kostra(path: Path, **cells: Any) -> Path:
    """A table of KOSTRA as PxWebApi answers: regions of two divisions, measures with their units."""
    regions = Side({"3403": "Hamar", "0403": "Hamar (-2019)", "0": "Hele landet"}, label="region")
    measures = Side(
        {
            "kg": PER_HEAD,
            "land": "Husholdningsavfall per innbygger (fylke og land)",
            "andel": RECOVERED,
            "gebyr": "Årsgebyr for avfallstjenesten",
        },
        units={"kg": "kg", "land": "kg", "andel": "prosent", "gebyr": "kr"},
        label="statistikkvariabel",
    )
    told = {
        ("3403", "kg", "2018"): 0.0, ("0403", "kg", "2018"): 401.5, ("3403", "kg", "2019"): 390.0,
        ("0403", "kg", "2019"): "..", ("3403", "land", "2019"): 0.0, ("3403", "andel", "2019"): 48.5,
        ("3403", "gebyr", "2019"): 2_700.0,
    }  # fmt: skip
    sides = {"KOKkommuneregion0000": regions, "ContentsCode": measures, "Tid": YEARS}
    return json_file(path, Table(sides, told | cells, updated="2020-06-15T06:00:00Z"))


# Household waste ---------------------------------------------------------------------------------------


def test_household_waste_is_read_from_kostra_with_old_numbers_and_a_file_of_inhabitants(
    tmp_path: Path,
) -> None:
    waste = read_grids(kostra(tmp_path / "a.json"), "kostra.json")
    people = read_grids(
        text_file(
            tmp_path / "b.csv",
            '"07459: Befolkning, etter region, statistikkvariabel og år"', "",
            '"region";"statistikkvariabel";"2018";"2019"',
            '"3403 Hamar";"Personer";"..";"31144"', '"0403 Hamar (-2019)";"Personer";"30930";"."',
        ),
        "07459.csv",
    )  # fmt: skip
    reading = read_household([waste, people], PLACES)
    assert reading.errors == []
    assert waste.updated == "2020-06-15"
    assert [(one.place, one.year, one.values) for one in reading.figures] == [
        ("hamar", 2018, {"kg_per_inhabitant": 401.5, "inhabitants": 30_930.0, "tonnes": None, "shares": {}}),
        (
            "hamar", 2019,
            {
                "kg_per_inhabitant": 390.0, "inhabitants": 31_144.0, "tonnes": None,
                "shares": {"material": pytest.approx(0.485)},
            },
        ),
    ]  # fmt: skip


def test_household_waste_is_read_from_a_table_of_ones_own(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "Kommune;År;Kg per innbygger;Innbyggere;Andel materialgjenvinning;Andel energigjenvinning;Kilde",
        "Hamar;2019;412,5;31 144;0,45;0,5;veid",
        "Lillehammer;2019;1;1;1;1;x",
    )
    (one,) = read_household([read_grids(path, "egen.csv")], PLACES).figures
    assert one.values == {
        "kg_per_inhabitant": 412.5, "inhabitants": 31_144.0, "tonnes": None,
        "shares": {"material": 0.45, "energy": 0.5},
    }  # fmt: skip


def test_household_waste_in_tonnes_by_treatment_becomes_shares_of_what_was_collected(tmp_path: Path) -> None:
    path = sheet_file(
        tmp_path / "a.xlsx",
        ["Husholdningsavfall (1 000 tonn)"],
        ["", "2019", "", "", ""],
        ["", "Husholdningsavfall i alt (1 000 tonn)", "Materialgjenvinning", "Biogassproduksjon", "Deponi"],
        ["0301 Oslo", 200.0, 50.0, 10.0, 20.0],
        ["Kilde: SSB"],
    )
    (one,) = read_household([read_grids(path, "a.xlsx")], PLACES).figures
    assert (one.place, one.year, one.values["tonnes"]) == ("oslo", 2019, 200_000.0)
    assert one.values["shares"] == {"material": pytest.approx(0.3), "landfill": pytest.approx(0.1)}


def test_household_waste_counts_biological_treatment_once(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        f"kommune;år;{RECOVERED} (prosent);Andel til biologisk behandling (prosent)",
        "3403;2019;48,5;20",
    )
    (one,) = read_household([read_grids(path, "a.csv")], PLACES).figures
    assert one.values["shares"] == {"material": pytest.approx(0.485)}


def test_household_waste_takes_kilograms_per_inhabitant_by_treatment(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "kommune;år;Husholdningsavfall per innbygger (kg);Levert til deponi per innbygger (kg);"
        "Utsortert husholdningsavfall per innbygger (kg)",
        "3403;2019;400;40;200",
    )
    (one,) = read_household([read_grids(path, "a.csv")], PLACES).figures
    assert (one.values["kg_per_inhabitant"], one.values["shares"]) == (400.0, {"landfill": 0.1})


def test_household_waste_names_the_cell_that_is_wrong_and_the_one_that_stands_twice(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "kommune;år;kg per innbygger;innbyggere", "3403;2019;mange;31 144", "3403;2019;400;31 999",
    )  # fmt: skip
    reading = read_household([read_grids(path, "a.csv")], PLACES)
    assert [(one.sheet, one.row, one.column, one.reason) for one in reading.errors] == [
        ("a.csv", 2, "kg per innbygger", "“mange” is no number. Write it as 12400 or 12400.5."),
        (
            "a.csv", 3, "innbyggere",
            "The same municipality and year stands twice, with 31,144 and 31,999.",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["kommune;år;hunder", "3403;2019;7"],
        ["kommune;innbyggere", "3403;7"],
        ["by;år;innbyggere", "Bergen;2019;7"],
    ],
)
def test_household_waste_says_where_nothing_is_of_use(tmp_path: Path, lines: list[str]) -> None:
    (error,) = read_household([read_grids(text_file(tmp_path / "a.csv", *lines), "a.csv")], PLACES).errors
    assert error.reason.startswith("Nothing in the file is household waste or inhabitants")


# Files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{}", "no whole table in JSON-stat 2"),
        ("bare ord\n\nog flere", "no table with figures"),
        ("", "no table with figures"),
    ],
)
def test_a_file_without_table_is_told(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "a"
    path.write_text(content)
    (error,) = read_grids(path, "min fil").errors
    assert (error.sheet, words in error.reason) == ("min fil", True)


def test_a_file_that_is_too_large_or_no_table_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grids, "MOST_CELLS", 5)
    (error,) = read_grids(kostra(tmp_path / "a.json"), "a.json").errors
    assert error.reason.startswith("The table is too large.")
    (error,) = read_grids(text_file(tmp_path / "b.csv", f"a;{'x' * 200_000}"), "b.csv").errors
    assert error.reason == "The file has no table with figures."
    monkeypatch.setattr(grids, "MOST_BYTES", 5)
    (error,) = read_grids(tmp_path / "b.csv", "b.csv").errors
    assert error.reason.startswith("The table is too large.")


def test_a_cell_of_a_workbook_that_is_an_error_is_named(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["kommune", "år", "innbyggere"])
    book.active.append(["Hamar", 2019, "#DIV/0!"])
    book.active["C2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    (error,) = read_grids(tmp_path / "a.xlsx", "a.xlsx").errors
    assert (error.row, error.column) == (2, "C")


def test_marks_are_missing_and_a_dash_is_nothing(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "region;2019;2020;2021;2022", "0301 Oslo;..;-;:;1,5", ";;;;")
    (table,) = read_grids(path, "a.csv").tables
    assert [cell.value for cell in table.cells] == [None, 0.0, None, 1.5]


def test_headings_with_a_year_are_what_and_when_and_ragged_rows_are_read(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv", '"region","Personer 2019","Personer 2020"', '"0301 Oslo","1","2"', '"0403","3"'
    )
    (table,) = read_grids(path, "a.csv").tables
    assert [tuple(word.label for word in cell.words) for cell in table.cells] == [
        ("0301 Oslo", "Personer", "2019"),
        ("0301 Oslo", "Personer", "2020"),
        ("0403", "Personer", "2019"),
    ]


def test_a_place_is_known_by_its_number_before_its_name() -> None:
    assert place_of(Word("K-3403 Hamar"), PLACES) == "hamar"
    assert place_of(Word("Hamar (-2019)", "0403"), PLACES) == "hamar"
    assert place_of(Word("9999 Hamar"), PLACES) == ""
    assert place_of(Word("301"), PLACES) == "oslo"
    assert place_of(Word("Oslo (by)"), PLACES) == "oslo"
    assert place_of(Word("Oslo (-2019)"), PLACES) == ""


def test_the_nation_treatments_and_activities_are_known_by_their_words() -> None:
    named = ("0 Hele landet", "EAK Landet", "Landet (uten Oslo)", "I alt")
    assert [is_nation(Word(word)) for word in named] == [True, True, False, False]
    assert is_nation(Word("Landet", "EAK"))
    words = ("Levert til forbrenning", "Kompostering", "Annen behandling", "Privat")
    assert [treatment_of(word) for word in words] == ["energy", "biological", "other", ""]
    words = ("Riving", "Privat", "Ombygging", "Bygg fullført", "Nybygging")
    assert [activity_of(word) for word in words] == ["demolition", "", "rehabilitation", "new", "new"]


# Accounts and keys -------------------------------------------------------------------------------------

TREATMENTS = [
    "Behandlingsmåter i alt",
    "Levert til materialgjenvinning",
    "Levert til forbrenning",
    "Brukt som fyll- og/eller dekkmasse",
]


def test_accounts_are_read_from_a_workbook_with_years_above_treatments(tmp_path: Path) -> None:
    path = sheet_file(
        tmp_path / "a.xlsx",
        ["10513: Avfallsregnskap for Norge (1 000 tonn), etter materialtype, år og behandlingsmåte"],
        [""],
        ["", "Avfallsregnskap for Norge (1 000 tonn)", "", "", "", "", "", "", ""],
        ["", "2021", "", "", "", "2022", "", "", ""],
        ["", *TREATMENTS, *TREATMENTS],
        ["Materialtyper i alt", *range(8)],
        ["Treavfall", 9, 2, 7, 0, 10, 3, 7, 0],
        ["Betong og tegl", 5, "..", 1, 4, 6, 1, 0, 5],
    )
    reading = read_accounts(read_grids(path, "10513.xlsx"))
    assert reading.errors == []
    assert reading.by_year[2022] == [
        ("Treavfall", "Levert til materialgjenvinning", 3_000.0),
        ("Treavfall", "Levert til forbrenning", 7_000.0),
        ("Betong og tegl", "Levert til materialgjenvinning", 1_000.0),
        ("Betong og tegl", "Brukt som fyll- og/eller dekkmasse", 5_000.0),
    ]
    assert sorted(reading.by_year) == [2021, 2022]
    assert materials_of(reading.by_year[2022]) == "Treavfall, Betong og tegl"


def accounts(path: Path, sources: dict[str, str], label: str = "Avfall", unit: str = "1 000 tonn") -> Path:
    sides = {
        "Materialtype": Side({"1": "Treavfall", "2": "x" * 50}),
        "Behandling": Side({"A": "Levert til deponering", "B": "Levert til forbrenning"}),
        "Kilde": Side(sources),
        "ContentsCode": Side({"Avfall": label}, units={"Avfall": unit}),
        "Tid": Side({"2022": "2022"}, role="time"),
    }
    cells = {("1", "A", source, "Avfall", "2022"): 2.0 for source in sources}
    cells |= {("2", "B", source, "Avfall", "2022"): 1.0 for source in sources}
    return json_file(path, Table(sides, dict(cells)))


def test_accounts_are_read_from_json_stat_by_the_sum_of_their_sources(tmp_path: Path) -> None:
    path = accounts(tmp_path / "a.json", {"00": "Kilder i alt", "01": "Industri"})
    reading = read_accounts(read_grids(path, "a.json"))
    assert reading.by_year == {
        2022: [
            ("Treavfall", "Levert til deponering", 2_000.0),
            ("x" * 35 + "…", "Levert til forbrenning", 1_000.0),
        ]
    }


def test_accounts_in_tonnes_are_not_multiplied(tmp_path: Path) -> None:
    path = accounts(tmp_path / "a.json", {"00": "I alt"}, unit="tonn")
    assert read_accounts(read_grids(path, "a.json")).by_year[2022][0][2] == 2.0


@pytest.mark.parametrize(
    ("sources", "unit", "words"),
    [
        ({"1": "Industri", "2": "Bygg"}, "1 000 tonn", "wanted: Industri; Bygg."),
        ({"00": "I alt"}, "stykk", "does not say whether it counts in tonnes"),
    ],
)
def test_accounts_tell_what_they_leave_open(
    tmp_path: Path, sources: dict[str, str], unit: str, words: str
) -> None:
    reading = read_accounts(read_grids(accounts(tmp_path / "a.json", sources, unit=unit), "a.json"))
    assert [words in error.reason for error in reading.errors] == [True]


def test_accounts_name_cells_that_are_wrong_or_stand_twice(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "Avfall (tonn)", "material;behandling;2022",
        "Tre;Levert til deponi;mye", "Tre;Levert til forbrenning;4", "Tre;Levert til forbrenning;5",
    )  # fmt: skip
    errors = read_accounts(read_grids(path, "a.csv")).errors
    assert [(error.row, error.column) for error in errors] == [(3, "2022"), (5, "2022")]


def test_accounts_know_what_they_have_no_figure_of_and_0_is_a_figure(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "Avfall (tonn)", "år;materiale;Materialgjenvinning;Forbrenning;I alt", "2021;Plast;4;-;4",
        "2022;Papir;;200 000;900 000", "2022;Plast;..;0;3", "2022;Tre;5;6;11", "2023;Glass;;;..",
    )  # fmt: skip
    reading = read_accounts(read_grids(path, "a.csv"))
    assert reading.errors == []
    assert reading.empty == {
        2021: [
            ("Papir", "Materialgjenvinning"), ("Papir", "Forbrenning"), ("Tre", "Materialgjenvinning"),
            ("Tre", "Forbrenning"),
        ],
        2022: [("Plast", "Materialgjenvinning"), ("Papir", "Materialgjenvinning")],
    }  # fmt: skip
    assert reading.by_year[2021] == [("Plast", "Materialgjenvinning", 4.0)]


def test_a_mark_does_not_take_the_place_of_a_figure_that_stands_elsewhere(tmp_path: Path) -> None:
    lines = ["Avfall (tonn)", "år;materiale;Deponi;Forbrenning", "2022;Tre;5;0", "2022;Tre;..;.."]
    reading = read_accounts(read_grids(text_file(tmp_path / "a.csv", *lines), "a.csv"))
    assert (reading.by_year, reading.empty) == ({2022: [("Tre", "Deponi", 5.0)]}, {2022: []})


@pytest.mark.parametrize("lines", [["material;2022", "Tre;4"], ["Levert til deponi;2022", "Deponi;4"]])
def test_accounts_without_treatments_or_materials_are_told(tmp_path: Path, lines: list[str]) -> None:
    (error,) = read_accounts(read_grids(text_file(tmp_path / "a.csv", *lines), "a.csv")).errors
    assert "no amounts of waste by material and treatment" in error.reason


def test_a_key_is_read_for_places_and_the_nation(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "region;kjønn;2019;2020", "0 Hele landet;I alt;5328212;5367580", "0301 Oslo;I alt;681071;693494",
        "0301 Oslo;Menn;1;1", "3403 Hamar;I alt;..;31369", "0403 Hamar (-2019);I alt;31144;0",
        "4601 Bergen;I alt;1;1",
    )  # fmt: skip
    reading = read_key(read_grids(path, "a.csv"), PLACES, "inhabitants")
    assert reading.errors == []
    assert reading.by_year == {
        2019: {"oslo": 681_071, "hamar": 31_144},
        2020: {"oslo": 693_494, "hamar": 31_369},
    }
    assert reading.nation == {2019: 5_328_212, 2020: 5_367_580}
    assert [reading.year_nearest(year) for year in (2010, 2022)] == [2019, 2020]


def test_a_key_names_what_is_wrong_twice_or_open(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "region;2019", "Hamar;mange", "Oslo;4", "0301;5")
    errors = read_key(read_grids(path, "a.csv"), PLACES, "inhabitants").errors
    assert [(error.row, error.column) for error in errors] == [(2, "2019"), (4, "2019")]
    path = text_file(tmp_path / "b.csv", "region;kjønn;2019", "Hamar;Menn;1", "Hamar;Kvinner;2")
    (error,) = read_key(read_grids(path, "b.csv"), PLACES, "inhabitants").errors
    assert "Menn; Kvinner" in error.reason
    path = text_file(tmp_path / "c.csv", "region;2019", "Bergen;1")
    (error,) = read_key(read_grids(path, "c.csv"), PLACES, "inhabitants").errors
    assert error.reason == "The file has no figure for any place of this study."


def test_amounts_below_zero_are_named_in_every_file(tmp_path: Path) -> None:
    def grid(*lines: str) -> grids.Grids:
        return read_grids(text_file(tmp_path / "a.csv", *lines), "a.csv")

    found = [
        *read_accounts(grid("Avfall (tonn)", "år;materiale;Deponert", "2019;Tre;-4")).errors,
        *read_key(grid("region;Ansatte 2019", "Hamar;-4"), PLACES, "employees").errors,
        *read_activity(grid("kommune;år;riving m2", "Hamar;2020;-4"), PLACES).errors,
        *read_household([grid("kommune;år;kg per innbygger", "Hamar;2020;-4")], PLACES).errors,
    ]
    assert [(error.row, error.reason) for error in found] == [
        (3, "It is below zero."),
        (2, "It is below zero."),
        (2, "It is below zero."),
        (2, "It is below zero."),
    ]


def test_shares_are_read_with_a_per_cent_sign_and_a_column_of_their_sum_is_left_out(tmp_path: Path) -> None:
    head = "kommune;år;kg per innbygger;innbyggere;andel materialgjenvinning;andel energi;Sum"
    lines = ["Hamar;2019;400;31 000;70 %;30%;100 %", "Oslo;2019;400;9 000;0,5 %;;"]
    file = read_grids(text_file(tmp_path / "a.csv", head, *lines), "a.csv")
    reading = read_household([file], PLACES)
    assert reading.errors == []
    assert [one.values["shares"] for one in reading.figures] == [
        {"material": 0.7, "energy": 0.3},
        {"material": 0.005},
    ]
    assert file.sums == ["Sum"]


def test_an_amount_in_per_cent_is_named_and_every_place_with_too_many_shares(tmp_path: Path) -> None:
    head = "kommune;år;kg per innbygger;innbyggere;andel materialgjenvinning;andel energi"
    lines = ["Hamar;2019;40 %;31 000;70;60", "Oslo;2019;400;9 000;80;40"]
    reading = read_household([read_grids(text_file(tmp_path / "a.csv", head, *lines), "a.csv")], PLACES)
    assert [(error.row, error.column, error.reason) for error in reading.errors] == [
        (2, "kg per innbygger", "It is told in per cent, but an amount was to be here."),
        (2, "andel energi", "hamar, 2019: the shares to treatments are more than all of it together."),
        (3, "andel energi", "oslo, 2019: the shares to treatments are more than all of it together."),
    ]


def test_a_column_that_sums_up_the_years_is_left_out(tmp_path: Path) -> None:
    lines = [
        "Avfall (tonn)",
        "material;behandling;2021;2022;I alt",
        "Tre;Deponert;4;5;9",
        "Sum;Deponert;4;5;9",
    ]
    file = read_grids(text_file(tmp_path / "a.csv", *lines), "a.csv")
    assert read_accounts(file).by_year == {2021: [("Tre", "Deponert", 4.0)], 2022: [("Tre", "Deponert", 5.0)]}
    assert file.sums == ["I alt", "Sum"]
    lines = ["kommune;bygningstype;år;riving m2", "Hamar;I alt;2020;4", "Hamar;Bolig;2020;4"]
    file = read_grids(text_file(tmp_path / "b.csv", *lines), "b.csv")
    assert [row.building for row in read_activity(file, PLACES).rows] == ["Bolig"]
    assert file.sums == ["I alt"]


def test_what_is_wrong_is_told_together_also_where_the_unit_is_missing(tmp_path: Path) -> None:
    lines = ["material;behandling;2021", "Papp;Deponert;4", "Tre;Deponert;mye"]
    errors = read_accounts(read_grids(text_file(tmp_path / "a.csv", *lines), "a.csv")).errors
    assert [error.row for error in errors] == [1, 3]
    text_file(tmp_path / "b.csv", "aktivitet;avfall per m2;usikkerhet;kilde", "riving;8;;A")
    errors = read_factors(tmp_path / "b.csv", "b.csv").errors
    assert [error.column for error in errors] == ["avfall per m2", "usikkerhet"]


@pytest.mark.parametrize(
    ("measure", "lines", "words"),
    [
        ("floor_area", ["region;Ansatte 2019", "Hamar;4"], "“Ansatte” counts employees, but floor area"),
        ("floor_area", ["Tilsette 2019", "region;2019", "Hamar;4"], "“Tilsette 2019” counts employees"),
        ("floor_area", ["region;Landareal (km²) 2019", "Hamar;4"], "counts land area, but floor area"),
        ("inhabitants", ["region;Sysselsatte personer 2019", "Hamar;4"], "counts employees, but inhabitants"),
        ("employees", ["region;år;omsetning (1000 kr)", "Hamar;2019;4"], "counts kroner, but employees"),
    ],
)
def test_a_key_of_something_else_is_refused_with_what_was_wanted(
    tmp_path: Path, measure: str, lines: list[str], words: str
) -> None:
    reading = read_key(read_grids(text_file(tmp_path / "a.csv", *lines), "a.csv"), PLACES, measure)
    (error,) = reading.errors
    assert words in error.reason
    assert reading.by_year == {}


def test_a_key_is_read_from_the_column_that_measures_it(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "region;år;Innbyggere;Ansatte", "Hamar;2019;31000;15000")
    by_measure = {
        measure: read_key(read_grids(path, "a.csv"), PLACES, measure).by_year
        for measure in ("inhabitants", "employees")
    }
    assert by_measure == {"inhabitants": {2019: {"hamar": 31_000}}, "employees": {2019: {"hamar": 15_000}}}


def test_people_at_work_are_no_inhabitants_and_no_areas(tmp_path: Path) -> None:
    waste = text_file(tmp_path / "a.csv", "region;år;kg per innbygger", "Hamar;2019;400")
    for lines in (["region;Sysselsatte personer 2019", "Hamar;4"], ["Ansatte", "region;2019", "Hamar;4"]):
        people = read_grids(text_file(tmp_path / "b.csv", *lines), "b.csv")
        (error,) = read_household([read_grids(waste, "a.csv")], PLACES, [people]).errors
        assert "Nothing in the file is household waste or inhabitants" in error.reason
    lines = ["Areal og ansatte", "region;år;Ansatte i nybygg", "Hamar;2019;7", "Oslo;2019;8"]
    built = read_grids(text_file(tmp_path / "c.csv", *lines), "c.csv")
    (error,) = read_activity(built, PLACES).errors
    assert (error.row, error.column) == (1, "Ansatte i nybygg")
    assert "counts employees, but floor area was to be here" in error.reason


# Building activity and factors -------------------------------------------------------------------------


def test_activity_is_read_by_building_type_without_its_sum(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "Byggeareal (1 000 m2)", "region;bygningstype;statistikkvariabel;2020",
        "3403 Hamar;I alt;Bruksareal fullført;30", "3403 Hamar;Bolig;Bruksareal fullført;10,5",
        "3403 Hamar;Næring;Bruksareal fullført;19,5", "3403 Hamar;Bolig;Antall boliger;7",
    )  # fmt: skip
    reading = read_activity(read_grids(path, "a.csv"), PLACES)
    assert reading.errors == []
    assert (
        reading.rows
        == [
            Activity("hamar", 2020, "new", "Bolig", 10_500),
            Activity("hamar", 2020, "new", "Næring", 19_500),
            Activity("hamar", 2020, "new", "Bolig", 7_000),
        ][:2]
    )


def test_activity_is_read_from_a_table_of_ones_own(tmp_path: Path) -> None:
    path = sheet_file(
        tmp_path / "a.xlsx",
        ["Kommune", "År", "Nybygg, m2", "Riving, m2"],
        ["Hamar", 2020, 1_000.0, 200.0],
        ["Hamar", 2021, "..", 300.0],
    )
    assert read_activity(read_grids(path, "a.xlsx"), PLACES).rows == [
        Activity("hamar", 2020, "new", "", 1_000),
        Activity("hamar", 2020, "demolition", "", 200),
        Activity("hamar", 2021, "demolition", "", 300),
    ]


def test_activity_names_cells_that_are_wrong_or_stand_twice(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv", "kommune;år;riving m2", "Hamar;2020;noe", "Oslo;2020;4", "0301;2020;5"
    )
    errors = read_activity(read_grids(path, "a.csv"), PLACES).errors
    assert [(error.row, error.column) for error in errors] == [(2, "riving m2"), (4, "riving m2")]
    path = text_file(tmp_path / "b.csv", "kommune;riving m2", "Hamar;4")
    (error,) = read_activity(read_grids(path, "b.csv"), PLACES).errors
    assert "no areas of new building" in error.reason
    assert "under headings such as “new building m²”, “rehabilitation m²”" in error.reason


def test_activities_without_a_unit_are_told_how_headings_are_understood(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "kommune;år;nybygg;rehabilitering;riving", "Hamar;2020;10 000;4 000;1 000", "Oslo;2020;5;6;7",
    )  # fmt: skip
    errors = read_activity(read_grids(path, "a.csv"), PLACES).errors
    assert [(error.row, error.column) for error in errors] == [
        (1, "nybygg"), (1, "rehabilitering"), (1, "riving"),
    ]  # fmt: skip
    assert errors[0].reason == (
        "“nybygg” does not say that it counts square metres. Write m² in the heading: “nybygg m²”."
    )


def test_a_factor_below_zero_is_told_once_also_with_an_uncertainty_in_per_cent(tmp_path: Path) -> None:
    text_file(tmp_path / "a.csv", "aktivitet;kg per m2;usikkerhet;kilde", "riving;-8;10 %;A")
    (error,) = read_factors(tmp_path / "a.csv", "a.csv").errors
    assert (error.row, error.column, error.reason) == (2, "kg per m2", "It is below zero.")


def test_factors_are_read_in_the_unit_of_their_heading(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "Aktivitet;Bygningstype;Materiale;Kg per m2;Usikkerhet;Kilde",
        "Nybygging;Bolig;Tre;12,5;2;Rapport A", ";;;;;", "Riving;;;800;100;Rapport B",
    )  # fmt: skip
    reading = read_factors(path, "a.csv")
    assert reading.errors == []
    assert reading.rows == [
        FactorRow("new", "Bolig", "Tre", 0.0125, 0.002, "Rapport A"),
        FactorRow("demolition", "", "", 0.8, 0.1, "Rapport B"),
    ]
    text_file(tmp_path / "b.csv", "aktivitet;tonn per m2;usikkerhet;kilde", "riving;0,8;0,1;B")
    assert read_factors(tmp_path / "b.csv", "b.csv").rows[0].tonnes == 0.8
    text_file(tmp_path / "c.csv", "aktivitet;kg per m2;usikkerhet;kilde", "riving;800;12,5 %;C")
    assert read_factors(tmp_path / "c.csv", "c.csv").rows[0].sd == pytest.approx(0.1)


def test_factors_name_what_is_missing_or_wrong(tmp_path: Path) -> None:
    text_file(tmp_path / "a.csv", "aktivitet;kg per m2", "riving;8")
    (error,) = read_factors(tmp_path / "a.csv", "a.csv").errors
    assert error.reason == "These columns are missing: uncertainty, source. There are: aktivitet, kg per m2."
    text_file(tmp_path / "b.csv", "aktivitet;avfall per m2;usikkerhet;kilde", "riving;8;1;A")
    (error,) = read_factors(tmp_path / "b.csv", "b.csv").errors
    assert "kg or in tonnes" in error.reason
    text_file(tmp_path / "c.csv", "aktivitet;kg per m2;usikkerhet;kilde", "graving;-8;;")
    errors = read_factors(tmp_path / "c.csv", "c.csv").errors
    assert [error.column for error in errors] == ["kg per m2", "usikkerhet", "aktivitet", "kilde"]
    text_file(tmp_path / "d.csv", "")
    assert "There are: –" in read_factors(tmp_path / "d.csv", "d.csv").errors[0].reason

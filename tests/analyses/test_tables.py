"""The tables of a study: read with each complaint in its place, and written so that they are read again."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dugnad.analyses import changes
from dugnad.analyses.models import Dataset, Flow, Quantity
from dugnad.analyses.queries.systems import SHEETS, frozen_of, quantities_of, study_workbook
from dugnad.analyses.sources import tables
from dugnad.analyses.sources.complaints import in_words
from dugnad.engine.flows.folder import COLUMNS
from dugnad.kit.spreadsheets import Sheet, write_workbook
from tests.factories.analyses import AT, make_flow, make_quantity, make_sorting, make_study
from tests.factories.members import make_municipality

FLOWS = [
    ["flow", "source", "target", "layer"],
    ["Burnt", "Sorting", "", ""],
    ["Collected", "", "Sorting", ""],
]
HEAD = SHEETS["observations"]
RIGHT: dict[str, Any] = {
    "flow": "Burnt", "value": 60, "sd": 2, "place": "Hamar", "year": 2020, "source": "SSB",
    "vintage": "2021-01", "quality": 2, "method": "measured",
}  # fmt: skip
PLACES = {"hamar": "HAMAR"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def row(**values: Any) -> list[Any]:
    return [(RIGHT | values).get(column, "") for column in HEAD]


def workbook(path: Path, *rows: list[Any], flows: Any = FLOWS, **sheets: Any) -> Path:
    told = {"flows": flows, "observations": [HEAD, *rows], **sheets}
    content = write_workbook(Sheet(name, cells[0], cells[1:]) for name, cells in told.items() if cells)
    path.write_bytes(content)
    return path


def read(path: Path, known: Any = (), places: Any = None) -> tables.Reading:
    found = PLACES if places is None else places
    return tables.read_tables(path, known=known, places=found, lowers={"Burnt": None}, on=AT.date())


@pytest.mark.parametrize(
    ("wrong", "column"), [({"value": -60}, "value"), ({"year": 2023}, "year"), ({"year": 1899}, "year")]
)
def test_read_tables_names_amounts_below_zero_and_years_that_cannot_be(
    tmp_path: Path, wrong: dict[str, Any], column: str
) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", row(), row(**wrong)))
    assert [(error.sheet, error.row, error.column) for error in reading.errors] == [
        ("observations", 3, column)
    ]


def test_read_tables_takes_the_next_year_and_a_flow_that_runs_both_ways(tmp_path: Path) -> None:
    both = [["flow", "lower", "upper"], ["Burnt", -100, ""]]
    reading = read(workbook(tmp_path / "a.xlsx", row(value=-60), row(year=2022), bounds=both))
    assert (reading.errors, [figure.told.value for figure in reading.figures]) == ([], [-60, 60])


def test_the_layout_is_the_engines_with_two_columns_more() -> None:
    own = {name: list(columns) for name, columns in COLUMNS.items() if name != "aggregates"}
    alike = [column for column in own["observations"] if not column.startswith("shared")]
    own["observations"] = [*alike, "method", "note", "shared_sd"]
    assert own == SHEETS


def test_read_tables_gives_figures_with_method_grade_and_place(tmp_path: Path) -> None:
    reading = read(
        workbook(tmp_path / "a.xlsx", row(), row(flow="Collected", value="", sd=""), row(sd="10 %"))
    )
    assert reading.errors == []
    assert [(f.row, f.told.value, f.told.sd, f.place, f.method, f.grade) for f in reading.figures] == [
        (2, 60.0, 2.0, "HAMAR", "measured", 2),
        (4, 60.0, 6.0, "HAMAR", "measured", 2),
    ]


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"place": "Bergen"}, "place"),
        ({"year": ""}, "year"),
        ({"year": "twenty"}, "year"),
        ({"source": ""}, "source"),
        ({"source": "x" * 201}, "source"),
        ({"vintage": ""}, "vintage"),
        ({"method": ""}, "method"),
        ({"method": "guessed"}, "method"),
        ({"quality": 6}, "quality"),
        ({"sd": ""}, "sd"),
        ({"sd": -1}, "sd"),
        ({"value": "many"}, "value"),
        ({"flow": "Lost"}, "flow"),
        ({"distribution": "odd"}, "distribution"),
        ({"shared_sd": 2}, "shared_sd"),
    ],
)
def test_read_tables_names_the_cell_that_is_wrong(tmp_path: Path, wrong: dict[str, Any], column: str) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", row(), row(**wrong)))
    assert {(error.sheet, error.row, error.column) for error in reading.errors} == {
        ("observations", 3, column)
    }


def test_read_tables_takes_the_flows_that_we_know_where_a_file_has_none(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(), flows=None)
    assert read(path, known=FLOWS).errors == []
    assert [(error.sheet, error.column) for error in read(path).errors] == [("flows", "")]


def test_a_figure_without_a_place_is_of_the_whole_beside_those_of_places(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(shared_sd=1.5), row(place=""))
    reading = read(path)
    assert reading.errors == []
    assert [(figure.place, figure.told.shared_sd) for figure in reading.figures] == [
        ("HAMAR", 1.5),
        (None, 0),
    ]
    short = tmp_path / "b.csv"
    short.write_text("flow,value,sd,year,source,vintage,quality,method,place\n"
                     "Burnt,61,2,2020,SSB,2021-04,1,measured\n", encoding="utf-8")  # fmt: skip
    assert [figure.place for figure in read(short, known=FLOWS).figures] == [None]


def test_read_tables_takes_norwegian_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        ";".join(HEAD) + "\n" + ";".join(map(str, row(value="60,5", sd="7,5 %"))), encoding="utf-8"
    )
    (figure,) = read(path, known=FLOWS).figures
    assert (figure.told.value, figure.told.sd) == (60.5, 60.5 * 0.075)


def test_read_tables_asks_what_a_point_before_three_digits_means_between_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(";".join(HEAD) + "\n" + ";".join(map(str, row(value="1.250"))), encoding="utf-8")
    reading = read(path, known=FLOWS)
    assert [(error.row, error.column) for error in reading.errors] == [(2, "value")]
    assert "can be read in two ways. Write 1250" in reading.errors[0].reason


@pytest.mark.parametrize("words", ["1.250", "1,250"])
def test_read_tables_asks_what_words_in_a_workbook_mean(tmp_path: Path, words: str) -> None:
    (error,) = read(workbook(tmp_path / "a.xlsx", row(value=words))).errors
    assert (error.row, error.column) == (2, "value")
    assert "can be read in two ways. Write 1250" in error.reason


@pytest.mark.parametrize("words", ["last year", "2021-3", "03.05.2021"])
def test_read_tables_refuses_a_day_by_which_nothing_can_be_found_to_be_newer(
    tmp_path: Path, words: str
) -> None:
    (error,) = read(workbook(tmp_path / "a.xlsx", row(vintage=words))).errors
    assert (error.column, error.reason) == ("vintage", "Write it as 2021-05-03, 2021-05 or 2021.")


@pytest.mark.parametrize(
    ("words", "method"),
    [("målt", "measured"), ("Nedskalert", "downscaled"), ("gått ut frå", "assumed"), ("Assumed", "assumed")],
)
def test_read_tables_takes_the_short_word_for_how_a_figure_is_known(
    tmp_path: Path, words: str, method: str
) -> None:
    (figure,) = read(workbook(tmp_path / "a.xlsx", row(method=words))).figures
    assert figure.method == method


def test_read_tables_says_which_column_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("flow,sd\nBurnt,2\n", encoding="utf-8")
    (error,) = read(path, known=FLOWS).errors
    assert (error.row, error.reason) == (1, "The column value is missing. There are: flow, sd.")


def test_read_tables_refuses_names_that_are_too_long(tmp_path: Path) -> None:
    long = [FLOWS[0], ["x" * 81, "Sorting", "", ""], *FLOWS[1:]]
    assert [error.column for error in read(workbook(tmp_path / "a.xlsx", row(), flows=long)).errors] == [
        "flow"
    ]


def test_read_tables_refuses_a_cell_that_shows_an_error(tmp_path: Path) -> None:
    import openpyxl

    path = workbook(tmp_path / "a.xlsx", row())
    book = openpyxl.load_workbook(path)
    book["observations"]["B2"] = "=1/0"
    book.save(path)
    assert [(error.row, error.column) for error in read(path).errors][:1] == [(2, "2")]


SAID = {
    "is missing; there are: flows": "Arket mangler. Det finnes: flows.",
    "the column sd is missing (there are: flow)": "Kolonnen sd mangler. Det finnes: flow.",
    "stands there twice": "Kolonnen står der to ganger.",
    "is empty and must not be": "Cellen er tom. Den må fylles ut.",
    "“1.250” can be read in two ways; write 1250 or 1,250": "«1.250» kan leses på to måter. Skriv 1250 "
    "hvis det er det du mener.",
    "“1.250” can be read in two ways; write 1250 without the point": "«1.250» kan leses på to måter. Skriv "
    "1250 hvis det er det du mener.",
    "“x” is no number; write it as 12400 or 12400.5": "«x» er ikke et tall. Skriv det som 12400 "
    "eller 12400.5.",
    "“x” is no year; write it as 2024": "«x» er ikke et år. Skriv det som 2020.",
    "“x” stands in row 2 already": "«x» står alt i rad 2.",
    "a flow needs a source or a target; both are empty": "En strøm trenger en prosess den kommer "
    "fra eller går til. Begge er tomme.",
    "the flow leads from “x” to itself": "Strømmen går fra «x» til seg selv.",
    "“x” is none of normal, uniform": "«x» er ikke en av: normal, uniform",
    "is empty; write how certain the value is (900 or 7 %), or 0 for a constant": "Skriv hvor usikkert "
    "tallet er, som 900 eller 7 %. Skriv 0 der det er sikkert.",
    "is below zero": "Usikkerheten kan ikke være under null.",
    "is no part of the sd; it must be below that": "Det er en del av standardavviket, og derfor mindre enn "
    "det.",
    "is empty; write how much of the sd several rows share": "Cellen er tom. Den må fylles ut.",
    "is empty; write what the shared error comes from": "Skriv kilden: den er det stedene har felles.",
    "is below the lower bound": "Den øvre grensen er under den nedre.",
    "“x” is neither yes nor no": "«x» er verken ja eller nei",
    "the relation R says 5 above": "Sammenhengen R sier 5 lenger opp.",
    "there is no flow “x” in the table of flows": "Det finnes ingen strøm «x» i tabellen over strømmer.",
    "is empty, but other rows name a place": "Cellen er tom, men andre rader har noe her.",
    "the flow “x” does not come from “y”": "Strømmen «x» kommer ikke fra «y».",
    "“62” is no share; a share lies between 0 and 1, such as 0.62": "«62» er ingen andel. En andel ligger "
    "mellom 0 og 1, som 0,62.",
    "“0” cannot be lognormal; what is so is above 0": "«0» kan ikke være lognormalfordelt. Et "
    "lognormalfordelt tall er alltid over 0.",
    "something new": "something new",
}


@pytest.mark.parametrize("said", SAID)
def test_in_words_says_what_the_engine_complains_of_in_norwegian(said: str) -> None:
    with translation.override("nb"):
        assert in_words(said) == SAID[said]


# Into the database ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_import_figures_shows_first_and_stores_what_was_shown(tmp_path: Path) -> None:
    study = make_study()
    study.places.add(make_municipality("Hamar"))
    sheets = {
        "processes": [SHEETS["processes"], ["Sorting", "ja", "Treatment"]],
        "bounds": [SHEETS["bounds"], ["Burnt", 10, 90]],
        "transfer_coefficients": [SHEETS["transfer_coefficients"], ["s", "Sorting", "Burnt", 0.6, 0.05]],
        "relations": [SHEETS["relations"], ["all", "Burnt", 1, 5], ["all", "Collected", -1, ""]],
    }
    path = workbook(tmp_path / "a.xlsx", row(), row(place="3403", value=61), row(), **sheets)
    shown = changes.import_figures(study, path, dry_run=True, by=None, at=AT)
    assert (len(shown.changes), shown.stored, Flow.objects.count()) == (4, False, 0)
    assert not changes.import_figures(study, path, seen="other", by=None, at=AT).stored
    assert changes.import_figures(study, path, seen=shown.digest, by=None, at=AT).stored
    assert (Flow.objects.count(), Quantity.objects.count(), Dataset.objects.count()) == (2, 2, 1)
    flow = Flow.objects.select_related("share", "source").get(name="Burnt")
    assert (flow.lower, flow.upper, flow.share.value) == (10, 90, 0.6)
    assert (flow.source.is_stock, flow.source.group) == (True, "Treatment")
    assert study.relations.get().coefficients == {"Burnt": 1.0, "Collected": -1.0}
    again = changes.import_figures(study, path, by=None, at=AT)
    assert (again.changes, again.stored) == ([], False)


@pytest.mark.django_db
def test_a_file_that_was_put_right_replaces_what_it_said_before(tmp_path: Path) -> None:
    study = make_sorting()
    for value in (61, 16):
        path = workbook(tmp_path / f"{value}.xlsx", row(flow="Burnt", value=value, place="", source="Own"))
        assert changes.import_figures(study, path, by=None, at=AT).stored
    counting = [q for q in frozen_of(study)["quantities"] if q["source"] == "Own"]
    assert [q["value"] for q in counting] == [16]
    assert quantities_of(study).filter(source="Own").count() == 2


@pytest.mark.django_db
def test_a_preview_shows_figures_with_the_decimals_that_were_read(tmp_path: Path) -> None:
    told = [row(flow="Burnt", place="", source="Own", value=value, sd=sd) for value, sd in
            ((1250, 7), (1.25, 0.5), (1.23456, 0.1))]  # fmt: skip
    report = changes.import_figures(make_sorting(), workbook(tmp_path / "a.xlsx", *told), by=None, at=AT)
    shown = [change.fields[0][2] for change in report.changes]
    assert shown == ["1,250 ± 7, Own", "1.25 ± 0.5, Own", "1.235 ± 0.1, Own"]


@pytest.mark.django_db
def test_import_figures_tells_ends_that_change(tmp_path: Path) -> None:
    study = make_sorting()
    moved = [FLOWS[0], ["Burnt", "Sorting", "Oven", ""]]
    report = changes.import_figures(study, workbook(tmp_path / "a.xlsx", flows=moved), by=None, at=AT)
    assert [change.fields[0][1:] for change in report.changes] == [("Sorting → –", "Sorting → Oven")]


@pytest.mark.django_db
def test_import_figures_stores_nothing_where_one_cell_is_wrong(tmp_path: Path) -> None:
    report = changes.import_figures(make_study(), workbook(tmp_path / "a.xlsx", row()), by=None, at=AT)
    assert [error.reason for error in report.errors] == [
        "“Hamar” is no place of this study. Write its name or its number."
    ]
    assert Flow.objects.count() == 0


@pytest.mark.django_db
def test_what_holds_between_flows_goes_out_and_comes_in_the_same(tmp_path: Path) -> None:
    study, other = make_sorting(name_nb="A"), make_study("B")
    burnt = study.flows.get(name="Burnt")
    changes.edit_flow(burnt, lower=1.0, upper=90.0, by=None, at=AT)
    changes.set_share(burnt, value=0.6, sd=0.05, by=None, at=AT)
    changes.set_relation(study, "all", coefficients={"Burnt": 2.0}, rhs=3.0, by=None, at=AT)
    path = tmp_path / "a.xlsx"
    path.write_bytes(study_workbook(study))
    assert changes.import_figures(other, path, by=None, at=AT).stored
    ones, others = frozen_of(study), frozen_of(other)
    for part in ("processes", "flows", "shares", "relations"):
        assert others[part] == ones[part]


class Tables(TestCase):
    """What goes out comes in the same: figures in are figures out."""

    @given(
        st.lists(
            st.tuples(
                st.floats(-1e9, 1e9).map(lambda number: round(number, 3)),
                st.floats(0, 1e6).map(lambda number: round(number, 3)),
                st.integers(1990, 2022),
                st.sampled_from(["measured", "downscaled", "assumed"]),
                st.integers(1, 5),
            ),
            min_size=1,
            max_size=4,
            unique_by=lambda told: told[2],
        )
    )
    def test_a_study_goes_out_and_comes_in_the_same(self, told: list[Any]) -> None:
        study, other = make_study("A"), make_study("B")
        flow = make_flow(study, "Burnt", "Sorting", "", lower=-2e9)
        make_flow(study, "Collected", "", "Sorting")
        for value, sd, year, method, grade in told:
            make_quantity(flow, value, sd, year=year, method=method, grade=grade)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.xlsx"
            path.write_bytes(study_workbook(study))
            assert changes.import_figures(other, path, by=None, at=AT).stored
        names = ("value", "sd", "year", "method", "grade", "source", "vintage")
        assert list(quantities_of(other).values(*names)) == list(quantities_of(study).values(*names))

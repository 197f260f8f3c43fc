"""A study in a folder or a workbook: what it says, and where it is wrong."""

from dataclasses import replace

import openpyxl
import pytest

from dugnad.engine.flows.folder import read_study, study_of_sheets
from dugnad.engine.flows.study import (
    Aggregate,
    Bounds,
    Flow,
    Observation,
    Process,
    Relation,
    TransferCoefficient,
)
from dugnad.engine.flows.tables import Complaint, FlowsUnreadable, number_of, table_of_text

FLOWS = "flow,source,target,layer\nF1,,Sorting,goods\nF2,Sorting,Use,goods\nF3,Sorting,,goods\nF4,Use,,\n"
OBSERVATIONS = (
    "flow,place,year,layer,value,sd,distribution,source,vintage,quality\n"
    "F1,0301,2024,goods,12400,900,normal,SSB 12263,2026-03,A\n"
    "F1,0301,2024,goods,11900,7 %,lognormal,own count,,B\n"
    "F2,0301,2024,goods,,,,,,\n"
)


def _folder(path, **files):
    for name, text in {"flows": FLOWS, "observations": OBSERVATIONS, **files}.items():
        if text is not None:
            (path / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _refused(path, **files):
    with pytest.raises(FlowsUnreadable) as refusal:
        read_study(_folder(path, **files))
    return [str(complaint) for complaint in refusal.value.complaints]


# What it says ---------------------------------------------------------------------------------------------


def test_a_folder_is_read_into_a_study(tmp_path):
    study = read_study(
        _folder(
            tmp_path,
            transfer_coefficients="name,process,flow,value,sd\nTC,Sorting,F2,0.62,0.05\n",
            relations="relation,flow,coefficient,rhs\nshare,F1,1,10\nshare,F2,-0.4,\n",
            bounds="flow,lower,upper\nF2,0,\n",
            processes="process,stock,group\nUse,ja,People\n",
        )
    )
    assert study.flows[0] == Flow("F1", None, "Sorting", "goods")
    assert study.processes == [Process("Use", True, "People"), Process("Sorting")]
    assert study.observations == [
        Observation("F1", 12400.0, 900.0, "0301", 2024, "goods", "normal", "SSB 12263", "2026-03", "A"),
        Observation("F1", 11900.0, 833.0, "0301", 2024, "goods", "lognormal", "own count", "", "B"),
    ]
    assert study.transfer_coefficients == [TransferCoefficient("TC", "Sorting", "F2", 0.62, 0.05)]
    assert study.relations == [Relation("share", {"F1": 1.0, "F2": -0.4}, 10.0)]
    assert study.bounds == [Bounds("F2", 0.0, None)]
    assert (study.places, study.years, study.layers) == (["0301"], [2024], ["goods"])


def test_places_are_summed_and_what_they_share_does_not_fade(tmp_path):
    study = read_study(
        _folder(
            tmp_path,
            flows="flow,source,target\nin,,P\nout,P,\n",
            observations=(
                "flow,place,year,value,sd,source,shared,shared_sd\n"
                "in,a,2024,100,5,SSB,,4\nin,b,2024,50,5,SSB,national,4\nin,c,2024,10,1,SSB,national,\n"
            ).replace(",national,\n", ",,\n"),
            aggregates="place,of\nregion,a\nregion,b\nall,region\nall,c\n",
        )
    )
    assert study.aggregates == [Aggregate("region", ("a", "b")), Aggregate("all", ("region", "c"))]
    assert [(o.shared, o.shared_sd) for o in study.observations] == [
        ("SSB (): in 2024", 4), ("national", 4), ("", 0),
    ]  # fmt: skip
    assert study.places == ["a", "b", "c"]
    found = study.system().reconcile()
    assert found.value("out", "all", 2024) == pytest.approx((160, (25 + 25 + 1) ** 0.5))
    same = [replace(o, shared="SSB") if o.shared else o for o in study.observations]
    found = replace(study, observations=same).system().reconcile()
    assert found.value("out", "all", 2024) == pytest.approx((160, (2 * 9 + 8**2 + 1) ** 0.5))


def test_a_workbook_with_the_same_sheets_says_the_same(tmp_path):
    book = openpyxl.Workbook()
    for title, text in (("Flows", FLOWS), ("Observations", OBSERVATIONS)):
        sheet = book.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.save(tmp_path / "study.xlsx")
    (tmp_path / "study").mkdir()
    assert read_study(tmp_path / "study.xlsx") == read_study(_folder(tmp_path / "study"))


def test_numbers_and_years_of_a_workbook_are_taken_as_they_are():
    study = study_of_sheets(
        {
            "flows": [["flow", "source", "target"], ["F1", None, "A"], ["F2", "A", None]],
            "observations": [
                ["flow", "year", "value", "sd"],
                ["F1", 2024.0, 12.5, 1],
                [None, None, None, ""],
            ],
        }
    )
    assert study.observations == [Observation("F1", 12.5, 1.0, year=2024)]


def test_semicolons_decimal_commas_and_windows_letters_are_read(tmp_path):
    told = "flow;value;sd;source\nF1;12 400,5;1,5 %;målt på Nes\n".encode("cp1252")
    assert read_study(_folder(tmp_path, observations=told)).observations == [
        Observation("F1", 12400.5, pytest.approx(186.0075), source="målt på Nes")
    ]


def test_a_column_that_nobody_knows_is_noted(tmp_path):
    told = "flow,value,sd,comment\nF1,1,0,ok\n"
    notes = read_study(_folder(tmp_path, observations=told)).notes
    assert notes == ["observations.csv: the column comment was not read"]


# Where it is wrong ----------------------------------------------------------------------------------------


def test_sums_and_shared_errors_are_wrong_in_their_place(tmp_path):
    assert _refused(
        tmp_path,
        observations=(
            "flow,value,sd,source,shared,shared_sd\nF1,9,2,SSB,,-1\nF1,9,2,SSB,,2\nF1,9,2,,,1\n"
            "F1,9,2,SSB,national,\n"
        ),
        aggregates="place,of\nregion,a\nregion,a\nregion,region\n,b\n",
    ) == [
        "observations.csv, row 2, column shared_sd: is below zero",
        "observations.csv, row 3, column shared_sd: is no part of the sd; it must be below that",
        "observations.csv, row 4, column shared: is empty; write what the shared error comes from",
        "observations.csv, row 5, column shared_sd: is empty; write how much of the sd several rows share",
        "aggregates.csv, row 3, column of: “a” is a part of region already",
        "aggregates.csv, row 4, column of: “region” is a part of region already",
        "aggregates.csv, row 5, column place: is empty and must not be",
    ]


def test_everything_that_is_wrong_is_told_at_once(tmp_path):
    assert _refused(
        tmp_path,
        flows="flow,source,target\nF1,,\nF2,A,A\nF2,A,B\n,A,B\n",
        observations="flow,year,value,sd,distribution\nF9,24,1.5e,-1,normal\nF1,2024,5,,gamma\nF1,,5,x %,\n",
        bounds="flow,lower,upper\nF1,5,1\n",
        processes="process,stock\nA,maybe\n",
        relations="relation,flow,coefficient,rhs\nr,F1,1,1\nr,F2,,2\n",
        transfer_coefficients="name,process,flow,value,sd\nTC,A,F1,,0.1\n",
    ) == [
        "flows.csv, row 2, column source: a flow needs a source or a target; both are empty",
        "flows.csv, row 3, column target: the flow leads from “A” to itself",
        "flows.csv, row 5, column flow: is empty and must not be",
        "flows.csv, row 4, column flow: “F2” stands in row 3 already",
        "observations.csv, row 2, column value: “1.5e” is no number; write it as 12400 or 12400.5",
        "observations.csv, row 2, column sd: is below zero",
        "observations.csv, row 2, column year: “24” is no year; write it as 2024",
        "observations.csv, row 3, column distribution: “gamma” is none of normal, lognormal, uniform, "
        "triangular, truncated",
        "observations.csv, row 3, column sd: is empty; write how certain the value is (900 or 7 %), or 0 "
        "for a constant",
        "observations.csv, row 4, column sd: “x ” is no number; write it as 12400 or 12400.5",
        "observations.csv, row 2, column flow: there is no flow “F9” in the table of flows",
        "observations.csv, row 4, column year: is empty, but other rows name a year",
        "transfer_coefficients.csv, row 2, column value: is empty and must not be",
        "transfer_coefficients.csv, row 2, column process: the flow “F1” does not come from “A”",
        "relations.csv, row 3, column coefficient: is empty and must not be",
        "relations.csv, row 3, column rhs: the relation r says 1 above",
        "bounds.csv, row 2, column upper: is below the lower bound",
        "processes.csv, row 2, column stock: “maybe” is neither yes nor no",
    ]


def test_nothing_at_or_below_nought_is_lognormal_but_a_constant(tmp_path):
    told = (
        "flow,value,sd,distribution\nF1,0,1,lognormal\nF1,-2,1,LogNormal\nF1,0,0,lognormal\nF1,,1,lognormal\n"
    )
    assert _refused(tmp_path, observations=told) == [
        "observations.csv, row 2, column value: “0” cannot be lognormal; what is so is above 0",
        "observations.csv, row 3, column value: “-2” cannot be lognormal; what is so is above 0",
    ]


def test_a_share_in_per_cent_or_of_another_process_is_named_in_its_place(tmp_path):
    assert _refused(
        tmp_path,
        flows="flow,source,target\nF1,,A\nF2,A,\nF3,A,\n",
        observations="flow,value,sd\nF1,9,1\n",
        transfer_coefficients="name,process,flow,value,sd\nT,A,F2,62,5\nU,B,F3,0.3,0.1\nV,A,F1,0.5,0\n",
    ) == [
        "transfer_coefficients.csv, row 2, column value: “62” is no share; a share lies between 0 and 1, "
        "such as 0.62",
        "transfer_coefficients.csv, row 3, column process: the flow “F3” does not come from “B”",
        "transfer_coefficients.csv, row 4, column process: the flow “F1” does not come from “A”",
    ]


def test_tables_that_are_missing_are_named(tmp_path):
    assert _refused(tmp_path, flows=None, observations="flow\n") == [
        f"flows.csv: is missing in {tmp_path.name}",
        "observations.csv, row 1: the column value is missing (there are: flow)",
        "observations.csv, row 1: the column sd is missing (there are: flow)",
    ]
    with pytest.raises(FlowsUnreadable, match="sheet flows: is missing; there are: Sheet"):
        study_of_sheets({"Sheet": [], "observations": [["x"]]})
    with pytest.raises(FlowsUnreadable, match="sheet Flows, row 1: the column flow is missing"):
        study_of_sheets({"Flows": [["x", "source", "target"]], "observations": [["flow", "value", "sd"]]})


def test_a_column_that_stands_twice_is_named(tmp_path):
    assert _refused(tmp_path, observations="flow,value,value,sd\nF1,1,2,0\n") == [
        "observations.csv, row 1, column value: stands there twice"
    ]


def test_a_file_that_is_no_study_is_refused(tmp_path):
    (tmp_path / "page.xlsx").write_text("<html>not found</html>")
    with pytest.raises(FlowsUnreadable, match=r"page\.xlsx: is no workbook, or a damaged one"):
        read_study(tmp_path / "page.xlsx")
    with pytest.raises(FlowsUnreadable, match=r"study\.csv: is neither a folder nor a workbook"):
        read_study(tmp_path / "study.csv")


def test_many_complaints_are_counted_and_the_first_are_shown():
    wrong = FlowsUnreadable([Complaint("a.csv", "is wrong", number) for number in range(2, 32)])
    assert str(wrong).splitlines()[-1] == "… and 10 more"
    assert len(wrong.complaints) == 30


# Numbers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "comma", "number"),
    [
        ("12400", False, 12400.0),
        ("1.250", False, 1.25),
        ("12\u00a0400,5", True, 12400.5),
        ("1.5", True, 1.5),
        ("−3", False, -3.0),
        ("1e3", False, 1000.0),
        (7, False, 7.0),
        ("0.625", True, 0.625),
        ("0,625", False, 0.625),
        ("0,625", None, 0.625),
        ("12.5", None, 12.5),
        (1.25, None, 1.25),
    ],
)
def test_a_number_is_read_as_it_was_meant(words, comma, number):
    assert number_of(words, comma=comma) == number


@pytest.mark.parametrize(
    ("words", "comma", "message"),
    [
        ("1.250", True, "can be read in two ways; write 1250 or 1,250"),
        ("1,250", False, "can be read in two ways; write 1250 without the comma"),
        ("1.250.000", True, "can be read in two ways; write 1250000 without the point"),
        ("1.250", None, "can be read in two ways; write 1250 without the point"),
        ("1,250", None, "can be read in two ways; write 1250 without the comma"),
        ("about 5", False, "is no number"),
        ("nan", False, "is no number"),
        (float("inf"), False, "inf"),
        ("#DIV/0!", False, "is no number"),
    ],
)
def test_a_number_that_could_be_two_or_none_is_asked_about(words, comma, message):
    with pytest.raises(ValueError, match=message):
        number_of(words, comma=comma)


def test_bytes_that_no_alphabet_fits_are_read_all_the_same():
    assert table_of_text("a.csv", b"name\n\x81\x8d\n", {"name": True}).rows[0].text("name") == "\x81\x8d"

"""`dugnad flows reconcile`: from a folder or workbook to files, without an installation."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.home import Home

FLOWS = "flow,source,target\nCollected,,Sorting\nMetal,Sorting,\nResidual,Sorting,\n"
OBSERVATIONS = (
    "flow,place,year,value,sd,source\nCollected,0301,2023,100,5,scales\nMetal,0301,2023,30,2,buyer\n"
    "Residual,0301,2023,72,3,scales\nCollected,0301,2024,110,5 %,scales\nMetal,3401,2024,12,1,buyer\n"
)


@pytest.fixture
def bare(tmp_path: Path) -> Home:
    """No installation at all: the command must not need one."""
    (tmp_path / "nowhere").mkdir()
    return Home(tmp_path / "nowhere")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "Waste"
    folder.mkdir()
    (folder / "flows.csv").write_text(FLOWS)
    (folder / "observations.csv").write_text(OBSERVATIONS)
    return folder


def test_a_folder_is_reconciled_into_files(bare: Home, study: Path, tmp_path: Path) -> None:
    answer = bare.run("flows", "reconcile", study, "--out", tmp_path / "results" / "new")
    assert (answer.status, answer.errors) == (0, "")
    assert "the observations: agree" in answer.output
    written = {path.name for path in (tmp_path / "results" / "new").iterdir()}
    assert written == {
        "flows.csv", "transfer_coefficients.csv", "tests.json", "sankey.json", "sankey.svg", "report.html"
    }  # fmt: skip
    assert list((tmp_path / "nowhere").iterdir()) == []


def test_a_workbook_says_the_same_and_the_report_is_one_object(
    bare: Home, study: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for title, text in (("flows", FLOWS), ("observations", OBSERVATIONS)):
        sheet = book.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.save(tmp_path / "Waste.xlsx")
    told = [
        bare.run("flows", "reconcile", source, "--out", tmp_path / name, "--json", "--unit", "kt/a").json
        for name, source in (("one", study), ("other", tmp_path / "Waste.xlsx"))
    ]
    assert told[0]["degrees of redundancy"] == told[1]["degrees of redundancy"] == 1
    assert told[0]["p value"] == told[1]["p value"]
    flows = [(tmp_path / name / "flows.csv").read_text() for name in ("one", "other")]
    assert flows[0] == flows[1]


def test_the_picture_is_of_the_place_and_year_that_were_asked_for(
    bare: Home, study: Path, tmp_path: Path
) -> None:
    for words, title in (
        ((), "Waste – 0301, 2024"),
        (("--place", "3401"), "Waste – 3401, 2024"),
        (("--year", "2023"), "Waste – 0301, 2023"),
    ):
        assert bare.run("flows", "reconcile", study, "--out", tmp_path / "out", *words).status == 0
        assert json.loads((tmp_path / "out/sankey.json").read_text())["title"] == title
    answer = bare.run("flows", "reconcile", study, "--out", tmp_path / "out", "--place", "Atlantis")
    assert (answer.status, answer.errors) == (
        2,
        "dugnad: Atlantis: no observation is of this place and year\n",
    )


def test_all_that_is_wrong_is_listed_and_nothing_is_written(bare: Home, study: Path, tmp_path: Path) -> None:
    (study / "observations.csv").write_text("flow,value,sd\nCollected,many,1\nMetl,1,0\n")
    answer = bare.run("flows", "reconcile", study, "--out", tmp_path / "out")
    assert answer.status == 2
    assert answer.output.splitlines() == [
        "observations.csv, row 2, column value: “many” is no number; write it as 12400 or 12400.5",
        "observations.csv, row 3, column flow: there is no flow “Metl” in the table of flows",
    ]
    assert answer.errors == f"dugnad: {study}: 2 to correct; nothing was written\n"
    assert not (tmp_path / "out").exists()
    told = bare.run("flows", "reconcile", study, "--out", tmp_path / "out", "--json").json
    assert len(told["complaints"]) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--unit", "buckets"), "the unit “buckets” is not known"),
        (("--alpha", "often"), "invalid float value: 'often'"),
        (("--alpha", "5"), "5: the significance of tests lies between 0 and 1, such as 0.05"),
    ],
)
def test_words_that_nobody_can_use_are_told(bare: Home, study: Path, tmp_path: Path, words, message) -> None:
    answer = bare.run("flows", "reconcile", study, "--out", tmp_path / "out", *words)
    assert answer.status == 2
    assert message in answer.errors


def test_a_study_that_is_not_there_and_a_folder_that_cannot_be_written(
    bare: Home, study: Path, tmp_path: Path
) -> None:
    answer = bare.run("flows", "reconcile", tmp_path / "away", "--out", tmp_path / "out")
    assert (answer.status, "away: no such file or folder" in answer.errors) == (2, True)
    (tmp_path / "file").write_text("")
    answer = bare.run("flows", "reconcile", study, "--out", tmp_path / "file")
    assert (answer.status, "file: cannot be written" in answer.errors) == (2, True)


def test_observations_that_disagree_are_a_finding_and_no_error(
    bare: Home, study: Path, tmp_path: Path
) -> None:
    (study / "observations.csv").write_text("flow,value,sd\nCollected,100,1\nMetal,30,1\nResidual,20,1\n")
    answer = bare.run("flows", "reconcile", study, "--out", tmp_path / "out")
    assert answer.status == 0
    assert "the observations: disagree by more than their uncertainty explains" in answer.output
    (study / "observations.csv").write_text("flow,value,sd\nCollected,100,1\n")
    answer = bare.run("flows", "reconcile", study, "--out", tmp_path / "out")
    assert "p value: not testable" in answer.output

"""What came of a study as files: every number again, and a page that says what was found."""

import csv
import io
import json

import pytest
from defusedxml import ElementTree

from dugnad.engine.flows import FlowSystemError
from dugnad.engine.flows.diagram import ASSUMED, ESTIMATED, INTERVAL, MEASURED, diagram_of
from dugnad.engine.flows.formats.floweaver import read_floweaver
from dugnad.engine.flows.report import Outcome, files_of, flow_rows
from dugnad.engine.flows.study import Bounds, Flow, Observation, Process, Relation, Study, TransferCoefficient

YEAR = 2024


def _study(**more):
    """Collected waste is sorted; some of the residual is stored, what leaves the store nobody knows."""
    told = {
        "name": "Waste <of one place>",
        "processes": [Process("Store", stock=True, group="Land")],
        "flows": [
            Flow("Collected", None, "Sorting"),
            Flow("Metal", "Sorting", None),
            Flow("Residual", "Sorting", "Store"),
            Flow("Burnt", "Store", None),
        ],
        "observations": [
            Observation("Collected", 100.0, 5.0, "0301", YEAR, source="scales", quality="A"),
            Observation("Metal", 30.0, 2.0, "0301", YEAR, source="guess", quality="assumed"),
            Observation("Residual", 72.0, 3.0, "0301", YEAR, source="scales"),
        ],
        "notes": ["observations.csv: the column comment was not read"],
    }
    return Study(**{**told, **more})


def _files(study, **chosen):
    found = study.system().reconcile()
    return files_of(Outcome(study, found, chosen.get("place", "0301"), chosen.get("year", YEAR)))


def _texts(page):
    return " ".join("".join(ElementTree.fromstring(page.partition("\n")[2]).itertext()).split())


# A study as a system --------------------------------------------------------------------------------------


def test_a_study_becomes_a_system_with_everything_that_it_says():
    study = _study(
        observations=[Observation("Collected", 100.0, None), Observation("Metal", 30.0, 2.0)],
        transfer_coefficients=[TransferCoefficient("share", "Sorting", "Metal", 0.3, 0.02)],
        relations=[Relation("all", {"Collected": 1.0, "Metal": -1.0, "Residual": -1.0})],
        bounds=[Bounds("Burnt", 0.0, 90.0)],
    )
    system = study.system(relative_sd=0.1)
    assert [(o.value, o.sd) for o in system.observations] == [(100.0, 10.0), (30.0, 2.0)]
    assert (len(system.ratios), len(system.relations), len(system.all_bounds)) == (1, 1, 1)
    assert system.processes["Store"].stock
    with pytest.raises(FlowSystemError, match="The flow Collected: nobody says how certain 100 is"):
        study.system()


def test_what_was_reconciled_is_a_study_again():
    found = _study().system().reconcile()
    again = Study.of(found)
    assert [told.flow for told in again.observations] == ["Collected", "Metal", "Residual"]
    back = read_floweaver(found.to_floweaver_csv())
    assert [told.value for told in back.observations] == [told.value for told in again.observations]


# The picture of a reconciliation ---------------------------------------------------------------------------


def test_the_picture_tells_how_each_flow_is_known():
    found = _study().system().reconcile()
    links = {link.flow: link for link in found.sankey(quality={"Metal": "assumed"}).links}
    assert {flow: link.evidence for flow, link in links.items()} == {
        "Collected": MEASURED,
        "Metal": ASSUMED,
        "Residual": MEASURED,
        "Burnt": INTERVAL,
        "change of Store": INTERVAL,
    }
    assert links["Burnt"].value is None
    assert links["Burnt"].lower == 0
    assert found.sankey().title == "Waste <of one place> – 0301, 2024"


def test_a_stock_that_shrinks_gives_what_it_lost():
    burnt = Observation("Burnt", 90.0, 5.0, "0301", YEAR)
    found = _study(observations=[*_study().observations, burnt]).system().reconcile()
    change = next(link for link in diagram_of(found).links if link.flow == "change of Store")
    assert (change.source, change.target, change.evidence) == (None, "Store", ESTIMATED)
    assert change.value == pytest.approx(90 - found.value("Residual")[0])


# Files ----------------------------------------------------------------------------------------------------


def test_every_file_is_there_and_tells_the_same():
    files = _files(_study())
    assert list(files) == [
        "flows.csv",
        "transfer_coefficients.csv",
        "tests.json",
        "sankey.json",
        "sankey.svg",
        "report.html",
    ]
    rows = {row["flow"]: row for row in csv.DictReader(io.StringIO(files["flows.csv"]))}
    found = _study().system().reconcile()
    assert float(rows["Collected"]["reconciled"]) == found.value("Collected")[0]
    assert (rows["Burnt"]["reconciled"], rows["Burnt"]["lower"], rows["Burnt"]["status"]) == (
        "",
        "0.0",
        "unobservable",
    )
    assert files["transfer_coefficients.csv"].startswith("name,place,year,value,sd")
    tests = json.loads(files["tests.json"])
    assert tests["global"]["dof"] == 1
    assert tests["global"]["p_value"] == pytest.approx(found.test.global_.p_value)
    assert [row["flow"] for row in tests["measurement"]] == ["Collected", "Metal", "Residual"]
    picture = json.loads(files["sankey.json"])
    assert {link["flow"]: link["evidence"] for link in picture["links"]}["Metal"] == ASSUMED
    assert files["sankey.svg"] in files["report.html"]


def test_the_page_says_what_was_found_in_words():
    page = _files(_study())["report.html"]
    text = _texts(page)
    assert "Waste <of one place>" in text
    assert "4 flows between 2 processes in 1 place and year, 3 observations, 1 degree of redundancy" in text
    assert "The observations agree within their uncertainty." in text
    assert "at least 0" in text
    assert "at most" in text
    assert "observations.csv: the column comment was not read" in text
    assert "What may be wrong" not in text


def test_the_page_names_what_may_be_wrong_and_what_cannot_be_told_from_it():
    wrong = Observation("Residual", 40.0, 3.0, "0301", YEAR, source="old form")
    files = _files(_study(observations=[*_study().observations[:2], wrong], notes=[]))
    text = _texts(files["report.html"])
    assert "The observations disagree by more than their uncertainty explains." in text
    assert "What may be wrong" in text
    assert "Notes" not in text
    suspect = json.loads(files["tests.json"])["gross_errors"]["suspects"][0]
    assert "Residual (old form)" in suspect["equivalent"]
    assert "leak of Sorting" in suspect["equivalent"]
    assert [other["fault"] for other in suspect["cannot_be_told_from"]][-1] == "leak"
    assert "Rows with the same number are one error: one of them is wrong" in text
    assert [text.count(way) for way in ("too high", "too low", "lost")] == [1, 2, 1]


def test_where_nothing_is_observed_twice_over_the_page_says_so():
    study = _study(observations=_study().observations[:1])
    assert "so nothing could be tested" in _texts(_files(study)["report.html"])
    assert json.loads(_files(study)["tests.json"])["global"]["p_value"] is None


def test_of_many_places_the_page_has_those_of_the_picture_and_the_table_all(monkeypatch):
    monkeypatch.setattr("dugnad.engine.flows.report.ROWS", 6)
    monkeypatch.setattr("dugnad.engine.flows.report.INTERVALS", 3)
    told = [Observation("Collected", 10.0, 1.0, place, YEAR) for place in ("0301", "3401")]
    study = _study(observations=told)
    files = _files(study, place="3401")
    assert "Only those of the picture; all are in flows.csv." in files["report.html"]
    assert "places and years" in files["report.html"]
    assert "0301" not in _texts(files["report.html"])
    rows = flow_rows(study.system().reconcile())
    assert len(rows) == 10
    assert {row["lower"] for row in rows} == {None}
    assert "not known" in _texts(files["report.html"])
    assert "Nobody can know 8 flows; the intervals of so many were not worked out." in _texts(
        files["report.html"]
    )


def test_the_page_says_that_least_squares_takes_other_distributions_by_value_and_sd():
    told = [Observation("Collected", 100.0, 5.0, "0301", YEAR, distribution="lognormal")]
    assert "Not normal: 1 observation." in _texts(_files(_study(observations=told))["report.html"])

"""Runs: frozen, computed, checked, accepted or returned; and what they say of places together."""

import io
from collections.abc import Iterator
from datetime import datetime
from math import hypot
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db.models import QuerySet
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.analyses import changes
from dugnad.analyses.kinds import WHOLE
from dugnad.analyses.models import Flow, Process, Quantity, Result, Run, Study
from dugnad.analyses.queries import printing, runs, showing, systems, verdicts
from dugnad.analyses.queries.pictures import Look, diagram_of, picture_of, picture_on_paper, unit_in_words
from dugnad.analyses.queries.refusals import why_failed
from dugnad.analyses.queries.runs import FlowRow
from dugnad.analyses.states import RunState, StudyState
from dugnad.engine.flows import reconciling
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.kit.history import changes_of
from dugnad.members.rules import Viewer
from tests.factories.analyses import make_flow, make_quantity, make_run, make_sorting, make_study
from tests.factories.members import make_municipality, make_subregion
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
STRANGER, SECRETARY = Viewer(), Viewer(roles=frozenset({Role.SECRETARIAT}))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def values(run: Run) -> dict[str, float | None]:
    return {result.flow: result.value and round(result.value, 6) for result in run.results.all()}


# The system -----------------------------------------------------------------------------------------


def test_add_flow_states_new_processes_and_keeps_the_surroundings_open() -> None:
    study = make_study()
    flow = changes.add_flow(study, name="Burnt", source="Sorting", target="", **NOBODY)
    changes.add_flow(study, name="Collected", source="", target="Sorting", **NOBODY)
    assert (str(flow.source), flow.target, Process.objects.count()) == ("Sorting", None, 1)


def test_add_flow_refuses_a_name_that_the_study_has() -> None:
    study = make_study()
    changes.add_flow(study, name="Collected", source="", target="Sorting", **NOBODY)
    with refused("name", field="name"):
        changes.add_flow(study, name="Collected", source="", target="Burning", **NOBODY)
    assert study.processes.count() == 1


def test_add_flow_refuses_one_that_goes_nowhere() -> None:
    with refused("ends", field="target"):
        changes.add_flow(make_study(), name="Burnt", source="", target="", **NOBODY)


def test_process_named_learns_its_group() -> None:
    study = make_sorting()
    assert changes.process_named(study, "Sorting", group="Treatment", is_stock=False, **NOBODY)
    assert study.processes.get().group == "Treatment"


def test_edit_flow_sets_limits() -> None:
    flow = make_flow(make_study(), "Burnt", "Sorting")
    assert changes.edit_flow(flow, lower=1.0, **NOBODY)


def test_remove_flow_takes_out_a_mistake_with_its_share() -> None:
    flow = make_flow(make_study(), "Burnt", "Sorting")
    changes.set_share(flow, value=0.5, sd=0.1, **NOBODY)
    changes.set_share(flow, value=0.6, sd=0.1, **NOBODY)
    changes.remove_flow(flow, **NOBODY)
    assert Flow.objects.count() == 0


def test_remove_flow_never_throws_figures_away() -> None:
    flow = make_flow(make_study(), "Burnt", "Sorting")
    make_quantity(flow)
    with refused("figures", field="flow"):
        changes.remove_flow(flow, **NOBODY)


def test_set_relation_states_it_once_and_changes_it() -> None:
    study = make_sorting()
    for rhs in (1.0, 2.0):
        changes.set_relation(study, "all", coefficients={"Burnt": 1}, rhs=rhs, **NOBODY)
    assert (str(study.relations.get()), study.relations.get().rhs) == ("all", 2.0)


def test_add_quantity_gives_each_a_dataset_and_a_trail() -> None:
    study = make_study()
    told = {"year": 2020, "value": 5.0, "sd": 1.0, "source": "SSB", "vintage": "2021", "method": "assumed"}
    quantity = changes.add_quantity(study, flow=make_flow(study, "Burnt", "A"), grade=4, **told, **NOBODY)
    assert (str(quantity), str(quantity.dataset)) == ("Burnt 2020: 5", "SSB")
    assert [change.verb for change in changes_of(quantity)] == ["add_quantity"]


@pytest.mark.parametrize(("field", "wrong"), [("value", -5.0), ("year", 1899), ("year", 2023)])
def test_add_quantity_refuses_what_cannot_be_at_its_field(field: str, wrong: float) -> None:
    study = make_study()
    told = {"year": 2020, "value": 5.0, "sd": 1.0, "source": "SSB", "vintage": "2021", "method": "assumed"}
    flow = make_flow(study, "Burnt", "A")
    with refused(field, field=field):
        changes.add_quantity(study, flow=flow, grade=4, **(told | {field: wrong}), **NOBODY)
    assert not study.datasets.exists()


def test_a_local_count_replaces_an_estimate_and_the_estimate_is_kept() -> None:
    flow = make_flow(make_study(), "Burnt", "A")
    make_quantity(flow, 100, method="downscaled", source="National", vintage="2020-06")
    local = make_quantity(flow, 80, source="Weighed", vintage="2020-11")
    told = systems.weighed(systems.quantities_of(flow.study))
    assert [(one.quantity.value, one.counts) for one in told] == [(80, True), (100, False)]
    assert told[1].replaced_by == local
    assert [told["value"] for told in systems.frozen_of(flow.study)["quantities"]] == [80]


# Ordering and computing -----------------------------------------------------------------------------


def test_order_run_freezes_what_is_known_and_compute_run_balances_it() -> None:
    study = make_sorting()
    run = changes.order_run(study, note="First", **NOBODY)
    make_quantity(Flow.objects.get(name="Burnt"), 1000, 1, vintage="2021-04")
    assert changes.compute_runs(at=AT) == 1
    run.refresh_from_db()
    assert (run.state, run.sha256) == (RunState.COMPUTED, systems.sha256_of(run.frozen))
    # 100 ± 3 against 60 ± 2 and 30 ± 2: 10 too many, shared out by the variances 9, 4 and 4.
    assert values(run) == {"Collected": 94.705882, "Burnt": 62.352941, "Recycled": 32.352941}
    assert {result.evidence for result in run.results.all()} == {"measured"}


def test_compute_run_says_which_flows_nobody_can_know() -> None:
    study = make_study()
    make_quantity(make_flow(study, "Collected", "", "Sorting"), 100, 3)
    for name in ("Burnt", "Recycled"):
        make_flow(study, name, "Sorting", "")
    run = make_run(study)
    found = run.results.get(flow="Burnt")
    assert (found.value, found.lower, found.upper, found.evidence) == (None, 0.0, 100.0, "interval")
    assert str(found) == "Burnt 2020"


def test_compute_run_takes_shares_relations_stocks_and_places() -> None:
    study, hamar = make_study(), make_municipality()
    study.places.add(hamar)
    into = make_flow(study, "Built", "", "Houses")
    make_quantity(into, 10, 1, place=hamar)
    torn = make_flow(study, "Torn", "Houses", "Sorting")
    make_quantity(torn, 4, 1, place=hamar, method="assumed", grade=5)
    changes.set_share(make_flow(study, "Burnt", "Sorting", ""), value=0.5, sd=0.01, **NOBODY)
    make_flow(study, "Reused", "Sorting", "")
    changes.set_relation(study, "three", coefficients={"Built": 1, "Torn": -2.5}, rhs=0, **NOBODY)
    study.processes.filter(name="Houses").update(is_stock=True)
    run = make_run(study)
    told = values(run)
    assert (told["Built"], told["Torn"], told["Burnt"], told["Δ Houses"]) == (10.0, 4.0, 2.0, 6.0)
    assert {result.place for result in run.results.all()} == {hamar}
    assert run.results.get(flow="Torn").evidence == "assumed"


def test_compute_run_tells_only_of_the_places_and_years_that_figures_are_of() -> None:
    study = make_study()
    flow = make_flow(study, "Collected", "", "Sorting")
    make_flow(study, "Burnt", "Sorting", "")
    for name, code, year in (("Hamar", "3403", 2019), ("Gjøvik", "3407", 2020)):
        place = make_municipality(name, code)
        study.places.add(place)
        make_quantity(flow, place=place, year=year)
    study.places.add(make_municipality("Oslo", "0301"))
    told = make_run(study).results.values_list("place__name", "year").distinct()
    assert set(told) == {("Hamar", 2019), ("Gjøvik", 2020)}


def test_compute_run_tells_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make_study()
    flow = make_flow(study, "Collected", "", "Sorting")
    make_flow(study, "Burnt", "Sorting", "")
    for year in range(2010, 2020):
        for number in range(year % 2 + 1):  # two patterns of figures
            make_quantity(flow, year=year, source=f"S{number}")
    run = changes.order_run(study, **NOBODY)
    said: list[int] = []
    update = QuerySet.update

    def listen(rows: Any, **values: Any) -> int:
        said.extend([values["progress"]] if "progress" in values else [])
        return update(rows, **values)

    monkeypatch.setattr(QuerySet, "update", listen)
    changes.compute_run(run, at=AT)
    assert said == [30, 60, 85]
    assert "progress" not in str(changes_of(run)[0].after)


def test_compute_run_does_not_overtake_another_worker() -> None:
    run = changes.order_run(make_sorting(), **NOBODY)
    Run.objects.filter(pk=run.pk).update(state=RunState.CHECKED)
    assert not changes.compute_run(run, at=AT)
    assert Result.objects.count() == 0


def test_compute_run_keeps_what_the_engine_refuses_as_a_reason() -> None:
    study = make_sorting()
    changes.set_relation(study, "odd", coefficients={"Gone": 1}, rhs=0, **NOBODY)
    run = make_run(study, RunState.FAILED)
    assert "Gone" in run.reason


@pytest.mark.parametrize(
    ("flow", "code"), [(("Wood", "Mill", ""), "unfed"), (("Wood", "", "Mill"), "unemptied")]
)
def test_order_run_refuses_a_process_with_one_side(flow: tuple[str, str, str], code: str) -> None:
    study = make_study()
    make_quantity(make_flow(study, *flow))
    with refused(code):
        changes.order_run(study, **NOBODY)


def test_order_run_refuses_when_there_are_no_figures_and_when_nothing_is_new() -> None:
    with refused("empty"):
        changes.order_run(make_study("Empty"), **NOBODY)
    study = make_sorting()
    make_run(study)
    with refused("same"):
        changes.order_run(study, **NOBODY)


def test_a_run_is_checked_and_accepted_in_that_order() -> None:
    run = make_run(make_sorting(), RunState.COMPUTED)
    with refused("state"):
        changes.accept_run(run, **NOBODY)
    assert changes.check_run(run, **NOBODY)
    with refused("state"):
        changes.check_run(run, **NOBODY)
    assert changes.accept_run(run, **NOBODY)
    with refused("state"):
        changes.return_run(run, reason="No", **NOBODY)
    assert runs.shown_run(run.study) == run
    assert str(run) == "Byggavfall – 1"


def test_a_study_whose_run_is_accepted_is_planned_no_longer_and_everybody_sees_it() -> None:
    study = make_sorting()
    changes.edit_study(study, state=StudyState.PLANNED, **NOBODY)
    run = make_run(study, RunState.CHECKED)
    assert changes.accept_run(run, **NOBODY)
    assert runs.run_numbered(Study.objects.get(), 1, STRANGER) == run
    assert Study.objects.get().state == StudyState.UNDER_WAY
    assert "edit_study" in [change.verb for change in changes_of(study)]


def test_return_run_keeps_its_reason() -> None:
    run = make_run(make_sorting(), RunState.CHECKED)
    assert changes.return_run(run, reason="Weigh again", **NOBODY)
    assert (Run.objects.get().state, Run.objects.get().reason) == ("returned", "Weigh again")


def test_the_trail_of_a_run_does_not_repeat_its_figures() -> None:
    (ordered,) = [c for c in changes_of(make_run(make_sorting())) if c.verb == "order_run"]
    assert ordered.after["frozen"] == "…"


# Reading --------------------------------------------------------------------------------------------


def test_a_run_is_everybodys_when_it_is_accepted() -> None:
    study = make_sorting()
    run = make_run(study, RunState.CHECKED)
    assert runs.run_numbered(study, 1, STRANGER) is None
    assert runs.run_numbered(study, 1, SECRETARY) == run


def two_places(*, shared: float = 0.0) -> Study:
    """Hamar with 100 measured, Gjøvik with 50 assumed, each ± 3."""
    study = make_study()
    flow = make_flow(study, "Collected", "", "Sorting")
    make_flow(study, "Burnt", "Sorting", "")
    for name, code, value in (("Hamar", "3403", 100), ("Gjøvik", "3407", 50)):
        place = make_municipality(name, code)
        study.places.add(place)
        method = "measured" if value > 50 else "assumed"
        make_quantity(flow, value, 3, place=place, method=method, grade=5, shared_sd=shared)
    return study


@pytest.mark.parametrize("tied", [True, False])
def test_the_whole_is_the_sum_of_its_places(tied: bool) -> None:
    study = two_places()
    if not tied:
        study.places.add(make_municipality("Oslo", "0301"))
    run = make_run(study)
    cells = runs.cells_of(run)
    places = cells.places
    assert (cells.years, cells.has_whole(2020)) == ([2020], tied)
    assert [place.name for place in places] == ["Gjøvik", "Hamar"]
    whole = {row.flow: row for row in runs.flow_rows_of(run, None, 2020)}
    burnt, collected = whole["Burnt"], whole["Collected"]
    assert (burnt.value, round(burnt.sd or 0, 9), burnt.evidence) == (
        150.0,
        round(hypot(3, 3), 9),
        "balanced",
    )
    assert (collected.observed, collected.evidence, collected.grade) == (150.0, "assumed", 5)
    assert (collected.status, collected.sources) == (
        "observable" if tied else "nonredundant",
        "SSB (2021-01)",
    )
    assert [row.value for row in runs.flow_rows_of(run, places[0], 2020)] == [50.0, 50.0]


def test_an_error_that_places_share_does_not_fade_in_their_sum() -> None:
    run = make_run(two_places(shared=2.0))
    (collected,) = [row for row in runs.flow_rows_of(run, None, 2020) if row.flow == "Collected"]
    own = 3**2 - 2**2
    assert collected.sd == pytest.approx((2 * own + (2 + 2) ** 2) ** 0.5)


def test_a_figure_of_the_whole_speaks_to_its_places() -> None:
    study = two_places()
    make_quantity(study.flows.get(name="Collected"), 156, 3)
    run = make_run(study)
    told = {
        (result.place.name if result.place else ""): round(result.value or 0, 6)
        for result in run.results.select_related("place").filter(flow="Collected")
    }
    # 6 too little, spread by variance: 9 each for the two places and 9 for the figure of the whole.
    assert told == {"Hamar": 102, "Gjøvik": 52, "": 154}
    assert (run.tests["parts"], run.tests["dof"]) == (2, 1)
    (collected,) = [row for row in runs.flow_rows_of(run, None, 2020) if row.flow == "Collected"]
    assert (collected.observed, collected.evidence, collected.grade) == (156, "measured", 2)


def test_a_whole_of_which_a_part_cannot_be_known_stands_alone() -> None:
    study = two_places(shared=2.0)
    make_flow(study, "Recycled", "Sorting", "")
    make_quantity(study.flows.get(name="Recycled"), 70, 5)
    run = make_run(study)
    assert (run.state, run.tests["parts"]) == (RunState.ACCEPTED, 0)
    whole = {row.flow: row.value for row in runs.flow_rows_of(run, None, 2020)}
    assert (whole["Recycled"], whole["Collected"]) == (70, None)
    shown = showing.shown(study, run, {})
    assert shown is not None
    assert "is not tied to its places" in shown.whole


def test_places_within_each_other_are_not_summed() -> None:
    study = two_places()
    region = make_subregion("Innlandet")
    study.places.add(region)
    make_quantity(study.flows.get(name="Collected"), 150, 3, place=region)
    run = make_run(study)
    assert (run.frozen["parts"], run.tests["parts"]) == ([], 0)
    shown = showing.shown(study, run, {})
    assert shown is not None
    assert shown.whole.startswith("The whole is the sum of the places")


def test_the_page_says_which_places_are_not_in_the_sum() -> None:
    study = two_places()
    for number in range(6):
        study.places.add(make_municipality(f"K{number}", f"050{number}"))
    shown = showing.shown(study, make_run(study), {})
    assert shown is not None
    assert "because they have no figures: K0, K1, K2, K3 and 2 more." in shown.whole
    study.places.set(study.places.filter(name__in=["Hamar", "Gjøvik"]))
    again = showing.shown(study, make_run(study, RunState.CHECKED), {})
    assert again is not None
    assert "is balanced together with its places" in again.whole


def test_a_year_in_which_a_place_has_no_figure_is_the_sum_of_the_others() -> None:
    study = two_places()
    hamar = study.places.get(name="Hamar")
    make_quantity(study.flows.get(name="Collected"), 110, 3, place=hamar, year=2021)
    run = make_run(study)
    shown = [showing.shown(study, run, {"ar": year}) for year in (2020, 2021)]
    assert [one and [row.value for row in one.rows] for one in shown] == [[150, 150], [110, 110]]
    assert [one and "is balanced together with" in one.whole for one in shown] == [True, False]
    assert shown[1]
    assert shown[1].whole.endswith("Not in it, because they have no figures: Gjøvik.")


def test_the_paper_says_what_was_left_out_of_its_picture() -> None:
    study = two_places()
    run = make_run(study)
    asked: list[dict[str, Any]] = [{}, {"malt": "1"}, {"fokus": "Sorting", "sted": "hamar"}]
    shown = [showing.shown(study, run, each) for each in asked]
    assert [each and printing.over(each) for each in shown] == [
        "The whole area, 2020",
        "The whole area, 2020 · Only what is measured",
        "Hamar, 2020 · Only what goes into and out of Sorting.",
    ]


def test_sums_of_other_places_are_compared_with_a_warning() -> None:
    study = two_places()
    before = make_run(study)
    ringerike = make_municipality("Ringerike", "3305")
    study.places.add(ringerike)
    make_quantity(study.flows.get(name="Collected"), 40, 3, place=ringerike)
    run = make_run(study)
    warned = [
        showing.compared(study, one, run, asked)
        for one, asked in ((before, {}), (before, {"sted": "hamar", "mot_sted": "hamar"}), (run, {}))
    ]
    assert [both and both.unlike for both in warned] == ["Ringerike", "", ""]


def _told_for_certain(study: Study, told: dict[str, float]) -> Iterator[Quantity]:
    """What is collected in places, and in the whole area, without any doubt."""
    for number, (name, value) in enumerate(told.items()):
        place = make_municipality(name, f"340{number}") if name else None
        if place:
            study.places.add(place)
        yield make_quantity(study.flows.get(name="Collected"), value, 0, place=place)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("constants", "are given for certain, and do not balance (2020)"),
        ("relation", "given for certain of"),
        ("limits", "Correct one of the limits"),
        ("beyond", "lies beyond its limits"),
        ("share", "nothing goes into"),
        ("shares", "add up to more than all"),
        ("lognormal", "-4 cannot be lognormal. A lognormal figure is always above 0"),
        ("twice", "has two figures that are given for certain"),
        ("sum", "do not add up"),
        ("far", "fit both the balances and the limits"),
    ],
)
def test_what_the_engine_refuses_is_told_in_every_language(wrong: str, says: str, language: str) -> None:
    study = make_sorting()
    flow = study.flows.get(name="Burnt")
    made: dict[str, Any] = {
        "constants": lambda: [make_quantity(each, 50, 0) for each in study.flows.all()],
        "limits": lambda: Flow.objects.filter(pk=flow.pk).update(lower=9, upper=8),
        "beyond": lambda: make_quantity(flow, -4, 0),
        "relation": lambda: [
            make_quantity(flow, 50, 0),
            changes.set_relation(study, "odd", coefficients={"Burnt": 1}, rhs=60, **NOBODY),
        ],
        "lognormal": lambda: make_quantity(flow, -4, 1, distribution="lognormal"),
        "twice": lambda: [make_quantity(flow, n, 0, source=f"S{n}") for n in (50, 60)],
        "sum": lambda: [
            Quantity.objects.all().delete(),
            *_told_for_certain(study, {"": 7, "Hamar": 3, "Gjøvik": 5}),
        ],
        "shares": lambda: [
            changes.set_share(study.flows.get(name=name), value=0.6, sd=0, **NOBODY)
            for name in ("Burnt", "Recycled")
        ],
        "share": lambda: [
            changes.set_share(make_flow(study, "Lost", "Piles", ""), value=0.5, sd=0.1, **NOBODY),
            study.processes.filter(name="Piles").update(is_stock=True),
        ],
        "far": lambda: Flow.objects.update(lower=90, upper=95),
    }
    made[wrong]()
    run = make_run(study, RunState.FAILED)
    assert says in why_failed(run), run.reason
    with translation.override(language):
        assert why_failed(run) != run.reason
        assert says not in why_failed(run)


@pytest.mark.parametrize(
    ("file", "pattern", "reason", "says"),
    [
        (
            "reconciliation",
            "in which {name} keeps its bounds.",
            "No flows balance in which Burnt keeps its bounds.",
            "stays within its limits",
        ),
        (
            "bilinear",
            "no flows were found that keep the transfer coefficients ({STEPS} steps).",
            "Waste (2020): no flows were found that keep the transfer coefficients (90 steps).",
            "that fit the shares",
        ),
        (
            "reconciling",
            "the process {process} does not balance in the layer {layer}.",
            "Waste (2020): the process Sorting does not balance in the layer goods.",
            "to the last digit",
        ),
    ],
)
def test_what_no_small_study_provokes_is_told_too(file: str, pattern: str, reason: str, says: str) -> None:
    engine = Path(reconciling.__file__).with_name(f"{file}.py").read_text(encoding="utf-8")
    assert pattern in engine  # the sentence is still the engine's
    assert says in why_failed(Run(reason=reason))


def flow_row(flow: str = "A", value: float | None = 1.0, **fields: Any) -> FlowRow:
    told = {
        "source": "X", "target": "Y", "layer": "", "sd": 1.0, "lower": None, "upper": None, "observed": None,
        "z": None, "status": "redundant", "evidence": "measured", "grade": 1, "sources": "",
    } | fields  # fmt: skip
    return FlowRow(flow=flow, value=value, **told)


def test_a_sum_with_an_unknown_part_is_an_interval() -> None:
    known, bounded = flow_row(value=10.0), flow_row(value=None, lower=1.0, upper=4.0, evidence="interval")
    (row,) = runs.summed([known, bounded])
    assert (row.value, row.lower, row.upper, row.evidence) == (None, 11.0, 14.0, "interval")
    (open_row,) = runs.summed([known, flow_row(value=None, lower=None, upper=None, evidence="interval")])
    assert (open_row.lower, open_row.upper) == (10.0, None)


def test_shares_tell_what_the_answer_rests_on() -> None:
    rows = [flow_row(value=30.0), flow_row(value=None, lower=0.0, upper=20.0, evidence="interval")]
    rows.append(flow_row(value=None, lower=0.0, upper=None, evidence="interval"))
    assert [(share.evidence, share.flows, share.percent) for share in runs.shares(rows)] == [
        ("measured", 1, 75.0),
        ("interval", 2, 25.0),
    ]


def test_compared_says_whether_a_difference_is_more_than_chance() -> None:
    left = [flow_row("A", 10.0), flow_row("B", 10.0), flow_row("C")]
    told = runs.compared(left, [flow_row("A", 11.0), flow_row("B", 20.0), flow_row("D")])
    assert [(row.flow, row.difference, row.is_clear) for row in told] == [
        ("A", 1.0, False),
        ("B", 10.0, True),
        ("C", None, False),
        ("D", None, False),
    ]


def test_a_row_says_how_far_it_was_moved_and_what_stays() -> None:
    assert (flow_row(value=5.0, observed=4.0).moved, flow_row().moved) == (1.0, None)
    assert (flow_row("Δ Houses").stays, flow_row().stays) == (True, False)
    assert (flow_row().status_label, flow_row().evidence_label) == ("Checked by other figures", "Measured")


# Pictures -------------------------------------------------------------------------------------------

SYSTEM = {"unit": "t/a", "processes": [["X", False, "In"], ["Y", True, ""], ["Z", False, ""]]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=5))
def test_the_bands_of_a_picture_are_the_rows_of_its_table(numbers: list[float]) -> None:
    rows = [flow_row(f"F{place}", value) for place, value in enumerate(numbers)]
    drawn = diagram_of(rows, SYSTEM, Look())
    assert [link.width for link in drawn.links] == numbers
    (together,) = diagram_of(rows, SYSTEM, Look(is_grouped=True)).links
    assert together.width == pytest.approx(sum(numbers))


def test_a_picture_is_looked_at_around_a_process_and_by_what_is_measured() -> None:
    rows = [flow_row("A"), flow_row("B", source="Y", target="Z", evidence="balanced")]
    assert [link.flow for link in diagram_of(rows, SYSTEM, Look(focus="Z")).links] == ["B"]
    assert [link.flow for link in diagram_of(rows, SYSTEM, Look(only_measured=True)).links] == ["A"]


def test_a_stock_that_shrinks_gives_what_it_lost() -> None:
    (link,) = diagram_of([flow_row(value=-5.0)], SYSTEM, Look()).links
    assert (link.source, link.target, link.value) == ("Y", "X", 5.0)


def test_a_picture_speaks_the_readers_language_and_draws_quality() -> None:
    rows = [flow_row("A <b>", 12345.0), flow_row("B", 50.0, source="Y", target="Z", evidence="downscaled")]
    rows.append(flow_row("C", 0.5, source="Y", target="Z", evidence="assumed"))
    drawn = picture_of(diagram_of(rows, SYSTEM, Look()))
    for words in ("A &lt;b&gt;", "sankey-downscaled", "stripes", "12,300 ± 1", "0.5", "tonnes a year"):
        assert words in drawn
    assert b"var(" not in picture_on_paper(diagram_of(rows, SYSTEM, Look()))


def test_units_are_said_in_words() -> None:
    assert (unit_in_words("kt/a"), unit_in_words("GWh/a")) == ("thousand tonnes a year", "GWh/a")


# Verdicts and pages ---------------------------------------------------------------------------------


def test_verdicts_are_sentences() -> None:
    agreeing = make_run(make_sorting(name_nb="A"))
    assert "disagree" in verdicts.verdict_of(agreeing)  # 100 against 90 with 3, 2 and 2
    assert len(verdicts.suspects_of(agreeing, "t")) == 1
    agreeing.tests = {"dof": 1, "rejected": False}
    assert verdicts.verdict_of(agreeing) == "The figures agree within their uncertainty."
    agreeing.tests = {"dof": 0}
    assert "nothing could be tested" in verdicts.verdict_of(agreeing)


def test_suspects_name_the_figure_its_place_and_what_could_be_wrong_just_as_well() -> None:
    told = {"name": "Burnt (SSB)", "source": "SSB", "place": "hamar", "year": 2020, "magnitude": -12.0}
    run = Run(
        tests={"suspects": [told | {"equivalent": ["Collected"]}, told | {"magnitude": 3, "equivalent": []}]}
    )
    assert verdicts.suspects_of(run, "t") == [
        "Burnt (hamar, 2020, from SSB) may be about 12 t too low. Or one of these is wrong instead; the "
        "figures cannot tell which: Collected.",
        "Burnt (hamar, 2020, from SSB) may be about 3 t too high.",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "leak of Sorting."), ("nb", "lekkasje i Sorting."), ("nn", "lekkasje i Sorting.")],
)
def test_a_run_whose_figures_disagree_names_the_leak_that_could_explain_it(language: str, words: str) -> None:
    run = make_run(make_sorting())
    (suspect,) = run.tests["suspects"]
    assert suspect["leaks"] == ["Sorting"]
    assert not any("leak" in name for name in suspect["equivalent"])
    with translation.override(language):
        shown = showing.shown(run.study, run, {})
        assert shown is not None
        assert [sentence.endswith(words) for sentence in shown.suspects] == [True]
        paper = io.BytesIO(printing.pdf_of(run.study, run, shown))
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(paper).pages).split())
    assert words in text


def test_a_leak_alone_may_be_what_is_wrong_instead() -> None:
    told = {"name": "Burnt", "source": "SSB", "place": WHOLE, "year": 2020, "magnitude": 3.0}
    told |= {"equivalent": [], "leaks": ["Sorting"]}
    (sentence,) = verdicts.suspects_of(Run(tests={"suspects": [told]}), "t")
    assert sentence.endswith("the figures cannot tell which: leak of Sorting.")


def test_shown_chooses_the_newest_year_and_what_was_asked_for() -> None:
    study = make_sorting()
    for flow in study.flows.all():
        make_quantity(flow, 10 if flow.name == "Collected" else 5, 1, year=2021)
    run = make_run(study)
    newest = showing.shown(study, run, {})
    older = showing.shown(study, run, {"ar": 2020, "sted": "nowhere", "grupper": True})
    assert newest is not None
    assert older is not None
    assert (newest.year, newest.before, newest.after, newest.where) == (2021, 2020, None, "The whole area")
    assert (older.year, older.before, older.after, older.processes) == (2020, None, 2021, ["Sorting"])
    assert (newest.has_groups, newest.place_word, newest.title) == (
        False,
        "",
        "Byggavfall – The whole area, 2021",
    )
    side = showing.compared(study, run, run, {"ar": 2020, "mot_ar": 2021})
    assert side is not None
    assert [round(left) for _row, left, _right in side.bars] == [100, 66, 34]


def test_shown_and_compared_are_nothing_where_nothing_was_computed() -> None:
    study = make_sorting()
    run = changes.order_run(study, **NOBODY)
    assert showing.shown(study, run, {}) is None
    assert showing.compared(study, run, run, {}) is None


def test_only_measured_may_leave_nothing_to_draw() -> None:
    study = make_study()
    make_quantity(make_flow(study, "Collected", "", "Sorting"), method="assumed")
    make_flow(study, "Burnt", "Sorting", "")
    found = showing.shown(study, make_run(study), {"malt": True})
    assert found is not None
    assert found.picture == ""


def test_a_quantity_is_told_with_its_uncertainty_or_its_interval() -> None:
    assert printing.told(flow_row(value=1234.0, sd=5.0)) == "1,234 ± 5"
    assert printing.told(flow_row(value=None, lower=1.0, upper=4.0)) == "between 1 and 4"
    assert printing.told(flow_row(value=None, lower=2.0)) == "at least 2"
    assert printing.told(flow_row(value=None)) == "not known"


def test_figures_in_are_figures_out() -> None:
    study = make_sorting()
    lines = list(printing.lines_of(make_run(study)))
    assert [(line[2], line[6]) for line in lines] == [
        (q.flow.name, q.value) for q in Quantity.objects.select_related("flow").order_by("flow__position")
    ]


def test_flow_shows_in_lists_by_name() -> None:
    study = make_sorting()
    flow = study.flows.get(name="Burnt")
    changes.set_share(flow, value=0.5, sd=0.1, **NOBODY)
    assert (str(flow), str(flow.source), str(flow.share)) == ("Burnt", "Sorting", "Burnt: 0.5")

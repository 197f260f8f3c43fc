"""A frozen study computed by the engine: what comes of each flow, and what the tests say. Stores nothing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from dugnad.analyses.kinds import OF_METHOD, STRENGTH, WHOLE, Evidence, FlowStatus, Method
from dugnad.analyses.models import Result
from dugnad.analyses.queries.runs import GROWTH, weakest
from dugnad.members.models import Organisation

if TYPE_CHECKING:
    from dugnad.engine.flows import Reconciliation
    from dugnad.engine.flows.gross_errors import Hypothesis
    from dugnad.engine.flows.study import Study

SUSPECTS = 12  # of what may be wrong; a longer list is read by nobody
BALANCED, KNOWN = 60, 85  # per cent of a run that is done when flows are balanced, when limits are known
Frozen = Mapping[str, Any]
Tell = Callable[[int], None]
Cell = tuple[str, str, int]  # flow, place, year


def reconciled(frozen: Frozen, tell: Tell = lambda _percent: None) -> "Reconciliation":
    """The flows that are nearest to all figures and keep every balance. Raises FlowSystemError.

    The whole area is balanced together with its parts, and errors are shared, where the engine can: it has no
    way of it where the whole has a figure of what nobody can know of a part. Then each stands alone.
    `tell` hears how many per cent are done.
    """
    from dugnad.engine.flows.errors import NotTogether

    def heard(done: int, of: int) -> None:
        tell(BALANCED * done // of)

    try:
        return engine_study(frozen).system().reconcile(progress=heard)
    except NotTogether:
        alone = [{**told, "shared_sd": 0.0} for told in frozen["quantities"]]
        return engine_study({**frozen, "parts": [], "quantities": alone}).system().reconcile(progress=heard)


def engine_study(frozen: Frozen) -> "Study":
    """What was frozen in the words of the engine; no flow of material runs backwards."""
    from dugnad.engine.flows import study as engine

    source = {flow["name"]: flow["source"] for flow in frozen["flows"]}
    return engine.Study(
        frozen["name"],
        frozen["unit"],
        [engine.Process(name, stock, group) for name, stock, group in frozen["processes"]],
        [
            engine.Flow(flow["name"], flow["source"] or None, flow["target"] or None, flow["layer"])
            for flow in frozen["flows"]
        ],
        [_observation(told) for told in frozen["quantities"]],
        [
            engine.TransferCoefficient(f"{source[flow]}: {flow}", source[flow], flow, value, sd)
            for flow, value, sd in frozen["shares"]
        ],
        [engine.Relation(name, factors, rhs) for name, factors, rhs in frozen["relations"]],
        [engine.Bounds(flow["name"], flow["lower"] or 0.0, flow["upper"]) for flow in frozen["flows"]],
        [engine.Aggregate(WHOLE, tuple(frozen["parts"]))] if frozen.get("parts") else [],
    )


def _observation(told: Mapping[str, Any]) -> Any:
    """A figure in the words of the engine; a source errs anew in each flow and year."""
    from dugnad.engine.flows import study as engine

    shared = told.get("shared_sd", 0.0)
    return engine.Observation(
        told["flow"], told["value"], told["sd"], told["place"], told["year"],
        distribution=told["distribution"], source=told["source"], vintage=told["vintage"],
        shared=f"{told['source']} ({told['vintage']}): {told['flow']} {told['year']}" if shared else "",
        shared_sd=shared,
    )  # fmt: skip


def results_of(run_id: int, frozen: Frozen, found: "Reconciliation") -> list[Result]:
    """A row for each flow in each place and year of which anything was told, and of the sum of the places."""
    told: dict[Cell, list[Mapping[str, Any]]] = defaultdict(list)
    for quantity in frozen["quantities"]:
        told[quantity["flow"], quantity["place"], quantity["year"]].append(quantity)
    cells = {(place, year) for _flow, place, year in told}
    if WHOLE in found.system.aggregates:
        cells |= _whole_cells(cells, found.system.aggregates[WHOLE].members)
    ends = {flow.key: flow for flow in found.structure.edges}
    keys = dict(Organisation.objects.filter(slug__in={p for p, _ in cells}).values_list("slug", "pk"))
    parts: dict[Any, list[Result]] = defaultdict(list)  # the engine tells the parts before their sum
    results = []
    for position, row in enumerate(found.flows):
        if (row["place"], row["year"]) not in cells:
            continue
        flow = ends[row["flow"], row["layer"]]
        result = Result(
            run_id=run_id,
            place_id=keys.get(row["place"]),
            year=row["year"],
            position=position % len(ends),
            flow=f"{GROWTH}{flow.source}" if flow.signed else flow.name,
            layer=flow.layer,
            source=flow.source or "",
            target=flow.target or "",
            status=row["status"],
            **_numbers(row, _interval(found, row)),
            **_quality(row["status"], told[flow.name, row["place"], row["year"]]),
        )
        among = parts[flow.key, row["year"]]
        if row["place"] in found.system.aggregates:
            _tell_of_parts(result, among)
        among.append(result)
        results.append(result)
    return results


def _whole_cells(cells: Collection[tuple[str, int]], parts: Sequence[str]) -> set[tuple[str, int]]:
    """The whole in each year in which every part has a figure; without one, nobody knows how much it has."""
    years = {year for _place, year in cells}
    return {(WHOLE, year) for year in years if all((part, year) in cells for part in parts)}


def _tell_of_parts(whole: Result, parts: Sequence[Result]) -> None:
    """A sum of which nobody has told anything rests on what its weakest part rests on."""
    if whole.observed is not None:
        return
    whole.evidence = whole.evidence if whole.value is None else weakest(part.evidence for part in parts)
    whole.grade = max((part.grade for part in parts if part.grade), default=None)
    sources = dict.fromkeys(source for part in parts for source in part.sources.split("; ") if source)
    whole.sources = "; ".join(sources)
    observed = [part.observed for part in parts]
    whole.observed = None if None in observed else sum(one or 0.0 for one in observed)


def _interval(found: "Reconciliation", row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    if row["status"] != FlowStatus.UNOBSERVABLE:
        return None, None
    lower, upper = found.interval((row["flow"], row["layer"]), row["place"], row["year"])
    return _known(lower), _known(upper)


def _numbers(row: Mapping[str, Any], ends: tuple[float | None, float | None]) -> dict[str, float | None]:
    columns = {"observed": "observed", "observed_sd": "sd", "value": "reconciled", "sd": "sd_reconciled"}
    numbers = {name: _known(row[column]) for name, column in columns.items()}
    return numbers | {"z": _known(row["z"]), "lower": ends[0], "upper": ends[1]}


def _known(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def _quality(status: str, quantities: list[Mapping[str, Any]]) -> dict[str, Any]:
    """What an answer rests on: the strongest of its figures, or the balances alone."""
    if not quantities:
        is_open = status == FlowStatus.UNOBSERVABLE
        return {"evidence": Evidence.INTERVAL if is_open else Evidence.BALANCED, "sources": ""}
    best = max(quantities, key=lambda told: (STRENGTH[Method(told["method"])], -told["grade"]))
    sources = dict.fromkeys(f"{told['source']} ({told['vintage']})" for told in quantities)
    return {
        "evidence": OF_METHOD[Method(best["method"])],
        "grade": best["grade"],
        "sources": "; ".join(sources),
    }


def _alike(suspect: "Hypothesis") -> dict[str, list[str]]:
    """What explains as much: figures by their names, and leaks by their processes, which have no language."""
    leaks = {one.name: one.leaking for one in suspect.alike if one.leaking}
    figures = [name for name in suspect.others if name not in leaks]
    return {"equivalent": figures, "leaks": list(leaks.values())}


def tests_of(found: "Reconciliation") -> dict[str, Any]:
    """What the figures say of each other: whether they agree, and which may be wrong."""
    test = found.test.global_
    told: dict[str, Any] = {"dof": test.dof, "statistic": _known(test.statistic), "suspects": []}
    told["parts"] = sum(len(one.members) for one in found.system.aggregates.values())
    if not test.dof:
        return told | {"p_value": None, "rejected": False}
    told |= {"p_value": _known(test.p_value), "rejected": bool(test.rejected)}
    if told["rejected"]:
        errors = found.identify_gross_errors()
        names = dict(Organisation.objects.values_list("slug", "name"))
        told["suspects"] = [
            {
                "name": one.name,
                "source": one.source,
                "place": names.get(str(one.cell[0]), one.cell[0]),
                "year": one.cell[1],
                "magnitude": _known(one.magnitude),
                **_alike(one),
            }
            for one in errors.suspects[:SUSPECTS]
        ]
    return told

"""flodym's definition of a system: its processes, flows and stocks, as an object of flodym or as a mapping.

Checked against `MFADefinition` of flodym 1.1; flodym itself is not needed. In flodym the process `sysenv` is
the environment. Flows have no values there: those are parameters and code, which stay with flodym.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dugnad.engine.flows.study import Flow, Process, Study, processes_of
from dugnad.engine.flows.tables import Complaint, FlowsUnreadable

SYSENV = "sysenv"
TIME, PLACE, LAYER = "t", "r", "e"  # letters that flodym's own examples use


def read_flodym(definition: Any, layer: str = "") -> Study:
    """The structure of a system; every flow is of one layer. FlowsUnreadable names what has no process.

    `definition` is an `MFADefinition`, or a mapping with its fields `processes`, `flows` and `stocks`.
    """
    told = _fields(definition)
    names = [str(name) for name in told.get("processes") or ()]
    stocks = {_get(stock, "process_name", "process") for stock in map(_fields, told.get("stocks") or ())}
    flows = [_flow(_fields(flow), layer) for flow in told.get("flows") or ()]
    _refuse_strangers(flows, names)
    processes = [Process(name, stock=name in stocks) for name in names if name != SYSENV]
    return Study(processes=processes_of(flows, processes), flows=flows, notes=_dimensions(told))


def write_flodym(study: Study, *, stock: type | None = None) -> dict[str, Any]:
    """The structure of a study, so that `flodym.MFADefinition(**write_flodym(study))` is its definition.

    Every flow runs over time, and over places and layers where there are several. Values are no part of a
    definition. `stock` is the class of flodym by which stocks are worked out, which a study does not know:
    FlowsUnreadable names the processes that need one, and flows of one name with ends of their own.
    """
    _refuse_undefined(study, stock)
    letters: dict[str, tuple[str, type]] = {TIME: ("Time", int)}
    letters |= {PLACE: ("Region", str)} if len(study.places) > 1 else {}
    letters |= {LAYER: ("Layer", str)} if len(study.layers) > 1 else {}
    ends = {flow.flow: (flow.source or SYSENV, flow.target or SYSENV) for flow in study.flows}
    stocked = [process.process for process in study.processes if process.stock]
    return {
        "dimensions": [{"name": n, "letter": letter, "dtype": t} for letter, (n, t) in letters.items()],
        "processes": [SYSENV, *_processes(study)],
        "flows": [
            {
                "from_process_name": source,
                "to_process_name": target,
                "dim_letters": tuple(letters),
                "name_override": name,
            }
            for name, (source, target) in ends.items()
        ],
        "stocks": [
            {"name": name, "process_name": name, "dim_letters": tuple(letters), "subclass": stock}
            for name in stocked
        ],
    }


def _processes(study: Study) -> Iterable[str]:
    ends = [end for flow in study.flows for end in (flow.source, flow.target) if end]
    return dict.fromkeys([*(process.process for process in study.processes), *ends])


def _refuse_undefined(study: Study, stock: type | None) -> None:
    wrong = [
        Complaint(f"process {process.process}", "keeps a stock: name flodym's class for it by `stock`")
        for process in study.processes
        if process.stock and stock is None
    ]
    ends: dict[str, Flow] = {}
    for flow in study.flows:
        first = ends.setdefault(flow.flow, flow)
        if (first.source, first.target) != (flow.source, flow.target):
            wrong.append(
                Complaint(f"flow {flow.flow}", f"has other ends in {flow.layer} than in {first.layer}")
            )
    if wrong:
        raise FlowsUnreadable(wrong)


def _flow(told: Mapping[str, Any], layer: str) -> Flow:
    source = str(_get(told, "from_process_name", "from_process"))
    target = str(_get(told, "to_process_name", "to_process"))
    name = str(told.get("name_override") or f"{source} => {target}")  # as flodym itself names it
    return Flow(name, _end(source), _end(target), layer)


def _end(name: str) -> str | None:
    return None if name == SYSENV else name


def _refuse_strangers(flows: list[Flow], names: list[str]) -> None:
    ends = [(flow.flow, end) for flow in flows for end in (flow.source, flow.target) if end is not None]
    wrong = [
        Complaint(f"flow {flow}", f"there is no process “{end}”") for flow, end in ends if end not in names
    ]
    if wrong:
        raise FlowsUnreadable(wrong)


def _dimensions(told: Mapping[str, Any]) -> list[str]:
    """What a study has no place for is told."""
    named = [_fields(dimension) for dimension in told.get("dimensions") or ()]
    return [f"dimension {d.get('name')} ({_get(d, 'letter', 'dim_letter')}) was not read" for d in named]


def _fields(thing: Any) -> Mapping[str, Any]:
    return thing if isinstance(thing, Mapping) else dict(vars(thing))


def _get(told: Mapping[str, Any], *names: str) -> Any:
    return next((told[name] for name in names if told.get(name) is not None), None)

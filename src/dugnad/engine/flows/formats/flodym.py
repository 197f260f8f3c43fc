"""flodym's definition of a system: its processes, flows and stocks, as an object of flodym or as a mapping.

Checked against `MFADefinition` of flodym 1.1; flodym itself is not needed. In flodym the process `sysenv` is
the environment. Flows have no values there: those are parameters and code, which stay with flodym.
"""

from collections.abc import Mapping
from typing import Any

from dugnad.engine.flows.study import Flow, Process, Study, processes_of
from dugnad.engine.flows.tables import Complaint, FlowsUnreadable

SYSENV = "sysenv"


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

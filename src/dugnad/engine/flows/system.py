"""A system of material flows as data: what an analyst states, checked as it is stated.

Processes are balances, flows run between them (None: the environment), each in one layer. Places × years
are cells: every cell has the same processes and flows, and observations of its own. The same flow may be
observed several times, by sources that disagree; none of them is averaged away.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

from dugnad.engine.flows.declarations import (
    DISTRIBUTIONS,
    Aggregate,
    Bound,
    Cell,
    Flow,
    Key,
    Observation,
    Process,
    Ratio,
    Relation,
)
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.quantities import amount, in_unit, number

if TYPE_CHECKING:
    from dugnad.engine.flows.reconciliation import Reconciliation
    from dugnad.engine.flows.storing import ProcessStock

ALL = 1e-9  # of a whole: rounding of its shares
CHANGE = "change of "  # and the name of a stock: what it grows by in a year

Name = str | Key  # a flow, or a flow and its layer where it runs in several


class MFASystem:
    """Processes, flows and what is known of them, for all places and years.

    unit: of all layers, or a mapping layer → unit. places, years: the cells; one nameless place and year
    when they are left out.
    """

    def __init__(
        self,
        name: str,
        unit: str | Mapping[str, str] = "t/a",
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        layers: Sequence[str] = ("goods",),
    ) -> None:
        self.name = name
        self.places: tuple[str | None, ...] = _distinct("place", places)
        self.years: tuple[int | None, ...] = _distinct("year", years)
        self.layers = tuple(layers)
        self.units = {layer: unit if isinstance(unit, str) else unit[layer] for layer in self.layers}
        for layer, symbol in self.units.items():
            amount(symbol, f"The layer {layer}")
        self.processes: dict[str, Process] = {}
        self.all_flows: dict[Key, Flow] = {}
        self.observations: list[Observation] = []
        self.ratios: list[Ratio] = []
        self.relations: list[Relation] = []
        self.all_bounds: list[Bound] = []
        self.aggregates: dict[str, Aggregate] = {}
        self._layers_of: dict[str, list[str]] = {}

    # What there is ---------------------------------------------------------------------------------------

    def process(self, name: str, *, stock: bool = False, group: str = "") -> Process:
        """States a process; with `stock` its change makes up the balance. Raises when stated already."""
        known = self.processes.get(name)
        if not name or (known and known != Process(name)):
            raise FlowSystemError(
                f"The process “{name}” is stated twice." if name else "A process has no name."
            )
        self.processes[name] = Process(name, stock, group)
        return self.processes[name]

    def flow(self, name: str, source: str | None, target: str | None, layer: str | None = None) -> Flow:
        """States a flow in a layer; processes that are not stated yet are stated by it."""
        found = Flow(name, source or None, target or None, self._layer(layer, f"The flow {name}"))
        if found.source == found.target:
            raise FlowSystemError(f"The flow {name} runs from {source or 'the environment'} to itself.")
        if found.key in self.all_flows:
            raise FlowSystemError(f"The flow {name} is stated twice in the layer {found.layer}.")
        for process in filter(None, (found.source, found.target)):
            self.processes.setdefault(process, Process(process))
        self.all_flows[found.key] = found
        self._layers_of.setdefault(name, []).append(found.layer)
        return found

    def aggregate(self, name: str, of: str | Iterable[str] = "places") -> Aggregate:
        """States a place that is the sum of all places, or of those named (earlier sums among them)."""
        members = tuple(str(place) for place in self.places) if of == "places" else tuple(of)
        for member in members:
            if member not in self.places and member not in self.aggregates:
                raise FlowSystemError(f"{name} is a sum of “{member}”, which is no place of {self.name}.")
        if name in self.places or name in self.aggregates or len(set(members)) < len(members):
            raise FlowSystemError(f"{name} is a place already, or sums one of its places twice.")
        self.aggregates[name] = Aggregate(name, members)
        return self.aggregates[name]

    # What is known ---------------------------------------------------------------------------------------

    def observe(
        self,
        flow: Name,
        place: str | None = None,
        year: int | None = None,
        *,
        value: float,
        sd: float,
        dist: str = "normal",
        source: str = "",
        vintage: str = "",
        layer: str | None = None,
        unit: str | None = None,
        shared: str = "",
        shared_sd: float = 0.0,
    ) -> Observation:
        """States a value of a flow with its standard deviation, 0 of a constant; may be called several times.

        `unit`: other than the layer's, turned into it. `shared` names an error that several observations have
        in common, and `shared_sd` is the part of `sd` that it makes up: sd² = own² + shared_sd².
        Raises FlowSystemError with the name of the flow.
        """
        key, where = self.key(flow, layer), f"The flow {flow}"
        own = self.units[key[1]]
        numbers = [in_unit(number(n, where), unit or own, own, where) for n in (value, sd, shared_sd)]
        if not all(map(isfinite, numbers)) or numbers[1] < 0:
            raise FlowSystemError(f"{where}: {value} ± {sd} is no observation; sd is 0 for a constant.")
        if dist not in DISTRIBUTIONS:
            raise FlowSystemError(
                f"{where}: the distribution “{dist}” is none of {', '.join(DISTRIBUTIONS)}."
            )
        if dist == "lognormal" and numbers[0] <= 0 < numbers[1]:
            raise FlowSystemError(f"{where}: {numbers[0]:g} cannot be lognormal; what is so is above 0.")
        if bool(shared) != bool(shared_sd):
            raise FlowSystemError(f"{where}: a shared error needs both its name and its sd.")
        cell = self.cell(place, year, where)
        found = Observation(key, cell, numbers[0], numbers[1], dist, source, vintage, shared, numbers[2])
        # A sum may err by what it shares alone; a place that did would be known but for the shared error.
        if not 0 <= found.shared_sd <= found.sd or (shared and not found.own_sd and cell[0] in self.places):
            raise FlowSystemError(
                f"{where}: the shared sd {shared_sd} is no part of the sd {sd}; it must be below that."
            )
        self.observations.append(found)
        return found

    def transfer_coefficient(
        self,
        name: str,
        process: str,
        flow: Name,
        *,
        value: float | None = None,
        sd: float | None = None,
        place: str | None = None,
        year: int | None = None,
    ) -> Ratio:
        """States that a flow is a share of all that runs into its process; sd 0: known exactly.

        Without value it is to be found. Without place or year it is stated of each, with errors of its own
        in each.
        """
        key = self.key(flow)
        if self.flows[key].source != process:
            raise FlowSystemError(f"{name}: the flow {key[0]} does not come from the process {process}.")
        value, sd = (None if told is None else number(told, name) for told in (value, sd))
        if value is not None and (value < 0 or value > 1):
            raise FlowSystemError(
                f"{name}: {value:g} is no share; a share lies between 0 and 1, such as 0.62."
            )
        found = Ratio(name, key, (), value, sd, self._scope(place, year, name), process)
        self._refuse_more_than_all(found)
        return self._ratio(found)

    def concentration(
        self,
        name: str,
        flow: str,
        layer: str,
        *,
        value: float | None = None,
        sd: float | None = None,
        of: str | None = None,
        place: str | None = None,
        year: int | None = None,
    ) -> Ratio:
        """States how much of a substance (`layer`) a flow carries a unit of goods (the layer `of`)."""
        base = self.key(flow, of or self.layers[0])
        value, sd = (None if told is None else number(told, name) for told in (value, sd))
        scope = self._scope(place, year, name)
        return self._ratio(Ratio(name, self.key(flow, layer), (base,), value, sd, scope))

    def relation(
        self, terms: Mapping[Name, float], rhs: float = 0.0, place: str | None = None, year: int | None = None
    ) -> Relation:
        """States that Σ coefficient × flow = rhs, in all cells or those of a place or year."""
        where = f"The relation of {', '.join(map(str, terms))}"
        keyed = tuple((self.key(flow), number(times, where)) for flow, times in terms.items() if times)
        total = number(rhs, where)
        if not keyed or not all(isfinite(given) for given in (*dict(keyed).values(), total)):
            raise FlowSystemError(f"{where} has no terms or no numbers.")
        found = Relation(keyed, total, self._scope(place, year, f"The relation of {keyed[0][0][0]}"))
        self.relations.append(found)
        return found

    def bounds(
        self,
        flow: Name,
        lower: float | None = None,
        upper: float | None = None,
        place: str | None = None,
        year: int | None = None,
    ) -> Bound:
        """States what a flow is at least and at most; None leaves it open."""
        key = self.key(flow)
        low, high = (number(end, f"The flow {key[0]}") for end in (lower, upper))
        low, high = -inf if lower is None else low, inf if upper is None else high
        if not low <= high:
            raise FlowSystemError(f"The flow {key[0]} is at least {lower} and at most {upper}.")
        found = Bound(key, low, high, self._scope(place, year, f"The flow {key[0]}"))
        self.all_bounds.append(found)
        return found

    @property
    def flows(self) -> dict[Key, Flow]:
        """All flows, and after them the change of each stock, in each layer that runs through it."""
        found = dict(self.all_flows)
        for process in self.processes.values():
            if process.stock:
                ends = {f.layer for f in self.all_flows.values() if process.name in (f.source, f.target)}
                for layer in (layer for layer in self.layers if layer in ends):
                    change = Flow(CHANGE + process.name, process.name, None, layer, signed=True)
                    found[change.key] = change
        return found

    # What comes of it ------------------------------------------------------------------------------------

    def reconcile(
        self,
        method: str = "wls",
        bounds: str = "exact",
        covariance: str = "marginal",
        progress: "Callable[[int, int], None] | None" = None,
    ) -> "Reconciliation":
        """The flows that are nearest to all observations and keep every balance. See `reconciling`."""
        from dugnad.engine.flows.reconciling import reconcile

        return reconcile(self, method=method, bounds=bounds, covariance=covariance, progress=progress)

    def stock(self, process: str, place: str | None = None, layer: str | None = None) -> "ProcessStock":
        """The stock of a process, by lifetimes and what was observed to run into it. See `storing`."""
        from dugnad.engine.flows.storing import stock_of_system

        return stock_of_system(self, process, place, layer)

    # Names -----------------------------------------------------------------------------------------------

    def key(self, flow: Name, layer: str | None = None) -> Key:
        """Flow and layer of a flow that was stated. Raises where none or several are meant."""
        name, layer = flow if isinstance(flow, tuple) else (flow, layer)
        layers = self._layers_of.get(name) or [found for known, found in self.flows if known == name]
        if not layers:
            raise FlowSystemError(f"There is no flow “{name}” in {self.name}.")
        if layer is None and len(layers) > 1:
            raise FlowSystemError(
                f"The flow {name} runs in several layers: say which of {', '.join(layers)}."
            )
        if layer is not None and layer not in layers:
            raise FlowSystemError(f"The flow {name} does not run in the layer “{layer}”.")
        return name, layer or layers[0]

    def cell(self, place: str | None, year: int | None, where: str) -> Cell:
        """Place and year that were stated; the only ones when they are left out."""
        if place is None and len(self.places) == 1:
            place = self.places[0]
        if year is None and len(self.years) == 1:
            year = self.years[0]
        if place not in self.places and place not in self.aggregates:
            raise FlowSystemError(f"{where}: {_wanting('place', place)} {self.name}.")
        if year not in self.years:
            raise FlowSystemError(f"{where}: {_wanting('year', year)} {self.name}.")
        return place, year

    def without(self, unwanted: Iterable[int]) -> "MFASystem":
        """The same system without some of its observations, by their places in `observations`."""
        left_out = set(unwanted)
        found = self._copy()
        found.observations = [o for i, o in enumerate(self.observations) if i not in left_out]
        return found

    def _copy(self) -> "MFASystem":
        found = object.__new__(MFASystem)
        for name, value in vars(self).items():
            copied: Any = value.copy() if isinstance(value, (dict, list)) else value
            setattr(found, name, copied)
        return found

    def _scope(self, place: str | None, year: int | None, where: str) -> Cell:
        """As `cell`, where None means all."""
        return (
            place if place is None else self.cell(place, self.years[0], where)[0],
            year if year is None else self.cell(self.places[0], year, where)[1],
        )

    def _layer(self, layer: str | None, where: str) -> str:
        found = layer or self.layers[0]
        if found not in self.layers:
            raise FlowSystemError(f"{where}: there is no layer “{found}” in {self.name}.")
        return found

    def _refuse_more_than_all(self, share: Ratio) -> None:
        """Shares that are known for certain cannot be more than all: everything would have to be 0."""
        known = [
            one
            for one in (*self.ratios, share)
            if one.sd == 0 and one.process == share.process and one.numerator[1] == share.numerator[1]
            and _overlap(one.cell, share.cell)
        ]  # fmt: skip
        total = sum(one.value or 0.0 for one in known)
        if share in known and total > 1 + ALL:
            names = ", ".join(one.name for one in known)
            raise FlowSystemError(
                f"The shares {names} are known for certain and add up to {total:g}, more than 1."
            )

    def _ratio(self, ratio: Ratio) -> Ratio:
        given = [told for told in (ratio.value, ratio.sd) if told is not None]
        if not all(map(isfinite, given)) or (ratio.sd or 0) < 0 or len(given) == 1:
            raise FlowSystemError(f"{ratio.name}: {ratio.value} ± {ratio.sd} is no observation of a ratio.")
        if any(r.name == ratio.name and _overlap(r.cell, ratio.cell) for r in self.ratios):
            raise FlowSystemError(f"The ratio {ratio.name} is stated twice.")
        self.ratios.append(ratio)
        return ratio


def _distinct(noun: str, given: Sequence[Any] | None) -> tuple[Any, ...]:
    found = tuple(given) if given is not None else (None,)
    if not found or len(set(found)) < len(found):
        raise FlowSystemError(f"A {noun} is named twice, or there is none.")
    return found


def _wanting(noun: str, given: object) -> str:
    return f"say which {noun} of" if given is None else f"“{given}” is no {noun} of"


def _overlap(one: Cell, other: Cell) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def holds(scope: Cell, cell: Cell) -> bool:
    """Whether what was stated for a scope holds for a cell."""
    return _overlap(scope, cell)

"""Waste from building, rehabilitation and demolition, worked out from activity and factors.

    waste of an activity in a place = Σ over building types  area [m²] × factor [t/m²]

Method: the factor method, by which Statistics Norway makes its own statistic of waste from building activity
(activities × building types × kinds of waste). Factors are told with sd and source and are never ours; a
factor of a building type goes before one for all types. A factor's error is one error: it adds up over the
building types that use it, and all places share it; errors of different factors and of areas are independent.

Where factors tell kinds of waste apart, each kind is a flow with a figure. Otherwise the whole has the
figure, and `split` may share it out; the largest kind then follows from the balance.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.models.ready import Method, Missing, Names, ReadyModel, Told, amount, with_shared
from dugnad.engine.flows.study import Flow, Observation, Process, TransferCoefficient

ACTIVITIES, KINDS, TITLE, MIXED = "Building activity", "Kinds of waste", "Building waste", "Building waste"
WASTE, OF, OUT = "Waste of {activity}", "{material} of {activity}", "{material}, delivered"
GRADE = 4  # a qualified estimate


@dataclass(frozen=True)
class ActivityRow:
    """How many m² were built, rehabilitated or demolished in a place and year; building "" is all types."""

    place: str
    year: int
    activity: str
    area: float
    building: str = ""


@dataclass(frozen=True)
class Factor:
    """Tonnes of waste per m² of an activity; building "" fits all types, material "" is the whole waste."""

    activity: str
    tonnes: float
    sd: float
    building: str = ""
    material: str = ""
    source: str = ""
    method: Method = Method.ASSUMED


Cell = tuple[str, int, str, str]  # place, year, activity, material


def construction_waste(
    rows: Iterable[ActivityRow],
    factors: Sequence[Factor],
    *,
    split: Mapping[str, Mapping[str, float]] | None = None,
    sd_split: float = 0.3,
    relative_sd: float = 0.1,
    places: Sequence[str] = (),
    source: str = "",
    vintage: str = "",
    names: Mapping[str, str] | None = None,
) -> ReadyModel:
    """A study of the waste of building activity in each place and year.

    split: by activity, how its whole waste is made up (any unit; only proportions count), for activities
    whose factors tell no materials; sd_split: as in `waste_accounts_downscaled`. relative_sd: of areas.
    places: those that are asked about; one without activity is told as missing. An activity without factor
    is told as missing too. Raises FlowSystemError for figures that cannot be.
    """
    named, kept = Names(names), list(rows)
    of_activity = _of_activity(factors)
    missing = [Missing(place, None, "rows") for place in places if place not in {row.place for row in kept}]
    areas: dict[Cell, dict[Factor, float]] = defaultdict(lambda: defaultdict(float))
    for row in kept:
        amount(row.area, f"{row.place}, {row.year}, {named[row.activity]}")
        found = _factors_for(row, of_activity.get(row.activity, ()))
        if not found:
            missing.append(Missing(row.place, row.year, f"factor: {row.activity}"))
        for factor in found:
            areas[row.place, row.year, row.activity, factor.material][factor] += row.area
    told = [_told(cell, used, relative_sd, (source, vintage), named) for cell, used in areas.items()]
    materials = _materials(areas, split or {})
    flows, shares = _system(materials, split or {}, sd_split, named)
    processes = [Process(named[activity], group=named[ACTIVITIES]) for activity in materials]
    processes += [
        Process(named[material], group=named[KINDS])
        for material in dict.fromkeys(name for kinds in materials.values() for name in kinds)
    ]
    return ReadyModel.of(named[TITLE], processes, flows, told, shares=shares, missing=dict.fromkeys(missing))


def _of_activity(factors: Sequence[Factor]) -> dict[str, list[Factor]]:
    """The factors of each activity, which tell the whole or its kinds, and not both."""
    found: dict[str, list[Factor]] = defaultdict(list)
    for factor in factors:
        amount(factor.tonnes, f"The factor of {factor.activity}")
        amount(factor.sd, f"The sd of the factor of {factor.activity}")
        if any(
            (o.building, o.material) == (factor.building, factor.material) for o in found[factor.activity]
        ):
            raise FlowSystemError(f"{factor.activity}: a factor stands twice ({factor.material or 'all'}).")
        found[factor.activity].append(factor)
    for activity, those in found.items():
        if len({bool(factor.material) for factor in those}) > 1:
            raise FlowSystemError(f"{activity}: its factors are of the whole and of materials; tell one.")
    return found


def _factors_for(row: ActivityRow, factors: Sequence[Factor]) -> list[Factor]:
    """The factors that a row is multiplied by: those of its building type, else those for all types."""
    own = [factor for factor in factors if factor.building == row.building]
    return own or [factor for factor in factors if not factor.building]


def _told(
    cell: Cell, used: Mapping[Factor, float], relative_sd: float, whence: tuple[str, str], named: Names
) -> Told:
    place, year, activity, material = cell
    source, vintage = whence
    value = sum(area * factor.tonnes for factor, area in used.items())
    of_factors = hypot(*(area * factor.sd for factor, area in used.items()))
    sd = hypot(of_factors, *(area * factor.tonnes * relative_sd for factor, area in used.items()))
    form = named[OF] if material else named[WASTE]
    flow = form.format(activity=named[activity], material=named[material])
    sources = "; ".join(dict.fromkeys(filter(None, (source, *(factor.source for factor in used)))))
    told = Observation(flow, value, sd, place, year, source=sources, vintage=vintage)
    told = with_shared(told, f"factors of {flow} {year}", of_factors)
    methods = {factor.method for factor in used}
    return Told(told, methods.pop() if len(methods) == 1 else Method.ASSUMED, GRADE)


def _materials(
    areas: Mapping[Cell, object], split: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, bool]]:
    """The kinds of waste of each activity that occurs, and whether a factor tells them."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for _place, _year, activity, material in areas:
        if material:
            found[activity][material] = True
        else:
            kinds = {kind: False for kind, part in split.get(activity, {}).items() if part}
            found[activity] = kinds or {MIXED: False}
    return found


def _system(
    materials: Mapping[str, Mapping[str, bool]],
    split: Mapping[str, Mapping[str, float]],
    sd_split: float,
    named: Names,
) -> tuple[list[Flow], list[TransferCoefficient]]:
    flows, shares = [], []
    for activity, kinds in materials.items():
        process = named[activity]
        flows.append(Flow(named[WASTE].format(activity=process), None, process))
        parts = {kind: split.get(activity, {}).get(kind, 0.0) for kind in kinds}
        largest, total = max(parts, key=lambda kind: parts[kind]), sum(parts.values())
        for kind, has_figure in kinds.items():
            flow = named[OF].format(material=named[kind], activity=process)
            flows.append(Flow(flow, process, named[kind]))
            if not has_figure and kind != largest:
                share = parts[kind] / total
                sd = share * (1 - share) * sd_split
                shares.append(TransferCoefficient(f"{process}: {flow}", process, flow, share, sd))
    for kind in dict.fromkeys(kind for kinds in materials.values() for kind in kinds):
        flows.append(Flow(named[OUT].format(material=named[kind]), named[kind], None))
    return flows, shares

"""Household waste per municipality, as it is weighed at the gate.

    collected = kg per inhabitant × inhabitants / 1000            [t/a]
    to a treatment = its share × collected

Method: Statistics Norway's household waste (KOSTRA) counts what municipalities fetch or receive, and to which
treatment it was delivered. Nothing is worked out across municipalities. What no share tells of goes to
“Other treatment”, which follows from the balance and has no figure of its own.

Statistics Norway publishes no uncertainty. `relative_sd` is ours: a weighbridge is good to a per cent or two,
and the rest is waste of businesses that is fetched together with that of households and estimated away.
Each delivery is weighed by itself, so errors of flows are independent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.models.ready import Method, Missing, Names, ReadyModel, Told, amount
from dugnad.engine.flows.study import Flow, Observation, Process

COLLECTED, COLLECTION, TREATMENT = "Household waste", "Collection", "Treatment"
OTHER = "other"
KG = 1000.0  # in a tonne
ROUNDING = 0.001  # how far shares may add up to more than 1, because each is rounded
GRADE = 2  # measured, and not verified by anybody else


@dataclass(frozen=True)
class Treatment:
    """Where collected waste goes: its process, the flow to it, and what leaves it."""

    process: str
    flow: str
    onwards: str


TREATMENTS: Mapping[str, Treatment] = {
    "material": Treatment("Material recovery", "To material recovery", "Raw materials, soil and biogas"),
    "energy": Treatment("Energy recovery", "To energy recovery", "Heat, smoke and ash"),
    "landfill": Treatment("Landfill", "To landfill", "Landfilled"),
    OTHER: Treatment("Other treatment", "To other treatment", "Treated otherwise"),
}


@dataclass(frozen=True)
class HouseholdRow:
    """What is known of a place in a year.

    kg_per_inhabitant and inhabitants, or tonnes; shares: 0 to 1 of what was collected, by treatment
    (material, with biological treatment; energy; landfill; other). None is not known.
    """

    place: str
    year: int
    kg_per_inhabitant: float | None = None
    inhabitants: float | None = None
    tonnes: float | None = None
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def collected(self) -> float | None:
        """Tonnes; None where they cannot be known."""
        if self.tonnes is not None or None in (self.kg_per_inhabitant, self.inhabitants):
            return self.tonnes
        return (self.kg_per_inhabitant or 0.0) * (self.inhabitants or 0.0) / KG

    @property
    def lacks(self) -> str:
        """What is not known of what was collected; nothing where it is."""
        if self.collected is not None:
            return ""
        return "kg_per_inhabitant" if self.kg_per_inhabitant is None else "inhabitants"


def household_waste(
    rows: Iterable[HouseholdRow],
    *,
    places: Sequence[str] = (),
    source: str = "",
    vintage: str = "",
    relative_sd: float = 0.05,
    names: Mapping[str, str] | None = None,
) -> ReadyModel:
    """A study of household waste from what municipalities report.

    places: those that are asked about; one without any row is told as missing. relative_sd: of every figure.
    names: other words for the model's processes and flows. Raises FlowSystemError with the place and year
    of a figure that cannot be.
    """
    named, kept = Names(names), sorted(rows, key=lambda row: (row.place, row.year))
    _refuse_twice(kept)
    known = [row for row in kept if not row.lacks]
    missing = [Missing(place, None, "rows") for place in places if place not in {row.place for row in kept}]
    missing += [Missing(row.place, row.year, row.lacks) for row in kept if row.lacks]
    missing += [Missing(row.place, row.year, "shares") for row in known if not row.shares]
    told = [
        Told(
            Observation(
                named[flow],
                value,
                abs(value) * relative_sd,
                row.place,
                row.year,
                source=source,
                vintage=vintage,
            ),
            Method.MEASURED,
            GRADE,
        )
        for row in known
        for flow, value in _amounts(row)
    ]
    used = {key for row in known for key in row.shares} | {OTHER}
    treatments = [one for key, one in TREATMENTS.items() if key in used]
    processes = [Process(named[COLLECTION]), *(_process(one, named) for one in treatments)]
    return ReadyModel.of(named[COLLECTED], processes, _flows(treatments, named), told, missing=missing)


def _amounts(row: HouseholdRow) -> Iterable[tuple[str, float]]:
    """The flows of a row that have a figure, in tonnes."""
    where = f"{row.place}, {row.year}"
    collected = amount(row.collected or 0.0, where)
    shares = {key: amount(share, f"{where}, {key}", most=1.0) for key, share in row.shares.items()}
    for key in shares:
        if key not in TREATMENTS:
            raise FlowSystemError(f"{where}: “{key}” is none of {', '.join(TREATMENTS)}.")
    if sum(shares.values()) > 1 + ROUNDING * len(shares):
        raise FlowSystemError(f"{where}: the shares add up to {sum(shares.values()):.3f}, more than 1.")
    yield COLLECTED, collected
    for key, share in shares.items():
        yield TREATMENTS[key].flow, share * collected


def _process(treatment: Treatment, named: Names) -> Process:
    return Process(named[treatment.process], group=named[TREATMENT])


def _flows(treatments: Sequence[Treatment], named: Names) -> list[Flow]:
    """Collected, then to each treatment, then out of each."""
    collection = named[COLLECTION]
    return [
        Flow(named[COLLECTED], None, collection),
        *(Flow(named[one.flow], collection, named[one.process]) for one in treatments),
        *(Flow(named[one.onwards], named[one.process], None) for one in treatments),
    ]


def _refuse_twice(rows: Sequence[HouseholdRow]) -> None:
    seen: set[tuple[str, int]] = set()
    for row in rows:
        if (row.place, row.year) in seen:
            raise FlowSystemError(f"{row.place}, {row.year} stands twice.")
        seen.add((row.place, row.year))

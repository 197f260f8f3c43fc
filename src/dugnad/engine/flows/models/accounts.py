"""National waste accounts, shared out among places by a key and told apart by material and treatment.

A place p has of the nation's N_m tonnes of a material m

    x_mp = N_m w_p (1 + δ_p),    w_p = key of p / key of the nation

by generalised least squares (`dugnad.engine.flows.downscale`): places, and the rest of the nation where it
is not given, sum to N_m. Each place has its own error δ_p, of relative sd `sd_key`, and its part of the
error of N_m, which all places share. How much of a material goes to a treatment is the nation's share s of
it, taken to hold in every place with the sd of log-odds that differ by `sd_split` between places: s (1 − s)
`sd_split`. The largest treatment of each material has no figure: it follows from the balance, so nothing is
counted twice.

Because of the shared error, which each figure names (`shared`), a sum over many places is less certain than
its parts look when their errors are added as if they were independent.

Source of the method: see `downscale`. Both sd are judgements of whoever uses them, for nobody publishes any.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dugnad.engine.flows.downscale import downscale
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.models.ready import Method, Missing, Names, ReadyModel, Told, amount, with_shared
from dugnad.engine.flows.study import Flow, Observation, Process, TransferCoefficient

MATERIALS, TREATMENT, TITLE = "Materials", "Treatment", "Waste by material and treatment"
GENERATED, OUT = "{material}, generated", "Out of {treatment}"
REST = "the rest of the nation"
GRADE = 4  # a qualified estimate
SAME = 1e-9  # of the nation: so far a sum of keys may be off it and still be all of it


@dataclass(frozen=True)
class NationalRow:
    """How many tonnes of a material the nation brought to a treatment in the year."""

    material: str
    treatment: str
    tonnes: float


def waste_accounts_downscaled(
    rows: Iterable[NationalRow],
    *,
    year: int,
    key: Mapping[str, float],
    nation: float | None = None,
    places: Sequence[str] = (),
    relative_sd: float = 0.1,
    sd_key: float | Mapping[str, float] = 0.3,
    sd_split: float = 0.3,
    source: str = "",
    vintage: str = "",
    names: Mapping[str, str] | None = None,
) -> ReadyModel:
    """A study of a year's waste in each place, by material and treatment.

    rows: the nation, each material and treatment once. key: inhabitants, jobs or floor area by place, and of
    the whole `nation` in the same unit; without `nation` the places are all of it. places: those that are
    asked about; one without key is told as missing. relative_sd: of the national figures; sd_key: relative,
    of a place's share, of all or by place. names: other words for those of the model.
    Raises FlowSystemError for a key or figure that cannot be.
    """
    named, national = Names(names), _national(rows)
    shares = _shares(key, nation, relative_sd, sd_key)
    told = []
    for material, split in national.items():
        whole = sum(split.values())
        flow = named[GENERATED].format(material=material)
        for place, (value, sd) in shares.items():
            one = Observation(flow, whole * value, whole * sd, place, year, source=source, vintage=vintage)
            one = with_shared(one, f"the nation: {flow} {year}", whole * value * relative_sd)
            told.append(Told(one, Method.DOWNSCALED, GRADE))
    flows, coefficients = _system(national, sd_split, named)
    processes = [Process(material, group=named[MATERIALS]) for material in national]
    treatments = dict.fromkeys(treatment for split in national.values() for treatment in split)
    processes += [Process(treatment, group=named[TREATMENT]) for treatment in treatments]
    missing = [Missing(place, None, "key") for place in places if place not in key]
    return ReadyModel.of(named[TITLE], processes, flows, told, shares=coefficients, missing=missing)


def _national(rows: Iterable[NationalRow]) -> dict[str, dict[str, float]]:
    """Tonnes by material and treatment; what is 0 is left out."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row.treatment in found[row.material]:
            raise FlowSystemError(f"{row.material} to {row.treatment} stands twice.")
        found[row.material][row.treatment] = amount(row.tonnes, f"{row.material} to {row.treatment}")
    split = {
        material: {treatment: tonnes for treatment, tonnes in told.items() if tonnes}
        for material, told in found.items()
    }
    return {material: told for material, told in split.items() if told}


def _shares(
    key: Mapping[str, float],
    nation: float | None,
    relative_sd: float,
    sd_key: float | Mapping[str, float],
) -> dict[str, tuple[float, float]]:
    """Each place's part of a national tonne, and its sd: one for all materials, so worked out once."""
    given = sum(amount(value, place) for place, value in key.items())
    if not given:
        raise FlowSystemError("No place has a key.")
    whole = given if nation is None else nation
    if given > whole * (1 + SAME):
        raise FlowSystemError(f"The places have {given:g} of the key, more than the nation’s {whole:g}.")
    rest = whole - given
    every = dict(key)
    own = dict.fromkeys(key, sd_key) if isinstance(sd_key, int | float) else dict(sd_key)
    if rest > whole * SAME:
        # As many places as the rest would hold if they were like ours: their errors even out in its sum.
        alike = max(rest * len(key) / given, 1.0)
        every[REST], own[REST] = rest, (sum(own[place] for place in key) / len(key)) / alike**0.5
    found = downscale((1.0, relative_sd), every, {place: float(own[place]) for place in every})
    return {row["place"]: (row["value"], row["sd"]) for row in found.rows() if row["place"] in key}


def _system(
    national: Mapping[str, Mapping[str, float]], sd_split: float, named: Names
) -> tuple[list[Flow], list[TransferCoefficient]]:
    flows = [Flow(named[GENERATED].format(material=material), None, material) for material in national]
    shares: list[TransferCoefficient] = []
    for material, split in national.items():
        largest, total = max(split, key=lambda treatment: split[treatment]), sum(split.values())
        for treatment, tonnes in split.items():
            flow = f"{material} → {treatment}"
            flows.append(Flow(flow, material, treatment))
            share = tonnes / total
            if treatment != largest:
                sd = share * (1 - share) * sd_split
                shares.append(TransferCoefficient(f"{material}: {flow}", material, flow, share, sd))
    treatments = dict.fromkeys(treatment for split in national.values() for treatment in split)
    flows += [Flow(named[OUT].format(treatment=treatment), treatment, None) for treatment in treatments]
    return flows, shares

"""Questions about which municipalities are like one another, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from dugnad.engine.series import Profile, most_alike
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries.figures import PlaceFigures, figures_of
from dugnad.members.queries import divisions

ALIKE = 4


@dataclass(frozen=True)
class Alike:
    """A municipality like another: how many live there, and the sector that weighs most in both."""

    code: str
    inhabitants: int
    shared_sector: str
    distance: float


def similar_to(
    code: str,
    among: Collection[str],
    *,
    year: int,
    emissions: Indicator,
    population: Indicator,
    codes_day: date,
) -> list[Alike]:
    """The municipalities most like one in a year, by size and by what their emissions come from.

    None where its own inhabitants or emissions are not known.
    """
    wanted, known = {code, *among}, divisions()
    figures = figures_of(emissions, wanted, codes_day=codes_day, year=year, known=known)
    people = figures_of(population, wanted, codes_day=codes_day, known=known)
    profiles = _profiles(figures, _nearest(people, year))
    if code not in profiles:
        return []
    own = profiles[code]
    return [
        Alike(
            alike.place,
            round(profiles[alike.place].inhabitants),
            _shared_sector(own, profiles[alike.place]),
            alike.distance,
        )
        for alike in most_alike(own, list(profiles.values()), ALIKE)
    ]


def _nearest(people: PlaceFigures, year: int) -> Mapping[str, float]:
    """Inhabitants in the year, or in the nearest one that is known: size moves slowly."""
    found: dict[str, tuple[int, float]] = {}
    for (code, told), value in people.totals.items():
        away = abs(told - year)
        if code not in found or away < found[code][0]:
            found[code] = (away, value)
    return {code: value for code, (_away, value) in found.items()}


def _profiles(figures: PlaceFigures, people: Mapping[str, float]) -> dict[str, Profile]:
    """What places are compared by: inhabitants, and each sector's share of the emissions."""
    shares: dict[str, dict[str, float]] = {}
    for (code, told, sector, _source), value in figures.values.items():
        total = figures.totals.get((code, told))
        if total and people.get(code):
            shares.setdefault(code, {})[sector] = value / total
    return {code: Profile(code, people[code], own) for code, own in shares.items()}


def _shared_sector(one: Profile, other: Profile) -> str:
    """The sector that weighs most for both: the reader's reason to look there."""
    sectors = sorted(one.shares.keys() & other.shares.keys())
    return max(sectors, key=lambda sector: min(one.shares[sector], other.shares[sector]), default="")

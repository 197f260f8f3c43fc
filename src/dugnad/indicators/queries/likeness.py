"""Questions about which municipalities are like one another, and why."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.utils.translation import gettext as _

from dugnad.engine.areas import areas_of
from dugnad.engine.series import Likeness, Profile, most_alike
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries.borders import newest_borders
from dugnad.indicators.queries.figures import PlaceFigures, figures_of
from dugnad.indicators.queries.series import Asked
from dugnad.kit.uploads import path_of
from dugnad.members.queries import divisions

ALIKE = 4
KEPT = 24 * 60 * 60


@dataclass(frozen=True)
class Alike:
    """A municipality like another: how many live there, how densely, and the sector that weighs most in both.

    `nearest` is what they are most alike in: size, density or profile. Density is in inhabitants per km².
    """

    code: str
    inhabitants: int
    shared_sector: str
    distance: float
    nearest: str
    density: float | None = None

    @property
    def reason(self) -> str:
        """What they are most alike in, as people read it."""
        words = {
            "size": _("nearest in size"),
            "density": _("nearest in how densely people live"),
            "profile": _("nearest in what the emissions come from"),
        }
        return words[self.nearest]


def similar_to(
    code: str,
    among: Collection[str],
    *,
    year: int,
    emissions: Indicator,
    population: Indicator,
    codes_day: date,
    asked: Asked | None = None,
) -> list[Alike]:
    """The municipalities most like one in a year, by size, density and what their emissions come from.

    None where its own inhabitants or emissions are not known. `asked` is a question about the same figures
    that has looked up divisions and vintages already.
    """
    wanted, known = {code, *among}, asked.divisions if asked else divisions()
    seen = (asked.vintages(emissions), asked.vintages(population)) if asked else (None, None)
    figures = figures_of(emissions, wanted, codes_day=codes_day, year=year, known=known, only=seen[0])
    people = figures_of(population, wanted, codes_day=codes_day, known=known, only=seen[1])
    profiles = _profiles(figures, _nearest(people, year), areas())
    if code not in profiles:
        return []
    own = profiles[code]
    return [
        _alike(own, profiles[found.place], found) for found in most_alike(own, list(profiles.values()), ALIKE)
    ]


def _alike(own: Profile, other: Profile, found: Likeness) -> Alike:
    return Alike(
        other.place,
        round(other.inhabitants),
        _shared_sector(own, other),
        found.distance,
        found.reasons[0][0],
        other.density,
    )


def areas() -> Mapping[str, float]:
    """The area in km² of each municipality of the newest map of borders; nothing where there is no map."""
    newest = newest_borders()
    if newest is None:
        return {}
    name = f"areas:{newest.file.sha256}"
    found: dict[str, float] | None = cache.get(name)
    if found is None:
        found = areas_of(json.loads(path_of(newest.file.sha256).read_bytes()))
        cache.set(name, found, KEPT)
    return found


def _nearest(people: PlaceFigures, year: int) -> Mapping[str, float]:
    """Inhabitants in the year, or in the nearest one that is known: size moves slowly."""
    found: dict[str, tuple[int, float]] = {}
    for (code, told), value in people.totals.items():
        away = abs(told - year)
        if code not in found or away < found[code][0]:
            found[code] = (away, value)
    return {code: value for code, (_away, value) in found.items()}


def _profiles(
    figures: PlaceFigures, people: Mapping[str, float], land: Mapping[str, float]
) -> dict[str, Profile]:
    """What places are compared by: inhabitants, each sector's share of the emissions, inhabitants per km²."""
    shares: dict[str, dict[str, float]] = {}
    for (code, told, sector, _source), value in figures.values.items():
        total = figures.totals.get((code, told))
        if total and people.get(code):
            shares.setdefault(code, {})[sector] = value / total
    return {
        code: Profile(code, people[code], own, people[code] / land[code] if land.get(code) else None)
        for code, own in shares.items()
    }


def _shared_sector(one: Profile, other: Profile) -> str:
    """The sector that weighs most for both: the reader's reason to look there."""
    sectors = sorted(one.shares.keys() & other.shares.keys())
    return max(sectors, key=lambda sector: min(one.shares[sector], other.shares[sector]), default="")

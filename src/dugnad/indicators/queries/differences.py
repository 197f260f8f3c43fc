"""Questions that compare: two vintages, or what was known on two days."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dugnad.engine.series import Difference, differences, effect_on_change
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries.figures import PlaceFigures, figures_of
from dugnad.members.queries import divisions


@dataclass(frozen=True)
class Effect:
    """What a revision does to a place's change since the base year: the same question, two answers."""

    place: str
    from_year: int
    to_year: int
    old: float | None
    new: float | None


@dataclass(frozen=True)
class VintageComparison:
    """The figures that differ, in the newest division, and the effect on each place's change."""

    differences: list[Difference]
    effects: list[Effect]
    names: dict[str, str]

    def count(self, kind: str) -> int:
        """How many figures were added, removed or changed."""
        return sum(difference.kind == kind for difference in self.differences)


def compare_vintages(
    old: Vintage, new: Vintage, *, codes: Collection[str] | None = None
) -> VintageComparison:
    """What one vintage says that another does not; of some places only, where codes are given."""
    day = divisions().newest_day
    sides = [figures_of(v.indicator, codes, codes_day=day, only=[v]) for v in (old, new)]
    return _compare(sides[0], sides[1], day)


def compare_knowledge(indicator: Indicator, old_day: date, new_day: date) -> VintageComparison:
    """What was known on one day and on another: for each place the vintage that spoke for it then.

    Illustrative figures take part only where no official vintage does: their going is not a revision.
    """
    day = divisions().newest_day
    seen = Vintage.objects.filter(indicator=indicator, seen_on__lte=new_day)
    candidates = list(seen.select_related("source"))
    official = [v for v in candidates if v.source.is_official]
    used = official or candidates
    earlier = [v for v in used if v.seen_on <= old_day]
    return _compare(
        figures_of(indicator, None, codes_day=day, only=earlier),
        figures_of(indicator, None, codes_day=day, only=used),
        day,
    )


def _compare(old: PlaceFigures, new: PlaceFigures, day: date) -> VintageComparison:
    before = {cell[:3]: value for cell, value in old.values.items()}
    after = {cell[:3]: value for cell, value in new.values.items()}
    found = differences(before, after)
    places = {difference.place for difference in found}
    base = new.indicator.base_year
    effects = [_effect(place, base, before, after) for place in sorted(places)] if base else []
    names = {code: row.name for code, row in divisions().on(day).items() if code in places}
    return VintageComparison(found, [effect for effect in effects if effect], names)


def _effect(
    place: str, base: int, before: dict[tuple[str, int, str], float], after: dict[tuple[str, int, str], float]
) -> Effect | None:
    old, new = _totals(place, before), _totals(place, after)
    common = [year for year in old.keys() & new.keys() if year > base]
    if not common:
        return None
    last = max(common)
    return Effect(place, base, last, *effect_on_change(old, new, base, last))


def _totals(place: str, values: dict[tuple[str, int, str], float]) -> dict[int, float]:
    totals: dict[int, float] = defaultdict(float)
    for (code, year, _sector), value in values.items():
        if code == place:
            totals[year] += value
    return dict(totals)

"""Questions that compare: two vintages, or what was known on two days."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.core.cache import cache

from dugnad.engine.series import Difference, differences, effect_on_change
from dugnad.indicators.kinds import COUNTRIES, country_name, in_order, sector_order
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries.figures import PlaceFigures, figures_of
from dugnad.indicators.queries.speaking import vintages_seen
from dugnad.members.queries import divisions

KEPT = 24 * 60 * 60
KINDS = ("added", "removed", "changed")
Totals = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True)
class Effect:
    """What a revision does to a place: how many figures, and its change since the base year, told twice.

    The changes are in per cent; None where a side cannot tell.
    """

    place: str
    name: str
    figures: int
    from_year: int | None = None
    to_year: int | None = None
    old: float | None = None
    new: float | None = None

    @property
    def points(self) -> float | None:
        """The difference between the two changes in percentage points; None where a side cannot tell."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def points_shown(self) -> Decimal | None:
        """The difference of the two changes as a page shows them, with one decimal: −13,1 → −13,0 is 0,1."""
        return None if self.old is None or self.new is None else _shown(self.new) - _shown(self.old)


@dataclass(frozen=True)
class VintageComparison:
    """The figures that differ, in the newest division, and the effect on each place's change."""

    differences: list[Difference]
    effects: list[Effect]
    whole: Effect | None  # all places that both sides tell of in both years, taken together
    names: dict[str, str]
    common: int = 0  # figures that both sides have, differing or not

    def count(self, kind: str) -> int:
        """How many figures were added, removed or changed."""
        return sum(difference.kind == kind for difference in self.differences)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many figures were added, removed and changed."""
        return {kind: self.count(kind) for kind in KINDS}


@dataclass(frozen=True)
class Summary:
    """A comparison without its figures: how many differ, where, in which sectors, and what it does."""

    counts: dict[str, int]
    by_sector: dict[str, int]
    same: int  # figures that both have
    effects: list[Effect]
    whole: Effect | None

    @property
    def has_nothing_in_common(self) -> bool:
        """Whether no figure stands in both, so that nothing can be compared."""
        return not self.same and bool(self.counts["added"] or self.counts["removed"])


def compare_vintages(
    old: Vintage, new: Vintage, *, codes: Collection[str] | None = None, sector: str = ""
) -> VintageComparison:
    """What one vintage says that another does not; of some places or one sector only, where named."""
    known = divisions()
    day = known.newest_day
    sides = [
        figures_of(v.indicator, codes, codes_day=day, only=[v], sector=sector, known=known)
        for v in (old, new)
    ]
    return _compare(sides[0], sides[1], day)


def summary_of(old: Vintage, new: Vintage) -> Summary:
    """The comparison of two vintages in short; neither ever changes, so it is worked out once."""
    name = f"differences:2:{old.pk}:{new.pk}:{divisions().fingerprint}"
    found = cache.get(name)
    if found is None:
        found = _summary(compare_vintages(old, new))
        cache.set(name, found, KEPT)
    return found


def _summary(comparison: VintageComparison) -> Summary:
    sectors = Counter(difference.sector for difference in comparison.differences)
    by_sector = {sector: sectors[sector] for sector in in_order(sectors)}
    return Summary(comparison.counts, by_sector, comparison.common, comparison.effects, comparison.whole)


def compare_knowledge(indicator: Indicator, old_day: date, new_day: date) -> VintageComparison:
    """What was known on one day and on another: for each place the vintage that spoke for it then.

    Made-up figures take part only where no others do: their going is not a revision.
    """
    day = divisions().newest_day
    candidates = list(vintages_seen(indicator, max(old_day, new_day)).defer("without_figure"))
    used = [vintage for vintage in candidates if not vintage.source.is_made_up] or candidates
    old, new = (
        figures_of(indicator, None, codes_day=day, only=[v for v in used if v.seen_on <= seen])
        for seen in (old_day, new_day)
    )
    return _compare(old, new, day)


def _compare(old: PlaceFigures, new: PlaceFigures, day: date) -> VintageComparison:
    before, after = ({cell[:3]: value for cell, value in side.values.items()} for side in (old, new))
    found = sorted(
        differences(before, after), key=lambda d: (d.place, d.year, sector_order(d.sector), d.sector)
    )
    names = {code: row.name for code, row in divisions().on(day).items()}
    names |= {code: country_name(code) for code in COUNTRIES}
    figures: dict[str, int] = defaultdict(int)
    for difference in found:
        figures[difference.place] += 1
    base = new.indicator.base_year
    totals = _totals(old), _totals(new)
    effects = [
        _effect((place, names.get(place, ""), n), base, *totals) for place, n in sorted(figures.items())
    ]
    return VintageComparison(
        found,
        effects,
        _whole(base, *totals),
        {code: names[code] for code in figures if code in names},
        len(before.keys() & after.keys()),
    )


def _effect(place: tuple[str, str, int], base: int | None, old: Totals, new: Totals) -> Effect:
    before, after = old.get(place[0], {}), new.get(place[0], {})
    common = [year for year in before.keys() & after.keys() if base and year > base]
    if base is None or not common:
        return Effect(*place)
    last = max(common)
    return Effect(*place, base, last, *_in_per_cent(effect_on_change(before, after, base, last)))


def _whole(base: int | None, old: Totals, new: Totals) -> Effect | None:
    """The effect on all places that both sides have, in the last year that all of them have."""
    places = old.keys() & new.keys()
    if base is None or not places:
        return None
    years = frozenset.intersection(*(frozenset(side[place]) for side in (old, new) for place in places))
    last = max(years, default=base)
    if base not in years or last == base:
        return None
    before, after = (
        {year: sum(side[place][year] for place in sorted(places)) for year in (base, last)}
        for side in (old, new)
    )
    told = _in_per_cent(effect_on_change(before, after, base, last))
    return Effect("", "", len(places), base, last, *told)


def _in_per_cent(shares: Iterable[float | None]) -> tuple[float | None, ...]:
    return tuple(None if share is None else 100 * share for share in shares)


def _totals(figures: PlaceFigures) -> dict[str, dict[int, float]]:
    totals: dict[str, dict[int, float]] = defaultdict(dict)
    for (code, year), value in figures.totals.items():
        totals[code][year] = value
    return totals


def _shown(percent: float) -> Decimal:
    return Decimal(str(percent)).quantize(Decimal("0.1"), ROUND_HALF_UP)

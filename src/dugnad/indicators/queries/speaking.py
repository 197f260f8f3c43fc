"""Questions about who speaks: for each place and year the vintage that its figure is taken from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db.models import QuerySet

from dugnad.engine.boundaries import Block, Divisions
from dugnad.indicators.kinds import COUNTRIES
from dugnad.indicators.models import Indicator, Vintage

Told = dict[str, set[int]]  # by place, the years


def vintages_seen(indicator: Indicator, seen_by: date | None = None) -> QuerySet[Vintage]:
    """The vintages of an indicator that were seen on or before a day, or at all."""
    found = Vintage.objects.filter(indicator=indicator).select_related("source", "file")
    return found.filter(seen_on__lte=seen_by) if seen_by else found


def official_first(vintages: Iterable[Vintage]) -> list[Vintage]:
    """The order in which vintages may speak: the made-up behind all others, the last seen first."""
    return sorted(vintages, key=lambda v: (not v.source.is_made_up, v.seen_on, v.pk), reverse=True)


def speakers(
    vintages: Iterable[Vintage], wanted: set[str], known: Divisions, day: date
) -> dict[Vintage, Told]:
    """For each vintage, in the order given, the places and years that it speaks for.

    A place belongs to the first vintage that tells the whole of it, or else a part. Its other years
    come from the next that tells them and is made up like the first or not made up like the first,
    because made-up figures must never stand among published ones.
    """
    told = [(vintage, told_by(vintage, wanted, known, day)) for vintage in vintages]
    speaking: dict[Vintage, Told] = {}
    taken: Told = {place: set() for place in wanted}
    made_up: dict[str, bool] = {}
    for side in (0, 1):  # first what is told whole, then what is told in part
        for vintage, both in told:
            rank = vintage.source.is_made_up
            for place, years in both[side].items():
                news = years - taken[place]
                if news and made_up.setdefault(place, rank) == rank:
                    speaking.setdefault(vintage, {}).setdefault(place, set()).update(news)
                    taken[place] |= news
    return speaking


def told_by(vintage: Vintage, places: Iterable[str], known: Divisions, day: date) -> tuple[Told, Told]:
    """The years of each place that a vintage tells the whole of, and those that it tells a part of."""
    whole: Told = defaultdict(set)
    part: Told = defaultdict(set)
    wanted = list(places)
    for years, codes in _coverage(vintage):
        for published, own in division_days(vintage, years).items():
            blocks = known.blocks_of(published, day)
            for place in wanted:
                block = blocks.get(place) or _country(place)
                if block and not block.codes.isdisjoint(codes):
                    (whole if block.codes <= codes else part)[place] |= own
    return whole, part


def _country(place: str) -> Block | None:
    """A country is the same in every division."""
    return Block(frozenset({place}), frozenset({place})) if place in COUNTRIES else None


def years_of(vintage: Vintage) -> set[int]:
    """Every year that a vintage tells of."""
    return {year for group in vintage.coverage for year in group["years"]}


def division_days(vintage: Vintage, years: Iterable[int]) -> Mapping[date, set[int]]:
    """The days whose codes a vintage is written in, with their years: one, or the first day of each year."""
    if vintage.codes_of:
        return {vintage.codes_of: set(years)}
    return {date(year, 1, 1): {year} for year in years}


def _coverage(vintage: Vintage) -> Iterator[tuple[list[int], frozenset[str]]]:
    """The codes of each year, years with the same codes together."""
    codes_in: dict[int, set[str]] = defaultdict(set)
    if len(vintage.coverage) == 1:  # as most have it: every place has the same years
        group = vintage.coverage[0]
        yield group["years"], frozenset(group["codes"])
        return
    for group in vintage.coverage:
        for year in group["years"]:
            codes_in[year].update(group["codes"])
    years_with: dict[frozenset[str], list[int]] = defaultdict(list)
    for year, codes in sorted(codes_in.items()):
        years_with[frozenset(codes)].append(year)
    for alike, years in years_with.items():
        yield years, alike

"""Questions that give a series: any indicator, any region, the codes of any date, any vintage."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries.figures import PlaceFigures, figures_of
from dugnad.indicators.queries.places import Place, find_place

NAMED = 5


@dataclass(frozen=True)
class Trail:
    """Where a figure comes from: all that must be known to work it out again."""

    indicator: Indicator
    vintages: tuple[Vintage, ...]
    members: tuple[str, ...]
    members_on: date | None  # None: each year's actual members
    codes_of: date
    sectors: tuple[str, ...]
    gases: tuple[str, ...]
    illustrative: bool
    denominator: str = ""


@dataclass(frozen=True)
class SeriesRow:
    """One figure of a series; `value` is None where a part is missing, and `note` says which."""

    region: str
    municipality_code: str
    year: int
    sector: str
    source: str
    value: float | None
    unit: str
    vintage: str
    note: str


@dataclass(frozen=True)
class SeriesResult:
    """A series with its trail."""

    rows: list[SeriesRow]
    trail: Trail
    figures: PlaceFigures

    def by_year(self, sector: str = "") -> dict[int, float | None]:
        """The values of one sector (or of the total) by year."""
        return {row.year: row.value for row in self.rows if row.sector == sector}


def series(
    indicator: Indicator,
    region: str,
    *,
    by: str,
    today: date,
    codes_day: date | None = None,
    members_on: date | None = None,
    actual_members: bool = False,
    seen_by: date | None = None,
) -> SeriesResult:
    """A series by `total`, `sector`, `source` or `municipality`; members are today's unless said."""
    place = find_place(region, codes_day=codes_day, members_on=members_on or today)
    if actual_members:
        years = range(1985, (seen_by or today).year + 1)
        place = find_place(region, codes_day=codes_day, members_on=today, actual_years=years)
    figures = figures_of(
        indicator, place.codes, codes_day=place.codes_of, seen_by=seen_by, by_source=by == "source"
    )
    rows = list(SERIES[by](place, figures))
    return SeriesResult(rows, _trail(place, figures), figures)


def _trail(place: Place, figures: PlaceFigures) -> Trail:
    gases = {gas for vintage in figures.vintages for gas in vintage.gases.split()}
    return Trail(
        indicator=figures.indicator,
        vintages=tuple(figures.vintages),
        members=tuple(sorted(place.codes)),
        members_on=place.members_on,
        codes_of=place.codes_of,
        sectors=tuple(sorted({sector for _c, _y, sector, _s in figures.values if sector})),
        gases=tuple(sorted(gases)),
        illustrative=any(not vintage.source.is_official for vintage in figures.vintages),
    )


def _totals(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    for year in figures.years:
        members = place.members_in(year)
        uneven = ", ".join(sorted(_uneven_sectors(members, figures)))
        parts = {code: figures.totals.get((code, year)) for code in members}
        yield _row(place, figures, year, parts, note=f"only some members have {uneven}" if uneven else "")


def _municipalities(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    for year in figures.years:
        for code in sorted(place.members_in(year)):
            yield _row(place, figures, year, {code: figures.totals.get((code, year))})


def _sectors(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    labels: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for _code, year, sector, source in figures.values:
        labels[year].add((sector, source))
    for year in sorted(labels):
        members = place.members_in(year)
        for sector, source in sorted(labels[year]):
            parts = {code: _part(figures, code, year, sector, source) for code in members}
            yield _row(place, figures, year, parts, sector=sector, source=source)


SERIES = {"total": _totals, "municipality": _municipalities, "sector": _sectors, "source": _sectors}


def _part(figures: PlaceFigures, code: str, year: int, sector: str, source: str) -> float | None:
    """A place's part of a sum: an absent row is none only where its vintage counts the sector that year."""
    vintage = figures.vintage_of.get(code)
    counted = vintage is not None and sector in figures.sectors_of[vintage.pk]
    if not counted or (code, year) not in figures.totals:
        return None
    return figures.values.get((code, year, sector, source), 0.0)


def _uneven_sectors(members: Collection[str], figures: PlaceFigures) -> frozenset[str]:
    """Sectors that the vintages of some members count and those of others do not."""
    used = {figures.vintage_of[code].pk for code in members if code in figures.vintage_of}
    known = [figures.sectors_of[pk] for pk in used]
    return frozenset().union(*known) - frozenset.intersection(*known) if known else frozenset()


def _row(
    place: Place,
    figures: PlaceFigures,
    year: int,
    parts: dict[str, float | None],
    *,
    sector: str = "",
    source: str = "",
    note: str = "",
) -> SeriesRow:
    missing = sorted(code for code, value in parts.items() if value is None)
    known = [value for value in parts.values() if value is not None]
    speaking = {figures.vintage_of[code] for code in parts if code in figures.vintage_of}
    notes = [note, _missing_note(missing, year, len(parts), figures)]
    if any(not vintage.source.is_official for vintage in speaking):
        notes.append("illustrative")
    return SeriesRow(
        region=place.region,
        municipality_code=next(iter(parts)) if len(parts) == 1 else "",
        year=year,
        sector=sector,
        source=source,
        value=sum(known) if known and not missing else None,
        unit=figures.indicator.unit,
        vintage=" ".join(sorted({vintage.seen_on.isoformat() for vintage in speaking})),
        note="; ".join(text for text in notes if text),
    )


def _missing_note(missing: list[str], year: int, members: int, figures: PlaceFigures) -> str:
    if not missing:
        return "" if members else "no members"
    reasons = {figures.missing[code, year] for code in missing if (code, year) in figures.missing}
    named = ", ".join(missing[:NAMED]) + (" …" if len(missing) > NAMED else "")
    because = f" ({'; '.join(sorted(reasons))})" if reasons else ""
    return f"missing {len(missing)} of {members}: {named}{because}"

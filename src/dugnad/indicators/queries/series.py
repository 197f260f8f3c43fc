"""Questions that give a series: any indicator, any region, the codes of any date, any vintage."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from django.core.cache import cache

from dugnad.engine.boundaries import Key
from dugnad.engine.series import Part, Sum, sum_over, sums_over
from dugnad.indicators.kinds import sector_order
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries.figures import PlaceFigures, figures_of, vintages_seen
from dugnad.indicators.queries.places import Place, find_place
from dugnad.kit.errors import Refused
from dugnad.members.queries import divisions

NAMED = 5
FIRST_YEAR = 1985
KEPT = 24 * 60 * 60


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
    key: str = ""  # the key by which a divided municipality was shared, where one was


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
    key: Key | str | None = None,
) -> SeriesResult:
    """A series by `total`, `sector`, `source` or `municipality`; members are today's unless said.

    Raises Refused for a region that is none, and where nothing can be told because of a split.
    """
    vintages = list(vintages_seen(indicator, seen_by).defer("without_figure", "coverage", "sectors"))
    last = max((vintage.seen_on for vintage in vintages), default=today).year
    years = range(FIRST_YEAR, last + 1) if actual_members else ()
    place = find_place(region, codes_day=codes_day, members_on=members_on or today, actual_years=years)
    # Vintages never change, so what was worked out from them holds until there is another.
    name = _name_of_question(indicator, vintages, place, by, key)
    found = cache.get(name)
    if found is None:
        found = _work_out(indicator, place, by, seen_by, key)
        cache.set(name, found, KEPT)
    rows, trail = found
    return SeriesResult(rows, trail)


def _name_of_question(
    indicator: Indicator, vintages: list[Vintage], place: Place, by: str, key: Key | str | None
) -> str:
    facts = (
        indicator.pk,
        [vintage.pk for vintage in vintages],
        divisions().fingerprint,
        (place.region, place.codes_of, place.members_on, sorted(place.codes)),
        [(year, sorted(codes)) for year, codes in place.codes_in_year.items()],
        by,
        key,
    )
    return f"series:{sha256(repr(facts).encode()).hexdigest()}"


def _work_out(
    indicator: Indicator, place: Place, by: str, seen_by: date | None, key: Key | str | None
) -> tuple[list[SeriesRow], Trail]:
    figures = figures_of(
        indicator,
        place.codes,
        codes_day=place.codes_of,
        seen_by=seen_by,
        by_source=by == "source",
        key=key,
    )
    rows = list(SERIES[by](place, figures))
    if figures.divided and all(row.value is None for row in rows):
        raise Refused("split", next(iter(figures.divided.values())), field="region")
    return rows, _trail(place, figures)


def _trail(place: Place, figures: PlaceFigures) -> Trail:
    gases = {gas for vintage in figures.vintages for gas in vintage.gases.split()}
    return Trail(
        indicator=figures.indicator,
        vintages=tuple(figures.vintages),
        members=tuple(sorted(place.codes)),
        members_on=place.members_on,
        codes_of=place.codes_of,
        sectors=tuple(sorted({row[1] for part in figures.parts for row in part.values if row[1]})),
        gases=tuple(sorted(gases)),
        illustrative=any(not vintage.source.is_official for vintage in figures.vintages),
        key=figures.key if figures.keyed else "",
    )


# Rows ----------------------------------------------------------------------------------------------------


def _totals(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    for year in figures.years:
        members = place.members_in(year)
        row = _row(place, figures, year, members, sum_over(members, year, figures.parts))
        uneven = ", ".join(sorted(_uneven_sectors(members, figures)))
        yield _noted(row, f"only some members have {uneven}" if uneven else "")


def _municipalities(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    by_code = _parts_by_code(figures)
    for year in figures.years:
        for code in sorted(place.members_in(year)):
            value = sum_over({code}, year, by_code[code])
            yield _row(place, figures, year, frozenset({code}), value)


def _parts_by_code(figures: PlaceFigures) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = defaultdict(list)
    for part in figures.parts:
        for code in part.places:
            found[code].append(part)
    return found


def _sectors(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    for year in figures.years:
        members = place.members_in(year)
        sums = sums_over(members, year, figures.parts, lambda sector, source: (sector, source))
        for (sector, source), value in sorted(sums.items(), key=lambda item: _order(*item[0])):
            yield replace(_row(place, figures, year, members, value), sector=sector, source=source)


def _order(sector: str, source: str) -> tuple[int, str, str]:
    return sector_order(sector), sector, source


SERIES = {"total": _totals, "municipality": _municipalities, "sector": _sectors, "source": _sectors}


def _uneven_sectors(members: Collection[str], figures: PlaceFigures) -> frozenset[str]:
    """Sectors that the vintages of some members count and those of others do not."""
    used = {figures.vintage_of[code].pk for code in members if code in figures.vintage_of}
    known = [figures.sectors_of[pk] for pk in used]
    return frozenset().union(*known) - frozenset.intersection(*known) if known else frozenset()


def _row(place: Place, figures: PlaceFigures, year: int, members: frozenset[str], value: Sum) -> SeriesRow:
    speaking = {figures.vintage_of[code] for code in members if code in figures.vintage_of}
    row = SeriesRow(
        region=place.region,
        municipality_code=next(iter(members)) if len(members) == 1 else "",
        year=year,
        sector="",
        source="",
        value=value.value,
        unit=figures.indicator.unit,
        vintage=" ".join(sorted({vintage.seen_on.isoformat() for vintage in speaking})),
        note="",
    )
    return _noted(
        row,
        *place.notes,
        _lacking(value.lacking, year, members, figures),
        f"divided by the key “{figures.key}”" if figures.keyed & members else "",
        "" if all(vintage.source.is_official for vintage in speaking) else "illustrative",
    )


def _noted(row: SeriesRow, *notes: str) -> SeriesRow:
    told = [*row.note.split("; "), *notes]
    return replace(row, note="; ".join(note for note in told if note))


def _lacking(lacking: frozenset[str], year: int, members: frozenset[str], figures: PlaceFigures) -> str:
    if not lacking:
        return "" if members else "no members"
    codes = sorted(lacking)
    reasons = sorted({figures.missing[code, year] for code in codes if (code, year) in figures.missing})
    named = ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
    because = f" ({'; '.join(reasons)})" if reasons else ""
    return f"missing {len(codes)} of {len(members)}: {named}{because}"

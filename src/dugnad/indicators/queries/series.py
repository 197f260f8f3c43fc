"""Questions that give a series: any indicator, any region, the codes of any date, any vintage."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from django.core.cache import cache

from dugnad.engine.boundaries import Divisions
from dugnad.engine.units import quotient
from dugnad.indicators.kinds import gases_in_words, in_order
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries.derived import asked_of, worked_out
from dugnad.indicators.queries.figures import PlaceFigures, Sharing, figures_of
from dugnad.indicators.queries.places import Place, find_place
from dugnad.indicators.queries.series_rows import ROWS_BY, SeriesRow, noted, uneven_sectors
from dugnad.indicators.queries.speaking import vintages_seen
from dugnad.kit.errors import Refused
from dugnad.members.models import Organisation
from dugnad.members.queries import divisions

PERSONS = "persons"
# The years for which actual membership can be asked: none has figures before, and few plan further ahead.
FIRST_YEAR, YEARS_AHEAD = 1985, 10
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
    # The same for people: what it was divided by, and the vintages of that.
    divided_by: Indicator | None = None
    divided_by_vintages: tuple[Vintage, ...] = ()
    key: str = ""  # the key by which a divided municipality was shared, where one was
    uneven_sectors: tuple[str, ...] = ()  # sectors that the vintages of some members count, and others do not
    # Years in which some member's newest vintage has no figure, so that another vintage speaks for it.
    other_years: tuple[int, ...] = ()

    @property
    def gases_in_words(self) -> str:
        """The gases, as people read them."""
        return gases_in_words(self.gases)


@dataclass(frozen=True)
class SeriesResult:
    """A series with its trail."""

    rows: list[SeriesRow]
    trail: Trail

    def by_year(self, sector: str = "") -> dict[int, float | None]:
        """The values of one sector (or of the total) by year."""
        return {row.year: row.value for row in self.rows if row.sector == sector}


@dataclass(frozen=True)
class Asked:
    """What a series is asked for: a place in a division, as seen by a day, with a key or without."""

    place: Place
    divisions: Divisions
    seen_by: date | None = None
    key: Sharing | None = None
    _vintages: dict[int, list[Vintage]] = field(default_factory=dict, compare=False)

    def vintages(self, indicator: Indicator) -> list[Vintage]:
        """The vintages that may speak, looked up once however many series are asked for."""
        if indicator.pk not in self._vintages:
            seen = vintages_seen(indicator, self.seen_by).defer("without_figure")
            self._vintages[indicator.pk] = list(seen)
        return self._vintages[indicator.pk]


def ask(
    region: str,
    *,
    today: date,
    codes_day: date | None = None,
    members_on: date | None = None,
    actual_members: bool = False,
    seen_by: date | None = None,
    key: Sharing | None = None,
    known: Divisions | None = None,
    whole: Organisation | None = None,
) -> Asked:
    """Find what is asked about, once for all series about it; members are today's unless said.

    `known` and `whole` are the divisions and the alliance, where the caller has looked them up.

    Raises Refused for a region that is none.
    """
    known = known or divisions()
    place = find_place(
        region,
        known,
        codes_day=codes_day,
        members_on=members_on or today,
        county_on=members_on,
        actual_years=range(FIRST_YEAR, today.year + YEARS_AHEAD) if actual_members else (),
        whole=whole,
    )
    return Asked(place, known, seen_by, key)


def answer(indicator: Indicator, asked: Asked, *, by: str) -> SeriesResult:
    """A series by `total`, `sector`, `source` or `municipality`.

    Raises Refused where nothing can be told because of a split.
    """
    if indicator.formula:
        return worked_out(indicator, by, lambda part, shown: answer(part, asked_of(part, asked), by=shown))
    # Vintages never change, so what was worked out from them holds until there is another.
    name = _name_of_question(indicator, asked, by)
    found = cache.get(name)
    if found is None:
        found = _work_out(indicator, asked, by)
        cache.set(name, found, KEPT)
    return SeriesResult(*found)


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
    key: Sharing | None = None,
) -> SeriesResult:
    """A series, asked and answered: see `ask` and `answer`."""
    asked = ask(
        region,
        today=today,
        codes_day=codes_day,
        members_on=members_on,
        actual_members=actual_members,
        seen_by=seen_by,
        key=key,
    )
    return answer(indicator, asked, by=by)


def per_inhabitant(asked: SeriesResult, inhabitants: SeriesResult) -> SeriesResult:
    """A series divided by the inhabitants of the same places and years; without them there is no figure."""
    people = {(row.municipality_code, row.year): row.value for row in inhabitants.rows}
    rows = [_divided(row, people.get((row.municipality_code, row.year))) for row in asked.rows]
    told = " ".join(vintage.seen_on.isoformat() for vintage in inhabitants.trail.vintages)
    denominator = f"{inhabitants.trail.indicator.key} {told}".strip()
    trail = replace(
        asked.trail,
        denominator=denominator,
        divided_by=inhabitants.trail.indicator,
        divided_by_vintages=inhabitants.trail.vintages,
    )
    return SeriesResult(rows, trail)


def _divided(row: SeriesRow, people: float | None) -> SeriesRow:
    unit = f"{row.unit}/{PERSONS}"
    if not people:
        return noted(replace(row, value=None, unit=unit), f"no inhabitants known for {row.year}")
    if row.value is None:
        return replace(row, unit=unit)
    return replace(row, value=quotient(row.value, row.unit, people, PERSONS, unit), unit=unit)


def _name_of_question(indicator: Indicator, asked: Asked, by: str) -> str:
    """The facts that decide the answer; the 3 goes up when answers are worked out in another way."""
    place = asked.place
    facts = (
        indicator.pk,
        [vintage.pk for vintage in asked.vintages(indicator)],
        asked.divisions.fingerprint,
        (place.region, place.codes_of, place.members_on, place.notes, sorted(place.codes)),
        [(year, sorted(codes), place.notes_of(year)) for year, codes in place.codes_in_year.items()],
        by,
        asked.key,
    )
    return f"series:3:{sha256(repr(facts).encode()).hexdigest()}"


def _work_out(indicator: Indicator, asked: Asked, by: str) -> tuple[list[SeriesRow], Trail]:
    figures = figures_of(
        indicator,
        asked.place.codes,
        codes_day=asked.place.codes_of,
        only=asked.vintages(indicator),
        by_source=by == "source",
        key=asked.key,
        known=asked.divisions,
    )
    rows = list(ROWS_BY[by](asked.place, figures))
    everything_divided = bool(figures.divided) and asked.place.codes <= figures.divided.keys()
    if everything_divided and all(row.value is None for row in rows):
        raise Refused("split", next(iter(figures.divided.values())), field="region")
    return rows, _trail(asked.place, figures)


def _trail(place: Place, figures: PlaceFigures) -> Trail:
    gases = {gas for vintage in figures.vintages for gas in vintage.gases.split()}
    return Trail(
        indicator=figures.indicator,
        vintages=tuple(figures.vintages),
        members=tuple(sorted(place.codes)),
        members_on=place.members_on,
        codes_of=place.codes_of,
        sectors=in_order({row[1] for part in figures.parts for row in part.values if row[1]}),
        gases=tuple(sorted(gases)),
        illustrative=any(not vintage.source.is_official for vintage in figures.vintages),
        key=figures.key if figures.keyed else "",
        uneven_sectors=in_order(uneven_sectors(_cells(place, figures), figures)),
        other_years=tuple(sorted({y for code, y in figures.others if code in place.members_in(y)})),
    )


def _cells(place: Place, figures: PlaceFigures) -> Iterator[tuple[str, int]]:
    return ((code, year) for year in figures.years for code in place.members_in(year))

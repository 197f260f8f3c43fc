"""A municipality's emissions in its own history: sector by sector, never as a rank."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dugnad.engine.series import sum_of_parts
from dugnad.indicators.kinds import SECTORS
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries import SeriesRow, Trail, series
from dugnad.kit.text import localised

EMISSIONS = "ghg-emissions"


def sector_label(key: str) -> str:
    """A sector in the reader's language."""
    return localised(SECTORS[key], "name") if key in SECTORS else key


@dataclass(frozen=True)
class History:
    """One line through the years; a year without a figure is None."""

    key: str
    years: tuple[int, ...]
    values: tuple[float | None, ...]

    @property
    def label(self) -> str:
        """The sector in the reader's language; empty for the total."""
        return sector_label(self.key)

    @property
    def known(self) -> list[tuple[int, float]]:
        """The years that have a figure, with it."""
        return [(y, v) for y, v in zip(self.years, self.values, strict=True) if v is not None]

    @property
    def first(self) -> tuple[int, float]:
        """The first known year and its figure."""
        return self.known[0]

    @property
    def last(self) -> tuple[int, float]:
        """The last known year and its figure."""
        return self.known[-1]

    @property
    def change(self) -> float | None:
        """Per cent from the first known year to the last; None where the first was nothing."""
        first, last = self.first[1], self.last[1]
        return 100 * (last - first) / first if first else None


@dataclass(frozen=True)
class Emissions:
    """A place's emissions: the total, its sectors (the largest first), and where the figures come from."""

    total: History
    sectors: list[History]
    trail: Trail


def emissions_of(code: str, *, today: date) -> Emissions | None:
    """The emissions inside a municipality's border; None where nobody has published any."""
    indicator = Indicator.objects.filter(key=EMISSIONS).first()
    if indicator is None:
        return None
    result = series(indicator, code, by="sector", today=today)
    histories = [_history(key, result.by_year(key)) for key in sorted({row.sector for row in result.rows})]
    known = [history for history in histories if history.known]
    total = _history("", _totals(result.rows))
    if not total.known:
        return None
    return Emissions(total, sorted(known, key=lambda line: -line.last[1]), result.trail)


def _totals(rows: Iterable[SeriesRow]) -> dict[int, float | None]:
    """The sum of the sectors by year; None where one of them is missing, for a part is not the whole."""
    parts: dict[int, list[float | None]] = {}
    for row in rows:
        parts.setdefault(row.year, []).append(row.value)
    return {year: sum_of_parts(values) for year, values in parts.items()}


def _history(sector: str, values: Mapping[int, float | None]) -> History:
    # Years that no publisher has (2010, 2012, 2014) are gaps in the picture, so they need a place in it.
    years = tuple(range(min(values), max(values) + 1)) if values else ()
    return History(sector, years, tuple(values.get(year) for year in years))

"""A municipality's emissions in its own history: sector by sector, never as a rank."""

from dataclasses import dataclass
from datetime import date

from dugnad.indicators.kinds import SECTORS
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries import series
from dugnad.indicators.queries.series import SeriesResult, Trail
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
    totals = series(indicator, code, by="total", today=today)
    total = _history(totals, "")
    if not total.known:
        return None
    keys = sorted({row.sector for row in result.rows})
    histories = [history for key in keys if (history := _history(result, key)).known]
    return Emissions(total, sorted(histories, key=lambda line: -line.last[1]), totals.trail)


def _history(result: SeriesResult, sector: str) -> History:
    values = result.by_year(sector)
    # Years that no publisher has (2010, 2012, 2014) are gaps in the picture, so they need a place in it.
    years = tuple(range(min(values), max(values) + 1)) if values else ()
    return History(sector, years, tuple(values.get(year) for year in years))

"""What a chart is: a finding, its figures, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dugnad.engine.classes import Classes


class ChartKind(StrEnum):
    """How a chart shows its figures."""

    LINE = "line"  # paths through the years
    COLUMNS = "columns"  # one column a year, the lines stacked in it
    BARS = "bars"  # horizontal, from zero
    CHANGES = "changes"  # horizontal, both ways from zero
    MULTIPLES = "multiples"  # one small panel a line, all to the same scale
    MAP = "map"  # each category an area on a map, coloured by the class of its value


Place = tuple[float, float]  # x to the right and y upwards, in any unit: a map fits its frame


@dataclass(frozen=True)
class Area:
    """Where a category lies on a map: its polygons (border, then holes), and what is written on it."""

    polygons: tuple[tuple[tuple[Place, ...], ...], ...]
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One series of a chart: a name, a colour key, a value for each category; None is a gap.

    `beside` are words that stand after the value of each bar. A line says for itself whether its figures
    are illustrative; None leaves that to the chart. `addresses` lead from each figure of the table to where
    it comes from, where it is told.
    """

    name: str
    values: tuple[float | None, ...]
    key: str = ""
    beside: tuple[str, ...] = ()
    illustrative: bool | None = None
    addresses: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # why a value is missing, one for each category


ONE_CLASS = Classes(())


@dataclass(frozen=True)
class Chart:
    """A picture with its table: what it finds, of what, when known, from whom.

    Values are in `unit`. Illustrative values are hatched (dashed in lines) and said to be so.
    """

    key: str
    kind: ChartKind
    title: str
    unit: str
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    source: str = ""
    vintage: str = ""
    illustrative: bool = False
    decimals: int = 0
    category_name: str = ""
    summary: str = ""
    address: str = ""  # where the same figures can be fetched as CSV
    notes: tuple[str, ...] = ()
    # Of a map: an area for each category, and the classes that the values of the first line are coloured by.
    areas: tuple[Area, ...] = ()
    classes: Classes = ONE_CLASS

    @property
    def rows(self) -> list[tuple[str, list[float | None]]]:
        """The table of the chart: one row a category, one value a line."""
        return [(name, [line.values[i] for line in self.lines]) for i, name in enumerate(self.categories)]

    def address_at(self, line: Line, category: int) -> str:
        """Where a figure of the table comes from; nothing where that is not told, or there is no figure."""
        known = line.addresses and line.values[category] is not None
        return line.addresses[category] if known else ""

    def reason_at(self, line: Line, category: int) -> str:
        """Why a figure of the table is missing; nothing where there is one, or nobody has said why."""
        return line.reasons[category] if line.reasons and line.values[category] is None else ""

    def is_illustrative(self, line: Line) -> bool:
        """Whether a line must be drawn as made up."""
        return self.illustrative if line.illustrative is None else line.illustrative


def table_heading(chart: Chart) -> list[str]:
    """The heads of the chart's table."""
    return [chart.category_name, *(line.name for line in chart.lines)]


def with_gaps(values: Mapping[int, float | None]) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """Years and values from the first year to the last, where a year without a figure is a gap."""
    if not values:
        return (), ()
    years = range(min(values), max(values) + 1)
    return tuple(str(year) for year in years), tuple(values.get(year) for year in years)

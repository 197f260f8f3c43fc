"""Questions that end in a table of two editions."""

from dugnad.editions.queries.citing import address_of
from dugnad.editions.queries.comparing import Comparison, Row
from dugnad.editions.queries.comparing.sides import Side, Value
from dugnad.kit.spreadsheets import write_csv

COLUMNS = (
    "group", "place", "name", "measure", "sector", "unit", "year", "earlier", "again", "difference",
    "newest_year", "newest", "why", "earlier_trail", "again_trail", "newest_trail",
)  # fmt: skip


def comparison_as_csv(comparison: Comparison) -> str:
    """Every row of a comparison, with the trail of each of its figures."""
    rows = ((heading, *_cells(comparison, row)) for heading, rows in comparison.groups for row in rows)
    return write_csv(list(COLUMNS), rows)


def _cells(comparison: Comparison, row: Row) -> tuple[object, ...]:
    values = (row.earlier, row.again, row.newest)
    earlier, again, newest = (_exact(value.value) for value in values)
    sides = (comparison.earlier, comparison.later, comparison.later)
    trails = (_trail(side, value) for side, value in zip(sides, values, strict=True))
    return (
        row.place, row.name, row.measure.value, row.sector, row.unit, comparison.year, earlier, again,
        _exact(row.difference), comparison.later.last, newest, row.why, *trails,
    )  # fmt: skip


def _exact(value: float | None) -> object:
    return "" if value is None else round(value, 4)


def _trail(side: Side, value: Value) -> str:
    return f"{address_of(side.edition)}tall/{value.key}/" if value.key and value.value is not None else ""

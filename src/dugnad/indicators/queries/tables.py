"""Questions answered as tables for programs: the same columns on the command line and on every page."""

from collections.abc import Iterable, Iterator
from typing import Any

from dugnad.engine.exactness import decimals_needed, kept
from dugnad.indicators.kinds import published_name
from dugnad.indicators.models import Vintage
from dugnad.indicators.queries.differences import VintageComparison
from dugnad.indicators.queries.series import SeriesResult
from dugnad.kit.spreadsheets import write_csv

SERIES_COLUMNS = (
    "region", "municipality_code", "year", "sector", "source", "value", "unit", "vintage", "note",
)  # fmt: skip
VINTAGE_COLUMNS = (
    "id", "indicator", "publisher", "official", "seen_on", "file", "sha256", "layout", "rows", "stored",
    "licence",
)  # fmt: skip
DECIMALS = 6
DIFFERENCE_COLUMNS = ("municipality_code", "municipality", "year", "sector", "old", "new", "change")


def series_as_csv(result: SeriesResult) -> str:
    """A series; sectors are named as their publisher names them, a missing value is an empty cell."""
    return write_csv(SERIES_COLUMNS, map(_series_cells, result.rows))


def _series_cells(row: Any) -> list[Any]:
    own = {"sector": published_name(row.sector), "value": plain(row.value)}
    return [own.get(column, getattr(row, column)) for column in SERIES_COLUMNS]


def differences_as_csv(comparison: VintageComparison, *, illustrative: bool | None = None) -> str:
    """What differs between two vintages; with `illustrative` every row says whether that is made up.

    A file is renamed and passed on: what its rows do not say is soon not said at all.
    """
    if illustrative is None:
        return write_csv(DIFFERENCE_COLUMNS, difference_rows(comparison))
    said = str(illustrative).lower()
    return write_csv((*DIFFERENCE_COLUMNS, "illustrative"), ((*r, said) for r in difference_rows(comparison)))


def difference_rows(comparison: VintageComparison) -> Iterator[tuple[Any, ...]]:
    """The figures that differ as rows."""
    for d in comparison.differences:
        name = comparison.names.get(d.place, "")
        yield d.place, name, d.year, published_name(d.sector), plain(d.old), plain(d.new), d.kind


def vintage_rows(vintages: Iterable[Vintage]) -> list[tuple[Any, ...]]:
    """Vintages as rows: number, indicator, publisher, day, file, hash, rows."""
    return [
        (
            v.pk, v.indicator.key, v.source.publisher, v.source.is_official, v.seen_on.isoformat(),
            v.file_name, v.file.sha256, v.layout, v.rows, v.stored, v.licence,
        )
        for v in vintages
    ]  # fmt: skip


def vintages_as_csv(vintages: Iterable[Vintage]) -> str:
    """Vintages as a table."""
    return write_csv(VINTAGE_COLUMNS, vintage_rows(vintages))


def rounded(value: float | None) -> float | None:
    """The same number as `plain` writes, for those who read numbers: sums of fractions end in 399999."""
    return None if value is None else kept(value, DECIMALS)


def plain(value: float | None) -> str:
    """A number as programs read it: six decimals, or six digits of a small one."""
    decimals = max(DECIMALS, decimals_needed([value], digits=DECIMALS))
    return "" if value is None else f"{value:.{decimals}f}".rstrip("0").rstrip(".")

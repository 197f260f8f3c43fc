"""A light table: named columns of one length. pandas is not needed, and given to who wants it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

SHOWN = 60  # rows; a longer table is looked at by `where` or in pandas


def _short(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


class Table:
    """Named columns of one length, as arrays; numbers that are not known are NaN."""

    def __init__(self, columns: Mapping[str, Any], index: Sequence[str] | None = None) -> None:
        self._columns = {name: np.asarray(values) for name, values in columns.items()}
        self._index = None if index is None else list(index)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(self._columns)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    def __repr__(self) -> str:
        """The first rows as they are read in a notebook, and how many there are."""
        names = list(self._index or [""] * len(self))[:SHOWN]
        shown = [values[:SHOWN].tolist() for values in self._columns.values()]
        rows = zip(names, *shown, strict=True)
        cells = [["", *self._columns], *([name, *map(_short, row)] for name, *row in rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = ["  ".join(w.rjust(n) for w, n in zip(row, widths, strict=True)).rstrip() for row in cells]
        return "\n".join([*lines, f"{len(self)} rows"])

    def __getitem__(self, column: str) -> Any:
        return self._columns[column]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.rows()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a mapping, with plain Python values."""
        lists = [values.tolist() for values in self._columns.values()]
        return (dict(zip(self._columns, row, strict=True)) for row in zip(*lists, strict=True))

    def where(self, **wanted: Any) -> "Table":
        """The rows whose columns have these values."""
        kept = np.ones(len(self), dtype=bool)
        for column, value in wanted.items():
            kept &= np.array([found == value for found in self._columns[column].tolist()], dtype=bool)
        index = self._index and [name for name, keep in zip(self._index, kept, strict=True) if keep]
        return Table({name: values[kept] for name, values in self._columns.items()}, index)

    def row(self, **wanted: Any) -> dict[str, Any]:
        """The one row with these values; KeyError when there is none or there are several."""
        found = list(self.where(**wanted).rows())
        if len(found) != 1:
            raise KeyError(f"{len(found)} rows for {wanted}")
        return found[0]

    def to_pandas(self) -> Any:
        """The same as pandas.DataFrame; pandas must be installed."""
        import pandas

        return pandas.DataFrame({name: list(v) for name, v in self._columns.items()}, index=self._index)

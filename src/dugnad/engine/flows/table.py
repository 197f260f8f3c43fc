"""A light table: named columns of one length. pandas is not needed, and given to who wants it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

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

    @property
    def index(self) -> tuple[str, ...]:
        """The names of the rows, where they have names: those of the flows in a covariance."""
        return tuple(self._index or ())

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

    def to_numpy(self) -> NDArray[np.float64]:
        """The numbers [row, column], in the order of `index` and `columns`; also by numpy.asarray(table).

        Raises TypeError with the name of a column that has no numbers.
        """
        for name, values in self._columns.items():
            if not np.issubdtype(values.dtype, np.number):
                raise TypeError(f"The column {name} has no numbers; take the columns that have, one by one.")
        columns = list(self._columns.values())
        return np.array(columns, dtype=float).reshape(len(columns), len(self)).T

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """What numpy.asarray asks for; it is always a copy."""
        if copy is False:
            raise ValueError("The numbers of a table stand in columns; an array of them is a copy.")
        return self.to_numpy().astype(dtype or float)

    def to_pandas(self) -> Any:
        """The same as pandas.DataFrame; pandas must be installed."""
        import pandas

        return pandas.DataFrame({name: list(v) for name, v in self._columns.items()}, index=self._index)

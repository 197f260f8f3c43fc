"""The figures of a file, kept by column: a tenth of the room that a list of them takes."""

from array import array
from collections.abc import Iterator
from itertools import islice

from dugnad.indicators.sources.reading import Figure

NONE = float("nan")  # no figure is one: readers refuse what is no finite number


class Words:
    """A column of words: a few hundred different ones in millions of rows, each kept once."""

    def __init__(self) -> None:
        self._numbers: array[int] = array("I")
        self._number_of: dict[str, int] = {}

    def append(self, word: str) -> None:
        """Put a word at the end."""
        self._numbers.append(self._number_of.setdefault(word, len(self._number_of)))

    def __iter__(self) -> Iterator[str]:
        return map(list(self._number_of).__getitem__, self._numbers)


class FigureColumns:
    """Figures in the order of their file, in 34 bytes each; as tuples they need four times that.

    One can be put at the end, all can be gone through, and that is all.
    """

    def __init__(self) -> None:
        self._rows: array[int] = array("I")
        self._years: array[int] = array("H")
        self._values: array[float] = array("d")
        self._codes, self._sectors, self._sources, self._gases, self._missing = (Words() for _ in range(5))

    def append(self, figure: Figure) -> None:
        """Put a figure at the end."""
        self._rows.append(figure.row)
        self._years.append(figure.year)
        self._values.append(NONE if figure.value is None else figure.value)
        self._codes.append(figure.code)
        self._sectors.append(figure.sector)
        self._sources.append(figure.emission_source)
        self._gases.append(figure.gas)
        self._missing.append(figure.missing)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Figure]:
        values = (None if value != value else value for value in self._values)  # noqa: PLR0124 - NaN is not itself
        columns = (
            self._rows,
            self._codes,
            self._years,
            self._sectors,
            self._sources,
            self._gases,
            values,
            self._missing,
        )
        return map(Figure._make, zip(*columns, strict=True))

    def first(self, count: int) -> list[Figure]:
        """The figures at the beginning."""
        return list(islice(self, count))

"""Whole tables in columns: rows that all places share, and one column of numbers for each place.

What `boundaries.convert` does cell by cell is done here column by column: a municipality that only changed
its number keeps its column, uncopied, and only those that merged or were divided are added up. So a national
table by sector and source is moved in the time that the changed municipalities need.

Shapes: `rows` are n keys (year, …rest) in one order; `values[code]` is n numbers in that order, in one unit.
NaN is a figure that is not known; it spreads to every sum that it is part of. A row that a place does not
have is 0 in the years that it tells of, and NaN in the others: a gap is never a zero.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import nan
from operator import add, itemgetter
from typing import Any

from dugnad.engine.boundaries import Block, Divisions, Key, SplitRefused, UnknownCode

Row = tuple[Any, ...]  # year, and whatever else the table is told by
Column = Sequence[float]


@dataclass(frozen=True)
class Columns:
    """A table: its rows, and a column of numbers for each place."""

    rows: tuple[Row, ...]
    values: Mapping[str, Column]

    @classmethod
    def of(cls, cells: Iterable[tuple[str, Row, float | None]]) -> "Columns":
        """The table of (place, row, value), rows in their own order; None is a figure that is not known."""
        told: dict[str, dict[Row, float]] = defaultdict(dict)
        for place, row, value in cells:
            told[place][row] = nan if value is None else value
        rows = tuple(sorted({row for own in told.values() for row in own}))
        return cls(rows, {place: _column(rows, own) for place, own in told.items()})

    def at(self, year: int) -> dict[Row, float | None]:
        """The figures of a year told by (place, …rest), as `decomposition.contributions` takes them."""
        numbers = [number for number, row in enumerate(self.rows) if row[0] == year]
        rests = [self.rows[number][1:] for number in numbers]
        pick = _picker(numbers) if numbers else list
        return {
            (place, *rest): value if value == value else None  # noqa: PLR0124 - NaN is not itself
            for place, column in self.values.items()
            for rest, value in zip(rests, pick(column), strict=False)
        }

    def summed(self, label: Callable[[Row], Row]) -> "Columns":
        """The table with the rows of one label added up, such as sources to their sector: `row[:2]`."""
        numbers: dict[Row, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            numbers[label(row)].append(number)
        pickers = [_picker(own) for own in numbers.values()]
        return Columns(
            tuple(numbers),
            {place: [sum(pick(column)) for pick in pickers] for place, column in self.values.items()},
        )


@dataclass
class MovedColumns:
    """A moved table; what could not be divided stands apart, with one column for the whole block.

    `lacking` are places of which a part has no column: they have none either. `keyed` rest on the key.
    """

    columns: Columns
    undivided: list[tuple[Block, SplitRefused, Column]] = field(default_factory=list)
    lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keyed: set[str] = field(default_factory=set)
    key: str = ""


def move_columns(
    divisions: Divisions, table: Columns, *, published: date, to: date, key: Key | None = None
) -> MovedColumns:
    """Move a table from the division of one day to that of another, as `boundaries.move` does.

    Raises UnknownCode for a place that the published division does not have.
    """
    values: dict[str, Column] = {}
    result = MovedColumns(Columns(table.rows, values), key=key.name if key else "")
    known = {code for block in divisions.blocks(published, to) if block.targets for code in block.codes}
    unknown = sorted(table.values.keys() - known)
    if unknown:
        raise UnknownCode(unknown[0], published)
    reach = divisions.reach(published, to)
    for block in divisions.blocks(published, to):
        if len(block.codes) == len(block.targets) == 1:
            values.update(_renumbered(block, table))
        elif block.codes & table.values.keys():
            divided = sorted(code for code in block.codes if len(reach[code]) > 1)
            refused = [code for code in divided if key is None or not key.shares_out(code, reach[code])]
            if refused:
                result.undivided.append(_whole(block, table, SplitRefused(refused[0], to, reach[refused[0]])))
                continue
            shares = {code: _shares(code, reach[code], key) for code in sorted(block.codes)}
            _add_up(shares, table, result, values)
            result.keyed |= {target for code in divided for target in shares[code]}
    return result


def _renumbered(block: Block, table: Columns) -> dict[str, Column]:
    (code,), (target,) = block.codes, block.targets
    return {target: table.values[code]} if code in table.values else {}


def _shares(code: str, targets: frozenset[str], key: Key | None) -> Mapping[str, float]:
    """What each target gets of a code: all of it, or by the key where there are several."""
    return key.weights[code] if key and len(targets) > 1 else dict.fromkeys(targets, 1.0)


def _add_up(
    shares: Mapping[str, Mapping[str, float]],
    table: Columns,
    result: MovedColumns,
    values: dict[str, Column],
) -> None:
    parts: dict[str, list[str]] = defaultdict(list)
    for code, targets in shares.items():
        for target in targets:
            parts[target].append(code)
    for target, codes in parts.items():
        lacking = tuple(code for code in codes if code not in table.values)
        if lacking:
            result.lacking[target] = lacking
        else:
            values[target] = _added([_times(table.values[code], shares[code][target]) for code in codes])


def _whole(block: Block, table: Columns, refusal: SplitRefused) -> tuple[Block, SplitRefused, Column]:
    unknown = [nan] * len(table.rows)
    return block, refusal, _added([table.values.get(code, unknown) for code in sorted(block.codes)])


def _added(columns: Sequence[Column]) -> Column:
    total = columns[0]
    for column in columns[1:]:
        total = list(map(add, total, column))
    return total


def _times(column: Column, weight: float) -> Column:
    return column if weight == 1.0 else [weight * value for value in column]


def _column(rows: Iterable[Row], own: Mapping[Row, float]) -> Column:
    years = {row[0] for row in own}
    return [own.get(row, 0.0 if row[0] in years else nan) for row in rows]


def _picker(numbers: list[int]) -> Callable[[Column], Sequence[float]]:
    """What takes these numbers of a column: a slice where they stand together."""
    first, last = numbers[0], numbers[-1]
    if last - first + 1 == len(numbers):
        return itemgetter(slice(first, last + 1))
    return itemgetter(*numbers)

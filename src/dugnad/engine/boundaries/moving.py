"""Series moved from the division they were published in to the division of any day."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dugnad.engine.boundaries.codes import SplitRefused, UnknownCode
from dugnad.engine.boundaries.divisions import Block, Divisions, Reach

Cell = tuple[Any, ...]  # code, year, and whatever else the series is told by
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Key:
    """A named way to share what cannot be divided by summing: for each code, weights of its parts.

    `weights[code]` maps each part to its share; the shares of one code sum to 1. The name is shown
    wherever a figure rests on the key, because a keyed figure is an estimate.
    """

    name: str
    weights: Mapping[str, Mapping[str, float]]

    def __post_init__(self) -> None:
        for code, parts in self.weights.items():
            if abs(sum(parts.values()) - 1) > 1e-6 or any(share < 0 for share in parts.values()):
                raise ValueError(f"The shares of {code} in the key “{self.name}” do not sum to 1.")

    def shares_out(self, code: str, targets: Collection[str]) -> bool:
        """Whether the key shares a code among these and no others."""
        return code in self.weights and self.weights[code].keys() <= set(targets)

    @classmethod
    def of_register(cls, name: str, divisions: Divisions, *, published: date, to: date) -> "Key":
        """The key made of the weights that the register itself gives, under a name of the caller's.

        A code that the register divides without weights is not in it.
        """
        shares = {code: _shares(divisions, code, published, to) for code in divisions.on(published)}
        return cls(name, {code: parts for code, parts in shares.items() if len(parts) > 1})

    @classmethod
    def of_measure(
        cls, name: str, divisions: Divisions, measure: Mapping[str, float], *, published: date, to: date
    ) -> "Key":
        """The key by a measure of the parts, such as inhabitants of a year: {code of `to`: value ≥ 0}.

        The name should say what and when (“inhabitants 1 January 2024”). A code is left out, and with it
        refused, where a part has no measure, where none has any of it, and where a part also holds land
        that the others do not: its measure then is not that of the part (Tønsberg's inhabitants are no
        measure of the north of Stokke).
        """
        weights = {}
        for block in divisions.blocks(published, to):
            reach = divisions.reach(published, to)
            own = {part: measure[part] for part in sorted(block.targets) if part in measure}
            total = sum(own.values())
            alike = all(reach[code] == block.targets for code in block.codes)
            if alike and len(block.targets) > 1 and own.keys() == block.targets and total > 0:
                shares = {part: value / total for part, value in own.items()}
                weights.update(dict.fromkeys(block.codes, shares))
        return cls(name, weights)


@dataclass(frozen=True)
class Measure:
    """A measure of every part, by which whatever is divided can be shared: see `Key.of_measure`."""

    name: str
    values: Mapping[str, float]

    def key(self, divisions: Divisions, *, published: date, to: date) -> Key:
        """The key for series published in the division of a day."""
        return Key.of_measure(self.name, divisions, self.values, published=published, to=to)


@dataclass(frozen=True)
class Missing:
    """Why a place has no figure for a year: the codes it is made of that have none."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Undivided:
    """Figures that belong to several places together: {(year, …rest): value} for the whole block."""

    block: Block
    refusal: SplitRefused
    values: Mapping[Cell, float | None]
    years: frozenset[int]  # all that any part tells of, also those in which another part is missing


@dataclass
class Converted:
    """A moved series, what is missing from it and why, and what could not be divided.

    A value is None where a part was published as missing. `missing` is told by (place, year). `keyed` are
    the places whose figures rest on the key.
    """

    values: dict[Cell, float | None] = field(default_factory=dict)
    missing: dict[tuple[str, int], Missing] = field(default_factory=dict)
    undivided: list[Undivided] = field(default_factory=list)
    keyed: set[str] = field(default_factory=set)
    key: str = ""

    def take(self, other: "Converted") -> None:
        """Take in what was moved of other years."""
        self.values.update(other.values)
        self.missing.update(other.missing)
        self.undivided += other.undivided
        self.keyed |= other.keyed
        self.key = self.key or (other.key if other.keyed else "")


def convert(
    divisions: Divisions,
    values: Mapping[Cell, float | None],
    *,
    published: date,
    to: date,
    key: Key | None = None,
) -> Converted:
    """Move a series {(code, year, …rest): value} from the division it was published in to that of a day.

    Mergers are summed. A place that lacks a part in a year is left out and told in `missing`; within a
    year that a part has figures for, a row that it does not have is taken as none of that kind.
    Raises SplitRefused (no key), UnknownCode (a code that the published division does not have).
    """
    result = move(divisions, values, published=published, to=to, key=key)
    if result.undivided:
        raise result.undivided[0].refusal
    return result


def move(
    divisions: Divisions,
    values: Mapping[Cell, float | None],
    *,
    published: date,
    to: date,
    key: Key | None = None,
) -> Converted:
    """Move what can be moved as `convert` does; what a split keeps together stands in `undivided`."""
    result = Converted(key=key.name if key else "")
    for block, cells in _by_block(divisions, values, published, to):
        reach = {code: divisions.reach(published, to)[code] for code in block.codes}
        _move_block(block, reach, cells, result, day=to, key=key)
    return result


def harmonise(
    divisions: Divisions,
    values: Mapping[Cell, float | None],
    *,
    to: date,
    key_for: Callable[[date], Key | None] = lambda _published: None,
) -> Converted:
    """Move a table that carries each year's own codes (as of 1 January) to the division of a day.

    So tables of the statistics agency are laid out: {(code, year, …rest): value}. `key_for` gives the
    key between the division of a day and the wanted one. Raises UnknownCode; what a split keeps together
    stands in `undivided`.
    """
    by_year: dict[int, dict[Cell, float | None]] = defaultdict(dict)
    for cell, value in values.items():
        by_year[cell[1]][cell] = value
    result = Converted()
    for year in sorted(by_year):
        published = date(year, 1, 1)
        moved = move(divisions, by_year[year], published=published, to=to, key=key_for(published))
        result.take(moved)
    return result


def _by_block(
    divisions: Divisions, values: Mapping[Cell, float | None], published: date, to: date
) -> Iterator[tuple[Block, dict[Cell, float | None]]]:
    block_of = {code: block for block in divisions.blocks(published, to) for code in block.codes}
    cells: dict[Block, dict[Cell, float | None]] = defaultdict(dict)
    for cell, value in values.items():
        block = block_of.get(cell[0])
        if block is None or not block.targets:
            raise UnknownCode(cell[0], published if block is None else to)
        cells[block][cell] = value
    yield from cells.items()


def _move_block(
    block: Block,
    reach: Reach,
    cells: Mapping[Cell, float | None],
    result: Converted,
    *,
    day: date,
    key: Key | None,
) -> None:
    divided = sorted(code for code in block.codes if len(reach[code]) > 1)
    unkeyed = [code for code in divided if key is None or not key.shares_out(code, reach[code])]
    if unkeyed:
        refusal = SplitRefused(unkeyed[0], day, reach[unkeyed[0]])
        whole = _summed(cells, {code: {"": 1.0} for code in block.codes}, Converted())
        values = {cell[1:]: value for cell, value in whole.items()}
        result.undivided.append(Undivided(block, refusal, values, frozenset(cell[1] for cell in cells)))
        return
    shares = {
        code: dict(key.weights[code]) if key and code in divided else dict.fromkeys(reach[code], 1.0)
        for code in block.codes
    }
    result.keyed |= {target for code in divided for target in shares[code]}
    result.values.update(_summed(cells, shares, result))


def _summed(
    cells: Mapping[Cell, float | None], shares: Mapping[str, Mapping[str, float]], result: Converted
) -> dict[Cell, float | None]:
    """Sums over the parts of each target; a target and year that lack a part go to `missing`."""
    parts: dict[str, set[str]] = defaultdict(set)
    for code, targets in shares.items():
        for target in targets:
            parts[target].add(code)
    lacking = _lacking(parts, {(cell[0], cell[1]) for cell in cells})
    result.missing.update({place: Missing(codes) for place, codes in lacking.items()})
    sums: dict[Cell, float | None] = {}
    for cell, value in cells.items():
        for target, share in shares[cell[0]].items():
            if (target, cell[1]) not in lacking:
                place = (target, *cell[1:])
                before = sums.get(place, 0.0)
                sums[place] = None if value is None or before is None else before + value * share
    return sums


def _lacking(
    parts: Mapping[str, set[str]], present: Collection[tuple[str, int]]
) -> dict[tuple[str, int], tuple[str, ...]]:
    """For each target and year that some of its parts have figures for, the parts that have none."""
    years: dict[str, set[int]] = defaultdict(set)
    for code, year in present:
        years[code].add(year)
    found = {}
    for target, codes in parts.items():
        for year in set[int]().union(*(years[code] for code in codes)):
            without = tuple(sorted(code for code in codes if year not in years[code]))
            if without:
                found[target, year] = without
    return found


def _shares(divisions: Divisions, code: str, published: date, to: date) -> dict[str, float]:
    """The register's shares of a code in a later division, followed through every step; empty for none."""
    row = divisions.on(published)[code]
    if row.holds_on(to):
        return {code: 1.0}
    if row.valid_to is None or published > to or not row.successors:
        return {}
    lone = len(row.successors) == 1
    shares: dict[str, float] = defaultdict(float)
    for successor, weight in row.successors:
        onward = _shares(divisions, successor, row.valid_to + DAY, to)
        if not onward or (weight is None and not lone):
            return {}
        for end, share in onward.items():
            shares[end] += share * (1.0 if weight is None else weight)
    return dict(shares)

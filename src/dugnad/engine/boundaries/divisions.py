"""Every division that is known: its codes, its names, and the way from each division to each."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from dugnad.engine.boundaries.codes import Code, UnknownCode, UnplacedName
from dugnad.engine.boundaries.names import (
    folded,
    forms,
    is_bilingual,
    is_county,
    names_of,
    split_county_suffix,
)

DAY = timedelta(days=1)
Reach = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Block:
    """The smallest group of municipalities that covers the same land in two divisions.

    `codes` are of the division that figures are published in, `targets` of the one that is wanted.
    The sum over the codes is the sum over the targets; with one target it is that target's figure.
    """

    codes: frozenset[str]
    targets: frozenset[str]


@dataclass(frozen=True)
class Land:
    """What municipalities of one division are in another: the codes that they became or came from.

    `beyond` are those of the codes that also hold land from outside, each with the codes it came from:
    a region told in them is larger than it was.
    """

    codes: frozenset[str]
    beyond: Mapping[str, frozenset[str]]


class Divisions:
    """Every division that is known, and the way from each to each."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self.codes = tuple(sorted(codes, key=lambda code: (code.code, code.valid_from)))
        self._by_code: dict[str, list[Code]] = defaultdict(list)
        for code in self.codes:
            self._by_code[code.code].append(code)
        self._divisions: dict[date, dict[str, Code]] = {}
        self._reaches: dict[tuple[date, date], Reach] = {}
        self._sharing: dict[tuple[date, date], Reach] = {}
        self._blocks: dict[tuple[date, date], tuple[Block, ...]] = {}
        self._blocks_of: dict[tuple[date, date], Mapping[str, Block]] = {}
        self._counties: dict[str, bool] = {}
        self._names: dict[date, Mapping[str, list[Code]]] = {}

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Any]]) -> "Divisions":
        """Build from rows: code, name, county code, county name, first day, last day or None, successors."""
        names = [field.name for field in fields(Code)]
        return cls(
            Code(**dict(zip(names, (*row[:6], tuple(map(tuple, row[6]))), strict=True))) for row in rows
        )

    def on(self, day: date) -> dict[str, Code]:
        """The division of a day: each code with its row."""
        first = self._first_day(day)
        if first not in self._divisions:
            self._divisions[first] = {code.code: code for code in self.codes if code.holds_on(first)}
        return self._divisions[first]

    def _first_day(self, day: date) -> date:
        """The first day of the division that holds on a day: what is kept is kept once for each division."""
        place = bisect_right(self._changes, day)
        return self._changes[place - 1] if place else date.min

    @cached_property
    def _changes(self) -> list[date]:
        ends = {code.valid_to + DAY for code in self.codes if code.valid_to}
        return sorted({code.valid_from for code in self.codes} | ends)

    @cached_property
    def first_days(self) -> tuple[date, ...]:
        """The first day of each division that is known, oldest first."""
        return tuple(sorted({code.valid_from for code in self.codes}))

    @property
    def newest_day(self) -> date:
        """The first day of the newest division that is known."""
        return self.first_days[-1] if self.first_days else date.min

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same codes, names and successions: what is worked out from them can be kept."""
        return sha256(repr(self.codes).encode()).hexdigest()

    def row(self, code: str, on: date) -> Code:
        """The row of a code on a day, or the one nearest before it, or the first; UnknownCode for none."""
        rows = self._by_code.get(code)
        if not rows:
            raise UnknownCode(code)
        earlier = [row for row in rows if row.valid_from <= on]
        return earlier[-1] if earlier else rows[0]

    def division_of(self, codes: Collection[str], nearest: date) -> date | None:
        """A day on which all these codes hold: the given one, else the last before, else the first after.

        None where they never held together, as in a table that carries each year's own codes.
        """
        earlier = [day for day in reversed(self.first_days) if day <= nearest]
        later = [day for day in self.first_days if day > nearest]
        wanted = set(codes)
        return next((day for day in (nearest, *earlier, *later) if wanted <= self.on(day).keys()), None)

    # Names -----------------------------------------------------------------------------------------

    def place(self, name: str, on: date, *, county: str = "") -> Code:
        """The municipality with this name on a day; `county` (code or name) settles a shared name.

        Raises UnplacedName, with the candidates, for a name that is none or several.
        """
        plain, suffix = split_county_suffix(name)
        candidates = found = self._named(plain, on)
        wanted = county or suffix
        # A county that is none settles nothing. One that is another's contradicts even a name that only
        # one has: Bø (Telemark) is no more, and must not be taken for Bø in Nordland.
        if wanted and self._knows_county(wanted):
            inside = [code for code in found if is_county(code, wanted)]
            found = inside or [code for code in found if self._was_in(code, wanted)]
        if len(found) != 1:
            raise UnplacedName(name, on, found or candidates)
        return found[0]

    def _named(self, name: str, on: date) -> list[Code]:
        """The municipalities with a name, or else with one of its forms where names have several."""
        names = self._names_on(on)
        found = names.get(folded(name), [])
        if not found:
            by_form = {code.code: code for form in forms(name) for code in names.get(form, [])}
            found = [code for code in by_form.values() if is_bilingual(code)]
        return found

    def _names_on(self, day: date) -> Mapping[str, list[Code]]:
        first = self._first_day(day)
        if first not in self._names:
            names: dict[str, list[Code]] = defaultdict(list)
            for code in self.on(first).values():
                for form in names_of(code):
                    names[form].append(code)
            self._names[first] = dict(names)
        return self._names[first]

    def _knows_county(self, county: str) -> bool:
        if county not in self._counties:
            self._counties[county] = any(is_county(code, county) for code in self.codes)
        return self._counties[county]

    def _was_in(self, code: Code, county: str) -> bool:
        """Whether what became this municipality, or what it became, lay in a county of that name."""
        before = self._origins.get((code.code, code.valid_from), ())
        return any(is_county(neighbour, county) for neighbour in (*before, *self._following(code)))

    def common_county(self, names: Iterable[str], on: date) -> str:
        """The county that every unmistakable name lies in, or nothing when they lie in several."""
        counties = set()
        for name in names:
            try:
                counties.add(self.place(name, on).county_code)
            except UnplacedName:
                continue
        return counties.pop() if len(counties) == 1 else ""

    def in_county(self, county: str, on: date) -> list[str]:
        """The codes of a county (its code or name) on a day."""
        return sorted(code.code for code in self.on(on).values() if is_county(code, county))

    # The way from one division to another --------------------------------------------------------

    def successors(self, code: str, *, published: date, to: date) -> list[str]:
        """The codes that hold what this one held, in the division of a later or earlier day.

        `published` chooses among the lives of a number that was used twice. Raises UnknownCode.
        """
        row = self.row(code, published)
        day = published if row.holds_on(published) else row.valid_from
        return sorted(self.reach(day, to)[code])

    def reach(self, published: date, to: date) -> Reach:
        """For each code of one division the codes of another that it shares land with."""
        days = self._first_day(published), self._first_day(to)
        if days not in self._reaches:
            forward = days[0] <= days[1]
            way = self._ways_forward(min(days), max(days))
            self._reaches[days] = way if forward else _turned(way, self.on(published))
        return self._reaches[days]

    def blocks(self, published: date, to: date) -> tuple[Block, ...]:
        """The blocks of two divisions: every code of the published one stands in exactly one."""
        days = self._first_day(published), self._first_day(to)
        if days not in self._blocks:
            self._blocks[days] = tuple(_blocks(self.reach(*days)))
        return self._blocks[days]

    def blocks_of(self, published: date, to: date) -> Mapping[str, Block]:
        """For each code of the wanted division the block that it stands in, where there is one."""
        days = self._first_day(published), self._first_day(to)
        if days not in self._blocks_of:
            self._blocks_of[days] = {t: block for block in self.blocks(*days) for t in block.targets}
        return self._blocks_of[days]

    def parts_of(self, codes: Iterable[str], *, published: date, to: date) -> set[str]:
        """The codes of the published division that figures for these codes of another rest on."""
        blocks = self.blocks_of(published, to)
        return {part for code in codes if code in blocks for part in blocks[code].codes}

    def land(self, codes: Iterable[str], *, published: date, to: date) -> Land:
        """The land of municipalities (codes of one day) in the codes of another day, and what it takes in.

        Raises UnknownCode for a code that the division of the day `published` does not have.
        """
        reach, inside = self.reach(published, to), frozenset(codes)
        unknown = sorted(inside - reach.keys())
        if unknown:
            raise UnknownCode(unknown[0], published)
        found = frozenset[str]().union(*(reach[code] for code in inside))
        sharing = self.sharing(published, to)
        beyond = {code: sharing[code] - inside for code in sorted(found) if sharing[code] - inside}
        return Land(found, beyond)

    def sharing(self, published: date, to: date) -> Reach:
        """For each code of the wanted division the published ones that it shares land with."""
        days = self._first_day(published), self._first_day(to)
        if days not in self._sharing:
            reach = self.reach(*days)
            self._sharing[days] = _turned(reach, frozenset[str]().union(*reach.values()))
        return self._sharing[days]

    def _ways_forward(self, earlier: date, later: date) -> Reach:
        return {code: frozenset(self._ends(row, later)) for code, row in self.on(earlier).items()}

    def _ends(self, row: Code, day: date) -> set[str]:
        if row.holds_on(day):
            return {row.code}
        return {end for follower in self._following(row) for end in self._ends(follower, day)}

    def _following(self, row: Code) -> list[Code]:
        if row.valid_to is None:
            return []
        return [self.row(code, row.valid_to + DAY) for code, _weight in row.successors]

    @cached_property
    def _origins(self) -> dict[tuple[str, date], list[Code]]:
        origins: dict[tuple[str, date], list[Code]] = defaultdict(list)
        for row in self.codes:
            for successor in self._following(row):
                origins[successor.code, successor.valid_from].append(row)
        return origins


def _turned(way: Reach, codes: Iterable[str]) -> Reach:
    """The same relation seen from the other side; a code that nothing leads to reaches nothing."""
    turned: dict[str, set[str]] = {code: set() for code in codes}
    for start, ends in way.items():
        for end in ends:
            turned[end].add(start)
    return {code: frozenset(starts) for code, starts in turned.items()}


def _blocks(reach: Reach) -> Iterable[Block]:
    """Connected groups of codes and targets."""
    sharing = _turned(reach, frozenset[str]().union(*reach.values()))
    left = set(reach)
    for code in sorted(reach):
        if code not in left:
            continue
        codes: set[str] = set()
        targets: set[str] = set()
        waiting = {code}
        while waiting:
            codes |= waiting
            new = {end for one in waiting for end in reach[one]} - targets
            targets |= new
            waiting = {start for end in new for start in sharing[end]} - codes
        left -= codes
        yield Block(frozenset(codes), frozenset(targets))

"""Municipalities through time: divisions of the country, and series moved from one division to another.

A *division* is the set of municipality codes that hold on one day. Codes follow each other: a
renumbering or a merger has one successor, a split has several. Moving forward, mergers are summed
(SSB's own practice for counts and totals); a split is refused unless the caller names a key.
Moving backward is the mirror image: undoing a merger is a split, and needs a key as well.

Units: values keep the unit they came with; only additive quantities (tonnes, persons, kilometres)
may be converted, which is the caller's duty: shares and means are worked out again from their parts.

Source of the method: Statistics Norway's classification of municipalities (Klass 131), its codes,
periods of validity and correspondences.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

Rest = TypeVar("Rest", bound=Hashable)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Code:
    """A municipality code with its days; `successors` are (code, weight) pairs, None for no known weight."""

    code: str
    name: str
    county_code: str
    county_name: str
    valid_from: date
    valid_to: date | None
    successors: tuple[tuple[str, float | None], ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether the code holds on a day; its last day is included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


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


class BoundaryError(ValueError):
    """A code or a name that cannot be moved or placed; the message names it."""


class SplitRefused(BoundaryError):
    """A code was divided between several, and no key says how."""

    def __init__(self, code: str, day: date, candidates: Sequence[str]) -> None:
        super().__init__(
            f"{code} is divided between {', '.join(candidates)} on {day}; name a key to share it."
        )
        self.code = code
        self.day = day
        self.candidates = tuple(candidates)


class UnknownCode(BoundaryError):
    """A code that no division knows."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is not a municipality code of any division that is known here.")
        self.code = code


class UnplacedName(BoundaryError):
    """A name that is not exactly one municipality on the day; `candidates` are what it may be."""

    def __init__(self, name: str, day: date, candidates: Sequence[Code]) -> None:
        listed = ", ".join(f"{c.name} ({c.county_name}, {c.code})" for c in candidates)
        told = f"may be {listed}" if candidates else "is no municipality"
        super().__init__(f"“{name}” {told} in the division of {day}.")
        self.name = name
        self.day = day
        self.candidates = tuple(candidates)


@dataclass(frozen=True)
class Missing:
    """A figure that was not summed, because a part of it is not there: missing is never zero."""

    code: str
    parts: tuple[str, ...]


@dataclass
class Converted:
    """A converted series: values, what was left out with the parts it lacks, and the key that was used."""

    values: dict[tuple[Any, ...], float] = field(default_factory=dict)
    missing: dict[tuple[Any, ...], Missing] = field(default_factory=dict)
    keyed: set[str] = field(default_factory=set)
    key: str = ""


@dataclass(frozen=True)
class Step:
    """How the codes of one division become those of another: for each code its targets with shares."""

    targets: Mapping[str, tuple[tuple[str, float], ...]]
    parts: Mapping[str, frozenset[str]]
    keyed: frozenset[str]


class Divisions:
    """Every division that is known, and the way from each to each."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self.codes = tuple(sorted(codes, key=lambda code: (code.code, code.valid_from)))
        self._by_code: dict[str, list[Code]] = defaultdict(list)
        for code in self.codes:
            self._by_code[code.code].append(code)
        self._divisions: dict[date, dict[str, Code]] = {}
        self._steps: dict[tuple[Hashable, ...], Step] = {}

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Any]]) -> "Divisions":
        """Build from rows: code, name, county code, county name, first day, last day or None, successors."""
        return cls(Code(*row[:6], successors=tuple(tuple(s) for s in row[6])) for row in rows)

    def on(self, day: date) -> dict[str, Code]:
        """The division of a day: each code with its row."""
        if day not in self._divisions:
            self._divisions[day] = {code.code: code for code in self.codes if code.holds_on(day)}
        return self._divisions[day]

    @cached_property
    def newest_day(self) -> date:
        """The first day of the newest division that is known."""
        return max((code.valid_from for code in self.codes), default=date.min)

    def row(self, code: str, on: date) -> Code:
        """The row of a code on a day, or the one nearest before it, or the first; UnknownCode for none."""
        rows = self._by_code.get(code)
        if not rows:
            raise UnknownCode(code)
        earlier = [row for row in rows if row.valid_from <= on]
        return earlier[-1] if earlier else rows[0]

    def division_of(self, codes: Collection[str], nearest: date) -> date:
        """A day on which all these codes hold: the given one if they do, else the newest; else the given."""
        days = [nearest, *sorted({code.valid_from for code in self.codes}, reverse=True)]
        return next((day for day in days if set(codes) <= self.on(day).keys()), nearest)

    # Places ------------------------------------------------------------------------------------

    def place(self, name: str, on: date, *, county: str = "") -> Code:
        """The municipality with this name on a day; `county` (code or name) settles a shared name."""
        plain, suffix = split_county_suffix(name)
        found = [code for code in self.on(on).values() if folded(plain) in names_of(code.name)]
        wanted = county or suffix
        if wanted and len(found) != 1:
            found = [code for code in found if is_county(code, wanted)]
        if len(found) != 1:
            raise UnplacedName(name, on, found)
        return found[0]

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

    # Moving --------------------------------------------------------------------------------------

    def successors(self, code: str, *, published: date, to: date) -> list[str]:
        """The codes that hold what this one held, in the division of a later or earlier day."""
        row = self.row(code, published)
        return sorted({target.code for target in self._reached(row, to)})

    def parts_of(self, codes: Iterable[str], *, published: date, to: date) -> set[str]:
        """The codes of the published division that figures for these codes of another are made of."""
        found: set[str] = set()
        for code in codes:
            found |= self._parts_of(code, published, to)
        return found

    def step(self, published: date, to: date, codes: Iterable[str], key: Key | None = None) -> Step:
        """The way of these codes from one division to another; a split without a key is refused."""
        wanted = frozenset(codes)
        memory = (published, to, wanted, key.name if key else None)
        if memory not in self._steps:
            self._steps[memory] = self._make_step(published, to, wanted, key)
        return self._steps[memory]

    def convert(
        self,
        values: Mapping[tuple[Any, ...], float],
        *,
        published: date,
        to: date,
        key: Key | None = None,
    ) -> Converted:
        """Move a series {(code, …rest): value} from the division it was published in to that of a day.

        Mergers are summed. A sum that lacks one of its parts is left out and told in `missing`.
        Raises SplitRefused (no key), UnknownCode.
        """
        step = self.step(published, to, (place[0] for place in values), key)
        result = Converted(key=key.name if key else "", keyed=set(step.keyed))
        present: dict[tuple[Any, ...], set[str]] = defaultdict(set)
        for (code, *rest), value in values.items():
            for target, share in step.targets[code]:
                place = (target, *rest)
                result.values[place] = result.values.get(place, 0.0) + value * share
                present[place].add(code)
        for place, codes in present.items():
            lacking = step.parts[place[0]] - codes
            if lacking:
                result.missing[place] = Missing(place[0], tuple(sorted(lacking)))
                del result.values[place]
        return result

    def _make_step(self, published: date, to: date, codes: frozenset[str], key: Key | None) -> Step:
        targets, keyed = {}, set()
        for code in codes:
            targets[code], used = self._targets(self.row(code, published), to, key)
            keyed |= {code} if used else set()
        reached = {target for shares in targets.values() for target, _share in shares}
        parts = {target: self._parts_of(target, published, to) for target in reached}
        return Step(targets, parts, frozenset(keyed))

    def _targets(self, row: Code, to: date, key: Key | None) -> tuple[tuple[tuple[str, float], ...], bool]:
        reached = sorted({target.code for target in self._reached(row, to)})
        if len(reached) == 1 and not self._divides(row, to):
            return ((reached[0], 1.0),), False
        if key is None or row.code not in key.weights:
            raise SplitRefused(row.code, to, reached)
        shares = key.weights[row.code]
        if set(shares) - set(reached):
            raise SplitRefused(row.code, to, reached)
        return tuple(sorted(shares.items())), True

    def _divides(self, row: Code, to: date) -> bool:
        """Whether undoing mergers on the way back leaves only a part of this code in its single target."""
        if row.valid_from <= to:
            return False
        origins = self._origins.get((row.code, row.valid_from), ())
        shared = any(len(self._following(origin)) > 1 for origin in origins)
        return len(origins) != 1 or shared or self._divides(origins[0], to)

    def _parts_of(self, target: str, published: date, to: date) -> frozenset[str]:
        """Every code of the published division that a code of the other division is summed from."""
        row = self.row(target, to)
        if published >= row.valid_from and row.holds_on(published):
            return frozenset({target})
        return frozenset(code.code for code in self._reached(row, published))

    def _reached(self, row: Code, day: date) -> Iterator[Code]:
        if row.holds_on(day):
            yield row
            return
        onward: Callable[[Code], Sequence[Code]] = (
            self._following if row.valid_from <= day else self._preceding
        )
        for neighbour in onward(row):
            yield from self._reached(neighbour, day)

    def _following(self, row: Code) -> list[Code]:
        if row.valid_to is None:
            return []
        return [self.row(code, row.valid_to + DAY) for code, _weight in row.successors]

    def _preceding(self, row: Code) -> Sequence[Code]:
        return self._origins.get((row.code, row.valid_from), ())

    @cached_property
    def _origins(self) -> dict[tuple[str, date], tuple[Code, ...]]:
        origins: dict[tuple[str, date], list[Code]] = defaultdict(list)
        for row in self.codes:
            for successor in self._following(row):
                origins[successor.code, successor.valid_from].append(row)
        return {place: tuple(rows) for place, rows in origins.items()}

    def published_key(self, name: str, published: date, to: date) -> Key:
        """The key made of the weights that the register itself gives, under a name of the caller's."""
        weights: dict[str, dict[str, float]] = {}
        for row in self.on(published).values():
            if len(row.successors) > 1 and all(weight is not None for _code, weight in row.successors):
                total = sum(weight or 0 for _code, weight in row.successors)
                parts: dict[str, float] = defaultdict(float)
                for code, weight in row.successors:
                    ends = self.successors(code, published=(row.valid_to or to) + DAY, to=to)
                    parts[ends[0]] += (weight or 0) / total
                weights[row.code] = dict(parts)
        return Key(name, weights)


def split_county_suffix(name: str) -> tuple[str, str]:
    """“Våler (Østfold)” as the name and the county in the brackets."""
    plain, bracket, county = name.strip().partition("(")
    return (plain.strip(), county.rstrip(") ").strip()) if bracket else (name.strip(), "")


def folded(text: str) -> str:
    """A name as it is compared: without case and without double spaces."""
    return " ".join(text.casefold().split())


def names_of(name: str) -> set[str]:
    """The ways in which a name with forms in several languages may be written."""
    whole = folded(name)
    parts = {folded(part) for part in whole.split(" - ")} if " - " in whole else set()
    return {whole, folded(split_county_suffix(name)[0])} | parts


def is_county(code: Code, county: str) -> bool:
    """Whether a code lies in a county, given by its number or by any of its names."""
    wanted = folded(county)
    names = {folded(part) for part in code.county_name.replace(" - ", "-").split("-")}
    return wanted in names or wanted in (code.county_code, folded(code.county_name))


@dataclass(frozen=True)
class Membership:
    """A code's membership of a region, with its first and last day."""

    code: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class Region:
    """A dated set of members: who belongs depends on the day that is asked about."""

    name: str
    memberships: tuple[Membership, ...]

    def members_on(self, day: date) -> frozenset[str]:
        """The codes that were members on a day; its last day is included."""
        return frozenset(
            m.code
            for m in self.memberships
            if m.valid_from <= day and (m.valid_to is None or day <= m.valid_to)
        )

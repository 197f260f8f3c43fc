"""The tile map: every member one tile, in places that have the shape of the country, roughly."""

import csv
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dugnad.members.queries.organisations import MemberRow, alphabetical

PLACES = Path(__file__).parents[1] / "reference" / "tiles.csv"
WIDTH, HEIGHT, GAP = 92, 50, 4  # in the units of the drawing
COLUMNS = 9
FITS = 12  # letters on a line
TONES = 5  # enough for neighbours to differ


@dataclass(frozen=True)
class Line:
    """A line of a name; one that is too long for its tile is squeezed, never cut."""

    text: str

    @property
    def squeezed_to(self) -> int:
        """The width to which it is squeezed; 0 when it fits as it is."""
        return WIDTH - 14 if len(self.text.strip()) > FITS else 0


@dataclass(frozen=True)
class Tile:
    """A member's tile: where it stands, its name in one or two lines, tone and number of its sub-region."""

    row: MemberRow
    x: int
    y: int
    lines: tuple[Line, ...]
    tone: int
    number: int
    is_shown: bool

    @property
    def left(self) -> int:
        """Its left edge in the drawing."""
        return self.x * (WIDTH + GAP)

    @property
    def top(self) -> int:
        """Its upper edge in the drawing."""
        return self.y * (HEIGHT + GAP)


@dataclass(frozen=True)
class Key:
    """A line of the legend: a sub-region by its number, since far more of them than tones are on the map."""

    number: int
    name: str
    tone: int
    members: int


@dataclass(frozen=True)
class TileMap:
    """All tiles with their legend, and how large the drawing is."""

    tiles: list[Tile]
    width: int
    height: int
    keys: tuple[Key, ...] = ()

    @property
    def stand_back(self) -> int:
        """How many tiles do not fit the filters."""
        return sum(not tile.is_shown for tile in self.tiles)


def member_map(rows: list[MemberRow], *, shown: Collection[int] | None = None) -> TileMap:
    """The members as a tile map; those whose organisation is not in `shown` stand back."""
    places = _places_of(rows)
    tones = _tones(rows, places)
    keys = _keys(rows, tones)
    numbers = {key.name: key.number for key in keys}
    tiles = [
        Tile(
            row,
            *places[row.organisation.pk],
            lines=lines_of(row.organisation.name),
            tone=tones[_group(row)],
            number=numbers[_name(row)],
            is_shown=shown is None or row.organisation.pk in shown,
        )
        for row in sorted(rows, key=lambda row: places[row.organisation.pk][::-1])
    ]
    across, down = (max((place[axis] for place in places.values()), default=0) + 1 for axis in (0, 1))
    return TileMap(tiles, across * (WIDTH + GAP) - GAP, down * (HEIGHT + GAP) - GAP, tuple(keys))


def lines_of(name: str) -> tuple[Line, ...]:
    """A name on one or two lines: a long one is broken where it has a blank or a hyphen."""
    breaks = [place + 1 for place, letter in enumerate(name) if letter in " -"]
    if len(name) <= FITS or not breaks:
        return (Line(name),)
    middle = min(breaks, key=lambda place: (abs(place - len(name) / 2), -place))
    return Line(name[:middle]), Line(name[middle:])


def places_of(slugs: Collection[str]) -> dict[str, tuple[int, int]]:
    """A place for each; those that the map does not know stand in rows of their own below it."""
    known = _known_places()
    below = max((place[1] for place in known.values()), default=0) + 1
    spare = iter((number % COLUMNS, below + number // COLUMNS) for number in range(len(slugs)))
    return {slug: known.get(slug) or next(spare) for slug in slugs}


def _places_of(rows: list[MemberRow]) -> dict[int, tuple[int, int]]:
    places = places_of([row.organisation.slug for row in rows])
    return {row.organisation.pk: places[row.organisation.slug] for row in rows}


def _tones(rows: list[MemberRow], places: dict[int, tuple[int, int]]) -> dict[int, int]:
    """A tone for each sub-region, such that neighbours on the map differ where that can be."""
    at = {places[row.organisation.pk]: _group(row) for row in rows}
    tones: dict[int, int] = {}
    for group in dict.fromkeys(at[place] for place in sorted(at)):
        taken = {tones.get(other) for other in _neighbours(group, at)}
        tones[group] = next((tone for tone in range(1, TONES) if tone not in taken), TONES)
    return tones


def _neighbours(group: int, at: dict[tuple[int, int], int]) -> Iterable[int]:
    steps = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    places = [place for place, there in at.items() if there == group]
    return {at[x + i, y + j] for x, y in places for i, j in steps if (x + i, y + j) in at} - {group}


def _keys(rows: list[MemberRow], tones: dict[int, int]) -> list[Key]:
    """The sub-regions by their alphabet; members without one stand last."""
    counts = Counter((_name(row), tones[_group(row)]) for row in rows)
    ordered = sorted(counts.items(), key=lambda pair: (not pair[0][0], alphabetical(pair[0][0])))
    return [Key(number, name, tone, members) for number, ((name, tone), members) in enumerate(ordered, 1)]


def _group(row: MemberRow) -> int:
    return row.subregion.pk if row.subregion else 0


def _name(row: MemberRow) -> str:
    return row.subregion.name if row.subregion else ""


@lru_cache(maxsize=1)
def _known_places() -> dict[str, tuple[int, int]]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        return {row["slug"]: (int(row["x"]), int(row["y"])) for row in csv.DictReader(file)}

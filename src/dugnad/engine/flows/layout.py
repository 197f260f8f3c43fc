"""Where a Sankey diagram puts its processes and bands: pure, without chance, the same for the same flows.

Columns go by the longest path; of a cycle the thinnest flows that close it are drawn back below the others.
Within a column processes are ordered by the barycentre of their neighbours (Sugiyama, Tagawa & Toda 1981)
and then moved towards them without touching; a flow that passes columns has a place in each, so that no
band runs through a process that it has no part in. Lengths are pixels of the picture.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dugnad.engine.flows.diagram import Diagram, Link

NODE_WIDTH = 14.0
GAP = 30.0  # between processes of a column: room for a name of two lines beside thin ones
SWEEPS = 24
SETTLINGS = 40
WIDEST_TURN = 56.0  # a wider band has no room to turn between two columns
THINNEST = 1.2  # a band that nobody could see is none


@dataclass
class Place:
    """A process, the far end of a flow from or to the environment, or where a band passes a column."""

    key: str
    role: str  # process, source, sink or passage
    order: float
    column: int = 0
    height: float = 0.0
    y: float = 0.0
    into: list["Step"] = field(default_factory=list)
    out: list["Step"] = field(default_factory=list)

    @property
    def centre(self) -> float:
        """The middle of it, from the top."""
        return self.y + self.height / 2


@dataclass
class Step:
    """A part of a band between two places in neighbouring columns."""

    source: Place
    target: Place
    width: float
    y0: float = 0.0
    y1: float = 0.0
    depth: int = -1  # of one that leads back: 0 is the lane next below everything


@dataclass(frozen=True)
class Band:
    """A flow with the steps that it is drawn in.

    One that leads `back` runs below the others: at the height `lane`, and `out` and `into` from its ends.
    """

    link: Link
    steps: tuple[Step, ...]
    width: float
    spread: float
    back: bool = False
    lane: float = 0.0
    out: float = 0.0
    into: float = 0.0


@dataclass(frozen=True)
class Layout:
    """Everything in its place; `scale` is pixels for a unit of flow."""

    places: tuple[Place, ...]
    bands: tuple[Band, ...]
    columns: int
    height: float
    scale: float


def lay_out(diagram: Diagram, height: float = 0.0, scale: float = float("inf")) -> Layout:
    """Places and bands of a diagram; `height` is for the columns, 0 chooses one by how full they are.

    scale: pixels a unit at most, so that pictures side by side can have the scale of the smaller one.
    """
    places, ends = _places(diagram)
    forward = _without_cycles(diagram.links, ends)
    _set_columns(places, [pair for pair, onward in zip(ends, forward, strict=True) if onward])
    height = height or max(300.0, 76.0 * max(map(len, _by_column(places)), default=1))
    turning = max(
        (k.width for k, onward in zip(diagram.links, forward, strict=True) if not onward), default=0
    )
    scale = min(
        scale, _scale(diagram.links, ends, height), WIDEST_TURN / turning if turning else float("inf")
    )
    bands = [
        _band(link, pair, onward, scale)
        for link, pair, onward in zip(diagram.links, ends, forward, strict=True)
    ]
    places += [step.target for band in bands for step in band.steps[:-1] if not band.back]
    columns = _by_column(places)
    _set_heights(places)
    _order(columns)
    _settle(columns, height)
    _set_depths(bands)
    _set_ports(places)
    top = min((place.y for place in places), default=0.0)
    for place in places:
        place.y -= top
    low = max((place.y + place.height for place in places), default=height)
    return Layout(tuple(places), tuple(_lanes(bands, low + GAP)), len(columns), low, scale)


# Graph -----------------------------------------------------------------------------------------------

Ends = tuple[Place, Place]


def _places(diagram: Diagram) -> tuple[list[Place], list[Ends]]:
    """A place for each process and for each far end in the environment, and the two ends of each link."""
    processes = {node.name: Place(node.name, "process", n) for n, node in enumerate(diagram.nodes)}
    places, ends = list(processes.values()), []
    for number, link in enumerate(diagram.links):
        source = processes.get(link.source or "") or Place(f"source {number}", "source", number)
        target = processes.get(link.target or "") or Place(f"sink {number}", "sink", number)
        places += [place for place in (source, target) if place.role != "process"]
        ends.append((source, target))
    return places, ends


def _without_cycles(links: Sequence[Link], ends: Sequence[Ends]) -> list[bool]:
    """Whether each link leads onward; what is widest between two places is laid first, so thin ones turn."""
    after: dict[str, set[str]] = defaultdict(set)
    between: dict[tuple[str, str], float] = defaultdict(float)
    for link, (source, target) in zip(links, ends, strict=True):
        between[source.key, target.key] += link.width
    for source_key, target_key in sorted(between, key=lambda pair: -between[pair]):
        if not _reaches(after, target_key, source_key):
            after[source_key].add(target_key)
    return [target.key in after[source.key] for source, target in ends]


def _reaches(after: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        key = waiting.pop()
        if key == goal:
            return True
        waiting += [following for following in sorted(after[key]) if following not in seen]
        seen |= after[key]
    return False


def _set_columns(places: Sequence[Place], onward: Sequence[Ends]) -> None:
    """The longest path to each; then what comes from the environment moves next to where it goes."""
    before: dict[str, list[Place]] = defaultdict(list)
    after: dict[str, list[Place]] = defaultdict(list)
    for source, target in onward:
        before[target.key].append(source)
        after[source.key].append(target)
    waiting, left = [p for p in places if not before[p.key]], {p.key: len(before[p.key]) for p in places}
    while waiting:
        place = waiting.pop()
        for target in after[place.key]:
            target.column = max(target.column, place.column + 1)
            left[target.key] -= 1
            if not left[target.key]:
                waiting.append(target)
    for place in places:
        if not before[place.key] and after[place.key]:
            place.column = min(target.column for target in after[place.key]) - 1


def _by_column(places: Sequence[Place]) -> list[list[Place]]:
    count = max((place.column for place in places), default=-1) + 1
    return [[place for place in places if place.column == column] for column in range(count)]


# Sizes -----------------------------------------------------------------------------------------------


def _scale(links: Sequence[Link], ends: Sequence[Ends], height: float) -> float:
    """Pixels for a unit of flow, so that the fullest column has room for its gaps."""
    through: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    column: dict[str, int] = {}
    passing: dict[int, float] = defaultdict(float)
    for link, (source, target) in zip(links, ends, strict=True):
        through[source.key][1] += link.width
        through[target.key][0] += link.width
        column |= {source.key: source.column, target.key: target.column}
        for number in range(source.column + 1, target.column):
            passing[number] += link.width
    totals: dict[int, float] = defaultdict(float, passing)
    counts: dict[int, int] = defaultdict(int)
    for key, (into, out) in through.items():
        totals[column[key]] += max(into, out)
        counts[column[key]] += 1
    rooms = [(height - GAP * (counts[n] - 1)) / total for n, total in totals.items() if total > 0]
    return min(max(min(rooms, default=1.0), 1e-300), 1e250)


def _band(link: Link, ends: Ends, onward: bool, scale: float) -> Band:
    """A link in steps from column to column, through passages of its own."""
    source, target = ends
    width = max(link.width * scale, THINNEST)
    stops = [source]
    for column in range(source.column + 1, target.column if onward else 0):
        stops.append(Place(f"{source.key} {target.key} {column}", "passage", source.order, column))
    stops.append(target)
    steps = [Step(one, other, width) for one, other in pairwise(stops)]
    for step in steps:
        step.source.out.append(step)
        step.target.into.append(step)
    return Band(link, tuple(steps), width, min(link.spread * scale, width), back=not onward)


def _set_heights(places: Sequence[Place]) -> None:
    for place in places:
        into, out = (sum(step.width for step in steps) for steps in (place.into, place.out))
        place.height = max(into, out)


# Order and height ------------------------------------------------------------------------------------


def _order(columns: list[list[Place]]) -> None:
    """Sort each column by where its neighbours stand, to and fro, and keep the order that crosses least."""
    for column in columns:
        column.sort(key=lambda place: place.order)
    _number(columns)
    best, kept = _crossings(columns), [list(column) for column in columns]
    for sweep in range(SWEEPS):
        rightward = sweep % 2 == 0
        for column in columns if rightward else reversed(columns):
            column.sort(key=lambda place: _barycentre(place, rightward))
            _number([column])
        now = _crossings(columns)
        if now < best:
            best, kept = now, [list(column) for column in columns]
    for column, order in zip(columns, kept, strict=True):
        column[:] = order
    _number(columns)


def _number(columns: Sequence[Sequence[Place]]) -> None:
    for column in columns:
        for number, place in enumerate(column):
            place.order = (number + 0.5) / len(column)


def _barycentre(place: Place, rightward: bool) -> float:
    """The mean place of the neighbours on one side, by width; a place without any stays where it is."""
    pairs = (
        [(s.source, s.width) for s in place.into] if rightward else [(s.target, s.width) for s in place.out]
    )
    near = [(other.order, width) for other, width in pairs if other.column != place.column]
    total = sum(width for _order, width in near)
    return sum(order * width for order, width in near) / total if total else place.order


def _crossings(columns: Sequence[Sequence[Place]]) -> float:
    """How much crosses: for each pair of steps that do, the thinner of the two."""
    total = 0.0
    for column in columns:
        steps = [s for place in column for s in place.out if s.target.column == place.column + 1]
        for number, one in enumerate(steps):
            for other in steps[number + 1 :]:
                if (one.source.order - other.source.order) * (one.target.order - other.target.order) < 0:
                    total += min(one.width, other.width)
    return total


def _settle(columns: list[list[Place]], height: float) -> None:
    """Heights: each column in the middle, then everything towards its neighbours, without touching."""
    for column in columns:
        y = (height - sum(place.height for place in column) - GAP * (len(column) - 1)) / 2
        for place in column:
            place.y = y
            y += place.height + GAP
    for turn in range(SETTLINGS):
        pull = 0.98**turn
        for column in columns if turn % 2 else reversed(columns):
            for place in column:
                place.y += (_wanted(place) - place.centre) * pull
            _part(column, height)


def _wanted(place: Place) -> float:
    near = [(step.source.centre, step.width) for step in place.into if step.source.column < place.column]
    near += [(step.target.centre, step.width) for step in place.out if step.target.column > place.column]
    total = sum(width for _centre, width in near)
    return sum(centre * width for centre, width in near) / total if total else place.centre


def _part(column: Sequence[Place], height: float) -> None:
    """Push down what overlaps, and up again what left the picture; the order stays."""
    y = 0.0
    for place in column:
        place.y = max(place.y, y)
        y = place.y + place.height + GAP
    y = height
    for place in reversed(column):
        place.y = min(place.y, y - place.height)
        y = place.y - GAP


def _set_depths(bands: Sequence[Band]) -> None:
    """Which of the lanes below each band takes that leads back: the narrow loops inside the wide ones."""
    back = [band.steps[0] for band in bands if band.back]
    for depth, step in enumerate(sorted(back, key=lambda s: (s.source.column - s.target.column, -s.width))):
        step.depth = depth


def _set_ports(places: Sequence[Place]) -> None:
    """Where on a process each band begins and ends: by its far ends, and the innermost loop lowest."""
    for place in places:
        y = 0.0
        for step in sorted(place.out, key=lambda s: (s.depth >= 0, -s.depth, s.target.centre)):
            step.y0, y = y, y + step.width
        y = 0.0
        for step in sorted(place.into, key=lambda s: (s.depth >= 0, -s.depth, s.source.centre)):
            step.y1, y = y, y + step.width


def _lanes(bands: Sequence[Band], y: float) -> list[Band]:
    """The room of each band that leads back: its lane, and how far from its ends it turns down and up."""
    turned: dict[int, Band] = {}
    out: dict[int, float] = defaultdict(float)
    into: dict[int, float] = defaultdict(float)
    back = [n for n, band in enumerate(bands) if band.back]
    for number in sorted(back, key=lambda n: bands[n].steps[0].depth):
        band, step = bands[number], bands[number].steps[0]
        first, last = step.source.column, step.target.column
        turned[number] = replace(band, lane=y + band.width / 2, out=out[first], into=into[last])
        y += band.width + GAP / 3
        out[first] += band.width + GAP / 4
        into[last] += band.width + GAP / 4
    return [turned.get(number, band) for number, band in enumerate(bands)]

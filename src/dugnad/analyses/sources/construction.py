"""Building activity in m² by municipality, and factors of waste per m², read by what their columns mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation import gettext as _

from dugnad.analyses.sources.grids import Cell, Grid, Grids, number_in, rows_of, text_of
from dugnad.analyses.sources.measures import FLOOR_AREA, measure_of, other_measure
from dugnad.analyses.sources.wording import (
    activity_of,
    folded,
    in_thousands,
    is_contents,
    is_total,
    place_of,
    side_of_places,
    side_of_time,
    year_of,
)
from dugnad.kit.tables import CellError

NAMES = 36  # letters; two of them are in the name of a flow
AREA = re.compile(r"m2|m²|kvadratmeter|areal|area")


@dataclass(frozen=True)
class Activity:
    """How many m² of an activity there were in a place and year; building "" is all types."""

    place: str
    year: int
    activity: str
    building: str
    area: float


@dataclass
class ActivityReading:
    """What a file of building activity says, and what is wrong with it."""

    rows: list[Activity] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    without_unit: list[CellError] = field(default_factory=list)  # headings of activities in no known unit


def read_activity(file: Grids, places: Mapping[str, str]) -> ActivityReading:
    """Areas of new building, rehabilitation and demolition; sums over building types are left out."""
    reading = ActivityReading(errors=list(file.errors))
    seen: dict[tuple[str, int, str, str], float] = {}
    for table in file.tables:
        for activity, cell in _areas(file, table, places, reading):
            key = (activity.place, activity.year, activity.activity, activity.building)
            if seen.get(key) and activity.area and seen[key] != activity.area:
                reading.errors.append(cell.wrong(_("The same municipality and year stands twice.")))
            elif not seen.get(key):
                seen[key] = activity.area
    reading.rows = [
        Activity(place, year, activity, building, area)
        for (place, year, activity, building), area in seen.items()
    ]
    if not reading.rows and not reading.errors:
        reading.errors += reading.without_unit or [CellError(file.name, 1, "", _no_areas())]
    return reading


def _no_areas() -> str:
    """What was looked for, and how a file says it."""
    words = _(
        "The file has no areas of new building, rehabilitation or demolition for any place of this study."
    )
    wanted = _(
        "What is understood: one column for the municipality, one for the year, and areas under headings "
        "such as “new building m²”, “rehabilitation m²” and “demolition m²”."
    )
    return f"{words} {wanted}"


def _no_unit(cell: Cell) -> CellError:
    """A heading that names an activity and nothing that tells of square metres."""
    message = _(
        "“%(words)s” does not say that it counts square metres. Write m² in the heading: “%(words)s m²”."
    )
    return CellError(cell.sheet, 1, cell.column, message % {"words": cell.column})


def _areas(
    file: Grids, table: Grid, places: Mapping[str, str], reading: ActivityReading
) -> Iterator[tuple[Activity, Cell]]:
    time = side_of_time(table)
    where = side_of_places(table, places, beside=[time])
    if time is None or where is None:
        return
    rest = [side for side in range(len(table.sides)) if side not in {time, where}]
    building = _building_side(table, rest)
    for word in table.words_of(building) if building is not None else ():
        if is_total(word):
            file.leave_out(word.label)
    labels = [word.label for side in rest if side != building for word in table.words_of(side)]
    # Where words tell areas from other things, such as numbers of dwellings, the title does not.
    told = "" if any(AREA.search(folded(label)) for label in labels) else folded(table.title)
    ours = {word: place_of(word, places) for word in table.words_of(where)}
    wrong: set[str] = set()  # headings that were refused: each once
    for cell in table.cells:
        place, year = ours[cell.words[where]], year_of(cell.words[time])
        if not place:
            continue
        own = folded(" ".join(cell.words[side].label for side in rest if side != building))
        words = f"{own} {folded(table.title)}"
        kind = cell.words[building] if building is not None else None
        activity = activity_of(words)
        if not (year and activity) or (kind and is_total(kind)):
            continue
        if not AREA.search(told or own):
            if own not in wrong and not measure_of(own):
                reading.without_unit.append(_no_unit(cell))
            wrong.add(own)
            continue
        if reason := other_measure(FLOOR_AREA, own):
            if own not in wrong:
                reading.errors.append(CellError(cell.sheet, 1, cell.column, reason))
            wrong.add(own)
        elif cell.why_not:
            reading.errors.append(cell.wrong(cell.why_not))
        elif cell.value is not None:
            factor = 1000.0 if in_thousands(words) else 1.0
            name = " ".join(kind.label.split())[:NAMES] if kind else ""
            yield Activity(place, year, activity, name, cell.value * factor), cell


def _building_side(table: Grid, rest: Sequence[int]) -> int | None:
    """The side of building types: by its name, or of several words that name neither activity nor area."""
    for side in rest:
        labels = [folded(word.label) for word in table.words_of(side)]
        is_named = re.match(r"byg(g|ning)|building", folded(table.sides[side]))
        is_other = not any(activity_of(label) or AREA.search(label) for label in labels)
        if not is_contents(table.sides[side]) and is_other and (is_named or len(labels) > 1):
            return side
    return None


# Factors -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FactorRow:
    """Tonnes of waste per m², as somebody states it with its uncertainty and source."""

    activity: str
    building: str
    material: str
    tonnes: float
    sd: float
    source: str


@dataclass
class FactorReading:
    """Factors of a file, and what is wrong with it."""

    rows: list[FactorRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


# In this order: “byggeaktivitet” is an activity, and “kg avfall per m2 bygg” a factor.
COLUMNS: Mapping[str, re.Pattern[str]] = {
    "sd": re.compile(r"usikker|uvisse|standardavvik|uncertain|standard deviation|\bsd\b"),
    "source": re.compile(r"kilde|kjelde|source"),
    "factor": re.compile(r"per (m|kvadrat|square)|/\s?m|faktor|factor"),
    "material": re.compile(r"material|avfallstype|fraksjon|kind of waste"),
    "activity": re.compile(r"aktivitet|tiltak|activity"),
    "building": re.compile(r"byg(g|ning)|building"),
}
NEEDED = ("activity", "factor", "sd", "source")
KILOGRAMS, TONNES = re.compile(r"\bkg\b|kilo"), re.compile(r"tonn|\bt\b")


def read_factors(path: Path, name: str) -> FactorReading:
    """A table of factors with the columns activity, building, material, factor, uncertainty and source.

    The heading of the factor says whether it is in kilograms or tonnes; the uncertainty is in the same unit,
    or a share of the factor where it is told in per cent.
    """
    reading, (rows, comma) = FactorReading(), rows_of(path, name)
    texts = [(row, [text_of(cell) for cell in row.cells]) for row in rows]
    texts = [(row, cells) for row, cells in texts if any(cells)]
    head = texts[0][1] if texts else []
    columns = _columns(head)
    if _refuse_lacking(columns, head, name, reading):
        return reading
    unit = _unit(head[columns["factor"]])
    if not unit:
        message = _("The heading must say whether factors are in kg or in tonnes per m².")
        reading.errors.append(CellError(name, 1, head[columns["factor"]], message))
    for row, cells in texts[1:]:
        told = {key: cells[at] if at < len(cells) else "" for key, at in columns.items()}
        headings = {key: head[at] for key, at in columns.items()}
        found = _factor(CellError(row.sheet, row.number, "", ""), told, headings, reading, comma=comma)
        if found:
            scaled = replace(found, tonnes=found.tonnes * unit, sd=found.sd * unit)
            reading.rows.append(scaled)
    return reading


def _columns(head: list[str]) -> dict[str, int]:
    """Which column has what, by its heading; no column has two."""
    found: dict[str, int] = {}
    for key, pattern in COLUMNS.items():
        free = [n for n, text in enumerate(head) if n not in found.values() and pattern.search(folded(text))]
        found |= {key: free[0]} if free else {}
    return found


def _refuse_lacking(columns: Mapping[str, int], head: list[str], name: str, reading: FactorReading) -> bool:
    words = {
        "activity": _("activity"),
        "factor": _("kg per m²"),
        "sd": _("uncertainty"),
        "source": _("source"),
    }
    lacking = [words[key] for key in NEEDED if key not in columns]
    if lacking:
        message = _("These columns are missing: %(lacking)s. There are: %(found)s.")
        told = {"lacking": ", ".join(lacking), "found": ", ".join(filter(None, head)) or "–"}
        reading.errors.append(CellError(name, 1, "", message % told))
    return bool(lacking)


def _unit(heading: str) -> float:
    """Tonnes in the unit of a heading; 0 where it tells none."""
    if KILOGRAMS.search(folded(heading)):
        return 0.001
    return 1.0 if TONNES.search(folded(heading)) else 0.0


def _factor(
    where: CellError,
    told: Mapping[str, str],
    headings: Mapping[str, str],
    reading: FactorReading,
    *,
    comma: bool,
) -> FactorRow | None:
    """A row in the unit of its heading; None where something is wrong with it."""
    before = len(reading.errors)

    def wrong(key: str, reason: str) -> None:
        reading.errors.append(CellError(where.sheet, where.row, headings[key], reason))

    numbers: dict[str, float] = {}
    for key in ("factor", "sd"):
        value, fault = number_in(told[key].removesuffix("%"), comma=comma)
        if key == "sd" and value and told[key].endswith("%"):
            value *= abs(numbers["factor"]) / 100  # a factor below zero is told as that, and only once
        if fault or value is None:
            wrong(key, fault or _("The cell is empty. It must be filled in."))
        elif value < 0:
            wrong(key, _("It is below zero."))
        numbers[key] = value or 0.0
    activity = activity_of(told["activity"])
    if not activity:
        message = _("“%(cell)s” is none of new building, rehabilitation and demolition.")
        wrong("activity", message % {"cell": told["activity"]})
    if not told["source"]:
        wrong("source", _("The cell is empty. It must be filled in."))
    if len(reading.errors) > before:
        return None
    words = [" ".join(told.get(key, "").split())[:NAMES] for key in ("building", "material")]
    return FactorRow(activity, words[0], words[1], numbers["factor"], numbers["sd"], told["source"][:200])

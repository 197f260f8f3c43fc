"""Household waste by municipality, read by what its columns mean: KOSTRA's tables, or one's own.

Known are kilograms per inhabitant, inhabitants, tonnes, and by treatment a share, tonnes or kilograms per
inhabitant; they may stand in one file or in several.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from dugnad.analyses.sources.grids import Cell, Grid, Grids
from dugnad.analyses.sources.measures import INHABITANTS, measure_of
from dugnad.analyses.sources.wording import (
    PER_HEAD,
    TONNES,
    folded,
    in_thousands,
    is_total,
    place_of,
    side_of_places,
    side_of_time,
    treatment_of,
    year_of,
)
from dugnad.engine.flows.models.household import ROUNDING
from dugnad.kit.formats import number
from dugnad.kit.tables import CellError

PERCENT, PART = re.compile(r"prosent|per cent|percent|%|\bpst\b"), re.compile(r"andel|\bdel\b|share")
MONEY = re.compile(r"\bkr\b|kroner|\bnok\b|gebyr|kostnad|utgift|inntekt|\bfees?\b")
# All of it, and not what was sorted out of it; or no word of waste at all, as in one's own tables.
ALL_OF_IT = re.compile(r"hush(oldnings|alds)avfall|household waste|avfall i alt|waste in total")
SORTED, WASTE = re.compile(r"utsort|sortert|sorted|herav"), re.compile(r"avfall|waste")
# KOSTRA has a figure per inhabitant of counties and the country too; of municipalities it has 0 there.
OF_OTHERS = re.compile(r"fylke og land|county")
PARTS = ("biological", "material", "energy", "landfill", "other")
SHARES = ("part ", "percent ")  # how the keys of shares begin
SAME = 1e-9
Told = dict[str, Cell]  # what is known of a place and year, by what it is


@dataclass(frozen=True)
class HouseholdFigures:
    """What is known of a place and year, as the engine's row has it."""

    place: str
    year: int
    values: Mapping[str, Any]


@dataclass
class HouseholdReading:
    """What files of household waste say, and what is wrong with them."""

    figures: list[HouseholdFigures] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def read_household(
    files: Iterable[Grids], places: Mapping[str, str], inhabitants: Iterable[Grids] = ()
) -> HouseholdReading:
    """What is known of each place and year.

    places: what people write for a place, and its name. inhabitants: files in which a figure that says of
    nothing else what it is, is a number of inhabitants.
    """
    reading, told = HouseholdReading(), dict[tuple[str, int], Told]()
    for file, otherwise in [*((file, "") for file in files), *((file, "people") for file in inhabitants)]:
        reading.errors += file.errors
        found = [cell for table in file.tables for cell in _meant(table, places, otherwise)]
        _note_sums(file, {cell.column for *_where, cell in found})
        if not found and not file.errors:
            message = _(
                "Nothing in the file is household waste or inhabitants of a municipality of this study. It "
                "should have columns such as kilograms per inhabitant, inhabitants or share to a treatment."
            )
            reading.errors.append(CellError(file.name, 1, "", message))
        for place, year, key, cell in found:
            _take(told.setdefault((place, year), {}), key, cell, reading)
    parts = [cell.value or 0.0 for cells in told.values() for key, cell in cells.items() if "part " in key]
    whole = 1.0 if max(parts, default=0.0) <= 1 else 100.0
    for (place, year), cells in sorted(told.items()):
        figures = HouseholdFigures(place, year, _values(cells, whole))
        _refuse_too_much(figures, cells, reading)
        reading.figures.append(figures)
    return reading


def _note_sums(file: Grids, used: set[str]) -> None:
    """Columns that are a sum of the others, such as of all shares, and that nothing was read from."""
    for table in file.tables:
        for side, name in enumerate(table.sides):
            words = [] if name else table.words_of(side)  # headings of columns have no name above them
            for word in words:
                if is_total(word) and not any(word.label in column for column in used):
                    file.leave_out(word.label)


def _refuse_too_much(figures: HouseholdFigures, told: Told, reading: HouseholdReading) -> None:
    """Shares that are more than all, at the last of them; each place is told, and not the first alone."""
    shares = figures.values["shares"]
    if sum(shares.values()) > 1 + ROUNDING * len(shares):
        message = _("%(where)s: the shares to treatments are more than all of it together.")
        cell = [cell for key, cell in told.items() if " " in key][-1]
        reading.errors.append(cell.wrong(message % {"where": f"{figures.place}, {figures.year}"}))


def _meant(table: Grid, places: Mapping[str, str], otherwise: str) -> Iterator[tuple[str, int, str, Cell]]:
    """The cells that say something of a place of ours: where, when, what."""
    time = side_of_time(table)
    where = side_of_places(table, places, beside=[time])
    if time is None or where is None:
        return
    ours = {word: place_of(word, places) for word in table.words_of(where)}
    # Figures without words are what their file was sent as, unless the title says that they are not.
    bare = otherwise if measure_of(table.title) in ("", INHABITANTS) else ""
    for cell in table.cells:
        place, year = ours[cell.words[where]], year_of(cell.words[time])
        if not place:
            continue
        rest = [word.label for side, word in enumerate(cell.words) if side not in {time, where}]
        words = folded(" ".join(rest))
        key = _key(words, folded(table.title)) if words else bare
        is_share = cell.is_percent and key.startswith(SHARES)
        if is_share:
            key = f"percent {key.split(' ', 1)[1]}"
        if year and key and (cell.value is not None or cell.fault):
            is_thousand = key.startswith("tonnes") and in_thousands(words, table.title)
            value = cell.value * 1000 if is_thousand and cell.value else cell.value
            yield place, year, key, replace(cell, value=value, is_percent=cell.is_percent and not is_share)


@lru_cache(maxsize=4096)  # a table has few headings and many cells
def _key(words: str, title: str) -> str:
    """What words are of: people, kg, tonnes; or how they tell a treatment, and which."""
    if OF_OTHERS.search(words) or MONEY.search(words):
        return ""
    way, treatment = _way(words), treatment_of(words)
    if treatment:
        return f"{way or _way(title) or 'part'} {treatment}{' inclusive' if 'inkl' in words else ''}"
    if way in {"kg", "tonnes"}:
        is_all = ALL_OF_IT.search(words) or not WASTE.search(words)
        return way if is_all and not SORTED.search(words) else ""
    return "people" if not way and measure_of(words) == INHABITANTS else ""


def _way(words: str) -> str:
    """In what an amount is told."""
    if PERCENT.search(words):
        return "percent"
    if PART.search(words):
        return "part"
    if PER_HEAD.search(words):
        return "kg"
    return "tonnes" if TONNES.search(words) else ""


def _take(told: Told, key: str, cell: Cell, reading: HouseholdReading) -> None:
    """Keep a cell; two numbers of one municipality may both stand in a table, one of them with nothing."""
    if cell.why_not:
        reading.errors.append(cell.wrong(cell.why_not))
        return
    before = told.get(key)
    if before is None or not before.value:
        told[key] = cell
    elif cell.value and abs(cell.value - before.value) > SAME * abs(before.value):
        message = _("The same municipality and year stands twice, with %(first)s and %(second)s.")
        words = {"first": number(before.value), "second": number(cell.value)}
        reading.errors.append(cell.wrong(message % words))


def _values(told: Told, parts: float) -> dict[str, Any]:
    """What the engine's row is made of; `parts` is what a whole is where nobody says that it is per cent."""
    kg, people, tonnes = (_number(told, key) for key in ("kg", "people", "tonnes"))
    collected = tonnes if tonnes is not None else kg * people / 1000 if kg and people else None
    wholes = {"percent": 100.0, "part": parts, "kg": kg, "tonnes": collected}
    # Where recovery is told with biological treatment, that must not be counted once more.
    includes = any(key.endswith("inclusive") for key in told)
    shares: dict[str, float] = {}
    for part in PARTS:
        share = None if part == "biological" and includes else _share(told, part, wholes)
        if share is not None:
            key = "material" if part == "biological" else part
            shares[key] = shares.get(key, 0.0) + share
    return {"kg_per_inhabitant": kg, "inhabitants": people, "tonnes": tonnes, "shares": shares}


def _share(told: Told, part: str, wholes: Mapping[str, float | None]) -> float | None:
    for way, whole in wholes.items():
        for key in (f"{way} {part}", f"{way} {part} inclusive"):
            value = _number(told, key)
            if value is not None and whole:
                return value / whole
    return None


def _number(told: Told, key: str) -> float | None:
    return told[key].value if key in told else None

"""National waste accounts by material and treatment, and the key by which they are shared out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from django.utils.translation import gettext as _

from dugnad.analyses.sources.grids import Cell, Grid, Grids, Word
from dugnad.analyses.sources.measures import measure_of, other_measure
from dugnad.analyses.sources.wording import (
    FILLING,
    TONNES,
    folded,
    in_thousands,
    is_contents,
    is_nation,
    is_total,
    place_of,
    side_of_places,
    side_of_time,
    treatment_of,
    year_of,
)
from dugnad.kit.tables import CellError

NAMES = 36  # letters; two of them and an arrow are the name of a flow
NAMED = 5
Amount = tuple[str, str, float]  # material, treatment, tonnes
Pair = tuple[str, str]  # material, treatment


@dataclass
class AccountsReading:
    """The nation's tonnes by year, material and treatment, and what is wrong with their file."""

    by_year: dict[int, list[Amount]] = field(default_factory=dict)
    empty: dict[int, list[Pair]] = field(default_factory=dict)  # what the file has no figure of, by year
    errors: list[CellError] = field(default_factory=list)


@dataclass
class KeyReading:
    """The key of each place by year, that of the nation, and what is wrong with their file."""

    by_year: dict[int, dict[str, float]] = field(default_factory=dict)
    nation: dict[int, float] = field(default_factory=dict)
    of_nation: dict[int, Cell] = field(default_factory=dict)  # where that of the nation stands
    errors: list[CellError] = field(default_factory=list)

    def year_nearest(self, year: int) -> int | None:
        """The year of the key that is nearest to a year, the later of two; None where there is none."""
        return min(self.by_year, key=lambda one: (abs(one - year), -one), default=None)


@dataclass(frozen=True)
class Sides:
    """Where years, treatments and materials stand in a table, and the other sides that have several words."""

    time: int
    treatment: int
    material: int
    several: tuple[int, ...]


def read_accounts(file: Grids) -> AccountsReading:
    """The nation's tonnes; sums of materials or treatments are left out."""
    reading = AccountsReading(errors=list(file.errors))
    found: dict[int, dict[Pair, float | None]] = defaultdict(dict)
    for table in file.tables:
        sides = _sides(table, file.name, reading.errors)
        if sides:
            _note_sums(table, sides, file)
            factor = _factor(table, file.name, reading.errors)
            _take_table(table, sides, factor, found, reading.errors)
    reading.by_year = {
        year: [(material, treatment, tonnes) for (material, treatment), tonnes in cells.items() if tonnes]
        for year, cells in sorted(found.items())
        if any(cells.values())
    }
    known = dict.fromkeys(pair for cells in found.values() for pair in cells)
    reading.empty = {year: _without(found[year], known) for year in reading.by_year}
    if not reading.by_year and not reading.errors:
        message = _("The file has no amounts of waste by material and treatment.")
        reading.errors.append(CellError(file.name, 1, "", message))
    return reading


def _sides(table: Grid, name: str, errors: list[CellError]) -> Sides | None:
    """The sides that are wanted; None where there is no such table."""
    time, every = side_of_time(table), range(len(table.sides))
    counts = {side: sum(_is_treatment(word) for word in table.words_of(side)) for side in every}
    treatment = max(counts, key=lambda side: counts[side], default=None)
    if time is None or treatment is None or not counts[treatment]:
        return None
    rest = [side for side in every if side not in {time, treatment} and not is_contents(table.sides[side])]
    rest = [side for side in rest if any(word.label for word in table.words_of(side))]
    several = [side for side in rest if len(table.words_of(side)) > 1]
    named = [side for side in rest if folded(table.sides[side]).startswith("material")]
    material = next(iter([*named, *several, *rest]), None)
    if material is None:
        return None
    others = [side for side in every if side not in {time, treatment, material}]
    for side in others:
        _refuse_unclear(table, side, name, errors)
    return Sides(time, treatment, material, tuple(side for side in others if len(table.words_of(side)) > 1))


def _note_sums(table: Grid, sides: Sides, file: Grids) -> None:
    for side in (sides.material, sides.treatment):
        for word in table.words_of(side):
            if is_total(word):
                file.leave_out(word.label)


def _factor(table: Grid, name: str, errors: list[CellError]) -> float:
    """Tonnes in the unit of a table; 0 where it does not say which."""
    labels = [word.label for side in range(len(table.sides)) for word in table.words_of(side)]
    texts = [table.title, *labels]
    if in_thousands(*texts):
        return 1000.0
    if any(TONNES.search(folded(text)) for text in texts):
        return 1.0
    message = _(
        "The file does not say whether it counts in tonnes or in thousand tonnes. Write it in its title."
    )
    errors.append(CellError(name, 1, "", message))
    return 0.0


def _refuse_unclear(table: Grid, side: int, name: str, errors: list[CellError]) -> None:
    """A side of several words, none of which is their sum, leaves open which of them is meant."""
    words = table.words_of(side)
    if len(words) > 1 and not any(is_total(word) for word in words):
        message = _(
            "It cannot be told which of these is wanted: %(values)s. Fetch the table with one of them."
        )
        values = "; ".join(word.label for word in words[:NAMED])
        errors.append(CellError(name, 1, table.sides[side], message % {"values": values}))


def _is_treatment(word: Word) -> bool:
    return bool(treatment_of(word.label) or FILLING.search(folded(word.label)))


def _take_table(
    table: Grid,
    sides: Sides,
    factor: float,
    found: dict[int, dict[Pair, float | None]],
    errors: list[CellError],
) -> None:
    for cell in table.cells:
        year = year_of(cell.words[sides.time])
        is_sum = is_total(cell.words[sides.material]) or is_total(cell.words[sides.treatment])
        is_wanted = all(is_total(cell.words[side]) for side in sides.several)
        if year is None or is_sum or not is_wanted:
            continue
        names = (_name(cell.words[sides.material].label), _name(cell.words[sides.treatment].label))
        if cell.why_not:
            errors.append(cell.wrong(cell.why_not))
        elif cell.value and found[year].get(names):
            errors.append(cell.wrong(_("“%(cell)s” stands there twice.") % {"cell": ", ".join(names)}))
        elif cell.value is None:
            found[year].setdefault(names, None)  # a mark says that there is no figure
        elif not found[year].get(names):
            found[year][names] = cell.value * factor


def _without(found: Mapping[Pair, float | None], known: Iterable[Pair]) -> list[Pair]:
    """What a year has no figure of, not even 0, of the materials and treatments that the file names.

    Whoever left a cell empty may not have meant that there is nothing, and a nation's amount falls by it.
    """
    materials, treatments = (dict.fromkeys(names) for names in zip(*known, strict=True))
    return [pair for pair in product(materials, treatments) if found.get(pair) is None]


def _name(label: str) -> str:
    """What a material or treatment is called in the names of flows."""
    name = " ".join(label.split())
    return name if len(name) <= NAMES else f"{name[: NAMES - 1]}…"


def read_key(file: Grids, places: Mapping[str, str], measure: str) -> KeyReading:
    """The key of each place, and of the nation where the file has a row for it.

    measure: what the key is to be, such as employees; a file that says that it counts something else is
    refused.
    """
    reading = KeyReading(errors=list(file.errors))
    for table in file.tables:
        time = side_of_time(table)
        where = side_of_places(table, places, beside=[time])
        if time is None or where is None:
            continue
        others = [side for side in range(len(table.sides)) if side not in {time, where}]
        chosen = {side: _key_word(table, side, measure, file.name, reading.errors) for side in others}
        cells = [
            cell for cell in table.cells if all(_is_meant(cell, side, word) for side, word in chosen.items())
        ]
        if _refuse_other(cells, others, measure, (table.title, file.name), reading.errors):
            continue
        ours = {word: place_of(word, places) for word in table.words_of(where)}
        for cell in cells:
            _take_key(cell, time, where, ours, reading)
    if not reading.by_year and not reading.errors:
        message = _("The file has no figure for any place of this study.")
        reading.errors.append(CellError(file.name, 1, "", message))
    return reading


def _key_word(table: Grid, side: int, measure: str, name: str, errors: list[CellError]) -> Word | None:
    """The word of a side that the key is read from, by what it measures; None where their sum is wanted."""
    words = table.words_of(side)
    ours = [word for word in words if len(words) == 1 or measure_of(word.label) == measure]
    if len(ours) == 1:
        return ours[0]
    _refuse_unclear(table, side, name, errors)
    return None


def _is_meant(cell: Cell, side: int, word: Word | None) -> bool:
    return cell.words[side] == word if word else is_total(cell.words[side])


def _refuse_other(
    cells: list[Cell], sides: list[int], measure: str, above: tuple[str, ...], errors: list[CellError]
) -> bool:
    """Whether a table says that it measures something else: its headings, else its title or its file."""
    for cell in cells[:1]:
        if reason := other_measure(measure, *(cell.words[side].label for side in sides), *above):
            errors.append(CellError(cell.sheet, 1, cell.column, reason))
            return True
    return False


def _take_key(cell: Cell, time: int, where: int, ours: Mapping[Word, str], reading: KeyReading) -> None:
    place, year = ours[cell.words[where]], year_of(cell.words[time])
    if year is None or not (place or is_nation(cell.words[where])):
        return
    if cell.why_not:
        reading.errors.append(cell.wrong(cell.why_not))
    elif cell.value is not None and place:
        of_year = reading.by_year.setdefault(year, {})
        if of_year.get(place) and cell.value and of_year[place] != cell.value:
            message = _("The same municipality and year stands twice.")
            reading.errors.append(cell.wrong(message))
        of_year[place] = of_year.get(place) or cell.value
    elif cell.value is not None:
        reading.nation[year], reading.of_nation[year] = cell.value, cell


def materials_of(amounts: Iterable[Amount]) -> str:
    """The materials in words, for the study's own field."""
    return ", ".join(dict.fromkeys(material for material, _treatment, _tonnes in amounts))

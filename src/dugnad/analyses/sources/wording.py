"""What the words of statistics mean: places, years, treatments, activities and sums, in three languages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dugnad.analyses.rules import year_complaint
from dugnad.analyses.sources.grids import YEAR, Grid, Grids, Word
from dugnad.kit.tables import CellError

CODE = re.compile(r"(?:K-)?(\d{4})(?:\s+(?P<rest>.*))?", re.DOTALL)
# “Asker (-2019)” was another Asker, and only a number can tell whether it was ours.
BRACKETS = re.compile(r"\s*\([^)\d]*\)\s*$")
TIME = frozenset({"tid", "time", "år", "aar", "year"})
CONTENTS = ("contentscode", "statistikkvariabel", "contents")
# No word for a sum: in a table of one's own that is the sum of its municipalities, and no country.
NATION = re.compile(r"hele landet|heile landet|landet|norge|noreg|the whole country|norway")
TOTAL = re.compile(r"\b(i alt|totalt?|sum|in total|alle)\b")
THOUSAND = re.compile(r"\b(1[\s\u00a0]?000|tusen|thousand)\s*(tonn|m2|m²|kvadratmeter|t\b)|\bkt\b")
TONNES = re.compile(r"\btonn|tonnes|\bkt\b|\bt\b")
PER_HEAD = re.compile(r"per (innbyg|person|inhabit|capita)|kg/innb")
# The first that fits. Biological treatment brings materials back, and counts as recovery where it is apart.
TREATMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("biological", re.compile(r"^(?!.*material).*(biolog|kompost|compost|biogass?\b|biogassproduksjon)")),
    ("material", re.compile(r"materialgjenv|materialattv|material recovery|til gjenvinning|recycl")),
    ("energy", re.compile(r"energi|energy|forbrenn|brenn|incinerat")),
    ("landfill", re.compile(r"deponi|deponer|landfill|fyllplass")),
    (
        "other",
        re.compile(r"\b(annen|anna|andre|other|ukjent|unknown|spesial)\b.*(behand|handter|treat|dispos)"),
    ),
)
FILLING = re.compile(r"fyll|dekkmasse|filling|cover material")
ACTIVITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("rehabilitation", re.compile(r"rehab|ombygg|oppuss|renov")),
    ("demolition", re.compile(r"\b(riv|reve)|demol")),
    ("new", re.compile(r"nybyg|\bnye? bygg|fullfør|ferdigst|ferdigbyg|oppfør|\bnew|completed")),
)


def folded(text: str) -> str:
    """Words without a difference that nobody means: letters small, blanks single."""
    return " ".join(text.casefold().split())


def treatment_of(text: str) -> str:
    """Which treatment of waste words name; nothing where they name none."""
    return _first(TREATMENTS, folded(text))


def activity_of(text: str) -> str:
    """Which building activity words name; nothing where they name none."""
    return _first(ACTIVITIES, folded(text))


def _first(patterns: Iterable[tuple[str, re.Pattern[str]]], words: str) -> str:
    return next((key for key, pattern in patterns if pattern.search(words)), "")


def is_total(word: Word) -> bool:
    """Whether a word stands for the sum of the others on its side."""
    return bool(TOTAL.search(folded(word.label)))


def is_nation(word: Word) -> bool:
    """Whether a word stands for the whole country."""
    label = folded(word.label)
    return word.code in {"0", "EAK"} or bool(NATION.fullmatch(re.sub(r"^(0|eak)\s+", "", label)))


def place_of(word: Word, places: Mapping[str, str]) -> str:
    """The place that a word names, of those by small letters that are known; a number goes before a name."""
    for text in (word.code, word.label):
        found = CODE.fullmatch(text.strip())
        if found:
            return places.get(found[1], "")
    if word.label.isdecimal() and len(word.label) == 3:
        return places.get(word.label.zfill(4), "")  # workbooks keep 0301 as a number
    label = folded(word.label)
    return places.get(label) or places.get(BRACKETS.sub("", label), "")


def side_of_time(grid: Grid) -> int | None:
    """The side of years."""
    if grid.time is not None:
        return grid.time
    by_name = [n for n, name in enumerate(grid.sides) if set(folded(name).split()) & TIME]
    every = range(len(grid.sides))
    by_words = [n for n in every if all(YEAR.fullmatch(word.label) for word in grid.words_of(n))]
    return next(iter([*by_name, *by_words]), None)


def side_of_places(grid: Grid, places: Mapping[str, str], *, beside: Sequence[int | None]) -> int | None:
    """The side on which most words name a place; a side that is taken already is none."""
    free = [side for side in range(len(grid.sides)) if side not in beside]
    counts = {side: sum(bool(place_of(word, places)) for word in grid.words_of(side)) for side in free}
    best = max(counts, key=lambda side: counts[side], default=None)
    return best if best is not None and counts[best] else None


def is_contents(name: str) -> bool:
    """Whether a side says what is counted, and not of what."""
    return any(word in folded(name) for word in CONTENTS)


def year_of(word: Word) -> int | None:
    """The year that a word names."""
    text = word.code or word.label
    return int(text) if YEAR.fullmatch(text) else None


def refuse_years(file: Grids, *, on: date) -> None:
    """Name the years of a file that no figure can be of, each once; else they would be passed over."""
    for table in file.tables:
        time = side_of_time(table)
        for word in table.words_of(time) if time is not None else ():
            text = word.code or word.label
            reason = year_complaint(int(text), on=on) if text.isdecimal() else ""
            if reason:
                cell = next(cell for cell in table.cells if cell.words[time or 0] == word)
                file.errors.append(CellError(cell.sheet, cell.row, table.sides[time or 0], reason))


def in_thousands(*texts: str) -> bool:
    """Whether figures are told in thousands of tonnes or square metres."""
    return any(THOUSAND.search(folded(text)) for text in texts)

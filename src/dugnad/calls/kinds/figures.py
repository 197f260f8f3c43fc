"""Figures and units as people read them: what is shown is what is stored, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.indicators.rules import WHOLE, may_be_negative
from dugnad.kit.formats import number

# A unit of one's own is written as choices are, in these languages: kaier | kaiar | quays.
LANGUAGES, BETWEEN, LONGEST_UNIT = ("nb", "nn", "en"), "|", 40
SYMBOL = 4  # letters: kWh, MW and m² are the same everywhere
MOST = 4  # decimals, with which figures are stored
# Units as those who ask write them, each with its words; any other unit is shown as it was written.
UNITS: dict[str, Promise] = {
    spelling: words
    for spellings, words in (
        (("t CO2e", "tonn CO2e", "tonnes CO2e"), _l("tonnes CO2e")),
        (("t", "tonn", "tonnes"), _l("tonnes")),
        (("t/a",), _l("tonnes a year")),
        (("kt/a",), _l("thousand tonnes a year")),
        (("kg/a",), _l("kilograms a year")),
        (("kr", "kroner", "NOK"), _l("kroner")),
        (("innbyggere", "innbyggjarar", "inhabitants"), _l("inhabitants")),
        (("personer", "personar", "people"), _l("people")),
        (("biler", "bilar", "cars"), _l("cars")),
        (("timer", "timar", "hours"), _l("hours")),
        (("stk", "stk.", "pcs"), _l("pcs")),
        (("prosent", "per cent", "percent"), _l("per cent")),
    )
    for spelling in spellings
}
PER_CENT = frozenset({"%", "prosent", "pst.", "percent", "per cent"})
MONEY = frozenset({"kr", "kroner", "NOK"})


def figure_text(value: int | float | None) -> str:
    """A figure with the decimals that it has, at most four; a dash where there is none.

    Never rounded further: who reads 85 739 and types it would else be told that 85 739,2 is another figure.
    """
    if value is None or isinstance(value, int):
        return number(value)
    return number(value, decimals_of(value))


def spread_text(value: float) -> str:
    """How far a figure can be off: mostly worked out from a per cent, so one decimal tells it, or none."""
    return figure_text(round(value, 1) if abs(value) >= 1 else value)


def units_of(unit: str) -> dict[str, str]:
    """A unit by language, as it was written; one without a bar between is the same in all of them."""
    if BETWEEN not in unit:
        return dict.fromkeys(LANGUAGES, unit)
    written = [words.strip() for words in unit.split(BETWEEN)]
    return dict.fromkeys(LANGUAGES, "") | dict(zip(LANGUAGES, written, strict=False))


def own_unit(unit: str, code: str = "") -> str:
    """A unit as it was written in a language, or in the reader's; else in the first that has it."""
    written = units_of(unit)
    wanted = written.get(code or (get_language() or "")[:2], "")
    return wanted or next((words for words in written.values() if words), "")


def unit_with(unit: str, code: str, words: str) -> str:
    """A unit with other words in one language."""
    # Without a bar it stands in the first language; in the others it was a makeshift.
    known = units_of(unit) if BETWEEN in unit else {LANGUAGES[0]: unit}
    return f" {BETWEEN} ".join((known | {code: words}).get(each, "") for each in LANGUAGES).strip(" ")


def lacks_unit(unit: str, code: str) -> bool:
    """Whether a unit lacks its words in a language: what we know, and what is a symbol, needs none."""
    if BETWEEN in unit:
        return not units_of(unit)[code]
    words = unit.strip()
    is_symbol = len(words) < SYMBOL + 1 or not words.replace(" ", "").isalpha() or not words.islower()
    return code != LANGUAGES[0] and words not in UNITS and not is_symbol


def can_be_negative(unit: str) -> bool:
    """Whether a figure can be below zero: in money, shares and units that we do not know it can."""
    words = own_unit(unit, LANGUAGES[0]).strip()
    return words not in UNITS or words in MONEY or is_per_cent(words) or may_be_negative(words)


def is_per_cent(unit: str) -> bool:
    """Whether a figure in this unit is of a hundred."""
    return own_unit(unit, LANGUAGES[0]).strip().casefold() in PER_CENT


def share_doubt(value: int | float | None, unit: str) -> str:
    """A share is seldom more than the whole, and 1250 may be 12,50: a question to who wrote it."""
    if value is None or not is_per_cent(unit) or value <= WHOLE:
        return ""
    message = _("%(figure)s per cent is more than the whole. Keep it only if that is meant.")
    return message % {"figure": figure_text(value)}


def decimals_of(value: float) -> int:
    """How many decimals a figure has, at most four."""
    return len(f"{value:.{MOST}f}".rstrip("0").partition(".")[2])


def is_same_figure(one: float, published: float) -> bool:
    """Whether a figure is the published one, or becomes it when it is rounded as that was."""
    decimals = decimals_of(published)
    return round(one, decimals) == round(published, decimals)


def unit_words(unit: str) -> str:
    """A unit in the reader's language, where it is one that we know or was written in it."""
    words = own_unit(unit)
    return str(UNITS.get(words.strip(), words))


def with_unit(value: int | float | None, unit: str) -> str:
    """A figure with its unit behind it."""
    return f"{figure_text(value)} {unit_words(unit)}".strip()

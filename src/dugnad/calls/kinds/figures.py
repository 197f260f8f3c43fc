"""Figures and units as people read them: what is shown is what is stored, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.indicators.rules import WHOLE, may_be_negative
from dugnad.kit.formats import number

MOST = 4  # decimals, with which figures are stored
# Units as those who ask write them, each with its words; any other unit is shown as it was written.
UNITS: dict[str, Promise] = {
    spelling: words
    for spellings, words in (
        (("t CO2e", "tonn CO2e", "tonnes CO2e"), _l("tonnes CO2e")),
        (("t", "tonn", "tonnes"), _l("tonnes")),
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


def can_be_negative(unit: str) -> bool:
    """Whether a figure can be below zero: in money, shares and units that we do not know it can."""
    words = unit.strip()
    return words not in UNITS or words in MONEY or is_per_cent(words) or may_be_negative(words)


def is_per_cent(unit: str) -> bool:
    """Whether a figure in this unit is of a hundred."""
    return unit.strip().casefold() in PER_CENT


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
    """A unit in the reader's language, where it is one that we know."""
    return str(UNITS.get(unit.strip(), unit))


def with_unit(value: int | float | None, unit: str) -> str:
    """A figure with its unit behind it."""
    return f"{figure_text(value)} {unit_words(unit)}".strip()

"""Units as people read them, how exactly their figures are shown, and which way is better."""

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from dugnad.engine.exactness import DIGITS, decimals_needed
from dugnad.engine.units import UNITS
from dugnad.kit import formats


class Direction(models.TextChoices):
    """Which way is better."""

    DOWN = "down", _("Lower is better")
    UP = "up", _("Higher is better")
    NEITHER = "neither", _("Neither")


UNIT_WORDS = {
    "t CO2e": _("tonnes CO2e"),
    "t CO2e/persons": _("tonnes CO2e per inhabitant"),
    "kg": _("kg"),
    "kg/persons": _("kg per inhabitant"),
    "persons": _("inhabitants"),
    "vehicles": _("vehicles"),
    "MWh": _("MWh"),
    "%": _("per cent"),
    "1": _("ratio"),
    "kr": _("NOK"),
    "1000 kr": _("thousand NOK"),
    "mill. kr": _("million NOK"),
}
# What stands under the line of a quotient.
PER_WORDS = {"persons": _("per inhabitant"), "vehicles": _("per vehicle"), "1": ""}
# What people write besides what pages do.
ALSO_WRITTEN = {"percent": "%", "pct": "%", "pst.": "%", "pst": "%"}
SHARE = "%"  # the unit of what is told as a part of a hundred
DECIMALS = {"t CO2e/persons": 2, "%": 1}
COUNTED = frozenset({"persons", "vehicles"})
FEW = 10  # of whole units: fewer are told with decimals where they have any


def unit_in_words(unit: str) -> str:
    """A unit as people read it; one without words of its own as it is written."""
    if unit in UNIT_WORDS:
        return str(UNIT_WORDS[unit])
    over, slash, under = unit.partition("/")
    return f"{unit_in_words(over)} {_per(under)}".strip() if slash else unit


def symbol_of(written: str, own: str) -> str:
    """The symbol of a unit that stands in words, as pages write it in any language; else what is written.

    `own` is the unit of the indicator, which may be a quotient that no list holds.
    """
    if written == own or written in UNITS:
        return written
    return _symbols(own).get(_folded(written), written)


@cache
def _symbols(own: str) -> dict[str, str]:
    """Symbols by what each is called in every language of the pages."""
    known = dict(ALSO_WRITTEN)
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {_folded(unit_in_words(symbol)): symbol for symbol in (*UNITS, *UNIT_WORDS, own)}
    return known


def change_in_words(relative: float | None, points: float | None, unit: str, decimals: int = 0) -> str:
    """A change as people say it: in per cent of what was, or of shares in percentage points.

    From 20 to 25 per cent are five points; that it is a quarter more is what nobody means.
    """
    if unit != SHARE:
        return formats.change(relative, decimals)
    if points is None:
        return formats.MISSING
    told = formats.number(points, 1)
    grew = points > 0 and any(sign in "123456789" for sign in told)
    return gettext("%(number)s percentage points") % {"number": f"+{told}" if grew else told}


def _folded(written: str) -> str:
    return " ".join(written.replace("₂", "2").casefold().split())


def _per(unit: str) -> str:
    return str(PER_WORDS[unit]) if unit in PER_WORDS else gettext("per %(unit)s") % {"unit": unit}


def decimals_of(unit: str) -> int:
    """How exactly figures in this unit are shown at least."""
    return DECIMALS.get(unit, 0)


def decimals_for(unit: str, values: Iterable[float | None]) -> int:
    """How exactly figures that stand together are shown: a ratio by its largest, since 0,7 is no 1."""
    least, known = decimals_of(unit), [value for value in values if value is not None]
    is_small = max(map(abs, known), default=0.0) < FEW
    # Where decimals are agreed on, as with tonnes per inhabitant, only a very small figure has more.
    digits = DIGITS - 1 if least else DIGITS
    return decimals_needed(known, least=least, digits=digits) if is_small or _is_ratio(unit) else least


def decimals_of_rows(unit: str, values: Iterable[float | None]) -> int:
    """How exactly rows of a file are shown: to a tenth at least, but nobody counts tenths of inhabitants."""
    return max(0 if unit in COUNTED else 1, decimals_for(unit, values))


def _is_ratio(unit: str) -> bool:
    return "/" in unit or unit == "1"

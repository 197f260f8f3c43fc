"""What a column of figures measures, by its words: a file of employees is no floor area."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dugnad.analyses.sources.wording import TONNES, folded

INHABITANTS, EMPLOYEES, FLOOR_AREA = "inhabitants", "employees", "floor_area"


@dataclass(frozen=True)
class Measure:
    """Something that is measured: the words that tell it, and how we call it."""

    pattern: re.Pattern[str]
    words: Promise


# The first that fits: “sysselsatte personer” are employees, and the km² of a municipality no floors.
MEASURES: Mapping[str, Measure] = {
    "money": Measure(
        re.compile(r"\bkr\b|kroner|\bnok\b|omsetning|omsetnad|turnover"), gettext_lazy("kroner")
    ),
    EMPLOYEES: Measure(
        re.compile(r"ansatt|\btilsett|sysselsa|sysselse|årsverk|arbeidsplass|employ|\bjobs\b|full-time"),
        gettext_lazy("employees"),
    ),
    "land": Measure(
        re.compile(r"km2|km²|kvadratkilomet|square kilomet|landareal|\bland area|dekar"),
        gettext_lazy("land area"),
    ),
    FLOOR_AREA: Measure(
        re.compile(r"areal|\barea\b|\bm2\b|m²|kvadratmet|square met|\bfloor"), gettext_lazy("floor area")
    ),
    "tonnes": Measure(TONNES, gettext_lazy("tonnes")),
    INHABITANTS: Measure(
        re.compile(r"innbyg|folkemengd|folket|befolkning|\bperson|inhabitants|population"),
        gettext_lazy("inhabitants"),
    ),
}


def measure_of(*texts: str) -> str:
    """What is measured by the first of some texts that names a measure; nothing where none does."""
    return _found(texts)[0]


def other_measure(wanted: str, *texts: str) -> str:
    """The complaint where texts tell of something else than is wanted; empty where they tell nothing."""
    found, text = _found(texts)
    if found in ("", wanted):
        return ""
    message = _("“%(words)s” counts %(found)s, but %(wanted)s was to be here. Choose the right file.")
    told = {"words": text, "found": MEASURES[found].words, "wanted": MEASURES[wanted].words}
    return message % told


def _found(texts: tuple[str, ...]) -> tuple[str, str]:
    every = ((key, one, text) for text in texts for key, one in MEASURES.items())
    return next(((key, text) for key, one, text in every if one.pattern.search(folded(text))), ("", ""))

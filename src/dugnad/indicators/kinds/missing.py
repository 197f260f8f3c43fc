"""Why a figure that could stand in a table does not, and how publishers write it."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Missing(models.TextChoices):
    """Why a figure that could stand in a table does not: none of these is a zero."""

    NOT_PUBLISHED = "not_published", _("not published")
    CONFIDENTIAL = "confidential", _("confidential")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    DERIVED = "derived", _("derived from a figure that is missing")


def missing_in_words(reason: str) -> str:
    """Why there is no figure, as people read it; what nobody said is not published."""
    return str(Missing(reason or Missing.NOT_PUBLISHED).label)


# How a reason is written in rows for programs, in every language the same.
MISSING_FOR_PROGRAMS = {
    Missing.NOT_PUBLISHED: "not published",
    Missing.CONFIDENTIAL: "confidential",
    Missing.NOT_APPLICABLE: "not applicable",
    Missing.DERIVED: "derived from missing",
}
IN_WORDS = {told: reason for reason, told in MISSING_FOR_PROGRAMS.items()}


def reason_in_words(told: str) -> str:
    """What rows for programs say of a gap, as people read it; None of these words is shown as it stands."""
    if told in IN_WORDS:
        return missing_in_words(IN_WORDS[told])
    words = next((words for part, words in SAID.items() if part in told), None)
    return str(words) if words else gettext("no figure has been read in")


# What else rows for programs say of a gap, by a part of it; the first that fits is said.
DIVIDED_BY_ZERO, NO_SUM, NO_INHABITANTS = "divided by zero", "have no sum", "no inhabitants known"
SAID = {
    DIVIDED_BY_ZERO: _("nothing can be divided by zero"),
    NO_SUM: _("such figures of several municipalities cannot be added up"),
    NO_INHABITANTS: _("the inhabitants are not known"),
    "divided": _("the municipality was divided, and no key says how"),
    "cannot be summed": _("the municipality was merged, and such figures cannot be added up"),
    "lacks": _("a municipality that it was merged from has no figure"),
}


# How the statistics agency writes that a figure is impossible, unknown or confidential.
NORWEGIAN_SYMBOLS = {
    "": Missing.NOT_PUBLISHED,
    ".": Missing.NOT_APPLICABLE,
    "-": Missing.NOT_APPLICABLE,
    "..": Missing.NOT_PUBLISHED,
    "...": Missing.NOT_PUBLISHED,
    ":": Missing.CONFIDENTIAL,
}
# Eurostat writes a colon where Norway writes two dots, and flags what is confidential by a letter.
EUROPEAN_SYMBOLS = {
    "": Missing.NOT_PUBLISHED,
    ":": Missing.NOT_PUBLISHED,
    "c": Missing.CONFIDENTIAL,
    ":c": Missing.CONFIDENTIAL,
    "z": Missing.NOT_APPLICABLE,
    ":z": Missing.NOT_APPLICABLE,
}

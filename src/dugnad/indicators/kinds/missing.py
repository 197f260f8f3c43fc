"""Why a figure that could stand in a table does not, and how publishers write it."""

from django.db import models
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

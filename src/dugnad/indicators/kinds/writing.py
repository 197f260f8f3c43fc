"""How tables are written: signs in numbers, layouts, and what became of a figure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decimal(models.TextChoices):
    """The sign before the decimals of a number."""

    COMMA = ",", _("comma (12,5)")
    POINT = ".", _("point (12.5)")


class Thousands(models.TextChoices):
    """The sign between the thousands of a number."""

    NONE = "none", _("none (1250)")
    SPACE = "space", _("space (1 250)")
    POINT = "point", _("point (1.250)")
    COMMA = "comma", _("comma (1,250)")

    @property
    def mark(self) -> str:
        """The sign itself."""
        return {"none": "", "space": " ", "point": ".", "comma": ","}[self.value]


LAYOUT_WORDS = {
    "workbook of one municipality": _("the agency’s workbook for one municipality"),
    "national workbook": _("the agency’s workbook for the country"),
    "national table": _("a table with municipality numbers"),
    "county table": _("a county’s table with names of municipalities"),
    "indicator table": _("a table with municipality_code, year and value"),
    "mapped table": _("a table whose columns somebody has named"),
    "JSON-stat": _("a table from a statistics agency (JSON-stat)"),
}
DIFFERENCE_WORDS = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}


def layout_in_words(layout: str) -> str:
    """A layout as people read it."""
    return str(LAYOUT_WORDS.get(layout, layout))

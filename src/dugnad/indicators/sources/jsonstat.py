"""JSON-stat 2 as agencies answer it: the engine reads it, and what is wrong is told in the reader's words."""

from typing import Any

from django.utils.translation import gettext as _

from dugnad.engine import jsonstat
from dugnad.engine.jsonstat import Cell, Dataset, Dimension
from dugnad.kit.errors import Refused

__all__ = ["Cell", "Dataset", "Dimension", "read_dataset", "read_datasets"]
MOST_CELLS = 2_000_000


def read_datasets(content: bytes) -> list[Dataset]:
    """The tables of a file: one, or a list of the parts in which a large one was asked for."""
    try:
        return jsonstat.read_datasets(content, most_cells=MOST_CELLS)
    except (jsonstat.NotJsonStat, jsonstat.NotWhole, jsonstat.TooManyCells) as wrong:
        raise _in_words(wrong) from None


def read_dataset(told: Any) -> Dataset:
    """A table as JSON-stat 2 writes it; Refused where it is none."""
    try:
        return jsonstat.read_dataset(told, MOST_CELLS)
    except (jsonstat.NotJsonStat, jsonstat.NotWhole, jsonstat.TooManyCells) as wrong:
        raise _in_words(wrong) from None


def _in_words(wrong: ValueError) -> Refused:
    if isinstance(wrong, jsonstat.NotWhole):
        return Refused("json-stat", _("The table is not whole: its cells do not fit its dimensions."))
    if isinstance(wrong, jsonstat.TooManyCells):
        return Refused("rows", _("The table has more than two million cells. Divide it."))
    return Refused(
        "json-stat",
        _("This is not a table in JSON-stat 2, the form in which Statistics Norway and Eurostat answer."),
    )

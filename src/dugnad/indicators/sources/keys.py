"""A key by which divided municipalities are shared: a table with code, part and share."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Key
from dugnad.indicators.sources.reading import (
    UnreadableCell,
    clean,
    find_header,
    is_blank,
    read_number,
)
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import Row

COLUMNS = {"code": "code", "part": "part", "share": "share"}


def read_key(rows: Iterator[Row], name: str) -> Key:
    """The key in a table; Refused where it is none, or where the shares of a code do not sum to 1."""
    header = find_header(next(rows, Row("", 0, [])), COLUMNS)
    if len(header.columns) < len(COLUMNS):
        message = _("%(name)s is no key: it must have the columns code, part and share.")
        raise Refused("key", message % {"name": name}, field="key")
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if not is_blank(row):
            code, part = (clean(header.cell(row, column)).zfill(4) for column in ("code", "part"))
            weights[code][part] = _share(header.cell(row, "share"), row, name)
    return _checked(name, weights)


def _share(cell: object, row: Row, name: str) -> float:
    try:
        return read_number(cell)
    except UnreadableCell as refusal:
        raise Refused("key", f"{name}, {row.number}: {refusal}", field="key") from None


def _checked(name: str, weights: dict[str, dict[str, float]]) -> Key:
    try:
        return Key(name, weights)
    except ValueError:
        message = _("In the key %(name)s the shares of a code must be 0 or more, and sum to 1.")
        raise Refused("key", message % {"name": name}, field="key") from None

"""What Klass lets people download: codes, changes and correspondences, as JSON or as tables, in any number.

They are joined to what its API answers, so that a chosen file and a fetched answer are read in one way.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dugnad.indicators.sources.reading import clean, read_csv
from dugnad.kit.errors import Refused

# Each answer by its name in JSON, with the columns that only its table has.
CODES, CHANGES, CORRESPONDENCE = "codes", "codeChanges", "correspondenceItems"
TABLES = {
    CHANGES: {"oldCode", "newCode", "changeOccurred"},
    CORRESPONDENCE: {"sourceCode", "targetCode"},
    CODES: {"code", "name", "level"},
}
JSON_MARKS = (b"{", b"[")
Part = Mapping[str, Any]


def is_of_klass(content: bytes) -> bool:
    """Whether these bytes are JSON, which no other register is, or a table with the columns of Klass."""
    return _is_json(content) or bool(_kind_of_table(_titles(content)))


def join(files: Iterable[tuple[bytes, str]]) -> bytes:
    """The files as one list of answers; Refused names the one that is no answer of Klass."""
    parts = [part for content, name in files for part in _parts(content, name)]
    return json.dumps(parts, ensure_ascii=False).encode()


def _parts(content: bytes, name: str) -> Sequence[Part]:
    parts = _from_json(content) if _is_json(content) else [_from_table(content)]
    if not parts or not all(isinstance(part, dict) and TABLES.keys() & part.keys() for part in parts):
        message = _(
            "%(file)s is no answer of Klass. It has codes (codes or codesAt), changes, or a correspondence "
            "to the counties, as JSON or as CSV."
        )
        raise Refused("klass", message % {"file": name})
    return parts


def _from_json(content: bytes) -> list[Any]:
    try:
        told = json.loads(content)
    except ValueError:
        return []
    return told if isinstance(told, list) else [told]


def _from_table(content: bytes) -> Part:
    titles = _titles(content)
    rows = [list(map(clean, row.cells)) for row in list(read_csv(content))[1:]]
    return {_kind_of_table(titles): [dict(zip(titles, row, strict=False)) for row in rows if any(row)]}


def _titles(content: bytes) -> list[str]:
    first = next(iter(read_csv(content)), None)
    return [clean(cell) for cell in first.cells] if first else []


def _kind_of_table(titles: Sequence[str]) -> str:
    return next((kind for kind, columns in TABLES.items() if columns <= set(titles)), "")


def _is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(JSON_MARKS)

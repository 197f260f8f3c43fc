"""Registers of municipality numbers: one division a file, or the history with successors."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dugnad.indicators.sources.reading import (
    Findings,
    Header,
    UnreadableCell,
    clean,
    find_header,
    is_blank,
)
from dugnad.kit.spreadsheets import Row
from dugnad.members.rules import CodeRow

COLUMNS = {
    "code": "code",
    "kommunenummer": "code",
    "name": "name",
    "kommunenavn": "name",
    "county": "county",
    "fylkesnummer": "county",
    "county_name": "county_name",
    "fylkesnavn": "county_name",
    "valid_from_year": "from",
    "valid_to_year": "to",
    "successor_code": "successor",
    "weight_to_successor": "weight",
}
DIVISION = ("code", "name", "county", "county_name")
HISTORY = (*DIVISION, "from", "to", "successor", "weight")


def read_register(rows: Iterator[Row], findings: Findings, *, division_of: date) -> list[CodeRow]:
    """The numbers of a register; `division_of` is the day that a file of one division holds for."""
    header: Header | None = None
    read: dict[tuple[str, date], CodeRow] = {}
    for row in rows:
        if header is None:
            header = _header(row, findings)
            if header is None:
                return []
        elif not is_blank(row):
            findings.rows += 1
            _take(row, header, findings, read, division_of)
    if not findings.rows and not findings.refused:
        findings.refuse_file(_("The table has no rows."))
    return list(read.values())


def _header(row: Row, findings: Findings) -> Header | None:
    header = find_header(row, COLUMNS)
    is_history = bool({"from", "successor"} & set(header.columns))
    findings.layout = "municipality code history" if is_history else "municipality division"
    missing = [column for column in (HISTORY if is_history else DIVISION) if column not in header.columns]
    for column in missing:
        name = next(title for title, own in COLUMNS.items() if own == column)
        findings.refuse(row, name, _("The column “%(name)s” is missing.") % {"name": name})
    return None if missing else header


def _take(
    row: Row, header: Header, findings: Findings, read: dict[tuple[str, date], CodeRow], division_of: date
) -> None:
    try:
        code = _code_row(row, header, division_of)
    except UnreadableCell as refusal:
        findings.refuse(row, header.name("code"), str(refusal))
        return
    known = read.get((code.code, code.valid_from))
    read[code.code, code.valid_from] = (
        replace(known, successors=(*known.successors, *code.successors)) if known else code
    )


def _code_row(row: Row, header: Header, division_of: date) -> CodeRow:
    cells = {column: clean(header.cell(row, column)) for column in header.columns}
    code = cells["code"].zfill(4)
    if not (code.isdigit() and len(code) == 4 and cells["name"]):
        raise UnreadableCell(_("“%(code)s” is not a municipality number.") % {"code": cells["code"]})
    values: dict[str, Any] = {
        "code": code,
        "name": cells["name"],
        "county_code": cells["county"].zfill(2),
        "county_name": cells["county_name"],
    }
    if "from" not in cells:
        return CodeRow(**values, valid_from=date(division_of.year, 1, 1), valid_to=None)
    try:
        first = date(int(cells["from"]), 1, 1)
        last = date(int(cells["to"]), 12, 31) if cells["to"] else None
        weight = float(cells["weight"] or 1)
    except ValueError:
        raise UnreadableCell(
            _("The years or the weight of %(code)s are not numbers.") % {"code": code}
        ) from None
    successors = ((cells["successor"], None if weight == 1 else weight),) if cells["successor"] else ()
    return CodeRow(**values, valid_from=first, valid_to=last, successors=successors)

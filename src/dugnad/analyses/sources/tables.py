"""The tables of a study: a workbook with a sheet for each, or its figures alone as CSV.

The layout is the engine's (`dugnad.engine.flows.folder`), which also the command line reads, so that a study
goes from a page to a notebook and back. Figures have four columns more here: how each was come by (method),
how good it is (quality, 1 to 5), a note, and the place is one of the study's own.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dugnad.analyses.kinds import GRADES, OF_METHOD, WHOLE, Method
from dugnad.analyses.rules import amount_complaint, year_complaint
from dugnad.analyses.sources.complaints import in_words
from dugnad.engine.flows.folder import COLUMNS, study_of_sheets
from dugnad.engine.flows.study import Observation, Study
from dugnad.engine.flows.tables import Complaint, FlowsUnreadable, Row, decoded, table_of_rows
from dugnad.kit.spreadsheets import read_workbook, why_no_value
from dugnad.kit.tables import CellError, Unreadable, in_every_language, one_of

FLOWS, FIGURES = "flows", "observations"
SUMS = "aggregates"  # what the whole area of a study adds up is known by its places
OWN = {"value": True, "place": False, "year": False, "source": False, "vintage": False,
       "quality": False, "method": False, "note": False}  # fmt: skip
ZIP = b"PK\x03\x04"
LONGEST = {"source": 200, "vintage": 10, "note": 300}
VINTAGE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
NAMES = 80  # letters; the longest name of a flow or a process
Sheets = dict[str, list[list[Any]]]
Lowers = Mapping[str, float | None]  # the lower limits of flows
read_method = one_of(Method, empty="")


@dataclass(frozen=True)
class Figure:
    """A figure as it stood: its row, what the engine makes of it, and what only we ask for."""

    row: int
    told: Observation
    place: Any
    method: str
    grade: int
    note: str


@dataclass
class Reading:
    """What a file says, and everything that is wrong with it."""

    study: Study | None = None
    figures: list[Figure] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    rows: int = 0
    comma: bool | None = None  # the decimal mark is a comma, as between semicolons; None in a workbook


def read_tables(
    path: Path, *, known: Sequence[Sequence[Any]], places: Mapping[str, Any], lowers: Lowers, on: date
) -> Reading:
    """Read a workbook or a CSV file of figures.

    known: the flows that the study has, as rows of their sheet, for a file that brings none. places: what
    people may write for a place, in small letters, and the place itself. lowers: the limits of the flows that
    the study has. on: the day, after whose next year no figure can be.
    """
    reading = Reading()
    sheets = _sheets(path, reading)
    reading.rows = sum(max(len(rows) - 1, 0) for rows in sheets.values())
    if FLOWS not in sheets and len(known) > 1:
        sheets[FLOWS] = [list(row) for row in known]
    sheets.setdefault(FIGURES, [list(COLUMNS[FIGURES])])
    _name_the_whole(sheets[FIGURES])
    observed = _engine_reads(sheets, reading)
    _own_columns(sheets[FIGURES], observed, places, reading)
    _refuse_impossible(reading, lowers, on=on)
    _refuse_long_names(reading)
    return reading


def _sheets(path: Path, reading: Reading) -> Sheets:
    content = path.read_bytes()
    if not content.startswith(ZIP):
        text = decoded(content)
        mark = max(",;\t", key=text.partition("\n")[0].count)
        reading.comma = mark != ","
        return {FIGURES: list(csv.reader(text.splitlines(), delimiter=mark))}
    sheets: Sheets = {}
    for row in read_workbook(path):
        name = row.sheet.strip().casefold().replace(" ", "_")
        sheets.setdefault(name, []).append(row.cells)
        reading.errors += [
            CellError(row.sheet, row.number, str(column + 1), why_no_value(fault))
            for column, fault in row.faults
        ]
    return {name: rows for name, rows in sheets.items() if name in COLUMNS and name != SUMS}


def _name_the_whole(rows: list[list[Any]]) -> None:
    """A figure without a place is the whole area's; the engine wants a name wherever others have one."""
    headings = [str(cell or "").strip().casefold() for cell in rows[0]] if rows else []
    if "place" not in headings:
        return
    column = headings.index("place")
    filled = [cells for cells in rows[1:] if any(str(cell or "").strip() for cell in cells)]
    for cells in filled:
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = cells[column] if str(cells[column] or "").strip() else WHOLE


def _engine_reads(sheets: Sheets, reading: Reading) -> list[Observation]:
    try:
        reading.study = study_of_sheets(sheets, comma=reading.comma)
    except FlowsUnreadable as wrong:
        reading.errors += [_as_error(complaint) for complaint in wrong.complaints]
        return []
    return list(reading.study.observations)


def _as_error(complaint: Complaint) -> CellError:
    sheet = complaint.file.removeprefix("sheet ")
    return CellError(sheet, complaint.row or 1, complaint.column, in_words(complaint.text))


def _own_columns(
    rows: list[list[Any]], observed: list[Observation], places: Mapping[str, Any], reading: Reading
) -> None:
    """Read what only we ask for; where the engine could not read the rest, complaints alone come of it."""
    try:
        table = table_of_rows(FIGURES, rows, OWN)
    except FlowsUnreadable:
        return  # the engine has said which column is missing
    filled = [row for row in table.rows if row.text("value")]
    for number, row in enumerate(filled):
        found = _figure(row, observed[number] if number < len(observed) else None, places, reading)
        reading.figures += [found] if found else []


def _figure(row: Row, told: Observation | None, places: Mapping[str, Any], reading: Reading) -> Figure | None:
    before = len(reading.errors)

    def wrong(column: str, reason: str) -> None:
        reading.errors.append(CellError(FIGURES, row.number, column, reason))

    place = row.text("place")
    if place not in ("", WHOLE) and place.casefold() not in places:
        wrong(
            "place",
            _("“%(cell)s” is no place of this study. Write its name or its number.") % {"cell": place},
        )
    for column in ("year", "source", "vintage"):
        if not row.text(column):
            wrong(column, _("The cell is empty. It must be filled in."))
    for column, most in LONGEST.items():
        if len(row.text(column)) > most:
            wrong(column, _("The text is too long: %(most)s letters at most.") % {"most": most})
    if row.text("vintage") and not VINTAGE.fullmatch(row.text("vintage")):
        wrong("vintage", _("Write it as 2021-05-03, 2021-05 or 2021."))  # the newest is found by it
    method, grade = _method(row, wrong), _grade(row, wrong)
    if len(reading.errors) > before or told is None:
        return None
    return Figure(row.number, told, places.get(place.casefold()), method, grade, row.text("note"))


def _refuse_impossible(reading: Reading, lowers: Lowers, *, on: date) -> None:
    """Amounts below zero, and years that no figure can be of; limits of the file stand for ours."""
    bounds = {bound.flow: bound.lower for bound in reading.study.bounds} if reading.study else {}
    for figure in reading.figures:
        told = figure.told
        lower = bounds.get(told.flow, lowers.get(told.flow))
        complaints = {
            "value": amount_complaint(told.value, flow=told.flow, lower=lower),
            "year": year_complaint(told.year or 0, on=on),
        }
        reading.errors += [
            CellError(FIGURES, figure.row, column, text) for column, text in complaints.items() if text
        ]


def _method(row: Row, wrong: Any) -> str:
    words = row.text("method")
    for method, evidence in OF_METHOD.items():  # the short words, which stand under pictures
        if words.casefold() in in_every_language(evidence.label):
            return str(method)
    try:
        found = str(read_method(words))
    except Unreadable as unreadable:
        wrong("method", str(unreadable))
        return ""
    if not found:
        known = ", ".join(str(method.value) for method in Method)
        wrong("method", _("Write how the figure is known: %(known)s.") % {"known": known})
    return found


def _grade(row: Row, wrong: Any) -> int:
    words = row.text("quality")
    if words.isdecimal() and int(words) in GRADES:
        return int(words)
    wrong("quality", _("Write the quality as 1 (best) to 5 (a rough guess)."))
    return 0


def _refuse_long_names(reading: Reading) -> None:
    for flow in reading.study.flows if reading.study else ():
        for column, name in (("flow", flow.flow), ("source", flow.source), ("target", flow.target)):
            if name and len(name) > NAMES:
                message = _("“%(cell)s” is too long a name: %(most)s letters at most.")
                reading.errors.append(
                    CellError(FLOWS, 1, column, message % {"cell": name[:40], "most": NAMES})
                )

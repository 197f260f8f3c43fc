"""Reads a workbook in a process of its own, within bounds, and prints its rows as JSON lines.

Run as `python -m dugnad.kit.sheetreader FILE`. It imports nothing of the application: a file that
manages to break the reader breaks this process, and the application only misses its rows.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

MEMORY = 1_500 * 1024 * 1024
SECONDS = 60
ROWS = 2_000_000
# One cell in the last row of a small file makes a million empty rows. The cells from A1 to the last one in
# use may be this many in any file, and no more than the bytes of its sheets in others: a cell that holds
# something takes fifteen bytes or more.
SMALL = 200_000
SPARSE = 4  # how the reader ends when it meets a sheet with more
CHUNK = 1 << 20
SUSPECT = re.compile(rb"""\bt=["']e["']|<(?:\w+:)?f[\s/>]""")  # an error or a formula may stand here
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
Faults = dict[int, dict[int, str]]  # by row and column, counted from 0


def main(path: str) -> int:
    """Print `{"sheet": name}` and then one JSON list for each row.

    A row with cells that have no value, such as #DIV/0!, is `{"row": […], "faults": [[column, text], …]}`.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(Path(path))
    left, room = ROWS, max(SMALL, _bytes_of_sheets(path))
    everything = _faults_of(path)
    for name in workbook.sheet_names:
        sheet, faults = workbook.get_sheet_by_name(name), everything.get(name, {})
        height = max(sheet.total_height, *faults, 0) + 1  # they count from 0
        width = max(sheet.total_width, *(max(row) for row in faults.values()), 0) + 1
        if height * width > room:
            return SPARSE
        _write({"sheet": name})
        for row in _rows(sheet.to_python(skip_empty_area=False), faults):
            left -= 1
            if left < 0:
                return 3
            _write(row)
    return 0


def _write(line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _rows(rows: list[list[Any]], faults: Faults) -> Iterator[Any]:
    """The rows of a sheet, each with its faults; the last ones may hold nothing else."""
    for number in range(max(len(rows), *(row + 1 for row in faults), 0)):
        cells = [_plain(cell) for cell in rows[number]] if number < len(rows) else []
        found = faults.get(number)
        if not found:
            yield cells
            continue
        cells += [""] * (max(found) + 1 - len(cells))
        yield {"row": cells, "faults": sorted(found.items())}


def _bytes_of_sheets(path: str) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(e.file_size for e in archive.infolist() if e.filename.startswith("xl/worksheets/"))


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell


# Cells without a value -------------------------------------------------------------------------------


def _faults_of(path: str) -> dict[str, Faults]:
    """By sheet the cells that hold an error, or a formula that was never worked out, with what stands there.

    The reader of rows gives both as empty, and what somebody filled in would be lost without a word.
    """
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.open(part) for name, part in _parts(archive) if _is_suspect(archive, part)}
        return {name: _Sheet().faults_in(content) for name, content in found.items()}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets of a workbook by name, each with its place in the archive."""
    held = {name.replace("\\", "/").casefold(): name for name in archive.namelist()}
    if WORKBOOK not in held or RELATIONS.casefold() not in held:
        return
    relations = ElementTree.fromstring(archive.read(held[RELATIONS]))  # noqa: S314 - bounded, see above
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for one in ElementTree.fromstring(archive.read(held[WORKBOOK])).iter():  # noqa: S314 - the same
        ids = [value for key, value in one.attrib.items() if key.endswith("}id")]
        if one.tag.endswith("}sheet") and ids:
            target = targets.get(ids[0], "")
            place = target[1:] if target.startswith("/") else f"xl/{target}"
            if place.casefold() in held:
                yield one.get("name", ""), held[place.casefold()]


def _is_suspect(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet is worth a second reading; most have neither formulas nor errors."""
    with archive.open(part) as content:
        end = b""
        while chunk := content.read(CHUNK):
            if SUSPECT.search(end + chunk):
                return True
            end = chunk[-40:]
    return False


class _Sheet:
    """Reads the XML of one sheet, cell by cell."""

    def __init__(self) -> None:
        self.found: Faults = {}
        self.row = self.column = -1
        self.type, self.part = "", ""
        self.texts: dict[str, str] = {}

    def faults_in(self, content: Any) -> Faults:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = _refuse
        parser.ParseFile(content)
        return self.found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name, place = name.rpartition(":")[2], attributes.get("r", "")
        if name == "row":
            self.row, self.column = int(place) - 1 if place else self.row + 1, -1
        elif name == "c":
            self.column = _column(place) if place else self.column + 1
            self.type, self.texts = attributes.get("t", ""), {}
        elif name in {"f", "v"}:
            self.part = name
            self.texts.setdefault(name, "")

    def _text(self, text: str) -> None:
        if self.part:
            self.texts[self.part] += text

    def _end(self, name: str) -> None:
        self.part = ""
        if name.rpartition(":")[2] == "c" and (fault := self._fault()):
            self.found.setdefault(self.row, {})[self.column] = fault

    def _fault(self) -> str:
        formula, value = self.texts.get("f"), self.texts.get("v")
        if self.type == "e":
            return value or "#"
        # A formula whose result is an empty text has a value, though nothing stands in it.
        worked_out = value or (self.type == "str" and value is not None)
        return "" if formula is None or worked_out else f"={formula}"


def _column(place: str) -> int:
    """The column of a cell such as AB12, counted from 0."""
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number - 1


def _refuse(*_declared: Any) -> None:
    raise ValueError("a workbook declares no entities")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

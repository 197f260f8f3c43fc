"""Reads a workbook in a process of its own, within bounds, and prints its rows as JSON lines.

Run as `python -m dugnad.kit.sheetreader FILE`. It imports nothing of the application: a file that
manages to break the reader breaks this process, and the application only misses its rows.
"""

import json
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

MEMORY = 1_500 * 1024 * 1024
SECONDS = 60
ROWS = 2_000_000
# One cell in the last row of a small file makes a million empty rows. The cells from A1 to the last one in
# use may be this many in any file, and no more than the bytes of its sheets in others: a cell that holds
# something takes fifteen bytes or more.
SMALL = 200_000
SPARSE = 4  # how the reader ends when it meets a sheet with more


def main(path: str) -> int:
    """Print `{"sheet": name}` and then one JSON list for each row."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(Path(path))
    left, room = ROWS, max(SMALL, _bytes_of_sheets(path))
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if (sheet.total_height + 1) * (sheet.total_width + 1) > room:  # they count from 0
            return SPARSE
        sys.stdout.write(json.dumps({"sheet": name}, ensure_ascii=False) + "\n")
        for row in sheet.to_python(skip_empty_area=False):
            left -= 1
            if left < 0:
                return 3
            sys.stdout.write(json.dumps([_plain(cell) for cell in row], ensure_ascii=False) + "\n")
    return 0


def _bytes_of_sheets(path: str) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(e.file_size for e in archive.infolist() if e.filename.startswith("xl/worksheets/"))


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

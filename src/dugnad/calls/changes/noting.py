"""The notes of a workbook: a question has one, whichever of its rows somebody wrote in."""

from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from typing import Any

from dugnad.calls.queries import PARTED
from dugnad.kit.spreadsheets import LONGEST_CELL
from dugnad.kit.tables import Line, text

Rows = MutableMapping[str, dict[str, Any]]


def gather_notes(lines: Mapping[str, Line], before: Rows) -> dict[str, Line]:
    """The lines with all that was noted of a question in the first of its rows that the workbook has.

    Workbooks that were fetched before only that cell was open are still out there, and some programs heed
    no lock: what somebody wrote is kept, with line breaks between the notes of several rows.
    """
    found = dict(lines)
    for keys in _by_question(before).values():
        own = [key for key in keys if key in lines]
        if not own:
            continue
        stored = text(before[keys[0]]["note"])
        before[own[0]] = {**before[own[0]], "note": stored}
        note = _joined(
            [stored if own[0] != keys[0] else "", *(text(lines[key].values["note"]) for key in own)]
        )
        # A cell holds less than a note may: what was cut on the way out is no change on the way in.
        note = stored if note == stored[:LONGEST_CELL] else note
        found |= {key: _noted(lines[key], note if key == own[0] else "") for key in own}
    return found


def _by_question(before: Rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in before:
        found.setdefault(key.partition(PARTED)[0], []).append(key)
    return found


def _joined(notes: list[str]) -> str:
    """Each note once, whatever is uploaded again: what was gathered before stands in the first of them."""
    joined = ""
    for note in notes:
        if note and f"\n{note}\n" not in f"\n{joined}\n":
            joined = f"{joined}\n{note}".strip("\n")
    return joined


def _noted(line: Line, note: str) -> Line:
    return replace(line, values={**line.values, "note": note})

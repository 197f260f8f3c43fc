"""A workbook comes back: every cell is read, and either all of it is stored or none."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.changes.drafts import save_draft
from dugnad.calls.kinds import NotUnderstood
from dugnad.calls.models import Question, Reply
from dugnad.calls.queries import PARTED, REPLY, questions_of, workbook_rows
from dugnad.kit.clock import OSLO
from dugnad.kit.tables import Line, RowChange, WorkbookReport, differences, read_tables, text
from dugnad.members.models import Person


def import_reply(
    reply: Reply, path: Path, *, by: Person | None, at: datetime, expected_revision: int | None = None
) -> WorkbookReport:
    """Store the answers of a workbook as a draft; errors name the cell, and then nothing is stored.

    Rows that were left out stay as they are; so does every cell that says what we already know.
    """
    day = at.astimezone(OSLO).date()
    reading = read_tables(path, [REPLY])
    report = WorkbookReport(errors=list(reading.errors), rows=reading.rows)
    before = {row["key"]: row for row in workbook_rows(reply, on=day)}
    lines = _known_lines(reading.lines[REPLY.key], before, report)
    changed = {key: line for key, line in lines.items() if _differs(line, before[key])}
    answers, notes = _typed(reply, changed, before, report)
    if not report.errors:
        seen = reply.revision if expected_revision is None else expected_revision
        save_draft(reply, answers, seen, by, at, notes=notes)
        report.stored = True
        report.changes += [_change(line, before[key]) for key, line in changed.items()]
    return report


def _known_lines(
    lines: list[Line], before: Mapping[str, Mapping[str, Any]], report: WorkbookReport
) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for line in lines:
        key = line.values["key"]
        if key not in before:
            report.errors.append(line.error("key", _("The call does not ask “%(key)s”.") % {"key": key}))
        elif key in found:
            report.errors.append(line.error("key", _("This row stands here twice.")))
        else:
            found[key] = line
    return found


def _differs(line: Line, before: Mapping[str, Any]) -> bool:
    return any(text(line.values[name]) != text(before[name]) for name in ("answer", "note"))


def _typed(
    reply: Reply,
    changed: Mapping[str, Line],
    before: Mapping[str, Mapping[str, Any]],
    report: WorkbookReport,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers and notes by question key; parts that did not change are sent along with those that did."""
    answers: dict[str, Any] = {}
    notes: dict[str, str] = {}
    for question in questions_of(reply.call):
        parts = question.facts.parts(question)
        keys = {part.key: f"{question.key}{PARTED}{part.key}" if part.key else question.key for part in parts}
        if not any(key in changed for key in keys.values()):
            continue
        cells = {
            part: changed[key].values["answer"] if key in changed else before[key]["answer"]
            for part, key in keys.items()
        }
        answers[question.key] = cells[""] if set(cells) == {""} else cells
        first = changed.get(next(iter(keys.values())))
        if first:
            notes[question.key] = first.values["note"]
        _check(question, keys, changed, report)
    return answers, notes


def _check(
    question: Question, keys: Mapping[str, str], changed: Mapping[str, Line], report: WorkbookReport
) -> None:
    """Say of every cell that cannot be read what is wrong with it."""
    for part in question.facts.parts(question):
        line = changed.get(keys[part.key])
        try:
            part.read(line.values["answer"] if line else None)
        except NotUnderstood as error:
            report.errors += [line.error("answer", error.message)] if line else []


def _change(line: Line, before: Mapping[str, Any]) -> RowChange:
    fields = differences(REPLY, before, {**before, **_written(line)})
    return RowChange(line.sheet, line.number, line.values["key"], is_new=False, fields=fields)


def _written(line: Line) -> dict[str, Any]:
    return {name: line.values[name] for name in ("answer", "note")}

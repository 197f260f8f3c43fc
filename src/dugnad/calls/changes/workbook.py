"""A workbook comes back: every cell is read, and either all of it is stored or none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.changes.drafts import foresee, save_draft
from dugnad.calls.changes.noting import gather_notes
from dugnad.calls.changes.starting import ReplyReport, settle_starts
from dugnad.calls.kinds import NotUnderstood
from dugnad.calls.models import Question, Reply
from dugnad.calls.queries import PARTED, REPLY, answers_of, name_of, questions_of, sheet_of, writer_of
from dugnad.calls.queries.uploads import own_uploads
from dugnad.calls.queries.workbook import rows_and_starts
from dugnad.calls.rules import Outcome
from dugnad.kit.clock import OSLO
from dugnad.kit.spreadsheets import LONGEST_CELL
from dugnad.kit.tables import CellError, Line, RowChange, WorkbookReport, differences, read_tables, text
from dugnad.members.models import Person

WRITTEN = ("answer", "note")  # what a member fills in


def import_reply(
    reply: Reply, path: Path, *, by: Person | None, at: datetime, expected_revision: int | None = None
) -> ReplyReport:
    """Store the answers of a workbook as a draft; errors name the cell, and then nothing is stored.

    Rows that were left out stay as they are; so does every cell that is empty, or says what we already
    know, or what we knew when the workbook was fetched: an answer is taken away on the page, where it is
    seen. Where a colleague has written since, the error holds their text. What we filled in counts when it
    is said to be still true, or when it is changed: as on the page.
    """
    day = at.astimezone(OSLO).date()
    reading = read_tables(path, [REPLY])
    report = ReplyReport(errors=list(reading.errors), rows=reading.rows)
    before, starts = rows_and_starts(reply, on=day)
    lines = _known_lines(_own_lines(reply, reading.lines[REPLY.key], report), before, report)
    lines, confirmed = settle_starts(gather_notes(lines, before), before, starts, report)
    changed = {key: line for key, line in lines.items() if _differs(line, before[key])}
    answers, notes = _typed(reply, changed, before, report)
    answers |= {key: value for key, value in confirmed.items() if key in answers}
    if report.errors:
        return report
    fetched = _seen(lines, expected_revision)
    seen = fetched | own_uploads(reply, fetched, by)
    outcomes = foresee(reply, answers, seen, notes=notes, at=at)
    report.errors += _clashes(reply, outcomes, changed, by)
    if not report.errors:
        save_draft(reply, answers, seen, by, at, notes=notes, workbook=fetched)
        report.stored = True
        report.lacking = _lacking(reply, answers, lines, on=day)
        ours = {question.key for question, outcome in outcomes.items() if outcome == Outcome.YOURS}
        report.changes += [_change(line, before[key]) for key, line in changed.items() if _asked(key) in ours]
    return report


def _lacking(
    reply: Reply, answers: Mapping[str, Any], lines: Mapping[str, Line], *, on: date
) -> list[CellError]:
    """What the workbook answers and what lacks something still, by cell: a draft may, what is sent in not."""
    found = []
    for item, part, message in sheet_of(reply, on=on).complaints:
        own = [line for key, line in lines.items() if _asked(key) == item.question.key]
        if item.question.key in answers and item.value is not None and own:
            line = lines.get(f"{item.question.key}{PARTED}{part}", own[0])
            found.append(line.error("answer", message))
    return found


def _asked(key: str) -> str:
    """The key of the question to which a row belongs."""
    return key.partition(PARTED)[0]


def _seen(lines: Mapping[str, Line], expected_revision: int | None) -> dict[str, int]:
    """By question key the revision on top of which the workbook was filled in."""
    found: dict[str, int] = {}
    for key, line in lines.items():
        revision = line.values["version"] or 0 if expected_revision is None else expected_revision
        found[_asked(key)] = min(revision, found.get(_asked(key), revision))
    return found


def _clashes(
    reply: Reply, outcomes: Mapping[Question, Outcome], changed: Mapping[str, Line], by: Person | None
) -> list[CellError]:
    """A complaint for each answer that was written otherwise since, with who wrote it and what."""
    stored = answers_of(reply)
    lost = [question for question, outcome in outcomes.items() if outcome == Outcome.CONFLICT]
    found = []
    for question in lost:
        line = next(line for key, line in changed.items() if _asked(key) == question.key)
        answer = stored[question.pk]
        words = question.facts.as_text(question, answer.value)
        theirs = {
            "name": writer_of(answer) or _("Somebody"),
            "text": " – ".join(filter(None, [words, answer.note])),
        }
        message = _("%(name)s has written something else here since you fetched the workbook: %(text)s")
        if by is not None and answer.by_id == by.pk and not answer.forwarding_id:
            message = _("You have written something else here since you fetched the workbook: %(text)s")
        found.append(line.error("answer", message % theirs))
    return found


def _own_lines(reply: Reply, lines: list[Line], report: WorkbookReport) -> list[Line]:
    """The rows of this reply; those of another member or call are refused, whatever they say."""
    strangers = [line for line in lines if line.values["reply"] != name_of(reply)]
    for line in strangers:
        message = _("This is the workbook of %(other)s, and not of %(name)s. Fetch the right one.")
        names = {"other": line.values["reply"], "name": reply.organisation.name}
        report.errors.append(line.error("reply", message % names))
    return [line for line in lines if line not in strangers]


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
            found[key] = _filled(line, before[key])
    return found


def _differs(line: Line, before: Mapping[str, Any]) -> bool:
    # A cell holds less than an answer may: what was cut on the way out is no change on the way in.
    return any(text(line.values[name]) != text(text(before[name])[:LONGEST_CELL]) for name in WRITTEN)


def _filled(line: Line, before: Mapping[str, Any]) -> Line:
    """A row with what is stored in the place of its empty cells."""
    kept = {name: before[name] for name in WRITTEN if not text(line.values[name])}
    return replace(line, values={**line.values, **kept})


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
        written = [changed[key].values["note"] for key in keys.values() if key in changed]
        if any(written):
            notes[question.key] = "".join(written)  # of its rows one has the note
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
    return {name: line.values[name] for name in WRITTEN}

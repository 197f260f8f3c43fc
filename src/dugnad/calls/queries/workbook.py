"""A reply as a workbook: one row for each thing that is asked, with what is known and what is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from dugnad.calls.kinds import NotUnderstood, Part
from dugnad.calls.kinds.figures import unit_words
from dugnad.calls.kinds.parts import FALSE, TRUE
from dugnad.calls.models import Question, Reply
from dugnad.calls.queries.replies import Item, sheet_of
from dugnad.kit.formats import moment
from dugnad.kit.spreadsheets import LONGEST_CELL, Sheet, write_workbook
from dugnad.kit.tables import Column, Table, sheet_of_table, text, whole_number
from dugnad.kit.text import localised

PARTED = "."  # between the key of a question and the part of its answer

REPLY = Table(
    "reply",
    _("Reply"),
    (
        Column("key", _("Question key"), required=True, width=26),
        Column("section", _("Section"), width=24),
        Column("question", _("Question"), width=60),
        Column("unit", _("Unit"), width=14),
        Column("prefilled", _("Our figure"), width=18),
        Column("answer", _("Answer"), read=lambda cell: cell, width=50),
        Column("note", _("Note"), width=40),
        # Only in a workbook in which something is filled in: what that is, and whether it is still true.
        Column("filled_in", _("Filled in"), width=24, may_lack=True),
        Column("still_true", _("Still true?"), read=lambda cell: cell, width=14, may_lack=True),
        # The revision of the answer that the workbook was filled in on top of: a colleague may have
        # written since, and must not be overwritten by a cell that nobody touched.
        Column("version", _("Version"), read=whole_number, width=9),
        # Whose reply it is: a workbook that is sent to the wrong place must not become somebody's answer.
        Column("reply", _("Reply of"), required=True, width=30),
    ),
)


ORDINARY = replace(REPLY, columns=tuple(column for column in REPLY.columns if not column.may_lack))
PLACES = {column.key: number for number, column in enumerate(REPLY.columns)}
WRITABLE = frozenset({PLACES["answer"]})


FILLED_IN = gettext_noop(
    "4. Answers in coloured cells are filled in from what we know. They count only when you choose Yes in "
    "the column “%(column)s” on the first row of the question, or change them."
)
UPLOAD = gettext_noop(
    "3. Save, and upload the workbook on the page of the reply before %(moment)s. "
    "Pictures and files are put in there."
)
UPLOAD_LATE = gettext_noop(
    "3. Save, and upload the workbook on the page of the reply as soon as you can: it was due %(moment)s, "
    "and is still taken. Pictures and files are put in there."
)


def reply_workbook(reply: Reply, *, on: date) -> bytes:
    """The workbook that a member fills in and uploads: lists to choose from, and the rest locked."""
    asked = list(_asked(reply, on=on, with_last_year=True))
    name = name_of(reply)
    rows = [
        _row(item, part, is_first=first) | _start(item, part) | {"reply": name} for item, part, first in asked
    ]
    starts = frozenset(n for n, row in enumerate(rows) if row["filled_in"])
    begins = [n for n, (item, _part, first) in enumerate(asked) if first and item.is_filled_in]
    sheet = sheet_of_table(REPLY if begins else ORDINARY, rows)
    answer, figure = PLACES["answer"], PLACES["prefilled"]
    parts = [(number, part) for number, (_item, part, _first) in enumerate(asked)]
    formats = {(number, answer): part.cell_format for number, part in parts if part.cell_format}
    whole = [n for n, (item, _part, _first) in enumerate(asked) if item.prefilled and _is_whole(item)]
    options = {(number, answer): part.offered for number, part in parts if part.offered}
    marks = frozenset((number, PLACES["still_true"]) for number in begins)
    # A question has one note, whose cell stands in its first row; a note that nobody reads is not asked for.
    notes = frozenset((n, PLACES["note"]) for n, (_item, _part, first) in enumerate(asked) if first)
    guarded = replace(
        sheet,
        options=options | dict.fromkeys(marks, (str(TRUE), str(FALSE))),
        opened=marks | notes,
        greyed=frozenset((n, PLACES["note"]) for n, (_item, _part, first) in enumerate(asked) if not first),
        tinted=marks | {(number, answer) for number in starts},
        formats=formats | {(number, figure): "#,##0" for number in whole},
        writable=WRITABLE,
    )
    return write_workbook([_instructions(reply, on=on, has_starts=bool(begins)), guarded])


def _start(item: Item, part: Part) -> dict[str, Any]:
    """What stands in an answer's cell before anybody types, and in words where it comes from."""
    cell = part.as_cell(_part_of(item.start, part)) if item.is_filled_in else None
    if cell is None:
        return {}
    return {"answer": cell, "filled_in": _known_from(item)}


def _known_from(item: Item) -> str:
    if item.registered:
        return gettext("From the register – confirm")
    if item.question.facts.tells_quantity:
        return gettext("From the study – confirm")
    return gettext("From your answer of %(year)s – confirm") % {"year": item.told[0].year}


def _part_of(value: Any, part: Part) -> Any:
    return (value or {}).get(part.key) if part.key else value


def _instructions(reply: Reply, *, on: date, has_starts: bool) -> Sheet:
    """Three lines that stand before the questions, and a fourth where something is filled in."""
    head = f"{reply.call}: {reply.organisation.name}"
    words = {"sheet": REPLY.label, "moment": moment(reply.due)}
    lines = [
        gettext("1. Fill in the columns Answer and Note on the sheet “%(sheet)s”. The rest is locked.")
        % words,
        gettext("2. Choose from the list where a cell has one. Leave empty what you cannot answer."),
        (gettext(UPLOAD_LATE) if on > reply.due.date() else gettext(UPLOAD)) % words,
    ]
    if has_starts:
        lines.append(gettext(FILLED_IN) % {"column": REPLY.columns[PLACES["still_true"]].label})
    return Sheet(gettext("How to"), [head], [[line] for line in lines], widths=[100], writable=frozenset())


def _is_whole(item: Item) -> bool:
    return item.prefilled is not None and float(item.prefilled.value).is_integer()


def workbook_rows(reply: Reply, *, on: date) -> Iterator[dict[str, Any]]:
    """What is asked, a row for each part of an answer; files are put in on the page."""
    yield from rows_and_starts(reply, on=on)[0].values()


def rows_and_starts(reply: Reply, *, on: date) -> tuple[dict[str, dict[str, Any]], list["Start"]]:
    """The rows of a reply by their keys, with what is stored; and what may have been filled in besides."""
    name, rows = name_of(reply), {}
    starts: dict[int, Start] = {}
    for item, part, is_first in _asked(reply, on=on, with_last_year=True):
        row = _row(item, part, is_first=is_first) | {"reply": name}
        rows[row["key"]] = row
        if item.known_start is not None:
            found = starts.setdefault(item.question.pk, Start(item.question, item.known_start))
            found.parts[row["key"]] = part
    return rows, list(starts.values())


@dataclass(frozen=True)
class Start:
    """What a workbook may have filled in for one question, by the keys of its rows."""

    question: Question
    value: Any
    parts: dict[str, Part] = field(default_factory=dict)

    def cell(self, key: str) -> Any:
        """What stood in the answer's cell of a row."""
        part = self.parts[key]
        return part.as_cell(_part_of(self.value, part))

    def is_untouched(self, key: str, cell: Any) -> bool:
        """Whether a cell says what was filled in: to the letter, or in the words of another language."""
        if text(cell) == text(text(self.cell(key))[:LONGEST_CELL]):
            return True
        try:
            return bool(self.parts[key].read(cell) == _part_of(self.value, self.parts[key]))
        except NotUnderstood:
            return False


def _asked(reply: Reply, *, on: date, with_last_year: bool = False) -> Iterator[tuple[Item, Part, bool]]:
    for item in sheet_of(reply, on=on, with_last_year=with_last_year).items:
        for number, part in enumerate(item.question.facts.parts(item.question)):
            yield item, part, number == 0


def _row(item: Item, part: Part, *, is_first: bool) -> dict[str, Any]:
    question = item.question
    return {
        "key": f"{question.key}{PARTED}{part.key}" if part.key else question.key,
        "section": str(question.section),
        "question": _words(item, part, is_first=is_first),
        "unit": unit_words(_unit_in(item, part, is_first=is_first)),
        "prefilled": item.prefilled.value if item.prefilled and is_first else None,
        "answer": part.as_cell(_part_of(item.value, part)),
        "note": item.note if is_first else "",
        "filled_in": "",
        "still_true": "",
        "version": item.answer.revision if item.answer else 0,
    }


def _unit_in(item: Item, part: Part, *, is_first: bool) -> str:
    """The unit of the figures of a row: of the answer, or of ours where it stands there or is corrected."""
    ours = item.prefilled.unit if item.prefilled and (is_first or part.widget == "number") else ""
    return part.unit or ours


def _words(item: Item, part: Part, *, is_first: bool) -> str:
    """What is asked in a row, with all that the page says beside it: a workbook is filled in elsewhere."""
    question, label = item.question, str(part.label)
    lines = [f"{question}: {label}" if label else str(question)]
    if is_first:
        lines += [gettext("Must be answered.") if question.required else ""]
        lines += [condition_of(question), localised(question, "help"), readers_of(question), *_source(item)]
    if is_first and item.last_year:
        lines.append(gettext("Last year you answered: %(answer)s") % {"answer": item.last_year})
        if item.told and item.told[0].of_other:
            lines.append(gettext("told of %(point)s") % {"point": item.told[0].of_other})
    lines.append(str(part.help))
    if part.is_several:
        choices = "; ".join(str(choice) for choice in (part.choices or {}).values())
        lines.append(
            gettext("Choose one or several, with a semicolon between: %(choices)s") % {"choices": choices}
        )
    return "\n".join(line for line in lines if line)


def readers_of(question: Question) -> str:
    """Who in the alliance reads the answers; the member's own people always do, so they are not spoken of."""
    if not question.is_confidential:
        return ""
    return gettext("In the alliance, only the secretariat reads this answer.")


def condition_of(question: Question) -> str:
    """Who should answer a question, in words; empty where everybody is asked."""
    if question.only_if is None:
        return ""
    words = {"choices": question.condition, "question": question.only_if}
    return gettext("Answer only if you answer %(choices)s to “%(question)s”.") % words


def _source(item: Item) -> Iterator[str]:
    """Where our figure comes from; one that is made up says so in a spreadsheet too."""
    if figure := item.prefilled:
        words = {"source": figure.source, "year": figure.year, "day": figure.seen}
        yield gettext("Our figure is from %(source)s, %(year)s, seen %(day)s.") % words
        if not figure.is_official:
            yield str(_("Illustrative figure"))


def name_of(reply: Reply) -> str:
    """What a workbook says that it is the reply of: the call and the member, as in the address."""
    return f"{reply.call.slug}/{reply.organisation.slug}"

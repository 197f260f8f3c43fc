"""A reply as a workbook: one row for each thing that is asked, with what is known and what is written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dugnad.calls.kinds import Part
from dugnad.calls.models import Reply
from dugnad.calls.queries.replies import Item, sheet_of
from dugnad.kit.formats import moment
from dugnad.kit.spreadsheets import Sheet, write_workbook
from dugnad.kit.tables import Column, Table, sheet_of_table, whole_number

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
        # The revision of the answer that the workbook was filled in on top of: a colleague may have
        # written since, and must not be overwritten by a cell that nobody touched.
        Column("version", _("Version"), read=whole_number, width=9),
        # Whose reply it is: a workbook that is sent to the wrong place must not become somebody's answer.
        Column("reply", _("Reply of"), required=True, width=30),
    ),
)


PLACES = {column.key: number for number, column in enumerate(REPLY.columns)}
WRITABLE = frozenset({PLACES["answer"], PLACES["note"]})


def reply_workbook(reply: Reply, *, on: date) -> bytes:
    """The workbook that a member fills in and sends back: lists to choose from, and the rest locked."""
    asked = list(_asked(reply, on=on))
    sheet = sheet_of_table(REPLY, [_row(item, part, is_first=first) for item, part, first in asked])
    answer, figure = PLACES["answer"], PLACES["prefilled"]
    parts = [(number, part) for number, (_item, part, _first) in enumerate(asked)]
    formats = {(number, answer): part.cell_format for number, part in parts if part.cell_format}
    whole = [n for n, (item, _part, _first) in enumerate(asked) if item.prefilled and _is_whole(item)]
    guarded = replace(
        sheet,
        options={(number, answer): part.offered for number, part in parts if part.offered},
        formats=formats | {(number, figure): "#,##0" for number in whole},
        writable=WRITABLE,
    )
    return write_workbook([_instructions(reply), guarded])


def _instructions(reply: Reply) -> Sheet:
    """Three lines that stand before the questions."""
    head = f"{reply.call}: {reply.organisation.name}"
    words = {"sheet": REPLY.label, "moment": moment(reply.call.due)}
    lines = [
        gettext("1. Fill in the columns Answer and Note on the sheet “%(sheet)s”. The rest is locked.")
        % words,
        gettext("2. Choose from the list where a cell has one. Leave empty what you cannot answer."),
        gettext("3. Save, and send the workbook back on the page of the reply before %(moment)s.") % words,
    ]
    return Sheet(gettext("How to"), [head], [[line] for line in lines], widths=[100], writable=frozenset())


def _is_whole(item: Item) -> bool:
    return item.prefilled is not None and float(item.prefilled.value).is_integer()


def workbook_rows(reply: Reply, *, on: date) -> Iterator[dict[str, Any]]:
    """What is asked, a row for each part of an answer; files are put in on the page."""
    name = name_of(reply)
    for item, part, is_first in _asked(reply, on=on):
        yield _row(item, part, is_first=is_first) | {"reply": name}


def _asked(reply: Reply, *, on: date) -> Iterator[tuple[Item, Part, bool]]:
    for item in sheet_of(reply, on=on).items:
        for number, part in enumerate(item.question.facts.parts(item.question)):
            yield item, part, number == 0


def _row(item: Item, part: Part, *, is_first: bool) -> dict[str, Any]:
    question, words = item.question, str(item.question)
    if item.prefilled and not item.prefilled.is_official:
        words += f" ({_('Illustrative figure')})"  # what is made up says so in a spreadsheet too
    return {
        "key": f"{question.key}{PARTED}{part.key}" if part.key else question.key,
        "section": str(question.section),
        "question": f"{words}: {part.label}" if part.label else words,
        "unit": part.unit or (item.prefilled.unit if item.prefilled and is_first else ""),
        "prefilled": item.prefilled.value if item.prefilled and is_first else None,
        "answer": part.as_cell((item.value or {}).get(part.key) if part.key else item.value),
        "note": item.note if is_first else "",
        "version": item.answer.revision if item.answer else 0,
    }


def name_of(reply: Reply) -> str:
    """What a workbook says that it is the reply of: the call and the member, as in the address."""
    return f"{reply.call.slug}/{reply.organisation.slug}"

"""A reply as a workbook: one row for each thing that is asked, with what is known and what is written."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dugnad.calls.kinds import Part
from dugnad.calls.models import Reply
from dugnad.calls.queries.replies import Item, sheet_of
from dugnad.kit.tables import Column, Table, whole_number, write_tables

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


def reply_workbook(reply: Reply, *, on: date) -> bytes:
    """The workbook that a member fills in and sends back."""
    return write_tables([(REPLY, list(workbook_rows(reply, on=on)))])


def workbook_rows(reply: Reply, *, on: date) -> Iterator[dict[str, Any]]:
    """What is asked, a row for each part of an answer; files are put in on the page."""
    name = name_of(reply)
    for item in sheet_of(reply, on=on).items:
        for number, part in enumerate(item.question.facts.parts(item.question)):
            yield _row(item, part, is_first=number == 0) | {"reply": name}


def _row(item: Item, part: Part, *, is_first: bool) -> dict[str, Any]:
    question = item.question
    return {
        "key": f"{question.key}{PARTED}{part.key}" if part.key else question.key,
        "section": str(question.section),
        "question": f"{question}: {part.label}" if part.label else str(question),
        "unit": part.unit,
        "prefilled": item.prefilled.value if item.prefilled and is_first else None,
        "answer": part.as_cell((item.value or {}).get(part.key) if part.key else item.value),
        "note": item.note if is_first else "",
        "version": item.answer.revision if item.answer else 0,
    }


def name_of(reply: Reply) -> str:
    """What a workbook says that it is the reply of: the call and the member, as in the address."""
    return f"{reply.call.slug}/{reply.organisation.slug}"

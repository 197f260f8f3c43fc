"""Calls and replies as programs reach them; what one may not see is not there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dugnad.calls.models import Answer, Call, Question, Reply
from dugnad.calls.queries import call_as_shape, questions_of, visible_calls, visible_replies
from dugnad.calls.rules import may_see
from dugnad.calls.states import CallState
from dugnad.kit.tables import WorkbookReport
from dugnad.kit.uploads import Inspected
from dugnad.members.models import Organisation
from dugnad.members.queries import members_on, organisation_named
from dugnad.members.rules import Viewer


def call_for(viewer: Viewer, slug: str) -> Call | None:
    """The call with this name, if the viewer may know of it."""
    return visible_calls(viewer).filter(slug=slug).first()


def call_in_full(call: Call) -> dict[str, Any]:
    """A call with the parts of each answer and what can be chosen, so that a program can write one."""
    asked = {question.key: question for question in questions_of(call)}
    shape = call_as_shape(call)
    questions = [{**row, "parts": _parts(asked[row["key"]])} for row in shape["questions"]]
    return {**shape, "questions": questions}


def _parts(question: Question) -> list[dict[str, Any]]:
    return [
        {
            "key": part.key,
            "label": str(part.label),
            "kind": part.widget,
            "choices": [{"key": key, "label": str(label)} for key, label in (part.choices or {}).items()],
        }
        for part in question.facts.parts(question)
    ]


def reply_for(viewer: Viewer, call: str, organisation: str) -> Reply | None:
    """The reply of a member to a call, if the viewer may read it."""
    named = organisation_named(organisation)
    return visible_replies(viewer).filter(call__slug=call, organisation=named).first() if named else None


def may_begin(viewer: Viewer, call: str, organisation: str, *, on: date) -> tuple[Call, Organisation] | None:
    """Call and member, where a reply is missing and the viewer may begin one: a member joined late."""
    found, named = call_for(viewer, call), organisation_named(organisation)
    if found is None or named is None or found.state != CallState.OPEN or not may_see(viewer, named.pk):
        return None
    return (found, named) if members_on(on).filter(pk=named.pk).exists() else None


def seen_revision(reply: Reply, answers: Mapping[str, Any], viewer: Viewer, if_match: int | None) -> int:
    """The version that a program wrote on top of.

    One that does not say is taken to know its own user's answers and nobody else's: what a colleague
    wrote to the same questions comes back as a conflict, with both texts, and is not overwritten.
    """
    if if_match is not None:
        return if_match
    asked = Answer.objects.filter(reply=reply, question__retired_at__isnull=True)
    of_others = asked.exclude(by=viewer.person).order_by().values_list("question__key", flat=True)
    # Compared here and not in the database: a program may send keys that no database can hold.
    return reply.revision if answers.keys().isdisjoint(of_others) else 0


def report_as_shape(report: WorkbookReport, inspected: Inspected) -> dict[str, Any]:
    """What became of a workbook, in the shape of every import's report."""
    return {
        "files": [
            {
                "file": inspected.name,
                "sha256": inspected.sha256,
                "layout": "reply",
                "rows": report.rows,
                "stored": len(report.changes) if report.stored else 0,
                "unchanged": report.unchanged,
                "refused": [error.as_json() for error in report.errors],
            }
        ]
    }

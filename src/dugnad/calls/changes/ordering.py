"""Verbs of order: a question or a section one step up or down."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.conditions import check_order
from dugnad.calls.models import Question, Section
from dugnad.kit.changes import edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def move_question(question: Question, *, up: bool, by: Person | None, at: datetime) -> None:
    """Let a question change places with the one before it (or after it).

    From the top of its section it goes to the end of the section before, from the end to the next one's top.
    """
    if question.retired_at is not None:
        raise Refused("state", _("The question is retired already."))
    others = _asked(question.section)
    pair = _swapped(question, others, up=up)
    if pair is None:
        _move_over(question, up=up, by=by, at=at)
        return
    check_order(*pair)
    _number(_with_swapped(others, pair), "move_question", by=by, at=at)


@transaction.atomic
def move_section(section: Section, *, up: bool, by: Person | None, at: datetime) -> None:
    """Let a section change places with the one before it (or after it)."""
    others = _sections(section)
    pair = _swapped(section, others, up=up)
    if pair is None:
        return
    first, second = pair
    hanging = second.questions.filter(retired_at__isnull=True, only_if__section=first)
    for question in hanging.select_related("only_if"):
        check_order(question.only_if, question)
    _number(_with_swapped(others, pair), "move_section", by=by, at=at)


def _move_over(question: Question, *, up: bool, by: Person | None, at: datetime) -> None:
    """Into the neighbouring section. Nothing is passed on the way, so no condition can break."""
    sections = _sections(question.section)
    there = sections.index(question.section) + (-1 if up else 1)
    if not 0 <= there < len(sections):
        return
    others = _asked(sections[there])
    edit(question, "move_question", {"section": sections[there]}, by=by, at=at)
    _number([*others, question] if up else [question, *others], "move_question", by=by, at=at)


def _swapped(noun: Any, ordered: list[Any], *, up: bool) -> tuple[Any, Any] | None:
    """The two that would change places, in the order in which they stand now; None at the end of the row."""
    here = ordered.index(noun)
    first = here - 1 if up else here
    return (ordered[first], ordered[first + 1]) if 0 <= first < len(ordered) - 1 else None


def _with_swapped(ordered: list[Any], pair: tuple[Any, Any]) -> list[Any]:
    first = ordered.index(pair[0])
    return [*ordered[:first], pair[1], pair[0], *ordered[first + 2 :]]


def _number(row: Sequence[Any], verb: str, *, by: Person | None, at: datetime) -> None:
    """Number a row anew, in the order in which it stands."""
    for position, noun in enumerate(row, start=1):
        edit(noun, verb, {"position": position}, by=by, at=at)


def _asked(section: Section) -> list[Question]:
    return list(section.questions.filter(retired_at__isnull=True).order_by("position", "pk"))


def _sections(section: Section) -> list[Section]:
    return list(section.call.sections.order_by("position", "pk"))

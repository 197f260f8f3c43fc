"""Verbs of what a call asks: add, change, move, retire. Nothing is changed under an answer."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dugnad.calls.changes.conditions import (
    check_condition,
    check_hanging,
    check_order,
    choices_in,
    offers_choices,
)
from dugnad.calls.changes.counting import recount
from dugnad.calls.models import Call, Question, Section
from dugnad.calls.queries import has_answers
from dugnad.calls.states import CallState
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.members.rules import slug_of


@transaction.atomic
def add_section(call: Call, *, title_nb: str, by: Person | None, at: datetime, **titles: str) -> Section:
    """Add a section at the end of a call."""
    check_open(call)
    section = Section(call=call, position=call.sections.count() + 1, title_nb=title_nb, **titles)
    add(section, "add_section", by=by, at=at)
    return section


@transaction.atomic
def edit_section(section: Section, *, by: Person | None, at: datetime, **titles: str) -> None:
    """Change the title of a section."""
    edit(section, "edit_section", titles, by=by, at=at)


@transaction.atomic
def add_question(
    section: Section, *, label_nb: str, by: Person | None, at: datetime, **values: Any
) -> Question:
    """Ask one thing more, at the end of a section; `values` are the other fields of a question."""
    call = section.call
    check_open(call)
    key = values.pop("key", "") or _free_key(call, label_nb)
    position = values.pop("position", None) or _last(section) + 1
    question = Question(call=call, section=section, key=key, position=position, label_nb=label_nb, **values)
    check_question(question)
    add(question, "add_question", by=by, at=at)
    return question


@transaction.atomic
def edit_question(question: Question, *, by: Person | None, at: datetime, **values: Any) -> None:
    """Change a question that nobody has answered yet."""
    _check_unanswered(question)
    before = {name: getattr(question, name) for name in values}
    for name, value in values.items():
        setattr(question, name, value)
    check_question(question)
    check_hanging(question, choices_in(question))
    for name, value in before.items():
        setattr(question, name, value)
    if edit(question, "edit_question", values, by=by, at=at):
        recount(question.call)


@transaction.atomic
def retire_question(question: Question, *, by: Person | None, at: datetime) -> None:
    """Ask no longer; answers that were given stay in the versions that were submitted."""
    if question.retired_at is not None:
        raise Refused("state", _("The question is retired already."))
    check_hanging(question, ())
    edit(question, "retire_question", {"retired_at": at}, by=by, at=at)
    recount(question.call)


@transaction.atomic
def move_question(question: Question, *, up: bool, by: Person | None, at: datetime) -> None:
    """Let a question change places with the one before it (or after it) in its section."""
    others = list(question.section.questions.filter(retired_at__isnull=True).order_by("position", "pk"))
    if pair := _swapped(question, others, up=up):
        check_order(*pair)
    _move(question, others, "move_question", up=up, by=by, at=at)


@transaction.atomic
def move_section(section: Section, *, up: bool, by: Person | None, at: datetime) -> None:
    """Let a section change places with the one before it (or after it)."""
    others = list(section.call.sections.order_by("position", "pk"))
    if pair := _swapped(section, others, up=up):
        first, second = pair
        for question in second.questions.filter(retired_at__isnull=True, only_if__section=first):
            check_order(question.only_if, question)
    _move(section, others, "move_section", up=up, by=by, at=at)


def _swapped(noun: Any, ordered: list[Any], *, up: bool) -> tuple[Any, Any] | None:
    """The two that would change places, in the order in which they stand now; None at the end of the row."""
    here = ordered.index(noun)
    first = here - 1 if up else here
    return (ordered[first], ordered[first + 1]) if 0 <= first < len(ordered) - 1 else None


def _last(section: Section) -> int:
    return section.questions.order_by().aggregate(last=Max("position"))["last"] or 0


def _move(noun: Any, ordered: list[Any], verb: str, *, up: bool, by: Person | None, at: datetime) -> None:
    """Number the row anew after the two have changed places; at the end of the row nothing happens."""
    here = ordered.index(noun)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ordered):
        return
    ordered[here], ordered[there] = ordered[there], ordered[here]
    for position, row in enumerate(ordered, start=1):
        edit(row, verb, {"position": position}, by=by, at=at)


def check_question(question: Question) -> None:
    """Refuse a question that nobody could answer."""
    if offers_choices(question) and len(question.choices) < 2:
        raise Refused("choices", _("Write at least two choices, each on a line of its own."), field="choices")
    if question.most and question.least > question.most:
        raise Refused("least", _("The shortest length is above the longest."), field="least")
    check_condition(question)


def check_open(call: Call) -> None:
    """Refuse that a closed call asks something else."""
    if call.state == CallState.CLOSED:
        raise Refused("state", _("The call is closed. Open it again before you change what it asks."))


def _check_unanswered(question: Question) -> None:
    if has_answers(question):
        raise Refused(
            "answered",
            _("Somebody has answered this question, so its words stand fast. Give it a new wording instead."),
        )


def _free_key(call: Call, label: str) -> str:
    key = base = slug_of(label)[:40].strip("-") or "question"
    number = 2
    while call.questions.filter(key=key).exists():
        key, number = f"{base}-{number}", number + 1
    return key

"""Verbs of what a call asks: add, change, retire, ask again. Nothing is changed under an answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dugnad.calls.changes.conditions import (
    check_condition,
    check_hanging,
    choices_in,
    offers_choices,
)
from dugnad.calls.changes.confidential import check_confidential, check_hanging_confidential
from dugnad.calls.changes.copying import in_length_of
from dugnad.calls.changes.counting import recount
from dugnad.calls.changes.flows import check_flow
from dugnad.calls.kinds.figures import BETWEEN, LANGUAGES, LONGEST_UNIT
from dugnad.calls.models import Call, Question, Section
from dugnad.calls.queries import hanging_on, has_answers
from dugnad.calls.states import CallState, Languages
from dugnad.declarations.queries import wording_called
from dugnad.indicators.models import Indicator
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.kit.text import localised
from dugnad.members.models import Person
from dugnad.members.rules import slug_of


@transaction.atomic
def add_section(call: Call, *, by: Person | None, at: datetime, **titles: str) -> Section:
    """Add a section at the end of a call."""
    check_open(call)
    section = Section(call=call, position=_last(call.sections) + 1, **titles)
    check_text(section, "title", call, _("Give the section a title."))
    add(section, "add_section", by=by, at=at)
    return section


@transaction.atomic
def edit_section(section: Section, *, by: Person | None, at: datetime, **titles: str) -> None:
    """Change the title of a section."""
    new = Section(**(_titles(section) | titles))
    check_text(new, "title", section.call, _("Give the section a title."))
    edit(section, "edit_section", titles, by=by, at=at)


@transaction.atomic
def remove_section(section: Section, *, by: Person | None, at: datetime) -> None:
    """Take away a section in which nothing was ever asked."""
    check_open(section.call)
    if section.questions.exists():
        message = _("Only an empty section can go. Move its questions to another section, or remove them.")
        raise Refused("questions", message)
    history.record("remove_section", section, by=by, at=at, before=_titles(section))
    section.delete()


@transaction.atomic
def add_question(section: Section, *, by: Person | None, at: datetime, **values: Any) -> Question:
    """Ask one thing more, at the end of a section; `values` are the other fields of a question."""
    call = section.call
    check_open(call)
    if not (values.get("least") or values.get("most")):
        values = in_length_of(call.year, values)
    position = values.pop("position", None) or _last(section.questions) + 1
    question = Question(call=call, section=section, position=position, **values)
    question.unit = unit_asked_in(question)
    question.key = question.key or _free_key(call, localised(question, "label", "nb"))
    check_question(question)
    add(question, "add_question", by=by, at=at)
    return question


@transaction.atomic
def write_questions(
    section: Section, rows: Sequence[Mapping[str, Any]], *, by: Person | None, at: datetime
) -> list[Question]:
    """Ask many things more, at the end of a section: all of them or none; a refusal tells its row."""
    if not rows:
        raise Refused("rows", _("Write at least one question."))
    added = []
    for number, row in enumerate(rows):
        try:
            added.append(add_question(section, by=by, at=at, **row))
        except Refused as refusal:
            raise Refused(
                refusal.code, refusal.message, field=refusal.field, details={"row": number}
            ) from None
    return added


@transaction.atomic
def edit_question(question: Question, *, by: Person | None, at: datetime, **values: Any) -> None:
    """Change a question that nobody has answered yet."""
    # Held until we are done: an answer that comes at this very moment waits, and is not written over.
    Question.objects.select_for_update().get(pk=question.pk)
    _check_unanswered(question)
    values = {"unit": question.unit} | values
    before = {name: getattr(question, name) for name in values}
    for name, value in values.items():
        setattr(question, name, value)
    values["unit"] = question.unit = unit_asked_in(question)
    check_question(question)
    check_hanging(question, choices_in(question))
    check_hanging_confidential(question, hanging_on(question))
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
def ask_again(question: Question, *, by: Person | None, at: datetime) -> None:
    """Ask once more what was retired, in the words that it had last."""
    check_open(question.call)
    if question.call.questions.filter(key=question.key, version__gt=question.version).exists():
        raise Refused("state", _("The question has a newer wording. Ask that again."))
    values = {"retired_at": None, "only_if": _asked_now(question.only_if)}
    for name, value in values.items():
        setattr(question, name, value)
    check_question(question)
    question.refresh_from_db()
    edit(question, "ask_again", values, by=by, at=at)
    recount(question.call)


@transaction.atomic
def remove_question(question: Question, *, by: Person | None, at: datetime) -> None:
    """Take a question out of a draft that nobody has been asked to answer; the trail keeps its words."""
    if question.call.state != CallState.DRAFT or question.call.replies.exists():
        raise Refused("state", _("The call has been open, so the question stays. Retire it instead."))
    check_hanging(question, ())
    before = {"question": localised(question, "label", "nb"), "section": str(question.section)}
    history.record("remove_question", question, by=by, at=at, before=before)
    Question.objects.filter(only_if=question).update(only_if=None)  # retired ones
    question.delete()


def check_text(noun: Any, field: str, call: Call, message: str) -> None:
    """Refuse that a noun is without words in every language; the call's first one is where to write them."""
    if not localised(noun, field):
        raise Refused(field, message, field=f"{field}_{Languages(call.languages).codes[0]}")


def unit_asked_in(question: Question) -> str:
    """The unit of a question; where none is named, that of the indicator whose figure it shows.

    It is kept with the question, because an answer is read with the unit in which it was asked.
    """
    if question.unit or not question.indicator:
        return question.unit
    return Indicator.objects.filter(key=question.indicator).values_list("unit", flat=True).first() or ""


def _check_unit(written: list[str]) -> None:
    if len(written) > len(LANGUAGES):
        raise Refused("unit", _("Write a unit in at most three languages, with | between."), field="unit")
    if max(len(words.strip()) for words in written) > LONGEST_UNIT:
        message = _("A unit can be %(most)s characters long in each language.")
        raise Refused("unit", message % {"most": LONGEST_UNIT}, field="unit")


def check_question(question: Question) -> None:
    """Refuse a question that nobody could answer."""
    check_text(question, "label", question.call, _("Write the question."))
    if offers_choices(question) and len(question.choices) < 2:
        raise Refused("choices", _("Write at least two choices, each on a line of its own."), field="choices")
    _check_unit(question.unit.split(BETWEEN))
    if question.most and question.least > question.most:
        raise Refused("least", _("The shortest length is above the longest."), field="least")
    if question.facts.gives_consent and wording_called(question.point) is None:
        message = _("Write the short names of the declaration and its text, such as ordforererklaering/2022.")
        raise Refused("point", message, field="point")
    if question.facts.tells_progress and not question.point:
        message = _("Write the short name of the point, as it stands in its address.")
        raise Refused("point", message, field="point")
    check_flow(question)
    check_condition(question)
    check_confidential(question)


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


def _asked_now(before: Question | None) -> Question | None:
    """The question that another one hung on, in the words in which it is asked now."""
    if before is None or before.retired_at is None:
        return before
    found = before.call.questions.filter(key=before.key, retired_at__isnull=True).first()
    if found is None:
        message = _("It is asked only of those who answer “%(question)s”. Ask that again first.")
        raise Refused("only_if", message % {"question": before})
    return found


def _free_key(call: Call, label: str) -> str:
    key = base = slug_of(label)[:40].strip("-") or "question"
    number = 2
    while call.questions.filter(key=key).exists():
        key, number = f"{base}-{number}", number + 1
    return key


def _last(row: Any) -> int:
    """The position of the last of the sections of a call, or of the questions of a section."""
    return row.order_by().aggregate(last=Max("position"))["last"] or 0


def _titles(section: Section) -> dict[str, str]:
    return {name: getattr(section, name) for name in ("title_nb", "title_nn", "title_en")}

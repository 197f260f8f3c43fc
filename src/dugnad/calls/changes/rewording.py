"""New words for a question that somebody has answered: a new version, never an edit under the answers."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.conditions import check_hanging, choices_in
from dugnad.calls.changes.confidential import check_hanging_confidential
from dugnad.calls.changes.counting import recount
from dugnad.calls.changes.questions import check_open, check_question, unit_asked_in
from dugnad.calls.models import Question
from dugnad.calls.queries import hanging_on, has_answers
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def reword_question(question: Question, *, by: Person | None, at: datetime, **values: Any) -> Question:
    """Ask in new words under the same key; the old words are retired and keep the answers given to them."""
    check_open(question.call)
    if question.retired_at is not None:
        raise Refused("state", _("The question is retired already."))
    if not has_answers(question):
        raise Refused(
            "unanswered", _("Nobody has answered this question, so you can change it as it stands.")
        )
    new = _in_new_words(question, values)
    check_question(new)
    hanging = hanging_on(question)
    check_hanging(question, choices_in(new))
    check_hanging_confidential(new, hanging)
    edit(question, "retire_question", {"retired_at": at}, by=by, at=at)
    add(new, "reword_question", by=by, at=at)
    for other in hanging:
        edit(other, "edit_question", {"only_if": new}, by=by, at=at)
    recount(question.call)
    return new


def _in_new_words(question: Question, values: dict[str, Any]) -> Question:
    before = {field.attname: getattr(question, field.attname) for field in Question._meta.concrete_fields}
    new = Question(**(before | {"id": None, "version": question.version + 1, "replaces_id": question.pk}))
    for name, value in values.items():
        setattr(new, name, value)
    new.unit = unit_asked_in(new)
    if all(getattr(new, name) == getattr(question, name) for name in values):
        raise Refused("same", _("Nothing is different from the words that stand there now."))
    return new

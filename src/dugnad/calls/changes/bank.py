"""Questions from the bank are asked again in another call."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.copying import copied, in_length_of
from dugnad.calls.changes.questions import add_question
from dugnad.calls.kinds.facts import choices_of
from dugnad.calls.models import Question, Section
from dugnad.calls.queries import Banked, possible_hinges, question_bank
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def pick_questions(
    section: Section, keys: Collection[str], *, by: Person | None, at: datetime
) -> list[Question]:
    """Ask these questions of the bank (by key) at the end of a section: all of them or none.

    A condition comes along where the question that it hangs on stands in the call, or is picked with it.
    """
    bank = {row.question.key: row for row in question_bank(section)}
    if not keys:
        raise Refused("keys", _("Tick the questions that you want to ask."), field="keys")
    for key in keys:
        if key not in bank or bank[key].is_here:
            message = _("“%(key)s” is not in the bank, or the call has it already.") % {"key": key}
            raise Refused("keys", message, field="keys")
    chosen = [row for key, row in bank.items() if key in keys]
    return [_ask(section, row, by=by, at=at) for row in chosen]


def _ask(section: Section, row: Banked, *, by: Person | None, at: datetime) -> Question:
    year = section.call.year
    values = row.sketch.values(year) if row.sketch else copied(row.question, year - row.question.call.year)
    values = in_length_of(year, values)
    return add_question(section, by=by, at=at, **values, **_condition(section, row.question))


def _condition(section: Section, question: Question) -> dict[str, Any]:
    """The same condition in this call, where it can be fulfilled here."""
    if question.only_if is None:
        return {}
    key, wanted = question.only_if.key, question.only_if_choices
    here = next((hinge for hinge in possible_hinges(section) if hinge.key == key), None)
    if here is None or set(wanted) - choices_of(here).keys():
        return {}
    return {"only_if": here, "only_if_choices": wanted}

"""Verbs of evaluations: ask those who were there how it was, and take their answers without their names."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.kinds import Given
from dugnad.calls.kinds.evaluating import READY
from dugnad.calls.models import Evaluation, EvaluationReply, EvaluationRequest
from dugnad.calls.queries.evaluating import evaluation_address, those_who_were_there
from dugnad.calls.rules.evaluating import can_evaluate
from dugnad.events.models import Event
from dugnad.events.queries.taking_part import address_of, language_of, name_of
from dugnad.events.states import EventState
from dugnad.kit.changes import SECRET, add, edit, queue_mail, refuse_invalid
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Person

# What a question of a call has and one of an evaluation needs not.
LEFT_OUT = frozenset({"indicator", "indicator_sector", "indicator_year", "is_confidential", "unit"})


@transaction.atomic
def ask_how_it_was(
    event: Event, *, closes: date, by: Person | None, at: datetime, keys: Collection[str] | None = None
) -> Evaluation:
    """Ask everybody who was there, once; the questions are frozen as they are asked."""
    if event.state != EventState.HELD:
        raise Refused("state", _("Enter the session as held first: only those who were there are asked."))
    if Evaluation.objects.filter(event=event).exists():
        raise Refused("again", _("Those who were there have been asked already."))
    if closes <= local_day(at):
        raise Refused("closes", _("Give them some days to answer."), field="closes")
    people = [one for one in those_who_were_there(event) if address_of(one)]
    if not people:
        raise Refused(
            "nobody", _("Nobody with an address has been noted as there. Note who was there first.")
        )
    evaluation = Evaluation(event=event, questions=_frozen(event, keys), sent_at=at, closes=closes)
    add(evaluation, "ask_how_it_was", by=by, at=at)
    for one in people:
        request = EvaluationRequest.objects.create(evaluation=evaluation, participation=one)
        context = {"event": event, "to": name_of(one), "address": evaluation_address(request),
                   "evaluation": evaluation}  # fmt: skip
        letter = write_letter("calls/mail/how_was_it.txt", language_of(one), context)
        queue_mail(f"{SECRET}evaluation:{request.pk}", address_of(one), letter, at=at)
    return evaluation


def _frozen(event: Event, keys: Collection[str] | None) -> list[dict[str, Any]]:
    year = local_day(event.starts).year
    chosen = [sketch for sketch in READY if keys is None or sketch.key in keys]
    if not chosen:
        raise Refused("keys", _("Choose at least one question."), field="keys")
    return [
        {name: value for name, value in sketch.values(year).items() if name not in LEFT_OUT}
        for sketch in chosen
    ]


@transaction.atomic
def evaluate(one: EvaluationRequest, answers: Mapping[str, Any], *, at: datetime) -> None:
    """Take an answer without its name; the request only remembers that it was answered.

    The row of the request is locked, so that a double press is one answer. Neither the trail nor the row
    says at what hour: with it, who answered could be told from who said what.
    """
    locked = (
        EvaluationRequest.objects.select_for_update(of=("self",)).select_related("evaluation").get(pk=one.pk)
    )
    if not can_evaluate(locked.evaluation, locked, on=local_day(at)):
        raise Refused("closed", _("You have answered already, or the last day has passed."))
    told = {
        question.key: _checked(question, answers.get(question.key)) for question in locked.evaluation.asked
    }
    told = {key: value for key, value in told.items() if value not in (None, "", [])}
    if not told:
        raise Refused("empty", _("Answer at least one of the questions."))
    reply = EvaluationReply(evaluation=locked.evaluation, answers=told)
    refuse_invalid(reply)
    reply.save(force_insert=True)
    edit(locked, "evaluate", {"answered_on": local_day(at)}, by=None, at=_without_hour(at))


def _checked(question: Any, value: Any) -> Any:
    complaints = question.facts.complaints(question, value, Given())
    if complaints:
        raise Refused("lacks", complaints[0][1], field=question.key)
    return value


def _without_hour(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)

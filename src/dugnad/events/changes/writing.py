"""Verbs of deciding in writing: say what one thinks, remind the silent, close with a record."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.events.changes.agenda import put_off
from dugnad.events.changes.inviting import refuse_left
from dugnad.events.changes.minutes import write_note
from dugnad.events.changes.outcomes import add_outcome
from dugnad.events.kinds import OutcomeKind
from dugnad.events.models import AgendaItem, Event, Participation, Position
from dugnad.events.queries.links import answer_address
from dugnad.events.queries.taking_part import address_of, language_of, name_of
from dugnad.events.queries.writing import (
    VERDICTS,
    procedures_running,
    record_of,
    silent_in,
    tally_of,
    with_vote,
)
from dugnad.events.rules import writing as rules
from dugnad.events.rules.writing import Verdict
from dugnad.events.states import EventState, ItemState
from dugnad.kit import history
from dugnad.kit.changes import add, edit, queue_mail
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.kit.queries import queued_with
from dugnad.members.models import Person

log = logging.getLogger(__name__)


@transaction.atomic
def take_position(
    item: AgendaItem, one: Participation, stance: str, *, by: Person | None, at: datetime, text: str = ""
) -> Position:
    """Say what one thinks of a proposed decision; until the deadline the last word counts."""
    if item.event is None or not rules.can_answer(item.event, at=at):
        raise Refused("closed", _("The deadline has passed, so the answer cannot be changed."))
    if not rules.has_vote(one):
        raise Refused("role", _("Only those with a vote answer; write your remark to the secretariat."))
    refuse_left(one, at=at)
    known = Position.objects.filter(item=item, participation=one).first()
    if known:
        edit(
            known, "take_position", {"stance": stance, "text": text, "given_by": None, "at": at}, by=by, at=at
        )
        return known
    position = Position(item=item, participation=one, stance=stance, text=text, at=at)
    add(position, "take_position", by=by, at=at)
    return position


@transaction.atomic
def remind_silent(event: Event, *, by: Person | None, at: datetime) -> int:
    """Write to those with a vote who have not answered every point; to nobody twice on one day."""
    if not rules.can_answer(event, at=at):
        raise Refused("closed", _("The procedure is over, so there is nobody to remind."))
    told = [one for one in silent_in(event, on=local_day(at)) if address_of(one)]
    for one in told:
        _write(one, event, "remind_in_writing", f"{local_day(at)}", answer_address(one), at=at)
    history.record("remind_silent", event, by=by, at=at, after={"told": len(told)})
    return len(told)


def remind_due_procedures(*, at: datetime) -> int:
    """Remind in every procedure whose day of reminding has come, once; returns how many were written to."""
    due = [event for event in procedures_running() if rules.reminds_at(event) <= at <= event.ends]
    return sum(
        _write(one, event, "remind_in_writing", "due", answer_address(one), at=at)
        for event in due
        for one in silent_in(event, on=local_day(at))
        if address_of(one)
    )


@transaction.atomic
def close_procedure(event: Event, *, by: Person | None, at: datetime) -> dict[int, Verdict]:
    """Make the record when the deadline has passed or everybody has answered; returns the verdict a point.

    What was adopted becomes a decision with its case number; what somebody wants to talk about waits in
    the backlog for the next meeting. Everybody who was asked is told.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    event.refresh_from_db()
    items = list(event.items.order_by("position"))
    tallies = {item.pk: tally_of(item, on=local_day(at)) for item in items}
    if not items or not all(rules.can_close(event, told, at=at) for told in tallies.values()):
        raise Refused("open", _("The procedure runs until its deadline, or until everybody has answered."))
    verdicts = {item.pk: rules.verdict(tallies[item.pk], quorum=event.quorum, is_over=True) for item in items}
    for item in items:
        _settle(item, verdicts[item.pk], by=by, at=at)
    edit(event, "close_procedure", {"state": EventState.HELD}, by=by, at=at)
    told = [(item, VERDICTS[verdicts[item.pk]]) for item in items]
    for one in filter(address_of, with_vote(event, on=local_day(at))):
        _write(one, event, "procedure_closed", "closed", answer_address(one), at=at, items=told)
    return verdicts


def close_due_procedures(*, at: datetime) -> int:
    """Close every procedure whose deadline has passed; one that cannot be closed keeps no other from it."""
    closed = 0
    for event in procedures_running():
        if event.ends < at and event.items.exists():
            try:
                close_procedure(event, by=None, at=at)
            except Refused as refusal:
                log.warning("the written procedure %s was not closed: %s", event.slug, refusal.message)
            else:
                closed += 1
    return closed


def _settle(item: AgendaItem, verdict: Verdict, *, by: Person | None, at: datetime) -> None:
    with translation.override(item.language):
        _write_record(item, record_of(item, verdict, on=local_day(at)), by=by, at=at)
    if verdict == Verdict.ADOPTED:
        text = item.proposal or item.title
        add_outcome(item, kind=OutcomeKind.DECISION, text=text, on=local_day(at), by=by, at=at)
    elif verdict in (Verdict.TO_A_MEETING, Verdict.TOO_FEW):
        item.refresh_from_db()
        edit(item, "reopen_item", {"state": ItemState.PLACED}, by=by, at=at)
        put_off(item, by=by, at=at)


def _write_record(item: AgendaItem, text: str, *, by: Person | None, at: datetime) -> None:
    """The record stands below what somebody may have written about the point while it ran."""
    note = getattr(item, "note", None)
    whole = "\n\n".join(filter(None, (note.text.strip() if note else "", text)))
    write_note(item, text=whole, revision=note.revision if note else 0, by=by, at=at)


def _write(
    one: Participation, event: Event, letter: str, when: str, address: str, *, at: datetime, **more: object
) -> bool:
    """A mail to one who was asked; whether it is a new one."""
    language = language_of(one)
    context = {"event": event, "to": name_of(one), "address": address, **more}
    written = write_letter(f"events/mail/{letter}.txt", language, context)
    key = f"{letter}:{event.pk}:{one.pk}:{when}"
    is_new = not queued_with([key])
    queue_mail(key, address_of(one), written, at=at)
    return is_new

"""Verbs of deciding in writing: say what one thinks, close the procedure with its record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.events.changes.agenda import put_off
from dugnad.events.changes.minutes import add_outcome, write_note
from dugnad.events.kinds import VOTING, OutcomeKind, Role
from dugnad.events.models import AgendaItem, Event, Participation, Position
from dugnad.events.queries.writing import record_of, tally_of
from dugnad.events.rules import writing as rules
from dugnad.events.rules.writing import Verdict
from dugnad.events.states import EventState, ItemState
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def take_position(
    item: AgendaItem, one: Participation, stance: str, *, by: Person | None, at: datetime, text: str = ""
) -> Position:
    """Say what one thinks of a proposed decision; until the deadline the last word counts."""
    if item.event is None or not rules.can_answer(item.event, at=at):
        raise Refused("closed", _("The deadline has passed, so the answer cannot be changed."))
    if Role(one.role) not in VOTING:
        raise Refused("role", _("Only those with a vote answer; write your remark to the secretariat."))
    known = Position.objects.filter(item=item, participation=one).first()
    if known:
        edit(known, "take_position", {"stance": stance, "text": text, "at": at}, by=by, at=at)
        return known
    position = Position(item=item, participation=one, stance=stance, text=text, at=at)
    add(position, "take_position", by=by, at=at)
    return position


@transaction.atomic
def close_procedure(event: Event, *, by: Person | None, at: datetime) -> dict[int, Verdict]:
    """Make the record when the deadline has passed or everybody has answered; returns the verdict a point.

    What was adopted becomes a decision with its case number; what somebody wants to talk about waits in
    the backlog for the next meeting.
    """
    items = list(event.items.order_by("position"))
    tallies = {item.pk: tally_of(item) for item in items}
    if not items or not all(rules.can_close(event, told, at=at) for told in tallies.values()):
        raise Refused("open", _("The procedure runs until its deadline, or until everybody has answered."))
    verdicts = {item.pk: rules.verdict(tallies[item.pk], quorum=event.quorum, is_over=True) for item in items}
    for item in items:
        _settle(item, verdicts[item.pk], by=by, at=at)
    edit(event, "close_procedure", {"state": EventState.HELD}, by=by, at=at)
    return verdicts


def _settle(item: AgendaItem, verdict: Verdict, *, by: Person | None, at: datetime) -> None:
    write_note(item, text=record_of(item, verdict), revision=0, by=by, at=at)
    if verdict == Verdict.ADOPTED:
        text = item.proposal or item.title
        add_outcome(item, kind=OutcomeKind.DECISION, text=text, on=at.date(), by=by, at=at)
    elif verdict in (Verdict.TO_A_MEETING, Verdict.TOO_FEW):
        item.refresh_from_db()
        edit(item, "reopen_item", {"state": ItemState.PLACED}, by=by, at=at)
        put_off(item, by=by, at=at)

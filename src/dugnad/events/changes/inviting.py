"""Verbs of invitations: announce, tell what changed, call off; answer, send a deputy, note who was there."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.events.changes.agenda import number_cases
from dugnad.events.kinds import Role
from dugnad.events.models import Event, Participation
from dugnad.events.queries.calendars import Method, appointment
from dugnad.events.queries.links import answer_address
from dugnad.events.queries.taking_part import Invited, address_of, language_of, name_of, to_invite
from dugnad.events.rules import meeting as rules
from dugnad.events.states import Answer, Attendance, EventState
from dugnad.kit.changes import add, edit, queue_mail, recall_mail
from dugnad.kit.errors import Refused
from dugnad.kit.mail import with_calendar, write_letter
from dugnad.members.models import Person


@transaction.atomic
def announce_event(event: Event, *, by: Person | None, at: datetime, message: str = "") -> int:
    """Send the notice with its invitation to everybody who is to come; returns how many were written to.

    Done again it tells what changed: those who have the present version of the appointment get nothing.
    """
    if not rules.can_announce(event, at=at):
        raise Refused("state", _("Only an event that is still to come can be announced."))
    number_cases(event, by=by, at=at)
    if event.state == EventState.PLANNED:
        edit(event, "announce_event", {"state": EventState.ANNOUNCED, "announced_at": at}, by=by, at=at)
    _invite_missing(event, by=by, at=at)
    waiting = [one for one in _taking_part(event) if one.sequence_sent < event.sequence and address_of(one)]
    for one in waiting:
        letter = rules.facts_of(event).notice_letter if one.sequence_sent < 0 else "changed"
        _write(one, event, letter, Method.REQUEST, message, at=at)
    return len(waiting)


@transaction.atomic
def cancel_event(event: Event, *, because: str, by: Person | None, at: datetime) -> int:
    """Call an event off, and take it out of the calendars of those who were invited."""
    if not rules.can_cancel(event):
        raise Refused("state", _("An event that was held or called off cannot be called off."))
    if not because.strip():
        raise Refused(
            "because", _("Say why, in a line: those who had planned to come will ask."), field="because"
        )
    values = {"state": EventState.CANCELLED, "cancelled_because": because, "sequence": event.sequence + 1}
    edit(event, "cancel_event", values, by=by, at=at)
    recall_mail(f"event:{event.pk}:")
    told = [one for one in _taking_part(event) if one.sequence_sent >= 0 and address_of(one)]
    for one in told:
        _write(one, event, "cancelled", Method.CANCEL, because, at=at)
    return len(told)


@transaction.atomic
def invite(
    event: Event, people: Iterable[Person], *, by: Person | None, at: datetime, role: str = Role.GUEST
) -> list[Participation]:
    """Ask somebody who holds no seat: a speaker, a guest of the day."""
    known = set(event.participations.values_list("person_id", flat=True))
    return [
        _add(event, Invited(person=person, role=role), by=by, at=at)
        for person in people
        if person.pk not in known
    ]


@transaction.atomic
def answer_invitation(
    one: Participation, answer: str, *, by: Person | None, at: datetime, note: str = ""
) -> bool:
    """Say whether one comes; the last word counts, until the event has begun."""
    if one.event.state != EventState.ANNOUNCED or one.event.starts <= at:
        raise Refused("state", _("The event has begun or been called off, so the answer cannot be changed."))
    if answer not in (Answer.YES, Answer.NO):
        raise Refused("answer", _("Answer yes or no."), field="answer")
    values = {"answer": answer, "answered_at": at, "note": note}
    return edit(one, "answer_invitation", values, by=by, at=at)


@transaction.atomic
def call_in_deputy(one: Participation, deputy: Person, *, by: Person | None, at: datetime) -> Participation:
    """Ask a deputy to come in somebody's place; whoever cannot come has said so by this."""
    event = one.event
    if event.state != EventState.ANNOUNCED or event.starts <= at:
        raise Refused("state", _("A deputy can be called in from the notice until the event begins."))
    if one.answer != Answer.NO:
        edit(one, "answer_invitation", {"answer": Answer.NO, "answered_at": at}, by=by, at=at)
    there = event.participations.filter(person=deputy).first()
    if there is None:
        invited = Invited(person=deputy, role=Role.DEPUTY, seat=one.seat, organisation=one.organisation)
        there = _add(event, invited, by=by, at=at)
    edit(there, "call_in_deputy", {"stands_in_for": one, "role": Role.DEPUTY}, by=by, at=at)
    if there.sequence_sent < event.sequence and address_of(there):
        _write(there, event, "deputy", Method.REQUEST, "", at=at)
    return there


@transaction.atomic
def note_attendance(event: Event, told: Mapping[int, str], *, by: Person | None, at: datetime) -> int:
    """Note who was there, by the numbers of participations; returns how many changed."""
    if event.starts > at:
        raise Refused("state", _("Who was there can be noted when the event has begun."))
    rows = {one.pk: one for one in event.participations.all()}
    return sum(
        edit(rows[key], "note_attendance", {"attendance": Attendance(said)}, by=by, at=at)
        for key, said in told.items()
        if key in rows
    )


def _invite_missing(event: Event, *, by: Person | None, at: datetime) -> None:
    known = set(event.participations.values_list("person_id", flat=True))
    for invited in to_invite(event):
        if invited.person.pk not in known:
            known.add(invited.person.pk)  # who holds two seats is asked once
            _add(event, invited, by=by, at=at)


def _add(event: Event, invited: Invited, *, by: Person | None, at: datetime) -> Participation:
    one = Participation(
        event=event,
        person=invited.person,
        role=invited.role,
        seat=invited.seat,
        organisation=invited.organisation,
        language=invited.person.language,
        created_at=at,
    )
    add(one, "invite", by=by, at=at, of=invited.organisation.pk if invited.organisation else None)
    return one


def _taking_part(event: Event) -> list[Participation]:
    return list(event.participations.select_related("person").exclude(answer=Answer.WAITING))


def _write(
    one: Participation, event: Event, letter: str, method: Method, message: str, *, at: datetime
) -> None:
    language = language_of(one)
    context = {
        "event": event,
        "to": name_of(one),
        "items": list(event.items.order_by("position")),
        "message": message,
        "answer": answer_address(one),
        "stands_in_for": name_of(one.stands_in_for) if one.stands_in_for else "",
    }
    written = write_letter(f"events/mail/{letter}.txt", language, context)
    calendar = appointment(event, one, method=method, language=language, at=at)
    key = f"event:{event.pk}:{one.pk}:{event.sequence}:{method}"
    queue_mail(key, address_of(one), with_calendar(written, calendar, method), at=at)
    Participation.objects.filter(pk=one.pk, sequence_sent__lt=event.sequence).update(
        sequence_sent=event.sequence
    )

"""Verbs of invitations: announce, tell what changed, call off; answer, send a deputy, note who was there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.events.changes.agenda import number_cases, put_off
from dugnad.events.changes.calendars import appointment_for
from dugnad.events.changes.events import refuse_called_off
from dugnad.events.kinds import VOTING, Role
from dugnad.events.models import AgendaItem, Event, Participation
from dugnad.events.queries.agenda import items_as_numbered, left_untreated, with_papers
from dugnad.events.queries.calendars import Method
from dugnad.events.queries.links import answer_address, draft_address
from dugnad.events.queries.places import has_left, holder_now, left_ones
from dugnad.events.queries.taking_part import (
    Invited,
    address_of,
    is_behind,
    language_of,
    name_of,
    people_with_address,
    reads_papers,
    taking_part,
    to_be_told,
    to_invite,
)
from dugnad.events.rules import meeting as rules
from dugnad.events.rules.writing import has_vote
from dugnad.events.states import Answer, Attendance, EventState, ItemState
from dugnad.kit.changes import add, edit, queue_mail, recall_mail
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.mail import Letter, with_calendar, write_letter
from dugnad.members.models import Person


@transaction.atomic
def announce_event(
    event: Event, *, by: Person | None, at: datetime, message: str = "", to_all: bool = False
) -> int:
    """Send the notice with its invitation to everybody who is to come; returns how many were written to.

    Done again it tells what changed: those who have the present version of the appointment get nothing,
    unless it is meant for all of them, as a new agenda is; their calendars then have nothing to do.
    """
    if not rules.can_announce(event, at=at):
        raise Refused("state", _("Only an event that is still to come can be announced."))
    if event.is_written and not event.items.exclude(state=ItemState.PUT_OFF).exists():
        raise Refused(
            "empty", _("There is nothing to decide yet. Add a point with its proposed decision first.")
        )
    number_cases(event, by=by, at=at)
    if event.state == EventState.PLANNED:
        edit(event, "announce_event", {"state": EventState.ANNOUNCED, "announced_at": at}, by=by, at=at)
    _invite_missing(event, by=by, at=at)
    waiting = [
        one
        for one in taking_part(event, on=local_day(at))
        if address_of(one) and (to_all or is_behind(one, event))
    ]
    for one in waiting:
        _write(one, event, letter_to(one), Method.REQUEST, message, at=at, anew=not is_behind(one, event))
    return len(waiting)


@transaction.atomic
def cancel_event(event: Event, *, because: str, by: Person | None, at: datetime) -> int:
    """Call an event off, and take it out of the calendars of those who were invited.

    What it was to treat waits for a later meeting of the body.
    """
    if not rules.can_cancel(event):
        raise Refused("state", _("An event that was held or called off cannot be called off."))
    if not because.strip():
        raise Refused(
            "because", _("Say why, in a line: those who had planned to come will ask."), field="because"
        )
    values = {"state": EventState.CANCELLED, "cancelled_because": because, "sequence": event.sequence + 1}
    edit(event, "cancel_event", values, by=by, at=at)
    for item in left_untreated(event):
        put_off(item, by=by, at=at)
    recall_mail(f"event:{event.pk}:")
    there = taking_part(event, on=local_day(at))
    told = [one for one in there if one.sequence_sent >= 0 and address_of(one)]
    for one in told:
        _write(one, event, "cancelled", Method.CANCEL, because, at=at)
    return len(told)


@transaction.atomic
def invite(
    event: Event, people: Iterable[Person], *, by: Person | None, at: datetime, role: str = Role.GUEST
) -> list[Participation]:
    """Ask somebody who holds no seat: a speaker, a guest of the day."""
    refuse_called_off(event)
    known = set(event.participations.values_list("person_id", flat=True))
    return [
        _add(event, Invited(person=person, role=role), by=by, at=at)
        for person in people
        if person.pk not in known
    ]


@transaction.atomic
def invite_guest(
    event: Event, *, name: str, email: str, language: str, by: Person | None, at: datetime,
    employer: str = "", role: str = Role.GUEST,
) -> Participation:  # fmt: skip
    """Ask somebody from outside, of whom we know a name and an address; they are forgotten in time."""
    refuse_called_off(event)
    email = email.strip().lower()
    known = people_with_address(event, email)
    if known:
        raise Refused(
            "known", _("%(name)s is on the list already.") % {"name": name_of(known)}, field="email"
        )
    one = Participation(
        event=event, name=name.strip(), email=email, employer=employer, role=role, language=language,
        created_at=at,
    )  # fmt: skip
    add(one, "invite", by=by, at=at)
    return one


@transaction.atomic
def answer_invitation(
    one: Participation, answer: str, *, by: Person | None, at: datetime, note: str = ""
) -> bool:
    """Say whether one comes; the last word counts, until the event has begun."""
    if not rules.can_answer(one.event, at=at):
        raise Refused("state", _("The event has begun or been called off, so the answer cannot be changed."))
    refuse_left(one, at=at)
    if answer not in (Answer.YES, Answer.NO):
        raise Refused("answer", _("Answer yes or no."), field="answer")
    values = {"answer": answer, "answered_at": at, "note": note}
    return edit(one, "answer_invitation", values, by=by, at=at)


@transaction.atomic
def call_in_deputy(one: Participation, deputy: Person, *, by: Person | None, at: datetime) -> Participation:
    """Ask a deputy to come in somebody's place; whoever cannot come has said so by this."""
    event = one.event
    if not rules.can_answer(event, at=at):
        raise Refused("state", _("A deputy can be called in from the notice until the event begins."))
    refuse_left(one, at=at)
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
def invite_instead(one: Participation, to: Person, *, by: Person | None, at: datetime) -> Participation:
    """Ask somebody who has taken over a place; whoever left it is not waited for, and has no vote.

    They get a row of their own: the link in the mail of the one who left must not open their answer. What
    the place has said in writing stays said, until they say otherwise.
    """
    event = one.event
    invited = Invited(person=to, role=one.role, seat=one.seat, organisation=one.organisation)
    there = _with_place(event, invited, by=by, at=at)
    _hand_over_positions(one, there, by=by, at=at)
    _give_up_place(one, event, by=by, at=at)
    if event.state == EventState.ANNOUNCED and there.sequence_sent < event.sequence and address_of(there):
        _write(there, event, letter_to(there), Method.REQUEST, "", at=at)
    return there


def _give_up_place(one: Participation, event: Event, *, by: Person | None, at: datetime) -> None:
    if one.positions.exists():
        return  # the vote of a place stands, also where nobody has taken it over who could change it
    edit(one, "give_up_place", {"answer": Answer.NO, "answered_at": at, "role": Role.GUEST}, by=by, at=at)
    if one.sequence_sent >= 0 and address_of(one):
        _write(one, event, "place_given_up", Method.CANCEL, "", at=at)


def _with_place(event: Event, invited: Invited, *, by: Person | None, at: datetime) -> Participation:
    """The row of somebody who is asked by a place; who was on the list without a vote gets the place's."""
    there = event.participations.filter(person=invited.person).first()
    if there is None:
        return _add(event, invited, by=by, at=at)
    if Role(there.role) not in VOTING:
        values: dict[str, object] = {
            "role": invited.role, "seat": invited.seat, "organisation": invited.organisation,
        }  # fmt: skip
        if there.seat_id is not None:  # they had given a place up, and come back
            values["answer"] = Answer.AWAITED
        edit(there, "take_place", values, by=by, at=at)
    return there


def _hand_over_positions(
    one: Participation, there: Participation, *, by: Person | None, at: datetime
) -> None:
    if there.positions.exists():
        return
    for position in one.positions.all():
        values = {"participation": there, "given_by": position.given_by or one.person}
        edit(position, "hand_over_position", values, by=by, at=at)


def refuse_left(one: Participation, *, at: datetime) -> None:
    """Who has left the place by which they were asked answers no more for it."""
    if has_left(one, on=local_day(at)):
        raise Refused("left", _("Your place has been handed over, so it is no longer yours to answer for."))


@transaction.atomic
def note_attendance(event: Event, told: Mapping[int, str], *, by: Person | None, at: datetime) -> int:
    """Note who was there, by the numbers of participations; returns how many changed."""
    refuse_called_off(event)
    if event.starts > at:
        raise Refused("state", _("Who was there can be noted when the event has begun."))
    rows = {one.pk: one for one in event.participations.all()}
    return sum(
        edit(rows[key], "note_attendance", {"attendance": Attendance(said)}, by=by, at=at)
        for key, said in told.items()
        if key in rows
    )


def _invite_missing(event: Event, *, by: Person | None, at: datetime) -> None:
    _pass_on_places(event, by=by, at=at)
    known = set(event.participations.values_list("person_id", flat=True))
    for invited in to_invite(event, on=local_day(at)):
        if invited.person.pk not in known:
            known.add(invited.person.pk)  # who holds two seats is asked once
            _add(event, invited, by=by, at=at)


def _pass_on_places(event: Event, *, by: Person | None, at: datetime) -> None:
    """Where a place has changed hands since the notice, the new holder is asked and the old one let go."""
    day = local_day(at)
    rows = list(event.participations.select_related("person", "organisation", "seat"))
    left = left_ones(rows, on=day)
    for one in rows:
        if one.pk in left and one.role != Role.GUEST and one.stands_in_for_id is None:
            to = holder_now(one, event, on=day)
            if to is not None:
                invite_instead(one, to, by=by, at=at)
            else:
                _give_up_place(one, event, by=by, at=at)


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


def _write(
    one: Participation, event: Event, letter: str, method: Method, message: str, *, at: datetime,
    anew: bool = False,
) -> None:  # fmt: skip
    language = language_of(one)
    items = list(event.items.exclude(state=ItemState.PUT_OFF).order_by("position"))
    written = compose(one, event, letter, message, items, answer=answer_address(one))
    calendar = appointment_for(one, event, method, language=language, at=at)
    key = f"event:{event.pk}:{one.pk}:{event.sequence}:{method}" + (f":{at.isoformat()}" if anew else "")
    queue_mail(key, address_of(one), with_calendar(written, calendar, method), at=at)
    Participation.objects.filter(pk=one.pk, sequence_sent__lt=event.sequence).update(
        sequence_sent=event.sequence
    )


def compose(
    one: Participation, event: Event, letter: str, message: str, items: Sequence[AgendaItem], *, answer: str
) -> Letter:
    """A letter about an event as one who takes part reads it."""
    context = {
        "event": event,
        "to": name_of(one),
        "items": with_papers(items, restricted=reads_papers(one)),
        "message": message,
        "answer": answer,
        "has_vote": has_vote(one),
        "one": one,  # told by the letter as what: only there is it put into the language of the reader
        "is_change": one.sequence_sent >= 0,
        "stands_in_for": one.stands_in_for,
    }
    return write_letter(f"events/mail/{letter}.txt", language_of(one), context)


def letter_to(one: Participation) -> str:
    """Which letter somebody gets with the notice: the first time they are invited, then told of changes."""
    facts = rules.facts_of(one.event)
    return facts.notice_letter if one.sequence_sent < 0 else facts.changed_letter


def draft_notice(
    event: Event, message: str, *, on: date, to_all: bool = False
) -> tuple[Participation, Letter] | None:
    """The notice as the first one who would get it reads it; None where nobody would.

    Points have the case numbers that they will get. The link to their own place is left out: whoever
    reads the draft must not be able to answer for them.
    """
    one = next(iter(to_be_told(event, on=on, to_all=to_all)), None)
    if one is None:
        return None
    items = items_as_numbered(event)
    return one, compose(one, event, letter_to(one), message, items, answer=draft_address(event))

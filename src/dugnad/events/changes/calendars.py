"""Verbs of calendars: what is told to one person's, and a new secret address of one's own."""

from datetime import datetime

from django.db import transaction

from dugnad.events.models import CalendarKey, Event, Participation
from dugnad.events.queries.calendars import Method, appointment
from dugnad.events.states import EventState
from dugnad.kit.changes import add, edit
from dugnad.members.models import Person


def appointment_for(one: Participation, event: Event, method: Method, *, language: str, at: datetime) -> str:
    """The appointment of one person, to be mailed; taken out of their calendar alone, it is a new version."""
    if method == Method.CANCEL and event.state != EventState.CANCELLED:
        one.times_taken_out += 1
        Participation.objects.filter(pk=one.pk).update(times_taken_out=one.times_taken_out)
    return appointment(event, one, method=method, language=language, at=at)


@transaction.atomic
def renew_calendar_address(person: Person, *, by: Person | None, at: datetime) -> None:
    """Give somebody's own calendar a new address; whoever has the old one gets nothing more."""
    known = CalendarKey.objects.select_for_update().filter(person=person).first()
    if known is None:
        add(CalendarKey(person=person, renewed_at=at), "renew_calendar_address", by=by, at=at)
        return
    values = {"number": known.number + 1, "renewed_at": at}
    edit(known, "renew_calendar_address", values, by=by, at=at)

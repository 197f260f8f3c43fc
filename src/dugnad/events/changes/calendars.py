"""Verbs of calendars: renew the secret address of one's own."""

from datetime import datetime

from django.db import transaction

from dugnad.events.models import CalendarKey
from dugnad.kit.changes import add, edit
from dugnad.members.models import Person


@transaction.atomic
def renew_calendar_address(person: Person, *, by: Person | None, at: datetime) -> None:
    """Give somebody's own calendar a new address; whoever has the old one gets nothing more."""
    known = CalendarKey.objects.select_for_update().filter(person=person).first()
    if known is None:
        add(CalendarKey(person=person, renewed_at=at), "renew_calendar_address", by=by, at=at)
        return
    values = {"number": known.number + 1, "renewed_at": at}
    edit(known, "renew_calendar_address", values, by=by, at=at)

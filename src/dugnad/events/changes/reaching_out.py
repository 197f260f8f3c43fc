"""Verbs of reaching out: ask along the members that have had nobody there."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.events.models import Event
from dugnad.events.queries.coverage import whom_to_invite
from dugnad.events.rules import signing_up as rules
from dugnad.kit import history
from dugnad.kit.changes import queue_mail
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.kit.queries import queued_with
from dugnad.members.models import Organisation, Person


@transaction.atomic
def ask_members_along(
    event: Event, members: Iterable[Organisation], *, by: Person | None, at: datetime
) -> int:
    """Write to those who answer for these members; each person once for a session, for all their members."""
    if not rules.can_sign_up(event, event.sign_up, at=at):
        raise Refused("closed", _("The sign-up for this event is closed."))
    asked = whom_to_invite(list(members), on=at.date())
    people = {person.pk: (person, member) for member, persons in asked for person in persons}
    keys = {pk: f"come-along:{event.pk}:{pk}" for pk in people}
    before = queued_with(keys.values())
    written = [pk for pk in people if keys[pk] not in before]
    address = f"{settings.PUBLIC_URL}{reverse('school_session', args=[event.slug])}"
    for pk in written:
        person, member = people[pk]
        context = {"event": event, "to": person.name, "member": member, "address": address}
        letter = write_letter("events/mail/come_along.txt", person.language, context)
        queue_mail(keys[pk], person.email or "", letter, at=at)
    if written:
        history.record("ask_members_along", event, by=by, at=at, after={"letters": len(written)})
    return len(written)

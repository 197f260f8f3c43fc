"""Verbs of leaving a place: its open tasks, points and invitations go to a successor in one step."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.events.changes.inviting import invite_instead
from dugnad.events.queries.handing_over import LeftOpen, left_open
from dugnad.kit import formats, history
from dugnad.kit.changes import edit, queue_mail
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Person, Seat
from dugnad.members.queries import seats_in


@dataclass(frozen=True)
class HandedOver:
    """How much went to the successor."""

    tasks: int
    points: int
    meetings: int


@transaction.atomic
def hand_over_seat(seat: Seat, person: Person, to: Person, *, by: Person | None, at: datetime) -> HandedOver:
    """Give what somebody has open in a body to another, who is told in one mail what it is.

    What was decided, and who proposed what, stays as it was.
    """
    if to == person:
        raise Refused("same", _("That is the one who leaves. Choose somebody else."), field="to")
    left = left_open(seat, person, at=at)
    _refuse_early(left, to, on=local_day(at))
    if left.is_empty:
        raise Refused("empty", _("There is nothing to hand over."))
    for task in left.tasks:
        edit(task, "hand_over_task", {"owner": to}, by=by, at=at)
    for point in left.points:
        edit(point, "hand_over_point", {"presenter": to}, by=by, at=at)
    for one in left.meetings:
        invite_instead(one, to, by=by, at=at)
    counts = {"tasks": len(left.tasks), "points": len(left.points), "meetings": len(left.meetings)}
    told = {"before": {"person": person.pk}, "after": {"person": to.pk, **counts}}
    history.record("hand_over_seat", seat, by=by, at=at, organisation_id=seat.organisation_id, **told)
    if to.email:
        page = f"{settings.PUBLIC_URL}{reverse('group', args=[seat.body.slug])}"
        context = {"to": to, "person": person, "body": seat.body, "left": left, "page": page}
        letter = write_letter("events/mail/handed_over.txt", to.language, context)
        queue_mail(f"handed-over:{seat.pk}:{to.pk}:{at.isoformat()}", to.email, letter, at=at)
    return HandedOver(**counts)


def _refuse_early(left: LeftOpen, to: Person, *, on: date) -> None:
    """Who takes the place on a later day does not answer for it before, unless they sit here already."""
    coming = left.coming
    if coming is None or coming.person_id != to.pk or seats_in(coming.body, on=on).filter(person=to).exists():
        return
    told = {"name": to, "day": formats.day(coming.valid_from)}
    words = _(
        "%(name)s has the place from %(day)s. Hand over on that day, or to somebody who sits here already."
    )
    raise Refused("early", words % told, field="to")

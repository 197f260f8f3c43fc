"""Verbs of proposals: propose a point to a body, take it up, or say why not; the proposer is told by mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.events.changes.agenda import place, refuse_closed
from dugnad.events.models import AgendaItem, Event
from dugnad.events.rules.titles import in_one
from dugnad.events.states import ItemState
from dugnad.kit.changes import add, edit, queue_mail
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Body, Organisation, Person


@transaction.atomic
def propose_item(
    body: Body, *, title: str, kind: str, by: Person | None, at: datetime,
    proposed_for: Organisation | None = None, **values: Any,
) -> AgendaItem:  # fmt: skip
    """Propose a point to a body: it waits in the backlog until somebody puts it on an agenda."""
    titles = in_one(title, values.get("language", "nb"))
    item = AgendaItem(
        body=body, kind=kind, proposed_by=by, proposed_for=proposed_for, proposed_at=at, **titles, **values
    )
    add(item, "propose_item", by=by, at=at, of=proposed_for.pk if proposed_for else None)
    return item


@transaction.atomic
def take_up(item: AgendaItem, event: Event, *, by: Person | None, at: datetime) -> None:
    """Put a proposal on the agenda of a meeting of its body."""
    refuse_closed(event)
    _refuse_settled(item)
    if item.body_id != event.body_id:
        raise Refused("body", _("The proposal was made to another body."))
    place(item, event)
    values = {"event": event, "position": item.position, "state": ItemState.PLACED}
    item.event, item.position, item.state = None, 0, ItemState.PROPOSED
    edit(item, "take_up", values, by=by, at=at)
    _tell(item, "taken_up", by=by, at=at)


@transaction.atomic
def take_up_all(
    items: Iterable[AgendaItem], event: Event, *, by: Person | None, at: datetime
) -> list[AgendaItem]:
    """Put several proposals on one agenda, in the order in which they have waited."""
    taken = list(items)
    for item in taken:
        take_up(item, event, by=by, at=at)
    return taken


@transaction.atomic
def decline_item(item: AgendaItem, *, because: str, by: Person | None, at: datetime) -> None:
    """Say that a proposal is not taken up, and why; whoever proposed it is told."""
    _refuse_settled(item)
    values = {"state": ItemState.DECLINED, "declined_because": because}
    edit(item, "decline_item", values, by=by, at=at)
    _tell(item, "declined", by=by, at=at)


def _refuse_settled(item: AgendaItem) -> None:
    if item.state != ItemState.PROPOSED:
        raise Refused("state", _("The proposal has been settled already."))


def _tell(item: AgendaItem, letter: str, *, by: Person | None, at: datetime) -> None:
    """Write to the proposer, unless they did it themselves; a point that was put off is nobody's news."""
    to = item.proposed_by
    if to is None or to == by or not to.email or item.put_off_from_id is not None:
        return
    event = item.event
    address = reverse("meeting", args=[event.slug]) if event else reverse("group", args=[item.body.slug])  # type: ignore[union-attr]
    context = {"item": item, "to": str(to), "event": event, "body": item.body}
    context["address"] = f"{settings.PUBLIC_URL}{address}"
    written = write_letter(f"events/mail/{letter}.txt", to.language, context)
    queue_mail(f"proposal:{item.pk}:{letter}:{at.isoformat()}", to.email, written, at=at)

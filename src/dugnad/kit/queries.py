"""Questions about the trail, the outbox and the workers."""

from datetime import datetime

from django.db.models import QuerySet

from dugnad.kit.models import Heartbeat, OutgoingMail


def last_heartbeat(name: str) -> datetime | None:
    """When a worker was last heard of."""
    beat = Heartbeat.objects.filter(name=name).first()
    return beat.at if beat else None


def dead_mail() -> QuerySet[OutgoingMail]:
    """Mail that was given up and waits for somebody to look at it."""
    return OutgoingMail.objects.filter(state=OutgoingMail.State.DEAD)


def mail_to(address: str) -> QuerySet[OutgoingMail]:
    """Mail to one address, newest first."""
    return OutgoingMail.objects.filter(to__iexact=address).order_by("-id")

"""Questions about the trail, the outbox and the workers; and the order of names."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Func, QuerySet

from dugnad.kit.models import Heartbeat, OutgoingMail
from dugnad.kit.text import AFTER_Z

NOBODY = "erased@erased.invalid"  # to whom a mail went that was addressed to somebody who is erased


def _signs_after_z() -> str:
    words = "LOWER(%(expressions)s)"
    for letter, sign in AFTER_Z.items():
        for written in dict.fromkeys([letter, letter.upper()]):
            words = f"REPLACE({words}, '{written}', '{sign}')"
    return words


class InNorwegianOrder(Func):
    """What to order by so that names stand as Norwegians sort, the same in every database.

    The letters of Norway get the signs after z, as in `kit.text.alphabetical`, and are compared sign by
    sign: how a database sorts is else the choice of the machine that it was set up on.
    """

    template = f'{_signs_after_z()} COLLATE "C"'

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """The same with SQLite's name of that order."""
        template = self.template.replace('"C"', "BINARY")
        return self.as_sql(compiler, connection, template=template, **context)


def last_heartbeat(name: str) -> datetime | None:
    """When a worker was last heard of."""
    beat = Heartbeat.objects.filter(name=name).first()
    return beat.at if beat else None


def dead_mail() -> QuerySet[OutgoingMail]:
    """Mail that was given up and waits for somebody to look at it; to who was erased nothing more is sent."""
    return OutgoingMail.objects.filter(state=OutgoingMail.State.DEAD).exclude(to=NOBODY)


def queued_with(keys: Iterable[str]) -> set[str]:
    """Those of these keys under which a mail was put in the outbox, sent or not."""
    return set(OutgoingMail.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def mail_to(address: str) -> QuerySet[OutgoingMail]:
    """Mail to one address, newest first."""
    return OutgoingMail.objects.filter(to__iexact=address).order_by("-id")

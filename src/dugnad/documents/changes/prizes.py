"""Verb of prizes: write this year's form."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.documents.models import Prize
from dugnad.documents.queries import prize_with
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.members.rules import slug_of


@transaction.atomic
def write_prize(prize: Prize | None, *, by: Person | None, at: datetime, **values: Any) -> Prize:
    """Write the form of a prize: a new one, or this year's questions over those that we know."""
    if prize is not None and prize.pk:
        edit(prize, "write_prize", values, by=by, at=at)
        return prize
    key = prize.key if prize else slug_of(values["name"])
    if not key or (prize is None and prize_with(key)):
        raise Refused("name", _("A prize of this name is here already. Open that one."), field="name")
    written = Prize(key=key, **values)
    add(written, "write_prize", by=by, at=at)
    return written

"""Verbs of topics: what the school teaches."""

from datetime import datetime

from django.db import transaction

from dugnad.events.models import Topic
from dugnad.kit.changes import add, edit
from dugnad.members.models import Person
from dugnad.members.rules import slug_of


@transaction.atomic
def add_topic(*, title_nb: str, by: Person | None, at: datetime, key: str = "", **titles: str) -> Topic:
    """Add a topic, so that it is asked which members have had somebody there; its key is in addresses."""
    topic = Topic(key=key or _free_key(title_nb), title_nb=title_nb, **titles)
    add(topic, "add_topic", by=by, at=at)
    return topic


@transaction.atomic
def edit_topic(topic: Topic, *, by: Person | None, at: datetime, **titles: str) -> bool:
    """Call a topic something else."""
    return edit(topic, "edit_topic", titles, by=by, at=at)


def _free_key(title: str) -> str:
    root = slug_of(title)[:50].strip("-") or "tema"
    taken = set(Topic.objects.filter(key__startswith=root).values_list("key", flat=True))
    return next(key for key in (root, *(f"{root}-{number}" for number in range(2, 1000))) if key not in taken)

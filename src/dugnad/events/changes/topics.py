"""Verbs of topics: what the school teaches."""

from datetime import datetime

from django.db import transaction

from dugnad.events.models import Topic
from dugnad.kit.changes import add, edit
from dugnad.members.models import Person


@transaction.atomic
def add_topic(*, key: str, title_nb: str, by: Person | None, at: datetime, **titles: str) -> Topic:
    """Add a topic, so that it is asked which members have had somebody there."""
    topic = Topic(key=key, title_nb=title_nb, **titles)
    add(topic, "add_topic", by=by, at=at)
    return topic


@transaction.atomic
def edit_topic(topic: Topic, *, by: Person | None, at: datetime, **titles: str) -> bool:
    """Call a topic something else."""
    return edit(topic, "edit_topic", titles, by=by, at=at)

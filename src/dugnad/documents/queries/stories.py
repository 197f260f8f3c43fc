"""Questions around stories: how long they may be, who sent them in, and what waits to be taken in."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from dugnad.documents.kinds import KIND_FACTS, Kind, LengthRule
from dugnad.documents.models import Contribution, Document, StoryLength
from dugnad.documents.states import ContributionState, State

HOUR = timedelta(hours=1)


def lengths() -> QuerySet[StoryLength]:
    """The rules of all years, the newest first."""
    return StoryLength.objects.all()


def length_in(year: int) -> LengthRule | None:
    """The year's own rule; None where nobody has set one, and then no story is refused for its length."""
    found = StoryLength.objects.filter(year=year).first()
    return found.rule if found else None


def length_for(kind: str, year: int) -> LengthRule | None:
    """How long a text of a kind should be: the year's own rule for stories, else what reads best."""
    facts = KIND_FACTS[Kind(kind)]
    return (length_in(year) if facts.tells_a_measure else None) or facts.length


def received() -> QuerySet[Contribution]:
    """What was sent in and waits to be taken in or declined, the newest first."""
    waiting = Contribution.objects.filter(state=ContributionState.RECEIVED)
    return waiting.exclude(document__state=State.WITHDRAWN).select_related("document__owner")


def count_received() -> int:
    """How many stories wait to be taken in."""
    return received().count()


def contribution_of(document: Document) -> Contribution | None:
    """Who sent a document in; None for what was begun here."""
    return Contribution.objects.filter(document=document).first()


def sent_since(at: datetime, email: str = "") -> int:
    """How many stories came by the open form in the hour before, from one address or from all."""
    sent = Contribution.objects.filter(sent_at__gt=at - HOUR, sent_at__lte=at).exclude(email="")
    return (sent.filter(email__iexact=email) if email else sent).count()

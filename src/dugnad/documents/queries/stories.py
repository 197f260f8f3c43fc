"""Questions around stories: how long they may be, who sent them in, and what waits to be taken in."""

import hashlib
from datetime import datetime, timedelta

from django.db.models import QuerySet

from dugnad.documents.kinds import KIND_FACTS, Kind, LengthRule
from dugnad.documents.models import Clearance, Contribution, Document, StoryLength, StoryUse, Version
from dugnad.documents.queries.versions import wording_of
from dugnad.documents.rules import is_cleared, shows_use
from dugnad.documents.states import ContributionState, State
from dugnad.members.rules import Viewer

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


def clearances_of(document: Document) -> QuerySet[Clearance]:
    """What senders were asked about a document, the newest first."""
    asked = Clearance.objects.filter(version__document=document)
    return asked.select_related("version__document__owner", "asked_by", "answered_by")


def token_hash(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def clearance_with(token: str) -> Clearance | None:
    """The question that a link opens."""
    asked = Clearance.objects.filter(token_sha256=token_hash(token))
    return asked.select_related("version__document__owner", "asked_by").first()


def is_cleared_for_publication(version: Version) -> bool:
    """Whether the sender of a story stands behind the words of a version."""
    document = version.document
    contribution = contribution_of(document)
    return is_cleared(
        contribution.sha256 if contribution else "",
        wording_of(version),
        list(clearances_of(document)),
        owner_approved=version.approvals.filter(on_behalf_of=document.owner_id).exists(),
    )


def uses_of(document: Document, viewer: Viewer) -> list[StoryUse]:
    """Where a story was used, as far as the viewer may know it."""
    uses = document.uses.select_related("noted_by")
    return [use for use in uses if shows_use(viewer, use.kind)]

"""Documents as a viewer sees them, one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.text import Truncator

from dugnad.documents.kinds import Theme
from dugnad.documents.models import Attachment, Document, StoryFacts, Version
from dugnad.documents.queries.rights import PUBLIC, shown_versions, visible_to
from dugnad.documents.rules import shown_state
from dugnad.documents.states import State
from dugnad.kit.text import render_markdown
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity
from dugnad.programme.queries import programmes


@dataclass(frozen=True)
class Card:
    """A document as one viewer sees it: the newest version that they may read, its facts and its picture."""

    document: Document
    version: Version
    story: StoryFacts | None
    picture: Attachment | None

    @property
    def title(self) -> str:
        """The title of the version shown."""
        return self.version.title

    @property
    def body(self) -> str:
        """The text of the version shown, in markdown."""
        return self.version.body

    @property
    def excerpt(self) -> str:
        """The beginning of the text as plain words."""
        return Truncator(in_plain_words(self.body)).words(45)

    @property
    def state(self) -> State:
        """The state that goes with the version shown."""
        return shown_state(self.document, self.version)

    @property
    def theme(self) -> Theme | None:
        """The theme of a story."""
        return Theme(self.story.theme) if self.story else None


def in_plain_words(text: str) -> str:
    """A text in markdown without its marks, on one line."""
    return " ".join(unescape(strip_tags(render_markdown(text))).split())


def cards(documents: Iterable[Document], viewer: Viewer) -> list[Card]:
    """The documents as the viewer sees them, in the order given; three queries for any number."""
    listed = list(documents)
    versions = {
        version.document_id: version
        for version in shown_versions(viewer)
        .filter(document__in=[document.pk for document in listed])
        .select_related("story__original_organisation")
    }
    for document in listed:
        if version := versions.get(document.pk):
            version.document = document  # known already, so that nobody asks the database for it
    return _drawn(versions[document.pk] for document in listed if document.pk in versions)


def first_cards(documents: QuerySet[Document], viewer: Viewer, count: int) -> list[Card]:
    """The first of these documents as the viewer sees them, the newest first, in two queries."""
    versions = shown_versions(viewer).filter(document__in=documents.order_by().values("pk"))
    versions = versions.select_related("document__owner", "story__original_organisation")
    return _drawn(versions.order_by("-document__year", "-document_id")[:count])


def listed_cards(documents: QuerySet[Document], viewer: Viewer) -> list[Card]:
    """The documents as a list in words shows them, the newest first: one query, and no pictures."""
    versions = shown_versions(viewer).filter(document__in=documents.order_by().values("pk"))
    versions = versions.select_related("document__owner").order_by("-document__year", "-document_id")
    return [Card(version.document, version, None, None) for version in versions]


def _drawn(versions: Iterable[Version]) -> list[Card]:
    """A card for each version, with the first picture of its document."""
    shown = {version.document_id: version for version in versions}
    pictures = _first_pictures(shown)
    return [
        Card(version.document, version, getattr(version, "story", None), pictures.get(pk))
        for pk, version in shown.items()
    ]


def card_of(document: Document, viewer: Viewer) -> Card | None:
    """One document as the viewer sees it; None where they may read no version of it."""
    return next(iter(cards([document], viewer)), None)


def published_stories(year: int | None = None, theme: str | None = None) -> list[Card]:
    """The stories that everyone may read, by theme and then title."""
    versions = shown_versions(PUBLIC).filter(story__isnull=False)
    versions = versions.filter(document__year=year) if year else versions
    versions = versions.filter(story__theme=theme) if theme else versions
    documents = Document.objects.filter(pk__in=versions.values("document")).select_related("owner")
    order = {value: position for position, value in enumerate(Theme.values)}
    return sorted(cards(documents, PUBLIC), key=lambda card: (order[card.story.theme], card.title))  # type: ignore[union-attr]


def documents_serving(activity: Any, viewer: Viewer) -> list[Card]:
    """What the viewer may read of the documents that serve an activity."""
    return cards(visible_to(viewer).filter(activities=activity), viewer)


def activities_served(documents: Iterable[Document], viewer: Viewer) -> dict[int, list[Activity]]:
    """For each document (id) the activities that it serves, in years that the viewer may see."""
    links = Document.activities.through.objects.filter(
        document__in=[document.pk for document in documents], activity__programme__in=programmes(viewer)
    )
    served: dict[int, list[Activity]] = {}
    for link in links.select_related("activity__programme").order_by("activity__number"):
        served.setdefault(link.document_id, []).append(link.activity)
    return served


def documents_of(owner: Any, viewer: Viewer) -> list[Card]:
    """What the viewer may read of an organisation's documents."""
    return cards(visible_to(viewer).filter(owner=owner), viewer)


def _first_pictures(versions: Mapping[int, Version]) -> dict[int, Attachment]:
    """For each document the first picture of the version shown."""
    rows = Attachment.objects.filter(document__in=versions, shown_file__isnull=False)
    pictures: dict[int, Attachment] = {}
    for row in rows.select_related("file", "shown_file").order_by("-position", "-id"):
        number = versions[row.document_id].number
        if row.first_version <= number and (row.last_version is None or number <= row.last_version):
            pictures[row.document_id] = row
    return pictures

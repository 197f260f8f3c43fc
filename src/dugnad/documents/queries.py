"""Questions about documents; every answer is what this viewer may read, and nothing more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dugnad.documents.kinds import Theme
from dugnad.documents.models import Attachment, Document, StoryFacts, Version
from dugnad.documents.rules import fingerprint, may_see_contact, shown_state
from dugnad.documents.states import UNDER_TREATMENT, State
from dugnad.kit.access import STAFF
from dugnad.kit.text import Piece, differences
from dugnad.members.rules import Viewer

EVERYTHING = Viewer(roles=STAFF)
PUBLIC = Viewer()


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
    def state(self) -> State:
        """The state that goes with the version shown."""
        return shown_state(self.document, self.version)

    @property
    def theme(self) -> Theme | None:
        """The theme of a story."""
        return Theme(self.story.theme) if self.story else None


# Rights ----------------------------------------------------------------------------------------------


def working_for(viewer: Viewer) -> Q:
    """The condition that the viewer may read a document's unpublished versions."""
    if viewer.is_secretariat:
        return Q()
    condition = Q(owner__in=viewer.edits)
    return condition | Q(state__in=UNDER_TREATMENT) if viewer.is_body_member else condition


def readable_versions(viewer: Viewer) -> QuerySet[Version]:
    """The versions that the viewer may read: all of their own, the treated one of a body, published ones."""
    if viewer.is_secretariat:
        return Version.objects.all()
    readable = Q(document__owner__in=viewer.edits)
    readable |= Q(published_at__isnull=False) & ~Q(document__state=State.WITHDRAWN)
    if viewer.is_body_member:
        newer = Version.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
        readable |= Q(document__state__in=UNDER_TREATMENT) & ~Exists(newer)
    return Version.objects.filter(readable)


def shown_versions(viewer: Viewer) -> QuerySet[Version]:
    """For each document the newest version that the viewer may read."""
    newer = readable_versions(viewer).filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    return readable_versions(viewer).exclude(Exists(newer))


def visible_to(viewer: Viewer) -> QuerySet[Document]:
    """The documents of which the viewer may read some version."""
    versions = readable_versions(viewer).filter(document=OuterRef("pk"))
    return Document.objects.filter(Exists(versions)).select_related("owner")


def in_state(documents: QuerySet[Document], state: State, viewer: Viewer) -> QuerySet[Document]:
    """Of documents visible to the viewer those that show this state to them."""
    working = documents.filter(working_for(viewer), state=state)
    if state != State.PUBLISHED:
        return working
    shown = shown_versions(viewer).filter(document=OuterRef("pk"), published_at__isnull=False)
    return documents.filter(Exists(shown)).exclude(state=State.WITHDRAWN)


# Documents ---------------------------------------------------------------------------------------------


def cards(documents: Iterable[Document], viewer: Viewer) -> list[Card]:
    """The documents as the viewer sees them, in the order given; three queries for any number."""
    listed = list(documents)
    versions = {
        version.document_id: version
        for version in shown_versions(viewer)
        .filter(document__in=[document.pk for document in listed])
        .select_related("story__original_organisation")
    }
    pictures = _first_pictures(versions)
    return [
        Card(document, version, getattr(version, "story", None), pictures.get(document.pk))
        for document in listed
        if (version := versions.get(document.pk))
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


def documents_of(owner: Any, viewer: Viewer) -> list[Card]:
    """What the viewer may read of an organisation's documents."""
    return cards(visible_to(viewer).filter(owner=owner), viewer)


def with_theme(documents: QuerySet[Document], theme: str, viewer: Viewer) -> QuerySet[Document]:
    """Of documents visible to the viewer the stories that show this theme to them."""
    return documents.filter(
        Exists(shown_versions(viewer).filter(document=OuterRef("pk"), story__theme=theme))
    )


def filtered(
    documents: QuerySet[Document],
    viewer: Viewer,
    *,
    kind: str = "",
    theme: str = "",
    state: str = "",
    owner: str = "",
    year: int | None = None,
) -> QuerySet[Document]:
    """Of documents visible to the viewer those that show them all of these; unknown values find nothing."""
    wanted = {"kind": kind, "owner__slug": owner, "year": year}
    found = documents.filter(**{name: value for name, value in wanted.items() if value})
    found = with_theme(found, theme, viewer) if theme else found
    if state:
        return in_state(found, State(state), viewer) if state in State else found.none()
    return found


def owners_of(documents: QuerySet[Document]) -> list[tuple[str, str]]:
    """The owners of some documents as (slug, name), by name."""
    rows = documents.order_by().values_list("owner__slug", "owner__name").distinct()
    return sorted(rows, key=lambda row: row[1])


# Versions ------------------------------------------------------------------------------------------------


def newest_version(document: Document) -> Version:
    """The version on which the work stands, with the facts of a story."""
    return document.versions.select_related("story").order_by("-number")[0]


def attachments_in(version: Version) -> QuerySet[Attachment]:
    """The attachments that belong to a version, in their order."""
    return _attachments_at(Attachment.objects.filter(document=version.document_id), version.number)


def readable_attachment(document: Document, pk: int, viewer: Viewer) -> Attachment | None:
    """An attachment, when it belongs to a version that the viewer may read."""
    since = readable_versions(viewer).filter(
        document=OuterRef("document"), number__gte=OuterRef("first_version")
    )
    until = since.filter(number__lte=OuterRef("last_version"))
    readable = Q(Exists(since), last_version__isnull=True) | Q(Exists(until))
    rows = Attachment.objects.filter(readable, document=document, pk=pk)
    return rows.select_related("file", "shown_file").first()


def content_of(version: Version) -> dict[str, Any]:
    """What a fingerprint covers: the words, the facts of a story, and the files with their captions."""
    story = getattr(version, "story", None)
    return {
        "kind": version.document.kind,
        "language": version.document.language,
        "title": version.title,
        "body": version.body,
        "story": facts_of(story) if story else {},
        "attachments": [_caption_of(attachment) for attachment in attachments_in(version)],
    }


def facts_of(story: StoryFacts) -> dict[str, Any]:
    """The facts of a story as plain values, numbers written as people write them."""
    effect = story.effect_value
    return {
        "theme": story.theme,
        "goals": list(story.goals),
        "measure_start_year": story.measure_start_year,
        "effect_value": None if effect is None else f"{effect.normalize():f}",
        "effect_unit": story.effect_unit,
        "effect_method": story.effect_method,
        "funding": story.funding,
        "contact": story.contact,
        "link": story.link,
    }


def is_intact(version: Version) -> bool:
    """Whether a frozen version still is what was approved."""
    return version.sha256 == fingerprint(content_of(version))


@dataclass(frozen=True)
class Difference:
    """What one version has that another had not: words, facts as (name, old, new), files in and out."""

    title: list[Piece]
    body: list[Piece]
    facts: list[tuple[str, Any, Any]]
    added: list[str]
    removed: list[str]


def differences_between(old: Version, new: Version, viewer: Viewer) -> Difference:
    """The readable difference of two versions of a document, without names for strangers."""
    before, after = content_of(old), content_of(new)
    files_before = {row["sha256"]: row["title"] for row in before["attachments"]}
    files_after = {row["sha256"]: row["title"] for row in after["attachments"]}
    return Difference(
        title=differences(old.title, new.title),
        body=differences(old.body, new.body),
        facts=[
            fact
            for fact in _changed_facts(before["story"], after["story"])
            if fact[0] != "contact" or may_see_contact(viewer)
        ],
        added=[title for sha256, title in files_after.items() if sha256 not in files_before],
        removed=[title for sha256, title in files_before.items() if sha256 not in files_after],
    )


# Search --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    """A document that a search found: what to show of it, and how well it answers."""

    card: Card
    snippet: str
    score: float


def search(text: str, viewer: Viewer, *, limit: int = 50) -> list[Hit]:
    """What the viewer may read that holds every word of the text, the best answer first."""
    words = text.casefold().split()
    if not words:
        return []
    versions = shown_versions(viewer)
    for word in words:
        versions = versions.filter(folded__contains=word)
    documents = Document.objects.filter(pk__in=versions.values("document")).select_related("owner")
    hits = [Hit(card, _snippet(card, words), _score(card, words)) for card in cards(documents, viewer)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.card.title))[:limit]


def folded(title: str, body: str) -> str:
    """Title and body as a search compares them."""
    return f"{title}\n{body}".casefold()


def _score(card: Card, words: Iterable[str]) -> float:
    """Ten for a word in the title, one for each time it stands in the text."""
    title, body = card.title.casefold(), card.body.casefold()
    return sum(10.0 * (word in title) + body.count(word) for word in words)


def _snippet(card: Card, words: Iterable[str], *, width: int = 160) -> str:
    body = " ".join(card.body.replace("#", " ").replace("*", " ").split())
    found = [place for word in words if (place := body.casefold().find(word)) >= 0]
    start = max(0, min(found, default=0) - width // 4)
    start = body.rfind(" ", 0, start) + 1 if start else 0
    text = body[start : start + width]
    return f"{'… ' if start else ''}{text}{' …' if start + width < len(body) else ''}"


def _first_pictures(versions: Mapping[int, Version]) -> dict[int, Attachment]:
    """For each document the first picture of the version shown."""
    rows = Attachment.objects.filter(document__in=versions, shown_file__isnull=False)
    pictures: dict[int, Attachment] = {}
    for row in rows.select_related("file", "shown_file").order_by("-position", "-id"):
        number = versions[row.document_id].number
        if row.first_version <= number and (row.last_version is None or number <= row.last_version):
            pictures[row.document_id] = row
    return pictures


def _attachments_at(attachments: QuerySet[Attachment], number: int) -> QuerySet[Attachment]:
    held = Q(last_version__isnull=True) | Q(last_version__gte=number)
    return attachments.filter(held, first_version__lte=number).select_related("file", "shown_file")


def _caption_of(attachment: Attachment) -> dict[str, Any]:
    fields = ("title", "alt_text", "credit", "licence", "consent")
    return {"sha256": attachment.file.sha256, **{field: getattr(attachment, field) for field in fields}}


def _changed_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    names = {**before, **after}
    return [
        (name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    ]

"""Questions about versions: their words, files, fingerprints and differences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dugnad.documents.models import Attachment, Document, StoryFacts, Version
from dugnad.documents.queries.rights import readable_versions
from dugnad.documents.rules import fingerprint
from dugnad.kit.text import Piece, differences
from dugnad.members.rules import Viewer

# Facts that came later. Left out where nobody gave them, so that what was approved before still is intact.
NEWER_FACTS = ("milestone_year", "point", "transfer")


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
    """What a fingerprint covers: the words, the facts of a story, and the files with their captions.

    Whom to ring is not among them: a person may ask to be forgotten, and the text must stay valid.
    """
    return {
        "kind": version.document.kind,
        **words_of(version),
        **({"reason": version.reason} if version.reason else {}),
        "attachments": [_caption_of(attachment) for attachment in attachments_in(version)],
    }


def wording_of(version: Version) -> str:
    """The fingerprint of what a sender stands behind: words and facts. A picture has its own consent."""
    return fingerprint(words_of(version))


def words_of(version: Version) -> dict[str, Any]:
    """What a sender stands behind: the words and facts, without the files."""
    story = getattr(version, "story", None)
    return {
        "language": version.document.language,
        "title": version.title,
        "body": version.body,
        "story": facts_of(story) if story else {},
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
        "link": story.link,
        **{name: getattr(story, name) for name in NEWER_FACTS if getattr(story, name)},
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


def differences_between(old: Version, new: Version) -> Difference:
    """The readable difference of two versions of a document."""
    before, after = content_of(old), content_of(new)
    files_before = {row["sha256"]: row["title"] for row in before["attachments"]}
    files_after = {row["sha256"]: row["title"] for row in after["attachments"]}
    return Difference(
        title=differences(old.title, new.title),
        body=differences(old.body, new.body),
        facts=_changed_facts(before["story"], after["story"]),
        added=[title for sha256, title in files_after.items() if sha256 not in files_before],
        removed=[title for sha256, title in files_before.items() if sha256 not in files_after],
    )


def differences_in_words(before: Mapping[str, Any], version: Version) -> Difference:
    """What has been changed in words that were sent; what has become of pictures is not among it."""
    after = words_of(version)
    return Difference(
        title=differences(before["title"], after["title"]),
        body=differences(before["body"], after["body"]),
        facts=_changed_facts(before["story"], after["story"]),
        added=[],
        removed=[],
    )


def folded(title: str, body: str) -> str:
    """Title and body as a search compares them."""
    return f"{title}\n{body}".casefold()


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

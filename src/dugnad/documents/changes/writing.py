"""Verbs of writing: begin a document, write in it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dugnad.documents.kinds import KIND_FACTS, Kind
from dugnad.documents.models import Document, StoryFacts, Version
from dugnad.documents.queries import facts_of, folded, newest_version
from dugnad.documents.rules import can_edit, slug_of
from dugnad.documents.states import State
from dugnad.kit import history
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.tables import with_line_feeds
from dugnad.members.models import Organisation, Person

NOUN_FIELDS = ("language", "year")
WORDS = ("title", "body")
VERSION_FIELDS = (*WORDS, "reason")
ELSEWHERE = {*NOUN_FIELDS, *VERSION_FIELDS, "activities"}  # values that are not facts of a story


@transaction.atomic
def create_document(
    *,
    kind: str,
    owner: Organisation,
    title: str,
    body: str,
    language: str,
    year: int,
    by: Person | None,
    at: datetime,
    activities: Iterable[Any] = (),
    is_illustrative: bool = False,
    **facts: Any,
) -> Document:
    """Begin a document with its first version; `facts` are the fields of StoryFacts, for a story."""
    _check_words(title)
    body = with_line_feeds(body)
    document = Document(
        kind=Kind(kind),
        slug=_free_slug(owner, year, title),
        language=language,
        owner=owner,
        year=year,
        created_at=at,
        is_illustrative=is_illustrative,
    )
    document.save(force_insert=True)
    document.activities.set(activities)
    version = Version(
        document=document, number=1, title=title, body=body, folded=folded(title, body), created_at=at
    )
    version.save(force_insert=True)
    if KIND_FACTS[Kind(kind)].tells_a_measure:
        StoryFacts(version=version, **facts).save(force_insert=True)
    history.record(
        "create_document", document, by=by, at=at, after=_told(values_of(document)), organisation_id=owner.pk
    )
    return document


def create_story(
    owner: Organisation,
    *,
    title: str,
    body: str,
    language: str,
    theme: str,
    year: int,
    by: Person | None,
    at: datetime,
    **facts: Any,
) -> Document:
    """Begin a story; `facts` are effect_value, effect_unit, funding, original_call and the like."""
    return create_document(
        kind=Kind.STORY,
        owner=owner,
        title=title,
        body=body,
        language=language,
        year=year,
        by=by,
        at=at,
        theme=theme,
        # The answers of a demo are told of a real place and are not true of it. What somebody writes there
        # in the form of a story is theirs, and begins without the stamp.
        is_illustrative=settings.DEMO,
        **facts,
    )


@transaction.atomic
def edit_document(
    document: Document, *, revision: int, by: Person | None, at: datetime, **values: Any
) -> Version:
    """Write new values: title, body, language, year, activities, and the facts of a story.

    `reason` says why words that were approved are changed; it stays with the new version.

    `revision` is the one that the writer had before them; when somebody else has saved since, Conflict
    holds both texts. A frozen version is left as it is, and the values begin the next one.
    """
    if not can_edit(document):
        raise Refused("state", _("A withdrawn document cannot be changed."))
    _check_words(values.get("title", "–"))
    before = values_of(document)
    claim_revision(document, revision, yours=values)
    version = version_to_write_in(document, at=at)
    _write(document, version, values)
    after = values_of(document)
    changed = [name for name in after if before.get(name) != after[name]]
    history.record(
        "edit_document",
        document,
        by=by,
        at=at,
        before=_told({name: before.get(name) for name in changed}),
        after=_told({name: after[name] for name in changed}),
        organisation_id=document.owner_id,
    )
    return version


def claim_revision(document: Document, revision: int, *, yours: Mapping[str, Any]) -> None:
    """Take the next revision, or tell the writer that somebody else has; both texts go with the refusal."""
    won = Document.objects.filter(pk=document.pk, revision=revision).update(revision=F("revision") + 1)
    document.refresh_from_db()
    if won:
        return
    last = history.changes_of(document).first()
    raise Conflict(
        "revision",
        _("Somebody else saved while you were writing. Here are both texts; nothing is lost."),
        details={
            "yours": history.plain({name: yours[name] for name in WORDS if name in yours}),
            "theirs": {name: value for name, value in values_of(document).items() if name in WORDS},
            "revision": document.revision,
            "by": last.who if last else "",
        },
    )


def version_to_write_in(document: Document, *, at: datetime) -> Version:
    """The newest version while it is open; else the next one, begun as a copy in a new draft."""
    newest = newest_version(document)
    if not newest.is_frozen:
        return newest
    version = Version(
        document=document,
        number=newest.number + 1,
        title=newest.title,
        body=newest.body,
        folded=newest.folded,
        created_at=at,
    )
    version.save(force_insert=True)
    if story := getattr(newest, "story", None):
        story.pk, story.version = None, version
        story.save(force_insert=True)
    document.state = State.DRAFT
    document.save(update_fields=["state"])
    return version


def values_of(document: Document) -> dict[str, Any]:
    """A document as plain values: its words, its facts, and what it belongs to."""
    version = newest_version(document)
    story = getattr(version, "story", None)
    values = {
        **history.values_of(document, NOUN_FIELDS),
        **history.values_of(version, WORDS),
        **({"reason": version.reason} if version.reason else {}),
        **({**facts_of(story), "contact": story.contact} if story else {}),
        "activities": sorted(document.activities.values_list("pk", flat=True)),
        "version": version.number,
    }
    return history.plain(values)


def _write(document: Document, version: Version, values: Mapping[str, Any]) -> None:
    """Set each value where it belongs; names that belong nowhere are an error of ours and fail loudly."""
    facts = {name: value for name, value in values.items() if name not in ELSEWHERE}
    for name in NOUN_FIELDS:
        setattr(document, name, values.get(name, getattr(document, name)))
    document.save(update_fields=NOUN_FIELDS)
    if "activities" in values:
        document.activities.set(values["activities"])
    for name in VERSION_FIELDS:
        setattr(version, name, with_line_feeds(values.get(name, getattr(version, name))))
    version.folded = folded(version.title, version.body)
    version.save(update_fields=[*VERSION_FIELDS, "folded"])
    if facts:
        StoryFacts.objects.filter(version=version).update(**facts)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail keeps. It never forgets, and a person may ask to be forgotten: names stay out of it."""
    return {name: "…" if name == "contact" and value else value for name, value in values.items()}


def _check_words(title: str) -> None:
    if not title.strip():
        raise Refused("title", _("Give the document a title."), field="title")


def _free_slug(owner: Organisation, year: int, title: str) -> str:
    """Begins with the owner, so that a number added at the end never tells of another member's draft."""
    slug = base = slug_of(owner.slug, year, title)
    number = 2
    while Document.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug

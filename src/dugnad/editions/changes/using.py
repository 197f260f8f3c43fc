"""Verb of a published edition: its stories learn where they were used."""

from datetime import datetime

from dugnad.documents import changes as documents
from dugnad.documents.kinds import UseKind
from dugnad.documents.models import Document
from dugnad.editions.models import Edition
from dugnad.editions.queries import block_content
from dugnad.kit.clock import OSLO
from dugnad.members.models import Person


def note_stories_used(edition: Edition, *, by: Person | None, at: datetime) -> None:
    """Note at each story that this edition has it, with the version that was frozen here."""
    told = block_content(edition, "stories").get("stories", {}).get("stories", [])
    versions = {story["slug"]: story["version"] for story in told}
    for document in Document.objects.filter(slug__in=versions):
        documents.note_use(
            document,
            kind=UseKind.EDITION,
            where=edition.title_nb,
            on=at.astimezone(OSLO).date(),
            link=f"/klimastatus/{edition.year}/",
            version=versions[document.slug],
            by=by,
            at=at,
        )

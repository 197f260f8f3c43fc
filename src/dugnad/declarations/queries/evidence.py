"""What shows that something was done, laid out as rows of evidence: the page and the reply tell it alike."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from dugnad.declarations.kinds import EvidenceKind
from dugnad.documents.models import Document
from dugnad.documents.queries import PUBLIC, documents_of
from dugnad.indicators.models import Indicator
from dugnad.kit.models import StoredFile
from dugnad.members.models import Organisation

LONGEST_TITLE = 200


def stories_of(organisation: Organisation) -> dict[str, str]:
    """The published stories of a member, by slug and title, the newest first."""
    cards = [card for card in documents_of(organisation, PUBLIC) if card.story]
    return {card.document.slug: card.title for card in cards}


def evidence_rows(
    *,
    indicators: Iterable[Indicator] = (),
    story: Document | None = None,
    story_title: str = "",
    body_name: str = "",
    case_number: str = "",
    decided_on: date | None = None,
    link: str = "",
    files: Iterable[tuple[StoredFile, str]] = (),
) -> list[dict[str, Any]]:
    """The fields of each piece of evidence; what is not there gives none."""
    rows: list[dict[str, Any]] = [
        {"kind": EvidenceKind.INDICATOR, "title": indicator.title_nb, "indicator": indicator}
        for indicator in indicators
    ]
    if story is not None:
        rows.append({"kind": EvidenceKind.STORY, "title": story_title or story.slug, "document": story})
    if body_name:
        title = ", ".join(filter(None, [body_name, case_number]))
        decision = {"body_name": body_name, "case_number": case_number, "on": decided_on}
        rows.append({"kind": EvidenceKind.DECISION, "title": title, **decision})
    if link:
        rows.append({"kind": EvidenceKind.LINK, "title": _name_of(link), "link": link})
    rows += [
        {"kind": EvidenceKind.FILE, "title": name, "file": file, "file_name": name} for file, name in files
    ]
    return [{**row, "title": row["title"][:LONGEST_TITLE]} for row in rows]


def _name_of(link: str) -> str:
    """A web page as a reader knows it: its host and its path."""
    parts = urlsplit(link)
    return f"{parts.hostname or link}{parts.path.rstrip('/')}"

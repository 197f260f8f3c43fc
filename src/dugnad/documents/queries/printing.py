"""Questions that end on paper: a document as a PDF that everyone can read, and for a word processor."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.documents.queries.cards import Card
from dugnad.kit.papers import Paper
from dugnad.kit.pdf import compile_pdf
from dugnad.kit.text import Paragraph, paragraphs

TEMPLATE = Path(__file__).parents[1] / "templates" / "documents" / "document.typ"
FIRST, LAST = 2, 4  # the levels of headings inside a document; its title has the first


def printed(card: Card) -> bytes:
    """The version shown as PDF/UA-1, in its own language; the same words give the same bytes."""
    with translation.override(card.document.language):
        return compile_pdf(TEMPLATE, _data(card), {}, at=_moment(card))


def paper_of(card: Card) -> bytes:
    """The same for a word processor."""
    with translation.override(card.document.language):
        paper = Paper(card.title, language=card.document.language, at=_moment(card))
        for line in filter(None, (_lead(card), _notice(card))):
            paper.line(line)
        for part, level in with_levels(paragraphs(card.body)):
            words = "".join(run.text for run in part.runs)
            write: dict[str, Callable[[str], None]] = {
                "heading": partial(paper.heading, level=level - 1),
                "item": paper.item,
            }
            write.get(part.kind, paper.line)(words)
        return paper.as_bytes()


def with_levels(parts: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, int]]:
    """Each part with the level that it has on paper: no heading is more than one below the one before it.

    Who reads by ear goes from heading to heading, and a level that is passed over sounds like a missing part.
    """
    level = FIRST - 1
    for part in parts:
        if part.level:
            level = max(FIRST, min(part.level, level + 1, LAST))
        yield part, level


def _data(card: Card) -> dict[str, Any]:
    return {
        "language": card.document.language,
        "title": card.title,
        "owner": card.document.owner.name,
        "lead": _lead(card),
        "notice": _notice(card),
        "foot": f"{card.title} – {card.document.owner.name}",
        "fingerprint": card.version.sha256,
        "words": {"fingerprint": _("Fingerprint of the text (SHA-256)")},
        "paragraphs": [
            {"kind": part.kind, "level": level, "runs": [vars(run) for run in part.runs]}
            for part, level in with_levels(paragraphs(card.body))
        ],
    }


def _lead(card: Card) -> str:
    return f"{card.document.owner.name}, {card.document.year}"


def _notice(card: Card) -> str:
    """What a reader must know before the first word: that it is no final text, or that it is made up."""
    draft = "" if card.version.is_frozen else _("Draft. The text may still change.")
    made_up = _("Made up for the demo") + "." if card.document.is_illustrative else ""
    return " ".join(filter(None, (draft, made_up)))


def _moment(card: Card) -> datetime:
    version = card.version
    return version.published_at or version.frozen_at or version.created_at

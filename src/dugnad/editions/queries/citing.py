"""Questions about how an edition is named and found by others: its address, and how to cite it."""

import json

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dugnad.editions.models import Edition
from dugnad.editions.rules import is_frozen
from dugnad.kit import formats
from dugnad.kit.clock import local_day
from dugnad.kit.text import localised


def address_of(edition: Edition) -> str:
    """Where the edition is read, for good: also after it was withdrawn."""
    return f"{settings.PUBLIC_URL}/klimastatus/{edition.year}/"


def is_draft(edition: Edition) -> bool:
    """Whether the edition must say that it is a draft."""
    return not is_frozen(edition.state)


def citation(edition: Edition, language: str = "") -> str:
    """How to cite the edition, in the reader's language or another."""
    with translation.override(language or get_language()):
        day = formats.day(local_day(edition.published_at)) if edition.published_at else _("draft")
        title = localised(edition, "title")
        return f"{settings.ALLIANCE['name']}: {title} ({day}). {address_of(edition)}"


def citation_file(edition: Edition) -> bytes:
    """`CITATION.cff`: the same for programs that keep references."""
    lines = [
        "cff-version: 1.2.0",
        "message: Vis til utgaven slik når du bruker tallene.",
        "type: dataset",
        f"title: {_quoted(edition.title_nb)}",
        "authors:",
        f"  - name: {_quoted(settings.ALLIANCE['name'])}",
        f"version: {_quoted(str(edition.year))}",
        f"url: {_quoted(address_of(edition))}",
    ]
    if edition.published_at:
        lines.append(f"date-released: {local_day(edition.published_at).isoformat()}")
    if edition.content_sha256:
        lines += [
            "identifiers:",
            "  - type: other",
            f"    value: {_quoted('sha256:' + edition.content_sha256)}",
            "    description: SHA-256 of the published content",
        ]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    """Words as YAML reads them, whatever signs are in them."""
    return json.dumps(text, ensure_ascii=False)

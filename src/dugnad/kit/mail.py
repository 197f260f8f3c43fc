"""Mail as texts: one template a mail, its first line the subject, in the recipient's language."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True)
class Letter:
    """A subject and a text, ready to be queued."""

    subject: str
    text: str
    calendar: str = ""  # an appointment that goes along, as iCalendar
    language: str = ""  # in which it is written; nothing where nobody has said
    method: str = ""  # what the calendar of the recipient is to do with it: REQUEST or CANCEL


def write_letter(template: str, language: str, context: Mapping[str, Any]) -> Letter:
    """Render `<room>/mail/<name>.txt` in a language; the first line is the subject."""
    with translation.override(language):
        content = render_to_string(
            template, {"alliance": settings.ALLIANCE, "url": settings.PUBLIC_URL, **context}
        )
    subject, _, text = content.strip().partition("\n")
    return Letter(subject=subject.strip(), text=text.strip() + "\n", language=language)


def with_calendar(letter: Letter, calendar: str, method: str) -> Letter:
    """The letter with an appointment that a mail program offers to put into the calendar (RFC 6047)."""
    return replace(letter, calendar=calendar, method=method)


def message_id(key: str) -> str:
    """The same Message-ID for every attempt, so that a mail sent twice is shown once."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"

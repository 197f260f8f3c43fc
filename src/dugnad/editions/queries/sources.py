"""Questions about who published what an edition rests on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dugnad.indicators.kinds import SOURCE_TITLES, publisher_name, source_title
from dugnad.kit import formats


def source_line(vintages: list[dict[str, Any]]) -> str:
    """Who published the figures, and when they were seen."""
    return "; ".join(_("%(publisher)s, %(title)s, seen %(day)s") % _vintage_words(v) for v in vintages)


def _vintage_words(vintage: Mapping[str, Any]) -> dict[str, str]:
    seen_on = date.fromisoformat(vintage["seen_on"])
    return {
        "publisher": publisher_name(vintage["publisher"]),
        "title": _inside(vintage["title"]),
        "day": formats.day(seen_on),
    }


def _inside(title: str) -> str:
    """A title inside a sentence: ours begin with a word, what others have added may begin with a name."""
    told = source_title(title)
    is_word = title in SOURCE_TITLES and not told[:2].isupper()
    return told[:1].lower() + told[1:] if is_word else told

"""What a change changed, in words: from what, to what."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dugnad.kit.formats import day
from dugnad.kit.models import Change
from dugnad.members.models import Body
from dugnad.programme.models import Strand
from dugnad.programme.states import ActivityStatus

NOTHING = "–"
# What is told, and under which name. Long texts are not: the page that they stand on shows them.
NAMES = {
    "status": _("Status"),
    "due": _("Due"),
    "done_on": _("Reached on"),
    "title_nb": _("Title"),
    "title": _("Milestone"),
    "goals": _("Goals"),
    "number": _("Number"),
    "strand_id": _("Strand"),
    "responsible_body_id": _("Responsible body"),
}
Names = Mapping[str, Mapping[int, str]]


def differences_of(changes: Iterable[Change]) -> dict[int, str]:
    """For each entry of the trail what it changed, such as “Status: planned → under way”; by its number.

    Two queries at most: strands and bodies are few, and are read when one of them changed.
    """
    changes = list(changes)
    names = {
        field: {row.pk: str(row) for row in nouns.objects.all()}
        for field, nouns in (("strand_id", Strand), ("responsible_body_id", Body))
        if any(field in change.before for change in changes)
    }
    return {change.pk: _sentence(change.before, change.after, names) for change in changes}


def from_to(field: str, before: Any, after: Any, names: Names | None = None) -> str:
    """One field from one value to another; empty where nothing differs."""
    if before == after:
        return ""
    old, new = (_in_words(field, value, names or {}) for value in (before, after))
    return f"{NAMES[field]}: {old} → {new}"


def _sentence(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> str:
    # A new thing has no before, and all of it would be news.
    told = [from_to(field, before[field], after.get(field), names) for field in NAMES if field in before]
    return ". ".join(words for words in told if words)


def _in_words(field: str, value: Any, names: Names) -> str:
    if value in (None, "", []):
        return NOTHING
    if field in names:
        return names[field].get(value, NOTHING)
    return WORDS.get(field, str)(value)


WORDS: dict[str, Callable[[Any], str]] = {
    "status": lambda status: str(dict(ActivityStatus.choices).get(status, status)).lower(),
    "due": lambda written: day(date.fromisoformat(written)),
    "done_on": lambda written: day(date.fromisoformat(written)),
    "goals": lambda goals: ", ".join(map(str, goals)),
}

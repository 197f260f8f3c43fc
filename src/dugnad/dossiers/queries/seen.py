"""What somebody had before them when they began to edit: of two who write at once the second is told."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from dugnad.dossiers.models import Ask, Consultation, Dossier, Touchpoint
from dugnad.kit.formats import day, moment

Edited = Ask | Consultation | Dossier | Touchpoint

# What a form edits of each noun: its fields, and what it points at many of.
FIELDS: dict[type[Model], tuple[str, ...]] = {
    Ask: ("text", "reason", "consultation", "raised_on", "repeats"),
    Consultation: (
        "channel", "title", "sender", "case_number", "link", "announced_on", "deadline", "scope",
        "members_due", "call", "joint_with",
    ),
    Dossier: (
        "title_nb", "title_nn", "title_en", "about", "position", "addressee_kind", "addressees", "activity",
        "responsible", "is_public",
    ),
    Touchpoint: ("kind", "on", "title", "counterpart", "ours", "said", "promised", "event", "link"),
}  # fmt: skip
LISTS: dict[type[Model], tuple[str, ...]] = {
    Ask: ("points",), Consultation: (), Dossier: ("points",), Touchpoint: ("asks",),
}  # fmt: skip


def values_to_edit(noun: Edited) -> dict[str, Any]:
    """What a form edits of a noun, as it stands."""
    fields = {name: getattr(noun, name) for name in FIELDS[type(noun)]}
    return fields | {name: getattr(noun, name).all() for name in LISTS[type(noun)]}


def mark_of(noun: Edited) -> str:
    """A short mark of what a form edits; it is another one as soon as any of it is changed."""
    fields = [getattr(noun, _column(noun, name)) for name in FIELDS[type(noun)]]
    lists = [sorted(one.pk for one in getattr(noun, name).all()) for name in LISTS[type(noun)]]
    told = [value.timestamp() if hasattr(value, "timestamp") else str(value) for value in fields]
    return sha256(repr((told, lists)).encode()).hexdigest()[:32]


def _column(noun: Edited, name: str) -> str:
    return str(getattr(noun._meta.get_field(name), "attname", name))


def in_words(noun: Edited, name: str, value: Any) -> str:
    """A value as somebody reads it beside their own: a choice by its name, a list with a comma between."""
    if name in LISTS[type(noun)]:
        return ", ".join(str(one) for one in sorted(value, key=lambda one: one.pk))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, date):
        return moment(value) if isinstance(value, datetime) else day(value)
    choices = dict(getattr(noun._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, "" if value is None else value))

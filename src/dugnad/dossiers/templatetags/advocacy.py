"""States with their marks, days that are left, and how many asks came to what, in words."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.dossiers.states import TONES, AskState
from dugnad.kit.templatetags.kit import status_tag

register = template.Library()


@register.simple_tag
def standing(state: Any, label: str = "") -> SafeString:
    """A state of this room in words with its mark; the mark never stands alone."""
    return status_tag(state, label, tone=TONES.get(str(state), ""))


@register.filter
def days_left(days: int | None) -> str:
    """{{ row.left|days_left }} → 12 days left"""
    if days is None:
        return _("passed earlier today")
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(days)s day too late", "%(days)s days too late", -days) % {"days": -days}


@register.filter
def in_words(counts: Iterable[tuple[AskState, int]]) -> str:
    """{{ row.counts|in_words }} → 2 no answer yet, 1 partly met"""
    return ", ".join(f"{number} {str(state.label).lower()}" for state, number in counts)

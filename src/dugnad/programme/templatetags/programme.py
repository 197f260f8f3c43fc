"""Goals as chips: numbers and names in our own style."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dugnad.programme.kinds import GOALS

register = template.Library()


@register.simple_tag
def goal_chips(goals: Iterable[int]) -> SafeString:
    """Small numbered chips for a list; the name is there for whoever points or listens."""
    return _chips(tuple(goals), get_language() or "")


@register.simple_tag
def goal_names(goals: Iterable[int]) -> SafeString:
    """Chips with number and name, for a page that has room."""
    items = format_html_join(
        "",
        '<li><span class="goal-number">{}</span> {}</li>',
        ((goal, GOALS[goal].name) for goal in goals),
    )
    return format_html('<ul class="goal-names">{}</ul>', items)


@lru_cache(maxsize=2000)
def _chips(goals: tuple[int, ...], language: str) -> SafeString:
    """The same few sets of goals come again and again in a list; each is drawn once a language."""
    items = format_html_join(
        "",
        '<li title="{1}">{0}<span class="ds-sr-only"> {1}</span></li>',
        ((goal, GOALS[goal].name) for goal in goals),
    )
    label = _("Sustainable Development Goals")
    return format_html('<ul class="goals" aria-label="{}">{}</ul>', label, items) if goals else SafeString("")

"""Goals as chips, and the small facts of an activity in a list.

A list shows hundreds of activities, and a template takes its time for each tag: what is the same for
many of them is drawn once a language and kept.
"""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dugnad.kit.formats import short_day
from dugnad.kit.templatetags.kit import icon, status_tag
from dugnad.kit.text import norwegian
from dugnad.programme.kinds import GOALS
from dugnad.programme.models import Milestone
from dugnad.programme.queries import ActivityRow
from dugnad.programme.states import ActivityStatus

register = template.Library()


@register.simple_tag
def goal_names(goals: Iterable[int]) -> SafeString:
    """Chips with number and name, for a page that has room."""
    items = format_html_join(
        "",
        '<li><span class="goal-number">{}</span> {}</li>',
        ((goal, GOALS[goal].name) for goal in goals),
    )
    return format_html('<ul class="goal-names">{}</ul>', items)


@register.simple_tag
def goal_chips(goals: Iterable[int]) -> SafeString:
    """Small numbered chips for a list; the name is there for whoever points or listens."""
    return _chips(tuple(goals), get_language() or "")


@register.filter
def facts(row: ActivityRow) -> SafeString:
    """The line of facts below an activity: goals, responsible body, milestones, what is late."""
    return format_html("{}{}{}{}", goal_chips(row.goals), _body(row), _steps(row), late_step(row.late))


@register.filter
def late_step(steps: list[Milestone]) -> SafeString:
    """The first milestone that is late, or nothing."""
    if not steps:
        return SafeString("")
    return format_html(
        '<span class="late">{}{}, {}</span>',
        icon("clock"),
        norwegian(steps[0].title),
        short_day(steps[0].due),
    )


@register.filter
def status(row: ActivityRow) -> SafeString:
    """The status of an activity with its mark."""
    return _status(row.activity.status, get_language() or "")


def _body(row: ActivityRow) -> SafeString:
    body = row.activity.responsible_body
    return format_html('<span class="quiet">{}</span>', body) if body else SafeString("")


def _steps(row: ActivityRow) -> SafeString:
    if not row.milestones:
        return SafeString("")
    total = len(row.milestones)
    words = ngettext("%(done)s of %(total)s milestone", "%(done)s of %(total)s milestones", total)
    words %= {"done": row.done, "total": total}
    return format_html('<span class="quiet">{}</span>', words)


@lru_cache(maxsize=2000)
def _chips(goals: tuple[int, ...], language: str) -> SafeString:
    items = format_html_join(
        "",
        '<li title="{1}">{0}<span class="ds-sr-only"> {1}</span></li>',
        ((goal, GOALS[goal].name) for goal in goals),
    )
    label = _("Sustainable Development Goals")
    return format_html('<ul class="goals" aria-label="{}">{}</ul>', label, items) if goals else SafeString("")


@lru_cache(maxsize=50)
def _status(value: str, language: str) -> SafeString:
    return status_tag(ActivityStatus(value))

"""The programme's lists: activities as lines and as cards, goals as chips.

A list shows hundreds of activities, and a template takes its time for each tag. So a whole list is one
tag, and what is the same for many activities is drawn once a language and kept.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dugnad.kit.formats import short_day
from dugnad.kit.templatetags.kit import icon, spoken, status_tag
from dugnad.kit.text import localised, norwegian
from dugnad.programme.kinds import GOALS
from dugnad.programme.models import Activity, Milestone
from dugnad.programme.queries import ActivityRow
from dugnad.programme.states import ActivityStatus

register = template.Library()

NOTE = 140  # characters of a note on a card; the page of the activity has all of it
NOTHING = SafeString("")
LINE = """
  <li><span class="row-leading">{number}</span><div>\
<p class="row-title"><a href="{address}">{title}</a></p>\
<p class="row-note">{way_of_working}</p><div class="activity-facts">{goals}{body}{steps}{late}</div></div>\
<div class="row-meta">{status}{stale}</div></li>"""
CARD = """
<li class="board-card"><p><a href="{address}">{title}</a></p>{note}{goals}{late}</li>"""


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
def activity_lines(rows: Iterable[ActivityRow], tells_stale: bool) -> SafeString:
    """Activities as lines of a list: what, how, the facts below, and the status behind."""
    language = get_language() or ""
    stale = format_html("<br>{}", _("not updated for long")) if tells_stale else NOTHING
    return format_html_join("", LINE, (_line(row, language, stale) for row in rows))


@register.simple_tag
def activity_cards(rows: Iterable[ActivityRow]) -> SafeString:
    """Activities as cards of a board, where the column says the status."""
    language = get_language() or ""
    return format_html_join("", CARD, (_card(row, language) for row in rows))


def _line(row: ActivityRow, language: str, stale: SafeString) -> dict[str, Any]:
    activity, body = row.activity, row.activity.responsible_body
    return {
        "number": activity.number,
        "address": _address(activity),
        "title": spoken(activity, "title", language),
        "way_of_working": spoken(activity, "way_of_working", language),
        "goals": _chips(tuple(row.goals), language),
        "body": _quiet(localised(body, "name", language) if body else ""),
        "steps": _steps(row.done, len(row.milestones), language),
        "late": _late(row.late),
        "status": _status(activity.status, language),
        "stale": stale if row.is_stale else NOTHING,
    }


def _card(row: ActivityRow, language: str) -> dict[str, Any]:
    activity = row.activity
    return {
        "address": _address(activity),
        "title": spoken(activity, "title", language),
        "note": _note(activity.status_note),
        "goals": _chips(tuple(row.goals), language),
        "late": format_html("<p>{}</p>", _late(row.late)) if row.late else NOTHING,
    }


def _address(activity: Activity) -> str:
    return f"/program/{activity.programme.year}/{activity.key}/"


def _note(text: str) -> SafeString:
    if not text:
        return NOTHING
    return format_html('<p class="quiet">{}</p>', norwegian(Truncator(text).chars(NOTE)))


def _late(steps: list[Milestone]) -> SafeString:
    """The first milestone that is late, or nothing."""
    if not steps:
        return NOTHING
    first = steps[0]
    words = spoken(first, "title"), short_day(first.due)
    return format_html('<span class="late">{}{}, {}</span>', icon("clock"), *words)


@lru_cache(maxsize=2000)
def _quiet(text: str) -> SafeString:
    return format_html('<span class="quiet">{}</span>', text) if text else NOTHING


@lru_cache(maxsize=2000)
def _steps(done: int, total: int, language: str) -> SafeString:
    words = ngettext("%(done)s of %(total)s milestone", "%(done)s of %(total)s milestones", total)
    return _quiet(words % {"done": done, "total": total}) if total else NOTHING


@lru_cache(maxsize=2000)
def _chips(goals: tuple[int, ...], language: str) -> SafeString:
    """Small numbered chips; the name is there for whoever points or listens."""
    items = format_html_join(
        "",
        '<li title="{1}">{0}<span class="ds-sr-only"> {1}</span></li>',
        ((goal, GOALS[goal].name) for goal in goals),
    )
    label = _("Sustainable Development Goals")
    return format_html('<ul class="goals" aria-label="{}">{}</ul>', label, items) if goals else NOTHING


@lru_cache(maxsize=50)
def _status(value: str, language: str) -> SafeString:
    return status_tag(ActivityStatus(value))

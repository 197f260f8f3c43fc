"""What templates write with: figures, days, states, icons, small pictures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from django import template
from django.core.paginator import Page
from django.db.models import Choices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dugnad.kit import formats
from dugnad.kit.icons import ICONS
from dugnad.kit.models import Change
from dugnad.kit.text import localised as localised_text
from dugnad.kit.text import norwegian as norwegian_text
from dugnad.kit.text import render_markdown
from dugnad.kit.text import spoken as spoken_text

register = template.Library()

# Colour is the second sign; the word is the first. A state that is not here is drawn without colour.
TONES = {
    "done": "done",
    "published": "done",
    "accepted": "done",
    "approved": "done",
    "held": "done",
    "adopted": "done",
    "in_force": "done",
    "for": "done",
    "under_way": "active",
    "submitted": "active",
    "in_review": "active",
    "open": "active",
    "draft": "",
    "planned": "",
    "awaited": "",
    "invited": "",
    "opened": "",
    "in_progress": "active",
    "delayed": "warning",
    "late": "warning",
    "late_expected": "warning",
    "returned": "warning",
    "wants_meeting": "warning",
    "refused": "danger",
    "against": "danger",
    "dropped": "off",
    "withdrawn": "off",
    "superseded": "off",
    "expired": "off",
    "cancelled": "off",
    "closed": "off",
    "frozen": "off",
    "will_not_answer": "off",
}


@register.filter
def number(value: Any, decimals: int = 0) -> str:
    """{{ 1143814|number }} → 1 143 814"""
    return formats.number(value, int(decimals))


@register.filter
def figure(value: Any, decimals: int = 0) -> str:
    """{{ 0.04|figure:1 }} → under 0,1"""
    return formats.figure(value, int(decimals))


@register.filter
def percent(value: Any, decimals: int = 0) -> str:
    """{{ 23.1|percent }} → 23 %"""
    return formats.percent(value, int(decimals))


@register.filter
def change(value: Any, decimals: int = 0) -> str:
    """{{ -12.3|change }} → –12 %"""
    return formats.change(value, int(decimals))


@register.filter
def co2e(text: Any) -> SafeString:
    """{{ "tonn CO2e"|co2e }} → tonn CO₂e with a real subscript"""
    return formats.co2e(text)


@register.filter
def day(value: date | None) -> str:
    """{{ due|day }} → 3. mai 2021"""
    return formats.day(value)


@register.filter
def short_day(value: date | None) -> str:
    """{{ due|short_day }} → 3. mai"""
    return formats.short_day(value)


@register.filter
def day_number(value: date | None) -> str:
    """{{ due|day_number }} → 3."""
    return formats.day_number(value)


@register.filter
def weekday_date(value: date | None) -> str:
    """{{ due|weekday_date }} → mandag 3. mai 2021 (kl. 14.02)"""
    return formats.weekday(value)


@register.filter
def moment(value: datetime | None) -> str:
    """{{ at|moment }} → 3. mai 2021 kl. 14.02"""
    return formats.moment(value)


@register.filter
def clock_time(value: datetime | None) -> str:
    """{{ now|clock_time }} → 14.02"""
    return formats.clock_time(value)


@register.filter
def distance(value: date | None, today: date) -> str:
    """{{ due|distance:today }} → in 5 days"""
    return formats.distance(value, today)


@register.filter
def spoken(noun: Any, field: str, language: str = "") -> str:
    """{{ activity|spoken:"title" }} → the same as localised, marked where it is not in the page's language"""
    return spoken_text(noun, field, language)


@register.filter
def localised(noun: Any, field: str) -> str:
    """{{ activity|localised:"title" }} → the title in the reader's language"""
    return localised_text(noun, field)


@register.filter
def norwegian(text: str) -> str:
    """{{ step.title|norwegian }} → the text, marked as Norwegian on a page in another language"""
    return norwegian_text(text)


@register.filter
def markdown(text: str) -> SafeString:
    """{{ story.text|markdown }} → safe HTML"""
    return render_markdown(text or "")


@register.filter
def tone(state: str) -> str:
    """{{ state|tone }} → done, active, warning, danger, off or nothing"""
    return TONES.get(str(state), "")


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """An icon, decoration unless it has a label; kept, for a long list draws the same one on every line."""
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" viewBox="0 0 24 24" {}><path d="{}"/></svg>', role, ICONS[name])


@register.simple_tag
def status_tag(state: Any, label: str = "", tone: str = "") -> SafeString:
    """A state in words with its mark; give get_…_display as label where the value came from the database."""
    words = label or (state.label if isinstance(state, Choices) else state)
    return format_html(
        '<span class="status" data-tone="{}">{}</span>', tone or TONES.get(str(state), ""), words
    )


@register.simple_tag
def sparkline(values: Iterable[Any] | Mapping[Any, Any], title: str) -> SafeString:
    """A line of figures drawn from zero; the title says it in words.

    A missing value is a gap, drawn dotted; so is, of values by year, a year between the first and the last.
    """
    in_order = _year_by_year(values) if isinstance(values, Mapping) else values
    figures = [float(value) if value is not None else None for value in in_order]
    points = _points(figures)
    runs = _runs(points)
    return format_html(
        '<svg class="sparkline" viewBox="-1 -2 102 34" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="sparkline-area" d="{}"/><path class="sparkline-zero" d="M0 30H100"/>'
        '<path class="sparkline-gap" d="{}"/><path class="sparkline-line" d="{}"/>'
        '<path class="sparkline-dot" d="{}"/></svg>',
        title,
        _area(runs),
        "".join(f"M{one[-1]}L{next_[0]}" for one, next_ in pairwise(runs)),
        "".join(f"M{'L'.join(run)}" for run in runs if len(run) > 1),
        "".join(f"M{run[0]}h0" for run in runs if len(run) == 1),
    )


def _area(runs: list[list[str]]) -> str:
    """What lies below the line, gaps included: an area that begins half-way looks like a missing half."""
    known = [point for run in runs for point in run]
    return f"M{known[0].split()[0]} 30L{'L'.join(known)}V30Z" if len(known) > 1 else ""


def _year_by_year(values: Mapping[Any, Any]) -> list[Any]:
    by_year = {int(year): value for year, value in values.items()}
    return [by_year.get(year) for year in range(min(by_year), max(by_year) + 1)] if by_year else []


def _points(figures: Sequence[float | None]) -> list[str | None]:
    """Places on a sheet of 100 × 30, zero at the bottom."""
    step = 100 / max(len(figures) - 1, 1)
    top = max([figure for figure in figures if figure is not None], default=0) or 1.0
    return [
        None if figure is None else f"{place * step:.1f} {30 - 30 * max(figure, 0) / top:.1f}"
        for place, figure in enumerate(figures)
    ]


def _runs(points: Iterable[str | None]) -> list[list[str]]:
    """Points that follow each other without a gap; one that stands alone becomes a dot."""
    return [
        [point for point in run if point is not None]
        for known, run in groupby(points, lambda point: point is not None)
        if known
    ]


@register.simple_tag
def field_value(label: str, value: Any) -> SafeString:
    """A row of <dl class="facts">; a missing value is said, not left blank."""
    known = value not in (None, "")
    return format_html(
        "<dt>{}</dt><dd{}>{}</dd>",
        label,
        "" if known else SafeString(' class="quiet"'),
        value if known else _("Not given"),
    )


@register.simple_tag
def goals(numbers: Iterable[int]) -> SafeString:
    """Sustainable Development Goals as small numbered boxes."""
    items = format_html_join("", "<li>{}</li>", ((number,) for number in numbers))
    return format_html('<ul class="goals" aria-label="{}">{}</ul>', _("Sustainable Development Goals"), items)


@register.inclusion_tag("kit/parts/empty.html")
def empty_state(title: str, text: str, url: str = "", action: str = "") -> dict[str, str]:
    """Nothing here yet: what will stand here, and the first step."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("kit/parts/trail.html")
def trail(changes: Iterable[Change], told: Mapping[int, str] | None = None) -> dict[str, Any]:
    """Who changed what, folded; `told` says of an entry (by its number) from what, to what."""
    return {"changes": [(change, (told or {}).get(change.pk, "")) for change in changes]}


@register.filter
def verb(change: Change) -> str:
    """What was done, in words: each language has a catalogue of the verbs, English too."""
    words = pgettext("trail", change.verb)
    return words if words != change.verb else change.verb.replace("_", " ")


@register.inclusion_tag("kit/parts/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any]) -> dict[str, Any]:
    """Previous and next, and which page of how many; the other words of the address are kept."""
    return {"page": page, "request": context["request"]}

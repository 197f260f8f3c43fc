"""The matrix, drawn at once: a template takes its time for each tag, and there are thousands of cells.

A state is a shape, letters and a colour, and stands in words for those who hear the page. What a cell says
depends on its states alone, so that it is put together once for each pair of states and not for each member.
"""

from collections.abc import Callable
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from dugnad.declarations.queries import UNTOLD, Matrix, Member, States, Summary
from dugnad.declarations.states import ProgressState

register = template.Library()

NOTHING = SafeString("")
# The first letters of each state; its words stand in the legend above and in every cell for who hears it.
LETTERS = {
    ProgressState.NOT_BEGUN: pgettext_lazy("letters for a state", "Nb"),
    ProgressState.PLANNED: pgettext_lazy("letters for a state", "Pl"),
    ProgressState.UNDER_WAY: pgettext_lazy("letters for a state", "Uw"),
    ProgressState.IN_PLACE: pgettext_lazy("letters for a state", "Ip"),
    ProgressState.NOT_APPLICABLE: pgettext_lazy("letters for a state", "Na"),
}
MARK = '<span class="mark" data-state="{}" aria-hidden="true">{}</span>'
SPOKEN = '<span class="ds-sr-only">{}</span>'
HEAD = """
<tr><th scope="row"><a href="/medlemmer/{}/">{}</a>{}</th>"""
GROUP = ' <span class="quiet matrix-group">{}</span>'
CELL = '<td><a href="{}/{}/">{}</a></td>'
NOT_ASKED = '<td><span class="mark" data-state="not_asked" aria-hidden="true"></span>{}</td>'


@register.simple_tag
def progress_mark(state: str, *, spoken: bool = True) -> SafeString:
    """The mark of a state; with its words for those who hear it, unless they stand beside it."""
    return _mark(state, get_language() or "") + (_spoken(_words(state)) if spoken else NOTHING)


@register.simple_tag
def progress_words(state: str) -> str:
    """What a state is called; that a member has not told is said too."""
    return _words(state)


@register.simple_tag
def matrix_rows(matrix: Matrix) -> SafeString:
    """A row for each member, a cell for each point; each leads to the history of that member and point."""
    cell_of = _cells(matrix.beside, get_language() or "")
    keys = [escape(point.key) for point in matrix.points]
    not_asked = format_html(NOT_ASKED, _spoken(_("Is not asked")))
    rows = []
    for row in matrix.rows:
        slug = row.member.slug
        cells = [
            not_asked if states[-1] is None else CELL.format(slug, key, cell_of(states))
            for key, states in zip(keys, row.cells, strict=True)
        ]
        rows.append(f"{_head(row.member)}{''.join(cells)}</tr>")
    return mark_safe("".join(rows))  # noqa: S308 - slugs and keys are slugs, names and words are escaped


def _head(member: Member) -> SafeString:
    group = format_html(GROUP, member.subregion) if member.subregion else NOTHING
    return format_html(HEAD, member.slug, member.name, group)


@lru_cache(maxsize=100)
def _cells(years: tuple[int, ...], language: str) -> Callable[[States], SafeString]:
    """What draws the inside of a cell for these years in a language; each set of states is drawn once."""

    @lru_cache(maxsize=2000)
    def cell(states: States) -> SafeString:
        return _cell(states, years, language)

    return cell


def _cell(states: States, years: tuple[int, ...], language: str) -> SafeString:
    """This year's mark, and those before it where they say something else."""
    *before, now = (state or UNTOLD for state in states)
    told = [(year, state) for year, state in zip(years, before, strict=False) if state]
    is_new = len(years) > 2 or any(state != now for _year, state in told)
    shown = told if is_new else []
    marks = [SafeString(f'<span class="was">{_mark(state, language)}</span>') for _year, state in shown]
    spoken = [f"{year}: {_words(state)}" for year, state in [*shown, (years[-1], now)]]
    words = "; ".join(spoken) if shown else _words(now)
    return mark_safe("".join([*marks, _mark(now, language), _spoken(words)]))  # noqa: S308 - our own marks


@register.simple_tag
def progress_bar(summary: Summary) -> SafeString:
    """How far the members have come with a point, as one bar; the words stand beside it."""
    total = max(summary.asked, 1)
    rects, left = [], 0.0
    for state, _label, count in summary.parts:
        width = 100 * count / total
        rects.append((state or "untold", f"{left:.2f}", f"{width:.2f}"))
        left += width
    drawn = format_html_join("", '<rect data-state="{}" x="{}" y="0" width="{}" height="8"/>', rects)
    return format_html(
        '<svg class="progress-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">{}</svg>',
        drawn,
    )


@lru_cache(maxsize=100)
def _mark(state: str, language: str) -> SafeString:
    letters = LETTERS[ProgressState(state)] if state else "–"
    return format_html(MARK, state or "untold", letters)


def _words(state: str) -> str:
    return _("Not told") if state == UNTOLD else str(ProgressState(state).label)


def _spoken(words: str) -> SafeString:
    return format_html(SPOKEN, words)

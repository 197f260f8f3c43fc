"""Questions as lines of a list: a call may ask hundreds, and a template takes its time for each tag."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.calls.models import Call, Question
from dugnad.kit.formats import co2e

register = template.Library()

NOTHING = SafeString("")
LINE = """
<li>{}{}</li>"""
OPTIONAL = ' <span class="quiet">({})</span>'
ANSWERED = """
<li><div><p class="row-title"><a href="/innhenting/{}/svar/{}/">{}</a></p><p class="row-note">{}</p></div>\
<div class="row-meta">{}{}</div></li>"""
BETWEEN, BREAK = SafeString(" · "), SafeString("<br>")


@register.simple_tag
def asked_lines(questions: Iterable[Question]) -> SafeString:
    """What is asked, and what need not be answered."""
    optional = format_html(OPTIONAL, _("optional"))
    return format_html_join("", LINE, ((co2e(q), NOTHING if q.required else optional) for q in questions))


@register.simple_tag
def answered_lines(call: Call, rows: Iterable[tuple[Question, int, int]], submitted: int) -> SafeString:
    """Questions with how many have answered each, and how many need not."""
    words = _("%(answered)s of %(submitted)s have answered")
    cells = (
        (
            call.slug,
            question.key,
            co2e(question),
            format_html_join(BETWEEN, "{}", ((fact,) for fact in _facts(question))),
            words % {"answered": answered, "submitted": submitted},
            _apart(apart),
        )
        for question, answered, apart in rows
    )
    return format_html_join("", ANSWERED, cells)


def _facts(question: Question) -> Iterator[str]:
    yield question.get_kind_display()
    if question.is_confidential:
        yield _("Only the secretariat reads the answers")
    if question.retired_at:
        yield _("Not asked any more")
    if question.only_if:
        hinge = {"question": question.only_if, "choices": question.condition}
        yield _("Asked only if: %(question)s %(choices)s") % hinge


def _apart(number: int) -> SafeString:
    need_not = ngettext("%(counter)s need not", "%(counter)s need not", number) % {"counter": number}
    return format_html("{}{}", BREAK, need_not) if number else NOTHING

"""The answers of a reply as they are read: hundreds of them, and a template takes its time for each tag."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dugnad.calls.kinds.figures import figure_text, unit_words
from dugnad.calls.queries import Item, Prefilled, readers_of
from dugnad.indicators.kinds import publisher_name
from dugnad.kit.formats import co2e, day
from dugnad.kit.templatetags.kit import icon

register = template.Library()

NOTHING = SafeString("")
LINE = """
<dt>{}</dt><dd>{}</dd>"""
QUIET, NOTE = '<span class="quiet">{}</span>', '<p class="quiet">{}</p>'
CONFIDENTIAL = '<p class="source">{} {}</p>'
REVISED = '<p class="prefilled-note">{}{}{}</p>'
ILLUSTRATIVE = ' <span class="illustrative">{}</span>'
STORY = '<p><a href="{}">{}</a></p>'
DOUBT = """<p class="prefilled-note">{} {} <a href="{}#q-{}">{}<span class="ds-sr-only"> {}</span></a></p>"""
COMPLAINT = """<p class="field-error">{}<span>{} <a href="{}#q-{}">{}<span class="ds-sr-only"> {}</span></a>\
</span></p>"""


@register.simple_tag(takes_context=True)
def answer_lines(context: template.RequestContext, items: Iterable[Item]) -> SafeString:
    """Each question with its answer and what stands beside it; before a reply is sent, with what it lacks."""
    lines = ((co2e(item.question), _joined(_parts(context, item))) for item in items)
    return format_html_join("", LINE, lines)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _parts(context: template.RequestContext, item: Item) -> Iterator[SafeString]:
    yield _answer(item)
    if words := wording_of(item):
        yield format_html(NOTE, words)
    if words := published_beside(item):
        yield format_html(NOTE, co2e(words))
    if item.is_agreed:
        yield format_html(NOTE, _("The publisher has corrected the figure as you said."))
    if item.prefilled and item.is_revised:
        yield _revised(item.prefilled)
    if item.note:
        yield format_html(NOTE, f"{_('Note')}: {item.note}")
    if item.question.is_confidential:
        yield format_html(CONFIDENTIAL, icon("lock"), readers_of(item.question))
    if item.written_by_link:
        yield format_html(NOTE, _("Written by %(name)s") % {"name": item.written_by_link})
    if item.files:
        yield _files(context, item)
    if item.answer and item.answer.document:
        address = reverse("document", args=[item.answer.document.slug])
        yield format_html(STORY, address, _("The story as a document"))
    if item.story:
        yield format_html(STORY, reverse("document", args=[item.story]), _("Read the story"))
    if context.get("show_complaints"):
        yield from _complaints(context, item)
        yield from _doubts(context, item)


@register.filter
def wording_of(item: Item) -> str:
    """That an answer was given to words that stand no more; empty where they do."""
    if item.is_taken_out:
        return _("The question has been taken out since.")
    return _("Earlier wording") if item.is_earlier_wording else ""


@register.filter
def published_beside(item: Item) -> str:
    """The published figure, where the answer says that it is not right; empty elsewhere."""
    if not item.prefilled or not item.is_objection:
        return ""
    figure = item.prefilled
    words = _("Published: %(figure)s (%(source)s, %(year)s)") % {
        "figure": figure, "source": publisher_name(figure.source), "year": figure.year,
    }  # fmt: skip
    return words if figure.is_official else f"{words}. {_('Illustrative figure')}"


def _answer(item: Item) -> SafeString:
    if item.is_asked and (words := item.text):
        return linebreaksbr(co2e(words))
    if item.files:
        return NOTHING
    return format_html(QUIET, _("Not answered") if item.is_asked else _("Does not apply to you."))


def _revised(published: Prefilled) -> SafeString:
    """The publisher's figure now, where another one was confirmed."""
    words = _(
        "The publisher has revised this figure since: it is %(figure)s %(unit)s in the vintage seen %(day)s."
    )
    figure, unit = figure_text(published.value), unit_words(published.unit)
    said = {"figure": figure, "unit": unit, "day": day(published.seen_on)}
    illustrative = NOTHING if published.is_official else format_html(ILLUSTRATIVE, _("Illustrative figure"))
    return format_html(REVISED, icon("warning"), words % said, illustrative)


def _files(context: template.RequestContext, item: Item) -> SafeString:
    """The files of an answer, as the form shows them, with nothing to add or take out."""
    found = template.Engine.get_default().get_template("calls/parts/files.html")
    with context.push(item=item, form=None):
        return SafeString(found.render(context))


def _complaints(context: template.RequestContext, item: Item) -> Iterator[SafeString]:
    complaints = item.complaints
    address = _address(context, item) if complaints else ""
    for _part, message in complaints:
        where = (address, item.question.key, _("Go to the question"), item.question)
        yield format_html(COMPLAINT, icon("warning"), message, *where)


def _doubts(context: template.RequestContext, item: Item) -> Iterator[SafeString]:
    """What is asked about before a reply is sent, and may be kept."""
    if item.doubt and item.is_asked:
        where = (_address(context, item), item.question.key, _("Go to the question"), item.question)
        yield format_html(DOUBT, icon("warning"), item.doubt, *where)


def _address(context: template.RequestContext, item: Item) -> str:
    """The page on which the question is answered: a section of a long reply, or all of a short one."""
    place: list[Any] = [context["call"].slug, context["reply"].organisation.slug]
    if context.get("by_section"):
        return reverse("reply_section", args=[*place, item.question.section_id])
    return reverse("reply", args=place)

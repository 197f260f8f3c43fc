"""Answers of all members side by side, drawn at once: a template takes its time for each tag."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dugnad.calls.models import Call, ReplyFile
from dugnad.calls.queries import Merge, MergedAnswer, MergeGroup
from dugnad.kit.formats import co2e

register = template.Library()

NOTHING = SafeString("")
LINE = """
<li><h3><a href="{address}">{name}</a>{standing}</h3>{words}</li>"""
ROW = """
<tr><th scope="row"><a href="{address}">{name}</a></th>\
<td class="number" data-label="{in_figures}">{figure}</td>{chosen}\
<td data-label="{in_state}">{standing}</td><td data-label="{in_note}">{words}</td></tr>"""
CHOSEN = '<td data-label="{}">{}</td>'
NOT_CHOSEN = SafeString('<span class="quiet">–</span>')
TEXT, QUIET = "<p>{}</p>", '<p class="quiet">{}: {}</p>'
LINK = '<p><a href="{}">{}<span class="ds-sr-only"> {}</span></a></p>'
FILE = '<li><a href="{}filer/{}/">{}</a> <span class="quiet">{}</span></li>'


@register.simple_tag
def merged_lines(call: Call, merge: Merge, found: MergeGroup, group: str) -> SafeString:
    """A line for each member under a heading: where its reply stands, and what it wrote."""
    words = _words()
    return format_html_join("", LINE, (_line(call, merge, row, group, words) for row in found.rows))


@register.simple_tag
def merged_rows(call: Call, merge: Merge, found: MergeGroup, group: str) -> SafeString:
    """A row of a table for each member that gave a figure."""
    words, has_choices = _words(), bool(merge.counts)
    rows = (
        {
            **_line(call, merge, row, group, words),
            "in_figures": str(merge.facts.figure_head),
            "in_state": words["state"],
            "in_note": words["note"],
            "figure": _figure(row),
            "chosen": _chosen(row, words["answer"]) if has_choices else NOTHING,
            "standing": row.standing_label,
        }
        for row in found.rows
    )
    return format_html_join("", ROW, rows)


def _words() -> dict[str, str]:
    return {
        "answer": _("Answer"),
        "state": _("State"),
        "note": _("Note"),
        "earlier": _("Earlier wording"),
        "story": _("The story as a document"),
        "submitted": _("Read what was submitted"),
    }


def _line(call: Call, merge: Merge, row: MergedAnswer, group: str, words: dict[str, str]) -> dict[str, Any]:
    address = f"/innhenting/{call.slug}/{row.reply.organisation.slug}/"
    is_said_above = group == "standing" and row.is_answered
    standing = NOTHING if is_said_above else format_html(' <span class="quiet">{}</span>', row.standing_label)
    written = _written(merge, row, group, address, words)
    return {
        "address": address,
        "name": row.name,
        "standing": standing,
        "words": format_html_join("", "{}", ((part,) for part in written)),
    }


def _written(
    merge: Merge, row: MergedAnswer, group: str, address: str, words: dict[str, str]
) -> Iterator[SafeString]:
    """What is read of an answer beside the figure, and beside the choice where that is the heading."""
    is_heading = group == "choice" and row.chosen and not merge.facts.has_figures
    if row.words and not is_heading:
        yield format_html(TEXT, linebreaksbr(co2e(row.words)))
    if row.document:
        yield format_html(LINK, f"/dokumenter/{row.document.slug}/", words["story"], row.name)
    elif row.value and merge.question.facts.tells_story:
        yield format_html(LINK, f"{address}versjoner/", words["submitted"], row.name)
    if row.files:
        yield format_html('<ul class="thread">{}</ul>', _files(row.files, address))
    if row.note:
        yield format_html(QUIET, words["note"], linebreaksbr(row.note))
    if row.earlier_wording:
        yield format_html(QUIET, words["earlier"], row.earlier_wording)


def _files(files: list[ReplyFile], address: str) -> SafeString:
    rows = ((address, file.pk, file.name, filesizeformat(file.file.size)) for file in files)
    return format_html_join("", FILE, rows)


def _figure(row: MergedAnswer) -> SafeString:
    unit = format_html(" {}", co2e(row.unit_words)) if row.figure is not None else NOTHING
    return format_html("{}{}", row.figure_text, unit)


def _chosen(row: MergedAnswer, label: str) -> SafeString:
    chosen = format_html_join("", "{}", ((words,) for words in row.chosen.values()))
    return format_html(CHOSEN, label, chosen or NOT_CHOSEN)

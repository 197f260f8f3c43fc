"""What pages of a text write with: words in the language that is read, and differences that can be heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dugnad.declarations.kinds import PaperLanguage
from dugnad.declarations.models import Point, Wording
from dugnad.declarations.queries import seen_in_point, seen_in_preamble
from dugnad.kit.text import Piece, nearest

register = template.Library()


@register.simple_tag
def words_in(noun: Any, field: str, language: str) -> SafeString:
    """The words of a field in the language that is read, marked where the page is in another one."""
    found, text = nearest(noun, field, language)
    if found in ("", (get_language() or "nb")[:2]):
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', found, text)


@register.simple_tag
def difference(pieces: Iterable[Piece], language: str = "") -> SafeString:
    """A difference that is seen without colour and heard: what is out and what is in is said before it."""
    said = {"removed": ("del", _("taken out")), "added": ("ins", _("put in"))}
    drawn = format_html_join("", "{}", ((_piece(piece, said),) for piece in pieces))
    return format_html('<span lang="{}">{}</span>', language, drawn) if language else drawn


def _piece(piece: Piece, said: dict[str, tuple[str, str]]) -> SafeString:
    if piece.kind not in said:
        return format_html("{}", piece.text)
    element, words = said[piece.kind]
    return format_html(
        '<{}><span class="ds-sr-only">({}: </span>{}<span class="ds-sr-only">)</span></{}>',
        mark_safe(element),  # noqa: S308 - one of two words written above
        words,
        piece.text,
        mark_safe(element),  # noqa: S308 - the same
    )


@dataclass(frozen=True)
class OutdatedWords:
    """Words in a language that are older than those in bokmål; `seen` tells which ones were read."""

    language: str
    name: str
    texts: list[str]
    seen: str


@register.filter
def outdated_words(noun: Point | Wording) -> list[OutdatedWords]:
    """The translations of a point or a preamble that somebody must look at."""
    is_point = isinstance(noun, Point)
    seen = seen_in_point(noun) if isinstance(noun, Point) else seen_in_preamble(noun)
    fields = ("title", "text") if is_point else ("preamble",)
    return [
        OutdatedWords(
            code, str(PaperLanguage(code).label), [getattr(noun, f"{name}_{code}") for name in fields], seen
        )
        for code in noun.outdated
    ]


@register.inclusion_tag("declarations/parts/text_papers.html")
def text_papers(wording: Wording) -> dict[str, Any]:
    """The text as a PDF in each language."""
    return {"wording": wording, "papers_in": PaperLanguage.choices}

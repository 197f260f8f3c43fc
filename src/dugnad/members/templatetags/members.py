"""The map of the members, drawn at once: a template takes its time for each tag, and hundreds have a tile."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dugnad.members.queries.tiles import HEIGHT, WIDTH, Tile

register = template.Library()

INSET = 8  # of the words from the left edge of their tile
NUMBER = 86, 13  # where the number of its sub-region ends in a tile
FIRST, LAST = 27, 42  # where the lines of a name stand in it, from above
TILE = """
    <a href="/medlemmer/{key}/"{off} data-tone="{tone}"><title>{words}</title>\
<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="4"/>{lines}</a>"""
LINE = '<text x="{}" y="{}"{}>{}</text>'
NUMBERS = """
    <g class="tile-numbers" aria-hidden="true">{}</g>"""
OFF = SafeString(" data-off")
SQUEEZED = ' textLength="{}" lengthAdjust="spacingAndGlyphs"'


@register.simple_tag
def member_tiles(tiles: Iterable[Tile]) -> SafeString:
    """A tile for each member, with its name in one or two lines, as a link to its page; then the numbers."""
    drawn = list(tiles)
    right, down = NUMBER
    places = ((tile.left + right, tile.top + down, "", tile.number) for tile in drawn)
    numbers = format_html(NUMBERS, format_html_join("", LINE, places))
    return format_html_join("", TILE, map(_cells, drawn)) + numbers


def _cells(tile: Tile) -> dict[str, Any]:
    row = tile.row
    return {
        "key": row.key,
        "off": "" if tile.is_shown else OFF,
        "tone": tile.tone,
        "words": f"{row.organisation.name}, {row.subregion.name}" if row.subregion else row.organisation.name,
        "left": tile.left,
        "top": tile.top,
        "width": WIDTH,
        "height": HEIGHT,
        "lines": _lines(tile),
    }


def _lines(tile: Tile) -> SafeString:
    places = (FIRST, LAST) if len(tile.lines) > 1 else (LAST,)
    cells = (
        (
            tile.left + INSET,
            tile.top + place,
            format_html(SQUEEZED, line.squeezed_to) if line.squeezed_to else "",
            line.text,
        )
        for line, place in zip(tile.lines, places, strict=True)
    )
    return format_html_join("", LINE, cells)

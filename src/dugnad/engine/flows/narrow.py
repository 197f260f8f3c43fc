"""A Sankey diagram for a narrow screen: numbers stand beside the bands, and names below the picture.

Bands, colours and evidence are those of the wide picture; only names find no room between columns that stand
close together.
"""

from collections.abc import Callable
from functools import partial
from html import escape
from math import inf

from dugnad.engine.flows.diagram import EVIDENCE, Diagram
from dugnad.engine.flows.layout import NODE_WIDTH, Place, lay_out
from dugnad.engine.flows.sankey import (
    LETTER,
    LINE,
    MARGIN,
    TEXTURES,
    Drawing,
    Words,
    plain_number,
    px,
    wrapped,
)

WIDTH = 280.0  # what is left of 320 pixels between the margins of a page
NUMBER, INDENT = 16.0, 24.0  # the room of a number beside a place, and of the numbers in the list
ENTRY, MARK = 6.0, 18.0  # between two entries of the list, and from one mark below it to the next


def narrow_svg(
    diagram: Diagram,
    *,
    identifier: str = "narrow",
    words: Words | None = None,
    number: Callable[[float], str] = plain_number,
    scale: float = inf,
) -> str:
    """The picture, as wide as a phone; more columns than it can hold make it wider. See `sankey.svg`."""
    drawing = Numbered(
        diagram,
        lay_out(diagram, scale=scale),
        width=WIDTH,
        identifier=identifier,
        words=words or Words(),
        number=number,
    )
    return drawing.draw(styled=False)


class Numbered(Drawing):
    """A picture whose places have numbers, with a list of what they are called."""

    def margins(self) -> tuple[float, float]:
        """Room for numbers outside the outermost columns, and for bands that turn round there."""
        last = self.layout.columns - 1
        back = [band for band in self.layout.bands if band.back]
        first = [b.width + 16 + b.into for b in back if b.steps[0].target.column == 0]
        final = [b.width + 16 + b.out for b in back if b.steps[0].source.column == last]
        return MARGIN / 2 + max([NUMBER, *first]), MARGIN / 2 + max([NUMBER, *final])

    def heading(self) -> str:
        """None: the page says above it of where and when it is, and every figure has its unit."""
        return ""

    def least_step(self) -> float:
        """How far apart columns must be for the numbers between them."""
        return NODE_WIDTH + NUMBER

    def name(self, place: Place) -> str:
        """The number of a place, where its name stands in the wide picture."""
        before = place.role == "source"
        x = self.x(place) + (NODE_WIDTH - 7 if before else NODE_WIDTH + 3 if place.role == "process" else 6)
        anchor = ' text-anchor="end"' if before else ""
        at = f'x="{px(x)}" y="{px(self.y(place.centre) + 4)}"{anchor}'
        return f'<text class="sankey-name" {at}>{self._numbers()[place.key]}</text>'

    def key(self, y: float) -> str:
        """The names of the numbers with their figures, and below them what the drawing means."""
        parts = []
        for number, place in enumerate(self._named(), start=1):
            parts.append(f'<text class="sankey-name" x="0" y="{px(y)}">{number}</text>')
            for kind, line in self._entry(place):
                parts.append(f'<text class="{kind}" x="{px(INDENT)}" y="{px(y)}">{escape(line)}</text>')
                y += LINE
            y += ENTRY
        marks = [mark(y + number * MARK) for number, mark in enumerate(self._marks())]
        return "".join([*parts, *marks])

    def lines_below(self) -> float:
        """How much stands below the bands, in lines."""
        entries = sum(len(self._entry(place)) * LINE + ENTRY for place in self._named())
        return (entries + len(self._marks()) * MARK + ENTRY) / LINE

    def _named(self) -> list[Place]:
        """The places that have names: column by column, from above."""
        named = [place for place in self.layout.places if place.role != "passage"]
        return sorted(named, key=lambda place: (place.column, place.y, place.key))

    def _numbers(self) -> dict[str, int]:
        return {place.key: number for number, place in enumerate(self._named(), start=1)}

    def _entry(self, place: Place) -> list[tuple[str, str]]:
        """The lines of a place in the list, each with its class: its name, and below it the figure."""
        *words, figure = self.lines(place)
        letters = int((self.width - INDENT) / LETTER)
        names = [("sankey-name", line) for line in wrapped(" ".join(words), letters)]
        return [*names, ("sankey-figure", f"{figure} {self.diagram.unit}")]

    def _marks(self) -> list[Callable[[float], str]]:
        """What the drawing means, mark by mark: kinds of evidence, the fringe and the layers."""
        used = {band.link.evidence for band in self.layout.bands}
        marks: list[Callable[[float], str]] = [
            partial(self._kind, evidence) for evidence in EVIDENCE if evidence in used
        ]
        if any(band.spread for band in self.layout.bands):
            marks.append(self._fringe)
        layers = self.layers if len(self.layers) > 1 else ()
        return marks + [partial(self._layer, number, layer) for number, layer in enumerate(layers)]

    def _kind(self, evidence: str, y: float) -> str:
        return self.swatch(0, y, evidence, TEXTURES.get(evidence, ""), getattr(self.words, evidence))

    def _fringe(self, y: float) -> str:
        return f'<text class="sankey-soft" x="0" y="{px(y + 11)}">{escape(self.words.fringe)}</text>'

    def _layer(self, number: int, layer: str, y: float) -> str:
        return self.layer_mark(0, y, number, layer)

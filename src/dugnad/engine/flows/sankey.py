"""A Sankey diagram as SVG: no script, no chance, and readable without colours.

A band is as wide as its flow; the fringe along its edges reaches from value − sd to value + sd. What is
measured is full, what is downscaled is striped, what follows from the balances is lighter, what is assumed
is dotted, and a flow that is only known to lie in an interval is hatched. Names stand beside processes; a
title and a description tell the picture to those who hear it, and each band says its own figures when it is
pointed at.

Colours are CSS custom properties in classes that begin with `sankey`, light and dark. A file that stands
alone carries its style; a page that has a policy against that takes `SANKEY_CSS` into its own stylesheet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, inf, isfinite, log10

from dugnad.engine.flows.diagram import ASSUMED, DOWNSCALED, EVIDENCE, INTERVAL, Diagram, Link
from dugnad.engine.flows.layout import NODE_WIDTH, Band, Layout, Place, lay_out

LETTER = 6.9  # the mean width of a bold letter of 12 pixels
SMALL_LETTER = 6.0  # of 11 pixels
LINE = 15.0
HUES = 6
MARGIN = 12.0
TEXTURES = {DOWNSCALED: "stripes", ASSUMED: "dots", INTERVAL: "hatch"}

SANKEY_CSS = """\
.sankey{--sankey-paper:#fff;--sankey-ink:#1b2430;--sankey-soft:#5b6672;--sankey-node:#33404d;
--sankey-0:#2f6f9f;--sankey-1:#3f8f6b;--sankey-2:#b9762f;--sankey-3:#8a5aa8;--sankey-4:#b0475a;--sankey-5:#5f7a2c;
font-family:system-ui,"Segoe UI",sans-serif;font-size:12px;background:var(--sankey-paper)}
@media (prefers-color-scheme:dark){.sankey{--sankey-paper:#141a21;--sankey-ink:#e8edf2;--sankey-soft:#a5b1bd;
--sankey-node:#c3ccd6;--sankey-0:#6aaede;--sankey-1:#6cc39b;--sankey-2:#e5a862;--sankey-3:#bd93dd;
--sankey-4:#e58496;--sankey-5:#a3c25e}}
.sankey text{fill:var(--sankey-ink)}.sankey .sankey-soft{fill:var(--sankey-soft);font-size:11px}
.sankey .sankey-name{font-weight:600;paint-order:stroke;stroke:var(--sankey-paper);stroke-width:3.5px;
stroke-linejoin:round}.sankey .sankey-figure{fill:var(--sankey-soft);font-size:11px;paint-order:stroke;
stroke:var(--sankey-paper);stroke-width:3.5px;stroke-linejoin:round;font-variant-numeric:tabular-nums}
.sankey .sankey-node{fill:var(--sankey-node)}.sankey .sankey-end{fill:var(--sankey-soft)}
.sankey .sankey-stock{fill:none;stroke:var(--sankey-node);stroke-width:1.5}
.sankey .sankey-hue-0{color:var(--sankey-0)}.sankey .sankey-hue-1{color:var(--sankey-1)}
.sankey .sankey-hue-2{color:var(--sankey-2)}.sankey .sankey-hue-3{color:var(--sankey-3)}
.sankey .sankey-hue-4{color:var(--sankey-4)}.sankey .sankey-hue-5{color:var(--sankey-5)}
.sankey .sankey-fringe,.sankey .sankey-core{fill:currentColor}
.sankey .sankey-fringe{opacity:.2}.sankey .sankey-core{opacity:.62}
.sankey .sankey-downscaled .sankey-core{opacity:.5}.sankey .sankey-stripe{stroke:var(--sankey-paper);
stroke-width:2;opacity:.55}
.sankey .sankey-estimated .sankey-core{opacity:.34}.sankey .sankey-assumed .sankey-core{opacity:.34}
.sankey .sankey-interval .sankey-fringe{opacity:.14}.sankey .sankey-interval .sankey-core{opacity:.2}
.sankey .sankey-edge{fill:none;stroke:currentColor;stroke-width:1;opacity:.75}
.sankey .sankey-measured .sankey-edge{opacity:0}.sankey .sankey-assumed .sankey-edge{stroke-dasharray:1 3;
stroke-linecap:round}.sankey .sankey-interval .sankey-edge{stroke-dasharray:6 4}
.sankey .sankey-turned{fill:none;stroke:currentColor}
.sankey .sankey-hatch{stroke:var(--sankey-ink);stroke-width:1.1;opacity:.55}
.sankey .sankey-dot{fill:var(--sankey-ink);opacity:.5}
.sankey .sankey-band:hover .sankey-core{opacity:.85}
"""


@dataclass(frozen=True)
class Words:
    """What the picture says in words; rooms give their own language."""

    measured: str = "measured"
    downscaled: str = "downscaled"
    estimated: str = "follows from the balances"
    assumed: str = "assumed"
    interval: str = "only an interval is known"
    fringe: str = "edge: ± standard deviation"
    between: str = "between {lower} and {upper}"
    at_least: str = "at least {lower}"
    at_most: str = "at most {upper}"
    unknown: str = "not known"
    environment: str = "environment"
    description: str = "{flows} flows between {processes} processes, in {unit}. The largest: {largest}."
    unknown_flows: str = "Only an interval is known of: {names}."


def plain_number(value: float) -> str:
    """Three figures that count, with narrow spaces between thousands."""
    if value == 0:
        return "0"
    if abs(value) < 1e-6:
        return f"{value:.2e}".replace("-", "−")
    digits = 2 - floor(log10(abs(value)))
    words = f"{round(value, digits):,.{max(digits, 0)}f}"
    if digits > 0:
        words = words.rstrip("0").rstrip(".")
    return words.replace(",", "\u202f").replace("-", "−")


def svg(
    diagram: Diagram,
    *,
    width: float = 960.0,
    identifier: str = "sankey",
    styled: bool = True,
    words: Words | None = None,
    number: Callable[[float], str] = plain_number,
    scale: float = inf,
) -> str:
    """The picture. `identifier` begins every id in it, so that a page can show several.

    scale: pixels a unit at most; with `scale_of` both, pictures side by side can be compared by eye.
    The picture grows wider than `width` where its columns would have no room for their names.
    """
    drawing = Drawing(
        diagram,
        lay_out(diagram, scale=scale),
        width=width,
        identifier=identifier,
        words=words or Words(),
        number=number,
    )
    return drawing.draw(styled)


def scale_of(diagram: Diagram) -> float:
    """The pixels a unit that a picture of its own would have."""
    return lay_out(diagram).scale


class Drawing:
    """One picture being drawn."""

    def __init__(
        self, diagram: Diagram, layout: Layout, *, width: float, identifier: str, words: Words,
        number: Callable[[float], str],
    ) -> None:  # fmt: skip
        self.diagram, self.layout, self.words, self.number = diagram, layout, words, number
        self.id = identifier
        self.layers = list(dict.fromkeys(link.layer for link in diagram.links))
        self.left, self.right = self.margins()
        gaps = max(layout.columns - 1, 1)
        room = max(width - self.left - self.right - NODE_WIDTH, self.least_step() * gaps)
        self.step = room / gaps
        self.width = self.left + room + NODE_WIDTH + self.right
        spill = max([0.0, *(b.spread / 2 - b.steps[0].source.y - b.steps[0].y0 for b in layout.bands)])
        self.top = MARGIN + (LINE + 10 if self.heading() else 0) + min(spill, 40.0)

    def draw(self, styled: bool) -> str:
        """The whole picture."""
        low = max([self.layout.height, *(b.lane + b.width / 2 + b.spread / 2 for b in self.layout.bands)])
        key = self.top + low + 34
        height = key + LINE * self.lines_below()
        ordered = sorted(self.layout.bands, key=lambda band: -band.width)
        parts = [
            '<svg xmlns="http://www.w3.org/2000/svg" class="sankey" '
            f'viewBox="0 0 {px(self.width)} {px(height)}" '
            f'width="{px(self.width)}" height="{px(height)}" role="img" '
            f'aria-labelledby="{self.id}-title {self.id}-desc">',
            f'<title id="{self.id}-title">{escape(self.diagram.title or "Sankey")}</title>',
            f'<desc id="{self.id}-desc">{escape(self.description())}</desc>',
            f"<style>{SANKEY_CSS}</style>" if styled else "",
            self._patterns(),
            self.heading(),
            *(self._band(band) for band in ordered),
            *(self._place(place) for place in self.layout.places if place.role != "passage"),
            *(self.name(place) for place in self.layout.places if place.role != "passage"),
            self.key(key),
            "</svg>",
        ]
        return "\n".join(part for part in parts if part)

    def description(self) -> str:
        """What the picture shows, in words."""
        told = sorted((link for link in self.diagram.links if link.value is not None), key=lambda n: -n.width)
        largest = "; ".join(f"{self._route(link)} {self.figure(link)}" for link in told[:5])
        text = self.words.description.format(
            flows=len(self.diagram.links), processes=len(self.diagram.nodes), unit=self.diagram.unit,
            largest=largest or "–",
        )  # fmt: skip
        unknown = [link.flow for link in self.diagram.links if link.evidence == INTERVAL]
        return f"{text} {self.words.unknown_flows.format(names=', '.join(unknown))}" if unknown else text

    def figure(self, link: Link) -> str:
        """What is known of a flow: 12 400 ± 900, or its interval."""
        if link.value is not None:
            sd = f" ± {self.number(link.sd)}" if link.sd else ""
            return f"{self.number(link.value)}{sd}"
        return self._interval(*link.ends)

    def _interval(self, lower: float, upper: float) -> str:
        if isfinite(lower) and isfinite(upper):
            return self.words.between.format(lower=self.number(lower), upper=self.number(upper))
        if isfinite(upper):
            return self.words.at_most.format(upper=self.number(upper))
        return self.words.at_least.format(lower=self.number(lower)) if lower > 0 else self.words.unknown

    def _route(self, link: Link) -> str:
        return f"{link.source or self.words.environment} → {link.target or self.words.environment}"

    # Places in pixels --------------------------------------------------------------------------------

    def lines_below(self) -> float:
        """How much stands below the bands, in lines."""
        return 2.0

    def margins(self) -> tuple[float, float]:
        """Room for the names outside the outermost columns, and for bands that turn round there."""
        last = self.layout.columns - 1
        left = [len(line) for p in self._ends("source") if p.column == 0 for line in self.lines(p)]
        right = [len(line) for p in self.layout.places if p.column == last for line in self.lines(p)]
        back = [band for band in self.layout.bands if band.back]
        first = [b.width + 16 + b.into for b in back if b.steps[0].target.column == 0]
        final = [b.width + 16 + b.out for b in back if b.steps[0].source.column == last]
        return (
            MARGIN + max([LETTER * max(left, default=0) + 8, *first]),
            MARGIN + max([LETTER * max(right, default=0) + 8, *final]),
        )

    def least_step(self) -> float:
        """How far apart columns must be for the names between them."""
        names = [
            len(line)
            for place in self.layout.places
            if place.role != "passage" and place.column < self.layout.columns - 1
            for line in self.lines(place)
        ]
        return max(110.0, LETTER * max(names, default=0) + NODE_WIDTH + 14)

    def _ends(self, role: str) -> list[Place]:
        return [place for place in self.layout.places if place.role == role]

    def x(self, place: Place) -> float:
        """Where a place begins from the left."""
        return self.left + place.column * self.step

    def y(self, y: float) -> float:
        """A height of the layout in the picture."""
        return self.top + y

    # Bands -------------------------------------------------------------------------------------------

    def _band(self, band: Band) -> str:
        link = band.link
        hue = self._hue(link)
        drawn = self._turned(band) if band.back else self._onward(band)
        sources = f"{self._route(link)}: {self.figure(link)} {self.diagram.unit}"
        name = escape(f"{link.flow}\n{sources} ({getattr(self.words, link.evidence)})")
        return (
            f'<g class="sankey-band sankey-{link.evidence} sankey-hue-{hue}"><title>{name}</title>{drawn}</g>'
        )

    def _hue(self, link: Link) -> int:
        """Colours tell layers apart, or in a picture of one layer where a flow comes from."""
        if len(self.layers) > 1:
            return self.layers.index(link.layer) % HUES
        names = [node.name for node in self.diagram.nodes]
        return names.index(link.source or link.target or "") % HUES

    def _onward(self, band: Band) -> str:
        spread = band.spread
        fringe, core = self._ribbon(band, spread / 2), self._ribbon(band, -spread / 2)
        full = self._ribbon(band, 0.0)
        texture = self._texture(band)
        return (
            (f'<path class="sankey-fringe" d="{fringe}"/>' if spread else "")
            + f'<path class="sankey-core" d="{core}"/>'
            + (f'<path d="{full}" fill="url(#{self.id}-{texture})"/>' if texture else "")
            + f'<path class="sankey-edge" d="{full}"/>'
        )

    def _texture(self, band: Band) -> str:
        return TEXTURES.get(band.link.evidence, "")

    def _ribbon(self, band: Band, grow: float) -> str:
        """The outline of a band: its upper edge to the right, its lower edge back, `grow` further out."""
        grow = max(grow, (0.6 - band.width) / 2)  # the core of an uncertain band is still a line
        upper, lower = [], []
        for step in band.steps:
            x0, x1 = self.x(step.source) + NODE_WIDTH, self.x(step.target)
            y0, y1 = self.y(step.source.y + step.y0), self.y(step.target.y + step.y1)
            upper.append((x0, y0 - grow, x1, y1 - grow))
            lower.append((x1, y1 + step.width + grow, x0, y0 + step.width + grow))
        path = f"M{px(upper[0][0])},{px(upper[0][1])}{_curves(upper)}"
        return f"{path}L{px(lower[-1][0])},{px(lower[-1][1])}{_curves(lower[::-1])}Z"

    def _turned(self, band: Band) -> str:
        """A band that leads back: out, down to its lane, left and up again, with round corners."""
        step = band.steps[0]
        x0, x1 = self.x(step.source) + NODE_WIDTH, self.x(step.target)
        y0 = self.y(step.source.y + step.y0) + band.width / 2
        y1 = self.y(step.target.y + step.y1) + band.width / 2
        lane, r = self.y(band.lane), band.width / 2 + 7
        arc = f"a{px(r)},{px(r)} 0 0 1 "
        path = (
            f"M{px(x0)},{px(y0)}h{px(band.out + 2)}{arc}{px(r)},{px(r)}V{px(lane - r)}{arc}{px(-r)},{px(r)}"
            f"H{px(x1 - 2 - band.into)}{arc}{px(-r)},{px(-r)}V{px(y1 + r)}{arc}{px(r)},{px(-r)}"
            f"h{px(band.into + 2)}"
        )
        spread, texture = band.spread, self._texture(band)
        lines = [("sankey-fringe", band.width + spread)] if spread else []
        lines.append(("sankey-core", max(band.width - spread, 0.6)))
        drawn = [f'<path class="{c} sankey-turned" d="{path}" stroke-width="{px(w)}"/>' for c, w in lines]
        if texture:
            url = f"url(#{self.id}-{texture})"
            drawn.append(f'<path d="{path}" fill="none" stroke="{url}" stroke-width="{px(band.width)}"/>')
        return "".join(drawn)

    def _patterns(self) -> str:
        return (
            f'<defs><pattern id="{self.id}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path class="sankey-hatch" d="M0,0V7"/></pattern>'
            f'<pattern id="{self.id}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
            '<circle class="sankey-dot" cx="1.5" cy="1.5" r="0.9"/>'
            '<circle class="sankey-dot" cx="4.5" cy="4.5" r="0.9"/></pattern>'
            f'<pattern id="{self.id}-stripes" width="8" height="8" patternUnits="userSpaceOnUse">'
            '<path class="sankey-stripe" d="M0,4H8"/></pattern></defs>'
        )

    # Processes and words -----------------------------------------------------------------------------

    def _place(self, place: Place) -> str:
        x, y, height = self.x(place), self.y(place.y), max(place.height, 2.0)
        if place.role != "process":
            x += NODE_WIDTH - 3 if place.role == "source" else 0
            return f'<rect class="sankey-end" x="{px(x)}" y="{px(y)}" width="3" height="{px(height)}"/>'
        box = f'<rect class="sankey-node" x="{px(x)}" y="{px(y)}" width="14" height="{px(height)}" rx="2"/>'
        if any(node.stock for node in self.diagram.nodes if node.name == place.key):
            frame = f'x="{px(x - 4)}" y="{px(y - 4)}" width="22" height="{px(height + 8)}" rx="4"'
            box += f'<rect class="sankey-stock" {frame}/>'
        return box

    def name(self, place: Place) -> str:
        """What stands beside a place."""
        lines = self.lines(place)
        y = self.y(place.centre) - (len(lines) - 1) * LINE / 2 + 4
        before = place.role == "source"
        x = self.x(place) + (NODE_WIDTH - 9 if before else NODE_WIDTH + 6 if place.role == "process" else 9)
        anchor = ' text-anchor="end"' if before else ""
        figure = len(lines) - 1
        spans = [
            f'<text class="{"sankey-figure" if n == figure else "sankey-name"}" x="{px(x)}" '
            f'y="{px(y + n * LINE)}"{anchor}>{escape(line)}</text>'
            for n, line in enumerate(lines)
        ]
        return "".join(spans)

    def lines(self, place: Place) -> list[str]:
        """The name in lines that fit, and below it the figure."""
        if place.role == "process":
            return [*wrapped(place.key), *self._through(place)]
        link = next(b.link for b in self.layout.bands if place in (b.steps[0].source, b.steps[-1].target))
        return [*wrapped(link.flow), self.figure(link)]

    def _through(self, place: Place) -> list[str]:
        """What goes through a process, told by a side of which every flow is known."""
        for end in ("target", "source"):
            links = [link for link in self.diagram.links if getattr(link, end) == place.key]
            if links and all(link.value is not None for link in links):
                return [self.number(sum(link.value or 0.0 for link in links))]
        return [self.words.unknown]

    def heading(self) -> str:
        """The title above the bands, with the unit."""
        if not self.diagram.title:
            return ""
        title, unit = escape(self.diagram.title), escape(self.diagram.unit)
        return (
            f'<text x="{px(MARGIN)}" y="{px(MARGIN + 8)}" class="sankey-name" font-size="14">{title}'
            f'<tspan class="sankey-soft" dx="8" font-weight="400">{unit}</tspan></text>'
        )

    def key(self, y: float) -> str:
        """What the drawing means: the kinds of evidence that it has, the fringe, and the layers."""
        used = {band.link.evidence for band in self.layout.bands}
        x, parts = MARGIN, []
        for evidence in EVIDENCE:
            if evidence in used:
                label = getattr(self.words, evidence)
                parts.append(self.swatch(x, y, evidence, TEXTURES.get(evidence, ""), label))
                x += 46 + SMALL_LETTER * len(label)
        if any(band.spread for band in self.layout.bands):
            parts.append(f'<text class="sankey-soft" x="{px(x)}" y="{px(y + 11)}">{self.words.fringe}</text>')
            x += 24 + SMALL_LETTER * len(self.words.fringe)
        for number, layer in enumerate(self.layers if len(self.layers) > 1 else ()):
            parts.append(self.layer_mark(x, y, number, layer))
            x += 34 + SMALL_LETTER * len(layer)
        return "".join(parts)

    def swatch(self, x: float, y: float, evidence: str, texture: str, label: str) -> str:
        """How one kind of evidence is drawn, with its word."""
        box = f'x="{px(x)}" y="{px(y)}" width="24" height="14" rx="2"'
        overlay = f'<rect {box} fill="url(#{self.id}-{texture})"/>' if texture else ""
        return (
            f'<g class="sankey-{evidence} sankey-hue-0"><rect class="sankey-core" {box}/>{overlay}'
            f'<rect class="sankey-edge" {box}/></g>'
            f'<text class="sankey-soft" x="{px(x + 30)}" y="{px(y + 11)}">{escape(label)}</text>'
        )

    def layer_mark(self, x: float, y: float, number: int, layer: str) -> str:
        """The colour of a layer, with its name."""
        return (
            f'<g class="sankey-hue-{number % HUES}"><rect class="sankey-core" x="{px(x)}" y="{px(y)}" '
            f'width="14" height="14" rx="7"/></g>'
            f'<text class="sankey-soft" x="{px(x + 19)}" y="{px(y + 11)}">{escape(layer)}</text>'
        )


def _curves(edges: Sequence[tuple[float, float, float, float]]) -> str:
    """A smooth edge through all steps; between them it runs straight through the width of a process."""
    parts = []
    for number, (x0, y0, x1, y1) in enumerate(edges):
        if number:
            parts.append(f"L{px(x0)},{px(y0)}")
        middle = (x0 + x1) / 2
        parts.append(f"C{px(middle)},{px(y0)} {px(middle)},{px(y1)} {px(x1)},{px(y1)}")
    return "".join(parts)


def wrapped(words: str, most: int = 20) -> list[str]:
    """A name in at most three lines."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > most and len(lines) < 3:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def px(number: float) -> str:
    """A length with one decimal, and none where it is whole."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")

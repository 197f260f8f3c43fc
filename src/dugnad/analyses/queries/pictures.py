"""The picture of flows: grouped, around one process, or only what is measured; in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dugnad.analyses.kinds import Evidence
from dugnad.analyses.queries.runs import FlowRow
from dugnad.kit.formats import number

if TYPE_CHECKING:
    from dugnad.engine.flows.diagram import Diagram
    from dugnad.engine.flows.sankey import Words

PAPER = {
    "--sankey-paper": "#ffffff", "--sankey-ink": "#1e1c18", "--sankey-soft": "#565247",
    "--sankey-node": "#33404d", "--sankey-0": "#2f6f9f", "--sankey-1": "#3f8f6b", "--sankey-2": "#b9762f",
    "--sankey-3": "#8a5aa8", "--sankey-4": "#b0475a", "--sankey-5": "#5f7a2c",
}  # fmt: skip


PAIR_WIDTH = 620.0  # of each of two pictures side by side
TOO_SMALL = 12.0  # times smaller than its neighbour, and a picture is no picture any more


@dataclass(frozen=True)
class Look:
    """How one looks at a picture: groups as one, around one process, only what is measured."""

    is_grouped: bool = False
    focus: str = ""
    only_measured: bool = False


def diagram_of(rows: Sequence[FlowRow], system: Mapping[str, Any], look: Look, title: str = "") -> "Diagram":
    """Rows as a diagram; a stock that shrinks gives what it lost."""
    from dugnad.engine.flows import diagram as engine

    nodes = [engine.Node(name, group, stock) for name, stock, group in system["processes"]]
    found = engine.Diagram.of(map(_link, rows), nodes, title, unit_in_words(system["unit"]))
    if look.is_grouped:
        found = engine.grouped(found)
    if look.focus:
        found = engine.focused(found, look.focus)
    return engine.only_measured(found) if look.only_measured else found


def _link(row: FlowRow) -> Any:
    from dugnad.engine.flows import diagram as engine

    ends, value = (row.source or None, row.target or None), row.value
    if value is not None and value < 0:
        ends, value = ends[::-1], -value
    return engine.Link(
        row.flow,
        *ends,
        value,
        row.sd,
        layer=row.layer,
        status=row.status,
        evidence=engine.ESTIMATED if row.evidence == Evidence.BALANCED else row.evidence,
        quality=str(row.grade or ""),
        lower=row.lower,
        upper=row.upper,
    )


def picture_of(
    diagram: "Diagram", *, identifier: str = "flows", width: float = 960.0, scale: float = float("inf")
) -> SafeString:
    """The picture for a page, coloured by its stylesheet, which shows what the screen has room for."""
    from dugnad.engine.flows.narrow import narrow_svg
    from dugnad.engine.flows.sankey import svg

    told: dict[str, Any] = {"words": _words(), "number": _whole, "scale": scale}
    wide = svg(diagram, width=width, identifier=identifier, styled=False, **told)
    narrow = narrow_svg(diagram, identifier=f"{identifier}-narrow", **told)
    drawn = f'<div class="sankey-wide">{wide}</div><div class="sankey-narrow">{narrow}</div>'
    return mark_safe(drawn)  # noqa: S308 - the engine escapes every text that it draws


@dataclass(frozen=True)
class Pair:
    """Two pictures side by side; an empty one has nothing to draw."""

    left: SafeString
    right: SafeString
    is_alike: bool  # what is twice as wide is twice as much, also from one to the other


def pair_of(left: "Diagram", right: "Diagram") -> Pair:
    """Two pictures in one scale, or each in its own where the smaller would be drawn as hairs."""
    from dugnad.engine.flows.sankey import scale_of

    scales = [scale_of(diagram) for diagram in (left, right) if diagram.links]
    is_alike = bool(scales) and max(scales) <= TOO_SMALL * min(scales)
    scale = min(scales) if is_alike else float("inf")
    one, other = (
        picture_of(diagram, identifier=name, width=PAIR_WIDTH, scale=scale) if diagram.links else SafeString()
        for name, diagram in (("left", left), ("right", right))
    )
    return Pair(one, other, is_alike)


def picture_on_paper(diagram: "Diagram") -> bytes:
    """The picture for print: its colours stand in it, because paper has neither variables nor darkness."""
    from dugnad.engine.flows.sankey import SANKEY_CSS, svg

    css = SANKEY_CSS.split("@media", maxsplit=1)[0].split("}", 1)[1]
    css += SANKEY_CSS[SANKEY_CSS.index(".sankey text{") :]
    for name, colour in PAPER.items():
        css = css.replace(f"var({name})", colour)
    drawn = svg(diagram, width=900.0, styled=False, words=_words(), number=_whole)
    head, rest = drawn.split(">", 1)
    return f"{head}><style>text{{font-family:Inter;font-size:12px}}{css}</style>{rest}".encode()


def unit_in_words(unit: str) -> str:
    """The unit of a study as people say it."""
    names = {
        "t/a": _("tonnes a year"),
        "kt/a": _("thousand tonnes a year"),
        "kg/a": _("kilograms a year"),
    }
    return names.get(unit, unit)


def _whole(value: float) -> str:
    """A figure as long as its uncertainty allows: three figures that count."""
    size = abs(value)
    decimals = 0 if size >= 100 or size == 0 else 1 if size >= 10 else 2
    step = 10 ** max(len(str(int(size))) - 3, 0)
    return number(round(value / step) * step if size >= 1000 else value, decimals)


def _words() -> "Words":
    from dugnad.engine.flows.sankey import Words

    return Words(
        measured=str(Evidence.MEASURED.label),
        downscaled=str(Evidence.DOWNSCALED.label),
        estimated=str(Evidence.BALANCED.label),
        assumed=str(Evidence.ASSUMED.label),
        interval=str(Evidence.INTERVAL.label),
        fringe=_("Soft edge: ± standard deviation"),
        between=_("between {lower} and {upper}"),
        at_least=_("at least {lower}"),
        unknown=_("not known"),
        environment=_("the surroundings"),
        description=_("{flows} flows between {processes} processes, in {unit}. The largest: {largest}."),
        unknown_flows=_("Only an interval is known of: {names}."),
    )

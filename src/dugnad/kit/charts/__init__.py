"""Charts: one description a picture, drawn by the same script in the browser and here, for pages and PDF."""

from dugnad.kit.charts.chart import (
    Area,
    Chart,
    ChartKind,
    Line,
    table_heading,
    with_gaps,
)
from dugnad.kit.charts.drawing import (
    as_script_reads,
    draw,
    draw_inline,
)
from dugnad.kit.charts.options import (
    HORIZONTAL,
    NARROW,
    PANELLED,
    height_of,
    option_of,
)
from dugnad.kit.charts.options.maps import (
    height_of_legend,
)
from dugnad.kit.charts.palette import (
    INK,
    PALETTE,
    Colour,
)

__all__ = [
    "HORIZONTAL",
    "INK",
    "NARROW",
    "PALETTE",
    "PANELLED",
    "Area",
    "Chart",
    "ChartKind",
    "Colour",
    "Line",
    "as_script_reads",
    "draw",
    "draw_inline",
    "height_of",
    "height_of_legend",
    "option_of",
    "table_heading",
    "with_gaps",
]

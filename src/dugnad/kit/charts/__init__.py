"""Charts: one description a picture, drawn by the same script in the browser and here, for pages and PDF."""

from dugnad.kit.charts.chart import Chart, ChartKind, Line, table_heading, with_gaps
from dugnad.kit.charts.drawing import as_script_reads, draw, draw_inline
from dugnad.kit.charts.options import HORIZONTAL, NARROW, PANELLED, height_of, option_of
from dugnad.kit.charts.palette import INK, PALETTE, Colour

__all__ = [
    "HORIZONTAL",
    "INK",
    "NARROW",
    "PALETTE",
    "PANELLED",
    "Chart",
    "ChartKind",
    "Colour",
    "Line",
    "as_script_reads",
    "draw",
    "draw_inline",
    "height_of",
    "option_of",
    "table_heading",
    "with_gaps",
]

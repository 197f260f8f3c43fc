"""The chart on a page: a figure with its finding, its picture, its table and its source."""

from typing import Any

from django import template

from dugnad.kit import charts
from dugnad.kit.formats import figure

register = template.Library()
PHONE, WIDE = 340, 720
POINTERS = {charts.ChartKind.LINE: "line", charts.ChartKind.COLUMNS: "shadow"}


@register.inclusion_tag("kit/parts/chart.html")
def chart(picture: charts.Chart) -> dict[str, Any]:
    """Draw a chart; a script makes it live where there is one, and the table is one click away."""
    rows = [
        (name, [_cell(picture, line, at) for line in picture.lines])
        for at, name in enumerate(picture.categories)
    ]
    return {
        "chart": picture,
        "wide": charts.draw_inline(picture),
        "narrow": charts.draw_inline(picture, width=PHONE),
        "script": _for_script(picture),
        "heading": charts.table_heading(picture),
        "rows": rows,
        "identity": f"chart-{picture.key}",
    }


@register.inclusion_tag("kit/parts/chart_scripts.html")
def chart_scripts() -> dict[str, Any]:
    """The style sheet and the scripts of charts, for the head of a page that has any."""
    return {}


def _cell(picture: charts.Chart, line: charts.Line, at: int) -> tuple[str, str, str]:
    """A figure of the table, where it comes from, and why it is missing."""
    told = figure(line.values[at], picture.decimals)
    return told, picture.address_at(line, at), picture.reason_at(line, at)


def _for_script(picture: charts.Chart) -> dict[str, Any]:
    # A map grows with its frame; its legend does not.
    grows = {"fixed": charts.height_of_legend(picture), "width": WIDE} if picture.areas else {}
    return (
        charts.as_script_reads(picture)
        | grows
        | {
            "pointer": POINTERS.get(picture.kind, "item"),
            "height": charts.height_of(picture),
            "narrow": {"width": charts.NARROW, "height": charts.height_of(picture, width=charts.NARROW)},
        }
    )

"""The chart on a page: a figure with its finding, its picture, its table and its source."""

from typing import Any

from django import template

from dugnad.kit import charts
from dugnad.kit.formats import number

register = template.Library()


@register.inclusion_tag("kit/parts/chart.html")
def chart(picture: charts.Chart, level: int = 3) -> dict[str, Any]:
    """Draw a chart; the script makes it live where there is one, and the table is one click away."""
    rows = [(name, [number(value, picture.decimals) for value in values]) for name, values in picture.rows]
    return {
        "chart": picture,
        "level": level,
        "svg": charts.draw_inline(picture),
        "data": picture.as_script_reads(),
        "heading": charts.table_heading(picture),
        "rows": rows,
        "identity": f"chart-{picture.key}",
    }

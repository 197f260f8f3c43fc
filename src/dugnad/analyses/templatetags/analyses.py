"""What the pages of material flows write with: quantities with their uncertainty, shares, units."""

from collections.abc import Iterable, Iterator

from django import template

from dugnad.analyses.kinds import Share
from dugnad.analyses.models import Flow
from dugnad.analyses.queries import printing
from dugnad.analyses.queries.pictures import unit_in_words
from dugnad.analyses.queries.runs import FlowRow
from dugnad.kit.formats import number, percent

register = template.Library()


@register.filter
def told(row: FlowRow) -> str:
    """{{ row|told }} → 12 400 ± 900, or the interval in which it lies"""
    return printing.told(row)


@register.filter
def moved(value: float | None) -> str:
    """{{ row.moved|moved }} → +120, –35 or a dash"""
    words = number(value)
    return f"+{words}" if value is not None and value > 0 and words.strip("0") else words


@register.filter
def unit(symbol: str) -> str:
    """{{ study.unit|unit }} → tonn i året"""
    return unit_in_words(symbol)


@register.filter
def unlocalised(value: float) -> str:
    """{{ 12.5|unlocalised }} → 12.50, for places in a picture"""
    return f"{value:.2f}"


@register.filter
def starts(shares: Iterable[Share]) -> Iterator[tuple[Share, float]]:
    """Each share with where it begins in a bar of a hundred."""
    start = 0.0
    for share in shares:
        yield share, start
        start += share.percent


@register.filter
def share_of(flow: Flow) -> str:
    """{{ flow|share_of }} → 62 % ± 5 %, where a share is known"""
    if not hasattr(flow, "share"):
        return ""
    return f"{percent(100 * flow.share.value, 1)} ± {percent(100 * flow.share.sd, 1)}"

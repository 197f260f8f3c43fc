"""Questions about how exactly a figure is published."""

from dugnad.editions.kinds import MEASURE_FACTS, Measure
from dugnad.editions.models import Figure
from dugnad.engine.exactness import kept

EXACT = 4


def value_of(figure: Figure) -> float:
    """The figure as files give it."""
    decimals = decimals_of_figure(figure)
    return kept(figure.value, decimals) if figure.measure == Measure.LEVEL else round(figure.value, decimals)


def decimals_of_figure(figure: Figure) -> int:
    """As exactly as it is published; an indicator's own figure is given as it is kept."""
    own = EXACT if figure.measure == Measure.LEVEL else MEASURE_FACTS[Measure(figure.measure)].decimals
    return max(1, own)

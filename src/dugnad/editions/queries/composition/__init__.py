"""Questions that make an edition's content: figures, members, answers, stories; plain, ready to freeze."""

from dugnad.editions.queries.composition.content import blocks_of, places_of
from dugnad.editions.queries.composition.figures import FigureRow, figures_in
from dugnad.editions.queries.composition.gathering import Composition, Member, as_known_today, compose

__all__ = [
    "Composition",
    "FigureRow",
    "Member",
    "as_known_today",
    "blocks_of",
    "compose",
    "figures_in",
    "places_of",
]

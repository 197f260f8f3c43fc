"""Questions that make an edition's content: figures, members, answers, stories; plain, ready to freeze."""

from dugnad.editions.queries.composition.content import blocks_of
from dugnad.editions.queries.composition.figures import FigureRow, figures_in
from dugnad.editions.queries.composition.gathering import Composition, Member, compose, sums_of_edition

__all__ = ["Composition", "FigureRow", "Member", "blocks_of", "compose", "figures_in", "sums_of_edition"]

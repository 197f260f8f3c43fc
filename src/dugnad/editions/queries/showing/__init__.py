"""Questions that lay out the blocks on the page of an edition: the same on screen, on disk and on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dugnad.editions.kinds import PageBlockKind
from dugnad.editions.models import PageBlock
from dugnad.editions.queries.showing.material import Material
from dugnad.editions.queries.showing.measured import shown_chart, shown_map, shown_table
from dugnad.editions.queries.showing.told import (
    shown_answers,
    shown_key_figures,
    shown_members,
    shown_method,
    shown_stories,
    shown_text,
    shown_year,
)
from dugnad.kit.text import localised

__all__ = ["Material", "Section", "ShownBlock", "sections_of", "shown_blocks"]

# What a kind of block shows; None where there is nothing to show.
SHOWS: dict[PageBlockKind, Callable[[Material, PageBlock], Mapping[str, Any] | None]] = {
    PageBlockKind.TEXT: shown_text,
    PageBlockKind.KEY_FIGURES: shown_key_figures,
    PageBlockKind.CHART: shown_chart,
    PageBlockKind.TABLE: shown_table,
    PageBlockKind.MAP: shown_map,
    PageBlockKind.STORIES: shown_stories,
    PageBlockKind.ALLIANCE_YEAR: shown_year,
    PageBlockKind.ANSWERS: shown_answers,
    PageBlockKind.MEMBERS: shown_members,
    PageBlockKind.METHOD: shown_method,
}


@dataclass(frozen=True)
class ShownBlock:
    """A block as a reader meets it: its words in the reader's language, and what it shows."""

    key: str
    kind: str
    heading: str
    body: str
    shows: Mapping[str, Any]

    @property
    def template(self) -> str:
        """What draws it on a page."""
        return f"editions/blocks/{self.kind}.html"


@dataclass(frozen=True)
class Section:
    """A heading with the blocks below it, up to the next heading."""

    key: str
    heading: str
    blocks: Sequence[ShownBlock]


def shown_blocks(material: Material, blocks: Sequence[PageBlock]) -> list[ShownBlock | None]:
    """The blocks in their order, None for one that has nothing to show."""
    return [_shown(material, block) for block in blocks]


def sections_of(material: Material, blocks: Sequence[PageBlock]) -> list[Section]:
    """What is shown, by heading; where a block with a heading is empty, the next takes its heading over."""
    grouped: list[tuple[str, str, list[ShownBlock]]] = []
    for block, shown in zip(blocks, shown_blocks(material, blocks), strict=True):
        heading = localised(block, "heading")
        if heading or not grouped:
            grouped.append((block.key, heading, []))
        if shown:
            grouped[-1][2].append(shown)
    return [Section(key, heading, shown) for key, heading, shown in grouped if shown]


def _shown(material: Material, block: PageBlock) -> ShownBlock | None:
    shows = SHOWS[PageBlockKind(block.kind)](material, block)
    if shows is None:
        return None
    return ShownBlock(block.key, block.kind, localised(block, "heading"), localised(block, "body"), shows)

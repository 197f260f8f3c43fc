"""Questions about which vintages each figure rests on, answered for all figures of an edition at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from dugnad.editions.kinds import BlockKind
from dugnad.editions.models import Block, Edition, Figure
from dugnad.editions.queries.trails import in_order_of_keys, title_of, vintages_of

Vintage = dict[str, Any]
LANGUAGE = "nb"  # of files: the same bytes whoever fetches them


@dataclass(frozen=True)
class Rests:
    """The content that tells of vintages, read once."""

    edition: Edition
    content: Mapping[str, Any]

    @classmethod
    def of(cls, edition: Edition) -> "Rests":
        """Read what an edition's figures rest on."""
        kinds = (
            BlockKind.REGION,
            BlockKind.MEMBER,
            BlockKind.METHOD,
            BlockKind.INDICATOR,
            BlockKind.ANSWERS,
        )
        rows = Block.objects.filter(edition=edition, kind__in=kinds).order_by("position")
        return cls(edition, dict(rows.values_list("key", "content")))

    def on(self, figure: Figure) -> list[Vintage]:
        """The vintages of a figure, each once."""
        found = vintages_of(figure, self.content) if "method" in self.content else []
        return list({vintage["sha256"]: vintage for vintage in found}.values())

    def titled(self, figure: Figure) -> str:
        """What a figure measures, in words."""
        with translation.override(LANGUAGE):
            of = title_of(figure, self.content) or str(self.edition.indicator)
            return f"{of}: {figure.get_measure_display()}"

    @property
    def by_indicator(self) -> list[tuple[str, Vintage]]:
        """Every vintage of the edition with the indicator whose figures it holds, each once."""
        found = {
            vintage["sha256"]: (key, vintage) for key, vintage in in_order_of_keys(self.edition, self.content)
        }
        return list(found.values())

    @property
    def vintages(self) -> list[Vintage]:
        """Every vintage of the edition."""
        return [vintage for _key, vintage in self.by_indicator]

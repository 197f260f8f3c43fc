"""Questions that tell an edition in a few lines, however its page is arranged."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dugnad.editions.kinds import ALLIANCE, KeyFigureKind
from dugnad.editions.models import Edition
from dugnad.editions.queries import findings
from dugnad.editions.queries.catalogue import block_content
from dugnad.editions.queries.key_figures import KeyFigure, key_figures
from dugnad.editions.queries.sources import source_line


@dataclass(frozen=True)
class Headline:
    """What a front page says of an edition: the region's total, its change, and where they come from."""

    edition: Edition
    alliance: str
    place: Mapping[str, Any]
    method: Mapping[str, Any]

    @property
    def first(self) -> int:
        """The base year."""
        return int(self.method["base_year"])

    @property
    def last(self) -> int:
        """The newest year."""
        return int(self.method["last_year"])

    @property
    def lead(self) -> str:
        """The change since the base year, as a sentence."""
        return findings.place_trend(self.alliance, self.place["total"], self.first, self.last)

    @property
    def illustrative(self) -> bool:
        """Whether any figure behind it was made up for the demo."""
        return bool(self.place["illustrative"])

    @property
    def source(self) -> str:
        """Who published the figures, and when they were seen."""
        return source_line(self.method["vintages"])

    @cached_property
    def emissions(self) -> KeyFigure:
        """The total of the last year."""
        return self._figure(KeyFigureKind.EMISSIONS)

    @cached_property
    def since_base(self) -> KeyFigure:
        """The change since the base year."""
        return self._figure(KeyFigureKind.CHANGE_SINCE_BASE)

    def _figure(self, kind: KeyFigureKind) -> KeyFigure:
        return key_figures(self.place, self.first, self.last, ALLIANCE, [kind])[0]


def headline_of(edition: Edition, alliance: str) -> Headline | None:
    """An edition in a few lines, by one query; None before it has been composed, and without figures."""
    content = block_content(edition, "region", "method")
    if "region" not in content or not content["region"]["total"]:
        return None
    return Headline(edition, alliance, content["region"], content["method"])

"""One edition of a comparison, and a figure of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from dugnad.editions.kinds import ALLIANCE, BlockKind
from dugnad.editions.models import Block, Edition, Figure
from dugnad.editions.queries.catalogue import block_content
from dugnad.editions.rules import figure_key

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """A figure of one edition in a comparison, with the key of the trail that it is followed by."""

    value: float | None
    key: str = ""


@dataclass(frozen=True)
class Side:
    """One edition of a comparison, read once."""

    edition: Edition

    @cached_property
    def content(self) -> dict[str, dict[str, Any]]:
        """Its region and its method."""
        return block_content(self.edition, "region", "method")

    @property
    def region(self) -> Content:
        """The region as it was composed."""
        return self.content["region"]

    @property
    def method(self) -> Content:
        """How it was composed."""
        return self.content["method"]

    @property
    def last(self) -> int:
        """Its newest year."""
        return int(self.method["last_year"])

    @property
    def base(self) -> int:
        """Its base year."""
        return int(self.method["base_year"])

    @cached_property
    def figures(self) -> dict[str, float]:
        """Its figures by key, of places in all and of the region's sectors."""
        of_region = Q(place=ALLIANCE) | Q(sector="")
        rows = Figure.objects.filter(of_region, edition=self.edition, indicator="")
        return dict(rows.values_list("key", "value"))

    @cached_property
    def members(self) -> dict[str, Content]:
        """Its members by slug: numbers change, and a member stays the one that it was."""
        return {member["slug"]: member for member in self.region["members"]}

    @cached_property
    def subregions(self) -> dict[str, Content]:
        """Its sub-regions by slug."""
        return {subregion["slug"]: subregion for subregion in self.region["subregions"]}

    @cached_property
    def vintages(self) -> dict[str, Content]:
        """The vintage that speaks for each member, by code."""
        rows = Block.objects.filter(edition=self.edition, kind=BlockKind.MEMBER)
        return {code: vintage for code, vintage in rows.values_list("key", "content__vintage") if vintage}

    def slugs_in(self, place: str) -> set[str]:
        """The members of the region or of a sub-region."""
        own = self.subregions.get(place.removeprefix("subregion:"))
        codes = set(own["codes"]) if own else {member["code"] for member in self.members.values()}
        return {slug for slug, member in self.members.items() if member["code"] in codes}

    def value(self, place: str, year: int, sector: str = "", measure: str = "") -> Value:
        """A figure of the edition, with its key where it has it."""
        key = figure_key(place, year, sector, measure)
        return Value(self.figures[key], key) if key in self.figures else Value(None)

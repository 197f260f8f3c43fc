"""Questions about targets: whose, in words, and whom one can hold for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dugnad.indicators.kinds import county_in_words, decimals_for, unit_in_words
from dugnad.indicators.models import Indicator, Target
from dugnad.indicators.queries.catalogue import all_targets
from dugnad.indicators.queries.regions import counties_of
from dugnad.kit.formats import change as change_in_words
from dugnad.kit.formats import number
from dugnad.members.models import MunicipalityCode, Organisation
from dugnad.members.queries import alliance, alphabetical, holding, member_municipalities, subregions


def target_in_words(target: Target) -> str:
    """What is to be reached: −55 %, or 90 per cent."""
    if target.change is not None:
        return change_in_words(100 * target.change)
    unit = target.indicator.unit
    return f"{number(target.value, decimals_for(unit, [target.value]))} {unit_in_words(unit)}"


def target_rows(indicator: Indicator) -> list[dict[str, Any]]:
    """Every target of an indicator, with its words."""
    found = all_targets(indicator).select_related("organisation", "indicator")
    return [{"target": target, "words": target_in_words(target)} for target in found]


@dataclass(frozen=True)
class Owner:
    """Whom a target holds for: an organisation and its land, or a county."""

    key: str
    name: str
    organisation: Organisation | None = None

    @property
    def label(self) -> str:
        """The name in a list in which a sub-region or a municipality may have the same."""
        return self.name if self.organisation else county_in_words(self.name)

    @property
    def values(self) -> dict[str, Any]:
        """As a target keeps it."""
        if self.organisation:
            return {"organisation": self.organisation}
        return {"organisation": None, "county": self.key, "county_name": self.name}


def target_owners(on: date) -> list[Owner]:
    """Whom a target can hold for on a day: the alliance, its sub-regions, their counties, the members."""
    members = member_municipalities(on)
    named = [
        [alliance()],
        sorted(subregions(on), key=_by_name),
        sorted(members, key=_by_name),
    ]
    whole, parts, each = ([Owner(one.slug, one.name, one) for one in group] for group in named)
    lands = MunicipalityCode.objects.filter(holding(on), organisation__in=members)
    return [*whole, *parts, *(Owner(key, name) for key, name in counties_of(lands)), *each]


def _by_name(organisation: Organisation) -> str:
    return alphabetical(organisation.name)

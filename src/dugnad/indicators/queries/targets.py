"""Questions about targets: whose, in words, and whom one can hold for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dugnad.engine.boundaries import Divisions
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


def target_rows(indicator: Indicator, known: Divisions) -> list[dict[str, Any]]:
    """Every target of an indicator, with its words, and whether its county is one no longer."""
    found = all_targets(indicator).select_related("organisation", "indicator")
    return [
        {"target": target, "words": target_in_words(target), "is_gone": _is_gone(target, known)}
        for target in found
    ]


def _is_gone(target: Target, known: Divisions) -> bool:
    """Whether a target holds for a county that the newest division has not."""
    return bool(target.county) and not known.in_county(target.county.partition(":")[2], known.newest_day)


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


def target_owners(on: date, *, codes_day: date) -> list[Owner]:
    """Whom a target can hold for on a day: the alliance, its sub-regions, their counties, the members.

    The counties are those of the division whose figures pages show, that of `codes_day`: a target for another
    one would have no figures beside it.
    """
    members = member_municipalities(on)
    named = [
        [alliance()],
        sorted(subregions(on), key=_by_name),
        sorted(members, key=_by_name),
    ]
    whole, parts, each = ([Owner(one.slug, one.name, one) for one in group] for group in named)
    lands = MunicipalityCode.objects.filter(holding(codes_day), organisation__in=members)
    return [*whole, *parts, *(Owner(key, name) for key, name in counties_of(lands)), *each]


def _by_name(organisation: Organisation) -> str:
    return alphabetical(organisation.name)

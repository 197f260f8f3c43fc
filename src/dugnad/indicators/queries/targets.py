"""Questions about targets: whose, in words, and who may have one."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from dugnad.indicators.kinds import decimals_of, unit_in_words
from dugnad.indicators.models import Indicator, Target
from dugnad.indicators.queries.catalogue import all_targets
from dugnad.kit.formats import change as change_in_words
from dugnad.kit.formats import number
from dugnad.members.models import Organisation
from dugnad.members.queries import alliance, member_municipalities


def target_in_words(target: Target) -> str:
    """What is to be reached: −55 %, or 90 per cent."""
    if target.change is not None:
        return change_in_words(100 * target.change)
    unit = target.indicator.unit
    return f"{number(target.value, decimals_of(unit))} {unit_in_words(unit)}"


def target_rows(indicator: Indicator) -> list[dict[str, Any]]:
    """Every target of an indicator, with its words."""
    found = all_targets(indicator).select_related("organisation", "indicator")
    return [{"target": target, "words": target_in_words(target)} for target in found]


def target_owners(on: date) -> QuerySet[Organisation]:
    """Who may set out to reach something: the members of a day, and the alliance itself."""
    members = member_municipalities(on).values("pk")
    return Organisation.objects.filter(pk__in=members) | Organisation.objects.filter(pk=alliance().pk)

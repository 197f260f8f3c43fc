"""Questions about municipality numbers and the divisions of the country."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from dugnad.engine.boundaries import Divisions
from dugnad.members.models import CodeSuccession, MunicipalityCode, Organisation
from dugnad.members.queries.periods import holding


def codes_of(
    organisations: Collection[int] | QuerySet[Organisation], *, on: date
) -> dict[int, MunicipalityCode]:
    """For each organisation (id) its municipality code in the division of a day."""
    rows = MunicipalityCode.objects.filter(holding(on), organisation__in=organisations)
    return {row.organisation_id: row for row in rows if row.organisation_id is not None}


def code_of(organisation: Organisation, *, on: date) -> MunicipalityCode | None:
    """The municipality code of an organisation in the division of a day."""
    return MunicipalityCode.objects.filter(holding(on), organisation=organisation).first()


def codes_over_time(organisation: Organisation) -> QuerySet[MunicipalityCode]:
    """Every municipality number that an organisation has had, oldest first."""
    return organisation.codes.order_by("valid_from")


def divisions() -> Divisions:
    """Every division of the country that we know, as the engine's own type; kept until the codes change."""
    codes = MunicipalityCode.objects.aggregate(
        Count("pk"),
        Max("pk"),
        Count("valid_to"),
        Max("valid_from"),
        Max("valid_to"),
        Max("code"),
        Max("name"),
    )
    links = CodeSuccession.objects.aggregate(Count("pk"), Max("pk"), Sum("weight"))
    return _divisions((*codes.values(), *links.values()))


@lru_cache(maxsize=2)
def _divisions(stamp: tuple[Any, ...]) -> Divisions:
    successors: dict[int, list[tuple[str, float | None]]] = {}
    links = CodeSuccession.objects.order_by("pk").values_list("predecessor_id", "successor__code", "weight")
    for predecessor, code, weight in links:
        successors.setdefault(predecessor, []).append((code, None if weight is None else float(weight)))
    names = ("code", "name", "county_code", "county_name", "valid_from", "valid_to", "pk")
    rows = MunicipalityCode.objects.order_by("code", "valid_from").values_list(*names)
    return Divisions.from_rows((*row[:-1], successors.get(row[-1], [])) for row in rows)

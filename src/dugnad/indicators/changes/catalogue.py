"""Verbs of the catalogue: sources and indicators that are there from the first day, others, and targets."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.indicators.changes.definitions import check_target
from dugnad.indicators.kinds import MEMBERS_OWN, READY_INDICATORS, READY_SOURCES, UNNAMED
from dugnad.indicators.models import Indicator, Source, Target
from dugnad.indicators.queries.catalogue import vintage_of_file
from dugnad.kit import history
from dugnad.kit.changes import edit
from dugnad.kit.errors import Refused
from dugnad.members.changes import load_reference_codes
from dugnad.members.models import MunicipalityCode, Organisation, Person


@transaction.atomic
def load_first_day(*, by: Person | None, at: datetime) -> None:
    """What every installation has from its first day: indicators, sources and municipality numbers.

    Where somebody has read in numbers already, theirs stand: ours may be older.
    """
    load_reference_indicators(by=by, at=at)
    if not MunicipalityCode.objects.exists():
        load_reference_codes(by=by, at=at)


@transaction.atomic
def load_reference_indicators(*, by: Person | None, at: datetime) -> int:
    """Take in the sources and indicators that we ship; returns how many indicators were new."""
    _load_sources()
    known = set(Indicator.objects.values_list("key", flat=True))
    missing = [ready for ready in READY_INDICATORS if ready.key not in known]
    for ready in missing:
        values = asdict(ready) | {"source": Source.objects.get(key=ready.source)}
        indicator = Indicator(**values)
        indicator.save(force_insert=True)
        history.record(
            "define_indicator", indicator, by=by, at=at, after={"key": ready.key, "unit": ready.unit}
        )
    return len(missing)


def _load_sources() -> None:
    known = set(Source.objects.values_list("key", flat=True))
    for source in READY_SOURCES:
        if source.key not in known:
            Source(**asdict(source)).save(force_insert=True)


@transaction.atomic
def define_own_indicator(
    key: str, *, titles: Mapping[str, str], unit: str, by: Person | None, at: datetime
) -> Indicator:
    """The indicator of what members tell of themselves, made where there is none."""
    known = Indicator.objects.select_related("source").filter(key=key).first()
    if known is not None:
        return known
    _load_sources()
    own = Source.objects.get(key=MEMBERS_OWN)
    indicator = Indicator(key=key, source=own, unit=unit, **titles)
    indicator.save(force_insert=True)
    history.record("define_indicator", indicator, by=by, at=at, after={"key": key, "unit": unit})
    return indicator


@transaction.atomic
def name_publisher(
    indicator: Indicator, sha256: str, source: Source, *, by: Person | None, at: datetime
) -> bool:
    """Figures that were read in as nobody's get their publisher, once; False where they have one."""
    vintage = vintage_of_file(indicator, sha256)
    if vintage is None or vintage.source.key != UNNAMED or source.key == UNNAMED:
        return False
    before = history.values_of(vintage, ("source_id", "licence"))
    vintage.source, vintage.licence = source, source.licence
    vintage.save(update_fields=["source", "licence"])
    after = history.values_of(vintage, before)
    history.record("name_publisher", vintage, by=by, at=at, before=before, after=after)
    return True


@transaction.atomic
def set_target(
    indicator: Indicator,
    organisation: Organisation | None,
    *,
    year: int,
    county: str = "",
    county_name: str = "",
    change: float | None = None,
    value: float | None = None,
    base_year: int,
    adopted_by_nb: str,
    adopted_by_nn: str = "",
    adopted_by_en: str = "",
    adopted_on: date | None = None,
    document_url: str = "",
    by: Person | None,
    at: datetime,
) -> Target:
    """Write down what is set out to be reached; one adopted anew takes the old one's place.

    It holds for an organisation, or where there is none for a county.
    """
    check_target(year, base_year, change, value, direction=indicator.direction)
    values = {
        "change": change,
        "value": value,
        "base_year": base_year,
        "adopted_by_nb": adopted_by_nb,
        "adopted_by_nn": adopted_by_nn,
        "adopted_by_en": adopted_by_en,
        "adopted_on": adopted_on,
        "document_url": document_url,
    }
    target, _created = Target.objects.update_or_create(
        indicator=indicator,
        organisation=organisation,
        county=county,
        year=year,
        defaults=values | {"county_name": county_name},
    )
    told = values | ({"county": county, "county_name": county_name} if county else {})
    own: dict[str, Any] = {"organisation_id": organisation.pk} if organisation else {}
    history.record("set_target", target, by=by, at=at, after=told, **own)
    return target


@transaction.atomic
def move_target(target: Target, owner: Mapping[str, Any], *, by: Person | None, at: datetime) -> bool:
    """Let a target hold for somebody else, because a county that was divided is no place any longer."""
    values = {"county": "", "county_name": "", **owner}
    taken = Target.objects.filter(
        indicator=target.indicator_id,
        year=target.year,
        organisation=values["organisation"],
        county=values["county"],
    )
    if taken.exclude(pk=target.pk).exists():
        message = _("There is a target for %(year)s already. End one of the two first.")
        raise Refused("target", message % {"year": target.year}, field="organisation")
    return edit(target, "move_target", values, by=by, at=at)


@transaction.atomic
def end_target(target: Target, *, by: Person | None, at: datetime) -> None:
    """Take a target away from the pages; the trail keeps what it was."""
    told = ("year", "change", "value", "base_year", "county", "county_name", "adopted_by_nb")
    own: dict[str, Any] = {"organisation_id": target.organisation_id} if target.organisation_id else {}
    history.record("end_target", target, by=by, at=at, before=history.values_of(target, told), **own)
    target.delete()

"""Grow the demo into a large alliance: 400 members, 300 activities, 20 years × 60 rows of figures each.

Rows are copied from the demo's own and written in bulk: a benchmark measures reading, and what it
writes is thrown away. Nothing here goes through the verbs, so it is no example of how to write.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count, cycle, islice
from typing import Any

from django.db import models

from dugnad.calls.models import Answer, Call, Reply, ReplyVersion
from dugnad.indicators.kinds import SECTORS
from dugnad.indicators.models import Observation, SectorTotal, Vintage
from dugnad.indicators.rules import coverage_of
from dugnad.members.models import Membership, MunicipalityCode, Office, Organisation, Person
from dugnad.programme.models import Activity, ActivityGoal, Milestone

YEARS = range(2001, 2021)
SOURCES = 6  # of each of the ten sectors: sixty rows a year
FIRST_CODE = 6000  # no municipality has had a number from here on
DAY = date(2021, 5, 3)


def grow(*, members: int, activities: int) -> dict[str, int]:
    """Make the alliance as large as that, from whatever size; tells how many rows there are then."""
    newcomers = _add_members(members)
    _add_figures(newcomers)
    _add_replies(newcomers)
    _add_activities(activities)
    grown = (Organisation, Activity, Reply, Answer, Observation)
    return {model.__name__: model._default_manager.count() for model in grown}


def _add_members(wanted: int) -> dict[str, Organisation]:
    """New municipalities by code, each in the groups of the one that it was copied from."""
    models_of = Membership.objects.filter(
        group__kind="alliance", organisation__kind="municipality", valid_to__isnull=True
    ).values("organisation_id")
    originals = list(Organisation.objects.filter(pk__in=models_of).order_by("pk"))
    first = FIRST_CODE + MunicipalityCode.objects.filter(code__gte=str(FIRST_CODE)).count()
    names = zip(islice(cycle(originals), max(0, wanted - len(originals))), count(first))
    copies = [
        (original, copy_of(original, name=f"{original.name} {number}", slug=f"{original.slug}-{number}"))
        for original, number in names
    ]
    Organisation.objects.bulk_create([copy for _original, copy in copies])
    newcomers = {str(number): copy for number, (_original, copy) in zip(count(first), copies, strict=False)}
    copy_parts(Membership, "organisation", copies)
    MunicipalityCode.objects.bulk_create(
        MunicipalityCode(
            code=code,
            name=newcomer.name,
            county_code="60",
            county_name="Storfylke",
            valid_from=date(2020, 1, 1),
            organisation=newcomer,
        )
        for code, newcomer in newcomers.items()
    )
    _add_people(newcomers)
    return newcomers


def _add_people(newcomers: dict[str, Organisation]) -> None:
    people = [Person(name=f"Rådgiver {code}", email=f"{code}@large.example") for code in newcomers]
    Person.objects.bulk_create(people)
    Office.objects.bulk_create(
        Office(
            person=person,
            organisation=organisation,
            kind="climate_adviser",
            mandate="editor",
            valid_from=date(2020, 1, 1),
        )
        for person, organisation in zip(people, newcomers.values(), strict=True)
    )


def _add_figures(newcomers: dict[str, Organisation]) -> None:
    vintage = Vintage.objects.filter(indicator__key="ghg-emissions").order_by("seen_on", "pk").last()
    assert vintage is not None, "the demo has emissions"
    vintage.coverage += coverage_of((code, year) for code in newcomers for year in YEARS)
    vintage.sectors = sorted(SECTORS)
    vintage.save(update_fields=["coverage", "sectors"])
    rows = count(1_000_000)
    for code in newcomers:
        Observation.objects.bulk_create(_figures(code, vintage, rows), batch_size=5_000)
    SectorTotal.objects.bulk_create(
        (
            SectorTotal(
                vintage=vintage, code=code, year=year, sector=sector, value=_value(code, year) * SOURCES
            )
            for code in newcomers
            for year in YEARS
            for sector in SECTORS
        ),
        batch_size=5_000,
    )


def _figures(code: str, vintage: Vintage, rows: Iterator[int]) -> Iterator[Observation]:
    for year in YEARS:
        for sector in SECTORS:
            for source in range(SOURCES):
                yield Observation(
                    vintage=vintage,
                    row=next(rows),
                    code=code,
                    year=year,
                    sector=sector,
                    emission_source=f"Kilde {source}",
                    value=_value(code, year),
                    unit="t CO2e",
                )


def _value(code: str, year: int) -> float:
    return (int(code) % 97 + 40) * (2060 - year) / 10


def _add_replies(newcomers: dict[str, Organisation]) -> None:
    """Each newcomer answers each call as somebody in the demo has."""
    for call in Call.objects.all():
        originals = list(Reply.objects.filter(call=call, versions__isnull=False).distinct().order_by("pk"))
        copies = [
            (original, copy_of(original, organisation=newcomer))
            for original, newcomer in zip(cycle(originals), newcomers.values())
            if not Reply.objects.filter(call=call, organisation=newcomer).exists()
        ]
        Reply.objects.bulk_create([copy for _original, copy in copies])
        copy_parts(Answer, "reply", copies)
        copy_parts(ReplyVersion, "reply", copies, fresh="idempotency_key")


def _add_activities(wanted: int) -> None:
    originals = list(Activity.objects.filter(programme__year=DAY.year).order_by("pk"))
    first = 1_000 + len(originals)
    copies = [
        (
            original,
            copy_of(original, number=number, key=f"{original.key[:60]}-{number}", carried_from=None),
        )
        for original, number in zip(islice(cycle(originals), max(0, wanted - len(originals))), count(first))
    ]
    Activity.objects.bulk_create([copy for _original, copy in copies])
    copy_parts(ActivityGoal, "activity", copies)
    copy_parts(Milestone, "activity", copies)


def copy_of(original: models.Model, **changes: Any) -> Any:
    """A row like another, not saved yet."""
    values = {
        field.attname: getattr(original, field.attname)
        for field in original._meta.concrete_fields
        if not field.primary_key
    }
    copy = type(original)(**values)
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def copy_parts(
    model: type[models.Model],
    owner: str,
    copies: Iterable[tuple[models.Model, models.Model]],
    *,
    fresh: str = "",
) -> None:
    """Copy what belongs to each original to its copy; `fresh` names a field that must be its own."""
    made = []
    for original, copy in copies:
        for number, row in enumerate(model._default_manager.filter(**{owner: original})):
            changes: dict[str, Any] = {owner: copy}
            if fresh:
                changes[fresh] = f"copy-{copy.pk}-{number}"
            made.append(copy_of(row, **changes))
    model._default_manager.bulk_create(made, batch_size=2_000)

"""The alliance's working list of members: our own table, to be corrected by the secretariat on first use."""

import csv
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dugnad.members.changes.codes import link_codes
from dugnad.members.changes.organisations import add_organisation, take_up_membership
from dugnad.members.kinds import LanguageForm, OrganisationKind
from dugnad.members.models import Organisation, Person

REFERENCE = Path(__file__).parents[1] / "reference" / "osloregion.csv"
REFOUNDED = date(2020, 10, 28)
# These two regional councils answer consultations in their own name for the municipalities behind them.
SPEAKS_FOR_ITS_MEMBERS = {"hadelandsregionen", "kongsbergregionen"}


@transaction.atomic
def load_reference_members(*, by: Person | None, at: datetime) -> int:
    """Take in the alliance, its sub-regions and members since October 2020; returns how many were new."""
    alliance = _organisation(
        settings.ALLIANCE["slug"], settings.ALLIANCE["name"], OrganisationKind.ALLIANCE, by=by, at=at
    )
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        new = sum(_load(row, alliance, by=by, at=at) for row in csv.DictReader(file))
    return new + _load_county_authority(alliance, by=by, at=at)


def _load(row: dict[str, str], alliance: Organisation, *, by: Person | None, at: datetime) -> bool:
    if Organisation.objects.filter(slug=row["slug"]).exists():
        return False
    subregion = _organisation(
        row["subregion_slug"], row["subregion"], OrganisationKind.SUBREGION, by=by, at=at
    )
    municipality = _organisation(
        row["slug"], row["name"], OrganisationKind.MUNICIPALITY, by=by, at=at, form=row["language_form"]
    )
    link_codes(municipality, row["code_2024"], by=by, at=at)
    for group in (alliance, subregion):
        take_up_membership(
            municipality,
            group,
            on=date.fromisoformat(row["member_from"]),
            is_confirmed=row["confirmed"] == "yes",
            by=by,
            at=at,
        )
    return True


def _load_county_authority(alliance: Organisation, *, by: Person | None, at: datetime) -> bool:
    """Innlandet stayed when the alliance was founded anew; Viken left."""
    if Organisation.objects.filter(slug="innlandet").exists():
        return False
    authority = _organisation(
        "innlandet",
        "Innlandet fylkeskommune",
        OrganisationKind.COUNTY_AUTHORITY,
        by=by,
        at=at,
        form=LanguageForm.NEUTRAL,
    )
    take_up_membership(authority, alliance, on=REFOUNDED, by=by, at=at)
    return True


def _organisation(
    slug: str,
    name: str,
    kind: OrganisationKind,
    *,
    by: Person | None,
    at: datetime,
    form: str = LanguageForm.BOKMAAL,
) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    return found or add_organisation(
        kind=kind,
        name=name,
        slug=slug,
        language_form=form,
        answers_for_members=slug in SPEAKS_FOR_ITS_MEMBERS,
        by=by,
        at=at,
    )

"""Questions about organisations and their memberships, all with the day as an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet

from dugnad.kit.queries import InNorwegianOrder
from dugnad.kit.text import alphabetical
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import Membership, MunicipalityCode, Organisation
from dugnad.members.queries.codes import codes_of
from dugnad.members.queries.periods import LONGEST, holding, only


@dataclass(frozen=True)
class MemberRow:
    """A member of the alliance on a day: its number, county, sub-region and membership then."""

    organisation: Organisation
    membership: Membership
    code: MunicipalityCode | None
    subregion: Organisation | None

    @property
    def key(self) -> str:
        """How addresses name it: its number on that day, else its slug."""
        return public_key(self.organisation, self.code)

    @property
    def county(self) -> tuple[str, str]:
        """Number and name of its county on that day; empty for those without a number."""
        return (self.code.county_code, self.code.county) if self.code else ("", "")


def alliance() -> Organisation:
    """The alliance that this installation serves."""
    return Organisation.objects.get(kind=OrganisationKind.ALLIANCE)


def members_on(day: date) -> QuerySet[Organisation]:
    """The members of the alliance on a day: municipalities and, where they joined, county authorities."""
    held = Membership.objects.filter(holding(day), group__kind=OrganisationKind.ALLIANCE)
    return Organisation.objects.filter(pk__in=held.values("organisation_id")).order_by(
        InNorwegianOrder("name")
    )


def member_municipalities(on: date) -> QuerySet[Organisation]:
    """The municipalities that were members of the alliance on a day."""
    return members_on(on).filter(kind=OrganisationKind.MUNICIPALITY)


def subregions(on: date) -> QuerySet[Organisation]:
    """The sub-regions that had municipalities on a day."""
    held = Membership.objects.filter(holding(on), group__kind=OrganisationKind.SUBREGION)
    return Organisation.objects.filter(pk__in=held.values("group_id")).order_by(InNorwegianOrder("name"))


def members_of(group: Organisation, *, on: date) -> QuerySet[Organisation]:
    """The members of a sub-region (or of the alliance) on a day."""
    held = Membership.objects.filter(holding(on), group=group)
    return Organisation.objects.filter(pk__in=held.values("organisation_id")).order_by(
        InNorwegianOrder("name")
    )


def subregion_of_members(*, on: date) -> dict[int, Organisation]:
    """For each municipality (id) the sub-region that it belonged to on a day."""
    held = Membership.objects.filter(holding(on), group__kind=OrganisationKind.SUBREGION).select_related(
        "group"
    )
    return {membership.organisation_id: membership.group for membership in held}


def organisation_named(code_or_slug: str) -> Organisation | None:
    """The organisation with this municipality code (of any division), or else with this slug."""
    row = (
        MunicipalityCode.objects.filter(code=code_or_slug, organisation__isnull=False)
        .order_by("-valid_from")
        .first()
    )
    return row.organisation if row else Organisation.objects.filter(slug=code_or_slug).first()


def organisation_called(words: str) -> Organisation | None:
    """The organisation that a cell names: by number, by slug, or by a name that no other has."""
    return organisation_named(words) or only(Organisation.objects.filter(name__iexact=words[:LONGEST]))


def public_key(organisation: Organisation, code: MunicipalityCode | None) -> str:
    """How programs and addresses name an organisation: its municipality code, else its slug."""
    return code.code if code else organisation.slug


def member_rows(*, on: date, subregion: str = "", county: str = "", kind: str = "") -> list[MemberRow]:
    """The members on a day with what a list shows of them; filters by slug, county number and kind."""
    held = Membership.objects.filter(holding(on), group__kind=OrganisationKind.ALLIANCE).select_related(
        "organisation"
    )
    memberships = sorted(held, key=lambda membership: alphabetical(membership.organisation.name))
    codes = codes_of([membership.organisation_id for membership in memberships], on=on)
    groups = subregion_of_members(on=on)
    rows = (
        MemberRow(m.organisation, m, codes.get(m.organisation_id), groups.get(m.organisation_id))
        for m in memberships
    )
    return those_in(rows, subregion=subregion, county=county, kind=kind)


def those_in(
    rows: Iterable[MemberRow], *, subregion: str = "", county: str = "", kind: str = ""
) -> list[MemberRow]:
    """The rows in a sub-region (by slug), a county (by number) and of a kind; an empty word means any."""
    return [
        row
        for row in rows
        if subregion in ("", row.subregion.slug if row.subregion else None)
        and county in ("", row.county[0])
        and kind in ("", row.organisation.kind)
    ]


def first_membership_day() -> date | None:
    """The first day on which the alliance had a member that we know of."""
    held = Membership.objects.filter(group__kind=OrganisationKind.ALLIANCE)
    return held.aggregate(day=Min("valid_from"))["day"]


def memberships_of(organisation: Organisation) -> QuerySet[Membership]:
    """Every membership of an organisation, those of the alliance first."""
    return organisation.memberships.select_related("group").order_by("group__kind", "valid_from")


def memberships_in(group: Organisation) -> QuerySet[Membership]:
    """Every membership in a group, over time."""
    return group.members.select_related("organisation").order_by(
        InNorwegianOrder("organisation__name"), "valid_from"
    )


def groups() -> QuerySet[Organisation]:
    """What an organisation can be a member of: the alliance and the sub-regions."""
    kinds = (OrganisationKind.ALLIANCE, OrganisationKind.SUBREGION)
    return Organisation.objects.filter(kind__in=kinds).order_by("kind", InNorwegianOrder("name"))


def organisations(*, kind: str = "") -> QuerySet[Organisation]:
    """Every organisation that we know, members or not."""
    found = Organisation.objects.order_by("kind", InNorwegianOrder("name"))
    return found.filter(kind=kind) if kind else found

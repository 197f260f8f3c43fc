"""Questions about members, all with the day as an argument."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from dugnad.engine.boundaries import Divisions
from dugnad.kit.access import Role
from dugnad.members.kinds import Mandate, OrganisationKind
from dugnad.members.models import (
    Body,
    CodeSuccession,
    Membership,
    MunicipalityCode,
    Office,
    Organisation,
    Person,
    Seat,
    User,
)
from dugnad.members.rules import Viewer, roles_of_mandates, roles_of_seats

ANONYMOUS = Viewer()


def holding(day: date) -> Q:
    """The condition that a dated row holds on a day, its last day included."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def viewer_of(user: Any, *, on: date) -> Viewer:
    """Who this user is on a day: roles follow from seats and offices."""
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    person = Person.objects.get(pk=user.person_id)
    seats = list(Seat.objects.filter(holding(on), person=person).values_list("body_id", "body__kind", "role"))
    offices = list(Office.objects.filter(holding(on), person=person).select_related("organisation"))
    roles = roles_of_seats((kind, role) for _body, kind, role in seats)
    roles |= roles_of_mandates(office.mandate for office in offices)
    editing = [office for office in offices if office.mandate in (Mandate.EDITOR, Mandate.APPROVER)]
    approving = [office for office in offices if office.mandate == Mandate.APPROVER]
    return Viewer(
        user=user,
        person=person,
        roles=frozenset(roles | {Role.GUEST}),
        edits=_answering_for(editing, on=on),
        approves=_answering_for(approving, on=on),
        bodies=frozenset(body for body, _kind, _role in seats),
        language=person.language,
    )


def _answering_for(offices: Collection[Office], *, on: date) -> frozenset[int]:
    """The organisations of these offices, and the municipalities of a sub-region that answers for its own."""
    own = {office.organisation_id for office in offices}
    speaking = [o.organisation_id for o in offices if o.organisation.answers_for_members]
    if speaking:
        own |= set(
            Membership.objects.filter(holding(on), group__in=speaking).values_list(
                "organisation_id", flat=True
            )
        )
    return frozenset(own)


def alliance() -> Organisation:
    """The alliance that this installation serves."""
    return Organisation.objects.get(kind=OrganisationKind.ALLIANCE)


def members_on(day: date) -> QuerySet[Organisation]:
    """The members of the alliance on a day: municipalities and, where they joined, county authorities."""
    held = Membership.objects.filter(holding(day), group__kind=OrganisationKind.ALLIANCE)
    return Organisation.objects.filter(pk__in=held.values("organisation_id")).order_by("name")


def member_municipalities(on: date) -> QuerySet[Organisation]:
    """The municipalities that were members of the alliance on a day."""
    return members_on(on).filter(kind=OrganisationKind.MUNICIPALITY)


def subregions(on: date) -> QuerySet[Organisation]:
    """The sub-regions that had municipalities on a day."""
    held = Membership.objects.filter(holding(on), group__kind=OrganisationKind.SUBREGION)
    return Organisation.objects.filter(pk__in=held.values("group_id")).order_by("name")


def members_of(group: Organisation, *, on: date) -> QuerySet[Organisation]:
    """The members of a sub-region (or of the alliance) on a day."""
    held = Membership.objects.filter(holding(on), group=group)
    return Organisation.objects.filter(pk__in=held.values("organisation_id")).order_by("name")


def subregion_of_members(*, on: date) -> dict[int, Organisation]:
    """For each municipality (id) the sub-region that it belonged to on a day."""
    held = Membership.objects.filter(holding(on), group__kind=OrganisationKind.SUBREGION).select_related(
        "group"
    )
    return {membership.organisation_id: membership.group for membership in held}


def codes_of(
    organisations: Collection[int] | QuerySet[Organisation], *, on: date
) -> dict[int, MunicipalityCode]:
    """For each organisation (id) its municipality code in the division of a day."""
    rows = MunicipalityCode.objects.filter(holding(on), organisation__in=organisations)
    return {row.organisation_id: row for row in rows if row.organisation_id is not None}


def code_of(organisation: Organisation, *, on: date) -> MunicipalityCode | None:
    """The municipality code of an organisation in the division of a day."""
    return MunicipalityCode.objects.filter(holding(on), organisation=organisation).first()


def organisation_named(code_or_slug: str) -> Organisation | None:
    """The organisation with this municipality code (of any division), or else with this slug."""
    row = (
        MunicipalityCode.objects.filter(code=code_or_slug, organisation__isnull=False)
        .order_by("-valid_from")
        .first()
    )
    return row.organisation if row else Organisation.objects.filter(slug=code_or_slug).first()


def public_key(organisation: Organisation, code: MunicipalityCode | None) -> str:
    """How programs and addresses name an organisation: its municipality code, else its slug."""
    return code.code if code else organisation.slug


def divisions() -> Divisions:
    """Every division of the country that we know, as the engine's own type; kept until the codes change."""
    stamp = MunicipalityCode.objects.aggregate(n=Count("pk"), newest=Max("pk"))
    links = CodeSuccession.objects.aggregate(n=Count("pk"), newest=Max("pk"))
    return _divisions(stamp["n"], stamp["newest"] or 0, links["n"], links["newest"] or 0)


@lru_cache(maxsize=2)
def _divisions(codes: int, newest_code: int, links: int, newest_link: int) -> Divisions:
    successors: dict[int, list[tuple[str, float | None]]] = {}
    for row in CodeSuccession.objects.select_related("successor"):
        weight = None if row.weight is None else float(row.weight)
        successors.setdefault(row.predecessor_id, []).append((row.successor.code, weight))
    return Divisions.from_rows(
        (c.code, c.name, c.county_code, c.county_name, c.valid_from, c.valid_to, successors.get(c.pk, []))
        for c in MunicipalityCode.objects.order_by("code", "valid_from")
    )


def bodies_on(day: date) -> QuerySet[Body]:
    """The bodies that existed on a day."""
    return Body.objects.filter(holding(day))


def seats_in(body: Body, *, on: date) -> QuerySet[Seat]:
    """Who sat in a body on a day, vacant seats included."""
    return body.seats.filter(holding(on)).select_related("person", "organisation")


def offices_at(organisation: Organisation, *, on: date) -> QuerySet[Office]:
    """Who held which post at an organisation on a day."""
    return organisation.offices.filter(holding(on)).select_related("person")


def people_who_answer(organisation: Organisation, *, on: date) -> QuerySet[Person]:
    """The people with an e-mail who may write or submit answers for an organisation on a day."""
    mandates = (Mandate.EDITOR, Mandate.APPROVER)
    held = organisation.offices.filter(holding(on), mandate__in=mandates)
    return Person.objects.filter(pk__in=held.values("person_id"), email__isnull=False)


def user_with_email(email: str) -> User | None:
    """The active user with this address, in any case."""
    return User.objects.filter(email__iexact=email, is_active=True).first()

"""Organisations, people and bodies for tests: plain functions with defaults that hold on any day."""

from datetime import date, datetime
from itertools import count
from typing import Any

from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.members.kinds import BodyKind, Mandate, OfficeKind, OrganisationKind, SeatRole
from dugnad.members.models import Body, Membership, MunicipalityCode, Office, Organisation, Person, Seat, User

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
LONG_AGO = date(2019, 1, 1)
COUNTIES = {
    "03": "Oslo", "30": "Viken", "31": "Østfold", "32": "Akershus", "33": "Buskerud",
    "34": "Innlandet", "38": "Vestfold og Telemark", "39": "Vestfold", "40": "Telemark",
}  # fmt: skip
ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", " ": "-"})
_numbers = count(1)


def make_organisation(name: str = "", **fields: Any) -> Organisation:
    """An organisation, of the kind "other" unless said otherwise."""
    name = name or f"Organisation {next(_numbers)}"
    values = {"kind": OrganisationKind.OTHER, "slug": name.lower().translate(ASCII)} | fields
    return Organisation.objects.create(name=name, **values)


def make_alliance(name: str = "Osloregionen") -> Organisation:
    """The one alliance; asked for again it is the same."""
    found = Organisation.objects.filter(kind=OrganisationKind.ALLIANCE).first()
    return found or make_organisation(name, kind=OrganisationKind.ALLIANCE, slug="alliance")


def make_subregion(name: str = "Hamarregionen", **fields: Any) -> Organisation:
    """A sub-region; asked for again by name it is the same."""
    found = Organisation.objects.filter(kind=OrganisationKind.SUBREGION, name=name).first()
    return found or make_organisation(name, kind=OrganisationKind.SUBREGION, **fields)


def make_municipality(
    name: str = "Hamar",
    code: str = "3403",
    member_from: date | None = date(2020, 10, 28),
    member_to: date | None = None,
    subregion: str = "",
    **fields: Any,
) -> Organisation:
    """A municipality with its code; a member of the alliance, and of a sub-region when one is named."""
    municipality = make_organisation(name, kind=OrganisationKind.MUNICIPALITY, **fields)
    make_code(code, name, municipality)
    if member_from:
        make_membership(municipality, make_alliance(), member_from, member_to)
    if subregion:
        make_membership(municipality, make_subregion(subregion), member_from or LONG_AGO, member_to)
    return municipality


def make_code(
    code: str = "3403",
    name: str = "Hamar",
    organisation: Organisation | None = None,
    valid_from: date = date(2019, 1, 1),
    valid_to: date | None = None,
) -> MunicipalityCode:
    """A municipality number, of an organisation or of a municipality that is no more."""
    return MunicipalityCode.objects.create(
        code=code,
        name=name,
        county_code=code[:2],
        county_name=COUNTIES.get(code[:2], f"County {code[:2]}"),
        valid_from=valid_from,
        valid_to=valid_to,
        organisation=organisation,
    )


def make_membership(
    organisation: Organisation,
    group: Organisation | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    **fields: Any,
) -> Membership:
    """A membership of the alliance, or of another group."""
    return Membership.objects.create(
        organisation=organisation,
        group=group or make_alliance(),
        valid_from=valid_from,
        valid_to=valid_to,
        **fields,
    )


def make_person(name: str = "", email: str | None = None, **fields: Any) -> Person:
    """A person without an account; with a name of their own unless one is given."""
    return Person.objects.create(name=name or f"Person {next(_numbers)}", email=email, **fields)


def make_body(kind: BodyKind = BodyKind.EXPERT_GROUP, name_nb: str = "", **fields: Any) -> Body:
    """A body that has existed for long; the same kind and name give the same body."""
    name_nb = name_nb or kind.value.replace("_", " ").capitalize()
    found = Body.objects.filter(kind=kind, name_nb=name_nb).first()
    values = {"slug": name_nb.lower().translate(ASCII), "valid_from": LONG_AGO} | fields
    return found or Body.objects.create(kind=kind, name_nb=name_nb, **values)


def make_seat(
    body: Body | None = None,
    person: Person | None = None,
    role: SeatRole = SeatRole.MEMBER,
    valid_from: date = LONG_AGO,
    **fields: Any,
) -> Seat:
    """A seat in a body; vacant when no person is named."""
    return Seat.objects.create(
        body=body or make_body(), person=person, role=role, valid_from=valid_from, **fields
    )


def make_office(
    person: Person,
    organisation: Organisation,
    mandate: Mandate = Mandate.NONE,
    kind: OfficeKind = OfficeKind.CLIMATE_ADVISER,
    valid_from: date = LONG_AGO,
    **fields: Any,
) -> Office:
    """A person's post at an organisation."""
    return Office.objects.create(
        person=person, organisation=organisation, mandate=mandate, kind=kind, valid_from=valid_from, **fields
    )


def make_user(email: str = "", *roles: Role, organisation: Organisation | None = None) -> User:
    """A user whose seats and offices give these roles; an office needs an organisation."""
    email = email or f"person{next(_numbers)}@demo.example"
    person = make_person(email.partition("@")[0].replace(".", " ").title(), email)
    for role in roles:
        _give(role, person, organisation)
    return User.objects.create(email=email, person=person, created_at=AT, password="!")


def make_secretary(email: str = "sekretariat@demo.example") -> User:
    """Somebody in the secretariat."""
    return make_user(email, Role.SECRETARIAT)


def make_administrator(email: str = "administrator@demo.example") -> User:
    """The secretariat's administrator."""
    return make_user(email, Role.ADMINISTRATOR)


def make_editor(organisation: Organisation | None = None, email: str = "") -> User:
    """Somebody who may write a member's answers."""
    return make_user(email, Role.MEMBER_EDITOR, organisation=organisation)


def make_approver(organisation: Organisation | None = None, email: str = "") -> User:
    """Somebody who may write and submit a member's answers."""
    return make_user(email, Role.MEMBER_APPROVER, organisation=organisation)


def make_body_member(email: str = "styret@demo.example") -> User:
    """Somebody on the board."""
    return make_user(email, Role.BODY_MEMBER)


def make_guest(email: str = "gjest@demo.example") -> User:
    """Somebody with an account and neither seat nor office."""
    return make_user(email)


def _give(role: Role, person: Person, organisation: Organisation | None) -> None:
    if role == Role.BODY_MEMBER:
        make_seat(make_body(BodyKind.BOARD, "Styret"), person)
    elif role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        seat_role = SeatRole.ADMINISTRATOR if role == Role.ADMINISTRATOR else SeatRole.MEMBER
        make_seat(make_body(BodyKind.SECRETARIAT, "Sekretariatet"), person, seat_role)
    elif role in (Role.MEMBER_EDITOR, Role.MEMBER_APPROVER):
        mandate = Mandate.APPROVER if role == Role.MEMBER_APPROVER else Mandate.EDITOR
        make_office(person, organisation or _hamar(), mandate)


def _hamar() -> Organisation:
    return Organisation.objects.filter(slug="hamar").first() or make_municipality()

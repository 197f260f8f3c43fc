"""The members' workbook: its sheets, and their rows as they stand now."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dugnad.kit.tables import Column, Table, day, one_of, text, whole_number, write_tables, yes_or_no
from dugnad.members.kinds import BodyKind, LanguageForm, Mandate, OfficeKind, OrganisationKind, SeatRole
from dugnad.members.models import Body, Membership, Office, Organisation, Person, Seat
from dugnad.members.queries.codes import codes_of
from dugnad.members.queries.people import PersonNames

Rows = list[dict[str, Any]]


def municipality_number(cell: Any) -> str:
    """Four digits as text; a spreadsheet that took 0301 for a number has dropped the zero."""
    words = text(cell)
    return words.zfill(4) if words.isdecimal() else words


KEY = Column("slug", _("Short name"), width=24)
NUMBER = Column("id", _("No."), read=whole_number, width=8)
FIRST_DAY = Column("valid_from", _("First day"), read=day, required=True, width=12)
LAST_DAY = Column("valid_to", _("Last day"), read=day, width=12)
ORGANISATION = Column("organisation", _("Organisation"), required=True, width=24)

ORGANISATIONS = Table(
    "organisations",
    _("Organisations"),
    (
        KEY,
        Column("name", _("Name"), required=True, width=30),
        Column("kind", _("Kind"), read=one_of(OrganisationKind), choices=OrganisationKind, required=True),
        Column("code", _("Municipality number"), read=municipality_number, width=12),
        Column(
            "language_form",
            _("Language form"),
            read=one_of(LanguageForm, empty=LanguageForm.BOKMAAL),
            choices=LanguageForm,
            width=14,
        ),
        Column("organisation_number", _("Organisation number"), width=14),
        Column("website", _("Website"), width=30),
        Column("country", _("Country"), read=lambda cell: text(cell) or "NO", width=8),
        Column("answers_for_members", _("May answer for its municipalities"), read=yes_or_no, width=12),
    ),
)
MEMBERSHIPS = Table(
    "memberships",
    _("Memberships"),
    (
        NUMBER,
        ORGANISATION,
        Column("group", _("Member of"), required=True, width=24),
        FIRST_DAY,
        LAST_DAY,
        Column("is_confirmed", _("Confirmed"), read=yes_or_no, width=12),
    ),
)
BODIES = Table(
    "bodies",
    _("Bodies"),
    (
        KEY,
        Column("kind", _("Kind"), read=one_of(BodyKind), choices=BodyKind, required=True),
        Column("name_nb", _("Name, bokmål"), required=True, width=30),
        Column("name_nn", _("Name, nynorsk"), width=30),
        Column("name_en", _("Name, English"), width=30),
        Column("mandate_text", _("Mandate"), width=50),
        FIRST_DAY,
        LAST_DAY,
    ),
)
PEOPLE = Table(
    "people",
    _("People"),
    (
        NUMBER,
        Column("name", _("Name"), required=True, width=30),
        Column("email", _("Work e-mail"), width=34),
        Column("phone", _("Telephone"), width=14),
        Column("language", _("Language"), width=10),
    ),
)
SEATS = Table(
    "seats",
    _("Seats"),
    (
        NUMBER,
        Column("body", _("Body"), required=True, width=24),
        Column("organisation", _("Organisation"), width=24),
        Column("role", _("Role"), read=one_of(SeatRole, empty=SeatRole.MEMBER), choices=SeatRole, width=16),
        Column("person", _("Person"), width=30),
        Column("deputy_for", _("Deputy for seat no."), read=whole_number, width=12),
        FIRST_DAY,
        LAST_DAY,
    ),
)
OFFICES = Table(
    "offices",
    _("Posts"),
    (
        NUMBER,
        Column("person", _("Person"), required=True, width=30),
        ORGANISATION,
        Column("kind", _("Kind"), read=one_of(OfficeKind), choices=OfficeKind, required=True),
        Column("title_nb", _("Title, bokmål"), width=24),
        Column("title_nn", _("Title, nynorsk"), width=24),
        Column("title_en", _("Title, English"), width=24),
        Column("mandate", _("Mandate"), read=one_of(Mandate, empty=Mandate.NONE), choices=Mandate),
        FIRST_DAY,
        LAST_DAY,
    ),
)
TABLES = (ORGANISATIONS, MEMBERSHIPS, BODIES, PEOPLE, SEATS, OFFICES)


def members_workbook(*, on: date) -> bytes:
    """All members, bodies and people as a workbook that can be edited and read in again."""
    return write_tables((table, rows) for table, rows in zip(TABLES, _all_rows(on=on), strict=True))


def _all_rows(*, on: date) -> tuple[Rows, ...]:
    names = PersonNames()
    codes = codes_of(Organisation.objects.all(), on=on)
    return (
        [organisation_row(o, codes[o.pk].code if o.pk in codes else "") for o in Organisation.objects.all()],
        [membership_row(m) for m in Membership.objects.select_related("organisation", "group")],
        [body_row(body) for body in Body.objects.all()],
        [person_row(person) for person in Person.objects.filter(erased_at__isnull=True)],
        [seat_row(seat, names) for seat in Seat.objects.select_related("body", "organisation", "person")],
        [office_row(o, names) for o in Office.objects.select_related("organisation", "person")],
    )


def organisation_row(organisation: Organisation, code: str) -> dict[str, Any]:
    """An organisation as a row."""
    return _row(organisation, ORGANISATIONS, code=code)


def membership_row(membership: Membership) -> dict[str, Any]:
    """A membership as a row."""
    slugs = {"organisation": membership.organisation.slug, "group": membership.group.slug}
    return _row(membership, MEMBERSHIPS, **slugs)


def body_row(body: Body) -> dict[str, Any]:
    """A body as a row."""
    return _row(body, BODIES)


def person_row(person: Person) -> dict[str, Any]:
    """A person as a row."""
    return _row(person, PEOPLE, email=person.email or "")


def seat_row(seat: Seat, names: PersonNames) -> dict[str, Any]:
    """A seat as a row."""
    return _row(
        seat,
        SEATS,
        body=seat.body.slug,
        organisation=seat.organisation.slug if seat.organisation else "",
        person=names.of(seat.person),
        deputy_for=seat.deputy_for_id,
    )


def office_row(office: Office, names: PersonNames) -> dict[str, Any]:
    """A post as a row."""
    return _row(office, OFFICES, person=names.of(office.person), organisation=office.organisation.slug)


def _row(noun: Any, table: Table, **named: Any) -> dict[str, Any]:
    keys = [column.key for column in table.columns]
    return {key: named[key] if key in named else getattr(noun, key) for key in keys}

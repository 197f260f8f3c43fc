"""The members' workbook comes back: every row by the same verbs as the pages, all of it or nothing."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dugnad.kit.errors import Refused
from dugnad.kit.tables import (
    Line,
    RowChange,
    WorkbookReport,
    changed_row,
    new_row,
    read_tables,
    take_lines,
)
from dugnad.members.changes import bodies, organisations, people
from dugnad.members.models import Body, Membership, Office, Organisation, Person, Seat
from dugnad.members.queries import PersonNames, body_called, organisation_called
from dugnad.members.queries import workbook as sheets

Stamp = dict[str, Any]  # who does it, and when


def import_workbook(
    path: Path, *, dry_run: bool = False, seen: str = "", by: Person | None, at: datetime
) -> WorkbookReport:
    """Read a members' workbook; `seen` is the digest of a preview, and another outcome stores nothing."""
    stamp, names = {"by": by, "at": at}, PersonNames()
    takers = {
        "organisations": partial(_organisation, stamp),
        "memberships": partial(_membership, stamp),
        "bodies": partial(_body, stamp),
        "people": partial(_person, stamp),
        "seats": partial(_seat, stamp, names),
        "offices": partial(_office, stamp, names),
    }
    return take_lines(read_tables(path, sheets.TABLES), takers, dry_run=dry_run, seen=seen)


def _organisation(stamp: Stamp, line: Line) -> RowChange | None:
    slug, values = line.values["slug"], _all_but(line, "slug")
    found = Organisation.objects.filter(slug=slug).first() if slug else None
    if found is None:
        new = organisations.add_organisation(slug=slug, **values, **stamp)
        return new_row(sheets.ORGANISATIONS, line, new.name)
    code = values["code"]
    had = code if not code or found.codes.filter(code=code).exists() else ""
    before = sheets.organisation_row(found, had)
    organisations.edit_organisation(found, **values, **stamp)
    return changed_row(sheets.ORGANISATIONS, line, before, found.name)


def _membership(stamp: Stamp, line: Line) -> RowChange | None:
    organisation, group = _named(line, "organisation"), _named(line, "group")
    values = {name: line.values[name] for name in ("valid_from", "valid_to", "is_confirmed")}
    found: Membership | None = _numbered(Membership, line)
    name = f"{organisation} – {group}"
    if found is None:
        organisations.take_up_membership(
            organisation,
            group,
            on=values["valid_from"],
            until=values["valid_to"],
            is_confirmed=values["is_confirmed"],
            **stamp,
        )
        return new_row(sheets.MEMBERSHIPS, line, name)
    _refuse_another(found.organisation_id, organisation.pk, "organisation")
    _refuse_another(found.group_id, group.pk, "group")
    before = sheets.membership_row(found)
    organisations.correct_membership(found, **values, **stamp)
    return changed_row(sheets.MEMBERSHIPS, line, before, name, like=("organisation", "group"))


def _body(stamp: Stamp, line: Line) -> RowChange | None:
    values = _all_but(line, "slug")
    found = Body.objects.filter(slug=line.values["slug"]).first() if line.values["slug"] else None
    if found is None:
        first, last = values.pop("valid_from"), values.pop("valid_to")
        body = bodies.create_body(slug=line.values["slug"], on=first, until=last, **values, **stamp)
        return new_row(sheets.BODIES, line, str(body))
    before = sheets.body_row(found)
    bodies.edit_body(found, **values, **stamp)
    return changed_row(sheets.BODIES, line, before, str(found))


def _person(stamp: Stamp, line: Line) -> RowChange | None:
    values = _all_but(line, "id")
    values["language"] = values["language"] or "nb"
    found: Person | None = _numbered(Person, line)
    if found is None:
        people.add_person(**values, **stamp)
        return new_row(sheets.PEOPLE, line, values["name"])
    before = sheets.person_row(found)
    people.edit_person(found, **values, **stamp)
    return changed_row(sheets.PEOPLE, line, before, found.name)


def _seat(stamp: Stamp, names: PersonNames, line: Line) -> RowChange | None:
    body = _body_named(line)
    organisation = _named(line, "organisation") if line.values["organisation"] else None
    person = _person_named(names, line) if line.values["person"] else None
    place: Seat | None = _numbered(Seat, line, "deputy_for")
    days = {name: line.values[name] for name in ("valid_from", "valid_to")}
    found: Seat | None = _numbered(Seat, line)
    name = f"{body} – {person or _('vacant')}"
    if found is None:
        bodies.add_seat(
            body,
            role=line.values["role"],
            organisation=organisation,
            person=person,
            deputy_for=place,
            on=days["valid_from"],
            until=days["valid_to"],
            **stamp,
        )
        return new_row(sheets.SEATS, line, name)
    _refuse_another(found.body_id, body.pk, "body")
    before = sheets.seat_row(found, names)
    same = ["body"]
    same += ["person"] if person == found.person else []
    same += ["organisation"] if organisation == found.organisation else []
    bodies.correct_seat(
        found,
        role=line.values["role"],
        organisation_id=organisation.pk if organisation else None,
        person_id=person.pk if person else None,
        deputy_for_id=place.place_key if place else None,
        **days,
        **stamp,
    )
    return changed_row(sheets.SEATS, line, before, name, like=same)


def _office(stamp: Stamp, names: PersonNames, line: Line) -> RowChange | None:
    person, organisation = _person_named(names, line), _named(line, "organisation")
    values = {key: line.values[key] for key in ("kind", "title_nb", "title_nn", "title_en", "mandate")}
    days = {key: line.values[key] for key in ("valid_from", "valid_to")}
    found: Office | None = _numbered(Office, line)
    name = f"{person}, {organisation}"
    if found is None:
        people.appoint_to_office(
            person, organisation, on=days["valid_from"], until=days["valid_to"], **values, **stamp
        )
        return new_row(sheets.OFFICES, line, name)
    _refuse_another(found.person_id, person.pk, "person")
    _refuse_another(found.organisation_id, organisation.pk, "organisation")
    before = sheets.office_row(found, names)
    people.edit_office(found, **values, **days, **stamp)
    return changed_row(sheets.OFFICES, line, before, name, like=("person", "organisation"))


# What a cell names -------------------------------------------------------------------------------------


def _named(line: Line, column: str) -> Organisation:
    words = line.values[column]
    found = organisation_called(words)
    if found is None:
        message = _("No organisation is called “%(name)s”. Write its short name, such as hamar.")
        raise Refused("organisation", message % {"name": words}, field=column)
    return found


def _body_named(line: Line) -> Body:
    words = line.values["body"]
    found = body_called(words)
    if found is None:
        message = _("No body is called “%(name)s”. Write its short name from the sheet of bodies.")
        raise Refused("body", message % {"name": words}, field="body")
    return found


def _person_named(names: PersonNames, line: Line) -> Person:
    words = line.values["person"]
    found = names.person(words)
    if found is None:
        message = _("“%(name)s” is nobody here, or several. Write the person's e-mail, or # and the number.")
        raise Refused("person", message % {"name": words}, field="person")
    return found


def _numbered(noun: Any, line: Line, column: str = "id") -> Any:
    number = line.values[column]
    if number is None:
        return None
    found = noun.objects.filter(pk=number).first()
    if found is None:
        message = _("There is no row with number %(number)s. Leave the cell empty for a new one.")
        raise Refused("number", message % {"number": number}, field=column)
    return found


def _refuse_another(known: int, given: int, column: str) -> None:
    if known != given:
        message = _("This cannot be changed on an existing row. End it, and add a new row without a number.")
        raise Refused("another", message, field=column)


def _all_but(line: Line, *names: str) -> dict[str, Any]:
    return {key: value for key, value in line.values.items() if key not in names}

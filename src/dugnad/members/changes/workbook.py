"""The members' workbook comes back: every row by the same verbs as the pages, all of it or nothing."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.kit.errors import Refused
from dugnad.kit.tables import Line, RowChange, Table, WorkbookReport, differences, read_tables
from dugnad.members.changes import bodies, codes, organisations, people
from dugnad.members.models import Body, Membership, Office, Organisation, Person, Seat
from dugnad.members.queries import organisation_named
from dugnad.members.queries import workbook as sheets

Undone = type("Undone", (Exception,), {"__doc__": "Roll back: this was only a try, or a row was refused."})


class Import:
    """One reading of a workbook: who does it, when, and what has come of it so far."""

    def __init__(self, *, by: Person | None, at: datetime) -> None:
        self.by, self.at = by, at
        self.report = WorkbookReport()
        self.names = sheets.PersonNames()
        self.stamp: dict[str, Any] = {"by": by, "at": at}

    def take(self, line: Line, row: Callable[["Import", Line], RowChange | None]) -> None:
        """Take one row, or note why not."""
        try:
            with transaction.atomic():
                change = row(self, line)
        except Refused as refusal:
            self.report.errors.append(line.error(refusal.field, str(refusal)))
        else:
            self.report.changes += [change] if change else []


def import_workbook(
    path: Path, *, dry_run: bool = False, shown: str = "", by: Person | None, at: datetime
) -> WorkbookReport:
    """Read a members' workbook; `shown` is the digest of a preview, and another outcome stores nothing."""
    reading = read_tables(path, sheets.TABLES)
    work = Import(by=by, at=at)
    report = work.report
    report.errors += reading.errors
    report.rows = reading.rows
    with suppress(Undone), transaction.atomic():
        for table in sheets.TABLES:
            for line in reading.lines[table.key]:
                work.take(line, ROWS[table.key])
        if dry_run or report.errors or (shown and shown != report.digest):
            raise Undone
        report.stored = True
    return report


def _organisation(work: Import, line: Line) -> RowChange | None:
    values, code = _all_but(line, "slug", "code"), line.values["code"]
    found = Organisation.objects.filter(slug=line.values["slug"]).first() if line.values["slug"] else None
    if found is None:
        new = organisations.add_organisation(slug=line.values["slug"], **values, **work.stamp)
        if code:
            codes.link_codes(new, code, **work.stamp)
        return _new(sheets.ORGANISATIONS, line, new.name)
    had = code if not code or found.codes.filter(code=code).exists() else ""
    before = sheets.organisation_row(found, had)
    organisations.edit_organisation(found, **values, **work.stamp)
    if code != had:
        codes.link_codes(found, code, **work.stamp)
    return _changed(sheets.ORGANISATIONS, line, before, found.name)


def _membership(work: Import, line: Line) -> RowChange | None:
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
            **work.stamp,
        )
        return _new(sheets.MEMBERSHIPS, line, name)
    _refuse_another(found.organisation_id, organisation.pk, "organisation")
    _refuse_another(found.group_id, group.pk, "group")
    before = sheets.membership_row(found)
    organisations.correct_membership(found, **values, **work.stamp)
    return _changed(sheets.MEMBERSHIPS, line, before, name, like=("organisation", "group"))


def _body(work: Import, line: Line) -> RowChange | None:
    values = _all_but(line, "slug")
    found = Body.objects.filter(slug=line.values["slug"]).first() if line.values["slug"] else None
    if found is None:
        first, last = values.pop("valid_from"), values.pop("valid_to")
        body = bodies.create_body(slug=line.values["slug"], on=first, until=last, **values, **work.stamp)
        return _new(sheets.BODIES, line, str(body))
    before = sheets.body_row(found)
    bodies.edit_body(found, **values, **work.stamp)
    return _changed(sheets.BODIES, line, before, str(found))


def _person(work: Import, line: Line) -> RowChange | None:
    values = _all_but(line, "id")
    values["language"] = values["language"] or "nb"
    found: Person | None = _numbered(Person, line)
    if found is None:
        people.add_person(**values, **work.stamp)
        return _new(sheets.PEOPLE, line, values["name"])
    before = sheets.person_row(found)
    people.edit_person(found, **values, **work.stamp)
    return _changed(sheets.PEOPLE, line, before, found.name)


def _seat(work: Import, line: Line) -> RowChange | None:
    body = _body_named(line)
    organisation = _named(line, "organisation") if line.values["organisation"] else None
    person = _person_named(line) if line.values["person"] else None
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
            **work.stamp,
        )
        return _new(sheets.SEATS, line, name)
    _refuse_another(found.body_id, body.pk, "body")
    before = sheets.seat_row(found, work.names)
    bodies.correct_seat(
        found,
        role=line.values["role"],
        organisation_id=organisation.pk if organisation else None,
        person_id=person.pk if person else None,
        deputy_for_id=place.place_key if place else None,
        **days,
        **work.stamp,
    )
    return _changed(sheets.SEATS, line, before, name)


def _office(work: Import, line: Line) -> RowChange | None:
    person, organisation = _person_named(line), _named(line, "organisation")
    values = {key: line.values[key] for key in ("kind", "title", "mandate")}
    days = {key: line.values[key] for key in ("valid_from", "valid_to")}
    found: Office | None = _numbered(Office, line)
    name = f"{person}, {organisation}"
    if found is None:
        people.appoint_to_office(
            person, organisation, on=days["valid_from"], until=days["valid_to"], **values, **work.stamp
        )
        return _new(sheets.OFFICES, line, name)
    _refuse_another(found.person_id, person.pk, "person")
    _refuse_another(found.organisation_id, organisation.pk, "organisation")
    before = sheets.office_row(found, work.names)
    people.edit_office(found, **values, **days, **work.stamp)
    return _changed(sheets.OFFICES, line, before, name, like=("person", "organisation"))


ROWS: dict[str, Callable[[Import, Line], RowChange | None]] = {
    "organisations": _organisation,
    "memberships": _membership,
    "bodies": _body,
    "people": _person,
    "seats": _seat,
    "offices": _office,
}


# What a cell names -------------------------------------------------------------------------------------


def _named(line: Line, column: str) -> Organisation:
    words = line.values[column]
    found = organisation_named(words) or _only(Organisation.objects.filter(name__iexact=words))
    if found is None:
        message = _("No organisation is called “%(name)s”. Write its short name, such as hamar.")
        raise Refused("organisation", message % {"name": words}, field=column)
    return found


def _body_named(line: Line) -> Body:
    words = line.values["body"]
    found = Body.objects.filter(slug=words).first() or _only(Body.objects.filter(name_nb__iexact=words))
    if found is None:
        message = _("No body is called “%(name)s”. Write its short name from the sheet of bodies.")
        raise Refused("body", message % {"name": words}, field="body")
    return found


def _person_named(line: Line) -> Person:
    words = line.values["person"]
    if words[:1] == "#" and words[1:].isdecimal():
        found = Person.objects.filter(pk=int(words[1:])).first()
    else:
        found = Person.objects.filter(email__iexact=words).first() or _only(
            Person.objects.filter(name=words, erased_at__isnull=True)
        )
    if found is None:
        message = _("“%(name)s” is nobody here, or several. Write the person's e-mail, or # and the number.")
        raise Refused("person", message % {"name": words}, field="person")
    return found


def _only(found: Any) -> Any:
    first_two = list(found[:2])
    return first_two[0] if len(first_two) == 1 else None


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


def _new(table: Table, line: Line, name: str) -> RowChange:
    empty = dict.fromkeys((column.key for column in table.columns), "")
    return RowChange(
        line.sheet, line.number, name, is_new=True, fields=differences(table, empty, line.values)
    )


def _changed(
    table: Table, line: Line, before: dict[str, Any], name: str, *, like: tuple[str, ...] = ()
) -> RowChange | None:
    """The row's differences; cells in `like` only name something, in whatever way."""
    after = dict(line.values) | {key: before[key] for key in like}
    fields = differences(table, before, after)
    return RowChange(line.sheet, line.number, name, is_new=False, fields=fields) if fields else None

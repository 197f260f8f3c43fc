"""The programme's workbook comes back: every row by the same verbs as the pages, all of it or nothing."""

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
from dugnad.members.models import Body, Person
from dugnad.members.queries import PersonNames, body_called
from dugnad.programme.changes.activities import add_activity, edit_activity
from dugnad.programme.changes.milestones import add_milestone, edit_milestone
from dugnad.programme.changes.programmes import add_strand, edit_strand, refuse_frozen
from dugnad.programme.models import Activity, Milestone, Programme, Strand
from dugnad.programme.queries import workbook as sheets

Stamp = dict[str, Any]  # who does it, and when
TITLES = ("title_nb", "title_nn", "title_en")
NAMED = ("strand", "responsible_body", "responsible_person")  # cells that name another thing


def import_programme(
    programme: Programme,
    path: Path,
    *,
    dry_run: bool = False,
    seen: str = "",
    by: Person | None,
    at: datetime,
) -> WorkbookReport:
    """Read a programme's workbook; `seen` is the digest of a preview, and another outcome stores nothing."""
    refuse_frozen(programme)
    stamp: Stamp = {"by": by, "at": at}
    takers = {
        "strands": partial(_strand, programme, stamp),
        "activities": partial(_activity, programme, PersonNames(), stamp),
        "milestones": partial(_milestone, programme, stamp),
    }
    return take_lines(read_tables(path, sheets.TABLES), takers, dry_run=dry_run, seen=seen)


def _strand(programme: Programme, stamp: Stamp, line: Line) -> RowChange | None:
    values = dict(line.values)
    key = values.pop("key")
    found = programme.strands.filter(key=key).first() if key else None
    if found is None:
        add_strand(programme, key=key, **values, **stamp)
        return new_row(sheets.STRANDS, line, values["title_nb"])
    _refuse_emptied("position", line)
    before = sheets.strand_row(found)
    edit_strand(found, **values, **stamp)
    return changed_row(sheets.STRANDS, line, before, str(found))


def _activity(programme: Programme, names: PersonNames, stamp: Stamp, line: Line) -> RowChange | None:
    values = dict(line.values) | {
        "strand": _strand_called(programme, line),
        "responsible_body": _body_called(line),
        "responsible_person": _person_called(names, line),
    }
    key, goals = values.pop("key"), [int(number) for number in values.pop("goals").split()]
    found = programme.activities.filter(key=key).first() if key else None
    if found is None:
        add_activity(values.pop("strand"), key=key, goals=goals, **values, **stamp)
        return new_row(sheets.ACTIVITIES, line, values["title_nb"])
    _refuse_emptied("number", line)
    before = sheets.activity_row(found, names)
    same = [name for name in NAMED if getattr(found, name) == values[name]]
    edit_activity(found, goals=goals, **values, **stamp)
    return changed_row(sheets.ACTIVITIES, line, before, str(found), like=same)


def _milestone(programme: Programme, stamp: Stamp, line: Line) -> RowChange | None:
    activity = _activity_called(programme, line)
    values = {name: line.values[name] for name in (*TITLES, "due", "done_on")}
    number = line.values["id"]
    if number is None:
        add_milestone(activity, **values, **stamp)
        return new_row(sheets.MILESTONES, line, values["title_nb"])
    found = Milestone.objects.filter(pk=number, activity=activity).first()
    if found is None:
        message = _("There is no row with number %(number)s here. Leave the cell empty for a new one.")
        raise Refused("number", message % {"number": number}, field="id")
    before = sheets.milestone_row(found)
    edit_milestone(found, **values, **stamp)
    return changed_row(sheets.MILESTONES, line, before, str(found))


def _refuse_emptied(field: str, line: Line) -> None:
    """A new row without a number gets the next one; a row that had one must not lose it by an empty cell."""
    if line.values[field] is None:
        message = _("This row has a number already. Fill it in; only a new row may leave it empty.")
        raise Refused("number", message, field=field)


def _strand_called(programme: Programme, line: Line) -> Strand:
    words = line.values["strand"]
    found = programme.strands.filter(key=words).first() or programme.strands.filter(title_nb=words).first()
    if found is None:
        message = _("No strand is called “%(name)s”. Write its short name from the sheet of strands.")
        raise Refused("strand", message % {"name": words}, field="strand")
    return found


def _activity_called(programme: Programme, line: Line) -> Activity:
    words = line.values["activity"]
    found = programme.activities.filter(key=words).first()
    if found is None:
        message = _("No activity is called “%(name)s”. Write its short name from the sheet of activities.")
        raise Refused("activity", message % {"name": words}, field="activity")
    return found


def _body_called(line: Line) -> Body | None:
    words = line.values["responsible_body"]
    found = body_called(words) if words else None
    if words and found is None:
        message = _("No body is called “%(name)s”.")
        raise Refused("body", message % {"name": words}, field="responsible_body")
    return found


def _person_called(names: PersonNames, line: Line) -> Person | None:
    words = line.values["responsible_person"]
    found = names.person(words) if words else None
    if words and found is None:
        message = _("“%(name)s” is nobody here, or several. Write the person's e-mail.")
        raise Refused("person", message % {"name": words}, field="responsible_person")
    return found

"""A call comes in as JSON Schema: all of it becomes a draft, or nothing does."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.calls import check_year, create_call
from dugnad.calls.changes.questions import add_question, add_section
from dugnad.calls.models import Call, Question
from dugnad.calls.rules import same_weekday_in
from dugnad.calls.sources import CallFile, QuestionRow, pointer, read_schema
from dugnad.indicators.queries import indicator_with_key
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

TITLES = ("title_nb", "title_nn", "title_en")
MUST = ("kind", "year", "opens", "due_day", "due_time")


@transaction.atomic
def import_call(
    content: bytes, *, by: Person | None, at: datetime, year: int | None = None, title: str = ""
) -> Call:
    """Make a draft from the bytes of a schema; Refused names every wrong place by its JSON pointer.

    Another year than the file's moves its days to that year; a title stands in every language of the file.
    """
    found = read_schema(content)
    for name in MUST if found.values else ():
        if name not in found.values and pointer("x-dugnad", "call", name) not in found.complaints:
            found.complain(pointer("x-dugnad", "call", name), _("This must be there."))
    if found.complaints:
        raise _refusal(found.complaints)
    found.values.update(_other_values(found.values, year or found.values["year"], title.strip()))
    try:
        check_year(found.values["kind"], found.values["year"])
        call = create_call(by=by, at=at, **found.values)
    except Refused as error:
        raise _refusal({pointer("x-dugnad", "call", *_field(error)): str(error.message)}) from None
    history.record("import_call", call, by=by, at=at)
    _add_sections(found, call, by=by, at=at)
    return call


def _other_values(values: dict[str, Any], year: int, title: str) -> dict[str, Any]:
    """What is otherwise than in the file: days and titles of another year, or the title that was written."""
    before, names = values["year"], [name for name in TITLES if values.get(name)]
    moved: dict[str, Any] = {name: title or values[name].replace(str(before), str(year)) for name in names}
    if year != before:
        days = {name: values[name] for name in ("opens", "due_day")}
        moved |= {name: same_weekday_in(day, day.year + year - before) for name, day in days.items()}
    return moved | {"year": year}


def _add_sections(found: CallFile, call: Call, *, by: Person | None, at: datetime) -> None:
    asked: dict[str, Question] = {}
    for number, row in enumerate(found.sections):
        try:
            section = add_section(call, by=by, at=at, **row.titles)
        except Refused as error:
            place = pointer("x-dugnad", "sections", number, *_field(error))
            raise _refusal({place: str(error.message)}) from None
        for question in row.questions:
            try:
                _check_indicator(question)
                values = question.values | _condition(question, asked)
                asked[question.key] = add_question(section, key=question.key, by=by, at=at, **values)
            except Refused as error:
                place = pointer("properties", question.key, "x-dugnad", *_field(error))
                raise _refusal({place: str(error.message)}) from None


def _check_indicator(row: QuestionRow) -> None:
    """Refuse an indicator that we do not have: it would never fill in a figure, and nobody would know why."""
    if key := row.values.get("indicator", ""):
        try:
            indicator_with_key(key)
        except Refused as error:
            raise Refused(error.code, error.message, field="indicator") from None


def _condition(row: QuestionRow, asked: dict[str, Question]) -> dict[str, Any]:
    if not row.hinge:
        return {}
    if row.hinge not in asked:
        raise Refused("only_if", _("A question can only hang on one that stands before it."), field="only_if")
    return {"only_if": asked[row.hinge], "only_if_choices": row.hinge_choices}


def _field(error: Refused) -> list[str]:
    """Where in the noun it stands: title_nb is the place title/nb in the file."""
    name, _underscore, code = error.field.rpartition("_")
    return [name, code] if code in {"nb", "nn", "en"} else [error.field] if error.field else []


def _refusal(complaints: dict[str, str]) -> Refused:
    place, message = next(iter(sorted(complaints.items())))
    return Refused("invalid", f"{place}: {message}", field="file", details=dict(sorted(complaints.items())))

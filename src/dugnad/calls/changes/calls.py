"""Verbs of calls: create, from a template or from last year's, change, open, close."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dugnad.calls.changes.letters import invite
from dugnad.calls.changes.planning import move_reminders, plan_reminders
from dugnad.calls.changes.questions import add_question, add_section
from dugnad.calls.kinds import CALL_FACTS, CallKind, CallTemplate, template_for
from dugnad.calls.models import Call, Question, Reply
from dugnad.calls.queries import questions_of, sections_of
from dugnad.calls.states import CALL_STEPS, CallState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Organisation, Person
from dugnad.members.queries import members_on

# First words of our own addresses below /innhenting/; a call must not hide behind one.
RESERVED = frozenset({"ny", "del", "filer", "kvittering", "innvendinger"})
COPIED = (
    "key", "kind", "position", "unit", "required", "choices", "least", "most", "length_unit",
    "label_nb", "label_nn", "label_en", "help_nb", "help_nn", "help_en", "indicator", "indicator_sector",
)  # fmt: skip


@transaction.atomic
def create_call(
    *,
    kind: str,
    year: int,
    title_nb: str,
    opens: date,
    due_day: date,
    due_time: time,
    by: Person | None,
    at: datetime,
    slug: str = "",
    **values: Any,
) -> Call:
    """Begin a call as a draft; `values` are the other fields of a call."""
    call = Call(
        kind=kind,
        slug=slug or _free_slug(kind, year),
        year=year,
        title_nb=title_nb,
        opens=opens,
        due_day=due_day,
        due_time=due_time,
        created_at=at,
        **values,
    )
    _check(call)
    add(call, "create_call", by=by, at=at)
    return call


@transaction.atomic
def create_call_from_template(
    *,
    year: int,
    by: Person | None,
    at: datetime,
    kind: str = CallKind.KLIMASTATUS,
    **values: Any,
) -> Call:
    """Begin a call with the questions that are ready for its kind and year; `values` go before theirs."""
    _check_year(kind, year)
    template = template_for(CallKind(kind), year)
    call = create_call(kind=kind, year=year, by=by, at=at, **(template.call(year) | values))
    _fill(call, template, year=year, by=by, at=at)
    return call


@transaction.atomic
def copy_call(
    source: Call, *, year: int, due_day: date, opens: date, by: Person | None, at: datetime, **values: Any
) -> Call:
    """Begin a call with the questions of another one; the years in them move along."""
    _check_year(source.kind, year)
    titles = {f"title_{code}": _in_year(source, code, year) for code in ("nb", "nn", "en")}
    kept = ("intro_nb", "intro_nn", "intro_en", "due_time", "zone", "grace_minutes", "minutes", "contact")
    same: dict[str, Any] = {name: getattr(source, name) for name in kept}
    call = create_call(
        kind=source.kind, year=year, opens=opens, due_day=due_day, by=by, at=at, **(titles | same | values)
    )
    for section in sections_of(source):
        copied = add_section(call, by=by, at=at, **_titles(section))
        for question in section.asked:  # type: ignore[attr-defined]
            add_question(copied, by=by, at=at, **_copied(question, year - source.year))
    return call


@transaction.atomic
def edit_call(call: Call, *, by: Person | None, at: datetime, **values: Any) -> None:
    """Change the words, days or contact of a call; what members have answered stays as it is."""
    for name, value in values.items():
        setattr(call, name, value)
    _check(call)
    call.refresh_from_db()
    due_day = call.due_day
    edit(call, "edit_call", values, by=by, at=at)
    if call.due_day != due_day and call.state == CallState.OPEN:
        move_reminders(call, days=(call.due_day - due_day).days, at=at)


@transaction.atomic
def open_call(
    call: Call,
    *,
    by: Person | None,
    at: datetime,
    members: Iterable[Organisation] | None = None,
    tell: bool = True,
) -> None:
    """Ask the members: those of the day, or the ones named; each gets a reply that is awaited, and a mail.

    The reminders that the kind of the call asks for are planned, and can be read and stopped until they go.
    """
    if not questions_of(call):
        raise Refused("questions", _("Add at least one question before you open the call."))
    _step("open_call", call, by=by, at=at)
    asked = members_on(at.date()) if members is None else members
    known = set(call.replies.values_list("organisation_id", flat=True))
    fresh = [Reply(call=call, organisation=member) for member in asked if member.pk not in known]
    Reply.objects.bulk_create(fresh)
    plan_reminders(call, at=at)
    if tell:
        invite(call, {reply.organisation_id for reply in fresh}, at=at)


@transaction.atomic
def close_call(call: Call, *, by: Person | None, at: datetime) -> None:
    """Take no more answers; until now also late ones were taken."""
    _step("close_call", call, by=by, at=at)


@transaction.atomic
def discard_call(call: Call, *, by: Person | None, at: datetime) -> None:
    """Take away a draft that nobody has been asked to answer; the trail keeps what it asked."""
    if call.state != CallState.DRAFT or call.replies.exists():
        raise Refused("state", _("The call has been open, so it stays. Close it instead."))
    asked = [question.label_nb for question in questions_of(call)]
    before = {"title": call.title_nb, "year": call.year, "questions": asked}
    history.record("discard_call", call, by=by, at=at, before=before)
    call.questions.all().delete()
    call.sections.all().delete()
    call.delete()


def _step(verb: str, call: Call, *, by: Person | None, at: datetime) -> None:
    step, before = CALL_STEPS[verb], call.state
    # Of two who try at once the database lets one through.
    won = Call.objects.filter(pk=call.pk, state__in=step.starts).update(state=step.ends)
    call.refresh_from_db()
    if not won:
        raise Refused("state", step.refusal)
    history.record(verb, call, by=by, at=at, before={"state": before}, after={"state": step.ends})


def _check_year(kind: str, year: int) -> None:
    """What comes every year is asked once a year; two of the same would be answered by halves."""
    before = (
        Call.objects.filter(kind=kind, year=year).first() if CALL_FACTS[CallKind(kind)].every_year else None
    )
    if before is not None:
        message = _("There is one for %(year)s already: %(name)s. Go on with that, or choose another year.")
        raise Refused("year", message % {"year": year, "name": before}, field="year")


def _check(call: Call) -> None:
    if call.slug in RESERVED:
        raise Refused(
            "slug", _("“%(slug)s” is taken. Choose another short name.") % {"slug": call.slug}, field="slug"
        )
    if call.due_day < call.opens:
        raise Refused("due_day", _("The answers must be due after the call opens."), field="due_day")


def _free_slug(kind: str, year: int) -> str:
    slug = base = slugify(f"{kind}-{year}")
    number = 2
    while Call.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def _fill(call: Call, template: CallTemplate, *, year: int, by: Person | None, at: datetime) -> None:
    for sketch in template.sections:
        section = add_section(call, by=by, at=at, **sketch.titles())
        for question in sketch.questions:
            add_question(section, by=by, at=at, **question.values(year))


def _titles(noun: Any) -> dict[str, str]:
    return {name: getattr(noun, name) for name in ("title_nb", "title_nn", "title_en")}


def _in_year(source: Call, code: str, year: int) -> str:
    return str(getattr(source, f"title_{code}")).replace(str(source.year), str(year))


def _copied(question: Question, years: int) -> dict[str, Any]:
    values = {name: getattr(question, name) for name in COPIED}
    year = question.indicator_year
    words = [name for name in values if name.startswith(("label_", "help_"))]
    moved = {name: str(values[name]).replace(str(year), str(year + years)) for name in words} if year else {}
    return values | moved | {"indicator_year": year + years if year else None}

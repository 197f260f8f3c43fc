"""Verbs of calls: create, from a template or from last year's, change, open, close."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.calls.changes.asking_points import ask_points
from dugnad.calls.changes.consenting import ask_consent
from dugnad.calls.changes.copying import copied, in_length_of, in_years
from dugnad.calls.changes.letters import invite
from dugnad.calls.changes.planning import move_reminders, plan_reminders
from dugnad.calls.changes.questions import add_question, add_section, check_text
from dugnad.calls.kinds import CALL_FACTS, CallKind, CallTemplate, template_for
from dugnad.calls.models import Call, Question, Reply
from dugnad.calls.queries import Missing, members_to_ask, missing_texts, questions_of, sections_of
from dugnad.calls.states import CALL_STEPS, CallState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.kit.text import localised
from dugnad.members.models import Organisation, Person
from dugnad.members.rules import slug_of

# First words of our own addresses below /innhenting/; a call must not hide behind one.
RESERVED = frozenset({"ny", "del", "filer", "kvittering", "innvendinger", "evaluering", "materialstrommer"})
# What a call takes along when it is asked again.
KEPT = (
    "languages", "due_time", "zone", "grace_minutes", "minutes", "four_eyes", "asks_basis", "confirm_days",
    "contact",
)  # fmt: skip
TITLES = ("title_nb", "title_nn", "title_en")
MOVING = (*TITLES, "intro_nb", "intro_nn", "intro_en")


@transaction.atomic
def create_call(
    *,
    kind: str,
    year: int,
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
        slug=slug,
        year=year,
        opens=opens,
        due_day=due_day,
        due_time=due_time,
        created_at=at,
        **values,
    )
    call.slug = slug or _free_slug(call)
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
    check_year(kind, year)
    template = template_for(CallKind(kind), year)
    call = create_call(kind=kind, year=year, by=by, at=at, **(template.call(year) | values))
    _fill(call, template, year=year, by=by, at=at)
    if CALL_FACTS[CallKind(kind)].asks_consent:
        ask_consent(call, by=by, at=at)
    if CALL_FACTS[CallKind(kind)].asks_points:
        ask_points(call, by=by, at=at)
    return call


@transaction.atomic
def copy_call(
    source: Call, *, year: int, due_day: date, opens: date, by: Person | None, at: datetime, **values: Any
) -> Call:
    """Begin a call with the questions of another one; the years in them move along."""
    check_year(source.kind, year)
    words = {name: in_years(getattr(source, name), source.year, year - source.year) for name in MOVING}
    same: dict[str, Any] = {name: getattr(source, name) for name in KEPT}
    call = create_call(
        kind=source.kind, year=year, opens=opens, due_day=due_day, by=by, at=at, **(words | same | values)
    )
    history.record("copy_call", call, by=by, at=at, after={"copied_from": source.slug})
    _copy_questions(source, call, by=by, at=at)
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
    """Ask the members whom it is for, or the ones named; each gets a reply that is awaited, and a mail.

    The reminders that the kind of the call asks for are planned, and can be read and stopped until they go.
    """
    if not questions_of(call):
        raise Refused("questions", _("Add at least one question before you open the call."))
    if missing := missing_texts(call):
        raise Refused("languages", _refusal(missing))
    _step("open_call", call, by=by, at=at)
    asked = members_to_ask(call, on=at.date()) if members is None else members
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
    asked = [localised(question, "label", "nb") for question in questions_of(call)]
    before = {"title": localised(call, "title", "nb"), "year": call.year, "questions": asked}
    history.record("discard_call", call, by=by, at=at, before=before)
    call.questions.update(only_if=None)  # or those that others hang on would stay
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


def _refusal(missing: list[Missing]) -> str:
    """The first text that is missing, and how many more there are."""
    message = _(
        "In %(language)s this is missing: %(what)s. Write it, or choose fewer languages for the call."
    )
    first = missing[0]
    more = len(missing) - 1
    said = message % {"language": first.language, "what": first.what}
    rest = ngettext("%(n)s more text is missing.", "%(n)s more texts are missing.", more) % {"n": more}
    return f"{said} {rest}" if more else said


def check_year(kind: str, year: int) -> None:
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
    check_text(call, "title", call, _("Give the call a title."))
    if call.due_day < call.opens:
        raise Refused("due_day", _("The answers must be due after the call opens."), field="due_day")


def _free_slug(call: Call) -> str:
    """What comes every year is called by its kind, anything else by its title."""
    facts, title = CALL_FACTS[CallKind(call.kind)], localised(call, "title", "nb").replace(str(call.year), "")
    own = facts.address or call.kind
    name = own if facts.every_year else slug_of(title)[:60].strip("-") or call.kind
    slug = base = f"{name}-{call.year}"
    number = 2
    while Call.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def _fill(call: Call, template: CallTemplate, *, year: int, by: Person | None, at: datetime) -> None:
    for sketch in template.sections:
        section = add_section(call, by=by, at=at, **sketch.titles())
        for question in sketch.questions:
            add_question(section, by=by, at=at, **in_length_of(year, question.values(year)))


def _copy_questions(source: Call, call: Call, *, by: Person | None, at: datetime) -> None:
    """A condition hangs on the copied question, which stands there already: it stands before."""
    twins: dict[int | None, Question] = {}
    for section in sections_of(source):
        years = call.year - source.year
        titles = {name: in_years(getattr(section, name), source.year, years) for name in TITLES}
        added = add_section(call, by=by, at=at, **titles)
        for question in section.asked:  # type: ignore[attr-defined]
            hinge = twins.get(question.only_if_id)
            condition = {"only_if": hinge, "only_if_choices": question.only_if_choices} if hinge else {}
            values = in_length_of(call.year, copied(question, years)) | condition
            twins[question.pk] = add_question(added, by=by, at=at, **values)

"""Verbs of a consultation: enter it, settle whether we answer, begin the statement, approve and send it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.documents import changes as documents
from dugnad.documents.kinds import Kind
from dugnad.documents.models import Document
from dugnad.documents.states import State
from dugnad.dossiers import rules
from dugnad.dossiers.changes.keeping import File, hold, kept, refuse_future, refuse_old_news
from dugnad.dossiers.models import Ask, Consultation, Dossier, Response
from dugnad.dossiers.queries.statements import body_of_statement, title_of_statement
from dugnad.dossiers.states import Verdict
from dugnad.engine.holidays import is_working_day
from dugnad.events.models import Outcome
from dugnad.kit import history
from dugnad.kit.changes import add, edit, refuse_invalid
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.members.queries import alliance

SENDABLE = frozenset({State.APPROVED, State.PUBLISHED})


@transaction.atomic
def add_consultation(
    dossier: Dossier, *, title: str, announced_on: date, deadline: datetime, by: Person | None, at: datetime,
    slug: str = "", **values: Any,
) -> Consultation:  # fmt: skip
    """Enter that somebody asks for our word, and by when."""
    _refuse_days(announced_on, deadline, values.get("members_due"))
    word = slug or f"{rules.key_of(title)[:55]}-{local_day(deadline).year}".strip("-")
    consultation = Consultation(
        dossier=dossier, title=title, slug=_free_slug(word), announced_on=announced_on, deadline=deadline,
        created_at=at, **values,
    )  # fmt: skip
    if same := history.entered_already(consultation, "add_consultation", by=by, at=at):
        return same
    add(consultation, "add_consultation", by=by, at=at)
    return consultation


def _free_slug(wanted: str) -> str:
    slug, number = wanted, 2
    while Consultation.objects.filter(slug=slug).exists():
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _refuse_days(announced_on: date, deadline: datetime, members_due: date | None) -> None:
    last = local_day(deadline)
    if last < announced_on:
        message = _("The deadline is before the day on which it was sent out.")
        raise Refused("deadline", message, field="deadline")
    if members_due is None:
        return
    if not announced_on <= members_due <= last:
        message = _("Choose a day between the day it was sent out and the deadline.")
        raise Refused("members_due", message, field="members_due")
    if not is_working_day(members_due):
        message = _("Nobody is at work on that day. Choose a working day.")
        raise Refused("members_due", message, field="members_due")


@transaction.atomic
def edit_consultation(
    consultation: Consultation, *, by: Person | None, at: datetime, seen: str = "", **values: Any
) -> bool:
    """Correct what was entered; a deadline may be moved by those who set it."""
    refuse_old_news(consultation, seen, values)
    days = {name: values.get(name, getattr(consultation, name)) for name in ("announced_on", "deadline")}
    _refuse_days(**days, members_due=values.get("members_due", consultation.members_due))
    return edit(consultation, "edit_consultation", values, by=by, at=at)


@transaction.atomic
def judge_consultation(
    consultation: Consultation, verdict: str, *, because: str, by: Person | None, at: datetime,
    on: date | None = None,
) -> None:  # fmt: skip
    """Settle whether we answer, and why; it can be settled anew until the answer has gone."""
    if not rules.can_judge(_locked(consultation)):
        raise Refused("sent", _("The answer has been sent already."))
    if not because.strip():
        raise Refused("because", _("Write why, for those who ask later."), field="because")
    day = on or local_day(at)
    refuse_future(day, "on", at=at)
    values = {"verdict": Verdict(verdict), "verdict_on": day, "verdict_because": because.strip()}
    edit(consultation, "judge_consultation", values, by=by, at=at)


@transaction.atomic
def begin_statement(consultation: Consultation, *, language: str, by: Person | None, at: datetime) -> None:
    """Begin the statement as a document with a life of its own: our asks stand in it from the start."""
    current = _locked(consultation)
    if not rules.can_prepare(current):
        raise Refused("state", _("Settle first that we answer."))
    if not rules.can_begin_statement(current, _state_of(current.statement)):
        raise Refused("statement", _("The statement has been begun already."))
    dossier = consultation.dossier
    statement = documents.create_document(
        kind=Kind.STATEMENT,
        owner=alliance(),
        title=title_of_statement(consultation, language),
        body=body_of_statement(consultation, language),
        language=language,
        year=local_day(consultation.deadline).year,
        activities=[dossier.activity] if dossier.activity else [],
        is_illustrative=consultation.is_illustrative,
        by=by,
        at=at,
    )
    # What a body said of a statement that was withdrawn since, it has not said of the new one.
    stale = {} if current.statement is None else {"approved_in": None}
    edit(consultation, "begin_statement", {"statement": statement, **stale}, by=by, at=at)


@transaction.atomic
def note_approval(
    consultation: Consultation, decision: Outcome | None, *, by: Person | None, at: datetime
) -> bool:
    """Say which decision approved the statement; none takes it away."""
    if decision is not None and not decision.is_registered:
        raise Refused("decision", _("Choose a decision from the register."), field="decision")
    return edit(consultation, "note_approval", {"approved_in": decision}, by=by, at=at)


@transaction.atomic
def send_statement(
    consultation: Consultation, *, on: date, by: Person | None, at: datetime, receipt: str = "",
    file: File | None = None,
) -> None:  # fmt: skip
    """Note that the answer has gone: the day, the receipt, the file; what it asks for is asked for now.

    Sent is what a body stands behind: an approved statement, or a file where it was written elsewhere.
    """
    current = _locked(consultation)
    if not rules.can_prepare(current):
        raise Refused("state", _("Settle first that we answer; what is sent is sent once."))
    refuse_future(on, "on", at=at)
    if on < consultation.announced_on:
        raise Refused("on", _("It had not been sent out to us on that day."), field="on")
    _refuse_unapproved(current, file)
    values = {"sent_on": on, "sent_by": by, "receipt": receipt.strip(), **kept(file, at=at)}
    edit(consultation, "send_statement", values, by=by, at=at)
    for ask in consultation.asks.filter(raised_on__isnull=True):
        edit(ask, "raise_ask", {"raised_on": on}, by=by, at=at)


@transaction.atomic
def correct_sent_day(
    consultation: Consultation, *, on: date, because: str, by: Person | None, at: datetime
) -> None:
    """Say that the answer went on another day than was noted; what it asks for was asked for then."""
    hold(consultation)
    noted = consultation.sent_on
    if noted is None:
        raise Refused("sent", _("It has not been sent yet."))
    refuse_future(on, "on", at=at)
    asks = list(consultation.asks.filter(raised_on=noted))
    _refuse_sent_day(consultation, on, asks)
    if not because.strip():
        raise Refused("because", _("Write why, for those who ask later."), field="because")
    consultation.sent_on = on
    refuse_invalid(consultation)
    consultation.save(update_fields=["sent_on"])
    told = {"sent_on": on, "because": because.strip()}
    history.record("correct_sent_day", consultation, by=by, at=at, before={"sent_on": noted}, after=told)
    for ask in asks:
        edit(ask, "edit_ask", {"raised_on": on}, by=by, at=at)


def _refuse_sent_day(consultation: Consultation, on: date, asks: list[Ask]) -> None:
    """No other day than the one that stands, none before it was sent out to us or after it was answered."""
    if on == consultation.sent_on:
        raise Refused("same", _("That is the day that stands."), field="on")
    if on < consultation.announced_on:
        raise Refused("on", _("It had not been sent out to us on that day."), field="on")
    answers = Response.objects.filter(ask__in=asks, struck_at__isnull=True, on__lt=on)
    if answers.exists():
        raise Refused("answered", _("What it asks for was answered before that day."), field="on")


def _refuse_unapproved(consultation: Consultation, file: File | None) -> None:
    state = _state_of(consultation.statement)
    if state not in (None, State.WITHDRAWN, *SENDABLE):
        raise Refused("statement", _("The statement has to be approved before it is sent."))
    if state not in SENDABLE and file is None:
        raise Refused("file", _("Begin the statement here, or put in the file that was sent."), field="file")


def _state_of(statement: Document | None) -> str | None:
    return None if statement is None else statement.state


def _locked(consultation: Consultation) -> Consultation:
    """The consultation as it stands now: of two who send or settle at once the second is told."""
    return Consultation.objects.select_for_update().get(pk=consultation.pk)

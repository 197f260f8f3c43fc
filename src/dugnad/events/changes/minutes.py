"""Verbs of minutes: write what was said point by point, what came of it, send it for comment, approve it."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from dugnad.documents.changes import approve, create_document, edit_document, submit_for_review
from dugnad.documents.kinds import Kind
from dugnad.documents.models import Document
from dugnad.documents.states import State
from dugnad.events.kinds import OUTCOME_FACTS, OutcomeKind
from dugnad.events.models import AgendaItem, Event, Note, Outcome
from dugnad.events.queries.minutes import is_approved, minutes_text
from dugnad.events.rules import meeting as rules
from dugnad.events.rules import outcomes as outcome_rules
from dugnad.events.states import ItemState, OutcomeState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.text import localised
from dugnad.members.models import Organisation, Person


@transaction.atomic
def write_note(item: AgendaItem, *, text: str, revision: int, by: Person | None, at: datetime) -> Note:
    """Write what was said about a point; `revision` is 0 for the first words.

    Two people write two points at once. Where they write the same one, the second is shown both texts.
    """
    refuse_approved(item)
    note = Note.objects.filter(item=item).first()
    if note is None and revision == 0:
        note = Note(item=item, text=text, written_by=by, written_at=at)
        add(note, "write_note", by=by, at=at)
    else:
        note = _write_over(item, note, text, revision, by=by, at=at)
    if item.state == ItemState.PLACED and text.strip():
        edit(item, "treat_item", {"state": ItemState.TREATED}, by=by, at=at)
    return note


def _write_over(
    item: AgendaItem, note: Note | None, text: str, revision: int, *, by: Person | None, at: datetime
) -> Note:
    won = Note.objects.filter(item=item, revision=revision).update(revision=F("revision") + 1)
    current = Note.objects.select_related("written_by").get(item=item)
    if not won and current.text != text:
        raise Conflict(
            "revision",
            _("Somebody else saved while you were writing. Here are both texts; nothing is lost."),
            details={
                "yours": {"text": text},
                "theirs": {"text": current.text},
                "seen": current.revision,
                "by": str(current.written_by or ""),
            },
        )
    edit(current, "write_note", {"text": text, "written_by": by, "written_at": at}, by=by, at=at)
    return current


@transaction.atomic
def add_outcome(
    item: AgendaItem, *, kind: str, text: str, by: Person | None, at: datetime, on: date | None = None,
    owner: Person | None = None, organisation: Organisation | None = None, due: date | None = None,
    valid_to: date | None = None, replaces: Outcome | None = None,
) -> Outcome:  # fmt: skip
    """Enter what came of a point: a decision, information or a task; a decision may replace an older one."""
    refuse_approved(item)
    facts = OUTCOME_FACTS[OutcomeKind(kind)]
    if facts.has_owner and owner is None and organisation is None:
        raise Refused("owner", _("Say who does it: a person or a member."), field="owner")
    last = item.outcomes.aggregate(last=Max("position"))["last"] or 0
    outcome = Outcome(
        item=item, body=item.body, kind=kind, position=last + 1, text=text, state=facts.begins,
        on=on or local_day(item.event.starts if item.event else at), owner=owner, organisation=organisation,
        due=due, valid_to=valid_to, is_illustrative=bool(item.event and item.event.is_illustrative),
    )  # fmt: skip
    add(outcome, "add_outcome", by=by, at=at, of=organisation.pk if organisation else None)
    if item.state == ItemState.PLACED:
        edit(item, "treat_item", {"state": ItemState.TREATED}, by=by, at=at)
    if replaces:
        _replace(replaces, outcome, by=by, at=at)
    return outcome


def _replace(old: Outcome, new: Outcome, *, by: Person | None, at: datetime) -> None:
    if not outcome_rules.can_become(old, OutcomeState.SUPERSEDED):
        raise Refused("replaces", _("That decision does not stand any more."), field="replaces")
    values = {"state": OutcomeState.SUPERSEDED, "replaced_by": new, "settled_on": new.on}
    edit(old, "replace_decision", values, by=by, at=at)


@transaction.atomic
def edit_outcome(outcome: Outcome, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Correct the words, the owner or the day of an outcome while the minutes are open."""
    refuse_approved(outcome.item)
    return edit(outcome, "edit_outcome", values, by=by, at=at)


@transaction.atomic
def remove_outcome(outcome: Outcome, *, by: Person | None, at: datetime) -> None:
    """Take an outcome away that was entered by mistake; the trail keeps its words."""
    refuse_approved(outcome.item)
    if outcome.replaces.exists():
        raise Refused("replaces", _("It replaces an earlier decision, so it cannot be taken away."))
    told = history.values_of(outcome, ("kind", "text", "due"))
    history.record("remove_outcome", outcome.item, by=by, at=at, before=told)
    outcome.delete()


@transaction.atomic
def settle_outcome(
    outcome: Outcome, state: str, *, on: date, by: Person | None, at: datetime, note: str = "",
    settled_in: AgendaItem | None = None,
) -> None:  # fmt: skip
    """Close a task or a decision: done, or dropped, with a word on how it ended."""
    if not outcome_rules.can_become(outcome, OutcomeState(state)):
        raise Refused("state", _("It has been closed already."))
    if on > local_day(at):
        raise Refused("on", _("The day has not come yet. Enter the day on which it ended."), field="on")
    values = {"state": state, "settled_on": on, "settled_note": note, "settled_in": settled_in}
    edit(outcome, "settle_outcome", values, by=by, at=at)


@transaction.atomic
def reopen_task(outcome: Outcome, *, by: Person | None, at: datetime) -> None:
    """Take a task up again: it comes back to the next agenda."""
    if not outcome_rules.can_reopen(outcome):
        raise Refused("state", _("Only a task that was closed can be taken up again."))
    values = {"state": OutcomeState.OPEN, "settled_on": None, "settled_in": None}
    edit(outcome, "reopen_task", values, by=by, at=at)


@transaction.atomic
def send_minutes(event: Event, *, by: Person | None, at: datetime, language: str = "nb") -> Document:
    """Gather what was written into the minutes and send them to those who were there, for comment.

    Sent again they are a new version, which everybody can compare with the last.
    """
    refuse_without_notes(event)
    title, body = str(minutes_title(event)), minutes_text(event)
    document = event.minutes
    if document is None:
        owner = Organisation.objects.get(slug=settings.ALLIANCE["slug"])
        document = create_document(
            kind=Kind.MINUTES, owner=owner, title=title, body=body, language=language,
            year=local_day(event.starts).year, by=by, at=at, activities=event.activities.all(),
            is_illustrative=event.is_illustrative,
        )  # fmt: skip
        edit(event, "begin_minutes", {"minutes": document}, by=by, at=at)
    else:
        edit_document(document, revision=document.revision, by=by, at=at, title=title, body=body)
        document.refresh_from_db()
    if document.state == State.DRAFT:
        submit_for_review(document, by=by, at=at)
    return document


@transaction.atomic
def approve_minutes(item: AgendaItem, *, by: Person | None, at: datetime) -> None:
    """Approve the minutes of an earlier meeting, as a point of this one; the words freeze."""
    if item.approves is None or item.approves.minutes is None:
        raise Refused(
            "minutes", _("There are no minutes to approve. Send them to those who were there first.")
        )
    document = item.approves.minutes
    if is_approved(item.approves):
        raise Refused("state", _("The minutes are approved already."))
    approve(document, on_behalf_of=document.owner, by=by, at=at)
    if item.state == ItemState.PLACED:
        edit(item, "treat_item", {"state": ItemState.TREATED}, by=by, at=at)


def minutes_title(event: Event) -> str:
    """What the minutes are called: those of which meeting."""
    return _("Minutes: %(event)s") % {"event": localised(event, "title")}


def refuse_approved(item: AgendaItem) -> None:
    """What was approved does not change; a correction is a new version of the minutes."""
    event = item.event
    approved = event is not None and is_approved(event)
    if event is None or not rules.can_write_minutes(event, is_approved=approved):
        message = (
            _("The minutes are approved. Correct them by a new version.")
            if approved
            else _("The minutes can be written when the meeting has been announced.")
        )
        raise Refused("state", message)


def refuse_without_notes(event: Event) -> None:
    """Minutes without a word are no minutes."""
    written = (
        event.items.filter(note__text__gt="").exists() or Outcome.objects.filter(item__event=event).exists()
    )
    if not written:
        raise Refused("minutes", _("Nothing has been written yet. Write what was said of the points first."))

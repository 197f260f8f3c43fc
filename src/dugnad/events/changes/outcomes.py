"""Verbs of what came of a point: enter, correct and take away an outcome, close it, take a task up again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dugnad.events.changes.minutes import refuse_approved
from dugnad.events.kinds import OUTCOME_FACTS, OutcomeFacts, OutcomeKind
from dugnad.events.models import AgendaItem, Outcome
from dugnad.events.rules import outcomes as rules
from dugnad.events.states import ItemState, OutcomeState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.members.models import Organisation, Person


@transaction.atomic
def add_outcome(
    item: AgendaItem, *, kind: str, text: str, by: Person | None, at: datetime, on: date | None = None,
    owner: Person | None = None, organisation: Organisation | None = None, due: date | None = None,
    valid_to: date | None = None, replaces: Outcome | None = None,
) -> Outcome:  # fmt: skip
    """Enter what came of a point: a decision, information or a task; a decision may replace an older one."""
    refuse_approved(item)
    facts = OUTCOME_FACTS[OutcomeKind(kind)]
    _refuse_without_owner(facts, owner, organisation)
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
    if not rules.can_become(old, OutcomeState.SUPERSEDED):
        raise Refused("replaces", _("That decision does not stand any more."), field="replaces")
    values = {"state": OutcomeState.SUPERSEDED, "replaced_by": new, "settled_on": new.on}
    edit(old, "replace_decision", values, by=by, at=at)


@transaction.atomic
def edit_outcome(outcome: Outcome, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Correct the words, the owner or the day of an outcome while the minutes are open."""
    refuse_approved(outcome.item)
    does = {name: values.get(name, getattr(outcome, name)) for name in ("owner", "organisation")}
    _refuse_without_owner(rules.facts_of(outcome), **does)
    return edit(outcome, "edit_outcome", values, by=by, at=at)


def _refuse_without_owner(
    facts: OutcomeFacts, owner: Person | None, organisation: Organisation | None
) -> None:
    if facts.has_owner and owner is None and organisation is None:
        raise Refused("owner", _("Say who does it: a person or a member."), field="owner")


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
    if not rules.can_become(outcome, OutcomeState(state)):
        raise Refused("state", _("It has been closed already."))
    if on > local_day(at):
        raise Refused("on", _("The day has not come yet. Enter the day on which it ended."), field="on")
    values = {"state": state, "settled_on": on, "settled_note": note, "settled_in": settled_in}
    edit(outcome, "settle_outcome", values, by=by, at=at)


@transaction.atomic
def reopen_task(outcome: Outcome, *, by: Person | None, at: datetime) -> None:
    """Take a task up again: it comes back to the next agenda."""
    if not rules.can_reopen(outcome):
        raise Refused("state", _("Only a task that was closed can be taken up again."))
    values = {"state": OutcomeState.OPEN, "settled_on": None, "settled_in": None}
    edit(outcome, "reopen_task", values, by=by, at=at)

"""Verbs about treatments: plan when a body treats a text, enter what it said, also of each proposal."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations.models import Amendment, Opinion, Treatment, Wording
from dugnad.declarations.queries import fingerprint_of
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Body, Person


@transaction.atomic
def plan_treatment(
    wording: Wording, body: Body, *, on: date, by: Person | None, at: datetime, note: str = ""
) -> Treatment:
    """Plan the day on which a body treats a text."""
    _refuse_second(wording, body, on)
    treatment = Treatment(wording=wording, body=body, planned_on=on, note=note)
    add(treatment, "plan_treatment", by=by, at=at)
    return treatment


@transaction.atomic
def move_treatment(
    treatment: Treatment, *, on: date, by: Person | None, at: datetime, note: str = ""
) -> bool:
    """Plan it for another day; what was treated stays where it was."""
    _refuse_held(treatment)
    if on != treatment.planned_on:
        _refuse_second(treatment.wording, treatment.body, on)
    return edit(treatment, "move_treatment", {"planned_on": on, "note": note}, by=by, at=at)


@transaction.atomic
def cancel_treatment(treatment: Treatment, *, by: Person | None, at: datetime) -> None:
    """Take a plan away; what was treated cannot be undone."""
    _refuse_held(treatment)
    before = history.values_of(treatment, ("body_id", "planned_on", "note"))
    history.record("cancel_treatment", treatment, by=by, at=at, before=before)
    treatment.delete()


@transaction.atomic
def enter_treatment(
    treatment: Treatment, *, held_on: date, outcome: str, by: Person | None, at: datetime,
    case_number: str = "", note: str = "", had_text: bool = True,
) -> bool:  # fmt: skip
    """Enter what a body said, with the fingerprint of the words that it had before it.

    Entered again it corrects what was entered; the fingerprint stays, because the body saw no other text.
    """
    if held_on > at.date():
        raise Refused(
            "held_on", _("The day has not come yet. Enter what was said when it has."), field="held_on"
        )
    values = {"held_on": held_on, "outcome": outcome, "case_number": case_number, "note": note}
    if not treatment.held_on and had_text:
        values["sha256"] = fingerprint_of(treatment.wording)
    return edit(treatment, "enter_treatment", values, by=by, at=at)


@transaction.atomic
def give_opinions(
    treatment: Treatment, told: Mapping[Amendment, tuple[str, str]], *, by: Person | None, at: datetime
) -> int:
    """Enter what a body said of each proposal, as (stance, note); an empty stance takes it away.

    Returns how many opinions changed.
    """
    if not treatment.held_on:
        raise Refused("state", _("Enter first that the body has treated the text."))
    known = {opinion.amendment_id: opinion for opinion in treatment.opinions.all()}
    return sum(
        _give(treatment, amendment, known.get(amendment.pk), said, by=by, at=at)
        for amendment, said in told.items()
    )


def _give(
    treatment: Treatment, amendment: Amendment, known: Opinion | None, said: tuple[str, str],
    *, by: Person | None, at: datetime,
) -> bool:  # fmt: skip
    stance, note = said
    if not stance:
        return _take_away(known, by=by, at=at)
    if known:
        return edit(known, "give_opinion", {"stance": stance, "note": note}, by=by, at=at)
    opinion = Opinion(amendment=amendment, treatment=treatment, stance=stance, note=note)
    add(opinion, "give_opinion", by=by, at=at)
    return True


def _take_away(known: Opinion | None, *, by: Person | None, at: datetime) -> bool:
    if known is None:
        return False
    before = history.values_of(known, ("amendment_id", "stance", "note"))
    history.record("remove_opinion", known.treatment, by=by, at=at, before=before)
    known.delete()
    return True


def _refuse_second(wording: Wording, body: Body, on: date) -> None:
    if wording.treatments.filter(body=body, planned_on=on).exists():
        raise Refused("on", _("This body has the text on that day already."), field="on")


def _refuse_held(treatment: Treatment) -> None:
    if treatment.held_on:
        raise Refused("state", _("The body has treated the text, and that cannot be undone."))

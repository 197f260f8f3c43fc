"""Verbs of consent: ask, consider, endorse, say no, draw back, and take a reservation about a point."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations.changes.consent import (
    claim,
    days_of,
    refuse_day,
    refuse_step,
    revoke_all,
    the_words,
)
from dugnad.declarations.kinds import WAY_FACTS, EndorsementWay
from dugnad.declarations.models import Endorsement, PastDecision, Point, Reservation, Wording
from dugnad.declarations.rules import can_endorse
from dugnad.declarations.rules.consent import DECIDED, Step, decisions
from dugnad.declarations.states import EndorsementState
from dugnad.documents.kinds import ATTACHABLE
from dugnad.kit import history, uploads
from dugnad.kit.changes import add, edit, store_file
from dugnad.kit.errors import Refused
from dugnad.members.models import Organisation, Person

LONGEST_NAME = 200
Upload = tuple[bytes, str]  # the bytes, and what their owner calls them


@transaction.atomic
def ask_members(
    wording: Wording, members: Iterable[Organisation], *, on: date, by: Person | None, at: datetime
) -> list[Endorsement]:
    """Ask these members whether they stand behind a text; who was asked before is not asked again."""
    if not can_endorse(wording):
        raise Refused("state", _("Offer the text to the members first, so that its words stand still."))
    refuse_day(wording, on, at=at, field="on")
    known = {one.organisation_id: one for one in wording.endorsements.select_for_update()}
    asked = []
    for member in members:
        endorsement = known.get(member.pk)
        if endorsement is None:
            endorsement = Endorsement(wording=wording, organisation=member, asked_on=on)
            add(endorsement, "ask_member", by=by, at=at, of=member.pk)
        elif endorsement.asked_on is None:
            edit(endorsement, "ask_member", {"asked_on": on}, by=by, at=at, of=member.pk)
        else:
            continue
        asked.append(endorsement)
    return asked


@transaction.atomic
def begin_consent(
    wording: Wording, member: Organisation, *, by: Person | None, at: datetime, **values: Any
) -> Endorsement:
    """The page of a member in the register, where nobody asked it; begun again it is the same."""
    found = wording.endorsements.filter(organisation=member).first()
    if found:
        return found
    endorsement = Endorsement(wording=wording, organisation=member, **values)
    add(endorsement, "begin_consent", by=by, at=at, of=member.pk)
    return endorsement


@transaction.atomic
def entered(
    endorsement: Endorsement, act: Callable[[Endorsement], Any], *, by: Person | None, at: datetime
) -> Any:
    """Do something to what a member has said; where that is nothing, its row is stored first, or neither."""
    if endorsement.pk is None:
        endorsement = begin_consent(endorsement.wording, endorsement.organisation, by=by, at=at)
    return act(endorsement)


@transaction.atomic
def note_consideration(
    endorsement: Endorsement, *, on: date, by: Person | None, at: datetime, considered_by: str = "",
    expected_on: date | None = None,
) -> None:  # fmt: skip
    """Note that a member treats the text: who does, and when an answer may come."""
    claim(endorsement)
    refuse_step(endorsement, Step.CONSIDER)
    refuse_day(endorsement.wording, on, at=at, field="on")
    if expected_on and expected_on < on:
        raise Refused(
            "expected_on", _("The answer comes after the treatment has begun."), field="expected_on"
        )
    _enter(
        endorsement,
        "note_consideration",
        {
            "state": EndorsementState.CONSIDERING,
            "considering_since": endorsement.considering_since or on,
            "considered_by": considered_by,
            "expected_on": expected_on,
        },
        by=by,
        at=at,
    )


@transaction.atomic
def endorse(
    endorsement: Endorsement, *, way: str, on: date, by: Person | None, at: datetime,
    body_name: str = "", case_number: str = "", file: Upload | None = None,
) -> None:  # fmt: skip
    """Enter that a member stands behind the words as they are: how, and on what day.

    Entered again of the same words, it corrects what was entered.
    """
    claim(endorsement)
    wording = endorsement.wording
    if not can_endorse(wording):
        raise Refused("state", _("The text is being changed. It can be endorsed when it is offered again."))
    refuse_day(wording, on, at=at, field="on")
    facts = WAY_FACTS[EndorsementWay(way)]
    if facts.needs_decision:
        _refuse_no_decision(body_name, case_number)
    _refuse_before_last(endorsement, on, correcting=_is_correction(endorsement))
    _refuse_after_signature(endorsement, on)
    decided = {"body_name": body_name, "case_number": case_number} if facts.needs_decision else _no_decision()
    told = {
        "state": EndorsementState.ENDORSED,
        "way": way,
        "endorsed_on": on,
        "sha256": the_words(wording),
        **decided,
        **(_stored(file, at=at) if file else {}),
    }
    if not _is_correction(endorsement):
        told = _kept(endorsement) | told
    _enter(endorsement, "endorse", told, by=by, at=at)


@transaction.atomic
def decline(endorsement: Endorsement, *, reason: str, on: date, by: Person | None, at: datetime) -> None:
    """Enter that a member says no, and why."""
    claim(endorsement)
    refuse_step(endorsement, Step.DECLINE)
    refuse_day(endorsement.wording, on, at=at, field="on")
    _refuse_no_reason(reason)
    told = {"state": EndorsementState.DECLINED, "declined_on": on, "reason": reason.strip()}
    _enter(endorsement, "decline_endorsement", _kept(endorsement) | told, by=by, at=at)


@transaction.atomic
def withdraw_endorsement(
    endorsement: Endorsement, *, reason: str, on: date, by: Person | None, at: datetime
) -> None:
    """Enter that a member no longer stands behind the text; its signature falls with that."""
    claim(endorsement)
    refuse_step(endorsement, Step.WITHDRAW)
    refuse_day(endorsement.wording, on, at=at, field="on")
    _refuse_no_reason(reason)
    _refuse_before_last(endorsement, on)
    revoke_all(endorsement, because=reason.strip(), on=on, by=by, at=at)
    told = {"state": EndorsementState.WITHDRAWN, "withdrawn_on": on, "reason": reason.strip()}
    _enter(endorsement, "withdraw_endorsement", _kept(endorsement) | told, by=by, at=at)


@transaction.atomic
def reserve(endorsement: Endorsement, texts: Mapping[Point, str], *, by: Person | None, at: datetime) -> None:
    """Say about which points a member has a reservation, in its own words; an empty text takes one back."""
    claim(endorsement)
    refuse_step(endorsement, Step.RESERVE)
    if any(point.wording_id != endorsement.wording_id for point in texts):
        raise Refused("point", _("A reservation is about a point of this text."))
    known = {one.point_id: one for one in endorsement.reservations.all()}
    before = {str(one.point.number): one.text for one in endorsement.reservations.select_related("point")}
    for point, words in texts.items():
        _reserve(endorsement, point, known.get(point.pk), words.strip())
    after = {str(one.point.number): one.text for one in endorsement.reservations.select_related("point")}
    if before != after:
        history.record(
            "reserve_points", endorsement, by=by, at=at, before=before, after=after,
            organisation_id=endorsement.organisation_id,
        )  # fmt: skip


def _reserve(endorsement: Endorsement, point: Point, known: Reservation | None, words: str) -> None:
    if known and not words:
        known.delete()
    elif known and known.text != words:
        known.text = words
        known.save(update_fields=["text"])
    elif words and not known:
        Reservation(endorsement=endorsement, point=point, text=words).save(force_insert=True)


def _enter(
    endorsement: Endorsement, verb: str, told: dict[str, Any], *, by: Person | None, at: datetime
) -> None:
    edit(endorsement, verb, told, by=by, at=at, of=endorsement.organisation_id)


def _is_correction(endorsement: Endorsement) -> bool:
    """Whether the same words were endorsed already, so that what is entered now only mends that."""
    same = endorsement.sha256 == the_words(endorsement.wording)
    return endorsement.state == EndorsementState.ENDORSED and same


def _kept(endorsement: Endorsement) -> dict[str, Any]:
    """Keep the decision that held until now, whole; returns the fields that are free for the new one."""
    held = decisions(endorsement)[-1:]
    if not held or held[0].source is not endorsement:
        return {}
    told = {name: getattr(endorsement, name) for name in ("reason", *_no_decision(), "way", "sha256")}
    past = PastDecision(endorsement=endorsement, state=held[0].state, on=held[0].on, **told)
    past.save(force_insert=True)
    days = dict.fromkeys(DECIDED.values())
    return {"reason": "", "way": "", **_no_decision(), **days}


def _refuse_before_last(endorsement: Endorsement, on: date, *, correcting: bool = False) -> None:
    """A decision does not come before the one that it changes."""
    last = max(days_of(endorsement, but_last=correcting), default=None)
    if last and on < last:
        raise Refused(
            "on",
            _("The member has decided after that day already. Enter a later day, or the same."),
            field="on",
        )


def _refuse_after_signature(endorsement: Endorsement, on: date) -> None:
    """An endorsement that is corrected stays before the signature that rests on it."""
    words = the_words(endorsement.wording)
    if endorsement.signatures.filter(revoked_on__isnull=True, sha256=words, signed_on__lt=on).exists():
        raise Refused("signed", _("The member has signed before that day. Mend the day."), field="on")


def _refuse_no_decision(body_name: str, case_number: str) -> None:
    if not body_name.strip():
        message = _("Write which body decided, for example Kommunestyret.")
        raise Refused("body_name", message, field="body_name")
    if not case_number.strip():
        message = _("Write the number of the case, for example 21/34, so that others find the decision.")
        raise Refused("case_number", message, field="case_number")


def _no_decision() -> dict[str, Any]:
    return {"body_name": "", "case_number": "", "decision_file": None, "decision_file_name": ""}


def _refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(
            "reason", _("Write why, in a sentence or two. It stands in the register."), field="reason"
        )


def _stored(file: Upload, *, at: datetime) -> dict[str, Any]:
    """The decision as a file, judged by its content."""
    content, name = file
    try:
        inspected = uploads.inspect(content, name, allowed=ATTACHABLE)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message, field="file") from refusal
    return {
        "decision_file": store_file(content, inspected, at=at),
        "decision_file_name": name[-LONGEST_NAME:],
    }

"""Verbs of the member: submit, decline, name a day, withdraw, ask for approval."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dugnad.calls.changes.letters import mail_people, recall_reminders
from dugnad.calls.changes.locking import lock, record
from dugnad.calls.changes.objecting import drop_objections, take_objections
from dugnad.calls.changes.points import take_points_back
from dugnad.calls.models import Call, Reply, ReplyVersion
from dugnad.calls.queries import (
    ReplySheet,
    answerers_of,
    approvers_of,
    content_of,
    sheet_of,
    speaker_for,
    version_with_key,
)
from dugnad.calls.rules import can, canonical, counts_as_in_time, due_of, fingerprint, stands_in_time
from dugnad.calls.states import REPLY_STEPS, Basis, Confirmation, ReplyState
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Person
from dugnad.members.queries import people_who_answer


@transaction.atomic(durable=True)
def submit_reply(
    reply: Reply,
    idempotency_key: str,
    by: Person | None,
    at: datetime,
    first_byte_at: datetime | None = None,
    *,
    on_behalf: bool = False,
    expected_revision: int | None = None,
    basis: Mapping[str, Any] | None = None,
) -> ReplyVersion:
    """Freeze what is written as the next version, with its SHA-256; the same key gives the same receipt.

    `at` is when the whole request had arrived, `first_byte_at` when it began to. With `expected_revision`
    it raises Conflict when somebody has written since; Refused names each answer that is lacking.
    `basis` says who stands behind the answer, where the call asks for it. What a sub-region's person submits
    for one of its members waits for the member's yes.
    """
    lock(reply)
    if known := _known(reply, idempotency_key, by):
        return known
    check_step("submit_reply", reply)
    _check_read(reply, expected_revision)
    today = at.astimezone(OSLO).date()
    _take_basis(reply, basis, on=today)
    reply.spoken_by = speaker_for(by, reply.organisation, on=today)
    reply.confirmation = Confirmation.AWAITED if reply.spoken_by else ""
    reply.confirm_by = today + timedelta(days=reply.call.confirm_days) if reply.spoken_by else None
    version = _freeze(reply, at=at)
    version.first_byte_at, version.received_at = min(first_byte_at or at, at), at
    _judge(version)
    version.submitted_by, version.on_behalf = by, on_behalf
    version.idempotency_key = idempotency_key
    version.save(force_insert=True)
    _mark_submitted(reply, version)
    take_objections(reply, version, by=by, at=at)
    recall_reminders(reply)
    record(
        "submit_reply", reply, by=by, at=at,
        after={"version": version.number, "sha256": version.sha256, "on_behalf": on_behalf},
    )  # fmt: skip
    _send_receipts(reply, version, by=by, at=at)
    return version


@transaction.atomic(durable=True)
def withdraw_reply(reply: Reply, *, reason: str, by: Person | None, at: datetime) -> ReplyVersion:
    """Take back what was submitted: a new version that says so; the earlier ones stay."""
    check_reason(reason)
    lock(reply)
    check_step("withdraw_reply", reply)
    version = take_back(reply, reason, by=by, at=at)
    # There is no answer of a sub-region any more to which the member could say yes or no.
    reply.spoken_by, reply.confirmation, reply.confirm_by = None, "", None
    reply.save(update_fields=["spoken_by", "confirmation", "confirm_by"])
    record("withdraw_reply", reply, by=by, at=at, after={"version": version.number, "reason": reason.strip()})
    return version


def take_back(reply: Reply, reason: str, *, by: Person | None, at: datetime) -> ReplyVersion:
    """A version that says that what was submitted counts no longer; the draft stays, and is awaited again."""
    content = canonical({"withdrawn": True, "reason": reason.strip(), **_names(reply)})
    version = ReplyVersion(
        reply=reply,
        number=_next_number(reply),
        content=content,
        sha256=fingerprint(content),
        first_byte_at=at,
        received_at=at,
        submitted_by=by,
        is_withdrawal=True,
        idempotency_key=f"withdrawal-{reply.pk}-{_next_number(reply)}",
    )
    _judge(version)
    version.save(force_insert=True)
    reply.state, reply.first_byte_at, reply.submitted_at = ReplyState.AWAITED, None, None
    reply.came_in_time, reply.checked_at, reply.checked_by = None, None, None
    reply.save(update_fields=["state", *JUDGED, "checked_at", "checked_by"])
    drop_objections(reply, by=by, at=at)
    take_points_back(reply, by=by, at=at)
    return version


@transaction.atomic
def decline_reply(reply: Reply, *, reason: str, by: Person | None, at: datetime) -> None:
    """Say that the member will not answer, and why; it can still be submitted later."""
    check_reason(reason)
    lock(reply)
    check_step("decline_reply", reply)
    reply.state, reply.reason, reply.expected_on = ReplyState.WILL_NOT_ANSWER, reason.strip(), None
    reply.save(update_fields=["state", "reason", "expected_on"])
    recall_reminders(reply)
    record("decline_reply", reply, by=by, at=at, after={"reason": reply.reason})


@transaction.atomic
def expect_reply(reply: Reply, *, on: date, by: Person | None, at: datetime, reason: str = "") -> None:
    """Say on which day the answer will come."""
    if on < at.astimezone(OSLO).date():
        raise Refused("on", _("Name a day that has not passed."), field="on")
    lock(reply)
    check_step("expect_reply", reply)
    if reply.state == ReplyState.WILL_NOT_ANSWER:
        reply.state = ReplyState.AWAITED
    before = {"expected_on": reply.expected_on, "reason": reply.reason}
    reply.expected_on, reply.reason = on, reason.strip()
    reply.save(update_fields=["state", "expected_on", "reason"])
    recall_reminders(reply)
    after = {"expected_on": on, "reason": reply.reason}
    record("expect_reply", reply, by=by, at=at, before=before, after=after)


@transaction.atomic
def ask_for_approval(reply: Reply, *, by: Person | None, at: datetime) -> list[Person]:
    """Tell those who may submit that the reply is ready; returns who was told."""
    lock(reply)
    check_step("submit_reply", reply)
    _check_complete(sheet_of(reply, on=at.astimezone(OSLO).date(), only_open_figures=True))
    people = approvers_of(reply, at=at)
    if not people:
        message = _("Nobody with an e-mail may submit for %(name)s. Ask the secretariat for help.")
        raise Refused("approver", message % {"name": reply.organisation.name})
    reply.ready_at, reply.ready_by = at, by
    reply.save(update_fields=["ready_at", "ready_by"])
    record("ask_for_approval", reply, by=by, at=at, after={"revision": reply.revision})
    mail_people(people, "calls/mail/ready.txt", f"ready:{reply.pk}:{reply.revision}", reply, at=at, sender=by)
    return people


def check_step(verb: str, reply: Reply) -> None:
    """Refuse a step that the states of the call and the reply do not permit."""
    if reply.state not in REPLY_STEPS[verb].starts:
        raise Refused("state", REPLY_STEPS[verb].refusal)
    if not can(verb, reply.call, reply):
        raise Refused("closed", _("The call is not open, so nothing can be sent in."))


def _known(reply: Reply, key: str, by: Person | None) -> ReplyVersion | None:
    if not key.strip() or len(key) > 200:
        message = _("Send a key of 1 to 200 characters, so that nothing is submitted twice.")
        raise Refused("key", message, field="Idempotency-Key")
    known = version_with_key(by, key)
    if known and known.reply_id != reply.pk:
        raise Refused("key", _("This key was used for another reply."), field="Idempotency-Key")
    return known


def _check_read(reply: Reply, expected_revision: int | None) -> None:
    if expected_revision is not None and expected_revision != reply.revision:
        raise Conflict(
            "revision",
            _("Somebody has changed the reply since you read it. Read it through once more."),
            details={"revision": reply.revision, "version": reply.revision},
        )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason", _("Write the reason, so that the others understand."), field="reason")


def _freeze(reply: Reply, *, at: datetime) -> ReplyVersion:
    """The next version of what is written; Refused when something is lacking."""
    sheet = sheet_of(reply, on=at.astimezone(OSLO).date(), only_open_figures=True)
    _check_complete(sheet)
    # What is not asked stands as not applicable, whatever was written before that was clear.
    asked = [item for item in sheet.items if item.is_asked]
    without = [item.question for item in sheet.items if not item.is_asked]
    questions = [item.question for item in sheet.items]
    answers = {item.question.pk: item.answer for item in asked if item.answer}
    files = [file for item in asked for file in item.files]
    number = _next_number(reply)
    content = canonical(content_of(reply, number, questions, answers, files, without))
    return ReplyVersion(reply=reply, number=number, content=content, sha256=fingerprint(content))


def _judge(version: ReplyVersion) -> None:
    """Keep with a version what the deadline was when it came, and whether it came in time."""
    reply, first, last = version.reply, version.first_byte_at, version.received_at
    version.due_at = due_of(reply.call, reply)
    version.came_in_time = counts_as_in_time(reply.call, reply, first_byte_at=first, received_at=last)


def _check_complete(sheet: ReplySheet) -> None:
    """Nobody is asked to submit, or may, what is lacking something; each answer that does is named."""
    lacking = {item.question.key: message for item, _part, message in reversed(sheet.complaints)}
    if lacking:
        first = sheet.complaints[0][0].question.key
        raise Refused("incomplete", lacking[first], field=first, details=lacking)


def _mark_submitted(reply: Reply, version: ReplyVersion) -> None:
    reply.state, reply.expected_on, reply.reason = ReplyState.SUBMITTED, None, ""
    # Who checked the version before has not seen this one.
    reply.checked_at, reply.checked_by = None, None
    if reply.submitted_at is None:
        reply.first_byte_at, reply.submitted_at = version.first_byte_at, version.received_at
    # The newest version speaks: one that came within the time that the member was given since is in time.
    reply.came_in_time = version.came_in_time
    reply.save(update_fields=["state", "expected_on", "reason", *JUDGED, "checked_at", "checked_by", *BEHIND])


JUDGED = ("first_byte_at", "submitted_at", "came_in_time")
BEHIND = ("basis", "decided_by", "case_number", "decided_on", "spoken_by", "confirmation", "confirm_by")


def check_basis(call: Call, basis: Mapping[str, Any] | None, *, on: date) -> None:
    """Refuse to be told what the call does not ask, and a decision without its body, case or day."""
    if basis is None:
        return
    if not call.asks_basis:
        raise Refused("basis", _("This call does not ask who stands behind the answer."), field="basis")
    decided = basis["basis"] == Basis.DECIDED
    lacking = {
        "decided_by": _("Write which body decided, for example kommunestyret."),
        "case_number": _("Write the case number, for example 38/25."),
        "decided_on": _("Write the day of the decision."),
    }
    for name, message in lacking.items():
        if decided and not basis.get(name):
            raise Refused("basis", message, field=name)
    if decided and basis["decided_on"] > on:
        raise Refused("basis", _("The day of the decision has not come yet."), field="decided_on")


def _take_basis(reply: Reply, basis: Mapping[str, Any] | None, *, on: date) -> None:
    """Who stands behind the answer: an officer, or a body with its case number and day."""
    check_basis(reply.call, basis, on=on)
    if basis is None:
        return
    decided = basis["basis"] == Basis.DECIDED
    reply.basis = Basis.DECIDED if decided else Basis.OFFICER
    reply.decided_by = basis["decided_by"].strip() if decided else ""
    reply.case_number = basis["case_number"].strip() if decided else ""
    reply.decided_on = basis["decided_on"] if decided else None


def _next_number(reply: Reply) -> int:
    return 1 + (reply.versions.order_by().aggregate(newest=Max("number"))["newest"] or 0)


def _names(reply: Reply) -> dict[str, str]:
    return {
        "call": reply.call.slug,
        "organisation": reply.organisation.slug,
        "name": reply.organisation.name,
    }


def _send_receipts(reply: Reply, version: ReplyVersion, *, by: Person | None, at: datetime) -> None:
    spoken = reply.spoken_by is not None
    people = {} if spoken else {person.pk: person for person in answerers_of(reply, at=at)}
    if spoken:
        own = people_who_answer(reply.organisation, on=at.astimezone(OSLO).date())
        mail_people(own, "calls/mail/spoken.txt", f"spoken:{version.pk}", reply, at=at, version=version)
    if by is not None and by.email:
        people[by.pk] = by
    key = f"receipt:{version.pk}"
    in_time = stands_in_time(reply.call, reply, version)
    mail_people(
        people.values(), "calls/mail/receipt.txt", key, reply, at=at, version=version, in_time=in_time
    )

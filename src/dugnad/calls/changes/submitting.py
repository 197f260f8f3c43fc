"""Verbs of the member: submit, decline, name a day, withdraw, ask for approval."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dugnad.calls.changes.drafts import lock, record
from dugnad.calls.changes.letters import mail_people, recall_reminders
from dugnad.calls.models import Reply, ReplyVersion
from dugnad.calls.queries import (
    answerers_of,
    approvers_of,
    content_of,
    sheet_of,
    version_with_key,
)
from dugnad.calls.rules import can, canonical, fingerprint
from dugnad.calls.states import REPLY_STEPS, ReplyState
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Person


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
) -> ReplyVersion:
    """Freeze what is written as the next version, with its SHA-256; the same key gives the same receipt.

    `at` is when the whole request had arrived, `first_byte_at` when it began to. With `expected_revision`
    it raises Conflict when somebody has written since; Refused names each answer that is lacking.
    """
    lock(reply)
    if known := _known(reply, idempotency_key, by):
        return known
    check_step("submit_reply", reply)
    _check_read(reply, expected_revision)
    version = _freeze(reply, at=at)
    version.first_byte_at, version.received_at = min(first_byte_at or at, at), at
    version.submitted_by, version.on_behalf = by, on_behalf
    version.idempotency_key = idempotency_key
    version.save(force_insert=True)
    _mark_submitted(reply, version)
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
    _check_reason(reason)
    lock(reply)
    check_step("withdraw_reply", reply)
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
    version.save(force_insert=True)
    reply.state, reply.first_byte_at, reply.submitted_at = ReplyState.AWAITED, None, None
    reply.checked_at, reply.checked_by = None, None
    fields = ["state", "first_byte_at", "submitted_at", "checked_at", "checked_by"]
    reply.save(update_fields=fields)
    record("withdraw_reply", reply, by=by, at=at, after={"version": version.number, "reason": reason.strip()})
    return version


@transaction.atomic
def decline_reply(reply: Reply, *, reason: str, by: Person | None, at: datetime) -> None:
    """Say that the member will not answer, and why; it can still be submitted later."""
    _check_reason(reason)
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
    reply.expected_on, reply.reason = on, reason.strip()
    reply.save(update_fields=["state", "expected_on", "reason"])
    recall_reminders(reply)
    record("expect_reply", reply, by=by, at=at, after={"expected_on": on, "reason": reply.reason})


@transaction.atomic
def ask_for_approval(reply: Reply, *, by: Person | None, at: datetime) -> list[Person]:
    """Tell those who may submit that the reply is ready; returns who was told."""
    lock(reply)
    check_step("submit_reply", reply)
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


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason", _("Write the reason, so that the others understand."), field="reason")


def _freeze(reply: Reply, *, at: datetime) -> ReplyVersion:
    """The next version of what is written; Refused when something is lacking."""
    sheet = sheet_of(reply, on=at.astimezone(OSLO).date(), only_open_figures=True)
    lacking = {item.question.key: message for item, _part, message in reversed(sheet.complaints)}
    if lacking:
        first = sheet.complaints[0][0].question.key
        raise Refused("incomplete", lacking[first], field=first, details=lacking)
    questions = [item.question for item in sheet.items]
    answers = {item.question.pk: item.answer for item in sheet.items if item.answer}
    files = [file for item in sheet.items for file in item.files]
    number = _next_number(reply)
    content = canonical(content_of(reply, number, questions, answers, files))
    return ReplyVersion(reply=reply, number=number, content=content, sha256=fingerprint(content))


def _mark_submitted(reply: Reply, version: ReplyVersion) -> None:
    reply.state, reply.expected_on, reply.reason = ReplyState.SUBMITTED, None, ""
    # Who checked the version before has not seen this one.
    reply.checked_at, reply.checked_by = None, None
    if reply.submitted_at is None:
        reply.first_byte_at, reply.submitted_at = version.first_byte_at, version.received_at
    fields = ["state", "expected_on", "reason", "first_byte_at", "submitted_at", "checked_at", "checked_by"]
    reply.save(update_fields=fields)


def _next_number(reply: Reply) -> int:
    return 1 + (reply.versions.order_by().aggregate(newest=Max("number"))["newest"] or 0)


def _names(reply: Reply) -> dict[str, str]:
    return {
        "call": reply.call.slug,
        "organisation": reply.organisation.slug,
        "name": reply.organisation.name,
    }


def _send_receipts(reply: Reply, version: ReplyVersion, *, by: Person | None, at: datetime) -> None:
    people = {person.pk: person for person in answerers_of(reply, at=at)}
    if by is not None and by.email:
        people[by.pk] = by
    key = f"receipt:{version.pk}"
    mail_people(people.values(), "calls/mail/receipt.txt", key, reply, at=at, version=version)

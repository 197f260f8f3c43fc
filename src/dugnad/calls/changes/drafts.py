"""Verbs of writing: open a reply, and save what is written. Nobody overwrites anybody unseen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.locking import check_lent, check_writable, lock, record, touch
from dugnad.calls.changes.profile import bring_profile
from dugnad.calls.changes.understanding import understood
from dugnad.calls.models import Answer, Call, EarlierAnswer, Forwarding, Question, Reply
from dugnad.calls.queries import Written, answers_of, outcome, writer_of
from dugnad.calls.rules import Outcome
from dugnad.kit.errors import Conflict
from dugnad.members.models import Organisation, Person


@transaction.atomic
def open_reply(call: Call, organisation: Organisation, *, by: Person | None, at: datetime) -> Reply:
    """The reply of a member, which notes when somebody first opened it; a member who joined late gets one."""
    reply, _created = Reply.objects.get_or_create(call=call, organisation=organisation)
    if reply.opened_at is None:
        reply.opened_at = at
        reply.save(update_fields=["opened_at"])
        record("open_reply", reply, by=by, at=at)
        if brought := bring_profile(reply, at=at):
            record(
                "bring_profile", reply, by=by, at=at, after={"answers": brought, "revision": reply.revision}
            )
    return reply


@dataclass(frozen=True)
class Hand:
    """Who writes: a person who has signed in, or a colleague by the link that was sent to them."""

    by: Person | None
    forwarding: Forwarding | None
    first_byte_at: datetime
    workbook: Mapping[str, int] = field(default_factory=dict)  # by question key the revision that it knew


@dataclass(frozen=True)
class Clash:
    """An answer that two have written at once: what is stored, and what you wrote."""

    question: Question
    stored: Answer
    yours: Written


def save_draft(
    reply: Reply,
    answers: Mapping[str, Any],
    expected_revision: int | Mapping[str, int],
    by: Person | None,
    at: datetime,
    *,
    notes: Mapping[str, str] | None = None,
    forwarding: Forwarding | None = None,
    first_byte_at: datetime | None = None,
    workbook: Mapping[str, int] | None = None,
) -> Reply:
    """Store answers by question key, written on top of `expected_revision` of the reply.

    A page that stays open gives the revision that it shows of each answer, by question key.
    What only you have touched is stored; what a colleague has changed since and you have not, stays theirs.
    Where both have touched the same answer it raises Conflict with both texts, after the others are stored.
    A colleague without an account writes by a `forwarding`: in its section, until the answers are due.
    Where a `workbook` was uploaded, the trail keeps which revision of each answer it was fetched with.
    """
    hand = Hand(by, forwarding, first_byte_at or at, workbook or {})
    yours = understood(reply, answers, notes or {}, at=at, forwarding=forwarding)
    clashes = _save(reply, yours, seen=expected_revision, hand=hand, at=at)
    if clashes:
        raise _conflict(reply, clashes)
    return reply


def foresee(
    reply: Reply,
    answers: Mapping[str, Any],
    seen: Mapping[str, int],
    *,
    notes: Mapping[str, str],
    at: datetime,
) -> dict[Question, Outcome]:
    """What would become of each answer if it were saved now; nothing is written."""
    yours, stored = understood(reply, answers, notes, at=at), answers_of(reply)
    return {q: outcome(stored.get(q.pk), written, seen=_seen(seen, q)) for q, written in yours.items()}


@transaction.atomic(durable=True)
def _save(
    reply: Reply,
    yours: Mapping[Question, Written],
    *,
    seen: int | Mapping[str, int],
    hand: Hand,
    at: datetime,
) -> list[Clash]:
    lock(reply)
    check_writable(reply)
    if hand.forwarding:
        check_lent(reply, hand.forwarding, first_byte_at=hand.first_byte_at, at=at)
    stored = answers_of(reply)
    outcomes = {q: outcome(stored.get(q.pk), written, seen=_seen(seen, q)) for q, written in yours.items()}
    ours = {q: written for q, written in yours.items() if outcomes[q] == Outcome.YOURS}
    if ours:
        _write(reply, stored, ours, hand=hand, at=at)
    lost = [q for q in yours if outcomes[q] == Outcome.CONFLICT]
    return [Clash(question, stored[question.pk], yours[question]) for question in lost]


def _seen(seen: int | Mapping[str, int], question: Question) -> int:
    return seen if isinstance(seen, int) else seen.get(question.key, 0)


def _write(
    reply: Reply,
    stored: dict[int, Answer],
    written: Mapping[Question, Written],
    *,
    hand: Hand,
    at: datetime,
) -> None:
    reply.revision += 1
    for question, new in written.items():
        answer = stored.get(question.pk)
        if answer is None:
            answer = Answer(reply=reply, question=question)
        else:
            _keep(answer)
        answer.value, answer.note = new.value, new.note
        answer.revision, answer.by, answer.at = reply.revision, hand.by, at
        answer.forwarding = hand.forwarding
        answer.save()
    touch(reply, at=at)
    what: dict[str, Any] = {"answers": sorted(q.key for q in written), "revision": reply.revision}
    if hand.workbook:
        what["workbook"] = {q.key: _seen(hand.workbook, q) for q in written}
    if hand.forwarding:
        Forwarding.objects.filter(pk=hand.forwarding.pk).update(saved_at=at)
        # By its number: the trail never forgets, and a colleague's name must be able to go.
        what["forwarding"] = hand.forwarding.pk
    record("save_draft", reply, by=hand.by, at=at, after=what)


def _keep(answer: Answer) -> None:
    """What stood there stays readable: it tells two writers apart, and no text is ever lost."""
    EarlierAnswer(
        answer=answer,
        revision=answer.revision,
        value=answer.value,
        note=answer.note,
        by_id=answer.by_id,
        forwarding_id=answer.forwarding_id,
        at=answer.at,
    ).save(force_insert=True)


def _conflict(reply: Reply, clashes: Iterable[Clash]) -> Conflict:
    clashes = list(clashes)
    last = max((clash.stored for clash in clashes), key=lambda answer: answer.revision)
    return Conflict(
        "revision",
        _("A colleague changed the same answer while you wrote. Here are both texts; nothing is lost."),
        field=clashes[0].question.key,
        details={
            "theirs": {clash.question.key: clash.stored.value for clash in clashes},
            "yours": {clash.question.key: clash.yours.value for clash in clashes},
            "revision": reply.revision,
            "version": reply.revision,
            "by": writer_of(last),
            "at": last.at,
        },
    )

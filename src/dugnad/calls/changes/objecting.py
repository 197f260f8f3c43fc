"""Verbs of objections: raised and dropped with a submission, sent to the publisher, dropped with a reason."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dugnad.calls.models import Objection, Question, Reply, ReplyVersion
from dugnad.calls.queries import answers_in, questions_of
from dugnad.calls.queries.agreeing import Since, closed_among
from dugnad.calls.queries.objections import objection_rows
from dugnad.calls.queries.prefill import Published, figures_here, published_for
from dugnad.calls.states import ObjectionState
from dugnad.kit import history
from dugnad.kit.clock import at_oslo, local_day
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.members.queries import divisions

NOON = time(12)
FACTS = (
    "question_id", "municipality_code", "indicator", "sector", "year", "published", "proposed", "unit",
    "vintage_id", "reason", "raised_at", "sent_at", "sent_by_id", "dropped_at",
)  # fmt: skip


def take_objections(reply: Reply, version: ReplyVersion, *, by: Person | None, at: datetime) -> None:
    """Raise what a submission objects to, bring the others up to date, and drop those it no longer makes.

    Runs in the transaction of the submission. An objection that is made again in the same words stays as
    it is: it may have been sent already, and is not sent a second time. One that the publisher has met is
    closed: neither the same answer nor a yes changes that. Who objects anew makes a new one beside it.
    """
    asked = {q.key: q for q in questions_of(reply.call) if q.facts.is_confirmed}
    known = _known(reply) if asked else {}
    said = {key: row["value"] for key, row in answers_in(version).items() if key in asked}
    made = {key: value for key, value in said.items() if asked[key].facts.is_objection(value)}
    closed = _closed(reply, known, at=at)
    for key, objection in known.items():
        if key not in made and key not in closed and objection.dropped_at is None:
            _drop(objection, by=by, at=at)
    before = _said_before(version) if closed else {}
    anew = {
        key: value
        for key, value in made.items()
        if not _stands(known.get(key), value, closed.get(key), before=before.get(key))
    }
    published = published_for(reply, [asked[key] for key in anew], on=local_day(at))
    for key, figure in published.items():
        if key in closed:
            _keep_closed(known.pop(key), closed[key])
        objection = known.get(key) or Objection(reply=reply, organisation=reply.organisation)
        _raise(objection, asked[key], figure, anew[key], by=by, at=at)


def drop_objections(reply: Reply, *, by: Person | None, at: datetime) -> None:
    """Drop all that a reply objects to and nobody has met, in the transaction of its withdrawal."""
    known = _known(reply)
    closed = _closed(reply, known, at=at)
    for key, objection in known.items():
        if objection.dropped_at is None and key not in closed:
            _drop(objection, by=by, at=at)


@transaction.atomic
def drop_objection(objection: Objection, *, reason: str, by: Person | None, at: datetime) -> None:
    """Take an objection no further, and say why."""
    if not reason.strip():
        raise Refused("reason", _("Write the reason, so that the member understands."), field="reason")
    now = Objection.objects.select_for_update().get(pk=objection.pk)
    if now.dropped_at is not None:
        raise Refused("state", _("The objection is dropped already."))
    objection.dropped_at = now.dropped_at
    _drop(objection, reason=reason.strip(), by=by, at=at)


@transaction.atomic
def send_objections(objections: Collection[int], *, on: date, by: Person | None, at: datetime) -> int:
    """Note that objections (ids) were sent to their publisher on a day; returns how many were not before.

    What has been met, sent or dropped since the list was made is left as it is.
    """
    if on > local_day(at):
        raise Refused("on", _("Name today, or a day that has passed."), field="on")
    wanted = Objection.objects.filter(pk__in=objections)
    list(wanted.select_for_update())
    rows = objection_rows(wanted, on=local_day(at))
    waiting = [row.objection for row in rows if row.state == ObjectionState.RAISED]
    for objection in waiting:
        if on < local_day(objection.raised_at):
            message = _("%(name)s raised this on %(day)s: it cannot have been sent before.")
            names = {"name": objection.organisation.name, "day": local_day(objection.raised_at)}
            raise Refused("on", message % names, field="on")
        objection.sent_at, objection.sent_by = at if on == local_day(at) else at_oslo(on, NOON), by
        objection.save(update_fields=["sent_at", "sent_by"])
        _record("send_objection", objection, by=by, at=at, after={"sent_at": objection.sent_at})
    return len(waiting)


def _known(reply: Reply) -> dict[str, Objection]:
    """The last objection of each question, by its key; those before it are closed for good."""
    made = reply.objections.filter(closed_by__isnull=True)
    found = made.select_related("question", "organisation", "vintage").order_by("pk")
    return {objection.question.key: objection for objection in found}


def _closed(reply: Reply, known: Mapping[str, Objection], *, at: datetime) -> dict[str, Since]:
    """By question key what the publisher has said since, where that has closed the objection."""
    on = local_day(at)
    here = figures_here(reply, {objection.indicator for objection in known.values()}, on=on)
    return {o.question.key: since for o, since in closed_among(known.values(), here, on=on).items()}


def _said_before(version: ReplyVersion) -> dict[str, dict[str, object]]:
    """By question key what the version before this one answered."""
    earlier = version.reply.versions.filter(number__lt=version.number, is_withdrawal=False)
    last = earlier.order_by("-number").first()
    return {key: row["value"] for key, row in answers_in(last).items()} if last else {}


def _keep_closed(objection: Objection, since: Since) -> None:
    """Keep by which vintage an objection was closed: the member objects anew, and both can be read."""
    objection.closed_by = since.settled_by
    objection.save(update_fields=["closed_by"])


def _stands(
    objection: Objection | None, value: dict[str, object], closed: Since | None, *, before: object
) -> bool:
    """Whether an objection says already what an answer says, with the same evidence.

    One that is closed says all of the figure by which it was; and of the one that has come since no more
    than the member has said after it was closed.
    """
    if objection is None or objection.dropped_at is not None:
        return False
    met = closed is not None and not closed.is_revised and objection.proposed is not None
    if met and objection.proposed == value.get("value"):
        return True
    if closed is not None and value != before:
        return False
    same = (objection.reason, objection.proposed) == (value.get("reason", ""), value.get("value"))
    since = Q(at__gt=objection.raised_at) | Q(removed_at__gt=objection.raised_at)
    files = objection.reply.files.filter(since, question=objection.question_id)
    return same and not files.exists()


def _raise(
    objection: Objection,
    question: Question,
    figure: Published,
    value: dict[str, object],
    *,
    by: Person | None,
    at: datetime,
) -> None:
    before = history.values_of(objection, FACTS) if objection.pk else {}
    objection.question, objection.indicator, objection.sector = (
        question,
        question.indicator,
        question.indicator_sector,
    )
    objection.municipality_code, objection.year = _number_in(figure, on=local_day(at)), figure.year
    objection.published, objection.unit, objection.vintage = figure.value, figure.unit, figure.vintage
    objection.proposed, objection.reason = value.get("value"), value.get("reason", "")  # type: ignore[assignment]
    objection.raised_at, objection.sent_at, objection.sent_by = at, None, None
    objection.dropped_at = None
    objection.save()
    _record(
        "raise_objection", objection, by=by, at=at, before=before, after=history.values_of(objection, FACTS)
    )


def _number_in(figure: Published, *, on: date) -> str:
    """The number of a place in the division of its vintage; today's where it has been divided or merged."""
    day = figure.vintage.codes_of or date(figure.year, 1, 1)
    block = divisions().blocks_of(day, on).get(figure.code)
    return next(iter(block.codes)) if block and len(block.codes) == 1 else figure.code


def _drop(objection: Objection, *, by: Person | None, at: datetime, reason: str = "") -> None:
    objection.dropped_at = at
    objection.save(update_fields=["dropped_at"])
    _record("drop_objection", objection, by=by, at=at, after={"reason": reason})


def _record(
    verb: str,
    objection: Objection,
    *,
    by: Person | None,
    at: datetime,
    after: dict[str, object],
    before: dict[str, object] | None = None,
) -> None:
    history.record(
        verb, objection, by=by, at=at, before=before, after=after, organisation_id=objection.organisation_id
    )

"""Verbs about amendments: propose, adopt into the draft, not adopt, take back."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.changes.lineage import add_new_point, settle_succession
from dugnad.declarations.changes.points import edit_point, remove_point
from dugnad.declarations.changes.wordings import hold
from dugnad.declarations.kinds import AMENDMENT_FACTS, SUCCESSION_FACTS, AmendmentKind, SuccessionKind
from dugnad.declarations.models import Amendment, Point, Treatment, Wording
from dugnad.declarations.states import AmendmentState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Body, Organisation, Person


@transaction.atomic
def propose_amendment(
    wording: Wording, *, kind: str, reason: str, by: Person | None, at: datetime, point: Point | None = None,
    title: str = "", text: str = "", organisation: Organisation | None = None, body: Body | None = None,
) -> Amendment:  # fmt: skip
    """Propose a change of one point, for a member, for a body, or in one's own name."""
    _refuse_proposal(wording, kind, point, title=title, text=text, reason=reason)
    facts = AMENDMENT_FACTS[AmendmentKind(kind)]
    stands = point if facts.has_point else None
    amendment = Amendment(
        wording=wording,
        kind=kind,
        point=stands,
        point_number=stands.number if stands else "",
        point_title=stands.title_nb if stands else "",
        before=stands.text_nb if stands else "",
        title=title if facts.has_text else "",
        text=text if facts.has_text else "",
        reason=reason,
        organisation=organisation,
        body=body,
        proposed_by=by,
        proposed_at=at,
    )
    if same := history.entered_already(amendment, "propose_amendment", by=by, at=at):
        return same
    add(amendment, "propose_amendment", by=by, at=at, of=organisation.pk if organisation else None)
    return amendment


@transaction.atomic
def adopt_amendment(
    amendment: Amendment, *, by: Person | None, at: datetime, treatment: Treatment | None = None,
    because: str = "", seen: str = "", **placed: Any,
) -> None:  # fmt: skip
    """Let the draft say what was proposed; the words that stood there before are kept with the proposal.

    `placed` is what the proposal itself does not say: the number, part and place of a new point, and the
    words in the other two languages, with the languages in `holds` whose filled-in words still fit.
    """
    _refuse_settled(amendment)
    hold(amendment.wording)
    told = ADOPTING[AmendmentKind(amendment.kind)](amendment, by=by, at=at, seen=seen, **placed)
    values = {**told, **_settled(AmendmentState.ADOPTED, treatment, because, at)}
    edit(amendment, "adopt_amendment", values, by=by, at=at, of=amendment.organisation_id)


@transaction.atomic
def reject_amendment(
    amendment: Amendment, *, because: str, by: Person | None, at: datetime, treatment: Treatment | None = None
) -> None:
    """Say that a proposal is not adopted, and why; who proposed it reads that."""
    _refuse_settled(amendment)
    if not because.strip():
        raise Refused(
            "reason", _("Write why it is not adopted. Those who proposed it read that."), field="because"
        )
    values = _settled(AmendmentState.REJECTED, treatment, because, at)
    edit(amendment, "reject_amendment", values, by=by, at=at, of=amendment.organisation_id)


@transaction.atomic
def withdraw_amendment(amendment: Amendment, *, by: Person | None, at: datetime, because: str = "") -> None:
    """Take a proposal back."""
    _refuse_settled(amendment)
    values = _settled(AmendmentState.WITHDRAWN, None, because, at)
    edit(amendment, "withdraw_amendment", values, by=by, at=at, of=amendment.organisation_id)


def _refuse_proposal(
    wording: Wording, kind: str, point: Point | None, *, title: str, text: str, reason: str
) -> None:
    """Say what a proposal lacks, at its field."""
    if not rules.can_amend(wording):
        raise Refused("state", _("This text stands, so no change of it can be proposed."))
    facts = AMENDMENT_FACTS[AmendmentKind(kind)]
    if facts.has_point and (point is None or point.wording_id != wording.pk):
        raise Refused("point", _("Choose the point that the proposal is about."), field="point")
    if facts.has_text and not text.strip():
        raise Refused("text", _("Write the words that you propose."), field="text")
    if facts.has_text and not facts.has_point and not title.strip():
        raise Refused("title", _("Write a title for the new point."), field="title")
    if facts.has_text and point and (title or point.title_nb, text) == (point.title_nb, point.text_nb):
        raise Refused("text", _("These are the words that stand there already."), field="text")
    if not reason.strip():
        raise Refused("reason", _("Write why. Those who treat the proposal will ask."), field="reason")


def _refuse_settled(amendment: Amendment) -> None:
    if not rules.is_open(amendment):
        raise Refused("state", _("It is said already what became of this proposal."))


def _settled(state: str, treatment: Treatment | None, because: str, at: datetime) -> dict[str, Any]:
    return {"state": state, "settled_at": at, "settled_in": treatment, "settled_because": because}


def _reword(
    amendment: Amendment, *, by: Person | None, at: datetime, seen: str, holds: Collection[str] = (),
    **words: Any,
) -> dict[str, Any]:  # fmt: skip
    point = _point_of(amendment)
    before = {"before": point.text_nb, "point_title": point.title_nb, "point_number": point.number}
    values: dict[str, Any] = {**rules.words_proposed(amendment, point), "is_missing": False}
    # A field that somebody emptied stays empty; one that nobody was asked about stays as it was.
    values |= {
        name: words.get(name, standing) for name, standing in rules.kept_translations(point, values).items()
    }
    edit_point(point, seen=seen, holds=holds, by=by, at=at, **values)
    _sharpen(amendment, point, by=by, at=at)
    # What was proposed of the title or the text alone has the other word as it stands today, and so claims
    # to have changed nothing but its own.
    return before | {"title": values["title_nb"], "text": values["text_nb"]}


def _sharpen(amendment: Amendment, point: Point, *, by: Person | None, at: datetime) -> None:
    """What was called kept is so no longer; the proposal's own reason says why."""
    for origin in point.origins.select_related("predecessor"):
        if SUCCESSION_FACTS[SuccessionKind(origin.kind)].keeps_words:
            settle_succession(
                amendment.wording,
                kind=SuccessionKind.SHARPENED,
                predecessor=origin.predecessor,
                successor=point,
                reason_nb=amendment.reason,
                by=by,
                at=at,
            )


def _strike(
    amendment: Amendment, *, by: Person | None, at: datetime, seen: str, **words: Any
) -> dict[str, Any]:
    point = _point_of(amendment)
    before = {"before": point.text_nb, "point_title": point.title_nb, "point_number": point.number}
    roots = [origin.predecessor for origin in point.origins.select_related("predecessor")]
    remove_point(point, by=by, at=at)
    amendment.refresh_from_db(fields=["point"])
    carried = set(amendment.wording.successions.values_list("predecessor_id", flat=True))
    for root in roots:
        if root is not None and root.pk not in carried:
            settle_succession(
                amendment.wording,
                kind=SuccessionKind.DROPPED,
                predecessor=root,
                successor=None,
                reason_nb=amendment.reason,
                by=by,
                at=at,
            )
    return before


def _add(
    amendment: Amendment, *, by: Person | None, at: datetime, seen: str, number: str, part: str, **words: Any
) -> dict[str, Any]:
    values = {"title_nb": amendment.title, "text_nb": amendment.text, **words}
    # At the end of its own part: behind all the others its part would stand in the text twice.
    values["after"] = words.get("after") or amendment.wording.points.filter(kind=part).last()
    point = add_new_point(
        amendment.wording, reason=amendment.reason, number=number, kind=part, by=by, at=at, **values
    )
    return {"point": point, "point_number": point.number, "point_title": point.title_nb}


def _point_of(amendment: Amendment) -> Point:
    """The point as it stands now, not as it stood when the proposal was read."""
    found = Point.objects.select_related("wording").filter(pk=amendment.point_id or 0).first()
    if found is None:
        raise Refused("point", _("The point is no longer in the text. Say that the proposal is not adopted."))
    return found


ADOPTING: dict[AmendmentKind, Callable[..., dict[str, Any]]] = {
    AmendmentKind.REWORD: _reword,
    AmendmentKind.STRIKE: _strike,
    AmendmentKind.ADD: _add,
}

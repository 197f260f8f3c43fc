"""What the register of a declaration holds of a member already, so that nobody types it again in a reply."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dugnad.calls.kinds.consenting import CONSIDERING, DECLINED, ENDORSED
from dugnad.calls.models import Question, Reply
from dugnad.declarations.models import Attendance, Endorsement, Signature
from dugnad.declarations.queries import (
    endorsement_of,
    happenings,
    signatures_of,
    wording_called,
    words_of,
)
from dugnad.declarations.queries.consent import Happening

Value = dict[str, Any]


@dataclass(frozen=True)
class Registered:
    """What stands in the register: what happened, in order of time, and the same as an answer."""

    happenings: Sequence[Happening]
    value: Value | None


def registered_for(reply: Reply, questions: Iterable[Question]) -> dict[str, Registered]:
    """By question key what the register holds; nothing where nobody asks about a declaration."""
    asked = {q.key: q.point for q in questions if q.facts.gives_consent}
    found = {key: _registered(reply, name) for key, name in asked.items()}
    return {key: known for key, known in found.items() if known is not None}


def _registered(reply: Reply, name: str) -> Registered | None:
    wording = wording_called(name)
    own = endorsement_of(wording, reply.organisation) if wording else None
    if wording is None or own is None:
        return None
    signatures, words = signatures_of(own), words_of(wording)
    # Who stood behind other words is asked anew about these, and does so with a day of its own.
    stance = _stance(own) if own.state != ENDORSED or own.sha256 == words else {}
    found = stance | _signs(own, [one for one in signatures if one.revoked_on is None])
    value = {part: one for part, one in found.items() if one not in ("", None, [])}
    return Registered(happenings(own, signatures, words), value or None)


def _stance(own: Endorsement) -> Value:
    """What was said last; who was only asked, or has drawn back, has said nothing that could be filled in."""
    return SAID[own.state](own) | {"stance": own.state} if own.state in SAID else {}


def _endorsed(own: Endorsement) -> Value:
    reserved = list(own.reservations.select_related("point"))
    return {
        "way": own.way,
        "on": _iso(own.endorsed_on),
        "body_name": own.body_name,
        "case_number": own.case_number,
        "reserved": [one.point.key for one in reserved],
        # In a reply one text is about all of them.
        "reservation": "\n".join(dict.fromkeys(one.text for one in reserved)),
    }


SAID = {
    ENDORSED: _endorsed,
    CONSIDERING: lambda own: {"body_name": own.considered_by, "expected_on": _iso(own.expected_on)},
    DECLINED: lambda own: {"reason": own.reason, "on": _iso(own.declined_on)},
}


def _signs(own: Endorsement, signatures: Sequence[Signature]) -> Value:
    """Who comes to sign for the member, else who has signed."""
    coming = Attendance.objects.filter(endorsement=own).first()
    if coming:
        return {
            "signatory": coming.name,
            "office": coming.office,
            "is_deputy": coming.is_deputy,
            "pronunciation": coming.pronunciation,
            "comes": coming.comes,
        }
    signed = [{"signatory": s.signatory, "office": s.office, "is_deputy": s.is_deputy} for s in signatures]
    return next(iter(signed), {})


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None

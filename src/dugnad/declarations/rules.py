"""Yes or no, about declarations: what the state of a text permits, and who may do what."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from dugnad.declarations.kinds import POINT_FACTS, SUCCESSION_FACTS, PointKind, Scope, SuccessionKind
from dugnad.declarations.states import FROZEN, WordingState
from dugnad.kit.access import Role
from dugnad.members.kinds import OrganisationKind
from dugnad.members.rules import Viewer

# What stands below a declaration's address besides its wordings; no wording may have such a name.
RESERVED = frozenset({"ny", "punkt", "oppfolging", "plan", "rapport", "bevis", "rediger"})
MUNICIPAL, COUNTY = OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY_AUTHORITY
WHO = {
    Scope.ALL: frozenset({MUNICIPAL, COUNTY}),
    Scope.MUNICIPALITIES: frozenset({MUNICIPAL}),
    Scope.COUNTIES: frozenset({COUNTY}),
}


class Worded(Protocol):
    """A wording as the rules see it."""

    state: str


class Numbered(Protocol):
    """A point as the rules see it."""

    kind: str
    scope: str
    is_missing: bool


def can_edit(wording: Worded) -> bool:
    """Whether the words may still change: what the members have before them may not."""
    return wording.state == WordingState.DRAFT


def can_offer(wording: Worded) -> bool:
    """Whether a text can be sent to the members for their support."""
    return wording.state == WordingState.DRAFT


def can_reopen(wording: Worded) -> bool:
    """Whether a text can be taken back to be changed, before it is adopted."""
    return wording.state == WordingState.OFFERED


def can_adopt(wording: Worded) -> bool:
    """Whether a text can be adopted: the members have had it before them."""
    return wording.state == WordingState.OFFERED


def can_endorse(wording: Worded) -> bool:
    """Whether members can say that they stand behind a text: it must stand still."""
    return wording.state in FROZEN


def may_see(viewer: Viewer, wording: Worded) -> bool:
    """Whether the viewer may read a text: what is adopted everybody may, a draft those who treat it."""
    if wording.state == WordingState.ADOPTED:
        return True
    if wording.state == WordingState.OFFERED:
        return viewer.is_signed_in
    return viewer.is_secretariat or viewer.is_body_member


def may_write(viewer: Viewer) -> bool:
    """Whether the viewer may write in declarations: the secretariat keeps the text for all."""
    return viewer.is_secretariat


def is_name(name: str) -> bool:
    """Whether a wording may be called so in addresses."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,19}", name)) and name not in RESERVED


def applies_to(point: Numbered, organisation_kind: str) -> bool:
    """Whether a point is one that such an organisation is to carry out."""
    return organisation_kind in WHO[Scope(point.scope)]


def is_followed_up(point: Numbered) -> bool:
    """Whether members are asked about a point; of words that nobody knows nobody can be asked."""
    return POINT_FACTS[PointKind(point.kind)].is_followed_up and not point.is_missing


def fingerprint(preamble: str, points: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the canonical bytes of a text in bokmål: sorted keys, UTF-8, no spaces between.

    `points` in their order, each with number, title and text. Translations are no part of what is signed.
    """
    content = {"preamble": preamble, "points": [dict(point) for point in points]}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def succession_lacks(kind: str, *, predecessor: bool, successor: bool, reason: str) -> str:
    """Which part of a succession is wrong: predecessor, successor or reason; empty when it is right."""
    facts = SUCCESSION_FACTS[SuccessionKind(kind)]
    if predecessor != facts.has_predecessor:
        return "predecessor"
    if successor != facts.has_successor:
        return "successor"
    return "reason" if facts.needs_reason and not reason.strip() else ""


class Task(Protocol):
    """A task of the follow-up plan as the rules see it."""

    due: date | None
    done_on: date | None
    body_id: int | None
    person_id: int | None


def is_overdue(task: Task, *, on: date) -> bool:
    """Whether a task is past its day and not done."""
    return task.done_on is None and task.due is not None and task.due < on


def may_see_plan(viewer: Viewer) -> bool:
    """Whether the viewer may read the follow-up plan: it names who does what, for those who work here."""
    return may_see_members(viewer)


def is_theirs(viewer: Viewer, task: Task) -> bool:
    """Whether a task is the viewer's own, or that of a body in which the viewer sits."""
    own = viewer.person is not None and task.person_id == viewer.person.pk
    return own or task.body_id in viewer.bodies


def may_finish(viewer: Viewer, task: Task) -> bool:
    """Whether the viewer may say that a task is done: the secretariat, and those whose it is."""
    return viewer.is_secretariat or is_theirs(viewer, task)


def may_see_members(viewer: Viewer) -> bool:
    """Whether the viewer may read how far each member has come; the region's counts are everybody's.

    Those who work together here may; an account without a seat or a post is not enough.
    """
    return bool(viewer.roles - {Role.ANONYMOUS, Role.GUEST})

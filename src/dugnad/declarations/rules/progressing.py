"""Yes or no, about how far members have come with the points of a declaration."""

from datetime import date
from typing import Protocol

from dugnad.declarations.rules.texts import COUNTY, MUNICIPAL, Numbered, Worded, applies_to
from dugnad.declarations.states import WordingState
from dugnad.kit.access import Role
from dugnad.members.rules import Viewer


class Promised(Protocol):
    """A wording as the rules see it when something is told of it."""

    adopted_on: date | None


def kinds_asked(point: Numbered) -> list[str]:
    """The kinds of organisations that a point is for."""
    return [kind for kind in (MUNICIPAL, COUNTY) if applies_to(point, kind)]


def can_follow_up(wording: Worded) -> bool:
    """Whether members can be asked how far they have come with a text: it has been promised."""
    return wording.state == WordingState.ADOPTED


def is_year_to_tell(wording: Promised, year: int, *, on: date) -> bool:
    """Whether something can be told of a year: it was promised by then, and the year has come."""
    return wording.adopted_on is not None and wording.adopted_on.year <= year <= on.year


def may_see_members(viewer: Viewer) -> bool:
    """Whether the viewer may read how far each member has come; the region's counts are everybody's.

    Those who work together here may; an account without a seat or a post is not enough.
    """
    return bool(viewer.roles - {Role.ANONYMOUS, Role.GUEST})

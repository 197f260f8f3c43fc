"""Yes or no, about people, seats and memberships."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from dugnad.kit.access import Role
from dugnad.members.kinds import BODY_FACTS, BodyKind, Mandate, SeatRole


class Dated(Protocol):
    """Anything that holds from a day, to and with another day or until further notice."""

    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Viewer:
    """Who looks at a page: the person, the roles that follow from seats and offices, whom they answer for."""

    user: Any = None
    person: Any = None
    roles: frozenset[Role] = frozenset({Role.ANONYMOUS})
    edits: frozenset[int] = frozenset()  # organisations whose answers this person may write
    approves: frozenset[int] = frozenset()  # organisations whose answers this person may submit
    bodies: frozenset[int] = field(default=frozenset())
    language: str = ""

    @property
    def is_signed_in(self) -> bool:
        """Whether we know who this is."""
        return Role.ANONYMOUS not in self.roles

    @property
    def is_secretariat(self) -> bool:
        """Whether this person runs the alliance's daily work."""
        return bool(self.roles & {Role.SECRETARIAT, Role.ADMINISTRATOR})

    @property
    def is_body_member(self) -> bool:
        """Whether this person sits in a body that treats drafts."""
        return Role.BODY_MEMBER in self.roles


def holds_on(dated: Dated, day: date) -> bool:
    """Whether a dated thing holds on a day; its last day is included."""
    return dated.valid_from <= day and (dated.valid_to is None or day <= dated.valid_to)


def roles_of_seats(seats: Iterable[tuple[str, str]]) -> set[Role]:
    """The roles that follow from seats, each given as (kind of body, role in it)."""
    roles: set[Role] = set()
    for body_kind, seat_role in seats:
        facts = BODY_FACTS[BodyKind(body_kind)]
        roles |= {Role.BODY_MEMBER} if facts.gives_body_role else set()
        roles |= {Role.SECRETARIAT} if facts.gives_staff_role else set()
        if facts.gives_staff_role and seat_role == SeatRole.ADMINISTRATOR:
            roles.add(Role.ADMINISTRATOR)
    return roles


def roles_of_mandates(mandates: Iterable[str]) -> set[Role]:
    """The roles that follow from what a person may do for an organisation."""
    roles: set[Role] = set()
    for mandate in mandates:
        if mandate == Mandate.APPROVER:
            roles |= {Role.MEMBER_EDITOR, Role.MEMBER_APPROVER}
        elif mandate == Mandate.EDITOR:
            roles.add(Role.MEMBER_EDITOR)
    return roles


def may_edit_for(viewer: Viewer, organisation_id: int) -> bool:
    """Whether the viewer may write answers for an organisation."""
    return organisation_id in viewer.edits


def may_approve_for(viewer: Viewer, organisation_id: int) -> bool:
    """Whether the viewer may submit answers for an organisation."""
    return organisation_id in viewer.approves

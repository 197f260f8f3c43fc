"""Yes or no, about people, seats and memberships."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.utils.text import slugify

from dugnad.kit.access import Role
from dugnad.members.kinds import (
    BODY_FACTS,
    ORGANISATION_FACTS,
    BodyKind,
    Mandate,
    OrganisationKind,
    SeatRole,
)

# First words of our own addresses below /medlemmer/; an organisation must not hide behind one.
RESERVED_SLUGS = frozenset(
    {"ny", "organisasjoner", "organer", "personer", "plasser", "verv", "medlemskap", "arbeidsbok", "eksport"}
)
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a", "đ": "d", "ŧ": "t"})


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


def overlaps(dated: Dated, first: date, last: date | None) -> bool:
    """Whether a dated thing holds on any day from the first to the last."""
    starts_in_time = last is None or dated.valid_from <= last
    return starts_in_time and (dated.valid_to is None or dated.valid_to >= first)


def is_period(first: date, last: date | None) -> bool:
    """Whether the last day, where there is one, does not come before the first."""
    return last is None or first <= last


def can_have_members(organisation_kind: str) -> bool:
    """Whether others can be members of such an organisation."""
    return ORGANISATION_FACTS[OrganisationKind(organisation_kind)].has_members


def is_one_only(organisation_kind: str) -> bool:
    """Whether an installation has one organisation of this kind and no more."""
    return ORGANISATION_FACTS[OrganisationKind(organisation_kind)].is_one_only


def has_numbers(organisation_kind: str) -> bool:
    """Whether organisations of this kind have municipality numbers."""
    return ORGANISATION_FACTS[OrganisationKind(organisation_kind)].has_numbers


def slug_of(name: str) -> str:
    """A name as it stands in addresses: Nedre Romerike is nedre-romerike, Bærum is baerum."""
    return slugify(name.translate(LETTERS))[:80].strip("-")


def may_see_addresses(viewer: Viewer, body_id: int) -> bool:
    """Whether the viewer may see the e-mail addresses of a body's people: colleagues there, and staff."""
    return viewer.is_secretariat or body_id in viewer.bodies


def may_see_names(viewer: Viewer, body_kind: str) -> bool:
    """Whether the viewer may see who sits in a body: politicians are public, officials are for users."""
    return viewer.is_signed_in or BODY_FACTS[BodyKind(body_kind)].political


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


@dataclass(frozen=True)
class CodeRow:
    """A municipality number as a register gives it: its days, and what became of it with weights if split."""

    code: str
    name: str
    county_code: str
    county_name: str
    valid_from: date
    valid_to: date | None
    successors: tuple[tuple[str, float | None], ...] = ()

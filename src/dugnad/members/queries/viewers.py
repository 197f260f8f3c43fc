"""Who looks at a page, and what follows from their seats and offices."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Value

from dugnad.kit.access import Role
from dugnad.members.kinds import Mandate
from dugnad.members.models import Membership, Office, Seat, User
from dugnad.members.queries.periods import LONGEST, holding
from dugnad.members.rules import Viewer, roles_of_mandates, roles_of_seats

ANONYMOUS = Viewer()


@dataclass(frozen=True)
class _Held:
    """A seat in a body, or an office in an organisation, as far as it says what its holder may do."""

    is_seat: bool
    place: int  # the body, or the organisation
    kind: str  # of the body
    said: str  # the role of the seat, or the mandate of the office
    speaks: bool  # for the members of its organisation


def viewer_of(user: Any, *, on: date) -> Viewer:
    """Who this user is on a day: roles follow from seats and offices."""
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    person = user.person  # comes with the account, so that no page asks for it
    held = _held_by(person, on=on)
    seats, offices = [one for one in held if one.is_seat], [one for one in held if not one.is_seat]
    roles = roles_of_seats((seat.kind, seat.said) for seat in seats)
    roles |= roles_of_mandates(office.said for office in offices)
    editing = [office for office in offices if office.said in (Mandate.EDITOR, Mandate.APPROVER)]
    approving = [office for office in offices if office.said == Mandate.APPROVER]
    return Viewer(
        user=user,
        person=person,
        roles=frozenset(roles | {Role.GUEST}),
        edits=_answering_for(editing, on=on),
        approves=_answering_for(approving, on=on),
        bodies=frozenset(seat.place for seat in seats),
        language=person.language,
    )


def _held_by(person: Any, *, on: date) -> list[_Held]:
    """The seats and offices of a person on a day: one question, because every page asks it."""
    held = holding(on)
    seats = Seat.objects.filter(held, person=person).order_by()
    offices = Office.objects.filter(held, person=person).order_by()
    of_seats = seats.values_list(Value(True), "body_id", "body__kind", "role", Value(False))
    of_offices = offices.values_list(
        Value(False), "organisation_id", Value(""), "mandate", F("organisation__answers_for_members")
    )
    return [_Held(bool(seat), place, kind, said, bool(speaks)) for seat, place, kind, said, speaks
            in of_seats.union(of_offices, all=True)]  # fmt: skip


def _answering_for(offices: Collection[_Held], *, on: date) -> frozenset[int]:
    """The organisations of these offices, and the municipalities of a sub-region that answers for its own."""
    own = {office.place for office in offices}
    speaking = [office.place for office in offices if office.speaks]
    if speaking:
        own |= set(
            Membership.objects.filter(holding(on), group__in=speaking).values_list(
                "organisation_id", flat=True
            )
        )
    return frozenset(own)


def user_with_email(email: str) -> User | None:
    """The active user with this address, in any case."""
    return User.objects.filter(email__iexact=email[:LONGEST], is_active=True).first()

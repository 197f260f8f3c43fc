"""Who looks at a page, and what follows from their seats and offices."""

from collections.abc import Collection
from datetime import date
from typing import Any

from dugnad.kit.access import Role
from dugnad.members.kinds import Mandate
from dugnad.members.models import Membership, Office, Seat, User
from dugnad.members.queries.periods import LONGEST, holding
from dugnad.members.rules import Viewer, roles_of_mandates, roles_of_seats

ANONYMOUS = Viewer()


def viewer_of(user: Any, *, on: date) -> Viewer:
    """Who this user is on a day: roles follow from seats and offices."""
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    person = user.person  # comes with the account, so that no page asks for it
    # Every page asks these, and nobody reads them in order: not sorted, they take a seventh less time.
    held = Seat.objects.filter(holding(on), person=person).order_by()
    seats = list(held.values_list("body_id", "body__kind", "role"))
    offices = list(
        Office.objects.filter(holding(on), person=person).select_related("organisation").order_by()
    )
    roles = roles_of_seats((kind, role) for _body, kind, role in seats)
    roles |= roles_of_mandates(office.mandate for office in offices)
    editing = [office for office in offices if office.mandate in (Mandate.EDITOR, Mandate.APPROVER)]
    approving = [office for office in offices if office.mandate == Mandate.APPROVER]
    return Viewer(
        user=user,
        person=person,
        roles=frozenset(roles | {Role.GUEST}),
        edits=_answering_for(editing, on=on),
        approves=_answering_for(approving, on=on),
        bodies=frozenset(body for body, _kind, _role in seats),
        language=person.language,
    )


def _answering_for(offices: Collection[Office], *, on: date) -> frozenset[int]:
    """The organisations of these offices, and the municipalities of a sub-region that answers for its own."""
    own = {office.organisation_id for office in offices}
    speaking = [o.organisation_id for o in offices if o.organisation.answers_for_members]
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

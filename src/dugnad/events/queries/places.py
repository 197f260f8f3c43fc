"""Questions about the places by which people are asked: whose they are by now, and who holds them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, When

from dugnad.events.kinds import WRITTEN, Role
from dugnad.events.models import Event, Participation, Position
from dugnad.events.rules import meeting as rules
from dugnad.events.states import EventState
from dugnad.members.models import Person, Seat
from dugnad.members.queries import holders_of_place, holding
from dugnad.members.rules import holds_on

Held = dict[tuple[int, int], list[Seat]]  # what a person holds in a body


def has_left(one: Participation, *, on: date) -> bool:
    """Whether the place by which somebody was asked is theirs no longer."""
    return one.pk in left_ones([one], on=on)


def left_ones(rows: Iterable[Participation], *, on: date) -> set[int]:
    """Those whose place is theirs no longer: one query, and one more where a procedure that is over is asked.

    Who holds another place in the same body still sits there.
    """
    placed = [one for one in rows if one.seat_id and one.person_id]
    held = _held_by(placed)
    away = [
        one
        for one in placed
        if rules.has_left(one, sits=_sits(one, held, rules.day_of_place(one.event, on=on)), has_said=False)
    ]
    return {one.pk for one in away} - _who_said(away)


def _held_by(rows: list[Participation]) -> Held:
    held: Held = {}
    bodies = {one.event.body_id for one in rows}
    people = {one.person_id for one in rows}
    for seat in Seat.objects.filter(body__in=bodies, person__in=people) if rows else ():
        held.setdefault((seat.body_id, seat.person_id or 0), []).append(seat)
    return held


def _sits(one: Participation, held: Held, day: date) -> bool:
    return any(holds_on(seat, day) for seat in held.get((one.event.body_id or 0, one.person_id or 0), ()))


def _who_said(rows: list[Participation]) -> set[int]:
    """Who of them answered in a written procedure that is over."""
    over = [one.pk for one in rows if one.event.kind in WRITTEN and one.event.state == EventState.HELD]
    said = Position.objects.filter(participation__in=over) if over else Position.objects.none()
    return set(said.values_list("participation_id", flat=True))


@dataclass(frozen=True)
class Asked:
    """Of those who were asked to some events who has left the place, and what one person was asked."""

    left: list[Participation]
    own: Mapping[int, Participation]  # by event


def asked_to(events: Sequence[Event], person: Person | None, *, on: date) -> Asked:
    """Who was asked to these events and has left, and what this person was asked: up to three queries.

    Only who holds no place in the body to this day can have left, and they are few.
    """
    sits = Seat.objects.filter(
        body=OuterRef("event__body"), person=OuterRef("person"), valid_to__isnull=True, valid_from__lte=on
    )
    may_have_left = Q(seat__isnull=False) & (Q(role=Role.GUEST) | ~Exists(sits))
    told = Participation.objects.filter(event__in=events).select_related("event")
    told = told.annotate(may_have_left=Case(When(may_have_left, then=True), default=False)).order_by()
    rows = list(told.filter(Q(may_have_left=True) | (Q(person=person) if person else Q())))
    maybe = [one for one in rows if one.may_have_left]
    left = left_ones(maybe, on=on)
    own = {one.event_id: one for one in rows if person is not None and one.person_id == person.pk}
    return Asked([one for one in maybe if one.pk in left], own)


def holder_now(one: Participation, event: Event, *, on: date) -> Person | None:
    """Who holds the place by which somebody was asked; nobody where it is vacant or done away with."""
    if one.seat is None:
        return None
    rows = holders_of_place(one.seat).filter(holding(rules.day_of_place(event, on=on)))
    held = rows.first()
    found = held.person if held else None
    return None if found is None or found.erased_at or found.pk == one.person_id else found

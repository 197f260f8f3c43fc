"""Questions about bodies and who sits in them, on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from dugnad.kit.text import alphabetical
from dugnad.members.kinds import BODY_FACTS, BodyKind, SeatRole
from dugnad.members.models import Body, Organisation, Seat
from dugnad.members.queries.periods import LONGEST, holding, only

ORDER = {role: place for place, role in enumerate(SeatRole)}


@dataclass(frozen=True)
class Place:
    """A place in a body on a day: who holds it, and who stands in for them."""

    seat: Seat
    deputies: list[Seat] = field(default_factory=list)


@dataclass(frozen=True)
class BodyRow:
    """A body in a list: its chair, how many places it has, and how many of them stand vacant."""

    body: Body
    chair: Seat | None
    places: int
    vacant: int  # of these places

    @property
    def is_political(self) -> bool:
        """Whether politicians sit here, whose names are public."""
        return BODY_FACTS[BodyKind(self.body.kind)].political


def bodies_on(day: date) -> QuerySet[Body]:
    """The bodies that existed on a day."""
    return Body.objects.filter(holding(day))


def seats_in(body: Body, *, on: date) -> QuerySet[Seat]:
    """Who sat in a body on a day, vacant seats included."""
    return body.seats.filter(holding(on)).select_related("person", "organisation")


def main_seats(body: Body, *, on: date) -> QuerySet[Seat]:
    """The places of a body on a day that can have a personal deputy."""
    return seats_in(body, on=on).filter(deputy_for__isnull=True)


def body_named(slug: str) -> Body | None:
    """The body with this slug."""
    return Body.objects.filter(slug=slug).first()


def body_called(words: str) -> Body | None:
    """The body that a cell names: by slug, or by a name that no other has."""
    return body_named(words) or only(Body.objects.filter(name_nb__iexact=words[:LONGEST]))


def body_rows(*, on: date) -> list[BodyRow]:
    """The bodies of a day for a list, in the order of their kinds."""
    kinds = {kind: place for place, kind in enumerate(BodyKind.values)}
    bodies = sorted(bodies_on(on), key=lambda body: (kinds[body.kind], alphabetical(str(body))))
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(holding(on), body__in=bodies).select_related("person", "organisation"):
        seats.setdefault(seat.body_id, []).append(seat)
    return [_body_row(body, seats.get(body.pk, [])) for body in bodies]


def _body_row(body: Body, seats: list[Seat]) -> BodyRow:
    chairs = [seat for seat in seats if seat.role == SeatRole.CHAIR and seat.person]
    places = _places(seats)
    vacant = sum(1 for place in places if place.seat.person_id is None)
    return BodyRow(body, chairs[0] if chairs else None, len(places), vacant)


def places_in(body: Body, *, on: date) -> list[Place]:
    """The places of a body on a day, chair first, each with its personal deputies."""
    return places_of(seats_in(body, on=on))


def places_of(seats: Iterable[Seat]) -> list[Place]:
    """Seats of one body, read with their organisations, as places: chair first, each with its deputies."""
    return _places(sorted(seats, key=_order_of))


def _places(seats: list[Seat]) -> list[Place]:
    """Seats as places: counted and listed by this one rule, so that a list and its page never disagree."""
    places = {seat.place_key: Place(seat) for seat in seats if seat.deputy_for_id is None}
    for seat in seats:
        if seat.deputy_for_id in places:
            places[seat.deputy_for_id].deputies.append(seat)
        elif seat.deputy_for_id is not None:
            places[seat.place_key] = Place(seat)
    return list(places.values())


def _order_of(seat: Seat) -> tuple[int, str]:
    return ORDER[SeatRole(seat.role)], alphabetical(seat.organisation.name if seat.organisation else "")


def subregions_without_seat(
    places: Iterable[Place], *, subregions: Mapping[int, Organisation]
) -> list[Organisation]:
    """The sub-regions that have none of these places, neither themselves nor by one of their members.

    `subregions` tells of each municipality to which it belongs, as `subregion_of_members` does.
    """
    seats = (seat for place in places for seat in (place.seat, *place.deputies))
    seated = {seat.organisation_id for seat in seats}
    sending = seated | {group.pk for member, group in subregions.items() if member in seated}
    left = {group.pk: group for group in subregions.values() if group.pk not in sending}
    return sorted(left.values(), key=lambda group: alphabetical(group.name))


def holders_of_place(seat: Seat) -> QuerySet[Seat]:
    """Everybody who has held a place, and its vacant times, oldest first."""
    key = seat.place_key
    return (
        Seat.objects.filter(Q(pk=key) | Q(place=key))
        .select_related("person", "organisation")
        .order_by("valid_from")
    )


def holder_of_place(seat: Seat, *, on: date) -> Seat:
    """The row of a place on a day; the row that was asked about where the place does not exist then."""
    return holders_of_place(seat).select_related("body").filter(holding(on)).first() or seat


def bodies_of(organisation: Organisation, *, on: date) -> QuerySet[Seat]:
    """The seats that an organisation fills on a day."""
    return organisation.seats.filter(holding(on)).select_related("body", "person")

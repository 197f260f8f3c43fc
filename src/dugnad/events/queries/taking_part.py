"""Questions about those who take part: who is to be invited, who is who on a list, who comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dugnad.events.kinds import OUTSIDERS, Role
from dugnad.events.models import Event, Paper, Participation
from dugnad.events.queries.places import has_left, left_ones
from dugnad.events.rules.meeting import Standing, day_of_place, facts_of
from dugnad.events.sources.attendance import Present
from dugnad.events.states import Answer
from dugnad.kit.clock import local_day
from dugnad.kit.text import alphabetical
from dugnad.members.kinds import SeatRole
from dugnad.members.models import Organisation, Person, Seat
from dugnad.members.queries import places_in, seats_in
from dugnad.members.rules import Viewer

# As what somebody takes part, by their place in the body.
ROLES = {SeatRole.CHAIR: Role.CHAIR, SeatRole.OBSERVER: Role.OBSERVER}
KEEPERS = frozenset({SeatRole.CHAIR, SeatRole.DEPUTY_CHAIR})
ORDER = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class Invited:
    """Somebody who is to be asked, and for which place."""

    person: Person
    role: str
    seat: Seat | None = None
    organisation: Organisation | None = None


def to_invite(event: Event, *, on: date) -> list[Invited]:
    """Who holds a place in the body on the day of the event; deputies are called in when they are needed."""
    if event.body is None:
        return []
    places = places_in(event.body, on=day_of_place(event, on=on))
    return [
        Invited(place.seat.person, _role_of(place.seat), place.seat, place.seat.organisation)
        for place in places
        if place.seat.person is not None and place.seat.person.erased_at is None
    ]


def _role_of(seat: Seat) -> str:
    return ROLES.get(SeatRole(seat.role), Role.MEMBER)


def is_behind(one: Participation, event: Event) -> bool:
    """Whether somebody does not have the present version of the appointment."""
    return one.sequence_sent < event.sequence


def taking_part(event: Event, *, on: date) -> list[Participation]:
    """Those on the list who still have their place there, or never came by one."""
    rows = event.participations.select_related("person", "organisation", "seat")
    asked = list(rows.exclude(answer=Answer.WAITING))
    left = left_ones(asked, on=on)
    return [one for one in asked if one.pk not in left]


def to_be_told(event: Event, *, on: date, to_all: bool = False) -> list[Participation]:
    """Who gets the notice when it is sent: who is on the list and behind, and who is yet to be put on it."""
    there = taking_part(event, on=on)
    known = {one.person_id for one in there}
    new: dict[int, Participation] = {}
    for invited in to_invite(event, on=on):
        if invited.person.pk not in known | new.keys():
            new[invited.person.pk] = Participation(
                event=event, person=invited.person, role=invited.role, organisation=invited.organisation
            )
    told = [one for one in there if to_all or is_behind(one, event)]
    return [one for one in (*told, *new.values()) if address_of(one)]


def people_with_address(event: Event, email: str) -> Participation | None:
    """Who is on the list of an event with an address already, as a guest or as somebody we know."""
    rows = event.participations.select_related("person")
    return next((one for one in rows if address_of(one).lower() == email), None)


def deputies_for(one: Participation) -> list[Person]:
    """Who may stand in for somebody: the personal deputies of the place, on the day of the event."""
    if one.seat is None or one.event.body is None:
        return []
    places = places_in(one.event.body, on=local_day(one.event.starts))
    own = next((place for place in places if place.seat.place_key == one.seat.place_key), None)
    return [seat.person for seat in own.deputies if seat.person] if own else []


def replaceable(event: Event, rows: Iterable[Participation]) -> set[int]:
    """Those for whose place somebody can be called in, because it has a deputy: one query for all."""
    if event.body is None:
        return set()
    places = places_in(event.body, on=local_day(event.starts))
    keys = {place.seat.place_key for place in places if any(seat.person for seat in place.deputies)}
    return {one.pk for one in rows if one.seat and one.seat.place_key in keys}


def is_sign_up(one: Participation) -> bool:
    """Whether somebody has said by themselves that they come, to an event to which anybody may sign up."""
    asks = facts_of(one.event).has_sign_up and hasattr(one.event, "sign_up")
    has_no_place = one.seat_id is None and one.stands_in_for_id is None
    return asks and has_no_place and one.answer != Answer.AWAITED


def is_of_it(one: Participation) -> bool:
    """Whether somebody takes part: a guest who is not coming, or who has given their place away, does not."""
    return not (one.role == Role.GUEST and one.answer == Answer.NO)


def reads_papers(one: Participation) -> bool:
    """Whether somebody reads by their link what is only for those who take part: who was asked does."""
    return is_of_it(one) and not is_sign_up(one)


def reads_closed(one: Participation) -> bool:
    """Whether somebody reads by their link the points that are closed to all but the body."""
    return reads_papers(one) and one.role not in OUTSIDERS


def paper_for(one: Participation, pk: int) -> Paper | None:
    """A paper on the table of an event, for whoever opens it by their link."""
    found = Paper.objects.filter(item__event=one.event, removed_at__isnull=True).select_related("file")
    if not reads_papers(one):
        found = found.filter(is_restricted=False)
    if not reads_closed(one):
        found = found.filter(item__is_confidential=False)
    return found.filter(pk=pk).first()


def who_comes_instead(one: Participation) -> str:
    """The deputies that were called in for somebody, by name."""
    return ", ".join(name_of(deputy) for deputy in one.deputies.select_related("person"))


def rows_of(event: Event) -> list[Participation]:
    """Everybody at an event: by what they are there as, then by name."""
    found = event.participations.select_related(
        "person", "organisation", "seat", "stands_in_for__person", "certificate"
    )
    return sorted(found, key=lambda one: (ORDER[Role(one.role)], alphabetical(name_of(one))))


def standing_of(event: Event, viewer: Viewer, own: Participation | None, *, on: date) -> Standing:
    """What a viewer has to do with an event, whose own place there is `own`."""
    takes_part = own is not None and is_of_it(own)
    is_of_body = own is not None and takes_part and own.role not in OUTSIDERS
    if viewer.person is None or event.body is None:
        return Standing(takes_part=takes_part, is_of_body=is_of_body)
    seats = seats_in(event.body, on=day_of_place(event, on=on)).filter(person=viewer.person)
    roles = {SeatRole(role) for role in seats.values_list("role", flat=True)}
    return Standing(
        takes_part=takes_part or bool(roles),
        keeps=bool(roles & KEEPERS),
        is_of_body=is_of_body or bool(roles),
    )


def own_row(event: Event, viewer: Viewer, *, on: date) -> Participation | None:
    """The viewer's own place at an event, as long as it is theirs."""
    if viewer.person is None:
        return None
    own = event.participations.select_related("seat").filter(person=viewer.person).first()
    if own is None:
        return None
    own.event, own.person = event, viewer.person  # both are at hand
    return None if has_left(own, on=on) else own


def matching(event: Event, rows: Iterable[Present]) -> tuple[list[tuple[Participation, int]], list[Present]]:
    """Who of those on a list has signed up, with their minutes; and those whom nobody knows.

    By address first. A name alone is enough only where one person at the event has it.
    """
    there = list(event.participations.select_related("person"))
    by_address = {address_of(one).casefold(): one for one in there if address_of(one)}
    names: dict[str, list[Participation]] = {}
    for one in there:
        names.setdefault(_plain(name_of(one)), []).append(one)
    found: dict[int, tuple[Participation, int]] = {}
    unknown: list[Present] = []
    for row in rows:
        called = names.get(_plain(row.name), [])
        known = by_address.get(row.email) or (called[0] if len(called) == 1 else None)
        if known is None:
            unknown.append(row)
        else:
            before = found[known.pk][1] if known.pk in found else 0
            found[known.pk] = (known, before + row.minutes)
    return list(found.values()), unknown


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def name_of(one: Participation) -> str:
    """What somebody is called."""
    return str(one.person) if one.person else one.name


def address_of(one: Participation) -> str:
    """Where somebody is written to; nothing for who is forgotten."""
    if one.person:
        return "" if one.person.erased_at else one.person.email or ""
    return one.email


def language_of(one: Participation) -> str:
    """The language in which somebody is written to."""
    return one.person.language if one.person else one.language

"""Questions about a group: what somebody who has just come into it reads to be up to speed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dugnad.events.models import AgendaItem, GroupFile, Series
from dugnad.events.queries.agenda import WAITING, backlog_of
from dugnad.events.queries.decisions import TaskRow, standing_and_open
from dugnad.events.queries.meetings import group_of
from dugnad.events.queries.taking_part import KEEPERS
from dugnad.kit.clock import local_day
from dugnad.members.kinds import BODY_FACTS, BodyKind, SeatRole
from dugnad.members.models import Body, Organisation, Person, Seat
from dugnad.members.queries import (
    Place,
    holding,
    places_of,
    seats_in,
    subregion_of_members,
    subregions_without_seat,
)
from dugnad.members.rules import Viewer, may_see_addresses, may_see_names

STAFF_KINDS = tuple(kind for kind in BodyKind if BODY_FACTS[kind].gives_staff_role)


@dataclass(frozen=True)
class Sending:
    """A sub-region, or somebody else who sends people to a group, with its places there."""

    sender: Organisation | None
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class Leaver:
    """Somebody who has left a group and still has tasks from it."""

    seat: Seat
    tasks: int


def group_named(slug: str) -> Any:
    """The body with this slug, and whether it has what many have not: nothing is asked for in vain."""
    own = {"body": OuterRef("pk")}
    bodies = Body.objects.annotate(
        has_files=Exists(_files().filter(**own)),
        has_series=Exists(Series.objects.filter(ended_on__isnull=True, **own)),
        has_backlog=Exists(AgendaItem.objects.filter(WAITING, **own)),
    )
    return bodies.filter(slug=slug).first()


def page_of(body: Any, viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """Everything on the page of a group; what is work of the group only for those who sit there."""
    day = local_day(at)
    is_inside = viewer.is_secretariat or body.pk in viewer.bodies
    keeps = keeps_group(body, viewer, on=day)
    group = group_of(body, viewer, at=at, has_series=body.has_series)
    places, secretariat = people_of(body, viewer, on=day)
    subregions = subregion_of_members(on=day)
    decisions, tasks = standing_and_open(body, viewer, on=day, is_inside=is_inside)
    return {
        "body": body,
        "group": group,
        "is_inside": is_inside,
        "keeps": keeps,
        "places": places,
        "chair": next((place.seat for place in places if place.seat.role == SeatRole.CHAIR), None),
        "sendings": sendings_of(places, subregions),
        "names": may_see_names(viewer, body.kind),
        "addresses": may_see_addresses(viewer, body.pk),
        "secretariat": secretariat,
        "without_seat": subregions_without_seat(places, subregions=subregions),
        "decisions": decisions,
        "minutes": group.minutes,
        "tasks": tasks,
        "leavers": leavers_of(body, places, tasks) if keeps else [],
        "backlog": backlog_of(body) if is_inside and body.has_backlog else [],
        "files": _files().filter(body=body) if is_inside and body.has_files else [],
    }


def keeps_group(body: Body, viewer: Viewer, *, on: date) -> bool:
    """Whether somebody runs a group: the secretariat, and its chair and deputy chair."""
    if viewer.is_secretariat:
        return True
    if viewer.person is None or body.pk not in viewer.bodies:
        return False
    return seats_in(body, on=on).filter(person=viewer.person, role__in=KEEPERS).exists()


def sendings_of(places: Iterable[Place], subregions: Mapping[int, Organisation]) -> list[Sending]:
    """The places by who sends people to them: a sub-region gathers those of its municipalities."""
    found: dict[int, Sending] = {}
    for place in places:
        own = place.seat.organisation
        sender = subregions.get(own.pk, own) if own else None
        key = sender.pk if sender else 0
        found.setdefault(key, Sending(sender)).places.append(place)
    return list(found.values())


def people_of(body: Body, viewer: Viewer, *, on: date) -> tuple[list[Place], list[Seat]]:
    """The places of a group and, for who is signed in, those who work in the secretariat: one query."""
    staff = Q(body__kind__in=STAFF_KINDS, person__isnull=False) if viewer.is_signed_in else Q(pk__in=())
    held = Seat.objects.filter(holding(on)).filter(Q(body=body) | staff)
    seats = list(held.select_related("person", "organisation", "body"))
    working = {seat.person_id: seat for seat in seats if seat.person and seat.body.kind in STAFF_KINDS}
    return (
        places_of(seat for seat in seats if seat.body_id == body.pk),
        list(working.values()) if viewer.is_signed_in else [],
    )


def leavers_of(body: Body, places: Iterable[Place], tasks: Iterable[TaskRow]) -> list[Leaver]:
    """Those who have tasks of a group and no longer sit there: somebody else must take them over."""
    sitting = {seat.person_id for place in places for seat in (place.seat, *place.deputies)}
    waiting: dict[int, int] = {}
    for row in tasks:
        owner = row.outcome.owner_id
        if owner is not None and owner not in sitting:
            waiting[owner] = waiting.get(owner, 0) + 1
    if not waiting:
        return []
    left = (
        body.seats.filter(person__in=waiting).select_related("person", "organisation").order_by("valid_from")
    )
    last = {seat.person_id: seat for seat in left if seat.person_id}
    return [Leaver(seat, waiting[person]) for person, seat in last.items()]


def sitting_in(body: Body, *, on: date) -> list[Person]:
    """The people who sit in a group on a day, each once."""
    found = {seat.person.pk: seat.person for seat in seats_in(body, on=on) if seat.person}
    return list(found.values())


def file_of(body: Body, pk: int, viewer: Viewer) -> GroupFile | None:
    """A file of a group, for those who may read it."""
    if not (viewer.is_secretariat or body.pk in viewer.bodies):
        return None
    return _files().filter(body=body, pk=pk).first()


def _files() -> QuerySet[GroupFile]:
    found = GroupFile.objects.filter(removed_at__isnull=True).select_related("file")
    return found.order_by("title", "id")

"""Questions about somebody who leaves a place: what is open after them, and who takes it over."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Prefetch, Q

from dugnad.events.kinds import WRITTEN, OutcomeKind, Role
from dugnad.events.models import AgendaItem, GroupFile, Outcome, Paper, Participation
from dugnad.events.states import COMING_UP, ItemState, OutcomeState
from dugnad.kit.clock import local_day
from dugnad.members.models import Person, Seat
from dugnad.members.queries import holder_of_place, holders_of_place


@dataclass(frozen=True)
class LeftOpen:
    """What somebody who leaves a place has open in its body, and who holds the place now."""

    seat: Seat
    person: Person
    successor: Person | None
    coming: Seat | None  # where nobody holds it yet: the row of who takes it on a later day
    tasks: list[Outcome]
    points: list[AgendaItem]  # that they are to present, with their papers
    meetings: list[Participation]  # to which they are asked
    files: list[GroupFile]  # what the group keeps at hand, for the successor to read

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to hand over."""
        return not (self.tasks or self.points or self.meetings)


def left_open(seat: Seat, person: Person, *, at: datetime) -> LeftOpen:
    """What is open in the body of a place after the person who held it: six queries, seven before the day."""
    day = local_day(at)
    holder = holder_of_place(seat, on=day)
    successor = holder.person if holder.person_id != person.pk else None
    tasks = Outcome.objects.filter(
        body=seat.body, owner=person, kind=OutcomeKind.TASK, state=OutcomeState.OPEN
    )
    return LeftOpen(
        seat,
        person,
        successor,
        None if successor else next_holder(seat, person, on=day),
        list(tasks.select_related("item__event").order_by("due", "pk")),
        points_presented(seat, person, at=at),
        meetings_asked_to(seat, person, at=at),
        list(GroupFile.objects.filter(body=seat.body, removed_at__isnull=True)),
    )


def next_holder(seat: Seat, person: Person, *, on: date) -> Seat | None:
    """The row of who takes a place after somebody, on a day that is yet to come."""
    later = holders_of_place(seat).filter(valid_from__gt=on, person__isnull=False)
    return later.exclude(person=person).select_related("body").first()


def points_presented(seat: Seat, person: Person, *, at: datetime) -> list[AgendaItem]:
    """Points that somebody is to present: at meetings to come, and those that wait for one."""
    papers = Prefetch("papers", Paper.objects.filter(removed_at__isnull=True), to_attr="on_the_table")
    own = AgendaItem.objects.filter(body=seat.body, presenter=person)
    coming = own.filter(event__state__in=COMING_UP, event__ends__gte=at, state=ItemState.PLACED)
    waiting = own.filter(event__isnull=True, state=ItemState.PROPOSED)
    found = (coming | waiting).select_related("event").prefetch_related(papers)
    return list(found.order_by(F("event__starts").asc(nulls_last=True), "position", "pk"))


def meetings_asked_to(seat: Seat, person: Person, *, at: datetime) -> list[Participation]:
    """Meetings of the body to come to which somebody is asked, and what is being decided in writing."""
    is_open = Q(event__starts__gt=at) | Q(event__kind__in=WRITTEN, event__ends__gte=at)
    asked = Participation.objects.filter(
        is_open, event__body=seat.body, person=person, event__state__in=COMING_UP
    )
    # A guest comes for their own sake, and so does who has given their place up already.
    found = asked.exclude(role=Role.GUEST).select_related("event", "seat", "organisation", "person")
    return list(found.prefetch_related("positions").order_by("event__starts"))

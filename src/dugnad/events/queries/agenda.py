"""Questions about agendas: standing points, the backlog, what returns, the last case number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Max, Q, QuerySet

from dugnad.documents.states import State
from dugnad.events.kinds import EVENT_FACTS, WRITTEN, OutcomeKind
from dugnad.events.models import AgendaItem, Event, Link, Note, Outcome, Paper, StandingItem
from dugnad.events.rules.meeting import facts_of, hours, next_case, numbers
from dugnad.events.states import COMING_UP, EventState, ItemState, OutcomeState
from dugnad.kit.clock import local_day
from dugnad.members.models import Body

T = TypeVar("T", Paper, Outcome, Link)
WAITING = Q(event__isnull=True, state=ItemState.PROPOSED)  # a point that is on no agenda yet
TASKS = "task"  # how the links of a point name the tasks that return with it


@dataclass(frozen=True)
class ItemRow:
    """A point as a page shows it: its number and hour, papers, what was said, what came of it."""

    item: AgendaItem
    number: int | None  # none, and no hour, of what was put off
    at: datetime | None
    note: Note | None = None
    papers: list[Paper] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    later: AgendaItem | None = None  # of a point that was put off: the one that it became

    @property
    def marker(self) -> str:
        """The number as it stands before a title."""
        return f"{self.number}. " if self.number else ""


def agenda_of(event: Event, *, restricted: bool, closed: bool) -> list[ItemRow]:
    """The agenda with everything that hangs on it: four queries for any number of points.

    Papers only for those who take part are left out unless `restricted`, and what hangs on a confidential
    point unless `closed` points may be read; it keeps its number, so that everybody counts the same.
    """
    items = list(
        event.items.select_related(
            "presenter",
            "approves__minutes",
            "proposed_for",
            "put_off_from__event",
            "note__written_by",
            "standing",
        )
    )
    keys = [item.pk for item in items if closed or not item.is_confidential]
    papers = _by_item(_papers(keys, restricted=restricted))
    outcomes = _by_item(_outcomes(keys))
    links = _by_item(_links(keys, closed=closed))
    later = _put_off_to(items)
    return [
        ItemRow(
            item, number, at, getattr(item, "note", None) if item.pk in keys else None,
            papers.get(item.pk, []), outcomes.get(item.pk, []), links.get(item.pk, []), later.get(item.pk),
        )
        for item, number, at in zip(items, numbers(items), hours(event.starts, items), strict=True)
    ]  # fmt: skip


def _by_item(hanging: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for one in hanging:
        found.setdefault(one.item_id, []).append(one)
    return found


def _outcomes(keys: list[int]) -> QuerySet[Outcome]:
    found = Outcome.objects.filter(item__in=keys)
    return found.select_related("owner", "organisation", "replaced_by")


def _links(keys: list[int], *, closed: bool) -> list[Link]:
    """What points are about; of a task that came back it is told when it has been closed since.

    A task that was given at a confidential point is told only where `closed` points may be read.
    """
    links = list(Link.objects.filter(item__in=keys))
    wanted = [int(link.key) for link in links if link.noun == TASKS]
    tasks = Outcome.objects.select_related("item").in_bulk(wanted) if wanted else {}
    for link in links:
        if link.noun == TASKS and int(link.key) in tasks and tasks[int(link.key)].settled_on:
            link.ended = tasks[int(link.key)].get_state_display()
    return links if closed else [link for link in links if not _is_closed(link, tasks)]


def _is_closed(link: Link, tasks: dict[int, Outcome]) -> bool:
    task = tasks.get(int(link.key)) if link.noun == TASKS else None
    return task is not None and task.item.is_confidential


def _put_off_to(items: list[AgendaItem]) -> dict[int, AgendaItem]:
    """What points that were put off became; asked only where one was."""
    put_off = [item.pk for item in items if item.state == ItemState.PUT_OFF]
    found = AgendaItem.objects.filter(put_off_from__in=put_off).select_related("event") if put_off else []
    return {item.put_off_from_id: item for item in found if item.put_off_from_id}


def _papers(keys: list[int], *, restricted: bool) -> QuerySet[Paper]:
    found = Paper.objects.filter(item__in=keys, removed_at__isnull=True).select_related("file")
    return found if restricted else found.filter(is_restricted=False)


def backlog_of(body: Body) -> QuerySet[AgendaItem]:
    """What waits to be put on an agenda, the longest waiting first."""
    found = AgendaItem.objects.filter(WAITING, body=body)
    return found.select_related("proposed_by", "proposed_for", "put_off_from__event").order_by("proposed_at")


def agendas_to_come(body: Body, *, at: datetime, after: datetime | None = None) -> QuerySet[Event]:
    """Meetings of a body that a point can be put on: those to come, or those after another one."""
    kinds = [kind for kind, facts in EVENT_FACTS.items() if facts.has_agenda]
    found = Event.objects.filter(body=body, kind__in=kinds, state__in=COMING_UP, ends__gte=at)
    return (found.filter(starts__gt=after) if after else found).order_by("starts")


def standing_items_for(event: Event) -> list[StandingItem]:
    """What an agenda of the series has every time."""
    return list(event.series.standing_items.order_by("is_last", "position")) if event.series else []


def unapproved_before(event: Event) -> list[Event]:
    """The meetings of the body before this one whose minutes nobody has approved, the oldest first.

    Of those without minutes only the last one: its minutes may still come, and a trip two years ago has none.
    """
    if event.body is None:
        return []
    # Minutes are sent as often before as after somebody enters that the meeting was held.
    took_place = Q(state=EventState.HELD) | Q(minutes__isnull=False, state=EventState.ANNOUNCED)
    earlier = Event.objects.filter(took_place, body=event.body, starts__lt=event.starts)
    waiting = earlier.exclude(minutes__state__in=[State.APPROVED, State.PUBLISHED]).exclude(kind__in=WRITTEN)
    open_ones = list(waiting.order_by("starts"))
    return [one for one in open_ones if one.minutes_id or one == open_ones[-1]]


def open_tasks_of(event: Event) -> list[Outcome]:
    """The tasks of the body that are not closed and were given before this meeting, the oldest due first."""
    if event.body is None:
        return []
    found = Outcome.objects.filter(
        body=event.body, kind=OutcomeKind.TASK, state=OutcomeState.OPEN, on__lt=local_day(event.starts)
    )
    return list(found.select_related("owner", "organisation", "item__event").order_by("due", "pk"))


def tasks_not_on(event: Event) -> list[Outcome]:
    """The open tasks of the body that were given since the agenda was built, and stand nowhere on it."""
    there = set(Link.objects.filter(noun=TASKS, item__event=event).values_list("key", flat=True))
    return [task for task in open_tasks_of(event) if str(task.pk) not in there]


def last_case(body: Body, year: int) -> int:
    """The highest case number that a body has given in a year; 0 before the first."""
    found = AgendaItem.objects.filter(body=body, case_year=year)
    return found.aggregate(last=Max("case_number"))["last"] or 0


def items_as_numbered(event: Event) -> list[AgendaItem]:
    """The points as they will stand in the notice, with the case numbers that they are about to get.

    What was put off is not among them: it gets its number where it is treated.
    """
    items = list(event.items.exclude(state=ItemState.PUT_OFF).order_by("position", "id"))
    if event.body is None or not facts_of(event).numbers_cases:
        return items
    year = local_day(event.starts).year
    waiting = [item for item in items if item.case_number is None]
    for number, item in enumerate(waiting, next_case([last_case(event.body, year)])):
        item.case_number, item.case_year = number, year
    return items


def left_untreated(event: Event) -> list[AgendaItem]:
    """The points that wait in the backlog of the body when an event is called off.

    What every agenda has by itself comes with the next one, unless somebody has put something to it here.
    """
    if event.body is None:
        return []
    waiting = event.items.filter(state=ItemState.PLACED).prefetch_related("links")
    return [item for item in waiting if not _comes_by_itself(item) or _has_something_own(item)]


def _comes_by_itself(item: AgendaItem) -> bool:
    return item.standing_id is not None or any(link.noun == TASKS for link in item.links.all())


def _has_something_own(item: AgendaItem) -> bool:
    return bool(item.text or item.proposal) or is_written_about(item)


def with_papers(items: Iterable[AgendaItem], *, restricted: bool) -> list[tuple[AgendaItem, list[Paper]]]:
    """Points with their papers, as a mail names them: of one that is only for those who take part, none."""
    listed = list(items)
    keys = [item.pk for item in listed if not item.is_confidential]
    papers = _by_item(_papers(keys, restricted=restricted))
    return [(item, papers.get(item.pk, [])) for item in listed]


def is_written_about(item: AgendaItem) -> bool:
    """Whether a point has minutes, a paper, an outcome or an answer, also one that was taken away."""
    hanging = (item.papers, item.outcomes, item.positions)
    return Note.objects.filter(item=item).exists() or any(rows.exists() for rows in hanging)

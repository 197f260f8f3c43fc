"""Questions about agendas: standing points, the backlog, what returns, the last case number."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, QuerySet

from dugnad.documents.states import State
from dugnad.events.kinds import WRITTEN, OutcomeKind
from dugnad.events.models import AgendaItem, Event, Link, Note, Outcome, Paper, StandingItem
from dugnad.events.rules.meeting import hours
from dugnad.events.states import EventState, ItemState, OutcomeState
from dugnad.kit.clock import local_day
from dugnad.members.models import Body

TASKS = "task"  # how the links of a point name the tasks that return with it


@dataclass(frozen=True)
class ItemRow:
    """A point as a page shows it: its number and hour, papers, what was said, what came of it."""

    item: AgendaItem
    number: int
    at: datetime
    note: Note | None = None
    papers: list[Paper] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def agenda_of(event: Event, *, restricted: bool) -> list[ItemRow]:
    """The agenda with everything that hangs on it: five queries for any number of points.

    What is only for those who take part is left out unless `restricted`; a confidential point keeps its
    number, so that everybody counts the same.
    """
    items = list(
        event.items.select_related("presenter", "approves__minutes", "proposed_for", "put_off_from__event")
    )
    keys = [item.pk for item in items if restricted or not item.is_confidential]
    notes = {note.item_id: note for note in Note.objects.filter(item__in=keys).select_related("written_by")}
    papers: dict[int, list[Paper]] = {}
    for paper in _papers(keys, restricted=restricted):
        papers.setdefault(paper.item_id, []).append(paper)
    outcomes: dict[int, list[Outcome]] = {}
    for outcome in Outcome.objects.filter(item__in=keys).select_related(
        "owner", "organisation", "replaced_by"
    ):
        outcomes.setdefault(outcome.item_id, []).append(outcome)
    links: dict[int, list[Link]] = {}
    for link in Link.objects.filter(item__in=keys):
        links.setdefault(link.item_id, []).append(link)
    return [
        ItemRow(
            item, number, at, notes.get(item.pk), papers.get(item.pk, []), outcomes.get(item.pk, []),
            links.get(item.pk, []),
        )
        for number, (item, at) in enumerate(zip(items, hours(event.starts, items), strict=True), 1)
    ]  # fmt: skip


def _papers(keys: list[int], *, restricted: bool) -> QuerySet[Paper]:
    found = Paper.objects.filter(item__in=keys, removed_at__isnull=True).select_related("file")
    return found if restricted else found.filter(is_restricted=False)


def backlog_of(body: Body) -> QuerySet[AgendaItem]:
    """What waits to be put on an agenda, the longest waiting first."""
    found = AgendaItem.objects.filter(body=body, event__isnull=True, state=ItemState.PROPOSED)
    return found.select_related("proposed_by", "proposed_for", "put_off_from__event").order_by("proposed_at")


def standing_items_for(event: Event) -> list[StandingItem]:
    """What an agenda of the series has every time."""
    return list(event.series.standing_items.order_by("is_last", "position")) if event.series else []


def unapproved_before(event: Event) -> Event | None:
    """The last meeting of the body before this one whose minutes nobody has approved."""
    if event.body is None:
        return None
    earlier = Event.objects.filter(body=event.body, state=EventState.HELD, starts__lt=event.starts)
    open_ones = earlier.exclude(minutes__state__in=[State.APPROVED, State.PUBLISHED]).exclude(
        kind__in=WRITTEN
    )
    return open_ones.order_by("-starts").first()


def open_tasks_of(event: Event) -> list[Outcome]:
    """The tasks of the body that are not closed and were given before this meeting, the oldest due first."""
    if event.body is None:
        return []
    found = Outcome.objects.filter(
        body=event.body, kind=OutcomeKind.TASK, state=OutcomeState.OPEN, on__lt=local_day(event.starts)
    )
    return list(found.select_related("owner", "organisation", "item__event").order_by("due", "pk"))


def last_case(body: Body, year: int) -> int:
    """The highest case number that a body has given in a year; 0 before the first."""
    found = AgendaItem.objects.filter(body=body, case_year=year)
    return found.aggregate(last=Max("case_number"))["last"] or 0

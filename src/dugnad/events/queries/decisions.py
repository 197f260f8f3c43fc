"""Questions about what was decided and who does what: the register over all bodies, and tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.events.kinds import OutcomeKind
from dugnad.events.models import Link, Outcome
from dugnad.events.queries.taking_part import name_of
from dugnad.events.rules.outcomes import is_late, lasting
from dugnad.events.rules.titles import of_all
from dugnad.events.states import Attendance, EventState, Lasting, OutcomeState
from dugnad.kit.clock import is_year
from dugnad.kit.text import alphabetical, holds_words, localised
from dugnad.members.models import Body
from dugnad.members.rules import Viewer, may_see_names

ACTIVITY = "activity"  # as the links of a point name it


@dataclass(frozen=True)
class DecisionRow:
    """A decision in the register, and where it stands on a day."""

    outcome: Outcome
    state: Lasting

    @property
    def case(self) -> str:
        """Its case number."""
        return self.outcome.item.case


@dataclass(frozen=True)
class TaskRow:
    """A task, whether it should have been done, and whether it is the viewer's own."""

    outcome: Outcome
    is_late: bool
    is_own: bool = False


@dataclass(frozen=True)
class TaskList:
    """The tasks that a viewer is to do, those of others that they may read, and what was closed lately."""

    own: list[TaskRow]
    others: list[TaskRow]
    closed: list[Outcome]


def register(
    viewer: Viewer, *, on: date, text: str = "", body: str = "", year: str = "", state: str = "",
    activity: str = "",
) -> list[DecisionRow]:  # fmt: skip
    """The decisions that the viewer may read, the newest first; three queries for any number."""
    found = decided(viewer, on=on).order_by("-on", "-pk").prefetch_related("replaces__item")
    found = found.filter(body__slug=body.replace("\x00", "")) if body else found
    if year:
        found = found.filter(on__year=int(year)) if is_year(year) else found.none()
    if activity:
        linked = Link.objects.filter(noun=ACTIVITY, key=activity.replace("\x00", ""))
        found = found.filter(item__in=linked.values("item_id"))
    rows = [DecisionRow(outcome, lasting(outcome, on=on)) for outcome in found]
    wanted = [row for row in rows if not state or row.state == state]
    return [row for row in wanted if not text or holds_words(text, *_words(row.outcome))]


def _words(outcome: Outcome) -> Iterable[str]:
    yield outcome.text
    yield from of_all(outcome.item)
    yield outcome.item.case
    if outcome.body:
        yield str(outcome.body)


def decided(viewer: Viewer, *, on: date) -> QuerySet[Outcome]:
    """What had been decided by a day, as far as the viewer may read it.

    A secretary writes a decision down before the meeting; until its day it is a draft, and that of a
    meeting that was called off never becomes a decision.
    """
    found = Outcome.objects.filter(kind=OutcomeKind.DECISION, on__lte=on)
    return readable(found.exclude(item__event__state=EventState.CANCELLED), viewer)


def readable(found: QuerySet[Outcome], viewer: Viewer) -> QuerySet[Outcome]:
    """Of outcomes those that the viewer may read: a confidential point is for its body."""
    found = found.select_related(
        "body", "item__event__minutes", "item__body", "owner", "organisation", "replaced_by__item"
    )
    if viewer.is_secretariat:
        return found
    return found.filter(Q(item__is_confidential=False) | Q(body__in=viewer.bodies))


def decision_with(pk: int, viewer: Viewer, *, on: date) -> Outcome | None:
    """One decision, if the viewer may read it; before its day only those whose body takes it may."""
    found = decided(viewer, on=on).filter(pk=pk).first()
    if found:
        return found
    drafts = readable(Outcome.objects.filter(kind=OutcomeKind.DECISION), viewer)
    return (drafts if viewer.is_secretariat else drafts.filter(body__in=viewer.bodies)).filter(pk=pk).first()


def present_at(outcome: Outcome, viewer: Viewer) -> list[str]:
    """The names of those who were there when it was decided, as far as the viewer may read them.

    Who sits in a political body is public; among officials the names are for those who have signed in.
    """
    event, body = outcome.item.event, outcome.body
    if event is None or body is None or not may_see_names(viewer, body.kind):
        return []
    there = event.participations.select_related("person").filter(attendance=Attendance.PRESENT)
    return sorted(map(name_of, there), key=alphabetical)


def bodies_that_decided() -> QuerySet[Body]:
    """The bodies in the register, for its filter."""
    decided_by = Outcome.objects.filter(kind=OutcomeKind.DECISION, body__isnull=False)
    return Body.objects.filter(pk__in=decided_by.values("body_id"))


def years_of_decisions(viewer: Viewer, *, on: date) -> list[int]:
    """The years in which something was decided, the newest first."""
    days = decided(viewer, on=on).order_by().values_list("on", flat=True)
    return sorted({day.year for day in days}, reverse=True)


def activities_of_decisions(viewer: Viewer, *, on: date) -> list[tuple[str, str]]:
    """The activities that decisions are about, as (key, title), by title."""
    items = decided(viewer, on=on).order_by().values("item_id")
    links = Link.objects.filter(noun=ACTIVITY, item__in=items).order_by("title", "key")
    return list(dict(links.values_list("key", "title")).items())


def listing(rows: Iterable[DecisionRow]) -> tuple[list[str], list[list[Any]]]:
    """The register as a spreadsheet has it: header and rows."""
    header = [
        _("Case"), _("Body"), _("Decided on"), _("Title"), _("Decision"), _("State"), _("Stands until"),
        _("Replaced by"), _("Replaces"), _("Meeting"), _("Address"),
    ]  # fmt: skip
    return header, [_line(row) for row in rows]


def _line(row: DecisionRow) -> list[Any]:
    outcome, event = row.outcome, row.outcome.item.event
    return [
        row.case,
        str(outcome.body or ""),
        outcome.on,
        outcome.item.title,
        outcome.text,
        str(row.state.label),
        outcome.valid_to or "",
        case_of(outcome.replaced_by) if outcome.replaced_by else "",
        ", ".join(case_of(old) for old in outcome.replaces.all()),
        localised(event, "title") if event else "",
        f"{settings.PUBLIC_URL}{reverse('decision', args=[outcome.pk])}",
    ]


def case_of(outcome: Outcome) -> str:
    """How another decision is named in a line: by its case, else by its title."""
    return outcome.item.case or outcome.item.title


def open_tasks(*, on: date, body: Body | None = None, viewer: Viewer | None = None) -> list[TaskRow]:
    """Tasks that are not closed, by day: of a body, or of a viewer and those they answer for."""
    found = _tasks().filter(state=OutcomeState.OPEN)
    if body is not None:
        found = found.filter(body=body)
    if viewer is not None:
        found = found.filter(_own(viewer))
    return _in_order(found, on=on, viewer=viewer)


def tasks_of(viewer: Viewer, *, on: date, few: int = 8) -> TaskList:
    """What is open and what was closed lately: all of it for the secretariat, for others of their bodies."""
    seen = Q() if viewer.is_secretariat else _own(viewer) | Q(body__in=viewer.bodies)
    found = _tasks().filter(seen).distinct()
    rows = _in_order(found.filter(state=OutcomeState.OPEN), on=on, viewer=viewer)
    closed = found.filter(settled_on__isnull=False).order_by("-settled_on", "-pk")
    return TaskList(
        own=[row for row in rows if row.is_own],
        others=[row for row in rows if not row.is_own],
        closed=list(closed[:few]),
    )


def _tasks() -> QuerySet[Outcome]:
    found = Outcome.objects.filter(kind=OutcomeKind.TASK)
    return found.select_related("owner", "organisation", "body", "item__event")


def _own(viewer: Viewer) -> Q:
    mine = Q(owner=viewer.person) if viewer.person else Q(pk__in=())
    return mine | Q(organisation__in=viewer.edits)


def _in_order(found: Iterable[Outcome], *, on: date, viewer: Viewer | None) -> list[TaskRow]:
    rows = [TaskRow(one, is_late(one, on=on), viewer is not None and is_own(one, viewer)) for one in found]
    return sorted(rows, key=lambda row: (row.outcome.due is None, row.outcome.due or on, row.outcome.pk))


def is_own(outcome: Outcome, viewer: Viewer) -> bool:
    """Whether a task is to be done by the viewer or by a member they answer for."""
    is_mine = viewer.person is not None and outcome.owner_id == viewer.person.pk
    return is_mine or outcome.organisation_id in viewer.edits


def standing_and_open(
    body: Body, viewer: Viewer, *, on: date, is_inside: bool
) -> tuple[list[DecisionRow], list[TaskRow]]:
    """What a body has decided and that still holds on a day, the newest first; its open tasks: one query."""
    wanted = Q(pk__in=decided(viewer, on=on).filter(body=body).order_by().values("pk"))
    if is_inside:
        wanted |= Q(body=body, kind=OutcomeKind.TASK, state=OutcomeState.OPEN)
    found = Outcome.objects.filter(wanted).select_related("owner", "organisation", "item")
    rows = list(found.order_by("-on", "-pk"))
    decisions = [DecisionRow(one, lasting(one, on=on)) for one in rows if one.is_registered]
    tasks = [one for one in rows if not one.is_registered]
    return [row for row in decisions if row.state == Lasting.IN_FORCE], _in_order(tasks, on=on, viewer=None)

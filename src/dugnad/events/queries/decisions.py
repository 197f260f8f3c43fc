"""Questions about what was decided and who does what: the register over all bodies, tasks, an extract."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dugnad.events.kinds import OutcomeKind
from dugnad.events.models import Outcome
from dugnad.events.rules.outcomes import is_late, lasting
from dugnad.events.states import Lasting, OutcomeState
from dugnad.kit.text import holds_words
from dugnad.members.models import Body
from dugnad.members.rules import Viewer


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
    """A task that is open, and whether it should have been done."""

    outcome: Outcome
    is_late: bool


def register(
    viewer: Viewer, *, on: date, text: str = "", body: str = "", year: str = "", state: str = ""
) -> list[DecisionRow]:
    """The decisions that the viewer may read, the newest first; two queries for any number."""
    found = readable(Outcome.objects.filter(kind=OutcomeKind.DECISION), viewer).order_by("-on", "-pk")
    found = found.filter(body__slug=body) if body else found
    found = found.filter(on__year=int(year)) if year.isdigit() and len(year) == 4 else found
    rows = [DecisionRow(outcome, lasting(outcome, on=on)) for outcome in found]
    wanted = [row for row in rows if not state or row.state == state]
    return [row for row in wanted if not text or holds_words(text, *_words(row.outcome))]


def _words(outcome: Outcome) -> Iterable[str]:
    yield outcome.text
    yield outcome.item.title
    yield outcome.item.case
    if outcome.body:
        yield str(outcome.body)


def readable(found: QuerySet[Outcome], viewer: Viewer) -> QuerySet[Outcome]:
    """Of outcomes those that the viewer may read: a confidential point is for its body."""
    found = found.select_related(
        "body", "item__event__minutes", "item__body", "owner", "organisation", "replaced_by__item"
    )
    if viewer.is_secretariat:
        return found
    return found.exclude(item__is_confidential=True) | found.filter(body__in=viewer.bodies)


def decision_with(pk: int, viewer: Viewer) -> Outcome | None:
    """One decision, if the viewer may read it."""
    return readable(Outcome.objects.filter(kind=OutcomeKind.DECISION), viewer).filter(pk=pk).first()


def bodies_that_decided() -> QuerySet[Body]:
    """The bodies in the register, for its filter."""
    decided = Outcome.objects.filter(kind=OutcomeKind.DECISION, body__isnull=False)
    return Body.objects.filter(pk__in=decided.values("body_id"))


def open_tasks(*, on: date, body: Body | None = None, viewer: Viewer | None = None) -> list[TaskRow]:
    """Tasks that are not closed, by day: of a body, or of a viewer and those they answer for."""
    found = Outcome.objects.filter(kind=OutcomeKind.TASK, state=OutcomeState.OPEN)
    found = found.select_related("owner", "organisation", "body", "item__event")
    if body is not None:
        found = found.filter(body=body)
    if viewer is not None:
        own = found.filter(owner=viewer.person) if viewer.person else found.none()
        found = own | found.filter(organisation__in=viewer.edits)
    rows = [TaskRow(outcome, is_late(outcome, on=on)) for outcome in found.distinct()]
    return sorted(rows, key=lambda row: (row.outcome.due is None, row.outcome.due or on, row.outcome.pk))


def standing_decisions(body: Body, *, on: date) -> list[DecisionRow]:
    """What a body has decided and that still holds on a day, the newest first."""
    found = Outcome.objects.filter(kind=OutcomeKind.DECISION, body=body).select_related("item__event")
    rows = [DecisionRow(outcome, lasting(outcome, on=on)) for outcome in found.order_by("-on", "-pk")]
    return [row for row in rows if row.state == Lasting.IN_FORCE]

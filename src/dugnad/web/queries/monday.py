"""What somebody should look at today: what waits for them, what is late, what has changed."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dugnad.calls.models import Call, Reply
from dugnad.calls.queries import own_days_on, visible_calls
from dugnad.calls.rules import has_passed, standing_of, waits_for_second
from dugnad.calls.states import CallState
from dugnad.documents.queries import Card, in_state, listed_cards, visible_to
from dugnad.documents.states import State
from dugnad.dossiers.queries.consultations import ConsultationRow, open_consultations
from dugnad.dossiers.queries.planning import Way, ways_of
from dugnad.editions.models import Edition
from dugnad.editions.queries import visible_editions
from dugnad.editions.states import State as EditionState
from dugnad.indicators.models import Connection
from dugnad.indicators.queries import FindRow, troubled_connections, waiting_finds
from dugnad.kit.clock import OSLO, local_day
from dugnad.kit.queries import dead_mail
from dugnad.kit.text import alphabetical
from dugnad.members.models import Organisation
from dugnad.members.queries import members_without_answerer
from dugnad.members.rules import Viewer
from dugnad.programme.models import Milestone
from dugnad.programme.queries import ActivityRow, current_year, dated_rows, programmes
from dugnad.web.queries.recently import Run, recent_runs

SOON = 45


@dataclass(frozen=True)
class CallToday:
    """An open call and how its members stand."""

    call: Call
    standings: Counter[str]
    is_late: bool
    replies: list[Reply] = field(default_factory=list)
    checked: int = 0  # by one person, where two accept: they wait for the other
    own_days: int = 0  # members that a day of their own reminds tomorrow

    @property
    def everyone(self) -> int:
        """How many were asked."""
        return self.standings.total()

    @property
    def answered(self) -> int:
        """How many have answered, accepted or not."""
        return self.standings["submitted"] + self.standings["accepted"]

    @property
    def late(self) -> int:
        """How many are late and have promised no day."""
        return self.standings["late"]

    @property
    def invited(self) -> int:
        """How many have been asked, are not late, and have not opened the page yet."""
        return self.standings["invited"]

    @property
    def others(self) -> int:
        """How many are on their way: begun, expected later or returned; or will not answer."""
        return self.everyone - self.answered - self.late - self.invited

    @property
    def to_read(self) -> int:
        """How many answers wait for the secretariat."""
        return self.standings["submitted"]


@dataclass(frozen=True)
class ProgrammeToday:
    """What the programme asks somebody to look at."""

    year: int
    late: list[tuple[ActivityRow, Milestone]]
    soon: list[tuple[ActivityRow, Milestone]]
    stale: list[ActivityRow]


@dataclass(frozen=True)
class Upkeep:
    """What the secretariat keeps in order: members nobody answers for, and mail that did not arrive."""

    alone: list[Organisation]
    dead_mail: int
    runs: list[Run]
    finds: list[FindRow]
    troubles: list[tuple[str, Connection]]


@dataclass(frozen=True)
class ConsultationToday:
    """A consultation that waits for us, and the way to its answer for those who prepare it."""

    row: ConsultationRow
    way: Way | None


def open_calls(viewer: Viewer, *, at: datetime) -> list[CallToday]:
    """The open calls with their members' standing, for the secretariat; two queries for any number."""
    found = list(visible_calls(viewer).filter(state=CallState.OPEN).order_by("due_day"))
    replies: dict[int, list[Reply]] = {call.pk: [] for call in found}
    for reply in Reply.objects.filter(call__in=found).select_related("call", "organisation"):
        replies[reply.call_id].append(reply)
    return [_today(call, replies[call.pk], at=at) for call in found]


def _today(call: Call, replies: list[Reply], *, at: datetime) -> CallToday:
    standings: Counter[str] = Counter(standing_of(call, reply, at=at) for reply in replies)
    checked = sum(waits_for_second(call, reply) for reply in replies)
    tomorrow = at.astimezone(OSLO).date() + timedelta(days=1)
    own_days = len(own_days_on(tomorrow, replies))
    return CallToday(call, standings, has_passed(call, at), replies, checked, own_days)


def documents_waiting(viewer: Viewer) -> list[Card]:
    """The documents that wait for a word from the viewer: those under treatment that they may read."""
    seen = visible_to(viewer)
    treated = in_state(seen, State.IN_REVIEW, viewer) | in_state(seen, State.APPROVED, viewer)
    return sorted(listed_cards(treated, viewer), key=lambda card: alphabetical(card.title))


def own_drafts(viewer: Viewer) -> list[Card]:
    """The drafts of those whom the viewer writes for."""
    own = visible_to(viewer).filter(owner__in=viewer.edits)
    return listed_cards(in_state(own, State.DRAFT, viewer), viewer)


def programme_today(viewer: Viewer, *, on: date) -> ProgrammeToday | None:
    """Milestones that are late or near, and activities that nobody has touched for long."""
    years = programmes(viewer)
    current = current_year(years, on=on)
    programme = next((one for one in years if one.year == current), None)
    if programme is None:
        return None
    rows = dated_rows(programme, on=on)
    late = [(row, step) for row in rows for step in row.late]
    soon = [
        (row, step)
        for row in rows
        for step in row.milestones
        if not step.done_on and 0 <= (step.due - on).days <= SOON
    ]
    return ProgrammeToday(
        year=programme.year,
        late=sorted(late, key=lambda pair: pair[1].due),
        soon=sorted(soon, key=lambda pair: pair[1].due),
        stale=[row for row in rows if row.is_stale],
    )


def upkeep(*, on: date) -> Upkeep:
    """What the secretariat should see though nobody asks for it."""
    return Upkeep(
        alone=list(members_without_answerer(on=on)),
        dead_mail=dead_mail().count(),
        runs=recent_runs(),
        finds=waiting_finds(),
        troubles=troubled_connections(),
    )


def consultations_today(viewer: Viewer, *, at: datetime, is_full: bool) -> list[ConsultationToday]:
    """The consultations that wait for us, with the next step of each for those who take it.

    On a day on which the page has reminders to tell of it is full: the step then stands on the page of the
    consultation alone, because each question more makes everybody wait.
    """
    rows = open_consultations(viewer, at=at)
    if is_full or not viewer.is_secretariat:
        return [ConsultationToday(row, None) for row in rows]
    ways = ways_of([row.consultation for row in rows], on=local_day(at))
    return [ConsultationToday(row, way) for row, way in zip(rows, ways, strict=True)]


def editions_today(viewer: Viewer) -> tuple[list[Edition], Edition | None]:
    """The editions that are not published yet and that the viewer may read, and the newest published one."""
    found = list(visible_editions(viewer).select_related("indicator").order_by("-year"))
    finished = (EditionState.PUBLISHED, EditionState.WITHDRAWN)
    published = next((one for one in found if one.state == EditionState.PUBLISHED), None)
    return [one for one in found if one.state not in finished], published

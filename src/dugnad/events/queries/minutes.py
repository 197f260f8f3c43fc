"""Questions about minutes: the text that is gathered from what was written point by point."""

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.documents.models import Version
from dugnad.documents.queries import EVERYTHING, Card, card_of, newest_version
from dugnad.documents.states import State
from dugnad.events.kinds import OUTCOME_FACTS, OutcomeKind
from dugnad.events.models import AgendaItem, Comment, Event, Note, Outcome, Participation
from dugnad.events.queries.agenda import TASKS, ItemRow, agenda_of
from dugnad.events.queries.links import page_address
from dugnad.events.queries.taking_part import name_of, reads_closed, reads_papers, rows_of
from dugnad.events.rules.meeting import count_voting, is_quorate, takes_place
from dugnad.events.states import Attendance, EventState, ItemState
from dugnad.kit import formats
from dugnad.kit.clock import local_day
from dugnad.kit.text import Piece, phrases
from dugnad.members.models import Body
from dugnad.members.rules import Viewer

APPROVED = frozenset({State.APPROVED, State.PUBLISHED})


@dataclass(frozen=True)
class Turnout:
    """How many were there, how many with a vote, and whether that was enough."""

    present: int
    absent: int
    unknown: int
    voting: int
    quorum: int | None

    @property
    def is_quorate(self) -> bool | None:
        """Whether enough of those with a vote were there; None without such a rule, or before it is noted."""
        is_noted = self.present or self.absent
        return self.voting >= self.quorum if self.quorum is not None and is_noted else None


def turnout_of(event: Event) -> Turnout:
    """How many have been noted as there, for the top of the page on which minutes are written."""
    people = list(event.participations.all())
    there = Counter(one.attendance for one in people)
    return Turnout(
        there[Attendance.PRESENT], there[Attendance.ABSENT], there[Attendance.UNKNOWN],
        count_voting(people), event.quorum,
    )  # fmt: skip


def notes_of(event: Event) -> dict[int, Note]:
    """What is written now, by point."""
    found = Note.objects.filter(item__event=event).select_related("written_by")
    return {note.item_id: note for note in found}


def comments_by_point(event: Event) -> dict[int | None, list[Comment]]:
    """What was said to the minutes, by point; what was said to them as a whole under no point."""
    found: dict[int | None, list[Comment]] = {}
    for said in event.comments.select_related("person"):
        found.setdefault(said.item_id, []).append(said)
    return found


def returning_tasks(rows: Iterable[ItemRow]) -> dict[int, list[Outcome]]:
    """The tasks that came back to this agenda, by the point under which they stand, closed ones too."""
    keys = {row.item.pk: [int(link.key) for link in row.links if link.noun == TASKS] for row in rows}
    wanted = [key for found in keys.values() for key in found]
    tasks = Outcome.objects.select_related("owner", "organisation").in_bulk(wanted) if wanted else {}
    return {pk: [tasks[key] for key in found if key in tasks] for pk, found in keys.items() if found}


@dataclass(frozen=True)
class Minutes:
    """The minutes of a meeting as somebody reads them: the text, what was said to it, what became of it."""

    card: Card
    comments: list[Comment]
    approved_in: AgendaItem | None
    is_waiting: bool  # they, or a correction of them, are yet to be approved
    is_open: bool  # they can be commented on
    is_stale: bool  # something was written since they were sent
    changed: list[Piece]  # of a correction, what it changes in the version before it

    @property
    def version(self) -> Version:
        """The version that is read."""
        return self.card.version


def minutes_of(event: Event, viewer: Viewer, *, is_inside: bool, closed: bool) -> Minutes | None:
    """The minutes, for those who were asked to the meeting; for others when they are published.

    Who may read `closed` points reads them below: the text itself is what everybody may come to read.
    """
    if event.minutes is None:
        return None
    card = card_of(event.minutes, EVERYTHING if is_inside else viewer)
    if card is None:
        return None
    said = event.comments.select_related("person", "item") if is_inside else Comment.objects.none()
    return Minutes(
        card=with_closed(card, event) if closed else card,
        comments=list(said),
        approved_in=approved_in(event),
        is_waiting=not has_approved_text(event),
        is_open=is_inside and takes_place(event) and event.minutes.state == State.IN_REVIEW,
        is_stale=is_inside and is_stale(event),
        changed=_changed(card.version),
    )


def minutes_for(one: Participation) -> Minutes | None:
    """The minutes as whoever has the link in the mail reads them."""
    return minutes_of(one.event, Viewer(), is_inside=reads_papers(one), closed=reads_closed(one))


def may_comment(one: Participation) -> bool:
    """Whether somebody comments by their link: a comment bears a name, and that of a guest is forgotten."""
    return one.person_id is not None and reads_papers(one)


def with_closed(card: Card, event: Event) -> Card:
    """The minutes with the points that are closed to all but the body; no version that is kept holds them."""
    with translation.override(card.document.language):
        rows = [row for row in agenda_of(event, restricted=True, closed=True) if row.item.is_confidential]
        parts = ["## " + _("Points only for those who take part")]
        for row in rows:
            parts += [f"### {row.marker}{row.item.title}{case_of(row)}", *filter(None, _said(row))]
    version = copy(card.version)
    version.body = "\n\n".join([version.body.rstrip(), *parts]) + "\n"
    return replace(card, version=version) if rows else card


def _changed(version: Version) -> list[Piece]:
    """What a correction changes, also for those who may not open the document itself."""
    if not version.reason:
        return []
    before = version.document.versions.filter(number=version.number - 1).first()
    return phrases(before.body, version.body) if before else []


def is_stale(event: Event) -> bool:
    """Whether something has been written point by point since the minutes were sent for comment."""
    if event.minutes is None or is_approved(event):
        return False
    with translation.override(event.minutes.language):
        return newest_version(event.minutes).body.strip() != minutes_text(event).strip()


def minutes_text(event: Event) -> str:
    """The minutes of a meeting as markdown: when, who, then point by point what was said and decided."""
    return "\n\n".join(part for part in _parts(event) if part) + "\n"


def _parts(event: Event) -> Iterator[str]:
    yield " · ".join(
        word for word in (formats.weekday(local_day(event.starts)), hours_of(event), event.place) if word
    )
    people = rows_of(event)
    yield _people(_("Present"), [one for one in people if one.attendance == Attendance.PRESENT])
    yield _people(_("Absent"), [one for one in people if one.attendance == Attendance.ABSENT])
    yield _quorum(event, people)
    for row in agenda_of(event, restricted=True, closed=True):
        yield from _item(row)


def _quorum(event: Event, people: list[Participation]) -> str:
    quorate = is_quorate(event, people)
    if quorate is None:
        return ""
    words = {"voting": count_voting(people), "quorum": event.quorum}
    if quorate:
        return (
            _("The meeting had a quorum: %(voting)d with a vote were there, %(quorum)d are needed.") % words
        )
    return _("The meeting had no quorum: %(voting)d with a vote were there, %(quorum)d are needed.") % words


def hours_of(event: Event) -> str:
    """From when to when; over more days only the first hour."""
    starts = formats.clock_time(event.starts)
    is_one_day = local_day(event.ends) == local_day(event.starts)
    return f"{starts}–{formats.clock_time(event.ends)}" if is_one_day else starts


def _people(label: str, rows: list[Participation]) -> str:
    if not rows:
        return ""
    return f"**{label}:** {', '.join(_one(one) for one in rows)}"


def _one(one: Participation) -> str:
    where = f" ({one.organisation})" if one.organisation else ""
    return f"{name_of(one)}{where}"


def _item(row: ItemRow) -> Iterator[str]:
    """A point in the text that everybody may come to read: of a closed one no more than on the agenda."""
    if row.item.is_confidential:
        yield f"## {row.marker}{_('Only for those who take part')}{case_of(row)}"
        return
    yield f"## {row.marker}{row.item.title}{case_of(row)}"
    yield from _said(row)


def case_of(row: ItemRow) -> str:
    """The case number as it stands behind a title."""
    return f" ({_('case %(case)s') % {'case': row.item.case}})" if row.item.case else ""


def _said(row: ItemRow) -> Iterator[str]:
    if row.note and row.note.text.strip():
        yield row.note.text.strip()
    for outcome in row.outcomes:
        yield _outcome(outcome)
    yield _approval(row)
    if row.item.state == ItemState.PUT_OFF:
        yield _("Put off to a later meeting.")


def _approval(row: ItemRow) -> str:
    """What became of the minutes of an earlier meeting: the point that treats them never stands empty."""
    item, earlier = row.item, row.item.approves
    if earlier is None:
        is_silent = item.standing is not None and item.standing.approves_minutes and not row.note
        return _("There were no minutes to approve.") if is_silent else ""
    told = {"day": formats.day(earlier.starts), "address": page_address(earlier, "read_minutes")}
    if item.approved_minutes_at:
        return _("Approved: [the minutes of %(day)s](%(address)s).") % told
    return _("Not approved in this meeting: the minutes of %(day)s.") % told


def _outcome(outcome: Outcome) -> str:
    label = outcome.get_kind_display()
    if not OUTCOME_FACTS[OutcomeKind(outcome.kind)].has_owner:
        return f"**{label}:** {outcome.text}"
    who = ", ".join(str(one) for one in (outcome.owner, outcome.organisation) if one)
    due = _("by %(day)s") % {"day": formats.day(outcome.due)} if outcome.due else ""
    return f"**{label}:** {outcome.text} ({', '.join(part for part in (who, due) if part)})"


def approved_in(event: Event) -> AgendaItem | None:
    """The point of a later meeting that approved the minutes of this one as they are now, or is to."""
    points = event.approved_in.select_related("event")
    if has_approved_text(event):
        return (
            points.filter(approved_minutes_at__isnull=False)
            .order_by("-approved_minutes_at", "-event__starts")
            .first()
        )
    waiting = points.filter(approved_minutes_at__isnull=True, state__in=(ItemState.PLACED, ItemState.TREATED))
    return waiting.exclude(event__state=EventState.CANCELLED).order_by("-event__starts").first()


def minutes_to_approve(body: Body) -> list[Event]:
    """Held meetings of a body whose minutes wait to be written or approved, the oldest first."""
    held = Event.objects.filter(body=body, state=EventState.HELD).select_related("minutes")
    return [event for event in held.order_by("starts") if not has_approved_text(event)]


def has_approved_text(event: Event) -> bool:
    """Whether the newest version of the minutes is approved: a correction waits for the next meeting."""
    return event.minutes is not None and event.minutes.state in APPROVED


def is_approved(event: Event) -> bool:
    """Whether the minutes of an event were approved, and so are only corrected."""
    return event.minutes_approved_at is not None

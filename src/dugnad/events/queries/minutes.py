"""Questions about minutes: the text that is gathered from what was written point by point."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dugnad.documents.states import State
from dugnad.events.kinds import OUTCOME_FACTS, OutcomeKind
from dugnad.events.models import AgendaItem, Event, Outcome, Participation
from dugnad.events.queries.agenda import ItemRow, agenda_of
from dugnad.events.queries.taking_part import name_of, rows_of
from dugnad.events.rules.meeting import is_quorate
from dugnad.events.states import Attendance, EventState
from dugnad.kit import formats
from dugnad.members.models import Body

APPROVED = frozenset({State.APPROVED, State.PUBLISHED})


def minutes_text(event: Event) -> str:
    """The minutes of a meeting as markdown: when, who, then point by point what was said and decided."""
    return "\n\n".join(part for part in _parts(event) if part) + "\n"


def _parts(event: Event) -> Iterator[str]:
    yield " · ".join(word for word in (formats.weekday(event.starts), hours_of(event), event.place) if word)
    people = rows_of(event)
    yield _people(_("Present"), [one for one in people if one.attendance == Attendance.PRESENT])
    yield _people(_("Absent"), [one for one in people if one.attendance == Attendance.ABSENT])
    quorate = is_quorate(event, people)
    if quorate is not None:
        yield _("The meeting had a quorum.") if quorate else _("The meeting had no quorum.")
    for row in agenda_of(event, restricted=True):
        yield from _item(row)


def hours_of(event: Event) -> str:
    """From when to when; over more days only the first hour."""
    starts = formats.clock_time(event.starts)
    return (
        f"{starts}–{formats.clock_time(event.ends)}" if event.ends.date() == event.starts.date() else starts
    )


def _people(label: str, rows: list[Participation]) -> str:
    if not rows:
        return ""
    return f"**{label}:** {', '.join(_one(one) for one in rows)}"


def _one(one: Participation) -> str:
    where = f" ({one.organisation})" if one.organisation else ""
    return f"{name_of(one)}{where}"


def _item(row: ItemRow) -> Iterator[str]:
    case = _("case %(case)s") % {"case": row.item.case} if row.item.case else ""
    yield f"## {row.number}. {row.item.title}" + (f" ({case})" if case else "")
    if row.item.is_confidential:
        yield _("This point was only for those who took part.")
        return
    if row.note and row.note.text.strip():
        yield row.note.text.strip()
    for outcome in row.outcomes:
        yield _outcome(outcome)


def _outcome(outcome: Outcome) -> str:
    label = outcome.get_kind_display()
    if not OUTCOME_FACTS[OutcomeKind(outcome.kind)].has_owner:
        return f"**{label}:** {outcome.text}"
    who = ", ".join(str(one) for one in (outcome.owner, outcome.organisation) if one)
    due = _("by %(day)s") % {"day": formats.day(outcome.due)} if outcome.due else ""
    return f"**{label}:** {outcome.text} ({', '.join(part for part in (who, due) if part)})"


def approved_in(event: Event) -> AgendaItem | None:
    """The point of a later meeting that approved the minutes of this one."""
    return event.approved_in.select_related("event").order_by("-event__starts").first()


def minutes_to_approve(body: Body) -> list[Event]:
    """Held meetings of a body whose minutes wait to be written or approved, the oldest first."""
    held = Event.objects.filter(body=body, state=EventState.HELD).select_related("minutes")
    return [event for event in held.order_by("starts") if not is_approved(event)]


def is_approved(event: Event) -> bool:
    """Whether the minutes of an event are approved, and so stand as they are."""
    return event.minutes is not None and event.minutes.state in APPROVED

"""Yes or no, about events and their agendas: what may follow, who may see what, when each point comes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Protocol

from dugnad.events.kinds import EVENT_FACTS, VOTING, Circle, EventFacts, EventKind, Role
from dugnad.events.states import COMING_UP, Attendance, EventState, ItemState
from dugnad.kit.clock import local_day
from dugnad.members.rules import Viewer


class Happening(Protocol):
    """An event as the rules see it."""

    kind: str
    state: str
    starts: datetime
    ends: datetime
    quorum: int | None
    announced_at: datetime | None


class Treated(Protocol):
    """A point on an agenda as the rules see it."""

    state: str
    minutes: int
    is_confidential: bool


class Present(Protocol):
    """Somebody who takes part, as the rules see it."""

    pk: int
    role: str
    attendance: str
    stands_in_for_id: int | None


class Placed(Protocol):
    """Somebody who was asked, by a place in the body or for their own sake."""

    seat_id: int | None
    role: str
    attendance: str


@dataclass(frozen=True)
class Standing:
    """What a viewer has to do with an event: nothing, takes part, or keeps it."""

    takes_part: bool = False
    keeps: bool = False  # the secretariat, and the chair and secretary of the body
    is_of_body: bool = False  # not a guest or a speaker, who come for one thing or one day


def facts_of(event: Happening) -> EventFacts:
    """What follows from the kind of an event."""
    return EVENT_FACTS[EventKind(event.kind)]


def can_announce(event: Happening, *, at: datetime) -> bool:
    """Whether the notice can go out, or go out anew: the event is still to come."""
    return event.state in COMING_UP and event.ends > at


def can_answer(event: Happening, *, at: datetime) -> bool:
    """Whether somebody may say whether they come, say otherwise, or send a deputy: until it begins."""
    return event.state == EventState.ANNOUNCED and at < event.starts


def can_cancel(event: Happening) -> bool:
    """Whether it can be called off: what was held cannot."""
    return event.state in COMING_UP


def takes_place(event: Happening) -> bool:
    """Whether it has taken place or is to: about what was called off nothing more is done."""
    return event.state != EventState.CANCELLED


def can_hold(event: Happening, *, at: datetime) -> bool:
    """Whether it can be entered as held: it was announced, and it has begun."""
    return event.state == EventState.ANNOUNCED and event.starts <= at


def can_change_agenda(event: Happening) -> bool:
    """Whether points may come and go; also after the meeting, when what was taken up is entered."""
    return takes_place(event) and facts_of(event).has_agenda


def can_write_minutes(event: Happening, *, is_approved: bool) -> bool:
    """Whether what was said and what came of it may be written: before, during and after, until approved.

    Nobody waits for a state before writing: secretaries write beforehand, during, and a week later.
    """
    return takes_place(event) and not is_approved


def can_send_minutes(event: Happening, *, at: datetime) -> bool:
    """Whether the minutes can go out for comment: the meeting has begun."""
    return takes_place(event) and event.starts <= at


def can_approve(event: Happening, *, at: datetime) -> bool:
    """Whether a meeting can approve the minutes of an earlier one: it has begun."""
    return takes_place(event) and event.starts <= at


def day_of_place(event: Happening, *, on: date) -> date:
    """The day on which somebody must hold their place to take part: the day of the meeting.

    Of what runs over several days it is today, for as long as it runs.
    """
    return min(max(on, local_day(event.starts)), local_day(event.ends))


def has_left(one: Placed, *, sits: bool, has_said: bool) -> bool:
    """Whether the place by which somebody was asked is theirs no longer, and with it all that it gave.

    Who was there, or answered in writing in what is over by now, did so while the place was theirs: they
    keep what they could read then.
    """
    if one.seat_id is None or one.attendance == Attendance.PRESENT or has_said:
        return False
    return not sits or one.role == Role.GUEST  # a place makes nobody a guest: who is one has given it up


def notice_day(event: Happening) -> date:
    """The day on which the notice should go out."""
    return (event.starts - facts_of(event).notice).date()


def sees_names(event: Happening, viewer: Viewer, standing: Standing) -> bool:
    """Whether somebody sees who takes part."""
    circle = facts_of(event).names_seen_by
    if viewer.is_secretariat or standing.keeps:
        return True
    return circle == Circle.PARTICIPANTS and standing.takes_part


def is_told(event: Happening) -> bool:
    """Whether everybody may know of it: of a plan only who is in on it, also when it was called off."""
    return event.state not in (EventState.PLANNED, EventState.CANCELLED) or event.announced_at is not None


def sees_event(event: Happening, viewer: Viewer, standing: Standing) -> bool:
    """Whether somebody sees that it takes place: a plan is for those who are in on it."""
    is_in_on_it = viewer.is_secretariat or standing.keeps or standing.takes_part
    # Who sits in a body knows when the others are to meet; what is open to all is told to all at once.
    is_of_another = viewer.is_body_member and not facts_of(event).is_public
    return is_in_on_it or is_of_another or is_told(event)


def reads_restricted(viewer: Viewer, standing: Standing) -> bool:
    """Whether somebody reads points and papers that are only for those who take part, and the link."""
    return viewer.is_secretariat or standing.keeps or standing.takes_part


def reads_closed(viewer: Viewer, standing: Standing) -> bool:
    """Whether somebody reads points that are closed to all but the body, also what they are called."""
    return viewer.is_secretariat or standing.keeps or standing.is_of_body


def is_put_off(item: Treated) -> bool:
    """Whether a point stands on the agenda only to say that it is treated another day."""
    return item.state == ItemState.PUT_OFF


def numbers(items: Iterable[Treated]) -> list[int | None]:
    """What each point is called in the order of the agenda, the same wherever it is read.

    A point that was put off has no number: in the notice and the bundle it is not there at all.
    """
    following = count(1)
    return [None if is_put_off(item) else next(following) for item in items]


def hours(starts: datetime, items: Sequence[Treated]) -> list[datetime | None]:
    """When each point comes, from the start and the minutes of those before it; never, what was put off.

    The minutes are added to the instant, not to the clock on the wall: a meeting over the hour that
    summer time takes away lasts as long as it says.
    """
    told: list[datetime | None] = []
    at = starts
    for item in items:
        told.append(None if is_put_off(item) else at)
        at += timedelta(minutes=0 if is_put_off(item) else item.minutes)
    return told


def minutes_over(event: Happening, items: Iterable[Treated]) -> int:
    """By how many minutes the points are longer than the event; nothing where they fit."""
    asked = sum(item.minutes for item in items if not is_put_off(item))
    room = int((event.ends - event.starts).total_seconds() // 60)
    return max(0, asked - room)


def is_quorate(event: Happening, present: Iterable[Present]) -> bool | None:
    """Whether enough of those with a vote were there; None without such a rule, or before it is noted.

    That nobody has been noted says nothing of who was there.
    """
    rows = list(present)
    if event.quorum is None or all(one.attendance == Attendance.UNKNOWN for one in rows):
        return None
    return count_voting(rows) >= event.quorum


def count_voting(present: Iterable[Present]) -> int:
    """How many votes were there: a place has one, also where its holder and the deputy both came."""
    voting = [one for one in present if Role(one.role) in VOTING and one.attendance == Attendance.PRESENT]
    return len({one.stands_in_for_id or one.pk for one in voting})


def next_case(used: Iterable[int]) -> int:
    """The case number after the last that was given; one that was given is never given again."""
    return max(used, default=0) + 1


def is_left_over(item: Treated) -> bool:
    """Whether a point of a meeting that was held still waits to be treated."""
    return item.state == ItemState.PLACED

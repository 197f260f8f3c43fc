"""Meetings, points and what came of them, as tests need them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from dugnad.events import changes
from dugnad.events.models import AgendaItem, Event, Outcome, Participation
from dugnad.kit.clock import OSLO
from dugnad.members.kinds import SeatRole
from dugnad.members.models import Body, Organisation, Person
from tests.factories.members import make_body, make_municipality, make_person, make_seat

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
STARTS = datetime(2021, 5, 20, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
AFTER: dict[str, Any] = {"by": None, "at": STARTS + timedelta(hours=1)}
LONG_AFTER: dict[str, Any] = {"by": None, "at": STARTS + timedelta(days=200)}
numbers = count(1)


def make_event(kind: str = "meeting", title: str = "Faggruppe for klima og miljø", **fields: Any) -> Event:
    """An event of three hours on 20 May 2021."""
    starts = fields.pop("starts", STARTS)
    ends = fields.pop("ends", starts + timedelta(hours=3))
    return changes.create_event(kind=kind, title_nb=title, starts=starts, ends=ends, **NOBODY, **fields)


def make_group(*people: Person, kind: Any = None, **fields: Any) -> Body:
    """A group in which these people sit, the first of them as chair."""
    body = make_body(**({"kind": kind} if kind else {}), **fields)
    for person in people:
        role = SeatRole.CHAIR if person is people[0] else SeatRole.MEMBER
        make_seat(body, person, role=role)
    return body


def make_meeting(*people: Person, **fields: Any) -> Event:
    """A meeting of a group in which these people sit."""
    return make_event(body=make_group(*people), **fields)


def make_announced(*people: Person, **fields: Any) -> Event:
    """The same, after its notice."""
    event = make_meeting(*people, **fields)
    changes.announce_event(event, **NOBODY)
    return event


def make_item(event: Event | None = None, title: str = "Ny utslippsstatistikk", **fields: Any) -> AgendaItem:
    """A point on the agenda of a meeting."""
    fields.setdefault("kind", "discussion")
    return changes.add_item(event or make_meeting(make_person()), title=title, **NOBODY, **fields)


def make_outcome(
    item: AgendaItem, kind: str = "decision", text: str = "Saken tas til orientering.", **fields: Any
) -> Outcome:
    """What came of a point."""
    return changes.add_outcome(item, kind=kind, text=text, **NOBODY, **fields)


def make_participation(event: Event, person: Person | None = None, **fields: Any) -> Participation:
    """Somebody at an event."""
    return changes.invite(event, [person or make_person()], **NOBODY, **fields)[0]


def make_session(**fields: Any) -> Event:
    """A session of the school to which anybody may sign up."""
    asked = {
        name: fields.pop(name)
        for name in ("capacity", "topic", "closes", "least_minutes", "speakers")
        if name in fields
    }
    event = make_event("school_session", "Klimaskolen: klimabudsjett", **fields)
    asked.setdefault("closes", event.starts - timedelta(hours=1))
    changes.ask_to_sign_up(event, **asked, **NOBODY)
    changes.announce_event(event, **NOBODY)
    event.refresh_from_db()
    return event


def member() -> Organisation:
    """A municipality."""
    return make_municipality(f"Kommune {next(numbers)}")

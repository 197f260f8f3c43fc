"""What programs get of meetings and of the school."""

from datetime import date, datetime

from ninja import Schema

from dugnad.api.forms.shapes.common import Listed, Named


class Outcome(Schema):
    """What came of a point: a decision, information or a task."""

    kind: str
    text: str
    owner: str
    due: date | None
    state: str


class AgendaItem(Schema):
    """A point on an agenda."""

    number: int | None = None
    case: str
    title: str
    kind: str
    outcomes: list[Outcome]


class Event(Schema):
    """When people meet, or decide in writing."""

    id: str
    kind: str
    title: str
    starts: datetime
    ends: datetime
    body: Named | None
    series: Named | None
    state: str
    way: str
    place: str
    agenda: list[AgendaItem]
    url: str


class Events(Listed):
    """A page of events."""

    items: list[Event]

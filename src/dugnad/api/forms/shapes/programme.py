"""What programs get of the programme."""

from datetime import date, datetime

from ninja import Schema

from dugnad.api.forms.shapes.common import Listed, Named


class Milestone(Schema):
    """A step of an activity."""

    title: str
    due: date
    done_on: date | None


class Activity(Schema):
    """Something the alliance has set out to do."""

    id: str
    year: int
    number: int
    title: str
    strand: Named
    way_of_working: str
    goals: list[int]
    status: str
    status_note: str
    responsible_body: Named | None
    milestones: list[Milestone]
    updated_at: datetime
    url: str


class Activities(Listed):
    """A page of activities."""

    items: list[Activity]

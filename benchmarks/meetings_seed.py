"""The meetings of `meetings_material` in a demo alliance: one through the verbs, the many in bulk.

The many are copies that nobody announces: a benchmark measures reading.
"""

from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import meetings_material as material
from dugnad.events import changes
from dugnad.events.kinds import EventKind, OutcomeKind
from dugnad.events.models import AgendaItem, Event
from dugnad.events.states import Answer, Attendance, EventState
from dugnad.kit import clock
from dugnad.members.changes import add_seat, create_body
from dugnad.members.kinds import BodyKind, SeatRole
from dugnad.members.models import Body, Office, Person, User

GROUP, BUSY, MEETING = "malt-gruppe", "travel-gruppe", "malt-mote"
MEMBER, READER = "lillestrom@demo.example", "hamar@demo.example"
SEATS, BEGAN = 12, date(2020, 1, 1)


def seed(papers: Path) -> None:
    """Put everything into the alliance, once; courses are made anew each time, because they get full."""
    early: dict[str, Any] = {"by": None, "at": clock.now() - timedelta(days=40)}
    if not Body.objects.filter(slug=GROUP).exists():
        _groups(papers, early)
    for number in range(material.ROUNDS + 1):
        _session(number, early)


def _groups(papers: Path, early: dict[str, Any]) -> None:
    group, busy = (
        _body(name, slug, early) for name, slug in ((material.GROUP, GROUP), (material.BUSY, BUSY))
    )
    _seats(group, early)
    _many(group, material.weeks(clock.now()))
    _many(busy, material.days(clock.now()))
    _meeting(group, material.papers(papers), early)


def _body(name: str, slug: str, early: dict[str, Any]) -> Body:
    kind = BodyKind.EXPERT_GROUP
    return create_body(kind=kind, name_nb=name, slug=slug, mandate_text=material.MANDATE, on=BEGAN, **early)


def _seats(body: Body, early: dict[str, Any]) -> None:
    """Twelve advisers; one of them reads the page as a member of the group, another reader has no place."""
    member = User.objects.get(email=MEMBER).person
    offices = Office.objects.filter(kind="climate_adviser", person__isnull=False).exclude(
        person__email=READER
    ).select_related("person", "organisation").order_by("pk")  # fmt: skip
    others = (office for office in offices if office.person != member)
    own = next(office for office in offices if office.person == member)
    for number, office in enumerate([*islice(others, SEATS - 1), own]):
        role = SeatRole.MEMBER if number else SeatRole.CHAIR
        add_seat(body, role=role, organisation=office.organisation, person=office.person, on=BEGAN, **early)


def _many(body: Body, moments: list[datetime]) -> None:
    now = clock.now()
    Event.objects.bulk_create(
        Event(
            kind=EventKind.MEETING,
            slug=f"{body.slug}-{number}",
            body=body,
            title_nb=material.title_of(number),
            starts=starts,
            ends=starts + timedelta(hours=2),
            state=EventState.ANNOUNCED if starts > now else EventState.HELD,
            created_at=now,
            announced_at=now,
        )
        for number, starts in enumerate(moments, 1)
    )


def _meeting(body: Body, papers: dict[str, bytes], early: dict[str, Any]) -> None:
    starts = clock.now() - timedelta(days=13)
    event = changes.create_event(
        kind=EventKind.MEETING, title_nb=material.MEETING, starts=starts, ends=starts + timedelta(hours=4),
        body=body, place="Rådhuset", about_nb=material.MANDATE, **early,
    )  # fmt: skip
    Event.objects.filter(pk=event.pk).update(slug=MEETING)
    event.refresh_from_db()
    during: dict[str, Any] = {"by": None, "at": starts + timedelta(hours=1)}
    items = [_item(event, point, papers[point.paper], early) for point in material.points()]
    changes.announce_event(event, by=None, at=starts - timedelta(days=7))
    _come(event, during)
    for item, point in zip(items, material.points(), strict=True):
        item.refresh_from_db()
        _minutes(item, point, during)
    changes.hold_event(event, by=None, at=event.ends)


def _item(event: Event, point: material.Point, paper: bytes, early: dict[str, Any]) -> AgendaItem:
    item = changes.add_item(
        event, title=point.title, kind="decision", text=point.text, proposal=point.proposal,
        minutes=point.minutes, presenter_name="Sekretariatet", **early,
    )  # fmt: skip
    changes.add_paper(item, paper, point.paper, title=point.title, is_restricted=False, **early)
    return item


def _come(event: Event, during: dict[str, Any]) -> None:
    """Everybody says yes, and was there."""
    rows = list(event.participations.select_related("person", "event"))
    for one in rows:
        changes.answer_invitation(one, Answer.YES, by=one.person, at=event.starts - timedelta(days=2))
    changes.note_attendance(event, {one.pk: Attendance.PRESENT for one in rows}, **during)


def _minutes(item: AgendaItem, point: material.Point, during: dict[str, Any]) -> None:
    changes.write_note(item, text=point.said, revision=0, **during)
    owner: Person | None = None if point.is_decision else User.objects.get(email=MEMBER).person
    kind = OutcomeKind.DECISION if point.is_decision else OutcomeKind.TASK
    changes.add_outcome(item, kind=kind, text=point.outcome, owner=owner, **during)


def _session(number: int, early: dict[str, Any]) -> None:
    """Something to sign up for; the first has room for everybody, and is for warming up."""
    starts = clock.now() + timedelta(days=17)
    event = changes.create_event(
        kind=EventKind.SCHOOL_SESSION, title_nb=f"Kurs {number}", starts=starts,
        ends=starts + timedelta(hours=1), **early,
    )  # fmt: skip
    for old in Event.objects.filter(slug=f"malt-kurs-{number}"):
        Event.objects.filter(pk=old.pk).update(slug=f"malt-kurs-{number}-{old.pk}")
    Event.objects.filter(pk=event.pk).update(slug=f"malt-kurs-{number}")
    event.refresh_from_db()
    capacity = material.CAPACITY if number else None
    changes.ask_to_sign_up(event, closes=starts - timedelta(days=1), capacity=capacity, **early)
    changes.announce_event(event, **early)


def places(number: int) -> dict[str, int]:
    """Who has a place in one of the sessions, and who waits."""
    rows = Event.objects.get(slug=f"malt-kurs-{number}").participations
    return {answer.value: rows.filter(answer=answer).count() for answer in (Answer.YES, Answer.WAITING)}

"""The sessions of the school: real days and topics, invented people, questions and answers."""

import tomllib
from datetime import date, datetime, time, timedelta
from typing import Any

from dugnad.calls import changes as calls
from dugnad.demo.alliance import Cast
from dugnad.demo.meetings import CONTENT, NINE
from dugnad.events import changes
from dugnad.events.models import Event, Participation, Series, SignUp, Topic
from dugnad.events.states import Attendance
from dugnad.kit.clock import OSLO, at_oslo, local_day
from dugnad.kit.papers import Paper


def load_school(cast: Cast) -> None:
    """Three sessions of the school: one that was held, and two to come, one of them full."""
    content = tomllib.loads(CONTENT.read_text())
    topics = {}
    for told in content["topics"]:
        topic = changes.add_topic(**told, by=cast.secretary, at=at_oslo(date(2020, 9, 1), NINE))
        topics[told["key"]] = topic
    series = changes.create_series(
        kind="school_session",
        title_nb="Klimaskolen",
        title_nn="Klimaskulen",
        title_en="Climate school",
        minutes=90,
        by=cast.secretary,
        at=at_oslo(date(2020, 9, 1), NINE),
    )
    for told in content["sessions"]:
        _session(series, told, topics, cast)


def _session(series: Series, told: dict[str, Any], topics: dict[str, Topic], cast: Cast) -> None:
    starts, ends, closes = (_moment(told[name]) for name in ("starts", "ends", "closes"))
    opened: dict[str, Any] = {
        "by": cast.secretary,
        "at": min(at_oslo(date(2021, 4, 26), NINE), starts - timedelta(days=30)),
    }
    words = {name: told[name] for name in told if name.startswith(("title_", "about_"))}
    event = changes.create_event(
        kind="school_session",
        series=series,
        starts=starts,
        ends=ends,
        link=told.get("link", ""),
        is_illustrative=True,
        **words,
        **opened,
    )
    audience = {name: told[name] for name in told if name.startswith("audience_")}
    changes.ask_to_sign_up(
        event, topic=topics[told["topic"]], goals=told["goals"], closes=closes,
        capacity=told.get("capacity"), speakers=told["speakers"], **audience, **opened,
    )  # fmt: skip
    changes.announce_session(event, **opened)
    rows = _fill(event, told, cast, opened["at"])
    if told.get("held"):
        _take_place_at_school(event, rows, told, cast)


def _fill(event: Event, told: dict[str, Any], cast: Cast, at: datetime) -> list[Participation]:
    """Invented people from the first members, in order; the last few sign up without their account."""
    advisers = list(cast.advisers.items())[: told["signed_up"]]
    guests = len(advisers) - told.get("guests", 0)
    return [
        changes.sign_up(
            event,
            name=person.name,
            email=person.email or "",
            language=person.language,
            person=person if number < guests else None,
            organisation=person.offices.get(organisation_id=member).organisation,
            note=_nth(told["questions"], number),
            wish=_nth(told["wishes"], number - 2),
            at=at + timedelta(minutes=number),
        )
        for number, (member, person) in enumerate(advisers)
    ]


def _nth(texts: list[str], number: int) -> str:
    """Each text once, and then nothing."""
    return texts[number] if 0 <= number < len(texts) else ""


def _take_place_at_school(event: Event, rows: list[Participation], told: dict[str, Any], cast: Cast) -> None:
    """Those who were there get their certificate and say how it was; guests are forgotten when it is time."""
    after: dict[str, Any] = {"by": cast.secretary, "at": event.ends + timedelta(hours=2)}
    there = {
        one.pk: Attendance.PRESENT if number < told["present"] else Attendance.ABSENT
        for number, one in enumerate(rows)
    }
    changes.note_attendance(event, there, **after)
    changes.hold_event(event, **after)
    changes.issue_certificates(event, **after)
    _leave_behind(event, told, after)
    _evaluate(event, told["evaluation"], cast)
    changes.erase_old_guests(at=at_oslo(date(2021, 4, 30), time(2)))


def _leave_behind(event: Event, told: dict[str, Any], after: dict[str, Any]) -> None:
    """The recording, and what was said on a page."""
    paper = Paper(told["material"], language="nb", at=after["at"])
    for line in told["summary"]:
        paper.item(line)
    changes.put_up_recording(event, recording=told["recording"], **after)
    content, name = paper.as_bytes(), "oppsummering.docx"
    changes.add_material(event, title=told["material"], content=content, name=name, **after)
    changes.send_afterwards(SignUp.objects.get(event=event), at=after["at"] + timedelta(days=1))


def _evaluate(event: Event, answers: list[dict[str, Any]], cast: Cast) -> None:
    """Made-up answers of half of those who were there."""
    day = local_day(event.ends) + timedelta(days=1)
    evaluation = calls.ask_how_it_was(
        event, closes=day + timedelta(days=10), by=cast.secretary, at=at_oslo(day, NINE)
    )
    for request, given in zip(evaluation.requests.order_by("pk"), answers, strict=False):
        calls.evaluate(request, given, at=at_oslo(day + timedelta(days=1), NINE))


def _moment(told: datetime) -> datetime:
    return told.replace(tzinfo=OSLO)

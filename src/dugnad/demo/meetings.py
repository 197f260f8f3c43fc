"""The climate group's year: real days, invented agendas, minutes and people."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from dugnad.demo.alliance import Cast
from dugnad.events import changes
from dugnad.events.models import AgendaItem, Event, Series
from dugnad.events.states import Answer, Attendance
from dugnad.kit.clock import at_oslo
from dugnad.kit.pdf import compile_pdf
from dugnad.members.models import Body, Person
from dugnad.members.rules import slug_of
from dugnad.programme.models import Activity

CONTENT = Path(__file__).parent / "content" / "meetings.toml"
PAPER = CONTENT.with_name("paper.typ")
NINE, PLANNED = time(9), date(2021, 1, 5)
TITLES = ("title_nb", "title_nn", "title_en")


def load_meetings(cast: Cast, activities: dict[str, Activity]) -> None:
    """The meetings of the climate group, in order of time."""
    content = tomllib.loads(CONTENT.read_text())
    body = Body.objects.get(slug="faggruppe-klima-og-miljo")
    series = changes.create_series(body=body, **content["series"], **_on(cast, PLANNED))
    for standing in content["standing"]:
        changes.add_standing_item(series, **standing, **_on(cast, PLANNED))
    events = {told["day"]: _plan(series, told, cast) for told in content["meetings"]}
    for told in content["meetings"]:
        earlier = [events[one["day"]] for one in content["meetings"] if one.get("approved_in") == told["day"]]
        _take_place(events[told["day"]], told, cast, activities, earlier)
    changes.add_group_file(
        body, content["file"]["text"].encode(), content["file"]["name"], title=content["file"]["title"],
        **_on(cast, PLANNED),
    )  # fmt: skip
    for proposal in content["proposals"]:
        proposer = _adviser(cast)
        changes.propose_item(body, **proposal, by=proposer, at=at_oslo(date(2021, 4, 27), NINE))


def _plan(series: Series, told: dict[str, Any], cast: Cast) -> Event:
    starts = at_oslo(told["day"], time.fromisoformat(told.get("starts", "09:00")))
    ends = starts + timedelta(minutes=series.minutes)
    if "ends" in told:
        ends = at_oslo(told.get("until", told["day"]), time.fromisoformat(told["ends"]))
    titles = {name: told.get(name, getattr(series, name)) for name in TITLES}
    return changes.create_event(
        kind=told.get("kind", series.kind),
        series=series,
        body=series.body,
        starts=starts,
        ends=ends,
        way=told.get("way", series.way),
        is_illustrative=True,
        **titles,
        **_on(cast, PLANNED),
    )


def _take_place(
    event: Event, told: dict[str, Any], cast: Cast, activities: dict[str, Activity], earlier: list[Event]
) -> None:
    if "items" not in told:
        return
    noticed = max(PLANNED, told["day"] - timedelta(days=7))
    if told.get("announced"):
        noticed = date(2021, 5, 3) - timedelta(days=3)
    if not told.get("is_joint"):  # several groups meet, and none of them treats its own standing points
        changes.build_agenda(event, **_on(cast, noticed))
    items = [(_item(event, sketch, cast, activities, noticed), sketch) for sketch in told["items"]]
    event.activities.set(activities[key] for sketch in told["items"] for key in sketch.get("activities", []))
    changes.announce_event(event, **_on(cast, noticed, hour=11))
    _answer(event, cast, noticed)
    for one in earlier:
        changes.approve_minutes(event.items.get(approves=one), **_on(cast, told["day"], hour=10))
    if told.get("held"):
        _hold(event, items, cast, told["day"])


def _item(
    event: Event, sketch: dict[str, Any], cast: Cast, activities: dict[str, Activity], day: date
) -> AgendaItem:
    words = {
        name: sketch[name] for name in ("title", "kind", "minutes", "text", "proposal") if name in sketch
    }
    people = {"secretary": cast.secretary, "adviser": _adviser(cast)}
    item = changes.add_item(
        event,
        presenter=people.get(sketch.get("presenter", "")),
        presenter_name=sketch.get("presenter_name", ""),
        **words,
        **_on(cast, day),
    )
    for paper in sketch.get("papers", []):
        _paper(item, paper, cast, day)
    for key in sketch.get("activities", []):
        activity = activities[key]
        changes.link_item(
            item, "activity", f"{activity.programme.year}/{key}", str(activity), **_on(cast, day)
        )
    return item


def _paper(item: AgendaItem, told: dict[str, Any], cast: Cast, day: date) -> None:
    data = {
        "title": told["title"],
        "author": str(cast.secretary),
        "paragraphs": told["paragraphs"],
        "notice": "Oppdiktet for demoen.",
    }
    content = compile_pdf(PAPER, data, {}, at=at_oslo(day, NINE))
    changes.add_paper(
        item, content, f"{slug_of(told['title'])}.pdf", title=told["title"],
        is_restricted=told.get("is_restricted", False), **_on(cast, day),
    )  # fmt: skip


def _answer(event: Event, cast: Cast, day: date) -> None:
    """Most come, one does not, some have not answered."""
    for number, one in enumerate(event.participations.order_by("pk")):
        if number % 6 == 5:
            continue
        answer = Answer.NO if number % 9 == 4 else Answer.YES
        changes.answer_invitation(one, answer, by=one.person, at=at_oslo(day, time(13)))


def _hold(event: Event, items: list[tuple[AgendaItem, dict[str, Any]]], cast: Cast, day: date) -> None:
    during = _on(cast, day, hour=10)
    there = {
        one.pk: Attendance.ABSENT if one.answer == Answer.NO else Attendance.PRESENT
        for one in event.participations.all()
    }
    changes.note_attendance(event, there, **during)
    for item, sketch in items:
        item.refresh_from_db()
        if sketch.get("put_off"):
            changes.put_off(item, **during)
            continue
        if "note" in sketch:
            changes.write_note(item, text=sketch["note"], revision=0, **during)
        for outcome in sketch.get("outcomes", []):
            _outcome(item, outcome, cast, during)
    changes.hold_event(event, **_on(cast, day, hour=12))
    changes.send_minutes(event, **_on(cast, day + timedelta(days=2)))


def _outcome(item: AgendaItem, told: dict[str, Any], cast: Cast, during: dict[str, Any]) -> None:
    people: dict[str, Person] = {"secretary": cast.secretary, "adviser": _adviser(cast)}
    values = {**told, "owner": people.get(told.get("owner", ""))}
    changes.add_outcome(item, **values, **during)


def _adviser(cast: Cast) -> Person:
    return next(iter(cast.advisers.values()))


def _on(cast: Cast, day: date, hour: int = 9) -> dict[str, Any]:
    return {"by": cast.secretary, "at": at_oslo(day, time(hour))}

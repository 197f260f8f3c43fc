"""Calls and replies for tests, made by the room's own verbs."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from dugnad.calls import changes
from dugnad.calls.kinds import CallKind, QuestionKind
from dugnad.calls.models import Call, Question, Reply, ReplyVersion
from dugnad.indicators import changes as indicators
from dugnad.kit.clock import OSLO
from dugnad.members.models import Organisation, Person
from tests.factories.members import make_municipality

AT = datetime(2021, 4, 20, 9, 0, tzinfo=OSLO)
DUE = date(2021, 4, 30)
AFTER_DUE = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
SECOND = timedelta(seconds=1)
CHOICES = [
    {"key": "yes", "nb": "Ja", "nn": "Ja", "en": "Yes"},
    {"key": "no", "nb": "Nei", "nn": "Nei", "en": "No"},
]
WORDS_300 = " ".join(["ord"] * 300)
STORY = {"title": "Elbåt", "text": WORDS_300, "theme": "transport"}


def make_hamar() -> Organisation:
    """Hamar; asked for again it is the same."""
    return Organisation.objects.filter(slug="hamar").first() or make_municipality()


def make_call(
    questions: Mapping[str, Mapping[str, Any]] | None = None, state: str = "open", **values: Any
) -> Call:
    """A call with these questions by key (a text and a number unless said otherwise), open to the members."""
    values = {"year": 2021, "slug": "klimastatus-2021", "opens": date(2021, 3, 15), "due_day": DUE} | values
    values = {"kind": CallKind.KLIMASTATUS, "title_nb": "Klimastatus 2021", "due_time": time(16)} | values
    values = {"languages": "nb"} | values  # what the tests write is in one language
    call = changes.create_call(by=None, at=AT, **values)
    section = changes.add_section(call, title_nb="Tiltak", by=None, at=AT)
    asked = questions if questions is not None else {"measures": {}, "cars": {"kind": QuestionKind.NUMBER}}
    for key, facts in asked.items():
        wanted = {"kind": QuestionKind.TEXT, "label_nb": key.title()} | dict(facts)
        changes.add_question(section, key=key, by=None, at=AT, **wanted)
    if state != "draft":
        changes.open_call(call, by=None, at=AT, tell=False)
    if state == "closed":
        changes.close_call(call, by=None, at=AT)
    return call


def make_reply(call: Call | None = None, organisation: Organisation | None = None, **answers: Any) -> Reply:
    """A member's reply (Hamar's) with these answers in draft."""
    organisation = organisation or make_hamar()
    reply = changes.open_reply(call or make_call(), organisation, by=None, at=AT)
    if answers:
        save(reply, **answers)
    return reply


def save(reply: Reply, by: Person | None = None, seen: int | None = None, **answers: Any) -> Reply:
    """Save answers on top of what is stored now, or of what somebody saw before."""
    seen = reply.revision if seen is None else seen
    return changes.save_draft(reply, answers, expected_revision=seen, by=by, at=AT)


def submit(reply: Reply, key: str = "key", by: Person | None = None, at: datetime = AT) -> ReplyVersion:
    """Submit what is written."""
    return changes.submit_reply(reply, idempotency_key=key, by=by, at=at, first_byte_at=at)


def question_of(call: Call, key: str) -> Question:
    """The question of a call with this key."""
    return call.questions.get(key=key)


def make_figures(*rows: tuple[int, str, float], code: str = "3403", seen_on: str = "2021-02-25") -> None:
    """Emissions of a municipality as we know them: year, sector and tonnes, taken in as one vintage."""
    lines = [f"{code},{year},{value},{sector},t CO2e" for year, sector, value in rows]
    content = "\n".join(["municipality_code,year,value,sector,unit", *lines, ""]).encode()
    indicators.load_reference_indicators(by=None, at=AT)
    report = indicators.import_indicator(
        content,
        "utslipp.csv",
        indicator="ghg-emissions",
        seen_on=date.fromisoformat(seen_on),
        by=None,
        at=AT,
    )
    assert report.refused == []

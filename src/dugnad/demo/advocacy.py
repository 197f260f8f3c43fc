"""What the region has asked others for, and what came of it: days of real cases, invented words."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from dugnad.declarations.models import Declaration, Point
from dugnad.demo.alliance import Cast
from dugnad.documents import changes as documents
from dugnad.documents.models import Document
from dugnad.documents.queries import first_cards
from dugnad.documents.queries.rights import PUBLIC, visible_to
from dugnad.dossiers import changes
from dugnad.dossiers.models import Ask, Consultation, Dossier
from dugnad.events import changes as events
from dugnad.events.models import AgendaItem, Outcome
from dugnad.kit.clock import OSLO, at_oslo
from dugnad.kit.pdf import compile_pdf
from dugnad.members.models import Body
from dugnad.members.queries import alliance
from dugnad.members.rules import slug_of
from dugnad.programme.models import Activity

CONTENT = Path(__file__).parent / "content" / "advocacy.toml"
# There was no workspace then: what is older than this year the secretariat has entered afterwards.
ENTERED, PLANNED = date(2021, 4, 12), date(2021, 1, 5)
NINE, TWO_HOURS = time(9), timedelta(hours=2)
DAYS = ("channel", "title", "sender", "link", "case_number", "announced_on", "scope", "joint_with")
TOLD = ("kind", "on", "title", "counterpart", "ours", "said", "promised", "link")
STORY, NOTICE = "STORY", "Oppdiktet for demoen."
PAPER = CONTENT.with_name("paper.typ")


def load_advocacy(cast: Cast, promised: Declaration, activities: dict[str, Activity]) -> None:
    """The meetings of those who approve, and each matter with its consultations, asks and answers."""
    content = tomllib.loads(CONTENT.read_text())
    for told in content["bodies"]:
        _load_meetings(told, cast)
    held = Point.objects.filter(wording__declaration=promised, wording__name="2019")
    points = {point.key: point for point in held}
    for told in content["dossiers"]:
        _load_dossier(told, cast, points, activities)


def _load_meetings(told: dict[str, Any], cast: Cast) -> None:
    body = Body.objects.get(slug=told["body"])
    titles = {name: told[name] for name in told if name.startswith("title")}
    for day in told["days"]:
        starts = at_oslo(day, NINE)
        events.create_event(
            kind="meeting", body=body, starts=starts, ends=starts + TWO_HOURS, is_illustrative=True,
            **titles, **_on(cast, PLANNED),
        )  # fmt: skip


def _load_dossier(
    told: dict[str, Any], cast: Cast, points: dict[str, Point], activities: dict[str, Activity]
) -> None:
    names = ("key", "title_nb", "title_nn", "title_en", "about", "position", "addressee_kind", "addressees")
    dossier = changes.open_dossier(
        points=_chosen(told, points), activity=activities.get(told.get("activity", "")), is_public=True,
        responsible=cast.secretary, is_illustrative=True, **{name: told[name] for name in names},
        **_on(cast, ENTERED),
    )  # fmt: skip
    asks: dict[str, Ask] = {}
    for consultation in told.get("consultations", []):
        _load_consultation(dossier, consultation, cast, points, asks)
    for one in told.get("touchpoints", []):
        _load_touchpoint(dossier, one, cast, asks)
    for response in told.get("responses", []):
        values = {name: value for name, value in response.items() if name not in {"ask", "paper"}}
        ask = asks[response["ask"]]
        ask.refresh_from_db()  # it was raised when the statement was sent
        changes.enter_response(
            ask, is_illustrative=True, file=_file(response, cast), **values, **_on(cast, ENTERED, hour=12)
        )
    for state in told["states"]:
        changes.move_dossier(dossier, state, **_on(cast, ENTERED, hour=13))


def _load_consultation(
    dossier: Dossier, told: dict[str, Any], cast: Cast, points: dict[str, Point], asks: dict[str, Ask]
) -> None:
    entered = max(ENTERED, told["announced_on"])
    consultation = changes.add_consultation(
        dossier, slug=told["slug"], deadline=told["deadline"].replace(tzinfo=OSLO), is_illustrative=True,
        **{name: told[name] for name in DAYS if name in told}, **_on(cast, entered),
    )  # fmt: skip
    if "because" in told:
        settled = min(entered, told["announced_on"] + timedelta(days=3))
        changes.judge_consultation(
            consultation, "go", because=told["because"], on=settled, **_on(cast, entered, hour=10)
        )
    for ask in told.get("asks", []):
        asks[ask["name"]] = _load_ask(consultation, ask, cast, points, asks, on=entered)
    _link(consultation, told, cast, on=entered)
    if told.get("begun"):
        changes.begin_statement(consultation, language="nb", **_on(cast, entered, hour=14))
    if "sent_on" in told:
        _send(consultation, told, cast)


def _load_ask(
    consultation: Consultation, told: dict[str, Any], cast: Cast, points: dict[str, Point],
    asks: dict[str, Ask], *, on: date,
) -> Ask:  # fmt: skip
    ask = changes.raise_ask(
        consultation.dossier, text=told["text"], reason=told.get("reason", ""), consultation=consultation,
        points=_chosen(told, points), repeats=asks.get(told.get("repeats", "")), is_illustrative=True,
        **_on(cast, on, hour=11),
    )  # fmt: skip
    for basis in told.get("bases", []):
        changes.add_basis(ask, *(_story() if STORY in basis else basis), **_on(cast, on, hour=11))
    return ask


def _story() -> tuple[str, str, str]:
    """A published story that shows what is asked for."""
    card = first_cards(visible_to(PUBLIC).filter(kind="story"), PUBLIC, 1)[0]
    return "document", card.document.slug, card.title


def _send(consultation: Consultation, told: dict[str, Any], cast: Cast) -> None:
    """The statement as it was approved and sent, or the file of one that was written elsewhere."""
    file = _file(told, cast)
    if file is None:
        changes.begin_statement(consultation, language="nb", **_on(cast, ENTERED, hour=14))
    if consultation.statement is not None:
        _finish(consultation.statement, told["statement"], cast)
    if "decision" in told:
        changes.note_approval(consultation, _decide(consultation, told, cast), **_on(cast, ENTERED, hour=15))
    changes.send_statement(
        consultation, on=told["sent_on"], receipt=told["receipt"], file=file, **_on(cast, ENTERED, hour=16)
    )


def _file(told: dict[str, Any], cast: Cast) -> tuple[bytes, str] | None:
    """A paper that came or went, made up like the rest."""
    if "paper" not in told:
        return None
    title, *paragraphs = told["paper"]
    data = {"title": title, "author": str(cast.secretary), "paragraphs": paragraphs, "notice": NOTICE}
    content = compile_pdf(PAPER, data, {}, at=at_oslo(ENTERED, NINE))
    return content, f"{slug_of(title)}.pdf"


def _finish(statement: Document, body: str, cast: Cast) -> None:
    who = _on(cast, ENTERED, hour=14)
    documents.edit_document(statement, revision=statement.revision, body=body, **who)
    documents.submit_for_review(statement, **who)
    approver = {"by": cast.board_member, "at": who["at"]}
    documents.approve(statement, on_behalf_of=alliance(), **approver)
    documents.publish(statement, **who)


def _decide(consultation: Consultation, told: dict[str, Any], cast: Cast) -> Outcome:
    """The meeting of the board that approved it."""
    day = told["board"]
    starts, before = at_oslo(day, NINE), _on(cast, day - timedelta(days=7))
    event = events.create_event(
        kind="meeting", body=Body.objects.get(slug="styret"), starts=starts, ends=starts + TWO_HOURS,
        title_nb="Styremøte", title_nn="Styremøte", title_en="Board meeting", is_illustrative=True, **before,
    )  # fmt: skip
    item = events.add_item(
        event, title=f"Uttalelse: {consultation.title}", kind="decision", minutes=20,
        proposal=told["decision"], **before,
    )  # fmt: skip
    events.link_item(item, "consultation", consultation.slug, consultation.title, **before)
    events.announce_event(event, **before)
    decision = events.add_outcome(item, kind="decision", text=told["decision"], **_on(cast, day, hour=10))
    events.hold_event(event, **_on(cast, day, hour=12))
    return decision


def _link(consultation: Consultation, told: dict[str, Any], cast: Cast, *, on: date) -> None:
    """The points on agendas of the expert group that were about it."""
    if "taken_up" in told:
        for item in AgendaItem.objects.filter(title_nb__startswith=told["taken_up"], event__isnull=False):
            title = consultation.title
            events.link_item(item, "consultation", consultation.slug, title, **_on(cast, on, hour=15))


def _load_touchpoint(dossier: Dossier, told: dict[str, Any], cast: Cast, asks: dict[str, Ask]) -> None:
    changes.add_touchpoint(
        dossier, asks=[asks[name] for name in told.get("asks", [])],
        is_illustrative=told.get("is_illustrative", True),
        **{name: told[name] for name in TOLD if name in told}, **_on(cast, ENTERED, hour=12),
    )  # fmt: skip


def _chosen(told: dict[str, Any], points: dict[str, Point]) -> list[Point]:
    return [points[key] for key in told["points"]]


def _on(cast: Cast, day: date, hour: int = 9) -> dict[str, Any]:
    return {"by": cast.secretary, "at": at_oslo(day, time(hour))}

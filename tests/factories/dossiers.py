"""Dossiers, consultations, asks and answers for tests, made by the room's own verbs."""

from datetime import date, datetime, timedelta
from typing import Any

from dugnad.dossiers import changes
from dugnad.dossiers.models import Ask, Consultation, Dossier, Response, Touchpoint
from dugnad.kit.clock import OSLO

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
DEADLINE = datetime(2021, 7, 1, 23, 59, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def make_dossier(title: str = "Sirkulær økonomi", **fields: Any) -> Dossier:
    """A matter that everybody may know of, unless said otherwise."""
    values: dict[str, Any] = {"addressee_kind": "ministry", "is_public": True}
    return changes.open_dossier(title_nb=title, **NOBODY, **values | fields)


def make_consultation(dossier: Dossier | None = None, **fields: Any) -> Consultation:
    """A public consultation of two months, whose deadline is 1 July 2021."""
    values: dict[str, Any] = {
        "channel": "ministry",
        "title": "Strategi for sirkulær økonomi",
        "sender": "Klima- og miljødepartementet",
        "announced_on": date(2021, 4, 26),
        "deadline": DEADLINE,
    }
    return changes.add_consultation(dossier or make_dossier(), **NOBODY, **values | fields)


def make_go(consultation: Consultation | None = None) -> Consultation:
    """The same, when it has been settled that we answer."""
    found = consultation or make_consultation()
    changes.judge_consultation(found, "go", because="Regionen deler spørsmålet.", **NOBODY)
    return found


def make_sent(consultation: Consultation | None = None, on: date = date(2021, 5, 3)) -> Consultation:
    """The same, answered with a file that was written elsewhere."""
    found = make_go(consultation)
    changes.send_statement(found, on=on, receipt="2021/99", file=(PDF, "svar.pdf"), **NOBODY)
    return found


def make_ask(dossier: Dossier | None = None, text: str = "Behold Klimasats til 2030.", **fields: Any) -> Ask:
    """Something that was asked for in a meeting in April, unless said otherwise."""
    if "consultation" in fields:
        dossier = dossier or fields["consultation"].dossier
    else:
        fields.setdefault("raised_on", date(2021, 4, 12))
    return changes.raise_ask(dossier or make_dossier(), text=text, **NOBODY, **fields)


def make_response(ask: Ask | None = None, state: str = "partly_met", **fields: Any) -> Response:
    """An answer that stands in a white paper."""
    values: dict[str, Any] = {
        "on": date(2021, 4, 30),
        "source": "Meld. St. 13 (2020–2021)",
        "link": "https://www.regjeringen.no/",
    }
    return changes.enter_response(ask or make_ask(), state=state, **NOBODY, **values | fields)


def make_touchpoint(dossier: Dossier | None = None, **fields: Any) -> Touchpoint:
    """A meeting with a ministry."""
    values: dict[str, Any] = {
        "kind": "meeting",
        "on": date(2021, 4, 20),
        "title": "Møte med statssekretæren",
        "counterpart": "Statssekretær, Klima- og miljødepartementet",
    }
    return changes.add_touchpoint(dossier or make_dossier(), **NOBODY, **values | fields)


def later(days: int) -> dict[str, Any]:
    """Nobody, some days after."""
    return {"by": None, "at": AT + timedelta(days=days)}

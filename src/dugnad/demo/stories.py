"""Around the stories of the demo: their length, those that came by the open form, and where one was used."""

import tomllib
from datetime import date, time
from decimal import Decimal
from typing import Any

from dugnad.demo.alliance import Cast
from dugnad.demo.collection import CONTENT, DRAWN, member_with
from dugnad.demo.pictures import draw_landscape
from dugnad.documents import changes
from dugnad.documents.kinds import Consent, LengthUnit, Licence, UseKind
from dugnad.documents.models import Contribution, Document
from dugnad.kit.clock import at_oslo

# As the alliance asked in these years.
LENGTHS = (
    (2020, 700, 1000, LengthUnit.CHARACTERS, date(2020, 3, 2)),
    (2021, 250, 500, LengthUnit.WORDS, date(2021, 2, 15)),
)
MARTE = changes.Sender("Marte Lund", "marte.lund@demo.example", "nb")
OLAV = changes.Sender("Olav Lie", "olav.lie@demo.example", "nn")
USES = (
    (UseKind.NEWSLETTER, "Nyhetsbrev januar 2021", date(2021, 1, 20)),
    (UseKind.MEETING, "Faggruppa for klima og miljø", date(2021, 3, 17)),
)
FACTS = (
    "milestone_year",
    "language",
    "theme",
    "goals",
    "measure_start_year",
    "effect_unit",
    "effect_method",
    "funding",
    "transfer",
)


def set_lengths(cast: Cast) -> None:
    """The rule of each year, before its stories are asked for."""
    for year, least, most, unit, day in LENGTHS:
        at = at_oslo(day, time(9))
        changes.set_story_length(year=year, least=least, most=most, unit=unit, by=cast.secretary, at=at)


def load_stories_sent_in(cast: Cast) -> None:
    """Two by the open form: one that waits for the secretariat, and one whose sender is asked about it."""
    _receive("sent_in_2021.toml", MARTE, day=date(2021, 5, 2))
    told, sent = _receive("worked_on_2021.toml", OLAV, day=date(2021, 4, 27))
    who: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(date(2021, 4, 30), time(10))}
    changes.take_in_story(sent, **who)
    document = sent.document
    body = told["text"].strip().replace(f" {told['shorter']}", "")
    changes.edit_document(document, revision=document.revision, body=body, **who)
    asked: dict[str, Any] = {"name": OLAV.name, "email": OLAV.email, "language": OLAV.language}
    changes.ask_sender(document, message="Vi har korta siste avsnitt. Er det greitt?", **asked, **who)


def note_uses(cast: Cast) -> None:
    """Where a story of 2020 was used besides in Klimastatus."""
    document = Document.objects.filter(kind="story", year=2020).order_by("pk").first()
    if document:
        for kind, where, day in USES:
            at = at_oslo(day, time(12))
            changes.note_use(document, kind=kind, where=where, on=day, by=cast.secretary, at=at)


def _receive(file: str, sender: changes.Sender, *, day: date) -> tuple[dict[str, Any], Contribution]:
    told = tomllib.loads((CONTENT / file).read_text(encoding="utf-8"))
    facts: dict[str, Any] = {name: told[name] for name in FACTS if name in told}
    sent = changes.receive_story(
        member_with(told["municipality"]),
        sender,
        at=at_oslo(day, time(20, 40)),
        picture=(draw_landscape(told["title"]), "illustrasjon.png"),
        caption={
            "alt_text": DRAWN[told["language"]][0],
            "credit": DRAWN[told["language"]][1],
            "licence": Licence.ALLIANCE,
            "consent": Consent.NOT_NEEDED,
        },
        title=told["title"],
        body=told["text"].strip(),
        year=2021,
        effect_value=Decimal(told["effect"]) if told["effect"] else None,
        contact=f"{sender.name}, {sender.email}",
        **facts,
    )
    return told, sent

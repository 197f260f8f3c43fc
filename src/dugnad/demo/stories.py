"""What happens around the stories of the demo: how long they may be, and one that came by the open form."""

import tomllib
from datetime import date, time
from decimal import Decimal
from typing import Any

from dugnad.demo.alliance import Cast
from dugnad.demo.collection import CONTENT, DRAWN, member_with
from dugnad.demo.pictures import draw_landscape
from dugnad.documents import changes
from dugnad.documents.kinds import Consent, LengthUnit, Licence
from dugnad.kit.clock import at_oslo

# As the alliance asked in these years.
LENGTHS = (
    (2020, 700, 1000, LengthUnit.CHARACTERS, date(2020, 3, 2)),
    (2021, 250, 500, LengthUnit.WORDS, date(2021, 2, 15)),
)
SENDER = changes.Sender("Marte Lund", "marte.lund@demo.example", "nb")
FACTS = (
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


def load_story_sent_in() -> None:
    """A story by the open form, two days after the deadline: it waits for the secretariat."""
    told = tomllib.loads((CONTENT / "sent_in_2021.toml").read_text(encoding="utf-8"))
    facts: dict[str, Any] = {name: told[name] for name in FACTS}
    changes.receive_story(
        member_with(told["municipality"]),
        SENDER,
        at=at_oslo(date(2021, 5, 2), time(20, 40)),
        picture=(draw_landscape(told["title"]), "varebil.png"),
        caption={
            "alt_text": DRAWN["nb"][0],
            "credit": DRAWN["nb"][1],
            "licence": Licence.ALLIANCE,
            "consent": Consent.NOT_NEEDED,
        },
        title=told["title"],
        body=told["text"].strip(),
        year=2021,
        effect_value=Decimal(told["effect"]),
        contact=f"{SENDER.name}, {SENDER.email}",
        **facts,
    )

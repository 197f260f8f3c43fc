"""What the climate group decides between meetings, and what is said to its minutes: all of it invented."""

from datetime import date, time
from typing import Any

from dugnad.demo.alliance import Cast
from dugnad.events import changes
from dugnad.events.kinds import Stance
from dugnad.events.models import Event, Outcome
from dugnad.events.queries.writing import with_vote
from dugnad.kit.clock import at_oslo
from dugnad.members.models import Body
from dugnad.programme.models import Activity

SENT, ANSWERED, DEADLINE = date(2021, 4, 6), date(2021, 4, 9), date(2021, 4, 14)
MARCH = date(2021, 3, 17)
POINTS: tuple[dict[str, Any], ...] = (
    {
        "title": "Høringssvar om lavutslippssoner",
        "proposal": "Faggruppen slutter seg til utkastet til svar og ber sekretariatet sende det.",
        "text": "Fristen er for kort til å vente på møtet i mai. Utkastet følger merknadene fra mars.",
    },
    {
        "title": "Felles søknad til Klimasats om ladeplan",
        "proposal": "Faggruppen tilrår at sekretariatet sender én søknad for de kommunene som vil være med.",
        "text": "Hvem som eier prosjektet, er ikke avklart.",
    },
)


def load_decisions(cast: Cast, activities: dict[str, Activity]) -> None:
    """A written procedure with its record, comments on minutes, a task that was done, a decision replaced."""
    body = Body.objects.get(slug="faggruppe-klima-og-miljo")
    _procedure(body, cast, activities["klimastatus"])
    _comments(body, cast)
    _settled(body, cast)


def _procedure(body: Body, cast: Cast, activity: Activity) -> None:
    event = changes.create_event(
        kind="written_procedure", body=body, way="written", starts=at_oslo(SENT, time(12)),
        ends=at_oslo(DEADLINE, time(12)), title_nb="Saker som avgjøres skriftlig",
        title_nn="Saker som blir avgjorde skriftleg", title_en="Decided in writing", is_illustrative=True,
        **_on(cast, SENT),
    )  # fmt: skip
    items = [
        changes.add_item(event, kind="decision", minutes=0, **point, **_on(cast, SENT)) for point in POINTS
    ]
    changes.link_item(
        items[0], "activity", f"{activity.programme.year}/{activity.key}", str(activity), **_on(cast, SENT)
    )
    changes.announce_event(event, **_on(cast, SENT, hour=11))
    for number, one in enumerate(with_vote(event, on=SENT)):
        if number % 7 == 6:
            continue
        at = at_oslo(ANSWERED, time(8, number))
        changes.take_position(
            items[0], one, Stance.AGAINST if number == 3 else Stance.FOR, by=one.person, at=at
        )
        wants = number == 1
        text = "Vi bør snakke om hvem som eier søknaden, før vi sier ja." if wants else ""
        stance = Stance.WANTS_MEETING if wants else Stance.FOR
        changes.take_position(items[1], one, stance, text=text, by=one.person, at=at)
    changes.close_procedure(event, by=None, at=at_oslo(DEADLINE, time(12, 5)))


def _comments(body: Body, cast: Cast) -> None:
    event = Event.objects.get(body=body, starts__date=MARCH)
    item = event.items.filter(title_nb__startswith="Klimastatus").first()
    adviser = next(iter(cast.advisers.values()))
    text = "Det var historier om ombruk i bygg vi ba om, ikke om ombruk generelt."
    changes.comment(event, text, item=item, by=adviser, at=at_oslo(date(2021, 3, 22), time(14, 20)))


def _settled(body: Body, cast: Cast) -> None:
    task = Outcome.objects.get(body=body, text__startswith="Ringe kommunene")
    words = "Ringte sju kommuner; fire sender inn en historie."
    changes.settle_outcome(task, "done", on=date(2021, 4, 22), note=words, **_on(cast, date(2021, 4, 22)))


def _on(cast: Cast, day: date, hour: int = 9) -> dict[str, Any]:
    return {"by": cast.secretary, "at": at_oslo(day, time(hour))}

"""What is put into both, Dugnad and its peer: one meeting with its papers and minutes, and many others.

Knows neither of them, and is read by the interpreters of both.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

MEETING, GROUP, BUSY = "Møtet med tolv saker", "Gruppen som måles", "Gruppen med to hundre møter"
MANDATE = "\n\n".join(
    [
        "Gruppen gir råd om klima og miljø, og forbereder saker for styret.",
        "Den møtes fire til fem ganger i året, og ett av møtene går over to dager.",
    ]
)
MANY, ROUNDS, CAPACITY, USERS = 200, 3, 40, 100
POINTS, PAGES = 12, 25  # so many points, each with a paper of so many pages: three hundred in all
TOPICS = (
    "Godkjenning av innkalling", "Ny utslippsstatistikk", "Klimabudsjett i økonomiplanen",
    "Utslippsfrie byggeplasser", "Ladepunkter langs hovedveiene", "Felles krav til varetransport",
    "Matsvinn på sykehjemmene", "Høring om arealnøytralitet", "Rapport fra studieturen",
    "Solceller på skoletak", "Klimaskolen til høsten", "Eventuelt",
)  # fmt: skip
WHY = (
    "Kommunene har bedt om at vi ser på dette sammen, fordi alle står foran de samme valgene i vår. "
    "Sekretariatet har samlet erfaringer fra ni kommuner, og de står i vedlegget."
)
PROPOSED = "Gruppen anbefaler at medlemmene bruker malen, og ber sekretariatet følge opp før sommeren."
TALKED = (
    "Gruppen gikk gjennom saken punkt for punkt. Flere pekte på at innkjøperne må med tidlig, og at en "
    "felles mal sparer tid.",
    "- Hamar har prøvd malen to ganger\n- Lillestrøm venter på svar fra fylket\n- Oslo deler sine tall",
    "Til neste møte samler sekretariatet **tre eksempler** som andre kan bruke.",
)


@dataclass(frozen=True)
class Point:
    """One point on the agenda."""

    title: str
    text: str
    proposal: str
    said: str
    outcome: str
    is_decision: bool
    paper: str  # the name of its file
    minutes: int = 15


def points() -> list[Point]:
    """The twelve points; every other one ends with a decision, the rest with a task."""
    return [
        Point(
            title=title,
            text=f"{WHY}\n\nDette er sak {number} av {POINTS}.",
            proposal=PROPOSED,
            said="\n\n".join(TALKED),
            outcome=f"Saken om {title.lower()} følges opp slik det ble foreslått.",
            is_decision=number % 2 == 0,
            paper=f"sak-{number:02d}.pdf",
        )
        for number, title in enumerate(TOPICS, 1)
    ]


def papers(folder: Path) -> dict[str, bytes]:
    """The files, by name."""
    return {point.paper: (folder / point.paper).read_bytes() for point in points()}


def weeks(now: datetime) -> list[datetime]:
    """When the group meets: a week between meetings, all but four of them over."""
    return [now + timedelta(weeks=week, hours=1) for week in range(4 - MANY, 4)]


def days(now: datetime) -> list[datetime]:
    """When the busy group meets: every day from tomorrow."""
    return [now + timedelta(days=day) for day in range(1, MANY + 1)]


def title_of(number: int) -> str:
    """What one of the many is called."""
    return f"Møte {number} i faggruppen for klima og miljø"

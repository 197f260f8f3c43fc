"""Invented people of the demo: an adviser and a manager in each member, and those who sit in the bodies."""

from dataclasses import dataclass

FIRST_NAMES = (
    "Anne", "Bjørn", "Camilla", "Dag", "Eli", "Frode", "Gro", "Henrik", "Ingrid", "Jonas", "Kari", "Lars",
    "Marit", "Nils", "Oda", "Per", "Ragnhild", "Sindre", "Tone", "Ulrik", "Vilde", "Yngve", "Åse", "Amir",
    "Fatima", "Mina", "Sara", "Tor", "Hanne", "Geir", "Live",
)  # fmt: skip
LAST_NAMES = (
    "Bakken", "Dahl", "Engen", "Fossum", "Grønli", "Haugen", "Iversen", "Jordet", "Kvam", "Lunde", "Myhre",
    "Nordby", "Olsby", "Prestegård", "Rud", "Solberg", "Tangen", "Ulven", "Vik", "Ødegård", "Åsen", "Berge",
    "Hagen", "Lien", "Moen", "Ruud", "Sveen",
)  # fmt: skip
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Sketch:
    """A person to be invented: name and work e-mail."""

    name: str
    email: str


def adviser(number: int, slug: str) -> Sketch:
    """The climate adviser of the member with this number in the list."""
    return Sketch(_name(number), f"{slug}@{DOMAIN}")


def manager(number: int, slug: str) -> Sketch:
    """The manager who submits the answers of the member with this number in the list."""
    return Sketch(_name(number * 3 + 11), f"{slug}.leder@{DOMAIN}")


def mayor(number: int) -> Sketch:
    """The mayor of the member with this number in the list; mayors have no account in the demo."""
    return Sketch(_name(number * 5 + 17), "")


def _name(number: int) -> str:
    # 31 and 27 have no common factor, so the pairs do not repeat before 837 people.
    return f"{FIRST_NAMES[number * 7 % len(FIRST_NAMES)]} {LAST_NAMES[number * 5 % len(LAST_NAMES)]}"

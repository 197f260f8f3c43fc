"""What programs get of what we try to influence, and of what came of it."""

from datetime import date, datetime

from ninja import Schema

from dugnad.api.forms.shapes.common import Listed, Named


class AskAnswer(Schema):
    """What was answered to an ask, and where that stands."""

    state: str
    on: date
    source: str
    link: str
    quotation: str
    note: str


class Ask(Schema):
    """One thing that is asked for; `repeats` is the ask that it makes anew."""

    id: int
    text: str
    reason: str
    raised_on: date | None
    repeats: int | None
    consultation: str | None
    points: list[str]
    state: str
    outcomes: list[AskAnswer]
    url: str


class Consultation(Schema):
    """Somebody asks for our word."""

    id: str
    title: str
    channel: str
    sender: str
    case_number: str
    link: str
    announced: date
    deadline: datetime
    standing: str
    sent: date | None
    url: str


class DossierItem(Schema):
    """A matter that is followed."""

    id: str
    title: str
    state: str
    addressee: str
    names: list[str]
    activity: str | None
    points: list[str]
    url: str


class DossierWhole(DossierItem):
    """The same with what we think, the consultations, and what is asked for."""

    about: str
    position: str
    consultations: list[Consultation]
    asks: list[Ask]


class Dossiers(Listed):
    """A page of dossiers."""

    items: list[DossierItem]


class Statement(Schema):
    """A line of the public register of what the alliance has said."""

    id: str
    year: int
    title: str
    addressee: str
    channel: str
    body: Named | None
    case_number: str
    decided: date | None
    sent: date
    together_with: list[str]
    document: str | None
    url: str


class Statements(Listed):
    """A page of the register."""

    items: list[Statement]

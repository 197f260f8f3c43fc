"""What programs get of declarations."""

from datetime import date

from ninja import Schema
from pydantic import ConfigDict, Field

from dugnad.api.forms.shapes.common import Listed


class DeclarationItem(Schema):
    """A declaration by name."""

    key: str
    title: str
    about: str
    url: str


class Declarations(Listed):
    """A page of declarations."""

    items: list[DeclarationItem]


class Origin(Schema):
    """What a point comes from, and how; a new point comes from none."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str | None = Field(alias="from")
    how: str
    reason: str


class Point(Schema):
    """One point of a text; its id stays as long as the point goes on."""

    number: str
    id: str
    kind: str
    applies_to: str
    title: str
    text: str
    missing: bool
    lineage: list[Origin]


class DeclarationVersion(Schema):
    """The words of a declaration at one time, under a fingerprint once the members see them."""

    version: str
    state: str
    adopted: date | None
    sha256: str
    preamble: str
    paraphrase: bool
    illustrative: bool
    points: list[Point]
    dropped: list[str]


class DeclarationWhole(DeclarationItem):
    """A declaration with the texts that the one who asks may read."""

    versions: list[DeclarationVersion]


class Mandate(Schema):
    """How a member stands behind a text: by a decision, or by its mayor's word."""

    way: str
    body: str
    case_number: str


class ReservationOn(Schema):
    """A point that a member endorses with a reservation."""

    point: str
    text: str


class RegisterEntry(Schema):
    """A member that stands behind a text on a day, and who had signed for it by then."""

    organisation: str
    name: str
    kind: str
    endorsed_on: date
    mandate: Mandate
    signed_on: date | None
    at_ceremony: bool | None
    signatory: str | None
    office: str | None
    deputy: bool | None
    reservations: list[ReservationOn]
    illustrative: bool


class Register(Listed):
    """A page of the register."""

    items: list[RegisterEntry]

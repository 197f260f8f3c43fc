"""What programs get of documents."""

from datetime import datetime

from ninja import Schema

from dugnad.api.forms.shapes.common import Listed, Named


class Effect(Schema):
    """What a measure gave."""

    value: float
    unit: str
    method: str


class Picture(Schema):
    """A picture or file of a document."""

    title: str
    url: str
    alt_text: str
    credit: str
    licence: str
    sha256: str


class DocumentItem(Schema):
    """A document in the newest version that the one who asks may read."""

    id: str
    kind: str
    title: str
    language: str
    year: int
    state: str
    version: int
    owner: Named
    activities: list[str]
    theme: str | None
    goals: list[int]
    effect: Effect | None
    illustrative: bool
    published_at: datetime | None
    sha256: str
    url: str


class Documents(Listed):
    """A page of documents."""

    items: list[DocumentItem]


class DocumentWhole(DocumentItem):
    """A document with its text in markdown and its attachments."""

    text: str
    attachments: list[Picture]

"""Shapes of what comes in and goes out; the description in openapi.json is made from these."""

from datetime import date, datetime
from typing import Annotated, Any

from django import forms
from django.utils.translation import gettext_lazy as _l
from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints


class TokenForm(forms.Form):
    """What a new key is for."""

    name = forms.CharField(
        label=_l("What is the key for?"),
        max_length=80,
        help_text=_l("For example: Power BI, or your script."),
    )


# Names of things in addresses: long enough for all of ours, and nothing that a database cannot compare.
Name = Annotated[str, StringConstraints(max_length=200, pattern=r"^[\w.:,-]*$")]
Words = Annotated[str, StringConstraints(max_length=200)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class Paging(Schema):
    """Which part of a list: `limit` items from `offset`."""

    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=100_000_000)


class MembersAsked(Schema):
    """Which members: on a day (today), of a kind, in a sub-region or county."""

    on: date | None = None
    kind: Name = ""
    subregion: Name = ""
    county: Name = ""


class DocumentsAsked(Schema):
    """Which documents."""

    kind: Name = ""
    theme: Name = ""
    state: Name = ""
    owner: Name = ""
    year: Year | None = None


class Problem(Schema):
    """An error as RFC 9457 describes it; `field` names the place."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str = ""
    field: str = ""


class Listed(Schema):
    """A page of a list."""

    count: int
    next: str | None


class Named(Schema):
    """Something that is named by a key and a name."""

    id: str
    name: str


class Member(Schema):
    """A member of the alliance on a day."""

    id: str
    slug: str
    name: str
    kind: str
    municipality_code: str | None
    county: Named | None
    subregion: Named | None
    organisation_number: str
    language_form: str
    website: str
    member_from: date
    member_to: date | None
    url: str


class Members(Listed):
    """A page of members."""

    items: list[Member]


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


class Hit(Schema):
    """Something that a search found."""

    kind: str
    id: str
    title: str
    snippet: str
    url: str
    score: float


class Hits(Listed):
    """A page of what a search found, the best answer first."""

    items: list[Hit]


class Anything(Listed):
    """A page of a list."""

    items: list[dict[str, Any]]

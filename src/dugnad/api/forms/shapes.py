"""What programs get."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict


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


class Milestone(Schema):
    """A step of an activity."""

    title: str
    due: date
    done_on: date | None


class Activity(Schema):
    """Something the alliance has set out to do."""

    id: str
    year: int
    number: int
    title: str
    strand: Named
    way_of_working: str
    goals: list[int]
    status: str
    status_note: str
    responsible_body: Named | None
    milestones: list[Milestone]
    updated_at: datetime
    url: str


class Activities(Listed):
    """A page of activities."""

    items: list[Activity]


class Source(Schema):
    """A publisher's statistic; illustrative figures are not official."""

    id: str
    publisher: str
    title: str
    licence: str
    url: str
    official: bool


class Indicator(Schema):
    """Something measured."""

    id: str
    title: str
    notes: str
    unit: str
    direction: str
    base_year: int | None
    source: Source
    vintages: int
    url: str


class Indicators(Listed):
    """A page of indicators."""

    items: list[Indicator]


class Vintage(Schema):
    """The figures of one file, as they stood on the day they were seen."""

    id: int
    indicator: str
    source: Source
    seen_on: date
    codes_of: date | None
    file: str
    sha256: str
    layout: str
    licence: str
    gases: list[str]
    rows: int
    stored: int
    without_figure: list[Any]


class Vintages(Listed):
    """A page of vintages."""

    items: list[Vintage]


class Observation(Schema):
    """One figure of a series; no value where a part is missing, and `note` says which."""

    region: str
    municipality_code: str
    year: int
    sector: str
    source: str
    value: float | None
    unit: str
    vintage: str
    note: str


class Trail(Schema):
    """All that must be known to work a series out again."""

    indicator: str
    unit: str
    vintages: list[int]
    members: list[str]
    members_on: date | None
    codes_of: date
    sectors: list[str]
    gases: list[str]
    illustrative: bool
    other_years: list[int]  # years in which a member's newest vintage has no figure, and another speaks


class Observations(Listed):
    """A page of a series, with the trail of all of it."""

    items: list[Observation]
    trail: Trail


class Choice(Schema):
    """One of the answers that can be chosen."""

    key: str
    label: str


class Part(Schema):
    """A part of an answer; an answer of one part has an empty key, and is not an object."""

    key: str
    label: str
    kind: str
    choices: list[Choice]


class Condition(Schema):
    """Asked only of those whose answer to another question is one of these choices."""

    question: str
    choices: list[str]


class Question(Schema):
    """One thing that a call asks."""

    key: str
    kind: str
    label: str
    unit: str
    required: bool
    confidential: bool  # only the secretariat reads the answers
    topic: str | None
    point: str | None
    indicator: str | None
    only_if: Condition | None
    parts: list[Part]


class Call(Schema):
    """What the members are asked, and until when."""

    id: str
    title: str
    kind: str
    due: datetime
    state: str
    asks_basis: bool
    questions: list[Question]


class Prefilled(Schema):
    """A figure that we know already, with its unit, vintage and source."""

    model_config = ConfigDict(extra="allow")

    value: float | None
    unit: str
    vintage: str
    source: str


class Reply(Schema):
    """A member's reply; `version` goes back in If-Match."""

    version: int
    state: str
    standing: str
    due: datetime
    late: bool
    submitted_at: datetime | None
    answers: dict[str, Any]
    not_applicable: list[str]
    prefilled: dict[str, Prefilled]
    basis: dict[str, Any] | None
    spoken_by: str | None
    confirmation: str | None
    confirm_by: date | None  # the last day on which the member can object to what a sub-region answered


class ReceiptWords(Schema):
    """What was received, when, and the fingerprint of its bytes."""

    id: str
    received_at: str
    sha256: str
    version: int


class Receipt(Schema):
    """The receipt of a submission."""

    receipt: ReceiptWords


class Refusal(Schema):
    """A cell that could not be taken, and why."""

    sheet: str
    row: int | None
    column: str
    reason: str


class FileReport(Schema):
    """What became of one file."""

    file: str
    sha256: str
    layout: str
    rows: int
    stored: int
    unchanged: int
    refused: list[Refusal]


class Report(Schema):
    """What became of the files of an import."""

    files: list[FileReport]


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

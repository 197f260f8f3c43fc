"""What programs get of calls and replies."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict


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

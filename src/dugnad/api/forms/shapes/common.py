"""What every room gives programs: lists, errors, and what became of a file."""

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


class Anything(Listed):
    """A page of a list."""

    items: list[dict[str, Any]]

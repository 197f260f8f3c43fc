"""What programs get of indicators: figures with their source and vintage."""

from datetime import date
from typing import Any

from ninja import Schema

from dugnad.api.forms.shapes.common import Listed


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

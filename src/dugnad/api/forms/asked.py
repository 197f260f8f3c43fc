"""What programs ask and send."""

import json
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _l
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


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
Number = Annotated[int, Field(ge=1, le=32767)]
Year = Annotated[int, Field(ge=1900, le=2200)]


def storable(value: Any) -> Any:
    """A value that both databases can keep: no NUL, no half letters, no number that is none."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):
        raise PydanticCustomError("not_storable", "cannot be kept") from None
    if "\\u0000" in text:
        raise PydanticCustomError("not_storable", "cannot be kept")
    return value


Storable = Annotated[Any, AfterValidator(storable)]


class Paging(Schema):
    """Which part of a list: `limit` items from `offset`."""

    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=100_000_000)


class Answers(Schema):
    """As what a reply is taken along; crf is the inventory as the Covenant of Mayors (GCoM) wants it."""

    format: Literal["json", "csv", "crf", "crf.xlsx"] = "json"


class MatrixAsked(Schema):
    """Of which year; this one unless named."""

    year: Year | None = None


class MembersAsked(Schema):
    """Which members: on a day (today), of a kind, in a sub-region or county."""

    on: date | None = None
    kind: Name = ""
    subregion: Name = ""
    county: Name = ""


class RegisterAsked(Schema):
    """Which register: on a day (today), of a text (the one that held then)."""

    on: date | None = None
    version: Name = ""


class DocumentsAsked(Schema):
    """Which documents."""

    kind: Name = ""
    theme: Name = ""
    state: Name = ""
    owner: Name = ""
    year: Year | None = None


class ActivitiesAsked(Schema):
    """Which activities."""

    year: Year | None = None


class EventsAsked(Schema):
    """Which events: of a body, of a series, from one day to another."""

    body: Name = ""
    series: Name = ""
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")


class ResultsAsked(Schema):
    """Which results of a run: of a place, of a year."""

    place: Name = ""
    year: Year | None = None


class VintagesAsked(Schema):
    """Which vintages."""

    indicator: Name = ""


class By(StrEnum):
    """What a series is divided by."""

    TOTAL = "total"
    SECTOR = "sector"
    SOURCE = "source"
    MUNICIPALITY = "municipality"


class ObservationsAsked(Schema):
    """Which series: `region` is a municipality code, several of them, a county, a sub-region or the alliance.

    They are written 3403, 3403,3411, county:40, subregion:<slug> and alliance. `vintage` is a day:
    each place is spoken for by the vintage seen on or last before it. `members_on` is a day whose members
    are held constant, or `actual` for those of each year.
    """

    indicator: Name
    region: Name = "alliance"
    by: By = By.TOTAL
    vintage: date | None = None
    codes_of: date | None = None
    members_on: date | Literal["actual"] | None = None


class Language(StrEnum):
    """The languages of the house."""

    BOKMAAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"


class SearchAsked(Schema):
    """What is searched for."""

    q: Words = ""
    lang: Language | None = None


class Standing(StrEnum):
    """An officer's answer, or one that a body has decided."""

    OFFICER = "officer"
    DECIDED = "decided"


class Behind(Schema):
    """Who stands behind an answer; a decided one names the body, its case and the day of the decision."""

    model_config = ConfigDict(extra="forbid")

    basis: Standing
    decided_by: Annotated[str, StringConstraints(max_length=120), AfterValidator(storable)] = ""
    case_number: Annotated[str, StringConstraints(max_length=40), AfterValidator(storable)] = ""
    decided_on: date | None = None


class Submission(Schema):
    """What is said with a submission, where the call asks for it (`asks_basis`): who stands behind it."""

    model_config = ConfigDict(extra="forbid")

    basis: Behind | None = None


class Protest(Schema):
    """Why a member objects to what its sub-region answered."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(max_length=2000), AfterValidator(storable)] = ""


class Draft(Schema):
    """Answers by their questions' keys, and notes to them; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, Storable]
    notes: dict[str, Storable] = {}

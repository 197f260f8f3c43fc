"""What programs get of material flows: studies, their systems, and what their runs say."""

from datetime import datetime

from ninja import Schema

from dugnad.api.forms.shapes.common import Listed, Named


class Process(Schema):
    """Where material is used, changed or kept; `is_stock` says that material stays there."""

    name: str
    group: str
    is_stock: bool


class Flow(Schema):
    """What goes from one process to another; no source or target is the surroundings."""

    name: str
    source: str | None
    target: str | None
    layer: str
    lower: float | None
    upper: float | None


class Run(Schema):
    """A computation; `sha256` is the fingerprint of the figures that it was computed from."""

    number: int
    state: str
    note: str
    ordered: datetime
    accepted: datetime | None
    sha256: str
    url: str


class StudyItem(Schema):
    """A study; `limits` is what it does not know."""

    id: str
    name: str
    question: str
    limits: str
    materials: str
    unit: str
    state: str
    first_year: int | None
    last_year: int | None
    activity: str | None
    is_illustrative: bool
    url: str


class StudyWhole(StudyItem):
    """The same with its system, its places and its runs, the newest first."""

    scope: str
    places: list[Named]
    processes: list[Process]
    flows: list[Flow]
    runs: list[Run]


class Studies(Listed):
    """A page of studies."""

    items: list[StudyItem]


class FlowResult(Schema):
    """What a run says of a flow in a place and year, in the study's unit; no place is the whole area.

    What nobody can know has no `value` but the ends of an interval, `lower` and `upper`. `z` is how far
    balancing has moved it, in standard deviations of that. `grade` is 1 (verified) to 5 (a rough guess).
    """

    place: str | None
    year: int
    flow: str
    source: str | None
    target: str | None
    layer: str
    observed: float | None
    observed_sd: float | None
    value: float | None
    sd: float | None
    lower: float | None
    upper: float | None
    z: float | None
    status: str
    evidence: str
    grade: int | None
    sources: list[str]


class FlowResults(Listed):
    """A page of results."""

    items: list[FlowResult]

"""What programs get of the follow-up of a declaration."""

from ninja import Schema

from dugnad.api.forms.shapes.common import Named


class PointCounts(Schema):
    """A point that members are asked about, and how many have come how far; `told` and `asked` are sums.

    `told_of` says in words of which earlier point it was told, where that said something else.
    """

    id: str
    number: str
    title: str
    asked: int
    told: int
    counts: dict[str, int]
    told_of: str | None


class Cell(Schema):
    """How far a member has come with a point; null where it has not told. `before` has earlier years."""

    point: str
    state: str | None
    before: dict[str, str]
    url: str


class MatrixRow(Schema):
    """A member with the points that are its own to carry out."""

    organisation: Named
    subregion: Named | None
    progress: list[Cell]


class Matrix(Schema):
    """Members × points of a year; without a key that may read members there are counts alone."""

    declaration: str
    year: int
    years: list[int]
    illustrative: bool
    states: list[Named]
    points: list[PointCounts]
    members: list[MatrixRow]
    url: str

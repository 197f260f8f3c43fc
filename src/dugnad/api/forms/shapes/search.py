"""What programs find."""

from ninja import Schema

from dugnad.api.forms.shapes.common import Listed


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

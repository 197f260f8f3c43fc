"""What programs get of members."""

from datetime import date

from ninja import Schema

from dugnad.api.forms.shapes.common import Listed, Named


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

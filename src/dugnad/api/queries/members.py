"""Members as programs read them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from dugnad.members.models import Organisation
from dugnad.members.queries import MemberRow, codes_of, public_key


def member_as_shape(row: MemberRow) -> dict[str, Any]:
    """A member on a day."""
    organisation, code = row.organisation, row.code
    return {
        "id": row.key,
        "slug": organisation.slug,
        "name": organisation.name,
        "kind": organisation.kind,
        "municipality_code": code.code if code else None,
        "county": named(*row.county) if code else None,
        "subregion": named(row.subregion.slug, row.subregion.name) if row.subregion else None,
        "organisation_number": organisation.organisation_number,
        "language_form": organisation.language_form,
        "website": organisation.website,
        "member_from": row.membership.valid_from,
        "member_to": row.membership.valid_to,
        "url": f"{settings.PUBLIC_URL}/medlemmer/{row.key}/",
    }


def named(key: str, name: str) -> dict[str, str]:
    """A key with its name."""
    return {"id": key, "name": name}


def named_organisations(organisations: Iterable[Organisation], *, on: date) -> dict[int, dict[str, str]]:
    """Key and name of each organisation, by its number in our tables."""
    listed = {organisation.pk: organisation for organisation in organisations}
    codes = codes_of(list(listed), on=on)
    return {pk: named(public_key(found, codes.get(pk)), found.name) for pk, found in listed.items()}

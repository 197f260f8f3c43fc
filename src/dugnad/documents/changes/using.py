"""Verbs of use: note where a story was used, and take a wrong note away."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.documents.kinds import UseKind
from dugnad.documents.models import Document, StoryUse
from dugnad.documents.queries import newest_version
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def note_use(
    document: Document,
    *,
    kind: str,
    where: str,
    on: date,
    by: Person | None,
    at: datetime,
    link: str = "",
    version: int = 0,
) -> StoryUse:
    """Note where a story was used; noted a second time it is the same use."""
    number = version or newest_version(document).number
    use, is_new = StoryUse.objects.get_or_create(
        document=document,
        kind=UseKind(kind),
        where=where.strip(),
        on=on,
        defaults={"link": link, "version": number, "noted_by": by},
    )
    if is_new:
        _record("note_use", use, by=by, at=at)
    return use


@transaction.atomic
def remove_use(use: StoryUse, *, by: Person | None, at: datetime) -> None:
    """Take a wrong note away; what an edition has noted stays."""
    if not use.is_noted_by_hand:
        raise Refused("kind", _("The edition has noted this itself."))
    _record("remove_use", use, by=by, at=at)
    use.delete()


def _record(verb: str, use: StoryUse, *, by: Person | None, at: datetime) -> None:
    told = {"kind": use.kind, "where": use.where, "on": use.on.isoformat()}
    history.record(verb, use.document, by=by, at=at, after=told, organisation_id=use.document.owner_id)

"""Verbs about years and their strands: draft, adopt, freeze."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.members.rules import slug_of
from dugnad.programme import rules
from dugnad.programme.models import Programme, Strand
from dugnad.programme.queries import canonical_bytes, sha256_of
from dugnad.programme.states import ProgrammeState


@transaction.atomic
def draft_programme(
    *,
    year: int,
    title_nb: str,
    title_nn: str = "",
    title_en: str = "",
    by: Person | None,
    at: datetime,
) -> Programme:
    """Begin the programme of a year."""
    programme = Programme(year=year, title_nb=title_nb, title_nn=title_nn, title_en=title_en)
    add(programme, "draft_programme", by=by, at=at)
    return programme


@transaction.atomic
def edit_programme(programme: Programme, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change a programme's titles."""
    refuse_frozen(programme)
    return edit(programme, "edit_programme", values, by=by, at=at)


@transaction.atomic
def adopt_programme(programme: Programme, *, on: date, by: Person | None, at: datetime) -> bool:
    """Note that the programme was adopted on a day; from now on everybody can read it."""
    if not rules.can_adopt(programme.state):
        message = _("The programme of %(year)s is already adopted.")
        raise Refused("adopted", message % {"year": programme.year})
    values = {"state": ProgrammeState.ADOPTED, "adopted_on": on}
    return edit(programme, "adopt_programme", values, by=by, at=at)


@transaction.atomic
def freeze_programme(programme: Programme, *, on: date, by: Person | None, at: datetime) -> str:
    """Close a year: its canonical bytes and their SHA-256 are kept, and nothing of it changes afterwards."""
    if not rules.can_freeze(programme.state, programme.year, on=on):
        message = _("The programme of %(year)s can be closed from 1 December, once it has been adopted.")
        raise Refused("freeze", message % {"year": programme.year})
    content = canonical_bytes(programme)
    before = {"state": programme.state}
    programme.state, programme.frozen_at = ProgrammeState.FROZEN, at
    programme.snapshot, programme.snapshot_sha256 = content, sha256_of(content)
    programme.save(update_fields=["state", "frozen_at", "snapshot", "snapshot_sha256"])
    after = {"state": programme.state, "sha256": programme.snapshot_sha256}
    history.record("freeze_programme", programme, by=by, at=at, before=before, after=after)
    return programme.snapshot_sha256


@transaction.atomic
def add_strand(
    programme: Programme,
    *,
    title_nb: str,
    title_nn: str = "",
    title_en: str = "",
    key: str = "",
    position: int | None = None,
    by: Person | None,
    at: datetime,
) -> Strand:
    """Add a strand to a programme, last unless a place is given."""
    refuse_frozen(programme)
    strand = Strand(
        programme=programme,
        key=key or slug_of(title_nb)[:60],
        position=programme.strands.count() + 1 if position is None else position,
        title_nb=title_nb,
        title_nn=title_nn,
        title_en=title_en,
    )
    add(strand, "add_strand", by=by, at=at)
    return strand


@transaction.atomic
def edit_strand(strand: Strand, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change a strand's titles or place."""
    refuse_frozen(strand.programme)
    return edit(strand, "edit_strand", values, by=by, at=at)


def refuse_frozen(programme: Programme) -> None:
    """Raise Refused when a year is closed: a published programme must not change afterwards."""
    if not rules.can_change(programme.state):
        message = _("The programme of %(year)s is closed and cannot be changed.")
        raise Refused("frozen", message % {"year": programme.year})

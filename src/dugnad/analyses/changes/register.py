"""Verbs about the register: mappings that others do, and local actors."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.analyses import rules
from dugnad.analyses.changes.studies import RESERVED, free_slug, refuse_span, set_places
from dugnad.analyses.models import Actor, Project, Study
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Organisation, Person


@transaction.atomic
def add_project(
    *, name: str, places: Iterable[Organisation] = (), by: Person | None, at: datetime, **values: Any
) -> Project:
    """Enter a mapping that somebody has done or does."""
    refuse_span(values)
    taken = RESERVED | set(Project.objects.values_list("slug", flat=True))
    project = Project(name=name, slug=free_slug(name, taken), **values)
    add(project, "add_project", by=by, at=at)
    set_places(project, places, by=by, at=at)
    return project


@transaction.atomic
def edit_project(
    project: Project,
    *,
    places: Iterable[Organisation] | None = None,
    by: Person | None,
    at: datetime,
    **values: Any,
) -> bool:
    """Change what the register says of a mapping."""
    refuse_span(values)
    moved = places is not None and set_places(project, places, by=by, at=at)
    return edit(project, "edit_project", values, by=by, at=at) or moved


@transaction.atomic
def add_actor(*, studies: Iterable[Study] = (), by: Person | None, at: datetime, **values: Any) -> Actor:
    """Enter a local actor."""
    _refuse_private(values)
    actor = Actor(**values)
    _refuse_twice(actor)
    add(actor, "add_actor", by=by, at=at)
    _set_studies(actor, studies, by=by, at=at)
    return actor


@transaction.atomic
def edit_actor(
    actor: Actor, *, studies: Iterable[Study] | None = None, by: Person | None, at: datetime, **values: Any
) -> bool:
    """Change what the register says of an actor."""
    _refuse_private(values)
    joined = studies is not None and _set_studies(actor, studies, by=by, at=at)
    return edit(actor, "edit_actor", values, by=by, at=at) or joined


def _set_studies(actor: Actor, studies: Iterable[Study], *, by: Person | None, at: datetime) -> bool:
    wanted = sorted({study.pk for study in studies})
    had = sorted(actor.studies.values_list("pk", flat=True))
    if wanted == had:
        return False
    actor.studies.set(wanted)
    history.record("set_studies", actor, by=by, at=at, before={"studies": had}, after={"studies": wanted})
    return True


def _refuse_private(values: dict[str, Any]) -> None:
    address = values.get("email", "")
    if address and not rules.is_office_address(address):
        message = _(
            "“%(address)s” looks like a person's own address, and everybody can read the register. Write "
            "that of the office, for example post@firma.no."
        )
        raise Refused("private", message % {"address": address}, field="email")


def _refuse_twice(actor: Actor) -> None:
    """A database takes two rows without a place for different ones; people do not."""
    if Actor.objects.filter(name=actor.name, municipality=actor.municipality).exists():
        message = _("“%(name)s” stands in the register already.")
        raise Refused("twice", message % {"name": actor.name}, field="name")

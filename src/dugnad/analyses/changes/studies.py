"""Verbs about studies: begin one, change what it says."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.analyses import rules
from dugnad.analyses.models import Study
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Organisation, Person
from dugnad.members.rules import slug_of

# Words of our own in addresses; a study must not hide behind one.
RESERVED = frozenset({"ny", "register", "aktorer", "prosjekter", "kjoringer", "modeller"})


@transaction.atomic
def add_study(
    *,
    name_nb: str,
    places: Iterable[Organisation] = (),
    slug: str = "",
    by: Person | None,
    at: datetime,
    **values: Any,
) -> Study:
    """Begin a study; its address follows from its name."""
    refuse_span(values)
    taken = RESERVED | set(Study.objects.values_list("slug", flat=True))
    slug = slug or free_slug(name_nb, taken)
    study = Study(name_nb=name_nb, slug=slug, updated_at=at, **values)
    add(study, "add_study", by=by, at=at)
    set_places(study, places, by=by, at=at)
    return study


@transaction.atomic
def edit_study(
    study: Study,
    *,
    places: Iterable[Organisation] | None = None,
    seen: datetime | None = None,
    by: Person | None,
    at: datetime,
    **values: Any,
) -> bool:
    """Change what a study says; `seen` is when it was last updated as its editor saw it."""
    refuse_span(values)
    _refuse_old_news(study, seen, values)
    moved = places is not None and set_places(study, places, by=by, at=at)
    if edit(study, "edit_study", values, by=by, at=at) or moved:
        touch(study, at=at)
        return True
    return False


def touch(study: Study, *, at: datetime) -> None:
    """Something of a study is new; the trail has told what."""
    study.updated_at = at
    study.save(update_fields=["updated_at"])


def set_places(noun: Any, places: Iterable[Organisation], *, by: Person | None, at: datetime) -> bool:
    """Say which places a study or a project is about."""
    wanted = sorted({place.pk for place in places})
    had = sorted(noun.places.values_list("pk", flat=True))
    if wanted == had:
        return False
    noun.places.set(wanted)
    history.record("set_places", noun, by=by, at=at, before={"places": had}, after={"places": wanted})
    return True


def refuse_span(values: dict[str, Any]) -> None:
    """A last year that comes before the first is told at its field."""
    if not rules.is_span(values.get("first_year"), values.get("last_year")):
        raise Refused("years", _("The last year comes before the first."), field="last_year")


def free_slug(name: str, taken: Iterable[str]) -> str:
    """A short name in addresses that nothing else of its kind has."""
    wanted, others = slug_of(name) or "studie", set(taken)
    names = [wanted, *(f"{wanted[:76]}-{number}" for number in range(2, len(others) + 3))]
    return next(name for name in names if name not in others)


def _refuse_old_news(study: Study, seen: datetime | None, values: dict[str, Any]) -> None:
    """Two people edit at once: the second is told, and neither text is lost."""
    if seen is None:
        return
    study.refresh_from_db(from_queryset=Study.objects.select_for_update())
    if seen == study.updated_at:
        return
    theirs = {name: getattr(study, name) for name in values}
    details = {"theirs": theirs, "yours": values, "seen": study.updated_at.isoformat()}
    message = _("Somebody else has changed this study since you opened it.")
    raise Conflict("conflict", message, details=details)

"""How every verb of this room writes: judged by the model, saved, and entered in the trail."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

# The trail never forgets, and a person may ask to be forgotten: it names what changed, not to what.
UNTOLD = {"members.person": {"name", "email", "phone"}, "members.user": {"email"}}


def add(noun: models.Model, verb: str, *, by: Person | None, at: datetime, of: int | None = None) -> None:
    """Save a new noun and enter it in the trail; `of` is the organisation that it concerns."""
    refuse_invalid(noun)
    noun.save(force_insert=True)
    history.record(verb, noun, by=by, at=at, after=_told(noun, _values(noun)), organisation_id=of)


def edit(
    noun: models.Model,
    verb: str,
    values: Mapping[str, Any],
    *,
    by: Person | None,
    at: datetime,
    of: int | None = None,
) -> bool:
    """Write what differs, and enter it in the trail; False when nothing did."""
    before = history.values_of(noun, values)
    changed = [name for name, value in values.items() if before[name] != value]
    if not changed:
        return False
    for name in changed:
        setattr(noun, name, values[name])
    refuse_invalid(noun)
    noun.save(update_fields=changed)
    history.record(
        verb,
        noun,
        by=by,
        at=at,
        before=_told(noun, {name: before[name] for name in changed}),
        after=_told(noun, {name: values[name] for name in changed}),
        organisation_id=of,
    )
    return True


def refuse_invalid(noun: models.Model) -> None:
    """Raise Refused with the first field that the model does not take, and why."""
    try:
        noun.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        place = "" if field == NON_FIELD_ERRORS else field
        raise Refused("invalid", " ".join(messages), field=place, details=error.message_dict) from None


def _values(noun: models.Model) -> dict[str, Any]:
    fields: Collection[Any] = noun._meta.concrete_fields
    return {field.attname: getattr(noun, field.attname) for field in fields if not field.primary_key}


def _told(noun: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    untold = UNTOLD.get(noun._meta.label_lower, set())
    return {name: "…" if name in untold and value else value for name, value in values.items()}

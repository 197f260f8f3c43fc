"""The trail: one entry for each change, chained by hashes, written in the same transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from dugnad.kit.models import ChainTip, Change

Noun = TypeVar("Noun", bound=models.Model)
SOON = timedelta(minutes=1)
# What differs though the same was entered: a number, a moment, a word in an address that got a figure.
OWN = frozenset({"id", "created_at", "entered_at", "proposed_at", "slug", "key"})


class Actor(Protocol):
    """Anybody who can be named in the trail."""

    @property
    def pk(self) -> Any: ...


def record(
    verb: str,
    noun: models.Model,
    *,
    by: Actor | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    organisation_id: int | None = None,
) -> Change:
    """Add an entry to the trail; must run inside the transaction of the change itself."""
    tip = _locked_tip()
    change = Change(
        at=at,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        verb=verb,
        noun=noun._meta.label_lower,
        object_id=noun.pk,
        organisation_id=organisation_id,
        before=plain(before),
        after=plain(after),
        previous_hash=tip.hash,
    )
    change.hash = hash_of(change)
    change.save(force_insert=True)
    ChainTip.objects.filter(pk=tip.pk).update(hash=change.hash)
    return change


def values_of(noun: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The named fields of a noun as they would stand in the trail."""
    return {name: getattr(noun, name) for name in fields}


def changes_of(noun: models.Model) -> models.QuerySet[Change]:
    """The trail of one noun, newest first."""
    return Change.objects.filter(noun=noun._meta.label_lower, object_id=noun.pk).order_by("-id")


def entered_already(
    noun: Noun,
    verb: str,
    *,
    by: Actor | None,
    at: datetime,
    lists: Mapping[str, Iterable[models.Model]] | None = None,
) -> Noun | None:
    """The same as this person has entered it within the last minute, word for word; None where it is new.

    A form that is sent twice, by a double click or on a slow line, is one form. `lists` is what the noun
    points at many of. What a program enters has no person, and may be the same many times.
    """
    if by is None:
        return None
    _locked_tip()  # of two forms that come at once, the second waits until the first is stored
    own = Change.objects.filter(verb=verb, noun=noun._meta.label_lower, actor_id=by.pk)
    keys = list(own.filter(at__gt=at - SOON, at__lte=at).values_list("object_id", flat=True))
    wanted = _words_of(noun), {name: {one.pk for one in found} for name, found in (lists or {}).items()}
    for other in type(noun)._default_manager.filter(pk__in=keys):
        if (_words_of(other), {name: _keys_of(other, name) for name in lists or {}}) == wanted:
            return other
    return None


def _words_of(noun: models.Model) -> dict[str, Any]:
    fields = [field.attname for field in noun._meta.concrete_fields if field.attname not in OWN]
    return {name: getattr(noun, name) for name in fields}


def _keys_of(noun: models.Model, name: str) -> set[Any]:
    return set(getattr(noun, name).values_list("pk", flat=True))


def hash_of(change: Change) -> str:
    """SHA-256 over the canonical bytes of an entry and the hash before it."""
    content = {
        "at": change.at.timestamp(),
        "actor": [change.actor_id, change.actor_name],
        "verb": change.verb,
        "noun": [change.noun, change.object_id, change.organisation_id],
        "before": change.before,
        "after": change.after,
        "previous": change.previous_hash,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_entries() -> list[int]:
    """The ids of entries whose hash or place in the chain is wrong; empty for an untouched trail.

    A trail that was cut off at its end is told by its last entry (0 when none is left).
    """
    broken, previous, last = [], "", 0
    for change in Change.objects.order_by("id").iterator(chunk_size=2000):
        if change.previous_hash != previous or change.hash != hash_of(change):
            broken.append(change.pk)
        previous, last = change.hash, change.pk
    if previous != _tip_hash() and last not in broken:
        broken.append(last)
    return broken


def plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Values as JSON knows them, so that what is hashed is what is stored."""
    return dict(json.loads(json.dumps(dict(values or {}), cls=DjangoJSONEncoder)))


def _tip_hash() -> str:
    tip = ChainTip.objects.first()
    return tip.hash if tip else ""


def _locked_tip() -> ChainTip:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An entry of the trail belongs in the transaction of its change.")
    tip, _created = ChainTip.objects.select_for_update().get_or_create(pk=1)
    return tip

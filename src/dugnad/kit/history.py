"""The trail: one entry for each change, chained by hashes, written in the same transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from dugnad.kit.models import ChainTip, Change


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

"""Yes or no, about keys: whether one still opens, and whether it is time to note its use."""

from datetime import date, datetime, timedelta
from typing import Protocol

LIFETIME = timedelta(days=365)  # a forgotten key closes by itself
KEYS_EACH = 20


class Key(Protocol):
    """A token as the rules see it."""

    expires_on: date
    revoked_at: datetime | None
    last_used_on: date | None


def opens(key: Key, *, on: date) -> bool:
    """Whether a key opens the door on a day; its last day is included."""
    return key.revoked_at is None and on <= key.expires_on


def should_note_use(key: Key, *, on: date) -> bool:
    """Whether today's use is worth a write: once a day is enough to find keys that nobody uses."""
    return key.last_used_on != on


def may_make_another(count: int) -> bool:
    """Whether a user with this many open keys may have one more."""
    return count < KEYS_EACH

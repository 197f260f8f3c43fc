"""Yes or no, about editions."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dugnad.editions.states import FROZEN, UNFROZEN, State
from dugnad.members.rules import Viewer, slug_of

ROUNDING = 0.05  # half of the last decimal that a figure is published with
STILL = 0.5  # per cent; a smaller change is not one that a sentence should claim


def can_see(viewer: Viewer, state: str) -> bool:
    """Whether the viewer may read an edition: a draft holds what members answered, and is not for others."""
    return state in FROZEN or viewer.is_secretariat


def can_compose(viewer: Viewer) -> bool:
    """Whether the viewer may arrange and publish editions."""
    return viewer.is_secretariat


def is_open(state: str) -> bool:
    """Whether the content of an edition may still change."""
    return state in UNFROZEN


def is_frozen(state: str) -> bool:
    """Whether an edition has been published: its content never changes again."""
    return state in FROZEN


def is_shown(state: str) -> bool:
    """Whether an edition stands as published: not a draft, and not taken back."""
    return state == State.PUBLISHED


def is_revised(published: float, now: float | None, exactness: float = ROUNDING) -> bool:
    """Whether a figure reads differently today: gone, or another number at the published precision."""
    return now is None or abs(now - published) > exactness


def is_stale(method: Mapping[str, Any], *, members_on: date, seen_by: date | None, base_year: int) -> bool:
    """Whether the figures were worked out for other choices than those that now stand."""
    chosen = (members_on.isoformat(), seen_by.isoformat() if seen_by else "", base_year)
    return (method.get("members_on"), method.get("seen_by"), method.get("base_year")) != chosen


def is_change(percent: float | None) -> bool:
    """Whether a relative change is large enough to be told as one."""
    return percent is not None and abs(percent) >= STILL


def figure_key(place: str, year: int, sector: str = "", measure: str = "", indicator: str = "") -> str:
    """The name of a figure in its address: alliance-2019, 3403-2019-heating, alliance-2019-per-inhabitant."""
    words = [place.replace(":", "-"), str(year), indicator, slug_of(sector), measure]
    return "-".join(word for word in words if word)


def arrangement_stamp(blocks: Sequence[tuple[str, int]]) -> str:
    """What tells two arrangements apart: the blocks in their order, and how often each was changed."""
    text = " ".join(f"{key}:{revision}" for key, revision in blocks)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes that stand for the whole content of an edition."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def fingerprint(content: bytes) -> str:
    """SHA-256 of canonical bytes."""
    return hashlib.sha256(content).hexdigest()

"""Yes or no, about editions."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from dugnad.editions.states import UNFROZEN, State
from dugnad.members.rules import Viewer

ROUNDING = 0.05  # half of the last decimal that a figure is published with


def can_see(viewer: Viewer, state: str) -> bool:
    """Whether the viewer may read an edition: drafts are for the secretariat and the bodies."""
    return state in {State.PUBLISHED, State.WITHDRAWN} or viewer.is_secretariat or viewer.is_body_member


def can_compose(viewer: Viewer) -> bool:
    """Whether the viewer may arrange and publish editions."""
    return viewer.is_secretariat


def is_open(state: str) -> bool:
    """Whether the content of an edition may still change."""
    return state in UNFROZEN


def is_revised(published: float, now: float | None) -> bool:
    """Whether a figure reads differently today: gone, or another number at the published precision."""
    return now is None or abs(now - published) > ROUNDING


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes that stand for the whole content of an edition."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def fingerprint(content: bytes) -> str:
    """SHA-256 of canonical bytes."""
    return hashlib.sha256(content).hexdigest()

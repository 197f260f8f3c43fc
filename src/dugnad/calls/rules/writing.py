"""Two writers, one answer; the bytes of what was submitted; how much is answered."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What becomes of an answer that two may have written at once."""

    SAME = "same"  # both say the same: nothing to write
    THEIRS = "theirs"  # you did not touch it: what they wrote stays
    YOURS = "yours"  # nobody else touched it: what you wrote is stored
    CONFLICT = "conflict"  # both touched it: somebody must choose


def merge(base: Any, theirs: Any, yours: Any) -> Outcome:
    """What becomes of an answer: `base` is what you saw when you began, `theirs` what is stored now."""
    if yours == theirs:
        return Outcome.SAME
    if yours == base:
        return Outcome.THEIRS
    return Outcome.YOURS if theirs == base else Outcome.CONFLICT


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes of a version: JSON with sorted keys, UTF-8, no spaces between."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(content: bytes) -> str:
    """SHA-256 of the bytes of a version."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Progress:
    """How much of what is asked has been answered."""

    answered: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Whether everything is answered."""
        return self.answered >= self.asked

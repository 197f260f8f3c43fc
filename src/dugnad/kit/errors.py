"""The one way in which a verb says no."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A rule said no. `message` is for the user, in the user's language; `field` names the place."""

    def __init__(
        self, code: str, message: Any, *, field: str = "", details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message
        self.field = field
        self.details = dict(details or {})


class Conflict(Refused):
    """Somebody else saved first; `details` holds both texts, so that neither is lost."""

"""Questions about keys."""

import hashlib
from datetime import date

from django.db.models import QuerySet

from dugnad.api.models import ApiToken
from dugnad.api.rules import opens
from dugnad.members.models import User


def hash_of(key: str) -> str:
    """How a key is kept: 256 bits of chance need no salt and no slowness."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def token_of(key: str, *, on: date) -> ApiToken | None:
    """The token that this key opens on a day, with its user."""
    token = ApiToken.objects.filter(sha256=hash_of(key)).select_related("user").first()
    return token if token and opens(token, on=on) and token.user.is_active else None


def open_tokens(user: User, *, on: date) -> QuerySet[ApiToken]:
    """A user's keys that open on a day, the newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_on__gte=on)

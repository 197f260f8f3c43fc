"""Verbs of keys: make, revoke, note that one was used."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.api.models import ApiToken
from dugnad.api.queries.tokens import hash_of, open_tokens
from dugnad.api.rules import LIFETIME, may_make_another, should_note_use
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.members.models import Person, User

PREFIX = "dugnad_"  # lets scanners of code find a key that was published by mistake


@transaction.atomic
def make_token(user: User, *, name: str, by: Person | None, at: datetime) -> str:
    """Make a key for a user and return it; it is shown now and never again."""
    if not name.strip():
        raise Refused("name", _("Write what the key is for, for example: Power BI."), field="name")
    if not may_make_another(open_tokens(user, on=at.date()).count()):
        raise Refused("count", _("You have twenty keys. Revoke one that you no longer use."))
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=name.strip()[:80],
        sha256=hash_of(key),
        created_at=at,
        expires_on=at.date() + LIFETIME,
    )
    token.save(force_insert=True)
    history.record("make_token", token, by=by, at=at, after={"name": token.name, "user": user.pk})
    return key


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Person | None, at: datetime) -> None:
    """Close a key for good."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        history.record("revoke_token", token, by=by, at=at, after={"name": token.name})


def note_use(token: ApiToken, *, on: date) -> None:
    """Write down, once a day, that a key was used; reading alone leaves no entry in the trail."""
    if should_note_use(token, on=on):
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)

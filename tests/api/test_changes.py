"""Verbs of keys."""

from datetime import timedelta

import pytest

from dugnad.api import changes
from dugnad.api.models import ApiToken
from dugnad.api.queries.tokens import open_tokens, token_of
from dugnad.kit import history
from dugnad.kit.errors import Refused
from tests.factories.members import AT, make_guest

pytestmark = pytest.mark.django_db


def test_make_token_keeps_only_the_hash_and_writes_it_in_the_trail() -> None:
    guest = make_guest()
    key = changes.make_token(guest, name="  Power BI ", by=guest.person, at=AT)
    token = ApiToken.objects.get()
    assert key.startswith("dugnad_")
    assert key not in str(vars(token))
    assert (token.name, token.expires_on) == ("Power BI", AT.date() + timedelta(days=365))
    assert history.changes_of(token).get().verb == "make_token"
    assert token_of(key, on=AT.date()) == token


def test_make_token_refuses_a_key_without_a_purpose() -> None:
    with pytest.raises(Refused) as refusal:
        changes.make_token(make_guest(), name=" ", by=None, at=AT)
    assert refusal.value.field == "name"


def test_make_token_refuses_the_twenty_first_key() -> None:
    guest = make_guest()
    for _ in range(20):
        changes.make_token(guest, name="test", by=None, at=AT)
    with pytest.raises(Refused) as refusal:
        changes.make_token(guest, name="test", by=None, at=AT)
    assert refusal.value.code == "count"


def test_revoke_token_closes_a_key_for_good_and_once() -> None:
    guest = make_guest()
    key = changes.make_token(guest, name="test", by=None, at=AT)
    token = ApiToken.objects.get()
    for _ in range(2):
        changes.revoke_token(token, by=guest.person, at=AT)
    assert token_of(key, on=AT.date()) is None
    assert list(open_tokens(guest, on=AT.date())) == []
    assert [change.verb for change in history.changes_of(token)] == ["revoke_token", "make_token"]

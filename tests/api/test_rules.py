"""Yes or no, about keys."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dugnad.api import rules

TODAY = date(2021, 5, 3)


@dataclass
class Key:
    expires_on: date = TODAY
    revoked_at: datetime | None = None
    last_used_on: date | None = None


def test_a_key_opens_on_its_last_day_and_not_after() -> None:
    assert rules.opens(Key(), on=TODAY)
    assert not rules.opens(Key(), on=TODAY + timedelta(days=1))


def test_a_revoked_key_does_not_open() -> None:
    assert not rules.opens(Key(revoked_at=datetime(2021, 5, 3, tzinfo=UTC)), on=TODAY)


def test_use_is_noted_once_a_day() -> None:
    assert rules.should_note_use(Key(), on=TODAY)
    assert not rules.should_note_use(Key(last_used_on=TODAY), on=TODAY)


def test_twenty_keys_are_enough() -> None:
    assert rules.may_make_another(19)
    assert not rules.may_make_another(20)

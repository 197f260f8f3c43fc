"""The trail: one entry for each change, chained so that an edit shows."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import F

from dugnad.kit import history
from dugnad.kit.models import ChainTip, Change, Heartbeat

AT = datetime(2021, 5, 3, 10, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Ola:
    pk = 7

    def __str__(self):
        return "Ola Nordmann"


def noun(name="worker"):
    return Heartbeat.objects.create(name=name, at=AT)


def record_three():
    beat = noun()
    return [
        history.record("start", beat, by=Ola(), at=AT, after={"n": 1}),
        history.record("move", beat, by=None, at=AT, before={"n": 1}, after={"n": 2}),
        history.record("stop", beat, by=Ola(), at=AT, before={"n": 2}, organisation_id=4),
    ]


def test_record_writes_who_did_what_to_which_noun():
    beat = noun()
    change = history.record("start", beat, by=Ola(), at=AT, after={"day": AT.date(), "share": Decimal("0.5")})
    stored = Change.objects.get(pk=change.pk)
    assert (stored.actor_id, stored.actor_name, stored.verb) == (7, "Ola Nordmann", "start")
    assert (stored.noun, stored.object_id, stored.organisation_id) == ("kit.heartbeat", beat.pk, None)
    assert (stored.at, stored.before, stored.after) == (AT, {}, {"day": "2021-05-03", "share": "0.5"})


def test_record_without_a_person_names_nobody():
    change = history.record("tick", noun(), by=None, at=AT)
    assert (change.actor_id, change.actor_name) == (None, "")


def test_record_chains_each_entry_to_the_one_before():
    first, second, third = record_three()
    assert first.previous_hash == ""
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert ChainTip.objects.get().hash == third.hash


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_stand_outside_a_transaction():
    beat = noun()
    with pytest.raises(RuntimeError, match="in the transaction of its change"):
        history.record("start", beat, by=None, at=AT)
    assert Change.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_record_disappears_with_the_change_that_failed():
    beat = noun()

    @transaction.atomic
    def change_that_fails():
        history.record("start", beat, by=None, at=AT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()
    assert Change.objects.count() == 0
    assert [tip.hash for tip in ChainTip.objects.all()] in ([], [""])


def test_values_of_are_the_named_fields():
    assert history.values_of(noun("tick"), ["name", "at"]) == {"name": "tick", "at": AT}


def test_changes_of_are_those_of_one_noun_newest_first():
    beat, other = noun(), noun("other")
    first = history.record("start", beat, by=None, at=AT)
    history.record("start", other, by=None, at=AT)
    last = history.record("stop", beat, by=None, at=AT)
    assert list(history.changes_of(beat)) == [last, first]


def test_an_untouched_trail_has_no_broken_entries():
    record_three()
    assert history.broken_entries() == []


def test_the_hash_can_be_worked_out_without_the_application():
    _first, second, _third = record_three()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor_id, actor_name, verb, noun, object_id, organisation_id, previous_hash"
            " FROM kit_change WHERE id = %s",
            [second.pk],
        )
        actor, name, verb, kind, pk, organisation, previous = cursor.fetchone()
    content = {
        "at": AT.timestamp(),
        "actor": [actor, name],
        "verb": verb,
        "noun": [kind, pk, organisation],
        "before": {"n": 1},
        "after": {"n": 2},
        "previous": previous,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == second.hash


@pytest.mark.parametrize(
    "edit",
    [
        {"at": datetime(2021, 5, 3, 10, 14, tzinfo=UTC)},
        {"actor_id": 8},
        {"actor_name": "Kari Nordmann"},
        {"verb": "halt"},
        {"noun": "kit.change"},
        {"object_id": F("object_id") + 1},
        {"organisation_id": 5},
        {"before": {"n": 0}},
        {"after": {"n": 3}},
        {"previous_hash": "0" * 64},
        {"hash": "f" * 64},
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_an_edited_entry_is_found(edit):
    _first, second, _third = record_three()
    Change.objects.filter(pk=second.pk).update(**edit)
    assert second.pk in history.broken_entries()


def test_a_removed_entry_is_found_by_its_neighbour():
    _first, second, third = record_three()
    Change.objects.filter(pk=second.pk).delete()
    assert history.broken_entries() == [third.pk]


def test_a_trail_cut_off_at_its_end_is_told_by_its_last_entry():
    _first, second, third = record_three()
    Change.objects.filter(pk=third.pk).delete()
    assert history.broken_entries() == [second.pk]


def test_a_trail_that_was_emptied_is_told():
    record_three()
    Change.objects.all().delete()
    assert history.broken_entries() == [0]

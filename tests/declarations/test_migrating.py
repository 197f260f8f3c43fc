"""Databases of earlier releases: what stood in a list of days becomes decisions that tell how and where."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

ROOM = "declarations"
AT = datetime(2021, 5, 3, 9, 0, tzinfo=UTC)


def at_step(name: str) -> Any:
    """The database and its models as they were at a step of the room."""
    executor = MigrationExecutor(connection)
    executor.migrate([(ROOM, name)])
    return MigrationExecutor(connection).loader.project_state([(ROOM, name)]).apps


def at_newest() -> Any:
    """The database and its models as they are today, in every room: others come after this one's steps."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return MigrationExecutor(connection).loader.project_state().apps


@pytest.mark.django_db(transaction=True)
def test_earlier_decisions_keep_their_days_and_get_from_the_trail_how_and_where():
    apps = at_step("0001_initial")
    try:
        declaration = apps.get_model(ROOM, "Declaration").objects.create(key="klima", title_nb="Klima")
        wording = apps.get_model(ROOM, "Wording").objects.create(
            declaration=declaration, name="2021", created_at=AT
        )
        member = apps.get_model("members", "Organisation").objects.create(
            kind="municipality", name="Hamar", slug="hamar"
        )
        own = apps.get_model(ROOM, "Endorsement").objects.create(
            wording=wording, organisation=member, state="withdrawn", endorsed_on=date(2021, 4, 20),
            withdrawn_on=date(2021, 4, 30), way="mayor", sha256="b", reason="Nytt flertall.",
            earlier=[["endorsed", "2021-04-08", "a"]],
        )  # fmt: skip
        told = [
            {"state": "endorsed", "endorsed_on": "2021-04-08", "way": "council", "case_number": "21/34"},
            {"endorsed_on": "2021-04-20", "way": "mayor", "case_number": ""},
        ]
        for number, after in enumerate(told):
            apps.get_model("kit", "Change").objects.create(
                verb="endorse",
                noun="declarations.endorsement",
                object_id=own.pk,
                at=AT,
                before={},
                after=after,
                hash=number,
            )
    finally:
        apps = at_newest()
    found = apps.get_model(ROOM, "PastDecision").objects.order_by("on")
    assert list(found.values_list("state", "on", "way", "case_number", "sha256")) == [
        ("endorsed", date(2021, 4, 8), "council", "21/34", "a"),
        ("endorsed", date(2021, 4, 20), "mayor", "", "b"),
    ]
    own = apps.get_model(ROOM, "Endorsement").objects.get()
    assert (own.state, own.endorsed_on, own.withdrawn_on) == ("withdrawn", None, date(2021, 4, 30))


@pytest.mark.django_db(transaction=True)
def test_a_signature_that_fell_for_a_new_one_says_so_by_a_reason_and_others_keep_their_words():
    apps = at_step("0004_remove_days_of_earlier_decisions")
    try:
        declaration = apps.get_model(ROOM, "Declaration").objects.create(key="klima", title_nb="Klima")
        wording = apps.get_model(ROOM, "Wording").objects.create(
            declaration=declaration, name="2021", created_at=AT
        )
        member = apps.get_model("members", "Organisation").objects.create(
            kind="municipality", name="Hamar", slug="hamar"
        )
        own = apps.get_model(ROOM, "Endorsement").objects.create(wording=wording, organisation=member)
        whys = ["Ordene ble endret, og teksten er undertegnet på nytt.", "Feil navn"]
        for why in whys:
            apps.get_model(ROOM, "Signature").objects.create(
                endorsement=own, signatory="Kari Demo", office="mayor", signed_on=AT.date(), sha256="a" * 64,
                code=why[:4], revoked_on=AT.date(), revoked_because=why,
            )  # fmt: skip
    finally:
        apps = at_newest()
    found = apps.get_model(ROOM, "Signature").objects.order_by("pk")
    assert list(found.values_list("revoked_as", "revoked_because")) == [
        ("signed_anew", ""),
        ("", "Feil navn"),
    ]

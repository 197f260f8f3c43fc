"""Is it alive, is it ready, and a form that lost its token."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from dugnad.kit import changes, clock

pytestmark = pytest.mark.django_db


def test_healthz_answers(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_is_ready_when_the_worker_lives(client):
    changes.beat("worker", at=clock.now() - timedelta(minutes=9))
    assert client.get("/readyz").json() == {"status": "ready", "problems": []}


@pytest.mark.parametrize("silence", [None, timedelta(minutes=11)])
def test_readyz_tells_of_a_silent_worker(client, silence):
    if silence:
        changes.beat("worker", at=clock.now() - silence)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["problems"]) == (
        503,
        ["worker: not heard of for ten minutes"],
    )


def test_readyz_tells_of_migrations_to_run(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kit'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problems"][0].endswith("migrations to run")


def test_readyz_needs_no_worker_in_the_demo(client, demo_day):
    assert client.get("/readyz").status_code == 200


def test_a_form_without_its_token_shows_what_was_typed():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        "/konto/login/?next=/", {"email": "kari@hamar.example", "note": "<b>lang tekst</b>"}
    )
    page = response.content.decode()
    assert response.status_code == 403
    assert "kari@hamar.example" in page
    assert "&lt;b&gt;lang tekst&lt;/b&gt;" in page
    assert 'name="csrfmiddlewaretoken"' in page

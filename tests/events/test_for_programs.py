"""Meetings as programs read them."""

import pytest
from django.test import Client

from dugnad.events import changes
from tests.factories.events import NOBODY, make_item, make_meeting
from tests.factories.members import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def test_programs_read_a_point_that_was_put_off_without_a_number():
    event = make_meeting(make_person())
    items = [make_item(event, title) for title in ("Første", "Utsatt", "Siste")]
    changes.put_off(items[1], **NOBODY)
    changes.announce_event(event, **NOBODY)
    response = Client().get("/api/v1/events")
    assert response.status_code == 200
    (told,) = response.json()["items"]
    assert [(one["number"], one["title"]) for one in told["agenda"]] == [
        (1, "Første"), (None, "Utsatt"), (2, "Siste"),
    ]  # fmt: skip

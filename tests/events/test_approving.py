"""The point that approves earlier minutes: it says what became of them, and both sides lead to each other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import AgendaItem, Event
from dugnad.events.queries import agenda, minutes
from dugnad.kit.clock import local_day
from tests.factories.events import (
    AFTER,
    AT,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_item,
)
from tests.factories.members import make_alliance, make_person, make_secretary
from tests.refusals import refused

LATER = {"by": None, "at": STARTS + timedelta(days=90)}


def sent() -> Event:
    """A meeting whose minutes are out for comment, and which nobody has entered as held."""
    make_alliance()
    event = make_announced(make_person(), title="Første møte")
    changes.write_note(make_item(event), text="Drøftet.", revision=0, **NOBODY)
    changes.send_minutes(event, **AFTER)
    return event


def next_after(event: Event, days: int) -> tuple[Event, AgendaItem]:
    """A later meeting, and the point of its agenda that treats the minutes."""
    later = make_event(body=event.body, starts=STARTS + timedelta(days=days), series=event.series)
    (earlier,) = agenda.unapproved_before(later)
    changes.announce_event(later, **NOBODY)
    return later, make_item(later, "Godkjenning av referat", kind="decision", approves=earlier)


def text_of(event: Event) -> str:
    return minutes.minutes_text(Event.objects.get(pk=event.pk))


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_day")
def test_the_point_never_stands_empty_and_leads_to_what_it_approved():
    event = sent()
    later, point = next_after(event, 30)
    assert "Ikke godkjent i dette møtet: referatet fra 20. mai 2021." in text_of(later)
    changes.approve_minutes(point, **LATER)
    assert "Godkjent: [referatet fra 20. mai 2021](" in text_of(later)
    assert f"/moter/{event.slug}/referat/les/)." in text_of(later)
    staff = Client()
    staff.force_login(make_secretary())
    for page in (f"/moter/{later.slug}/", f"/moter/{later.slug}/referat/"):
        assert "Godkjent 18. august 2021" in staff.get(page).content.decode()
    there = staff.get(f"/moter/{event.slug}/referat/les/").content.decode()
    assert f"/moter/{later.slug}/#sak-{point.pk}" in there


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_day")
def test_a_standing_point_with_nothing_to_approve_says_so():
    event = make_announced(make_person())
    series = changes.create_series(kind="meeting", title_nb="Serie", body=event.body, **NOBODY)
    changes.add_standing_item(
        series, kind="decision", title_nb="Godkjenning av referat", approves_minutes=True, **NOBODY
    )
    later = make_event(body=None, series=series, starts=STARTS + timedelta(days=30))
    changes.build_agenda(later, **NOBODY)
    assert "Det var ikke noe referat å godkjenne." in text_of(later)


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_day")
def test_a_correction_is_treated_in_the_meeting_that_is_to_approve_it_and_not_in_the_one_that_did():
    event = sent()
    _second, point = next_after(event, 30)
    changes.approve_minutes(point, **LATER)
    event.refresh_from_db()
    assert minutes.approved_in(event) == point
    words = {"text": "Drøftet av alle.", "reason": "Feil.", "revision": event.minutes.revision}
    changes.correct_minutes(event, **words, **LATER)
    assert minutes.approved_in(event) is None
    staff = Client()
    staff.force_login(make_secretary())
    assert "Neste møte, når sakslisten" in staff.get(f"/moter/{event.slug}/referat/les/").content.decode()
    with refused("point"):
        changes.approve_minutes(AgendaItem.objects.get(pk=point.pk), **LATER)
    third, again = next_after(event, 60)
    assert minutes.approved_in(event) == again
    page = staff.get(f"/moter/{event.slug}/referat/les/").content.decode()
    assert "Skal behandles i" in page
    assert f"/moter/{third.slug}/" in page
    changes.approve_minutes(again, **LATER)
    event.refresh_from_db()
    assert minutes.approved_in(event) == again


@pytest.mark.django_db(transaction=True)
def test_of_an_earlier_release_the_first_point_that_was_treated_has_approved():
    executor = MigrationExecutor(connection)
    executor.migrate([("events", "0004_out_of_one_calendar")])
    apps = MigrationExecutor(connection).loader.project_state([("events", "0004_out_of_one_calendar")]).apps
    try:
        told = {"kind": "meeting", "title_nb": "Møte", "created_at": AT}
        first, second, third = (
            apps.get_model("events", "Event").objects.create(
                slug=f"m{number}", starts=STARTS + timedelta(days=number),
                ends=STARTS + timedelta(days=number, hours=1), minutes_approved_at=at, **told,
            )
            for number, at in enumerate((AT, None, None))
        )  # fmt: skip
        items = apps.get_model("events", "AgendaItem").objects
        point = {"kind": "decision", "title_nb": "G", "proposed_at": AT, "approves": first}
        items.create(event=third, state="treated", **point)
        items.create(event=second, state="treated", **point)
        items.create(event=third, state="placed", **point)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    found = AgendaItem.objects.order_by("pk").values_list("approved_minutes_at", flat=True)
    assert [moment and local_day(moment) for moment in found] == [None, local_day(AT), None]

"""Titles of points: what the machine writes is read in every language, what somebody writes in theirs."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from dugnad.events import changes
from dugnad.events.forms.agenda import ItemForm
from dugnad.events.models import Event, Series
from dugnad.events.queries.decisions import register
from dugnad.events.queries.finding import search
from dugnad.events.rules import titles
from dugnad.events.states import EventState
from dugnad.members.rules import Viewer
from tests.factories.events import AT, NOBODY, STARTS, make_announced, make_group, make_item, make_outcome
from tests.factories.members import make_person

STAFF = Viewer(roles=frozenset({"secretariat"}))
THREE = {
    "title_nb": "Godkjenning av referat",
    "title_nn": "Godkjenning av referat, nynorsk",
    "title_en": "Approval of minutes",
}


def built() -> tuple[Series, Event]:
    """The second meeting of a series, whose agenda somebody has built with the pages in nynorsk."""
    body = make_group(make_person())
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=body, **NOBODY)
    changes.add_standing_item(series, kind="decision", approves_minutes=True, **THREE, **NOBODY)
    changes.add_standing_item(series, kind="information", title_nb="Eventuelt", is_last=True, **NOBODY)
    days = [date(2021, 3, 17), date(2021, 5, 20)]
    first, second = changes.plan_year(series, days, starts=time(9), **NOBODY)
    Event.objects.filter(pk=first.pk).update(state=EventState.HELD)
    task = {"owner": make_person(), "on": date(2021, 3, 17)}
    make_outcome(make_item(first), "task", "Sende inn en historie", **task)
    with translation.override("nn"):
        changes.build_agenda(second, **NOBODY)
    return series, second


def read_in(event: Event, language: str) -> list[str]:
    with translation.override(language):
        return [item.title for item in event.items.all()]


@pytest.mark.django_db
def test_what_the_machine_writes_is_read_in_the_language_of_the_reader():
    _series, event = built()
    assert read_in(event, "nb") == ["Godkjenning av referat (17. mars 2021)", "Åpne oppgaver", "Eventuelt"]
    assert read_in(event, "nn") == [
        "Godkjenning av referat, nynorsk (17. mars 2021)", "Opne oppgåver", "Eventuelt",
    ]  # fmt: skip
    assert read_in(event, "en") == ["Approval of minutes (17 March 2021)", "Open tasks", "Eventuelt"]


@pytest.mark.django_db
def test_a_standing_point_in_one_language_is_marked_with_it(client, settings):
    _series, event = built()
    changes.announce_event(event, **NOBODY)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(f"/moter/{event.slug}/").content.decode()
    assert "Approval of minutes (17 March 2021)" in page
    assert '<span lang="nb">Eventuelt</span>' in page


@pytest.mark.django_db
def test_a_title_that_is_left_keeps_its_languages_and_one_that_is_written_anew_has_its_own():
    _series, event = built()
    item = event.items.get(title_en="Open tasks")
    with translation.override("nn"):
        assert ItemForm.initial_of(item)["language"] == "nn"
        changes.edit_item(item, title="Opne oppgåver", language="nn", minutes=20, **NOBODY)
    assert (item.title_nb, item.title_en, item.minutes) == ("Åpne oppgaver", "Open tasks", 20)
    with translation.override("nn"):
        changes.edit_item(item, title="Kven gjer kva", language="nn", **NOBODY)
    assert titles.of_all(item) == ["", "Kven gjer kva", ""]
    changes.edit_item(item, title="Kven gjer kva", language="nb", **NOBODY)
    assert titles.of_all(item) == ["Kven gjer kva", "", ""]
    changes.edit_item(item, minutes=5, **NOBODY)
    assert titles.of_all(item) == ["Kven gjer kva", "", ""]


@pytest.mark.django_db
def test_minutes_have_the_titles_in_their_own_language_and_keep_them():
    from dugnad.events.queries.minutes import minutes_text

    _series, event = built()
    with translation.override("en"):
        assert "Approval of minutes (17 March 2021)" in minutes_text(event)


@pytest.mark.django_db
def test_a_point_that_is_put_off_and_a_decision_are_found_in_every_language():
    _series, event = built()
    changes.announce_event(event, **NOBODY)
    item = event.items.get(title_en="Open tasks")
    later = changes.put_off(item, **NOBODY)
    make_outcome(item)
    assert [row.outcome.item for row in register(STAFF, on=date(2021, 6, 1), text="oppgåver")] == [item]
    assert [hit.title for hit in search("open tasks", STAFF)] == ["Åpne oppgaver"]
    assert titles.of_all(later) == ["Åpne oppgaver", "Opne oppgåver", "Open tasks"]


@pytest.mark.django_db
def test_a_point_in_nynorsk_alone_is_told_so_in_the_thread_and_the_news():
    from dugnad.web.queries.recently import recent_runs

    changes.add_item(
        make_announced(make_person()), title="Ladestasjonar", kind="discussion", language="nn", **NOBODY
    )
    assert recent_runs()[0].names == ("Ladestasjonar",)


@pytest.mark.django_db(transaction=True)
def test_points_of_an_earlier_release_get_the_languages_of_what_the_machine_wrote():
    executor = MigrationExecutor(connection)
    executor.migrate([("events", "0001_initial")])
    apps: Any = MigrationExecutor(connection).loader.project_state([("events", "0001_initial")]).apps
    try:
        told = {"kind": "meeting", "title_nb": "Møte", "created_at": AT, "starts": STARTS}
        ends = STARTS.replace(hour=12)
        event = apps.get_model("events", "Event").objects.create(slug="m", ends=ends, **told)
        series = apps.get_model("events", "Series").objects.create(kind="meeting", slug="s", title_nb="S")
        standing = apps.get_model("events", "StandingItem").objects.create(
            series=series, position=1, kind="decision", **THREE
        )
        point = {"event": event, "kind": "decision", "proposed_at": AT}
        items = apps.get_model("events", "AgendaItem").objects
        items.create(
            title="Godkjenning av referat (20. mai 2021)", standing=standing, approves=event, **point
        )
        items.create(title="Approval of minutes", standing=standing, **point)
        items.create(title="Kalt noe annet", standing=standing, **point)
        tasks = items.create(title="Opne oppgåver", **point)
        apps.get_model("events", "Link").objects.create(item=tasks, noun="task", key="1", title="En oppgave")
        items.create(title="Ladestasjonar", language="nn", **point)
        items.create(title="En sak", language="se", **point)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        apps = MigrationExecutor(connection).loader.project_state().apps
    assert [
        titles.of_all(item) for item in apps.get_model("events", "AgendaItem").objects.order_by("pk")
    ] == [
        [
            "Godkjenning av referat (20. mai 2021)",
            "Godkjenning av referat, nynorsk (20. mai 2021)",
            "Approval of minutes (20 May 2021)",
        ],
        list(THREE.values()),
        ["Kalt noe annet", "", ""],
        ["Åpne oppgaver", "Opne oppgåver", "Open tasks"],
        ["", "Ladestasjonar", ""],
        ["En sak", "", ""],
    ]

"""What a search finds among meetings, and what the first page shows of one's own."""

import pytest

from dugnad.events import changes
from dugnad.events.queries.finding import search
from dugnad.events.queries.meetings import coming_up
from dugnad.events.states import EventState
from dugnad.members.rules import Viewer
from tests.factories.events import AT, NOBODY, make_announced, make_event, make_item, make_session
from tests.factories.members import make_person
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db
STRANGER, STAFF = Viewer(), Viewer(roles=frozenset({"secretariat"}))


def titles(text: str, viewer: Viewer = STRANGER) -> list[str]:
    return [hit.title for hit in search(text, viewer)]


def test_meetings_sessions_and_points_are_found_by_their_words_and_case_numbers():
    event = make_announced(make_person(), title="Klimagruppen møtes")
    item = make_item(event, "Utslippsfrie byggeplasser")
    changes.number_cases(event, **NOBODY)
    make_session()
    assert titles("klimagruppen") == ["Klimagruppen møtes"]
    assert titles("klimabudsjett") == ["Klimaskolen: klimabudsjett"]
    (hit,) = search("byggeplasser", STRANGER)
    assert (hit.title, hit.note) == (item.title, "Klimagruppen møtes, 20. mai 2021")
    assert hit.url == f"/moter/{event.slug}/#sak-{item.pk}"
    assert titles("1/21") == [item.title]
    assert titles("ubåt") == []


def test_a_search_shows_neither_plans_nor_points_that_are_for_the_group_alone():
    planned = make_event(title="Planlagt møte")
    open_one = make_announced(make_person(), title="Åpent møte")
    make_item(open_one, "Lukket sak", is_confidential=True)
    assert titles("planlagt") == titles("lukket") == []
    assert titles("planlagt", STAFF) == [planned.title_nb]
    assert titles("lukket", STAFF) == ["Lukket sak"]
    assert titles("lukket", Viewer(bodies=frozenset({open_one.body_id}))) == ["Lukket sak"]


def test_what_comes_up_is_what_one_takes_part_in_and_was_not_called_off():
    person = make_person()
    event, cancelled = make_announced(person), make_announced(person, title="Avlyst")
    changes.cancel_event(cancelled, because="For få", **NOBODY)
    viewer = Viewer(person=person)
    assert [one.event for one in coming_up(viewer, at=AT)] == [event]
    assert coming_up(viewer, at=event.ends.replace(year=2022)) == []
    assert coming_up(STRANGER, at=AT) == []
    assert cancelled.state == EventState.CANCELLED


def test_a_meeting_serves_the_activities_that_it_is_given():
    event, activity = make_event(), make_activity()
    changes.edit_event(event, revision=event.revision, activities=[activity], **NOBODY)
    assert list(event.activities.all()) == [activity]

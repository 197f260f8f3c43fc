"""What was called off: nothing more is done about it, and no page offers it."""

from datetime import timedelta

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.queries.links import answer_key
from dugnad.events.rules import signing_up
from tests.factories.documents import make_picture
from tests.factories.events import (
    AFTER,
    AT,
    LONG_AFTER,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_item,
    make_outcome,
    make_session,
)
from tests.factories.members import make_alliance, make_person, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def staff():
    client = Client()
    client.force_login(make_secretary())
    return client


@pytest.fixture
def meeting():
    """A meeting that was to approve the minutes of the one before it, called off."""
    make_alliance()
    earlier = make_announced(make_person("Kari"), title="Møtet før")
    changes.write_note(make_item(earlier), text="Drøftet.", revision=0, **NOBODY)
    make_outcome(earlier.items.get(), kind="task", text="Lage en mal", owner=make_person("Ola"))
    changes.send_minutes(earlier, **AFTER)
    event = make_event(body=earlier.body, title="Møtet etter", starts=STARTS + timedelta(days=30))
    make_item(event, "Godkjenning av referat", kind="decision", approves=earlier)
    changes.announce_event(event, **NOBODY)
    changes.cancel_event(event, because="Sykdom", **NOBODY)
    return event


def signed_up(event, at=AT):
    return changes.sign_up(event, name="Ola", email="ola@firma.example", language="nb", at=at)


def test_nobody_is_asked_noted_or_given_papers_and_no_minutes_are_approved(meeting):
    item = meeting.items.get()
    verbs = [
        lambda: changes.invite(meeting, [make_person()], **NOBODY),
        lambda: changes.invite_guest(meeting, name="Gro", email="g@firma.example", language="nb", **NOBODY),
        lambda: changes.note_attendance(meeting, {}, by=None, at=meeting.ends),
        lambda: changes.approve_minutes(item, **AFTER),
        lambda: changes.edit_event(meeting, revision=meeting.revision, place="Teams", **NOBODY),
        lambda: changes.add_paper(item, make_picture(), "k.jpg", title="", is_restricted=False, **NOBODY),
    ]
    for verb in verbs:
        with refused("state"):
            verb()


def test_its_page_offers_none_of_that(meeting, staff):
    page = staff.get(f"/moter/{meeting.slug}/").content.decode()
    assert "Avlyst: Sykdom" in page
    for more in ("inviter/", "oppmote/", "rediger/", "godkjenn/", "referat/"):
        assert f"/moter/{meeting.slug}/{more}" not in page
    assert "/godkjenn/" not in page
    assert "Ikke skrevet ennå" not in page
    assert "Lage en mal" not in page
    assert "Hvem som er spurt" in page
    assert "har ikke svart" not in page


def test_minutes_of_what_was_called_off_are_neither_commented_on_nor_approved(staff, settings):
    make_alliance()
    event = make_announced(make_person("Kari"), title="Avlyst møte")
    changes.write_note(make_item(event), text="Drøftet.", revision=0, **NOBODY)
    changes.send_minutes(event, **AFTER)
    following = make_event(body=event.body, title="Møtet etter", starts=STARTS + timedelta(days=30))
    item = make_item(following, "Godkjenning av referat", approves=event)
    pages = [f"/moter/{following.slug}/", f"/moter/{following.slug}/referat/"]
    assert "/godkjenn/" not in staff.get(pages[0]).content.decode()
    settings.DEMO_TODAY = "2021-06-20"
    for page in pages:
        assert "/godkjenn/" in staff.get(page).content.decode()
    assert "Til gjennomlesing" in staff.get(f"/moter/{event.slug}/").content.decode()
    changes.cancel_event(event, because="Sykdom", **NOBODY)
    item.refresh_from_db()
    with refused("state"):
        changes.approve_minutes(item, **LONG_AFTER)
    with refused("state"):
        changes.comment(event, "Det var i mars.", **AFTER)
    for page in pages:
        assert "/godkjenn/" not in staff.get(page).content.decode()
    assert "/kommenter/" not in staff.get(f"/moter/{event.slug}/referat/les/").content.decode()
    assert "Til gjennomlesing" not in staff.get(f"/moter/{event.slug}/").content.decode()


def test_a_form_that_was_open_says_so_and_keeps_what_was_typed(meeting, staff):
    typed = {"name": "Gro Moen", "email": "gro@firma.example", "language": "nb", "role": "guest"}
    response = staff.post(f"/moter/{meeting.slug}/inviter/", typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Det er avlyst, så det kan ikke gjøres mer med det." in page
    assert "Gro Moen" in page


def test_a_session_is_changed_no_more_and_nothing_is_put_up(staff):
    event = make_session()
    changes.call_off_session(event, because="Sykdom", **NOBODY)
    asked = {"closes": event.starts}
    verbs = [
        lambda: changes.edit_session(event, revision=event.revision, **asked, **NOBODY),
        lambda: changes.put_up_recording(event, recording="https://film.example/x", **AFTER),
        lambda: changes.add_material(event, link="https://film.example/x", **AFTER),
        lambda: changes.read_attendance(event, [], **AFTER),
        lambda: changes.add_who_came(event, "Ola", **AFTER),
    ]
    for verb in verbs:
        with refused("state"):
            verb()
    page = staff.get(f"/klimaskolen/{event.slug}/").content.decode()
    assert f"/klimaskolen/{event.slug}/rediger/" not in page


def test_nobody_draws_back_from_what_was_called_off():
    event = make_event("supplier_dialogue", "Leverandørmøte")
    changes.announce_event(event, **NOBODY)
    one = signed_up(event)
    assert signing_up.can_withdraw(event, one, at=AT)
    changes.cancel_event(event, because="Sykdom", **NOBODY)
    with refused("state"):
        changes.draw_back(one, **NOBODY)
    page = Client().get(f"/moter/delta/{answer_key(one)}/").content.decode()
    assert "<form" not in page.partition("<main")[2]

"""What the law wants to be said, and the frame in which everything is said."""

import pytest
from django.test import Client

from tests.factories.members import make_editor, make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
HEADINGS = {
    "/tilgjengelighet/": {
        "nb": "Alle skal kunne bruke disse sidene",
        "nn": "Alle skal kunne bruke desse sidene",
        "en": "Everybody should be able to use these pages",
    },
    "/personvern/": {
        "nb": "Det vi vet om deg, og hvorfor",
        "nn": "Det vi veit om deg, og kvifor",
        "en": "What we know about you, and why",
    },
}


@pytest.mark.parametrize("path", HEADINGS)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_statement_is_read_in_the_language_that_was_chosen(client, path, language):
    client.post("/sprak/", {"language": language, "next": path})
    page = client.get(path).content.decode()
    assert f"<h1>{HEADINGS[path][language]}</h1>" in page
    assert f'<html lang="{language}"' in page


def test_choosing_a_language_leads_back_to_the_page_and_nowhere_else(client):
    assert client.post("/sprak/", {"language": "nn", "next": "/personvern/"}).url == "/personvern/"
    assert client.post("/sprak/", {"language": "nn", "next": "https://elsewhere.example/"}).url == "/"


def test_the_official_statement_is_linked_from_every_page(client, settings):
    settings.ALLIANCE = settings.ALLIANCE | {"accessibility_statement": "https://uustatus.example/1"}
    for path in HEADINGS:
        assert 'href="https://uustatus.example/1"' in client.get(path).content.decode()


def test_the_demo_says_its_day_and_a_real_installation_says_nothing(client, settings):
    assert "I dag er det mandag 3. mai 2021" in client.get("/personvern/").content.decode()
    settings.DEMO = False
    assert "demo-banner" not in client.get("/personvern/").content.decode()


def test_the_account_of_the_one_who_is_signed_in_stands_in_the_header(client: Client):
    client.force_login(make_secretary())
    page = client.get("/personvern/").content.decode()
    assert ("sekretariat@demo.example</p>" in page, "Logg inn</span>" in page) == (True, False)


def test_the_navigation_shows_what_is_built_and_open_to_the_viewer(client: Client):
    page = client.get("/personvern/").content.decode()
    assert ('href="/medlemmer/"' in page, 'href="/moter/"' in page, 'href="/innhenting/"' in page) == (
        True,
        True,
        False,
    )
    client.force_login(make_editor(make_municipality()))
    assert 'href="/innhenting/"' in client.get("/personvern/").content.decode()


def test_the_navigation_marks_where_one_is(client: Client):
    make_municipality()
    page = client.get("/medlemmer/hamar/").content.decode()
    assert 'href="/medlemmer/" aria-current="true"' in page
    assert page.count('aria-current="page"') == 0


def test_a_missing_page_says_what_one_can_do(client):
    answer = client.get("/finnes-ikke/")
    assert answer.status_code == 404
    assert "<h1>Vi finner ikke denne siden</h1>" in answer.content.decode()


def test_the_language_is_chosen_also_on_a_page_that_hides_where_one_comes_from():
    """Pages that are opened by a key send no referrer, and browsers then call their origin null."""
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sprak/", {"language": "nn", "next": "/personvern/"}, headers={"origin": "null"})
    assert (answer.status_code, answer["Location"]) == (302, "/personvern/")
    assert strict.cookies["language"].value == "nn"

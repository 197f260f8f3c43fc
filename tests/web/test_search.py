"""One search over every room; each viewer finds what they may see."""

from typing import Any

import pytest
from django.test import Client

from dugnad.documents.states import State
from dugnad.indicators import changes as indicators
from dugnad.members.kinds import BodyKind
from dugnad.members.rules import Viewer
from dugnad.programme.states import ProgrammeState
from dugnad.web.queries.search import LIMIT, search
from tests.factories.calls import AT, make_call
from tests.factories.documents import make_story
from tests.factories.members import (
    make_body,
    make_guest,
    make_municipality,
    make_person,
    make_seat,
    make_secretary,
)
from tests.factories.programme import make_activity, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
ROOMS = ["Medlemmer", "Program", "Innhenting", "Historier og dokumenter", "Tall", "Organer og personer"]


@pytest.fixture
def alliance() -> Any:
    hamar = make_municipality(subregion="Hamarregionen")
    make_activity(title_nb="Utslippsfri byggeplass i Hamar", way_of_working_nn="Kurs og øving")
    make_call(title_nb="Klimastatus for Hamar")
    make_story(hamar, State.PUBLISHED, title="Hamar varmer med tegl", body="Tegl i Hamar")
    make_story(hamar, title="Hamar i utkast")
    make_body(BodyKind.EXPERT_GROUP, "Faggruppe Hamar")
    make_seat(make_body(BodyKind.BOARD, "Styret"), make_person("Harald Hamar"))
    make_person("Anne Hamar", "anne@demo.example")
    indicators.load_reference_indicators(by=None, at=AT)
    return hamar


def found(client: Client, text: str) -> dict[str, list[str]]:
    rooms = client.get("/sok/", {"q": text}).context["rooms"]
    return {str(room.title): [hit.title for hit in room.hits] for room in rooms}


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_strangers_find_what_is_public(client, alliance):
    assert found(client, "hamar") == {
        "Medlemmer": ["Hamar", "Hamarregionen"],
        "Program": ["Utslippsfri byggeplass i Hamar"],
        "Historier og dokumenter": ["Hamar varmer med tegl"],
        "Organer og personer": ["Faggruppe Hamar", "Harald Hamar"],
    }


def test_those_who_work_here_find_calls_too(alliance):
    rooms = found(signed_in(make_guest()), "hamar")
    assert rooms["Innhenting"] == ["Klimastatus for Hamar"]
    assert rooms["Organer og personer"] == ["Faggruppe Hamar", "Harald Hamar"]
    assert rooms["Historier og dokumenter"] == ["Hamar varmer med tegl"]


def test_the_secretariat_finds_drafts_and_everybody(alliance):
    rooms = found(signed_in(make_secretary()), "hamar")
    assert "Hamar i utkast" in rooms["Historier og dokumenter"]
    assert rooms["Organer og personer"] == ["Faggruppe Hamar", "Anne Hamar", "Harald Hamar"]


def test_every_hit_leads_to_a_page_that_is_there(alliance):
    for client in (Client(), signed_in(make_guest()), signed_in(make_secretary())):
        rooms = client.get("/sok/", {"q": "a"}).context["rooms"]
        addresses = {hit.url for room in rooms for hit in room.hits}
        assert {url: client.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)


def test_a_municipality_is_found_by_its_number(client, alliance):
    assert found(client, "3403") == {"Medlemmer": ["Hamar"]}


def test_words_are_found_in_any_language_and_in_any_case(client, alliance):
    assert found(client, "ØVING kurs") == {"Program": ["Utslippsfri byggeplass i Hamar"]}


def test_figures_are_found(client, alliance):
    assert found(client, "Klimagassutslipp") == {"Tall": ["Klimagassutslipp"]}


def test_every_word_must_be_there(client, alliance):
    assert found(client, "hamar oslo") == {}
    assert "Ingenting har alle disse ordene i seg." in client.get("/sok/?q=hamar oslo").content.decode()


def test_an_activity_of_a_draft_programme_is_the_secretariats(client):
    make_activity(make_programme(2022, ProgrammeState.DRAFT), title_nb="Hemmelig plan")
    assert found(client, "hemmelig") == {}
    assert found(signed_in(make_secretary()), "hemmelig") == {"Program": ["Hemmelig plan"]}


def test_an_empty_search_finds_nothing_and_says_what_can_be_found(client):
    answer = client.get("/sok/")
    assert (answer.context["rooms"], answer.status_code) == ([], 200)
    assert "i ett søk." in answer.content.decode()


def test_a_long_list_is_cut_and_says_so(client):
    for _number in range(LIMIT + 1):
        make_activity(title_nb="Klimaskolen")
    page = client.get("/sok/?q=klimaskolen").content.decode()
    assert f"De første {LIMIT} vises." in page
    assert page.count(">Klimaskolen</a>") == LIMIT


@pytest.mark.parametrize("text", ["\x00", "%", "<b>", "a" * 5000, "  "])
def test_no_words_break_the_search(client, text):
    answer = client.get("/sok/", {"q": text})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_search_asks_the_same_number_of_questions(rows, django_assert_num_queries):
    for number in range(rows):
        hamar = make_municipality(f"Hamar {number}", f"34{number:02}")
        make_activity(title_nb="Hamar")
        make_story(hamar, State.PUBLISHED, title=f"Hamar {number}")
    with django_assert_num_queries(12):
        search("hamar", Viewer(), on=AT.date())

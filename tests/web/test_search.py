"""One search over every room; each viewer finds what they may see."""

from typing import Any

import pytest
from django.test import Client

from dugnad.documents.states import State
from dugnad.editions.states import State as EditionState
from dugnad.indicators import changes as indicators
from dugnad.members.kinds import BodyKind, OfficeKind
from dugnad.members.rules import Viewer
from dugnad.programme.states import ProgrammeState
from dugnad.web.queries.search import LIMIT, search
from tests.factories.calls import AT, make_call
from tests.factories.documents import make_story
from tests.factories.editions import make_begun_edition, make_edition, make_figures, make_region
from tests.factories.indicators import make_vintage
from tests.factories.members import (
    make_body,
    make_guest,
    make_municipality,
    make_office,
    make_person,
    make_seat,
    make_secretary,
)
from tests.factories.programme import make_activity, make_milestone, make_programme

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


def test_a_stranger_finds_a_story_by_whose_it_is_and_the_mayor_by_post_and_place(client):
    hamar = make_municipality()
    make_story(hamar, State.PUBLISHED, title="Varme fra isen", body="Ishallen varmer skolen")
    make_office(make_person("Mari Moen"), hamar, kind=OfficeKind.MAYOR)
    make_office(make_person("Anne Adviser"), hamar, kind=OfficeKind.CLIMATE_ADVISER)
    assert found(client, "hamar")["Historier og dokumenter"] == ["Varme fra isen"]
    assert found(client, "hamar")["Organer og personer"] == ["Mari Moen"]
    assert found(client, "ordfører hamar") == {"Organer og personer": ["Mari Moen"]}
    assert found(client, "klimarådgiver") == {}


def test_the_secretariat_finds_a_mayor_once_and_on_their_own_page():
    person = make_person("Hamar Moen")
    make_office(person, make_municipality(), kind=OfficeKind.MAYOR)
    rooms = signed_in(make_secretary()).get("/sok/", {"q": "moen"}).context["rooms"]
    (room,) = [r for r in rooms if r.title == "Organer og personer"]
    assert [hit.url for hit in room.hits] == [f"/medlemmer/personer/{person.pk}/"]


def test_a_name_is_found_without_its_ring(client):
    make_municipality("Åsnes", "3418")
    assert found(client, "asnes") == {"Medlemmer": ["Åsnes"]}


def test_what_is_called_just_so_stands_first_and_norways_letters_are_their_own(client):
    for name, code in (("Asker", "3025"), ("Måsøy", "5432"), ("Åsnes", "3418"), ("Ås", "3021")):
        make_municipality(name, code)
    assert found(client, "ås") == {"Medlemmer": ["Ås", "Åsnes"]}
    assert found(client, "as") == {"Medlemmer": ["Asker", "Ås", "Åsnes"]}


def test_a_published_edition_is_found_by_its_year_and_a_draft_by_those_who_may_read_it(client):
    make_region()
    make_figures()
    make_edition(EditionState.PUBLISHED, year=2020)
    make_begun_edition(year=2021)
    assert found(client, "klimastatus 2020") == {"Klimastatus": ["Klimastatus 2020"]}
    assert found(client, "klimastatus 2021") == {}
    assert found(signed_in(make_secretary()), "klimastatus 2021") == {"Klimastatus": ["Klimastatus 2021"]}


def test_a_milestone_leads_to_its_activity(client):
    activity = make_activity(title_nb="Klimastatus")
    make_milestone(activity, "Utkast til faggruppen")
    (room,) = client.get("/sok/", {"q": "utkast"}).context["rooms"]
    assert [(hit.title, hit.url) for hit in room.hits] == [
        ("Utkast til faggruppen", f"/program/2021/{activity.key}/")
    ]


def test_a_sector_is_found_in_the_figures_that_tell_of_it(client, alliance):
    assert found(client, "veitrafikk") == {}
    make_vintage({("3403", 2019, "road_traffic"): 1.0})
    (room,) = client.get("/sok/", {"q": "veitrafikk"}).context["rooms"]
    assert [(hit.title, hit.note) for hit in room.hits] == [("Klimagassutslipp", "Etter sektor: Veitrafikk")]


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
    assert found(client, "Klimagassutslipp") == {
        "Tall": ["Klimagassutslipp", "Klimagassutslipp fra norsk territorium"]
    }


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
        make_activity(title_nb="Sykkeltelling")
    page = client.get("/sok/?q=sykkeltelling").content.decode()
    assert f"De første {LIMIT} vises." in page
    assert page.count(">Sykkeltelling</a>") == LIMIT


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
    with django_assert_num_queries(18):
        search("hamar", Viewer(), on=AT.date())


def test_a_story_that_is_made_up_says_so_where_it_is_found(client):
    story = make_story(make_municipality(), State.PUBLISHED, title="Varme fra isen")
    assert "Oppdiktet for demoen" not in client.get("/sok/", {"q": "isen"}).text
    type(story).objects.update(is_illustrative=True)
    assert "Oppdiktet for demoen" in client.get("/sok/", {"q": "isen"}).text

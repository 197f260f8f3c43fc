"""The language of a page, and the closed door."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.utils.translation import get_language

from dugnad import urls
from dugnad.kit.access import public
from dugnad.kit.middleware import LanguageMiddleware, nearest_page
from dugnad.members.rules import Viewer


def language_of(*, cookie="", own="", preferred=""):
    request = RequestFactory().get("/", headers={"accept-language": preferred})
    request.viewer = Viewer(language=own)
    if cookie:
        request.COOKIES["language"] = cookie
    seen = []
    response = LanguageMiddleware(lambda request: seen.append(get_language()) or HttpResponse())(request)
    assert [response["Content-Language"], request.LANGUAGE_CODE] == [seen[0], seen[0]]
    assert "Cookie" in response["Vary"]
    return seen[0]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ({}, "nb"),
        ({"preferred": "en-GB,en"}, "nb"),
        ({"own": "nn"}, "nn"),
        ({"own": "nn", "cookie": "en"}, "en"),
        ({"own": "nn", "cookie": "xx"}, "nn"),
        ({"own": "xx"}, "nb"),
    ],
)
def test_the_language_is_the_readers_choice_then_their_own_then_bokmaal(asked, language):
    assert language_of(**asked) == language


def test_the_language_ends_with_the_page():
    language_of(own="nn")
    assert get_language() == "nb"


def forgotten(request):
    return HttpResponse("everything about everybody")


@public
def declared(request):
    return HttpResponse("here")


urlpatterns = [path("forgotten/", forgotten), path("declared/", declared), *urls.urlpatterns]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("/declared/", 200), ("/forgotten/", 404)])
def test_a_view_without_a_policy_is_closed(address, status, client):
    response = client.get(address)
    assert response.status_code == status
    assert b"everything about everybody" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Her er det ingenting å lese"),
        ("nn", "Her er det ingenting å lese"),
        ("en", "There is nothing to read"),
    ],
)
def test_an_address_that_only_takes_what_is_sent_answers_with_a_page_and_a_way_back(language, words, client):
    client.cookies["language"] = language
    answer = client.post("/klimastatus/")
    assert (answer.status_code, answer["Content-Language"]) == (405, language)
    assert "GET" in answer["Allow"]
    assert words in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


@pytest.mark.django_db
def test_a_program_that_uses_the_wrong_method_is_answered_in_the_words_of_the_api(client):
    answer = client.delete("/api/v1/members")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/data/hent/ssb-07459/tabell/", "/data/hent/ssb-07459/"),
        ("/ingen/slik/adresse/", "/"),
        ("/klimastatus/", "/"),
        ("/", "/"),
    ],
)
def test_the_way_back_is_the_nearest_address_above_that_there_is(address, above):
    assert nearest_page(address) == above


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/data/?side=2", "http://testserver/data/?side=2"),
        ("http://testserver/klimastatus/", "/"),
        ("https://elsewhere.example/data/", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_is_the_page_of_ours_that_the_reader_came_from(came_from, back, client):
    answer = client.post("/klimastatus/", headers={"referer": came_from})
    assert f'<a class="ds-button" href="{back}">' in answer.content.decode()

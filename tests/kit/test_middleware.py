"""The language of a page, and the closed door."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.utils.translation import get_language

from dugnad import urls
from dugnad.kit.access import public
from dugnad.kit.middleware import LanguageMiddleware
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

"""What every address of the API does: keys, pages of lists, problems, headers."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from ninja import NinjaAPI

from dugnad.api import changes
from dugnad.api.models import ApiToken
from dugnad.api.urls import ROUTERS, policies, urlpatterns
from dugnad.api.views.doors import guarded
from dugnad.api.views.problems import answer_problems
from dugnad.kit.access import EVERYONE, policy_of
from tests.api.doors import ask, key_of
from tests.factories.members import AT, make_editor, make_guest, make_municipality, make_secretary

pytestmark = pytest.mark.django_db


def test_members_are_listed_with_number_county_and_subregion(client: Client, demo_day: str) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen", website="https://hamar.example")
    answer = ask(client, "members")
    assert answer.json() == {
        "items": [
            {
                "id": "3403",
                "slug": "hamar",
                "name": "Hamar",
                "kind": "municipality",
                "municipality_code": "3403",
                "county": {"id": "34", "name": "Innlandet"},
                "subregion": {"id": "hamarregionen", "name": "Hamarregionen"},
                "organisation_number": "",
                "language_form": "nb",
                "website": "https://hamar.example",
                "member_from": "2020-10-28",
                "member_to": None,
                "url": "http://127.0.0.1:8000/medlemmer/3403/",
            }
        ],
        "count": 1,
        "next": None,
    }


def test_members_are_those_of_the_day_that_is_asked_for(client: Client, demo_day: str) -> None:
    make_municipality("Hamar", "3403")
    assert ask(client, "members?on=2020-10-27").json()["count"] == 0
    assert ask(client, "members?on=2020-10-28").json()["count"] == 1


def test_a_list_comes_in_pages_and_says_where_the_next_one_is(client: Client, demo_day: str) -> None:
    for name, code in (("Asker", "3025"), ("Hamar", "3403"), ("Lillestrøm", "3030")):
        make_municipality(name, code)
    first = ask(client, "members?kind=municipality&limit=2").json()
    assert [item["name"] for item in first["items"]] == ["Asker", "Hamar"]
    assert (first["count"], first["next"]) == (
        3,
        "http://testserver/api/v1/members?kind=municipality&limit=2&offset=2",
    )
    last = client.get(first["next"]).json()
    assert ([item["name"] for item in last["items"]], last["next"]) == (["Lillestrøm"], None)


# Problems ------------------------------------------------------------------------------------------------


def test_a_wrong_value_is_named_with_its_field(client: Client, demo_day: str) -> None:
    answer = ask(client, "members?limit=many&on=yesterday")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Noe i forespørselen kan ikke brukes",
        "status": 422,
        "detail": "on er ikke en dato, som 2021-05-03",
        "field": "on",
        "errors": [
            {"field": "on", "message": "er ikke en dato, som 2021-05-03"},
            {"field": "limit", "message": "må være et helt tall"},
        ],
    }


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "nowhere", 404),
        ("GET", "", 404),
        ("DELETE", "members", 405),
        ("GET", "members?kind=%00", 400),
        ("GET", "documents/a%00b", 400),
        ("GET", "documents?kind=%F0%9F%98%80", 422),
        ("GET", "members?offset=99999999999999999999", 422),
    ],
)
def test_every_refusal_is_a_problem(
    client: Client, demo_day: str, method: str, address: str, status: int
) -> None:
    answer = ask(client, address, method=method)
    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (
        status,
        "application/problem+json",
        status,
    )


def test_a_method_that_is_not_taken_is_told_which_are(client: Client, demo_day: str) -> None:
    assert ask(client, "members", method="DELETE")["Allow"] == "GET"


def test_head_is_get_without_a_body(client: Client, demo_day: str) -> None:
    head, get = ask(client, "members", method="HEAD"), ask(client, "members")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(get.content)))


def test_answers_are_kept_by_nobody_else(client: Client, demo_day: str) -> None:
    answer = ask(client, "members")
    assert (answer["Cache-Control"], answer["Vary"], answer["Content-Language"]) == (
        "private, no-cache",
        "Authorization, Accept-Language, Cookie",
        "nb",
    )


def test_a_request_that_is_too_large_is_refused(client: Client, demo_day: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    key = key_of(make_editor())
    address = "calls/klimastatus-2021/replies/3403"
    answer = ask(client, address, method="PUT", key=key, body={"answers": {"measures": "x" * 200}})
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_a_fault_of_ours_is_written_down_and_tells_nothing_of_itself(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    api = NinjaAPI(urls_namespace="faulty")
    answer_problems(api)

    @api.get("/faulty", auth=None)
    def faulty(request: Any) -> None:
        raise ZeroDivisionError("a secret")

    view = next(pattern.callback for pattern in api.urls[0] if pattern.name == "faulty")
    answer = guarded(view, EVERYONE)(rf.get("/api/v1/faulty"))
    assert (answer.status_code, b"a secret" in answer.content) == (500, False)
    assert "fault in the API: GET /api/v1/faulty" in caplog.text


# Keys ----------------------------------------------------------------------------------------------------


def test_a_key_answers_in_the_language_of_its_user(client: Client, demo_day: str) -> None:
    editor = make_editor()
    editor.person.language = "nn"
    editor.person.save()
    answer = ask(client, "members?limit=0", key=key_of(editor))
    assert (answer["Content-Language"], answer.json()["title"]) == (
        "nn",
        "Noko i førespurnaden kan ikkje brukast",
    )


def test_a_key_that_does_not_open_is_refused_also_where_strangers_may_enter(
    client: Client, demo_day: str
) -> None:
    answer = ask(client, "members", key="dugnad_wrong")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="dugnad"')


def test_a_cookie_opens_nothing_in_the_api(client: Client, demo_day: str) -> None:
    from tests.factories.documents import make_document

    make_document()
    client.force_login(make_editor())
    assert ask(client, "documents").json()["count"] == 0


def test_a_revoked_key_no_longer_opens(client: Client, demo_day: str) -> None:
    key = key_of(make_guest())
    changes.revoke_token(ApiToken.objects.get(), by=None, at=AT)
    assert ask(client, "members", key=key).status_code == 401


def test_a_key_closes_after_a_year(client: Client, demo_day: str, settings: Any) -> None:
    key = key_of(make_guest())
    settings.DEMO_TODAY = "2022-05-03"
    assert ask(client, "members", key=key).status_code == 200
    settings.DEMO_TODAY = "2022-05-04"
    assert ask(client, "members", key=key).status_code == 401


def test_a_key_of_somebody_who_has_left_no_longer_opens(client: Client, demo_day: str) -> None:
    guest = make_guest()
    key = key_of(guest)
    guest.is_active = False
    guest.save()
    assert ask(client, "members", key=key).status_code == 401


def test_the_use_of_a_key_is_written_down_once_a_day(client: Client, demo_day: str) -> None:
    key = key_of(make_guest())
    for _ in range(2):
        ask(client, "members", key=key)
    assert ApiToken.objects.get().last_used_on == AT.date()


def test_the_page_of_keys_shows_a_new_key_once(client: Client, demo_day: str) -> None:
    client.force_login(make_guest())
    page = client.post("/konto/nokler/", {"name": "Power BI"})
    key = page.context["key"]
    assert ask(client, "members", key=key).status_code == 200
    again = client.get("/konto/nokler/")
    assert key in page.content.decode()
    assert key not in again.content.decode()
    assert "Power BI" in again.content.decode()


def test_the_page_of_keys_keeps_what_was_typed_and_says_what_is_wrong(client: Client, demo_day: str) -> None:
    guest = make_guest()
    client.force_login(guest)
    long = "Power BI " * 10
    page = client.post("/konto/nokler/", {"name": long})
    assert (page.status_code, ApiToken.objects.count()) == (422, 0)
    assert page.context["form"]["name"].value() == long
    for _ in range(20):
        key_of(guest)
    page = client.post("/konto/nokler/", {"name": "Power BI"})
    assert page.status_code == 422
    assert "Du har tjue nøkler" in page.content.decode()


def test_revoke_token_closes_ones_own_key_only(client: Client, demo_day: str) -> None:
    guest, other = make_guest(), make_secretary()
    key_of(guest)
    token = ApiToken.objects.get()
    client.force_login(other)
    assert client.post(f"/konto/nokler/{token.pk}/").status_code == 404
    client.force_login(guest)
    assert client.post(f"/konto/nokler/{token.pk}/")["Location"] == "/konto/nokler/"
    token.refresh_from_db()
    assert token.revoked_at is not None


# The demo ------------------------------------------------------------------------------------------------


def test_in_the_demo_anyone_signs_in_as_anyone(client: Client, demo_day: str) -> None:
    make_guest("gjest@demo.example")
    answer = client.post("/demo/sign-in", {"email": "GJEST@demo.example", "next": "/program/"})
    assert (answer.status_code, answer["Location"]) == (302, "/program/")
    assert client.get("/konto/nokler/").status_code == 200


def test_the_demo_sends_nobody_to_another_site(client: Client, demo_day: str) -> None:
    make_guest("gjest@demo.example")
    answer = client.post("/demo/sign-in", {"email": "gjest@demo.example", "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_in_the_demo_anyone_gets_a_key(client: Client, demo_day: str) -> None:
    make_guest("gjest@demo.example")
    for _ in range(25):
        answer = client.post("/demo/token", {"email": "gjest@demo.example"})
        assert ask(client, "members", key=answer.json()["token"]).status_code == 200


@pytest.mark.parametrize("address", ["/demo/sign-in", "/demo/token"])
def test_the_demo_knows_only_its_own_people(client: Client, demo_day: str, address: str) -> None:
    answer = client.post(address, {"email": "ukjent\x00@demo.example"})
    assert (answer.status_code, answer.json()["field"]) == (422, "email")


@pytest.mark.parametrize("address", ["/demo/sign-in", "/demo/token"])
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_outside_the_demo_its_doors_do_not_exist(client: Client, address: str, method: str) -> None:
    make_guest("gjest@demo.example")
    answer = getattr(client, method)(address, {"email": "gjest@demo.example"})
    assert answer.status_code == 404


# Policies ------------------------------------------------------------------------------------------------


def test_every_operation_has_a_policy() -> None:
    assert {name for name, allowed in policies(ROUTERS).items() if not allowed} == set()


def test_every_address_carries_a_policy() -> None:
    api, *others = urlpatterns
    views = [*api.url_patterns, *others]
    assert [view.pattern for view in views if not policy_of(view.callback)] == []
    assert len(views) > len(ROUTERS)

"""What was typed while somebody was signed out: kept for them alone, shown once they are in, used once."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from dugnad.kit import typed
from dugnad.members.models import User
from tests.factories.members import make_editor, make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
ADDRESS, KEPT = "/medlemmer/personer/ny/", "/konto/skrevet/"
HTML = {"accept": "text/html"}
WORDS = "Dette skrev jeg mens økten gikk ut."


def send(client: Client, address: str = ADDRESS, headers: dict[str, str] | None = None, **fields: object):
    return client.post(address, fields or {"name": WORDS}, headers=headers or HTML)


def signed_in(client: Client) -> Client:
    known = User.objects.filter(email="siri@demo.example").first()
    client.force_login(known or make_secretary(email="siri@demo.example"))
    return client


def test_what_a_stranger_sends_is_kept_and_the_sign_in_says_so(client):
    answer = send(client)
    assert answer["Location"] == f"/konto/login/?next={KEPT}"
    assert "Det du skrev, er tatt vare på" in client.get(answer["Location"]).text


def test_it_is_shown_after_the_sign_in_and_sent_to_its_own_address(client):
    more = {"token": "x", "ny_passord": "y", "name.seen": "3", "phone": "", "save": "1"}
    send(client, f"{ADDRESS}?fra=liste", name=WORDS, **more)
    page = signed_in(client).get(KEPT).text
    assert f'action="{ADDRESS}?fra=liste"' in page
    assert page.count(WORDS) == 2  # in the form, and to be read
    assert "token" not in page.replace("csrfmiddlewaretoken", "")
    assert "passord" not in page
    assert (page.count("name.seen"), page.count('name="phone"')) == (1, 1)  # sent along, and not shown
    assert "<dt>save</dt>" not in page


def test_it_is_erased_when_it_has_reached_its_form_also_if_that_asks_for_more(client):
    send(client)
    signed_in(client)
    assert send(client).status_code == 422
    assert client.get(KEPT)["Location"] == "/"


def test_it_stays_where_the_one_who_signs_in_may_not_send_it(client):
    send(client)
    client.force_login(make_editor(make_municipality(), "kari@demo.example"))
    assert send(client).status_code == 404
    assert WORDS in client.get(KEPT).text


def test_it_can_be_thrown_away(client):
    send(client)
    signed_in(client)
    answer = client.post(KEPT, {"address": ADDRESS})
    assert answer["Location"] == ADDRESS
    assert client.get(KEPT)["Location"] == "/"
    assert client.post(KEPT, {"address": "https://elsewhere.example/"})["Location"] == "/"


def test_nobody_else_is_shown_it(client):
    send(client)
    assert signed_in(Client()).get(KEPT)["Location"] == "/"
    signed_in(client).post("/konto/logout/")
    client.force_login(make_editor(make_municipality(), "kari@demo.example"))
    assert client.get(KEPT)["Location"] == "/"


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ({"accept": "application/json"}, {"name": WORDS}),
        ({"accept": "text/html", "HX-Request": "true"}, {"name": WORDS}),
        (HTML, {"name": " "}),
        (HTML, {"name": "x" * (typed.MOST + 1)}),
    ],
)
def test_scripts_empty_forms_and_more_than_a_book_are_not_kept(client, headers, fields):
    assert send(client, headers=headers, **fields)["Location"] == f"/konto/login/?next={ADDRESS}"
    assert typed.KEY not in client.session or client.session[typed.KEY] == {}


def test_two_forms_are_kept_and_the_oldest_gives_way(client):
    send(client)
    send(client, "/program/ny/", name="To")
    assert list(client.session[typed.KEY]) == [ADDRESS, "/program/ny/"]
    send(client, "/program/ny/", name="y" * (typed.MOST - 10))
    assert list(client.session[typed.KEY]) == ["/program/ny/"]


def test_a_form_without_its_token_is_not_kept():
    strict = Client(enforce_csrf_checks=True)
    assert send(strict).status_code == 403
    assert not Session.objects.exists()


def test_what_is_kept_ends_with_the_half_day_and_the_session_lasts_again_when_it_is_used(client):
    send(client)
    assert client.session.get_expiry_age() == typed.HALF_A_DAY
    signed_in(client).post(KEPT, {"address": ADDRESS})
    assert client.session.get_expiry_age() > typed.HALF_A_DAY

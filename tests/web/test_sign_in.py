"""Signing in: plain words, the same answer for members and strangers, a way back, and the demo's people."""

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client

from dugnad.kit import clock
from tests.factories.members import make_guest

pytestmark = pytest.mark.django_db
LOGIN, CONFIRM = "/konto/login/", "/konto/login/code/confirm/"


def ask(client: Client, email: str, next_page: str = "") -> str:
    answer = client.post(LOGIN, {"login": email, "next": next_page}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(CONFIRM)
    return answer.content.decode()


def bare(page: str) -> str:
    """A page without what differs from one reader to the next: its token and the address that was typed."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|\S+@demo\.example|kl\.\S+', "", page)


def test_members_and_strangers_get_the_same_page():
    make_guest()
    pages = [bare(ask(Client(), email)) for email in ("gjest@demo.example", "ukjent@demo.example")]
    assert pages[0] == pages[1]


def test_the_code_is_in_the_mail_and_opens_the_page_that_was_asked_for(client):
    make_guest()
    page = ask(client, "GJEST@demo.example", "/personvern/")
    (code,) = re.findall(r"\d{8}", mail.outbox[-1].body)
    assert code not in page
    answer = client.post(f"{CONFIRM}?next=/personvern/", {"code": code, "next": "/personvern/"})
    assert answer.url == "/personvern/"
    assert "gjest@demo.example</p>" in client.get("/personvern/").content.decode()


def test_a_wrong_code_says_what_to_do(client):
    make_guest()
    ask(client, "gjest@demo.example")
    page = client.post(CONFIRM, {"code": "1"}).content.decode()
    assert "Koden er feil. Se etter i e-posten, og skriv alle de åtte sifrene." in page
    assert 'aria-invalid="true"' in page


def test_another_address_can_be_tried(client):
    ask(client, "ukjent@demo.example")
    client.post("/konto/logout/", {"next": LOGIN})
    assert 'name="login"' in client.get(LOGIN).content.decode()


def test_an_address_that_is_none_is_explained_with_an_example(client):
    page = client.post(LOGIN, {"login": "feil"}).content.decode()
    assert "Skriv en hel e-postadresse, for eksempel kari@kommune.no." in page
    assert 'value="feil"' in page


def test_the_invented_people_stand_on_the_page_in_the_demo_alone(client, settings):
    assert "/demo/sign-in" not in client.get(LOGIN).content.decode()
    settings.DEMO = True
    page = client.get(LOGIN).content.decode()
    assert page.count('action="/demo/sign-in"') == 6


def test_the_demo_shows_the_code_on_the_page(client, settings):
    settings.DEMO, settings.DEMO_TODAY = True, "2021-05-03"
    make_guest()
    assert re.search(r"Koden er <strong>\d{8}</strong>", ask(client, "gjest@demo.example"))


def test_signing_out_asks_first_and_then_says_so(client):
    client.force_login(make_guest())
    assert "<h1>Vil du logge ut?</h1>" in client.get("/konto/logout/").content.decode()
    assert "Du er logget ut." in client.post("/konto/logout/", follow=True).content.decode()


def test_nobody_makes_an_account_for_themselves(client):
    assert "<h1>Sekretariatet lager kontoer</h1>" in client.get("/konto/signup/").content.decode()


def test_the_last_sign_in_is_noted_on_the_demos_own_day(client, settings):
    settings.DEMO, settings.DEMO_TODAY = True, "2021-05-03"
    account = make_guest()
    client.force_login(account)
    account.refresh_from_db()
    assert clock.local_day(account.last_login) == date(2021, 5, 3)

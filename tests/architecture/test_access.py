"""Every address × every role, against the written matrix.

A row of access_matrix.csv names an address, a place in the demo, a method, and what each role gets
there: a status, where 302 to the sign-in page is written `sign-in`. A is Hamar, B is Lillestrøm.
A word in braces stands for a number that the database gives; places.py finds it.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path, resolve

from dugnad.kit.access import policy_of, public
from dugnad.kit.middleware import LIBRARY_VIEWS
from dugnad.members.models import User
from tests.architecture.places import CALL, places

MATRIX = Path(__file__).with_name("access_matrix.csv")
ROLES = {
    "anonymous": "",
    "guest": "gjest@demo.example",
    "editor of A": "hamar@demo.example",
    "approver of A": "hamar.leder@demo.example",
    "editor of B": "lillestrom@demo.example",
    "body member": "styret@demo.example",
    "secretariat": "sekretariat@demo.example",
}


@dataclass(frozen=True)
class Address:
    """One line of the addresses: its name, its route, and the view that answers."""

    name: str
    route: str
    view: Any


def rows() -> list[dict[str, str]]:
    """The matrix as it is written."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def addresses(patterns: list[Any] | None = None, name: str = "", route: str = "") -> Iterator[Address]:
    """Every address with its full name and its full route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = route + str(pattern.pattern).removeprefix("^" if route else "")  # as Django joins them
        if isinstance(pattern, URLResolver):
            inner = f"{name}{pattern.namespace}:" if pattern.namespace else name
            yield from addresses(pattern.url_patterns, inner, whole)
        else:
            yield Address(f"{name}{pattern.name}", whole, pattern.callback)


def unknown_addresses(patterns: list[Any] | None = None) -> list[str]:
    """Addresses that the matrix does not know, and rows whose address is gone."""
    known = {row["name"] for row in rows()}
    present = {address.name: address.route for address in addresses(patterns)}
    return [
        *[f"{name} is not in the matrix: /{present[name]}" for name in sorted(present.keys() - known)],
        *[f"{name} is in the matrix and nowhere else" for name in sorted(known - present.keys())],
    ]


def undeclared_views(patterns: list[Any] | None = None) -> list[str]:
    """Views that nobody has given a policy, and that the matrix does not show closed to everyone."""
    opened = {row["name"] for row in rows() if {row[role] for role in ROLES} != {"404"}}
    known = {row["name"] for row in rows()}
    return [
        f"{address.name} declares no policy"
        for address in addresses(patterns)
        if policy_of(address.view) is None
        and address.name not in LIBRARY_VIEWS
        and (address.name in opened or address.name not in known)
    ]


@dataclass(frozen=True)
class Demo:
    """The demo alliance in the test's database, and one signed-in browser for each role."""

    clients: dict[str, Client]
    keys: dict[str, str]
    places: dict[str, str]

    def answer(self, role: str, method: str, path: str) -> str:
        """What a role gets: programs show their key, and people are signed in."""
        key = self.keys[role] if path.startswith("/api/") else ""
        headers = {"authorization": f"Bearer {key}"} if key else {}
        body = '{"answers": {}}' if method == "PUT" else ""
        client = self.clients[role]
        cookies = client.cookies.copy()
        with _rolled_back():
            response = client.generic(method, path, body, "application/json", headers=headers)
            if response.streaming:  # read to its end, which closes it; others the client has closed
                b"".join(response.streaming_content)
        client.cookies = cookies  # who signed out is signed in again, as the database says
        if response.status_code == 302 and response["Location"].startswith("/konto/login/?next="):
            return "sign-in"
        return str(response.status_code)


@pytest.fixture
def demo(demo_alliance) -> Demo:
    """The demo in the test's database."""
    return _walkers()


def _walkers() -> Demo:
    """Everybody signed in, with a key for programs; and a file put in by A, which the demo itself lacks."""
    clients = {role: _signed_in(email) for role, email in ROLES.items()}
    keys = {role: _key_of(email) for role, email in ROLES.items()}
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan", "application/pdf")
    put_in = {"file": plan, "licence": "alliance", "consent": "not_needed"}
    clients["editor of A"].post(f"/innhenting/{CALL}/hamar/filer/climate-plan/", put_in)
    return Demo(clients, keys, places())


@contextmanager
def _rolled_back() -> Iterator[None]:
    """What happens here is undone; durable transactions take it for the outermost, as in Django's tests."""
    step = transaction.atomic()
    step._from_testcase = True
    with step:
        yield
        transaction.set_rollback(True)


def _signed_in(email: str) -> Client:
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _key_of(email: str) -> str:
    return Client().post("/demo/token", {"email": email}).json()["token"] if email else ""


def differences(demo: Demo, matrix: list[dict[str, str]]) -> list[str]:
    """Rows of the matrix where somebody gets something else than what is written."""
    found = []
    for row in matrix:
        path = row["path"].format(**demo.places)
        routes = {address.route for address in addresses() if address.name == row["name"]}
        if resolve(urlsplit(path).path).route not in routes:
            found.append(f"{row['path']} is not {row['name']}")
        for role in ROLES:
            got = demo.answer(role, row["method"], path)
            if got != row[role]:
                found.append(f"{row['method']} {row['path']}: {role} gets {got} and not {row[role]}")
    return found


def test_each_role_gets_what_the_matrix_says_and_what_is_otherwise_is_reported(demo):
    """One test, because it asks for every address in every role."""
    assert differences(demo, rows()) == []
    (row,) = [row for row in rows() if row["name"] == "edit_call" and row["method"] == "GET"]
    opened = row | {"editor of B": "200"}
    report = f"GET {row['path']}: editor of B gets 404 and not 200"
    assert differences(demo, [opened]) == [report]


def test_every_view_declares_its_policy():
    assert undeclared_views() == []


def test_every_address_stands_in_the_matrix():
    assert unknown_addresses() == []


def test_a_view_without_a_policy_is_reported():
    planted = [path("ny/", lambda request: HttpResponse(), name="planted")]
    assert undeclared_views(planted) == ["planted declares no policy"]


def test_an_address_without_a_row_is_reported():
    planted = [path("ny/", public(lambda request: HttpResponse()), name="planted")]
    assert unknown_addresses(planted)[0] == "planted is not in the matrix: /ny/"

"""Queries and CPU of every page, in the demo and in an alliance that has grown."""

import csv
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MATRIX = Path(__file__).parents[1] / "tests" / "architecture" / "access_matrix.csv"
READERS = ("secretariat", "editor of A", "anonymous")
EMAILS = {"secretariat": "sekretariat@demo.example", "editor of A": "hamar@demo.example"}
HELLO = "/personvern/"  # our frame around a text that is always the same
BARE = "/healthz"
QUERIES, MULTIPLES = 25, 15  # queries, and how many of the smallest page
LIMITS = {"/program/2021/": (12, 60.0), "/klimastatus/2020/": (25, 150.0)}  # queries, ms of CPU


@dataclass
class Page:
    """One page as one reader sees it, in the demo and when the alliance has grown.

    Milliseconds are of CPU; `first` is what the first visit costs, before anything is kept.
    """

    path: str
    reader: str
    is_page: bool = True  # else a file or an answer to a program
    queries_of_demo: int = 0
    milliseconds_of_demo: float = 0.0
    queries: int = 0
    first: float = 0.0
    milliseconds: float = 0.0


@dataclass
class Pages:
    """What was measured, and the smallest page of each reader as the measure of theirs."""

    rows: list[Page]
    hello: dict[str, float]
    bare: float
    sizes: dict[str, int]

    def faults(self) -> list[str]:
        """What is past its limit."""
        return [fault for page in self.rows for fault in self._faults(page)]

    def times(self, page: Page) -> float:
        """What a page costs in the demo, in smallest pages of the same reader."""
        return page.milliseconds_of_demo / self.hello[page.reader]

    def _faults(self, page: Page) -> Iterable[str]:
        queries, milliseconds = LIMITS.get(page.path, (QUERIES, float("inf")))
        if page.queries > queries:
            yield f"{page.path}: {page.queries} queries; at most {queries}"
        if page.queries != page.queries_of_demo:
            yield f"{page.path}: {page.queries} queries, {page.queries_of_demo} in the small alliance"
        if page.milliseconds > milliseconds:
            yield f"{page.path}: {page.milliseconds:.0f} ms of CPU; at most {milliseconds:.0f}"
        if page.is_page and self.times(page) > MULTIPLES:
            times = f"{self.times(page):.0f} times the smallest page in the demo"
            yield f"{page.path}: {times}; at most {MULTIPLES}"


def measure() -> Pages:
    """Open every page in the demo, grow the alliance, and open every page again."""
    from benchmarks import alliance
    from tests.architecture.places import places

    clients = {reader: client_of(EMAILS.get(reader, "")) for reader in READERS}
    pages = list(_pages(places()))
    for page in pages:
        page.is_page = _open(clients, page)
        page.queries_of_demo = _count_queries(clients, page)
        page.milliseconds_of_demo = _cpu(clients, page, times=7)
    print("Growing the alliance …")
    sizes = alliance.grow(members=400, activities=300)
    for page in pages:
        page.first = _cpu(clients, page, times=1)
        page.queries = _count_queries(clients, page)
        page.milliseconds = _cpu(clients, page, times=7)
    hello = {reader: smallest(HELLO, reader) for reader in READERS}
    return Pages(pages, hello, smallest(BARE, "anonymous"), sizes)


def smallest(path: str, reader: str) -> float:
    """Milliseconds of CPU of the smallest page for a reader, in this process."""
    page, clients = Page(path, reader), {reader: client_of(EMAILS.get(reader, ""))}
    _open(clients, page)
    return _cpu(clients, page, times=201)


def client_of(email: str) -> Any:
    """A browser without a network, signed in where an address is given."""
    from django.conf import settings
    from django.test import Client

    from dugnad.members.models import User

    client = Client(headers={"host": "localhost"})
    if email:
        client.force_login(User.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _pages(places: dict[str, str]) -> Iterable[Page]:
    """Each page of the matrix that the demo has, as the reader with the most to see opens it."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reader = next((reader for reader in READERS if row[reader] == "200"), None)
            if row["method"] != "GET" or reader is None or row["path"] in (HELLO, BARE):
                continue
            try:
                yield Page(row["path"].format(**places), reader)
            except KeyError:
                continue  # of something that people make and the demo lacks: a key, a file of their own


def _open(clients: dict[str, Any], page: Page) -> bool:
    """Read it to its end; tells whether it is a page for people."""
    headers = {"authorization": f"Bearer {_key(page.reader)}"} if page.path.startswith("/api/") else {}
    response = clients[page.reader].get(page.path, headers=headers)
    assert response.status_code == 200, f"{page.path} answers {response.status_code}"
    b"".join(response.streaming_content) if response.streaming else response.content
    return str(response["Content-Type"]).startswith("text/html")


_keys: dict[str, str] = {}


def _key(reader: str) -> str:
    """A key for programs, as the demo hands it out."""
    if reader not in _keys:
        answer = client_of("").post("/demo/token", {"email": EMAILS[reader]})
        _keys[reader] = answer.json()["token"]
    return _keys[reader]


def _count_queries(clients: dict[str, Any], page: Page) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        _open(clients, page)
    return len(queries)


def _cpu(clients: dict[str, Any], page: Page, *, times: int) -> float:
    took = []
    for _time in range(times):
        begun = time.process_time()
        _open(clients, page)
        took.append((time.process_time() - begun) * 1000)
    return statistics.median(took)

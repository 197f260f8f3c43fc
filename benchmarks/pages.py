"""Queries and CPU of every page: in the demo, in a large alliance, and with ten times the rows of all."""

import csv
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MATRIX = Path(__file__).parents[1] / "tests" / "architecture" / "access_matrix.csv"
READERS = {  # whoever sees most comes first
    "secretariat": "sekretariat@demo.example",
    "approver of A": "hamar.leder@demo.example",
    "editor of A": "hamar@demo.example",
    "editor of B": "lillestrom@demo.example",
    "body member": "styret@demo.example",
    "guest": "gjest@demo.example",
    "anonymous": "",
}
ASKED = (  # what the matrix has no row for: lists as they are narrowed, and what is found
    ("/sok/?q=klima", "anonymous"),
    ("/medlemmer/?dag=2020-06-01", "anonymous"),
    ("/medlemmer/personer/?q=hamar", "secretariat"),
    ("/program/2021/?status=under_way", "anonymous"),
    ("/program/2021/?vis=tavle", "anonymous"),
    ("/dokumenter/?theme=transport", "anonymous"),
    ("/innhenting/klimastatus-2021/?state=awaited", "secretariat"),
)
HELLO = "/personvern/"  # our frame around a text that is always the same
BARE = "/healthz"  # two words from the same server, without a reader, a frame or the database
QUERIES, MULTIPLES = 25, 15  # queries, and how many of the smallest page
LIMITS = {  # queries, ms of CPU
    "/program/": (12, 60.0),
    "/program/2021/": (12, 60.0),
    "/klimastatus/2020/": (QUERIES, 150.0),
    "/klimastatus/2021/": (QUERIES, 150.0),
}
STAGES = ("demo", "large", "tenfold")


@dataclass
class Page:
    """One address, what each reader asks for it at each stage, and what it costs the one who sees most.

    Milliseconds are of CPU; `first` is what the first visit costs, before anything is kept.
    """

    path: str
    readers: list[str]
    is_page: bool = True  # else a file or an answer to a program
    queries: dict[str, dict[str, int]] = field(default_factory=dict)  # by stage, by reader
    demo: float = 0.0
    first: float = 0.0
    large: float = 0.0

    @property
    def reader(self) -> str:
        """The reader who sees most."""
        return self.readers[0]

    def most(self, stage: str) -> int:
        """The most queries that any reader asks at a stage."""
        return max(self.queries[stage].values())


@dataclass
class Pages:
    """What was measured, and the smallest page of each reader as the measure of theirs."""

    rows: list[Page]
    hello: dict[str, float]
    bare: float
    large: dict[str, int]
    composed: float
    tenfold: dict[str, int] = field(default_factory=dict)

    def times(self, page: Page) -> float:
        """What a page costs in the demo, in smallest pages of the same reader."""
        return page.demo / self.hello[page.reader]

    def counted(self) -> list[str]:
        """What is past its limit and the same on every machine: queries."""
        return [fault for page in self.rows for fault in _too_many(page)]

    def timed(self) -> list[str]:
        """What took too long on this machine, in this run."""
        return [fault for page in self.rows for fault in self._too_long(page)]

    def _too_long(self, page: Page) -> Iterable[str]:
        _queries, milliseconds = LIMITS.get(page.path, (0, float("inf")))
        if page.large > milliseconds:
            yield f"{page.path}: {page.large:.0f} ms of CPU; wanted at most {milliseconds:.0f}"
        if page.is_page and self.times(page) > MULTIPLES:
            times = f"{self.times(page):.0f} times the smallest page in the demo"
            yield f"{page.path}: {times}; wanted at most {MULTIPLES}"


def _too_many(page: Page) -> Iterable[str]:
    most, _milliseconds = LIMITS.get(page.path, (QUERIES, 0.0))
    for reader in page.readers:
        asked = [page.queries[stage][reader] for stage in STAGES]
        if max(asked) > most:
            yield f"{page.path} for {reader}: {max(asked)} queries; at most {most}"
        if len(set(asked)) > 1:
            told = ", ".join(f"{count} {stage}" for count, stage in zip(asked, STAGES, strict=True))
            yield f"{page.path} for {reader}: the number of queries grows with the rows ({told})"


def measure() -> Pages:
    """Open every page in the demo and in a large alliance."""
    from benchmarks import alliance

    clients = _clients()
    pages = list(_pages(_completed(clients)))
    for page in pages:
        page.is_page = _open(clients, page, page.reader)
        _count(clients, page, "demo")
        page.demo = _cpu(clients, page, times=7)
    print("Growing the alliance …")
    large = alliance.grow(members=400, activities=300)
    composed = _compose()
    for page in pages:
        page.first = _cpu(clients, page, times=1)
        _count(clients, page, "large")
        page.large = _cpu(clients, page, times=7)
    hello = {reader: smallest(HELLO, reader) for reader in READERS}
    return Pages(pages, hello, smallest(BARE, "anonymous"), large, composed)


def multiply(opened: Pages) -> None:
    """Open every page once more with ten times the rows."""
    from benchmarks import alliance, tenfold

    print("Ten times the rows …")
    opened.tenfold = alliance.grow(members=650, activities=3000) | tenfold.multiply()
    clients = _clients()
    for page in opened.rows:
        _open(clients, page, page.reader)
        _count(clients, page, "tenfold")


def _clients() -> dict[str, Any]:
    return {reader: client_of(email) for reader, email in READERS.items()}


def smallest(path: str, reader: str) -> float:
    """Milliseconds of CPU of the smallest page for a reader, in this process."""
    page, clients = Page(path, [reader]), {reader: client_of(READERS[reader])}
    _open(clients, page, reader)
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


def _completed(clients: dict[str, Any]) -> dict[str, str]:
    """The places of the demo, after somebody has made what it lacks: a key for programs and a file."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.architecture.places import CALL, places

    for reader in READERS:
        _key(reader)
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan", "application/pdf")
    put_in = {"file": plan, "licence": "alliance", "consent": "not_needed"}
    clients["editor of A"].post(f"/innhenting/{CALL}/hamar/filer/climate-plan/", put_in)
    return places()


def _pages(places: dict[str, str]) -> Iterable[Page]:
    """Each address of the matrix that somebody can open, with everybody who can."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            readers = [reader for reader in READERS if row[reader] == "200"]
            if row["method"] == "GET" and readers and row["path"] not in (HELLO, BARE):
                yield Page(row["path"].format(**places), readers)
    for path, least in ASKED:
        yield Page(path, ["secretariat"] if least == "secretariat" else list(READERS))


def _compose() -> float:
    """Seconds of CPU to work out this year's edition anew, for everybody who has joined."""
    from dugnad.editions.changes import compose_edition
    from dugnad.editions.models import Edition
    from dugnad.kit import clock

    begun = time.process_time()
    compose_edition(Edition.objects.get(year=2021), by=None, at=clock.now())
    return time.process_time() - begun


def _open(clients: dict[str, Any], page: Page, reader: str) -> bool:
    """Read it to its end; tells whether it is a page for people."""
    key = _key(reader) if page.path.startswith("/api/") else ""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    response = clients[reader].get(page.path, headers=headers)
    assert response.status_code == 200, f"{page.path} answers {response.status_code} to {reader}"
    b"".join(response.streaming_content) if response.streaming else response.content
    return str(response["Content-Type"]).startswith("text/html")


_keys: dict[str, str] = {"anonymous": ""}


def _key(reader: str) -> str:
    """A key for programs, as the demo hands it out."""
    if reader not in _keys:
        answer = client_of("").post("/demo/token", {"email": READERS[reader]})
        _keys[reader] = answer.json()["token"]
    return _keys[reader]


def _count(clients: dict[str, Any], page: Page, stage: str) -> None:
    """Count what each reader's page asks the database, when it has been opened before."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = page.queries.setdefault(stage, {})
    for reader in page.readers:
        if stage == "demo":
            _open(clients, page, reader)
        with CaptureQueriesContext(connection) as queries:
            _open(clients, page, reader)
        counts[reader] = len(queries)


def _cpu(clients: dict[str, Any], page: Page, *, times: int) -> float:
    took = []
    for _time in range(times):
        begun = time.process_time()
        _open(clients, page, page.reader)
        took.append((time.process_time() - begun) * 1000)
    return statistics.median(took)

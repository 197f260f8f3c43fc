"""What a request costs a web application, which is called as a web server calls it, without a network.

Knows no framework, so that Dugnad and its peer are measured by the same lines, each in its own process.
"""

import gzip
import io
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

WARM, TIMES = 5, 20  # requests before anything is measured, and those whose median is told


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def cookies(self) -> str:
        """What a browser would send with its next request."""
        told = [value.partition(";")[0] for name, value in self.headers if name.lower() == "set-cookie"]
        return "; ".join(told)

    def header(self, name: str) -> str:
        """One header; nothing where it is missing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Side:
    """An application, what it has sent to its database, and which process there answers it."""

    application: Callable[..., Iterable[bytes]]
    statements: list[str]
    backend: Callable[[], int]  # the process of PostgreSQL that answers this one


@dataclass
class Request:
    """One request as a reader sends it."""

    path: str
    method: str = "GET"
    cookies: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def ask(application: Callable[..., Iterable[bytes]], request: Request) -> Answer:
    """Send one request and read the answer to its end."""
    told: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *_more: Any) -> Callable[[bytes], None]:
        told.update(status=int(status.split(maxsplit=1)[0]), headers=list(headers))
        return lambda _content: None

    chunks = application(_environment(request), start)
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", lambda: None)()
    return Answer(told["status"], told["headers"], body)


def _environment(request: Request) -> dict[str, Any]:
    path, _mark, query = request.path.partition("?")
    more = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
    return more | {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT": "text/html,application/json",
        "HTTP_COOKIE": request.cookies,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": request.content_type,
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def page(side: Side, requests: Sequence[Request]) -> dict[str, float]:
    """Queries of a page that has been opened before, the median of CPU of many, and what is sent.

    A page that fetches its rows when it has been opened is more requests than one.
    """

    def open_it() -> list[Answer]:
        return [ask(side.application, request) for request in requests]

    for _time in range(WARM):
        answers = open_it()
    for request, answer in zip(requests, answers, strict=True):
        assert answer.status == 200, f"{request.path} answers {answer.status}: {answer.body[:500]!r}"
    side.statements.clear()
    open_it()
    queries = len(side.statements)
    costs = [spent(side, open_it) for _time in range(TIMES)]
    return {
        "queries": queries,
        "cpu": statistics.median(cpu for cpu, _base, _wall in costs),
        "database": statistics.median(base for _cpu, base, _wall in costs),
        "wall": statistics.median(wall for _cpu, _base, wall in costs),
        "bytes": sum(len(answer.body) for answer in answers),
        "packed": sum(len(gzip.compress(answer.body, 6)) for answer in answers),
    }


def spent(side: Side, work: Callable[[], Any]) -> tuple[float, float, float]:
    """Milliseconds of CPU of this process, of its process in the database, and on the clock."""
    backend = side.backend()
    base, wall, cpu = _cpu_of(backend), time.perf_counter(), time.process_time()
    work()
    took = time.process_time() - cpu, _cpu_of(backend) - base, time.perf_counter() - wall
    return took[0] * 1000, took[1] * 1000, took[2] * 1000


def _cpu_of(process: int) -> float:
    """Seconds that a process has had of the processor, to the nanosecond; nothing where it is not told."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def pages(side: Side, paths: Mapping[str, Sequence[str]], readers: Mapping[str, str]) -> dict[str, Any]:
    """Every page for every reader; `readers` has the cookies of each."""
    return {
        f"{name}, {reader}": page(side, [Request(path, cookies=cookies) for path in requests])
        for name, requests in paths.items()
        for reader, cookies in readers.items()
    }


def said(answer: Answer) -> dict[str, Any]:
    """An answer as it is told when something went wrong."""
    return asdict(answer) | {"body": answer.body[:500].decode(errors="replace")}

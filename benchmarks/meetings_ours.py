"""Our side of the meetings: what our pages cost, and a hundred who sign up with us at once.

Run by `benchmarks.meetings`, in a process of its own.
"""

import io
import json
import os
import re
import statistics
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import costs, meetings_material, rush

ROOT = Path(__file__).parents[1]
READERS = {"a stranger": "", "a reader": "hamar@demo.example", "whoever runs it": "sekretariat@demo.example"}
PATHS = {
    "the meeting": "/moter/malt-mote/",
    "the group": "/moter/grupper/malt-gruppe/",
    "two hundred meetings to come": "/moter/?organ=travel-gruppe",
    "the list as it opens, most of them over": "/moter/?organ=malt-gruppe",
    "the form to sign up": "/klimaskolen/malt-kurs-0/pamelding/",
}
BUNDLE = "/moter/malt-mote/sakspapirer.pdf"
SIGN_UP = "/klimaskolen/malt-kurs-{}/pamelding/"
FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TYPESET = """
#set page(paper: "a4")
#set text(size: 11pt)
#for number in range(int(sys.inputs.pages)) [
  = #sys.inputs.title, side #(number + 1)
  #lorem(420)
  #pagebreak(weak: true)
]
"""


def main() -> None:
    """Measure the pages into a file, or tell who has a place."""
    what, word = sys.argv[1:]
    if what == "places":
        print(json.dumps(_places(int(word))))
    else:
        Path(word).write_text(json.dumps(ours(), indent=1))


def make_papers(folder: Path) -> None:
    """Twelve papers of twenty-five pages, the same bytes every time."""
    import typst

    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "paper.typ"
    source.write_text(TYPESET)
    for point in meetings_material.points():
        words = {"title": point.title, "pages": str(meetings_material.PAGES)}
        content = typst.compile(str(source), sys_inputs=words, timestamp=0)
        (folder / point.paper).write_bytes(content)


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dugnad.settings")
    import django

    django.setup()


def seed_ours(papers: Path) -> None:
    _set_up()
    from django.db import connection

    from benchmarks.meetings_seed import seed
    from dugnad.demo import load
    from dugnad.serving import collect_static

    load.prepare(fresh=False, say=lambda _words: None)
    collect_static()
    seed(papers)
    connection.close()


def ours() -> dict[str, Any]:
    """What our pages cost."""
    _set_up()
    from django.db import connection

    from benchmarks.pages import client_of
    from dugnad.wsgi import application

    side = costs.Side(application, [], _backend)

    def count(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        side.statements.append(sql)
        return execute(sql, *more)

    cookies = {name: _cookies(client_of(email)) if email else "" for name, email in READERS.items()}
    with connection.execute_wrapper(count):
        return {
            "name": f"Dugnad {version('dugnad')}",
            "versions": f"Python {sys.version.split()[0]}, Django {version('django')}",
            "pages": costs.pages(side, {name: [path] for name, path in PATHS.items()}, cookies),
            "sign_up": _sign_ups(side),
            "bundle": _bundle(side),
        }


def _backend() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _cookies(client: Any) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _typed(name: str, token: str) -> bytes:
    typed = {"name": f"Kari {name}", "email": f"kari-{name}@large.example"}
    return urllib.parse.urlencode(
        {**typed, "employer": "Storvik kommune", "csrfmiddlewaretoken": token}
    ).encode()


def _sign_ups(side: costs.Side) -> dict[str, float]:
    """Queries and CPU of one who signs up, of many who have each their own name."""
    path = SIGN_UP.format(0)
    form = costs.ask(side.application, costs.Request(path))
    token = _token(form.body)
    numbers = iter(range(10_000))

    def sign_up() -> None:
        body = _typed(f"{os.getpid()}-{next(numbers)}", token)
        answer = costs.ask(side.application, costs.Request(path, "POST", form.cookies, body, FORM))
        assert answer.status == 302, costs.said(answer)

    return many(side, sign_up)


def many(side: costs.Side, work: Callable[[], None]) -> dict[str, float]:
    """Queries of one, and the median of CPU of thirty, after some that are not counted."""
    for _time in range(costs.WARM):
        work()
    side.statements.clear()
    work()
    queries = len(side.statements)
    spent = [costs.spent(side, work) for _time in range(30)]
    return {"queries": queries, "cpu": statistics.median(one[0] for one in spent)}


def _token(page: bytes) -> str:
    found = TOKEN.search(page.decode())
    if found is None:
        raise ValueError("the form has no token")
    return found[1]


def _bundle(side: costs.Side) -> dict[str, float]:
    """Agenda and papers in one PDF, beside the papers put together and nothing else."""
    import pypdf

    answer = costs.ask(side.application, costs.Request(BUNDLE))
    assert answer.status == 200, costs.said(answer)
    pages = len(pypdf.PdfReader(io.BytesIO(answer.body)).pages)
    side.statements.clear()
    costs.ask(side.application, costs.Request(BUNDLE))
    queries = len(side.statements)
    papers = meetings_material.papers(Path(os.environ["MEETINGS_PAPERS"]))
    cpu, wall = _median(side, lambda: costs.ask(side.application, costs.Request(BUNDLE)))
    bound, bound_wall = _median(side, lambda: _put_together(papers.values()))
    return {
        "pages": pages, "queries": queries, "cpu": cpu, "wall": wall, "bound": bound,
        "bound_wall": bound_wall, "bytes": len(answer.body),
    }  # fmt: skip


def _median(side: costs.Side, work: Callable[[], Any], times: int = 7) -> tuple[float, float]:
    spent = [costs.spent(side, work) for _time in range(times)]
    return statistics.median(one[0] for one in spent), statistics.median(one[2] for one in spent)


def _put_together(papers: Iterable[bytes]) -> bytes:
    import pypdf

    writer, written = pypdf.PdfWriter(), io.BytesIO()
    for paper in papers:
        writer.append(io.BytesIO(paper), import_outline=False)
    writer.write(written)
    return written.getvalue()


def _places(number: int) -> dict[str, int]:
    _set_up()
    from benchmarks.meetings_seed import places

    return places(number)


def our_rush(number: int) -> dict[str, Any]:
    """A hundred sign up for one of our sessions at once."""
    server = rush.Server(sys.executable, "dugnad.wsgi:application", {})
    try:
        server.wait(SIGN_UP.format(0))
        rush.rush(server, _signing_up(server, 0), rush.WORKERS * rush.THREADS * 2)  # everybody is awake
        found = rush.rush(server, _signing_up(server, number), meetings_material.USERS)
    finally:
        server.stop()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.meetings_ours", "places", str(number)],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    places = json.loads(done.stdout)
    return rush.told(found, places["yes"], places["waiting"])


def _signing_up(server: rush.Server, number: int) -> rush.SignUp:
    address = server.url + SIGN_UP.format(number)

    def sign_up(browser: urllib.request.OpenerDirector, user: int) -> bool:
        token = _token(browser.open(address, timeout=rush.PATIENCE).read())
        answer = browser.open(address, _typed(f"{server.port}-{user}", token), timeout=rush.PATIENCE)
        return answer.status == 200 and not answer.url.endswith("/pamelding/")

    return sign_up


if __name__ == "__main__":
    main()

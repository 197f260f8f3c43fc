"""What it costs to ask two hundred questions of 65 and of 650 members, and how many can submit at once.

Run by `make bench`, or by itself with `python -m benchmarks.collecting`; prints a part of the results.
"""

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from tests.ordeal.group import Group

SLUG, WRITERS = "two-hundred", 16
SECTIONS, QUESTIONS = 10, 20  # so many sections of so many questions
SECONDS = float(os.environ.get("SECONDS", "120"))  # how long members submit at once
UPLOAD = 1.0  # seconds that a filled workbook may take
PAST, SLOW = "- past its limit: ", "- slower than wanted: "
TIMES = 10.0  # smallest pages that a page may cost with 65 members
STAFF, MEMBER = "sekretariat@demo.example", "hamar@demo.example"
PAGES = (
    ("the call with its chase list", f"/innhenting/{SLUG}/", STAFF),
    ("the chase list, those who have not answered", f"/innhenting/{SLUG}/?state=in_progress", STAFF),
    ("the call for a member", f"/innhenting/{SLUG}/", MEMBER),
    ("a reply of two hundred questions", f"/innhenting/{SLUG}/hamar/", MEMBER),
    ("one section of it", f"/innhenting/{SLUG}/hamar/del/{{section}}/", MEMBER),
    ("the reply read through", f"/innhenting/{SLUG}/hamar/les/", MEMBER),
    ("the reply for the secretariat", f"/innhenting/{SLUG}/{{submitted}}/", STAFF),
    ("the reply under review", f"/innhenting/{SLUG}/{{submitted}}/vurder/", STAFF),
    ("the questions with how many have answered", f"/innhenting/{SLUG}/svar/", STAFF),
    ("one choice side by side", f"/innhenting/{SLUG}/svar/q-0-2/", STAFF),
    ("one text side by side", f"/innhenting/{SLUG}/svar/q-0-1/", STAFF),
)
CHOICES = [{"key": key, "nb": key, "nn": key, "en": key} for key in ("yes", "partly", "no")]
KINDS: tuple[tuple[str, dict[str, Any], Any], ...] = (
    ("number", {"unit": "stk"}, 12),
    ("text", {}, "Vi har kommet et stykke, og skriver hvordan i noen setninger her."),
    ("choice", {"choices": CHOICES}, "partly"),
    ("year", {}, 2030),
)


@dataclass
class Crowd:
    """What became of members who submitted at the same time."""

    took: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)


def main() -> int:
    """Measure, and print the results as they stand in RESULTS.md; 1 when something was lost or grew."""
    home = Path(tempfile.mkdtemp(prefix="dugnad-collecting-"))
    try:
        _enter(home / "var")
        lines, faults, slow = _measured(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    told = [*(f"{PAST}{fault}" for fault in faults), *(f"{SLOW}{fault}" for fault in slow)]
    print("\n".join(["## Collecting", "", *lines, *told]))
    return 1 if faults else 0


def _enter(home: Path) -> None:
    os.environ |= {"DUGNAD_HOME": str(home), "DUGNAD_DEMO": "1", "DJANGO_SETTINGS_MODULE": "dugnad.settings"}
    import django

    django.setup()
    from dugnad.demo import load
    from dugnad.serving import collect_static

    load.prepare(fresh=False, say=lambda _words: None)
    collect_static()


def _measured(home: Path) -> tuple[list[str], list[str], list[str]]:
    from django.db import connection

    from benchmarks import alliance
    from benchmarks.pages import HELLO, smallest

    _ask_and_answer()
    places = _places()
    small = [_page(path.format(**places), email) for _name, path, email in PAGES]
    books, upload = _workbooks()
    connection.close()
    shutil.copytree(home / "var", home / "crowd")
    alliance.grow(members=650, activities=10)
    large = [_page(path.format(**places), email) for _name, path, email in PAGES]
    hello = smallest(HELLO, "secretariat")
    crowd = _crowd(home / "crowd")
    lines = [
        f"Two hundred questions; the smallest page costs {hello:.2f} ms of CPU in this run.",
        "",
        "| page | queries, 65 members | ms | × smallest | queries, 650 members | ms | × smallest |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {name} | {_cost(few, hello)} | {_cost(many, hello)} |"
            for (name, _path, _email), few, many in zip(PAGES, small, large, strict=True)
        ),
        "",
        f"Sixty-five workbooks of two hundred questions: {books:.1f} s. One filled in, sent back, checked "
        f"cell by cell and stored: {upload:.2f} s (wanted at most {UPLOAD:g} s).",
        "",
        *_told(crowd),
    ]
    return lines, [*_grown(small, large), *_lost(crowd)], [*_heavy(small, hello), *_late(upload)]


def _cost(page: tuple[int, float], hello: float) -> str:
    queries, milliseconds = page
    return f"{queries} | {milliseconds:.1f} | {milliseconds / hello:.0f}"


def _grown(small: list[tuple[int, float]], large: list[tuple[int, float]]) -> Iterable[str]:
    for (name, _path, _email), (few, _ms), (many, _took) in zip(PAGES, small, large, strict=True):
        if few != many or many > 25:
            yield f"{name}: {few} queries for 65 members, {many} for 650"


def _heavy(small: list[tuple[int, float]], hello: float) -> Iterable[str]:
    for (name, _path, _email), (_queries, took) in zip(PAGES, small, strict=True):
        if took > TIMES * hello:
            yield f"{name}: {took / hello:.0f} times the smallest page; wanted at most {TIMES:g}"


def _late(upload: float) -> Iterable[str]:
    if upload > UPLOAD:
        yield f"a filled workbook took {upload:.2f} s; wanted at most {UPLOAD:g}"


def _told(crowd: Crowd) -> list[str]:
    took = sorted(1000 * seconds for seconds in crowd.took) or [0.0]
    doubled = len(crowd.receipts) - len(set(crowd.receipts))
    return [
        f"{WRITERS} members at once for {SECONDS:g} s, each saving two answers and submitting: "
        f"{len(crowd.took)} submissions, {len(crowd.took) / SECONDS:.1f} a second, half within "
        f"{statistics.median(took):.0f} ms, 95 % within {took[int(0.95 * len(took))]:.0f} ms; "
        f"{len(crowd.refused)} refused, {doubled} receipts given twice.",
        "",
    ]


def _lost(crowd: Crowd) -> Iterable[str]:
    yield from crowd.refused[:5]
    if len(crowd.receipts) != len(set(crowd.receipts)):
        yield "a receipt was given twice"


def _ask_and_answer() -> None:
    """A call of two hundred questions, answered by every member, and submitted by two of three."""
    from dugnad.calls import changes
    from dugnad.calls.models import Call
    from dugnad.kit import clock

    at = clock.now()
    days = {"opens": date(2021, 4, 1), "due_day": date(2021, 6, 30), "due_time": clock_time(16)}
    who = {"by": None, "at": at}
    call: Call = changes.create_call(
        kind="other", year=2021, title_nb="To hundre", slug=SLUG, languages="nb", **days, **who
    )
    answers = {}
    for place in range(SECTIONS):
        section = changes.add_section(call, title_nb=f"Del {place}", **who)
        for number in range(QUESTIONS):
            kind, facts, answer = KINDS[number % len(KINDS)]
            key = f"q-{place}-{number}"
            changes.add_question(section, key=key, kind=kind, label_nb=f"Spørsmål {key}", **facts, **who)
            answers[key] = answer
    changes.open_call(call, tell=False, **who)
    for number, reply in enumerate(call.replies.select_related("call", "organisation")):
        changes.save_draft(reply, answers, 0, None, at)
        if number % 3 and reply.organisation.slug != "hamar":
            changes.submit_reply(reply, f"collecting-{reply.pk}", None, at)


def _places() -> dict[str, Any]:
    """What stands in braces in the paths: a section in the middle, and a member that has submitted."""
    from dugnad.calls.models import Reply, Section

    sections = Section.objects.filter(call__slug=SLUG).order_by("position")
    submitted = Reply.objects.filter(call__slug=SLUG, state="submitted").order_by("pk")
    return {"section": sections[SECTIONS // 2].pk, "submitted": submitted[0].organisation.slug}


def _page(path: str, email: str) -> tuple[int, float]:
    """Queries and ms of CPU of a page, opened before."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.pages import client_of

    client = client_of(email)
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    queries = len(asked)  # now, because the next request empties the log
    took = []
    for _time in range(7):
        begun = time.process_time()
        client.get(path)
        took.append(1000 * (time.process_time() - begun))
    return queries, statistics.median(took)


def _workbooks() -> tuple[float, float]:
    """Seconds to make a workbook for each member, and to take one back that is filled in anew."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from benchmarks.pages import client_of
    from dugnad.calls.models import Reply
    from dugnad.calls.queries import reply_workbook
    from dugnad.kit import clock

    replies = list(Reply.objects.filter(call__slug=SLUG).select_related("call", "organisation"))
    begun = time.monotonic()
    books = {reply.organisation.slug: reply_workbook(reply, on=clock.today()) for reply in replies[:65]}
    made = time.monotonic() - begun
    filled = SimpleUploadedFile("svar.xlsx", _filled(books["hamar"]))
    client = client_of("hamar@demo.example")
    begun = time.monotonic()
    answer = client.post(f"/innhenting/{SLUG}/hamar/regneark/", {"file": filled})
    assert answer.status_code == 302, answer.content[:2000]
    return made, time.monotonic() - begun


def _filled(book: bytes) -> bytes:
    """Another number in every answer that is a number."""
    from io import BytesIO

    from openpyxl import load_workbook

    opened = load_workbook(BytesIO(book))
    for sheet in opened:
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = 13 if cell.value == 12 else cell.value
    stream = BytesIO()
    opened.save(stream)
    return stream.getvalue()


def _crowd(home: Path) -> Crowd:
    """The answers of sixteen members at once saved and submitted through the API, over and over."""
    server, crowd = Group(home), Crowd()
    try:
        server.start()
        token = server.token_of("sekretariat")
        members = server.municipalities()
        until = time.monotonic() + SECONDS
        threads = [
            threading.Thread(target=_submit, args=(server, crowd, members[place::WRITERS], token, until))
            for place in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.close()
    return crowd


def _submit(server: Group, crowd: Crowd, members: list[str], token: str, until: float) -> None:
    number = 0
    while members and time.monotonic() < until:
        code = members[number % len(members)]
        number += 1
        path = f"/api/v1/calls/{SLUG}/replies/{code}"
        begun = time.monotonic()
        try:
            version = server.ask("GET", path, token=token)["version"]
            body = {"answers": {"q-0-1": f"Svar {number}", "q-0-0": number}}
            saved = server.ask("PUT", path, token=token, body=body, If_Match=f'"{version}"')
            head = {"If_Match": f'"{saved["version"]}"', "Idempotency_Key": f"crowd-{code}-{number}"}
            receipt = server.ask("POST", f"{path}/submit", token=token, body={}, **head)["receipt"]
        except urllib.error.HTTPError as refusal:
            crowd.refused.append(f"{code}: {refusal.code} {refusal.read()[:200]!r}")
        except OSError as error:
            crowd.refused.append(f"{code}: {error}")
        else:
            crowd.took.append(time.monotonic() - begun)
            crowd.receipts.append(receipt["id"])


if __name__ == "__main__":
    sys.exit(main())

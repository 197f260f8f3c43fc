"""Measure pages, imports and publishing, and write the figures to benchmarks/RESULTS.md.

Run by `make bench`. Absolute times swing with the machine, so the work of a page is told as CPU time
and as multiples of the smallest page of the same process. Ends with 1 when a limit is passed.
"""

import csv
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MATRIX = ROOT / "tests" / "architecture" / "access_matrix.csv"
REAL_WORKBOOK = ROOT.parent / "shared/data/emissions/oslo_2009-2024_miljodirektoratet.xlsx"
READERS = ("secretariat", "editor of A", "anonymous")
EMAILS = {"secretariat": "sekretariat@demo.example", "editor of A": "hamar@demo.example"}
HELLO = "/healthz"
QUERIES, MULTIPLES = 25, 15
LIMITS_OF_PAGES = {"/program/": (12, 60.0), "/klimastatus/2020/": (25, 150.0)}  # queries, ms of CPU
MILLION = 1_000_000


@dataclass
class Page:
    """One page as one reader sees it."""

    path: str
    reader: str
    queries: int = 0
    milliseconds: float = 0.0
    queries_of_demo: int = 0


@dataclass
class Job:
    """One piece of work from the command line, and what it may take."""

    name: str
    command: list[str]
    seconds: float
    megabytes: float = float("inf")
    took: float = 0.0
    peak: float = 0.0


def main() -> int:
    """Measure everything, write the results, and tell what is too slow."""
    home = Path(tempfile.mkdtemp(prefix="dugnad-bench-"))
    try:
        _enter(home)
        pages, hello, sizes = _measure_pages()
        jobs = [_do(job, home) for job in _jobs(home)]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    faults = [*_faults_of_pages(pages, hello), *_faults_of_jobs(jobs)]
    text = _results(pages, hello, sizes, jobs, faults)
    (ROOT / "benchmarks" / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)
    return 1 if faults else 0


def _enter(home: Path) -> None:
    os.environ |= {"DUGNAD_HOME": str(home), "DUGNAD_DEMO": "1", "DJANGO_SETTINGS_MODULE": "dugnad.settings"}
    import django

    django.setup()


# Pages -----------------------------------------------------------------------------------------------


def _measure_pages() -> tuple[list[Page], float, dict[str, int]]:
    from benchmarks import alliance
    from dugnad.demo import load
    from dugnad.serving import collect_static

    load.prepare(fresh=False, say=print)
    collect_static()
    clients = {reader: _client(EMAILS.get(reader, "")) for reader in READERS}
    pages = list(_pages())
    for page in pages:
        _open(clients, page)
        page.queries_of_demo = _count_queries(clients, page)
    print("Growing the alliance …")
    sizes = alliance.grow(members=400, activities=300)
    for page in pages:
        _open(clients, page)
        page.queries = _count_queries(clients, page)
        page.milliseconds = _cpu(clients, page, times=7)
    hello = Page(HELLO, "anonymous")
    _open(clients, hello)
    return pages, _cpu(clients, hello, times=101), sizes


def _pages() -> Iterable[Page]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reader = next((reader for reader in READERS if row[reader] == "200"), None)
            if row["method"] == "GET" and reader and row["path"] != HELLO:
                yield Page(row["path"], reader)


def _client(email: str) -> Any:
    from django.conf import settings
    from django.test import Client

    from dugnad.members.models import User

    client = Client(headers={"host": "localhost"})
    if email:
        client.force_login(User.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _open(clients: dict[str, Any], page: Page) -> None:
    response = clients[page.reader].get(page.path)
    assert response.status_code == 200, f"{page.path} answers {response.status_code}"
    b"".join(response.streaming_content) if response.streaming else response.content


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


def _faults_of_pages(pages: list[Page], hello: float) -> list[str]:
    faults = []
    for page in pages:
        queries, milliseconds = LIMITS_OF_PAGES.get(page.path, (QUERIES, MULTIPLES * hello))
        if page.queries > queries:
            faults.append(f"{page.path}: {page.queries} queries; at most {queries}")
        if page.queries != page.queries_of_demo:
            faults.append(
                f"{page.path}: {page.queries} queries, {page.queries_of_demo} in the small alliance"
            )
        if page.milliseconds > milliseconds:
            faults.append(f"{page.path}: {page.milliseconds:.0f} ms of CPU; at most {milliseconds:.0f}")
    return faults


# Work from the command line ----------------------------------------------------------------------------


def _jobs(home: Path) -> Iterable[Job]:
    table = home / "million.csv"
    _write_million(table)
    vintage = ["--vintage", "2021-05-03"]
    if REAL_WORKBOOK.exists():
        yield Job(
            "import the real workbook of one municipality", ["import", "emissions", str(REAL_WORKBOOK)], 1
        )
    yield Job("import 1,000,000 rows", ["import", "emissions", str(table), *vintage], 60, 1024)
    edition = ["publish", "klimastatus", "2020", "--out", str(home / "edition")]
    yield Job("publish an edition with its PDF", edition, 20)
    yield Job("back up the large alliance", ["backup", str(home / "backup.zip")], 60)


def _write_million(table: Path) -> None:
    """A million rows as the agency's national table has them: number, year, sector, source, gas, tonnes."""
    from dugnad.indicators.kinds import SECTORS
    from dugnad.members.models import MunicipalityCode

    known = MunicipalityCode.objects.filter(valid_to__isnull=True, code__lt="6000").exclude(
        code__startswith="21"
    )
    codes = list(known.order_by("code").values_list("code", flat=True))
    years = [2009, 2011, 2013, *range(2015, 2020)]
    sectors = [sector.name_nb for sector in SECTORS.values()]
    sources = -(-MILLION // (len(codes) * len(years) * len(sectors)))
    left = MILLION
    with table.open("w", encoding="utf-8", newline="") as file:
        file.write("Kommunenummer;År;Sektor;Utslippskilde;Klimagass;Utslipp (tonn CO2-ekvivalenter)\n")
        for code in codes:
            for year in years:
                for sector in sectors:
                    for source in range(min(left, sources)):
                        file.write(f"{code};{year};{sector};Kilde {source};CO2;{source + year / 10}\n")
                    left -= min(left, sources)


def _do(job: Job, home: Path) -> Job:
    print(f"{job.name} …")
    program = Path(sys.executable).with_name("dugnad")
    begun = time.monotonic()
    child = subprocess.Popen([program, *job.command], cwd=home, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    job.took, job.peak = time.monotonic() - begun, used.ru_maxrss / 1024
    assert child.returncode == 0, f"{job.name} ended with {child.returncode}"
    return job


def _faults_of_jobs(jobs: list[Job]) -> list[str]:
    slow = [
        f"{job.name}: {job.took:.1f} s; at most {job.seconds:g}" for job in jobs if job.took > job.seconds
    ]
    fat = [
        f"{job.name}: {job.peak:.0f} MB; at most {job.megabytes:.0f}"
        for job in jobs
        if job.peak > job.megabytes
    ]
    return slow + fat


# The report --------------------------------------------------------------------------------------------


def _results(
    pages: list[Page], hello: float, sizes: dict[str, int], jobs: list[Job], faults: list[str]
) -> str:
    from django.conf import settings

    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    grown = ", ".join(f"{number:,} × {name}" for name, number in sizes.items())
    lines = [
        "# Results",
        "",
        "Written by `make bench`; see [README](README.md) for what is measured and why.",
        "",
        f"Python {platform.python_version()}, {engine}, {os.cpu_count()} cores. The large alliance: {grown}.",
        f"The smallest page (`{HELLO}`) takes {hello:.2f} ms of CPU.",
        "",
        "| page | reader | queries | in the demo | ms of CPU | × smallest |",
        "|---|---|---|---|---|---|",
    ]
    for page in pages:
        times = f"{page.milliseconds:.1f} | {page.milliseconds / hello:.0f}"
        lines.append(f"| `{page.path}` | {page.reader} | {page.queries} | {page.queries_of_demo} | {times} |")
    lines += ["", "| work | seconds | at most | peak MB |", "|---|---|---|---|"]
    lines += [f"| {job.name} | {job.took:.1f} | {job.seconds:g} | {job.peak:.0f} |" for job in jobs]
    lines += ["", "## Past their limits" if faults else "Everything is within its limits.", ""]
    lines += [f"- {fault}" for fault in faults]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())

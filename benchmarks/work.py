"""Work from the command line, each beside a peer that does the least that anybody would have to."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
REAL_WORKBOOK = ROOT.parent / "shared/data/emissions/oslo_2009-2024_miljodirektoratet.xlsx"
MILLION = 1_000_000
MEASURED = """
import os, subprocess, sys, time
begun = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_pid, status, used = os.wait4(child.pid, 0)
print(time.monotonic() - begun, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
TYPESET = """
import django, sys, time
django.setup()
from dugnad.editions.models import Edition
from dugnad.editions.queries import printing
compile_pdf = printing.compile_pdf
def timed(*document, **options):
    begun = time.monotonic()
    result = compile_pdf(*document, **options)
    print(time.monotonic() - begun)
    return result
printing.compile_pdf = timed
printing.printed(Edition.objects.get(year=int(sys.argv[1])))
"""
READ_CELLS = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
STORE_ROWS = """
import csv, sqlite3, sys
base = sqlite3.connect(sys.argv[2])
base.execute("PRAGMA journal_mode=WAL")
base.execute("CREATE TABLE figures (code TEXT, year INTEGER, sector TEXT, source TEXT, gas TEXT, value REAL)")
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = csv.reader(file, delimiter=";")
    next(rows)
    base.executemany("INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?)", rows)
base.commit()
"""
ZIP = """
import sys, zipfile
with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as archive:
    archive.write(sys.argv[1])
"""


@dataclass
class Job:
    """One piece of work, what it may take, and the peer that it is set beside."""

    name: str
    command: list[str]
    seconds: float
    peer: str
    do_peer: Callable[[], float]
    megabytes: float = float("inf")
    took: float = 0.0
    peak: float = 0.0
    peer_took: float = 0.0

    def faults(self) -> Iterable[str]:
        """What is past its limit."""
        if self.took > self.seconds:
            yield f"{self.name}: {self.took:.1f} s; wanted at most {self.seconds:g}"
        if self.peak > self.megabytes:
            yield f"{self.name}: {self.peak:.0f} MB; at most {self.megabytes:.0f}"


def measure(home: Path) -> list[Job]:
    """Do every job, and its peer right after."""
    jobs = []
    for job in _jobs(home):  # one at a time: the files of the next are written when the last is done
        print(f"{job.name} …")
        job.took, job.peak = _run([str(Path(sys.executable).with_name("dugnad")), *job.command], home)
        job.peer_took = job.do_peer()
        jobs.append(job)
    return jobs


def _jobs(home: Path) -> Iterable[Job]:
    table, base = home / "million.csv", home / "dugnad.sqlite3"
    _write_rows(table, MILLION)
    if REAL_WORKBOOK.exists():
        yield Job(
            "import the real workbook of one municipality",
            ["import", "emissions", str(REAL_WORKBOOK)],
            1,
            "its cells read, and nothing else",
            lambda: _python(home, READ_CELLS, REAL_WORKBOOK),
        )
    yield Job(
        "import 1,000,000 rows",
        ["import", "emissions", str(table), "--vintage", "2021-05-03"],
        60,
        "the same rows put into a bare table of SQLite",
        lambda: _python(home, STORE_ROWS, table, home / "bare.sqlite3"),
        megabytes=1024,
    )
    yield Job(
        "publish an edition of 64 municipalities with its PDF",
        ["publish", "klimastatus", "2020", "--out", str(home / "edition")],
        20,
        "the typesetter alone on the same document",
        lambda: _typeset(home, 2020),
    )
    yield Job(
        f"publish the draft of an edition of {_members_of_draft()} municipalities with its PDF",
        ["publish", "klimastatus", "2021", "--out", str(home / "draft")],
        60,
        "the typesetter alone on the same document",
        lambda: _typeset(home, 2021),
    )
    yield Job(
        "back up the large alliance",
        ["backup", str(home / "backup.zip")],
        60,
        "the database file put into a zip",
        lambda: _python(home, ZIP, base, home / "peer.zip"),
    )
    table.unlink()
    table = home / "ten-million.csv"
    _write_rows(table, 10 * MILLION)
    yield Job(
        "import 10,000,000 rows",
        ["import", "emissions", str(table), "--vintage", "2021-05-04"],
        600,
        "the same rows put into a bare table of SQLite",
        lambda: _python(home, STORE_ROWS, table, home / "bare-too.sqlite3"),
        megabytes=2048,
    )


def _run(command: list[str], home: Path) -> tuple[float, float]:
    """Seconds from outside, the start of the program included, and the most memory that it had, in MB.

    A small program starts it, because a child's memory is counted from that of whoever started it.
    """
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        cwd=home,
        env=os.environ | {"DUGNAD_HOME": str(home)},
        check=True,
        stdout=subprocess.PIPE,
    )
    seconds, kilobytes = done.stdout.split()
    return float(seconds), float(kilobytes) / 1024


def _python(home: Path, program: str, *paths: Path) -> float:
    return _run([sys.executable, "-c", program, *map(str, paths)], home)[0]


def _members_of_draft() -> int:
    """How many municipalities the draft of 2021 has a page for."""
    from dugnad.editions.models import Edition
    from dugnad.members.queries import member_municipalities

    return member_municipalities(Edition.objects.get(year=2021).members_on).count()


def _typeset(home: Path, year: int) -> float:
    """The seconds that the typesetter takes of a report, in a process that has not set it before."""
    environment = os.environ | {"DUGNAD_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", TYPESET, str(year)],
        cwd=home,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    return float(done.stdout)


def _write_rows(table: Path, count: int) -> None:
    """Rows as the agency's national table has them: number, year, sector, source, gas, tonnes."""
    from dugnad.indicators.kinds import SECTORS
    from dugnad.members.models import MunicipalityCode

    known = MunicipalityCode.objects.filter(valid_to__isnull=True, code__lt="6000").exclude(
        code__startswith="21"
    )
    codes = list(known.order_by("code").values_list("code", flat=True))
    years = [2009, 2011, 2013, *range(2015, 2020)]
    sectors = [sector.name_nb for sector in SECTORS.values()]
    sources = -(-count // (len(codes) * len(years) * len(sectors)))
    left = count
    with table.open("w", encoding="utf-8", newline="") as file:
        file.write("Kommunenummer;År;Sektor;Utslippskilde;Klimagass;Utslipp (tonn CO2-ekvivalenter)\n")
        for code in codes:
            for year in years:
                for sector in sectors:
                    for source in range(min(left, sources)):
                        file.write(f"{code};{year};{sector};Kilde {source};CO2;{source + year / 10}\n")
                    left -= min(left, sources)

"""Measure pages, submissions and work, and write the figures to benchmarks/RESULTS.md.

Run by `make bench`. Absolute times swing with the machine, so what is measured stands beside a peer of the
same run: the smallest page of the same process, or the least that anybody would have to do. Ends with 1
when a limit is passed that is the same on every machine; what took longer than wanted is told.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import collecting, decomposition, pages, submitting, work

RESULTS = Path(__file__).with_name("RESULTS.md")
PAST = "## Past their limits"
BY_HAND = ("## Meetings, by hand", "## Material flows, by hand")  # beside peers that no build has; kept
LIBRARIES = ("django", "python-calamine", "typst", "mini-racer")


def main() -> int:
    """Measure everything, write the results, and tell what is past its limit."""
    home = Path(tempfile.mkdtemp(prefix="dugnad-bench-"))
    kept = home / "large"
    try:
        _enter(home / "var")
        submitted = submitting.measure()
        _load(fresh=True)  # pages are opened as the demo has them, before anybody submitted
        opened = pages.measure()
        _keep(home / "var", kept)
        pages.multiply(opened)
        jobs = work.measure(kept)
        collected, promised = _apart("collecting"), _apart("declaration")
        decomposed = decomposition.measure()
        text = "\n".join(
            [
                *_about(opened),
                *_pages(opened),
                *_submitting(submitted),
                *collected.lines,
                *promised.lines,
                *decomposed.lines(),
                *_work(jobs),
                *_by_hand(),
                *_verdict(opened, submitted, [collected, promised], jobs, decomposed),
            ]
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 1 if PAST in text else 0


def _enter(home: Path) -> None:
    """The demo in a home of its own."""
    os.environ |= {"DUGNAD_HOME": str(home), "DUGNAD_DEMO": "1", "DJANGO_SETTINGS_MODULE": "dugnad.settings"}
    import django

    django.setup()
    from dugnad.serving import collect_static

    _load(fresh=False)
    collect_static()


def _load(*, fresh: bool) -> None:
    from dugnad.demo import load

    load.prepare(fresh=fresh, say=print)


@dataclass
class Collected:
    """What a benchmark in a process of its own printed: its part of the results, and what it complains of."""

    lines: list[str]
    past: list[str]
    slow: list[str]


def _apart(name: str) -> Collected:
    """Measured in a process of its own, because it grows an alliance of its own."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=RESULTS.parents[1])
    lines = done.stdout.splitlines()
    past = [line.removeprefix(collecting.PAST) for line in lines if line.startswith(collecting.PAST)]
    slow = [line.removeprefix(collecting.SLOW) for line in lines if line.startswith(collecting.SLOW)]
    if done.returncode and not past:
        past = [f"{name} ended with {done.returncode}: {done.stderr.strip()[-300:]}"]
    told = [line for line in lines if not line.startswith((collecting.PAST, collecting.SLOW))]
    return Collected([*told, ""] if told and told[-1] else told, past, slow)


def _by_hand() -> list[str]:
    """What was measured by hand, as it stands in the results of the last time."""
    text, kept = RESULTS.read_text(encoding="utf-8"), []
    for part in BY_HAND:
        _before, heading, after = text.partition(part)
        kept += [heading + after.partition("\n## ")[0].rstrip(), ""] if heading else []
    return kept


def _keep(home: Path, kept: Path) -> None:
    """The large alliance as it is now, for the jobs: they are to work with figures that people could have."""
    from django.db import connection

    connection.close()
    shutil.copytree(home, kept)


def _about(opened: pages.Pages) -> list[str]:
    from django.conf import settings

    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        "# Results",
        "",
        "Written by `make bench`; see [README](README.md) for what is measured and why.",
        "",
        f"- {datetime.now(UTC).date()}, {os.cpu_count()} cores ({_processor()}), "
        f"{_memory():.0f} GiB of memory, {platform.system()} {platform.release()}.",
        f"- Python {platform.python_version()}, {engine}, {libraries}.",
        f"- The large alliance: {_told(opened.large)}.",
        f"- Ten times the rows: {_told(opened.tenfold)}.",
        f"- The smallest page (`{pages.HELLO}`, the frame and a text): "
        f"{opened.hello['secretariat']:.2f} ms of CPU for the secretariat, "
        f"{opened.hello['anonymous']:.2f} ms for a stranger; "
        f"`{pages.BARE}`, which is no page: {opened.bare:.2f} ms.",
        f"- To work an edition's figures out anew for the large alliance: {opened.composed:.1f} s of CPU.",
        "",
    ]


def _told(rows: dict[str, int]) -> str:
    return ", ".join(f"{number:,} × {name}" for name, number in rows.items())


def _processor() -> str:
    lines = (
        Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if os.path.exists("/proc/cpuinfo")
        else []
    )
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _pages(opened: pages.Pages) -> list[str]:
    """The heaviest first: what a reader of this page looks for."""
    heaviest = sorted(opened.rows, key=lambda page: -page.large)
    return [
        "## Pages",
        "",
        "The most queries that any reader asks: in the demo, in the large alliance, and with ten times the",
        "rows of all. Then ms of CPU for the reader who sees most: in the demo, also in smallest pages of",
        "the same reader, on the first visit in the large alliance, and on later ones. Files and answers",
        "to programs are in italics.",
        "",
        "| page | reader | queries | large | tenfold | ms | × smallest | first, large | ms, large |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_row(page, opened.times(page)) for page in heaviest),
        "",
    ]


def _row(page: pages.Page, times: float) -> str:
    path = f"`{page.path}`" if page.is_page else f"*{page.path}*"
    queries = " | ".join(str(page.most(stage)) for stage in pages.STAGES)
    took = f"{page.demo:.1f} | {times:.0f} | {page.first:.1f} | {page.large:.1f}"
    return f"| {path} | {page.reader} | {queries} | {took} |"


def _submitting(found: submitting.Submitting) -> list[str]:
    return [
        "## Submitting",
        "",
        f"A submission through the page, with its receipt: {found.milliseconds:.1f} ms of CPU and "
        f"{found.queries} queries, {found.ratio:.0f} times the smallest page ({found.hello:.2f} ms).",
        "",
        f"{found.schedules:,} random schedules of two who write at once: {found.told:,} conflicts told, "
        f"{found.lost} texts overwritten unseen.",
        "",
    ]


def _work(jobs: list[work.Job]) -> list[str]:
    return [
        "## Work",
        "",
        "| work | seconds | at most | peak MB | peer | its seconds | × peer |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {job.name} | {job.took:.2f} | {job.seconds:g} | {job.peak:.0f} | {job.peer} "
            f"| {job.peer_took:.2f} | {job.took / job.peer_took:.1f} |"
            for job in jobs
        ),
        "",
    ]


def _verdict(
    opened: pages.Pages,
    submitted: submitting.Submitting,
    apart: list[Collected],
    jobs: list[work.Job],
    decomposed: decomposition.Compared,
) -> list[str]:
    told_past = [fault for one in apart for fault in one.past]
    past = [*opened.counted(), *submitted.lost_texts(), *told_past, *decomposed.past()]
    slow = [
        *opened.timed(),
        *submitted.timed(),
        *(fault for one in apart for fault in one.slow),
        *decomposed.slow(),
        *(fault for job in jobs for fault in job.faults()),
    ]
    told = [PAST, "", *(f"- {fault}" for fault in past), ""] if past else []
    if slow:
        told += ["## Slower than wanted, in this run", "", *(f"- {fault}" for fault in slow), ""]
    return told[:-1] or ["Everything is within its limits."]


if __name__ == "__main__":
    sys.exit(main())

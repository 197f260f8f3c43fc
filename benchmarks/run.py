"""Measure pages, submissions and work, and write the figures to benchmarks/RESULTS.md.

Run by `make bench`. Absolute times swing with the machine, so what is measured stands beside a peer of the
same run: the smallest page of the same process, or the least that anybody would have to do. Ends with 1
when a limit is passed.
"""

import os
import platform
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import pages, submitting, work

RESULTS = Path(__file__).with_name("RESULTS.md")
LIBRARIES = ("django", "python-calamine", "typst", "mini-racer")


def main() -> int:
    """Measure everything, write the results, and tell what is past its limit."""
    home = Path(tempfile.mkdtemp(prefix="dugnad-bench-"))
    try:
        _enter(home)
        submitted = submitting.measure()
        opened = pages.measure()
        jobs = work.measure(home)
        text = "\n".join(
            [
                *_about(opened),
                *_pages(opened),
                *_submitting(submitted),
                *_work(jobs),
                *_faults(opened, submitted, jobs),
            ]
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 1 if "## Past their limits" in text else 0


def _enter(home: Path) -> None:
    """The demo in a home of its own."""
    os.environ |= {"DUGNAD_HOME": str(home), "DUGNAD_DEMO": "1", "DJANGO_SETTINGS_MODULE": "dugnad.settings"}
    import django

    django.setup()
    from dugnad.demo import load
    from dugnad.serving import collect_static

    load.prepare(fresh=False, say=print)
    collect_static()


def _about(opened: pages.Pages) -> list[str]:
    from django.conf import settings

    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    grown = ", ".join(f"{number:,} × {name}" for name, number in opened.sizes.items())
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        "# Results",
        "",
        "Written by `make bench`; see [README](README.md) for what is measured and why.",
        "",
        f"- {datetime.now(UTC).date()}, {os.cpu_count()} cores ({_processor()}), "
        f"{_memory():.0f} GiB of memory, {platform.system()} {platform.release()}.",
        f"- Python {platform.python_version()}, {engine}, {libraries}.",
        f"- The large alliance: {grown}.",
        f"- The smallest page (`{pages.HELLO}`, the frame and a text): "
        f"{opened.hello['secretariat']:.2f} ms of CPU for the secretariat, "
        f"{opened.hello['anonymous']:.2f} ms for a stranger; "
        f"`{pages.BARE}`, which is no page: {opened.bare:.2f} ms.",
        "",
    ]


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
    heaviest = sorted(opened.rows, key=lambda page: -page.milliseconds)
    return [
        "## Pages",
        "",
        "Queries and ms of CPU in the demo, also in smallest pages of the same reader; then in the large",
        "alliance, where the first visit is told by itself. Files and answers to programs are in italics.",
        "",
        "| page | reader | queries | ms | × smallest | queries, large | first | ms, large |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(page, opened.times(page)) for page in heaviest),
        "",
    ]


def _row(page: pages.Page, times: float) -> str:
    path = f"`{page.path}`" if page.is_page else f"*{page.path}*"
    small = f"{page.queries_of_demo} | {page.milliseconds_of_demo:.1f} | {times:.0f}"
    return (
        f"| {path} | {page.reader} | {small} | {page.queries} | {page.first:.1f} | {page.milliseconds:.1f} |"
    )


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


def _faults(opened: pages.Pages, submitted: submitting.Submitting, jobs: list[work.Job]) -> list[str]:
    found = [*opened.faults(), *submitted.faults(), *(fault for job in jobs for fault in job.faults())]
    if not found:
        return ["Everything is within its limits."]
    return ["## Past their limits", "", *(f"- {fault}" for fault in found)]


if __name__ == "__main__":
    sys.exit(main())

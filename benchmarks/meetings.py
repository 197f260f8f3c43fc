"""Meetings beside Indico: a meeting with twelve points, a group, two hundred meetings, a rush, a bundle.

    python -m benchmarks.meetings FOLDER          measure, and print a part of the results
    python -m benchmarks.meetings papers FOLDER   make the papers that both are given

By hand only; README.md tells how Indico is set up. With `INDICO_PYTHON` and `INDICO_CONFIG` both are measured
in turn in one run; without, its figures are read from FOLDER/indico.json, where there are any. `DATABASE_URL`
names the PostgreSQL of both; without it a server of its own is started, and thrown away.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import costs, meetings_material, rush
from benchmarks.indico_rush import their_rush
from benchmarks.meetings_ours import make_papers, our_rush, seed_ours
from tests.postgres import Server as Database

ROOT = Path(__file__).parents[1]
GOAL = 0.5  # of what Indico asks and takes


def main() -> None:
    """Measure both, or do the one thing that was asked for."""
    words = sys.argv[1:]
    if words[:1] == ["papers"]:
        make_papers(Path(words[1]))
    elif words:
        _compare(Path(words[0]).resolve())
    else:
        with tempfile.TemporaryDirectory(prefix="dugnad-meetings-") as folder:
            _compare(Path(folder))


# Measuring ------------------------------------------------------------------------------------------------


def _compare(folder: Path) -> None:
    if not (folder / meetings_material.points()[0].paper).exists():
        make_papers(folder)
    database = None if "DATABASE_URL" in os.environ else Database(options=("max_connections=60",)).start()
    try:
        os.environ |= {
            "DUGNAD_HOME": str(folder / "home"),
            "DUGNAD_DEMO": "1",
            "MEETINGS_PAPERS": str(folder),
            **({"DATABASE_URL": database.url} if database else {}),
        }
        seed_ours(folder)
        told, theirs = _in_turn(folder)
    finally:
        if database:
            database.stop()
    print("\n".join(_lines(told, theirs)))


def _in_turn(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Each side by itself, one after the other, round after round; then the rush on each."""
    peer = os.environ.get("INDICO_PYTHON", "")
    found: dict[str, list[dict[str, Any]]] = {"ours": [], "theirs": []}
    for number in range(1, meetings_material.ROUNDS + 1):
        print(f"Round {number}, load {os.getloadavg()[0]:.2f} …", file=sys.stderr)
        found["ours"].append(
            _run(sys.executable, "benchmarks.meetings_ours", "pages", folder / f"ours-{number}.json")
        )
        if peer:
            found["theirs"].append(
                _run(peer, "benchmarks.indico_measure", "pages", folder / f"theirs-{number}.json")
            )
    for number in range(1, meetings_material.ROUNDS + 1):
        found["ours"][number - 1]["rush"] = our_rush(number)
        if peer:
            found["theirs"][number - 1]["rush"] = their_rush(peer, folder, number)
    theirs = merged(found["theirs"]) if peer else _kept(folder / "indico.json")
    if peer:
        _write(folder / "indico.json", theirs)
    return merged(found["ours"]), theirs


def _run(python: str, module: str, *words: object) -> dict[str, Any]:
    """A side measures in a process of its own, with its own interpreter, and leaves a file."""
    subprocess.run([python, "-m", module, *map(str, words)], check=True, cwd=ROOT, stdout=sys.stderr)
    return _kept(Path(str(words[-1])))


def _kept(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text())) if file.exists() else {}


def _write(file: Path, told: dict[str, Any]) -> None:
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False))


def merged(rounds: list[Any]) -> Any:
    """Of every figure its median over the rounds; words from the last, lists put together."""
    last = rounds[-1]
    if isinstance(last, dict):
        return {key: merged([one[key] for one in rounds]) for key in last}
    if isinstance(last, list):
        return [item for one in rounds for item in one]
    return statistics.median(rounds) if isinstance(last, int | float) else last


# Telling ---------------------------------------------------------------------------------------------


def _lines(told: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    return [
        "## Meetings, by hand",
        "",
        f"{told['name']} ({told['versions']})"
        + (f" beside {theirs['name']} ({theirs['versions']})" if theirs else "")
        + f"; the median of {meetings_material.ROUNDS} rounds in turn, each of {costs.TIMES} requests.",
        "",
        *(_beside(told, theirs) if theirs else _alone(told)),
        *_rushes(told, theirs),
        *_bundles(told, theirs),
        *_slow(told, theirs),
    ]


def _alone(told: dict[str, Any]) -> Iterable[str]:
    yield "| page, reader | queries | ms | ms of the database | kB | packed |"
    yield "|---|---|---|---|---|---|"
    for name, cost in told["pages"].items():
        sizes = f"{cost['bytes'] / 1000:.0f} | {cost['packed'] / 1000:.1f}"
        yield f"| {name} | {cost['queries']:.0f} | {cost['cpu']:.1f} | {cost['database']:.1f} | {sizes} |"
    yield ""


def _beside(told: dict[str, Any], theirs: dict[str, Any]) -> Iterable[str]:
    yield (
        "| page, reader | queries | Indico | × | ms | Indico | × | ms of the database | Indico "
        "| kB | Indico | packed | Indico |"
    )
    yield "|---" * 13 + "|"
    for name, own in told["pages"].items():
        peer = theirs["pages"][name]
        cells = [
            *_ratio(own["queries"], peer["queries"], 0),
            *_ratio(own["cpu"], peer["cpu"], 1),
            f"{own['database']:.1f}", f"{peer['database']:.1f}",
            f"{own['bytes'] / 1000:.0f}", f"{peer['bytes'] / 1000:.0f}",
            f"{own['packed'] / 1000:.1f}", f"{peer['packed'] / 1000:.1f}",
        ]  # fmt: skip
        yield f"| {name} | {' | '.join(cells)} |"
    own, peer = told["sign_up"], theirs["sign_up"]
    cells = [*_ratio(own["queries"], peer["queries"], 0), *_ratio(own["cpu"], peer["cpu"], 1)]
    yield f"| signing up, a stranger | {' | '.join([*cells, *[''] * 6])} |"
    yield ""


def _ratio(own: float, peer: float, digits: int) -> list[str]:
    return [f"{own:.{digits}f}", f"{peer:.{digits}f}", f"{own / peer:.2f}"]


def _rushes(told: dict[str, Any], theirs: dict[str, Any]) -> Iterable[str]:
    yield (
        f"{meetings_material.USERS} people at once, each opening the form and signing up once, for "
        f"{meetings_material.CAPACITY} places; {rush.WORKERS} processes of {rush.THREADS} threads, "
        f"{meetings_material.ROUNDS} rounds:"
    )
    yield ""
    heads = "accepted | of them waiting | refused | errors | places taken | s | CPU s | half within s | 95 %"
    yield f"| | {heads} |"
    yield "|---" * 10 + "|"
    for side in filter(None, (told, theirs)):
        one = side["rush"]
        counts = " | ".join(f"{one[key]:.0f}" for key in ("accepted", "waiting", "refused", "errors"))
        taken = ", ".join(str(places) for places in one["places"])
        seconds = " | ".join(f"{one[key]:.1f}" for key in ("seconds", "cpu", "half", "most"))
        yield f"| {side['name']} | {counts} | {taken} | {seconds} |"
    yield ""


def _bundles(told: dict[str, Any], theirs: dict[str, Any]) -> Iterable[str]:
    own = told["bundle"]
    yield (
        f"Agenda and papers in one PDF of {own['pages']:.0f} pages with bookmarks: "
        f"{own['cpu'] / 1000:.2f} s of CPU, {own['queries']:.0f} queries; the same papers put together by "
        f"pypdf {version('pypdf')} and nothing else: {own['bound'] / 1000:.2f} s, "
        f"{own['cpu'] / own['bound']:.2f} times."
    )
    for name, cost in theirs.get("bundle", {}).items():
        yield f"Indico, {name}: {cost['cpu'] / 1000:.2f} s of CPU, {cost['queries']:.0f} queries."
    yield ""


def _slow(told: dict[str, Any], theirs: dict[str, Any]) -> Iterable[str]:
    for name, peer in theirs.get("pages", {}).items():
        for unit in ("queries", "cpu"):
            share = told["pages"][name][unit] / peer[unit]
            if share > GOAL:
                yield f"- slower than wanted: {name}: {share:.2f} of Indico's {unit}; wanted at most {GOAL:g}"


if __name__ == "__main__":
    main()

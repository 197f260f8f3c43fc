"""Measures the engine of material flows and writes its part of the results: `python -m benchmarks.flows`.

PEERS_PYTHON names an interpreter that has cvxpy and Clarabel (see benchmarks/README.md); without it the peers
are left out. SHARED=1 says in the results that others used the machine meanwhile.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

# One thread on both sides, and what is told is the CPU of the process.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")

import numpy as np

from benchmarks.flows import ours, stocks

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
HEADING = "## Material flows, by hand"
LIBRARIES = ("numpy", "scipy", "numba")
WANTED_VALUES, WANTED_VARIANCES, WANTED_DRAW, WANTED_BOUNDED = 30.0, 60.0, 4.0, 4.0


def main() -> int:
    """Measure, print, and put the part where it stands in the results."""
    batch, bounded, growth = ours.batch(), ours.bounded(), ours.growth()
    peers = _peers(bounded)
    of_stocks, past_of_stocks = stocks.measure()
    past = [*_past(batch, bounded, peers), *past_of_stocks]
    lines = [
        *_about(peers),
        *_batch(batch, peers),
        *_bounded(bounded, peers),
        *_growth(growth),
        *of_stocks,
        *(["Past what was wanted:", "", *(f"- {fault}" for fault in past), ""] if past else []),
    ]
    _write(lines)
    print("\n".join(lines))
    return 1 if past else 0


def _peers(bounded: list[ours.Bounded]) -> dict[str, Any]:
    """What the peers took and how far off they are, by the number of flows."""
    python = os.environ.get("PEERS_PYTHON")
    if not python:
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for found in bounded:
            problem = found.problem
            np.savez(
                folder / f"problem-{found.flows:06}.npz", source=problem.source, target=problem.target,
                y=problem.y, v=problem.v, bounded=True,
            )  # fmt: skip
        script = Path(__file__).with_name("peer.py")
        told = subprocess.run([python, str(script), name], capture_output=True, text=True, check=True)
        lines = [json.loads(line) for line in told.stdout.splitlines() if line.startswith("{")]
        found_by = {}
        for row, one in zip(lines[1:], bounded, strict=True):
            with np.load(folder / f"answer-{one.flows:06}.npz") as answer:
                off = np.abs(answer["x"] - one.x).max() / np.abs(one.x).max()
            found_by[one.flows] = {**row, "off": float(off)}
        return {"versions": lines[0], **found_by}


def _about(peers: dict[str, Any]) -> list[str]:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    beside = ", ".join(f"{name} {number}" for name, number in peers.get("versions", {}).items())
    shared = (
        " **Others used the machine meanwhile**, so these are upper limits."
        if os.environ.get("SHARED")
        else ""
    )
    return [
        HEADING,
        "",
        f"Measured by `python -m benchmarks.flows` on {datetime.now(UTC):%Y-%m-%d, %H:%M} UTC: "
        f"{_processor()}, Python {platform.python_version()}, {libraries}; peers {beside or 'left out'}. "
        f"CPU of the process, one thread, the least of the runs, after compiling.{shared}",
        "",
    ]


def _batch(batch: ours.Batch, peers: dict[str, Any]) -> list[str]:
    count = ours.PLACES * ours.YEARS
    rows = [
        "| 357 places × 15 years of 58 processes, 192 flows, own weights | ms | wanted | us a system |",
        "|---|---|---|---|",
        f"| all values | {batch.values:.1f} | {WANTED_VALUES:.0f} | {1e3 * batch.values / count:.2f} |",
        f"| all values and all variances | {batch.variances:.1f} | {WANTED_VARIANCES:.0f} "
        f"| {1e3 * batch.variances / count:.2f} |",
    ]
    if 192 in peers:
        again = peers[192]["again"]
        rows.append(
            f"| cvxpy and Clarabel, one bounded × {count:,} | {again * count:,.0f} | | {1e3 * again:,.0f} |"
        )
    return [
        *rows,
        "",
        f"Order and pattern of the factor once: {batch.symbolic:.2f} ms, {batch.fill} entries. Against dense "
        f"algebra: values off by {batch.off:.0e} of the largest, variances by {batch.spread_off:.0e}.",
        f"A draw put onto the balances, nothing else: {batch.draw:.0f} ns; 3,072 bytes at the "
        f"{batch.bandwidth / 1e9:.1f} GB/s that a triad reaches in the same run take {batch.bound:.0f} ns: "
        f"**{batch.draw / batch.bound:.2f} times the limit of the memory**, wanted: {WANTED_DRAW:.0f}.",
        f"Through names and tables, 30 places × 15 years with 86,400 observations stated one by one: "
        f"{batch.through_tables:.1f} s.",
        "",
    ]


def _bounded(bounded: list[ours.Bounded], peers: dict[str, Any]) -> list[str]:
    rows = [
        "| one system, every flow at least 0: flows | held | ms | off | cvxpy ms | solved again | off | × |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in bounded:
        peer = peers.get(one.flows)
        beside = (
            f"{peer['built']:.1f} | {peer['again']:.1f} | {peer['off']:.0e} | {one.took / peer['built']:.2f}"
            if peer
            else "| | |"
        )
        rows.append(f"| {one.flows:,} | {one.held:,} | {one.took:.2f} | {one.off:.0e} | {beside} |")
    return [
        *rows,
        "",
        "From arrays to the answer, with order and pattern. Off: the largest error by the largest flow, ours "
        "against all conditions solved at once and refined in long numbers, the signs of the multipliers "
        "checked; the peer against ours. Wanted: a quarter of cvxpy, and 1e-9.",
        "",
    ]


def _growth(growth: list[tuple[int, int, float, float]]) -> list[str]:
    rows = [
        f"| {flows:,} | {fill:,} | {first:.2f} | {solved:.3f} | {1e6 * solved / flows:.0f} |"
        for flows, fill, first, solved in growth
    ]
    return [
        "| flows of one system | entries of the factor | classes, pattern, ms | solved, ms | ns a flow |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def _past(batch: ours.Batch, bounded: list[ours.Bounded], peers: dict[str, Any]) -> list[str]:
    past = []
    if batch.values > WANTED_VALUES or batch.variances > WANTED_VARIANCES:
        past.append(f"the batch took {batch.values:.0f} and {batch.variances:.0f} ms")
    if batch.draw > WANTED_DRAW * batch.bound:
        past.append(f"a draw took {batch.draw / batch.bound:.1f} times the limit of the memory")
    for one in bounded:
        if one.off > 1e-9:
            past.append(f"{one.flows:,} flows with bounds are off by {one.off:.0e}")
        peer = peers.get(one.flows)
        if peer and one.took * WANTED_BOUNDED > peer["built"]:
            past.append(f"{one.flows:,} flows with bounds took {one.took / peer['built']:.2f} of cvxpy")
    return past


def _write(lines: list[str]) -> None:
    """In the place of the part of the last time, or before what the results end with."""
    text = RESULTS.read_text(encoding="utf-8")
    before, heading, after = text.partition(HEADING)
    rest = after.partition("\n## ")[2] if heading else ""
    if not heading:
        before, _mark, rest = text.partition("\n## Slower than wanted")
        rest = "Slower than wanted" + rest if _mark else ""
        before += "\n"
    part = "\n".join(lines).rstrip() + "\n"
    RESULTS.write_text(before + part + (f"\n## {rest}" if rest else ""), encoding="utf-8")


def _processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(":")[2].strip() if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())

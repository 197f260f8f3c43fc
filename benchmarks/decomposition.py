"""What it costs to move a national table to new codes and to decompose its changes, beside pandas.

The table: every municipality of 2019 (422 codes, 356 after the mergers) × 15 years × 10 sectors × 34 sources,
2.15 million numbers. Run by `make bench`, or by itself with `python -m benchmarks.decomposition`. Each side
is measured in a process of its own, so that its peak of memory is its own.
"""

import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
REGISTER = ROOT / "src/dugnad/members/reference/municipality_codes.csv"
PUBLISHED, WANTED = date(2019, 5, 1), date(2024, 5, 1)
YEARS, SECTORS, SOURCES = range(2009, 2024), range(10), range(34)
STEPS = (
    "moved to the codes of 2024",
    "changes by municipality and sector",
    "inhabitants × emissions of each",
)
REPEATS = 5
SLOWEST = 1.5  # times pandas that a step is wanted to take at most; near 1 a busy machine decides
PEAK_LIMIT = 1.0  # times the peak of pandas
SIDES = ("ours", "pandas")


@dataclass
class Compared:
    """Seconds of each step and peak MB of both sides, and the sums that must agree."""

    ours: dict[str, Any]
    pandas: dict[str, Any]

    def lines(self) -> list[str]:
        """The part of the results."""
        rows = [
            f"| {step} | {ours:.3f} | {peer:.3f} | {ours / peer:.2f} |"
            for step, ours, peer in zip(STEPS, self.ours["took"], self.pandas["took"], strict=True)
        ]
        return [
            "## Decomposition",
            "",
            f"{self.ours['cells']:,} numbers: {self.ours['places']} municipalities × {len(YEARS)} years × "
            f"{len(SECTORS)} sectors × {len(SOURCES)} sources, in columns here and in a long frame in pandas "
            f"{self.pandas['version']}; the best of {REPEATS} seconds, and the same sums on both sides.",
            "",
            "| step | seconds | pandas | × pandas |",
            "|---|---|---|---|",
            *rows,
            f"| peak of the process, MB | {self.ours['peak']:.0f} | {self.pandas['peak']:.0f} "
            f"| {self.ours['peak'] / self.pandas['peak']:.2f} |",
            "",
        ]

    def past(self) -> list[str]:
        """What is wrong on every machine: the two sides do not agree."""
        pairs = zip(STEPS, self.ours["sums"], self.pandas["sums"], strict=True)
        return [
            f"decomposition, {step}: {ours} here, {peer} with pandas"
            for step, ours, peer in pairs
            if abs(ours - peer) > 1e-6 * max(1.0, abs(peer))
        ]

    def slow(self) -> list[str]:
        """What took longer than wanted."""
        pairs = zip(STEPS, self.ours["took"], self.pandas["took"], strict=True)
        slow = [
            f"decomposition, {step}: {ours / peer:.1f} times pandas; wanted at most {SLOWEST:g}"
            for step, ours, peer in pairs
            if ours > SLOWEST * peer
        ]
        if self.ours["peak"] > PEAK_LIMIT * self.pandas["peak"]:
            slow.append(f"decomposition: {self.ours['peak']:.0f} MB, more than pandas")
        return slow


def measure() -> Compared:
    """Both sides, one after the other."""
    return Compared(*(_side(name) for name in SIDES))


def _side(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.decomposition", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def _codes() -> list[str]:
    """The codes of 2019."""
    return sorted(
        row["code"] for row in _register() if row["valid_from"] <= "2019-05-01" <= (row["valid_to"] or "9")
    )


def _register() -> list[dict[str, str]]:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _column(number: int) -> list[float]:
    """Made-up numbers of a municipality, the same on both sides, in the order year, sector, source."""
    size = len(YEARS) * len(SECTORS) * len(SOURCES)
    return [float(1 + (number * 7919 + cell * 104_729) % 9973) for cell in range(size)]


def _people(number: int, year: int) -> float:
    return 1000.0 + 37 * number + 11 * (year - 2009)


def _best(step: Callable[[], Any]) -> tuple[float, Any]:
    took, result = [], None
    for _time in range(REPEATS):
        begun = time.perf_counter()
        result = step()
        took.append(time.perf_counter() - begun)
    return min(took), result


def _told(took: Iterable[float], sums: Iterable[float], **more: Any) -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return json.dumps({"took": list(took), "sums": list(sums), "peak": peak, **more})


# Ours ------------------------------------------------------------------------------------------------


def ours() -> str:
    """Columns, moved and decomposed."""
    from dugnad.engine.boundaries import Divisions, Key
    from dugnad.engine.columns import Columns, move_columns
    from dugnad.engine.decomposition import contributions, effects

    divisions = Divisions.from_rows(
        (
            row["code"], row["name"], row["county_code"], row["county_name"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            [_successor(word) for word in row["successors"].split()],
        )
        for row in _register()
    )  # fmt: skip
    rows = tuple((year, sector, source) for year in YEARS for sector in SECTORS for source in SOURCES)
    codes = _codes()
    table = Columns(rows, {code: _column(number) for number, code in enumerate(codes)})
    key = Key.of_register("register", divisions, published=PUBLISHED, to=WANTED)

    def move() -> Columns:
        return move_columns(divisions, table, published=PUBLISHED, to=WANTED, key=key).columns

    def explain() -> list[dict[Any, float]]:
        sectors = moved.summed(lambda row: row[:2])
        told = [sectors.at(year) for year in YEARS]
        return [contributions(*pair).by_label for pair in pairwise(told)]

    def share() -> list[tuple[float, ...]]:
        totals = moved.summed(lambda row: row[:1])
        told = [_factors(totals.at(year), year) for year in YEARS]
        return [effects(*pair).values for pair in pairwise(told)]

    first, moved = _best(move)
    second, parts = _best(explain)
    third, shared = _best(share)
    sums = (
        sum(sum(column) for column in moved.values.values()),
        sum(abs(value) for year in parts for value in year.values()),
        sum(abs(value) for pair in shared for value in pair),
    )
    return _told((first, second, third), sums, cells=len(codes) * len(rows), places=len(codes))


def _successor(word: str) -> tuple[str, float | None]:
    code, _colon, weight = word.partition(":")
    return code, float(weight) if weight else None


def _factors(told: dict[Any, float | None], year: int) -> dict[Any, tuple[float, float]]:
    found = {}
    for number, place in enumerate(sorted(told)):
        people = _people(number, year)
        found[place] = people, (told[place] or 0.0) / people
    return found


# pandas ----------------------------------------------------------------------------------------------


def peer() -> str:
    """A long frame, merged with the table of successors, grouped and pivoted."""
    import numpy as np
    import pandas as pd

    codes = _codes()
    size = len(SECTORS) * len(SOURCES)
    length = len(YEARS) * size
    frame = pd.DataFrame(
        {
            "code": pd.Categorical.from_codes(np.repeat(np.arange(len(codes)), length), codes),
            "year": np.tile(np.repeat(np.array(YEARS), size), len(codes)),
            "sector": np.tile(np.repeat(np.array(SECTORS), len(SOURCES)), len(codes) * len(YEARS)),
            "source": np.tile(np.array(SOURCES), len(codes) * len(YEARS) * len(SECTORS)),
            "value": np.concatenate([np.array(_column(number)) for number in range(len(codes))]),
        }
    )
    ways = pd.DataFrame(_ways(codes), columns=["code", "target", "weight"])
    ways["code"] = pd.Categorical(ways["code"], codes)
    ways["target"] = ways["target"].astype("category")

    def move() -> Any:
        merged = frame.merge(ways, on="code")
        merged["value"] *= merged["weight"]
        cells = ["target", "year", "sector", "source"]
        return merged.groupby(cells, observed=True, sort=False)["value"].sum().reset_index()

    def explain() -> Any:
        sums = moved.groupby(["target", "sector", "year"], observed=True)["value"].sum()
        return sums.unstack("year").diff(axis=1).iloc[:, 1:]

    def share() -> Any:
        totals = moved.groupby(["target", "year"], observed=True)["value"].sum().unstack("year").sort_index()
        people = np.array([[_people(n, year) for year in YEARS] for n in range(len(totals))])
        values = totals.to_numpy()
        before, after = values[:, :-1], values[:, 1:]
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.where(before == after, before, (after - before) / np.log(after / before))
        scale = mean * np.log(people[:, 1:] / people[:, :-1])
        intensity = mean * np.log((after / people[:, 1:]) / (before / people[:, :-1]))
        return np.vstack([scale.sum(axis=0), intensity.sum(axis=0)])

    first, moved = _best(move)
    second, parts = _best(explain)
    third, shared = _best(share)
    sums = float(moved["value"].sum()), float(np.abs(parts.to_numpy()).sum()), float(np.abs(shared).sum())
    return _told((first, second, third), sums, version=pd.__version__)


def _ways(codes: Iterable[str]) -> list[tuple[str, str, float]]:
    """For each code of 2019 the codes of 2024 with their weights, followed through the register's steps."""
    rows = {row["code"]: row for row in _register() if (row["valid_to"] or "9") >= "2019-05-01"}
    found = []
    for code in codes:
        waiting = [(code, 1.0)]
        while waiting:
            place, weight = waiting.pop()
            successors = rows[place]["successors"].split()
            if not successors:
                found.append((code, place, weight))
            waiting += [(after, weight * (share or 1.0)) for after, share in map(_successor, successors)]
    return found


def main() -> int:
    """Measure one side where one is named, else both."""
    if sys.argv[1:]:
        print(ours() if sys.argv[1] == SIDES[0] else peer())
        return 0
    compared = measure()
    print("\n".join([*compared.lines(), *compared.past(), *compared.slow()]))
    return 1 if compared.past() else 0


if __name__ == "__main__":
    sys.exit(main())

"""What stocks cost for 66 years × 3,570 series, beside flodym, which works out the same.

Run with `PEERS_PYTHON=… python -m benchmarks.flows.stocks`, where that interpreter has flodym 1.1; without
it only our side is told. Process CPU seconds, the best of the repeats, one thread. The peer runs in a
process of its own, on the same numbers, and its sums must agree with ours.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

YEARS, SERIES = 66, 3570
REPEATS = 5
WANTED = 50.0  # times as fast as flodym
AGREE = 1e-9
CASES = ("one lifetime for all", "a lifetime for each series")
DIRECTIONS = ("inflow-driven", "stock-driven")


def material() -> tuple[Any, Any]:
    """Inflows of each year and series, and a mean lifetime for each series; the same on both sides."""
    import numpy as np

    chance = np.random.default_rng(66)
    return chance.uniform(1, 10, (YEARS, SERIES)), chance.uniform(5, 40, SERIES)


def _best(step: Callable[[], Any]) -> tuple[float, Any]:
    took, result = [], None
    for _time in range(REPEATS):
        begun = time.process_time()
        result = step()
        took.append(time.process_time() - begun)
    return min(took), result


def ours() -> dict[str, Any]:
    """Totals only; nobody asks for cohorts."""
    import numpy as np
    import scipy

    from dugnad.engine.flows.lifetimes import Normal
    from dugnad.engine.flows.stocks import inflow_driven, stock_driven

    inflow, mean = material()
    told: dict[str, Any] = {"versions": f"NumPy {np.__version__}, SciPy {scipy.__version__}"}
    for case, lifetime in zip(CASES, (Normal(20.0, 5.0), Normal(mean, mean / 4)), strict=True):
        took, driven = _best(lambda lifetime=lifetime: inflow_driven(inflow, lifetime))
        back, again = _best(lambda lifetime=lifetime, stock=driven.stock: stock_driven(stock, lifetime))
        told[case] = {
            "took": (took, back),
            "sums": (float(driven.stock.sum()), float(driven.outflow.sum()), float(again.inflow.sum())),
        }
    return told


def flodym() -> dict[str, Any]:
    """The same with flodym's classes, whose making is not counted."""
    import flodym as peer
    from flodym import lifetime_models
    from flodym.stocks import InflowDrivenDSM, StockDrivenDSM

    inflow, mean = material()
    dims = peer.DimensionSet(
        dim_list=[
            peer.Dimension(name="Time", letter="t", items=list(range(YEARS)), dtype=int),
            peer.Dimension(name="Series", letter="s", items=[str(n) for n in range(SERIES)], dtype=str),
        ]
    )
    told: dict[str, Any] = {"versions": f"flodym {_version('flodym')}"}
    for case, (middle, sd) in zip(CASES, ((20.0, 5.0), (mean, mean / 4)), strict=True):

        def model(middle: Any = middle, sd: Any = sd) -> Any:
            return lifetime_models.NormalLifetime(dims=dims, mean=middle, std=sd, inflow_at="end")

        def forward(model: Any = model) -> Any:
            given = peer.StockArray(dims=dims, values=inflow)
            stock = InflowDrivenDSM(dims=dims, inflow=given, lifetime_model=model())
            stock.compute()
            return stock

        took, driven = _best(forward)

        def backward(model: Any = model, driven: Any = driven) -> Any:
            given = peer.StockArray(dims=dims, values=driven.stock.values.copy())
            stock = StockDrivenDSM(dims=dims, stock=given, lifetime_model=model())
            stock.compute()
            return stock

        back, again = _best(backward)
        sums = (driven.stock.values.sum(), driven.outflow.values.sum(), again.inflow.values.sum())
        told[case] = {"took": (took, back), "sums": tuple(map(float, sums))}
    return told


def _version(name: str) -> str:
    from importlib.metadata import version

    return version(name)


def measure() -> tuple[list[str], list[str]]:
    """The part of the results, and what is wrong or slower than wanted."""
    own, python = _side("ours", sys.executable), os.environ.get("PEERS_PYTHON")
    peer = _side("flodym", python) if python else None
    rows, past = [], []
    for case in CASES:
        for number, direction in enumerate(DIRECTIONS):
            took = own[case]["took"][number]
            theirs = peer[case]["took"][number] if peer else None
            times = f"{theirs / took:.0f}" if theirs else "–"
            told = f"{theirs * 1e3:.0f}" if theirs else "–"
            rows.append(f"| {direction}, {case} | {took * 1e3:.1f} | {told} | {times} |")
            if theirs and theirs / took < WANTED:
                past.append(f"stocks, {direction}, {case}: {times} times flodym; wanted {WANTED:g}")
        if peer:
            past += _disagreements(case, own[case]["sums"], peer[case]["sums"])
    about = f"{own['versions']}{'; ' + peer['versions'] if peer else '; flodym was not measured'}"
    return (
        [
            "### Stocks",
            "",
            f"{YEARS} years × {SERIES:,} series, totals; CPU of the process, the best of {REPEATS}, one "
            f"thread. {about}.",
            "",
            "| what | ms | flodym, ms | times |",
            "|---|---|---|---|",
            *rows,
            "",
        ],
        past,
    )


def _disagreements(case: str, own: list[float], peer: list[float]) -> list[str]:
    return [
        f"stocks, {case}: {mine} here, {other} with flodym"
        for mine, other in zip(own, peer, strict=True)
        if abs(mine - other) > AGREE * abs(other)
    ]


def _side(name: str, interpreter: str) -> dict[str, Any]:
    one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [interpreter, str(Path(__file__)), name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | one_thread)
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps({"ours": ours, "flodym": flodym}[sys.argv[1]]()))
    else:
        lines, complaints = measure()
        print("\n".join([*lines, *complaints]))
        sys.exit(1 if complaints else 0)

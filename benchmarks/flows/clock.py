"""CPU of a process, the least of several runs: what others do on the machine at the time counts least."""

import time
from collections.abc import Callable
from typing import Any


def cpu(run: Callable[[], Any], repeats: int = 7, least: float = 0.0) -> float:
    """Seconds of CPU; short runs are repeated within a measurement until it lasts."""
    run()
    loops, took = 1, 0.0
    while True:
        before = time.process_time()
        for _ in range(loops):
            run()
        took = time.process_time() - before
        if took >= least:
            break
        loops *= 2
    best = took / loops
    for _ in range(repeats - 1):
        before = time.process_time()
        for _ in range(loops):
            run()
        best = min(best, (time.process_time() - before) / loops)
    return best

"""The peer, in an interpreter of its own: cvxpy with Clarabel on the same problems. `peer.py FOLDER`.

Reads problem-*.npz (ends, y, v), writes answer-*.npz and prints a line of JSON each: ms of CPU of building
and solving anew, as somebody's script does, and of solving again with other observations.
"""

import json
import sys
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path

import cvxpy as cp
import numpy as np
from scipy.sparse import coo_matrix


def main(folder: Path) -> None:
    """Every problem of the folder."""
    print(json.dumps({"cvxpy": version("cvxpy"), "clarabel": version("clarabel")}))
    for path in sorted(folder.glob("problem-*.npz")):
        with np.load(path) as found:
            source, target, y, v, bounded = (
                found[name] for name in ("source", "target", "y", "v", "bounded")
            )
        matrix, repeats = incidence(source, target), 5 if len(source) < 5_000 else 3
        built, x = least(partial(solved, matrix, y[:, 0], v[:, 0], bool(bounded)), repeats)
        again = resolved(matrix, y, v, bool(bounded))
        np.savez(folder / path.name.replace("problem", "answer"), x=x)
        print(json.dumps({"problem": path.stem, "built": 1e3 * built, "again": 1e3 * again}))


def incidence(source, target):
    """The balances [process, flow]."""
    inner, outer = np.flatnonzero(target >= 0), np.flatnonzero(source >= 0)
    values = np.concatenate([np.ones(len(inner)), -np.ones(len(outer))])
    places = (np.concatenate([target[inner], source[outer]]), np.concatenate([inner, outer]))
    return coo_matrix((values, places)).tocsc()


def solved(matrix, y, v, bounded):
    """One problem stated and solved, with the solver's own tolerances."""
    x = cp.Variable(len(y))
    conditions = [matrix @ x == 0, *([x >= 0] if bounded else [])]
    cp.Problem(cp.Minimize(cp.sum_squares(cp.multiply(1 / np.sqrt(v), x - y))), conditions).solve(
        solver="CLARABEL"
    )
    return x.value


def resolved(matrix, y, v, bounded):
    """CPU of one solve of a problem that was stated with parameters."""
    x, own, weight = cp.Variable(len(y)), cp.Parameter(len(y)), cp.Parameter(len(y), nonneg=True)
    conditions = [matrix @ x == 0, *([x >= 0] if bounded else [])]
    problem = cp.Problem(cp.Minimize(cp.sum_squares(cp.multiply(weight, x) - own)), conditions)

    def run():
        weight.value = 1 / np.sqrt(v[:, 0])
        own.value = y[:, 0] * weight.value
        problem.solve(solver="CLARABEL")

    return least(run, 5 if len(y) < 5_000 else 3)[0]


def least(run, repeats):
    """The least CPU of some runs, and what the last one gave."""
    run()
    best, found = np.inf, None
    for _ in range(repeats):
        before = time.process_time()
        found = run()
        best = min(best, time.process_time() - before)
    return best, found


if __name__ == "__main__":
    main(Path(sys.argv[1]))

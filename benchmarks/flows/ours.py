"""What is ours: many places and years at once, draws, one bounded system, and growth."""

from dataclasses import dataclass

import numpy as np

from benchmarks.flows.clock import cpu
from benchmarks.flows.systems import SIZES, Flows, grown, with_negatives
from dugnad.engine.flows import MFASystem, draws
from dugnad.engine.flows.batch import balance
from dugnad.engine.flows.bounds import held_by_bounds
from dugnad.engine.flows.compiled import compiled
from dugnad.engine.flows.graph import contract
from dugnad.engine.flows.symbolic import Symbolic, symbolic

PLACES, YEARS = 357, 15
DRAWS = 320_000
TRIAD = 20_000_000
GROWTH = (100, 1_000, 10_000, 100_000)


@dataclass
class Batch:
    """ms of CPU of all systems, ns a draw, the bandwidth of the memory, and how exact the variances are."""

    values: float
    variances: float
    symbolic: float
    fill: int
    draw: float
    bandwidth: float
    off: float
    spread_off: float
    through_tables: float

    @property
    def bound(self) -> float:
        """ns that a draw must take at least: 192 numbers read, 192 written."""
        return 192 * 16 / self.bandwidth * 1e9


def pattern_of(found: Flows) -> Symbolic:
    """The pattern of a system whose flows are all observed."""
    return symbolic(found.processes, found.target, found.source)


def batch() -> Batch:
    """357 places × 15 years of 58 processes and 192 flows, each with weights of its own."""
    found = grown(192, 58, PLACES * YEARS)
    pattern = pattern_of(found)
    x, c = _dense(found, 17)
    answer = balance(pattern, found.y, found.v)
    many = np.random.default_rng(1).normal(size=(DRAWS // draws.LANES, 192, draws.LANES))
    room = np.empty_like(many)
    a, b, d = np.zeros(TRIAD), np.ones(TRIAD), np.ones(TRIAD)
    return Batch(
        values=1e3 * cpu(lambda: balance(pattern, found.y, found.v, with_variances=False)),
        variances=1e3 * cpu(lambda: balance(pattern, found.y, found.v)),
        symbolic=1e3 * cpu(lambda: pattern_of(found)),
        fill=pattern.fill,
        draw=1e9 * cpu(lambda: draws.projected(pattern, found.v[:, 0], many, room)) / DRAWS,
        bandwidth=3 * 8 * TRIAD / cpu(lambda: triad(a, b, d)),
        off=float(np.abs(answer.x[:, 17] - x).max() / np.abs(x).max()),
        spread_off=float(np.abs(answer.c[:, 17] - c).max() / np.abs(c).max()),
        through_tables=cpu(_through_tables, repeats=1),
    )


@compiled
def triad(a: np.ndarray, b: np.ndarray, d: np.ndarray) -> None:
    """Two arrays read, one written: the bandwidth of the memory (McCalpin's STREAM)."""
    for i in range(len(a)):
        a[i] = b[i] + 2.0 * d[i]


def _dense(found: Flows, column: int) -> tuple[np.ndarray, np.ndarray]:
    """The same by dense algebra, one system."""
    matrix = incidence(found)
    weights = np.diag(found.v[:, column])
    gain = weights @ matrix.T @ np.linalg.inv(matrix @ weights @ matrix.T)
    x = found.y[:, column] - gain @ matrix @ found.y[:, column]
    return x, np.diag(weights - gain @ matrix @ weights)


def incidence(found: Flows) -> np.ndarray:
    """The balances [process, flow]."""
    matrix = np.zeros((found.processes, len(found.source)))
    inner, edges = found.target >= 0, np.arange(len(found.source))
    matrix[found.target[inner], edges[inner]] += 1
    outer = found.source >= 0
    matrix[found.source[outer], edges[outer]] -= 1
    return matrix


def _through_tables(places: int = 30) -> None:
    """A tenth of the places as an analyst states them: names, observations, table."""
    found = grown(192, 58, places * YEARS)
    system = MFASystem("batch", places=[str(n) for n in range(places)], years=list(range(2010, 2010 + YEARS)))
    for n, (source, target) in enumerate(zip(found.source.tolist(), found.target.tolist(), strict=True)):
        ends = {
            "source": f"P{source}" if source >= 0 else None,
            "target": f"P{target}" if target >= 0 else None,
        }
        system.flow(f"F{n}", **ends)
    for column in range(places * YEARS):
        where = {"place": str(column // YEARS), "year": 2010 + column % YEARS}
        for n in range(192):
            system.observe(f"F{n}", **where, value=found.y[n, column], sd=found.v[n, column] ** 0.5)
    assert len(system.reconcile().flows) == 192 * places * YEARS


@dataclass
class Bounded:
    """One bounded system: flows, how many are held, ms of CPU, and the answer."""

    flows: int
    held: int
    took: float
    x: np.ndarray
    off: float
    problem: Flows


def bounded() -> list[Bounded]:
    """x ≥ 0 at three sizes, from arrays to the answer, with the order and the pattern of the factor."""
    return [_bounded(with_negatives(grown(flows, processes))) for flows, processes in SIZES.items()]


def _bounded(problem: Flows) -> Bounded:
    lower, upper = np.zeros_like(problem.y), np.full_like(problem.y, np.inf)

    def run():
        return held_by_bounds(pattern_of(problem), problem.y, problem.v, lower, upper)

    found = run()
    assert found.settled.all()
    took = cpu(run, least=0.05)
    x, held = found.x[:, 0], found.sides[:, 0] != 0
    off = np.abs(x - reference(problem, held)).max() / np.abs(x).max()
    return Bounded(len(problem.source), int(held.sum()), 1e3 * took, x, float(off), problem)


def reference(problem: Flows, held: np.ndarray) -> np.ndarray:
    """The optimum by another way: all conditions at once, in longer numbers, and its signs checked."""
    from scipy.sparse import bmat, csc_matrix, diags, identity
    from scipy.sparse.linalg import splu

    y, sd = problem.y[:, 0], np.sqrt(problem.v[:, 0])
    matrix = csc_matrix(pattern_of(problem).balances)
    scaled, free = matrix @ diags(sd), np.flatnonzero(~held)
    inner = csc_matrix(scaled[:, free])
    rows = _rows(inner)
    whole = bmat([[identity(len(free)), inner[rows].T], [inner[rows], None]], format="csc")
    right = np.concatenate([np.zeros(len(free)), -(matrix @ np.where(held, 0.0, y))[rows]])
    factor, found = splu(whole), np.zeros(len(right), dtype=np.longdouble)
    for _ in range(6):
        found += factor.solve((right - _long(whole, found)).astype(float))
    x = np.where(held, 0.0, y.astype(np.longdouble))
    x[free] += sd[free] * found[: len(free)]
    multipliers = np.zeros(matrix.shape[0])
    multipliers[rows] = found[len(free) :]
    pulled = (x - y).astype(float) / sd + scaled.T @ multipliers
    assert (pulled[held] >= -1e-9 * np.abs(pulled).max()).all(), "a bound holds a flow that it should not"
    assert (x[free] >= -1e-9 * np.abs(x).max()).all(), "a flow is beyond its bound"
    return np.asarray(x, dtype=float)


def _rows(inner) -> np.ndarray:
    """Balances that have a free flow; the others hold by what is held."""
    return np.flatnonzero(np.asarray(abs(inner).sum(axis=1)).ravel() > 0)


def _long(matrix, x: np.ndarray) -> np.ndarray:
    """The product in long numbers."""
    entries = matrix.tocoo()
    found = np.zeros(matrix.shape[0], dtype=np.longdouble)
    np.add.at(found, entries.row, entries.data * x[entries.col])
    return found


def growth() -> list[tuple[int, int, float, float]]:
    """Flows, fill, ms to the contraction and pattern, ms to all values and variances, of one system."""
    rows = []
    for flows in GROWTH:
        found = grown(flows, flows * 58 // 192)
        source, target = found.source + 1, found.target + 1
        seen = np.ones(flows, dtype=bool)

        def once(found: Flows = found, source=source, target=target, seen=seen) -> Symbolic:
            contract(found.processes + 1, source, target, seen)
            return pattern_of(found)

        pattern = once()
        solved = cpu(lambda p=pattern, f=found: balance(p, f.y, f.v), repeats=5, least=0.02)
        rows.append((flows, pattern.fill, 1e3 * cpu(once, repeats=5), 1e3 * solved))
    return rows

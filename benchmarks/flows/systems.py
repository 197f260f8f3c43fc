"""Systems that grow: processes in a chain of regions, each with links near by and an environment.

3.3 flows a process, as in the system of 58 processes and 192 flows that the figures are wanted for. Values
span four decades, their standard deviations are 5 to 50 per cent of them; the truth balances.
"""

from dataclasses import dataclass

import numpy as np

NEAR = 16  # links reach so far along the chain: the factor of 58 processes then has some 300 entries
SIZES = {192: 58, 1_876: 558, 18_484: 5_638}
SEED = 20261129


@dataclass(frozen=True)
class Flows:
    """Ends of the flows (−1: the environment), the truth, observations and variances [flow, system]."""

    processes: int
    source: np.ndarray
    target: np.ndarray
    truth: np.ndarray
    y: np.ndarray
    v: np.ndarray


def grown(flows: int, processes: int, systems: int = 1) -> Flows:
    """A system of so many flows, with so many sets of observations."""
    rng = np.random.default_rng(SEED)
    source, target = _ends(flows, processes, rng)
    truth = _balanced(source, target, processes, rng)
    own = truth[:, None] * np.exp(rng.normal(0, 0.3, (flows, systems))) + 0.01
    sd = own * rng.uniform(0.05, 0.5, (flows, systems))
    return Flows(processes, source, target, truth, truth[:, None] + sd * rng.normal(size=own.shape), sd**2)


def with_negatives(found: Flows) -> Flows:
    """The same observed worse, so that a good part of all flows comes out below zero without a bound."""
    rng = np.random.default_rng(SEED + 1)
    sd = 3 * np.sqrt(found.v) + 0.3 * np.median(found.truth)
    y = found.truth[:, None] + sd * rng.normal(size=sd.shape)
    return Flows(found.processes, found.source, found.target, found.truth, y, sd**2)


def _ends(flows: int, processes: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    chain = np.arange(processes)
    source, target = list(chain - 1), list(chain)  # the first comes from the environment
    source.append(processes - 1)
    target.append(-1)
    while len(source) < flows:
        one = int(rng.integers(processes))
        other = one + int(rng.integers(1, NEAR)) if rng.random() < 0.75 else -1
        other = other if other < processes else -1
        backwards = rng.random() < 0.4
        source.append(other if backwards else one)
        target.append(one if backwards else other)
    return np.array(source), np.array(target)


def _balanced(source: np.ndarray, target: np.ndarray, processes: int, rng: np.random.Generator) -> np.ndarray:
    """Amounts on random walks from the environment to it: positive, and balanced but for rounding."""
    from dugnad.engine.flows.batch import balance
    from dugnad.engine.flows.symbolic import symbolic

    drawn = 10.0 ** rng.uniform(0, 4, len(source))
    found = balance(symbolic(processes, target, source), drawn[:, None], drawn[:, None] ** 1.5)
    return np.maximum(np.abs(found.x[:, 0]), 0.1)

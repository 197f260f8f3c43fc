"""Draws of flows: from what all observations say together, or of each alone and then reconciled.

The two answer different questions and are named apart. `sample(constraint="posterior")` draws from the
product of all observations' densities on the balances: what is believed after all of them. `project` takes
draws of the observations, made without the balances (`sample(constraint="prior")`), and reconciles each: how
the estimate would scatter. For normal observations both have the exact mean and covariance of the
reconciliation; for others they differ, and neither is the least-squares answer.

The posterior of normal observations is drawn exactly. Otherwise draws around the least-squares answer are
weighted by what the observations really say (importance sampling), in the free directions of the flows, with
a heavy-tailed proposal that is moved and stretched to where the weight lies. `effective` tells how many
independent draws the weighted ones are worth. In many dimensions weights wear out; then slices of ellipses
(`slicing`) take their place. Below a hundred or so, do not trust tails. Transfer
coefficients in doubt are part of the product as the ratios that they are, not as straight lines in their
place, and bounds cut it off.

Sources: M.-S. Oh and J. O. Berger, J. Stat. Comput. Simul. 41 (1992), adaptive importance sampling; A. Kong,
J. S. Liu and W. H. Wong, JASA 89 (1994), effective sample size.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import ArrayLike

from dugnad.engine.flows.coupled import Tied
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import UNOBSERVABLE, Integers, Numbers
from dugnad.engine.flows.jointly import Together, directions, refuse_unlike
from dugnad.engine.flows.observing import Limit, Observing, Share, limits_of, shares_of
from dugnad.engine.flows.priors import draws, log_densities, log_density, support
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.slicing import Space, middle, sliced
from dugnad.engine.flows.table import Table

ROUNDS = 6  # in which the proposal moves before the draws that count
TAIL = 8.0  # degrees of freedom of the proposal: heavier than all that observations can be
WORN = 20  # importance sampling whose draws are worth less than one in so many gives way to slices
CONSTRAINTS = ("posterior", "prior")


@dataclass(frozen=True)
class Draws:
    """Draws [draw, name] with their weights, which sum to 1.

    names: flows, or observations of a sample that knows no balances. Unobservable flows are not drawn.
    """

    names: tuple[str, ...]
    values: Numbers
    weights: Numbers
    effective: float

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, name: str) -> Numbers:
        return self.values[:, self.names.index(name)]

    @property
    def mean(self) -> Numbers:
        """The weighted mean of each."""
        return self.weights @ self.values

    @property
    def covariance(self) -> Numbers:
        """The weighted covariance."""
        off = self.values - self.mean
        found: Numbers = (self.weights[:, None] * off).T @ off
        return found

    @property
    def sd(self) -> Numbers:
        """The weighted standard deviation of each."""
        return np.sqrt(np.diag(self.covariance))

    def quantile(self, share: float) -> Numbers:
        """The value of each below which this share of the weight lies."""
        if not 0 <= share <= 1:
            raise FlowSystemError(f"A quantile is told by a share from 0 to 1, not {share}.")
        order = np.argsort(self.values, axis=0)
        ordered = np.take_along_axis(self.values, order, axis=0)
        below = np.cumsum(self.weights[order], axis=0)
        at = np.minimum((below < share - 1e-12).sum(axis=0), len(self.values) - 1)
        return np.take_along_axis(ordered, at[None, :], axis=0)[0]

    def resampled(self, seed: int) -> "Draws":
        """As many draws of equal weight; those of much weight come several times."""
        count = len(self.values)
        places = (np.arange(count) + np.random.default_rng(seed).random()) / count
        chosen = np.minimum(np.searchsorted(np.cumsum(self.weights), places), count - 1)
        return Draws(self.names, self.values[chosen], np.full(count, 1 / count), self.effective)

    def table(self) -> Table:
        """One row each: mean, sd, and the middle and ends of 95 per cent."""
        return Table(
            {
                "name": np.array(self.names, dtype=object),
                "mean": self.mean,
                "sd": self.sd,
                "low": self.quantile(0.025),
                "median": self.quantile(0.5),
                "high": self.quantile(0.975),
            }
        )


def sample(reconciliation: Reconciliation, cell: int, count: int, *, seed: int, constraint: str) -> Draws:
    """Draws of one cell. Raises FlowSystemError where the observations exclude each other.

    Draws of several places with the same seed and count may be summed: an error that places share is the same
    draw in all of them, of observations (prior) and of flows (posterior); flows that an observed sum ties are
    drawn together too, and a sum of places that was stated is the sum of their draws. What nothing ties is
    drawn by itself. Posterior draws of what is tied are refused where anything is not normal.
    """
    if constraint not in CONSTRAINTS:
        raise FlowSystemError(
            f"A sample knows the constraint {' or '.join(CONSTRAINTS)}, not “{constraint}”."
        )
    if count < 1:
        raise FlowSystemError(f"A sample has at least one draw, not {count}.")
    told = Observing.of(reconciliation, cell)
    chance = np.random.Generator(np.random.Philox(key=[seed, cell]))
    if constraint == "prior":
        return _prior(told, chance, count, seed)
    return _posterior(told, chance, count, seed)


def project(reconciliation: Reconciliation, cell: int, given: Draws | ArrayLike) -> Draws:
    """Draws of a cell's observations, each reconciled: by the gain of the reconciliation, which is linear.

    given: what `sample(constraint="prior")` made, or an array [draw, observation] in the order of the
    reconciliation's table of observations. Exact where all conditions are linear and no bound holds a flow;
    elsewhere it is the linear approximation around the estimate. What other cells observed stays as it is.
    """
    told = Observing.of(reconciliation, cell)
    values = given.values if isinstance(given, Draws) else np.asarray(given, float)
    if values.ndim != 2 or values.shape[1] != len(told.rows):
        raise FlowSystemError(
            f"There are {len(told.rows)} observations, and draws of the shape {values.shape}."
        )
    weights = given.weights if isinstance(given, Draws) else np.full(len(values), 1 / max(len(values), 1))
    effective = given.effective if isinstance(given, Draws) else float(len(values))
    names, known, estimate = _flows(told)
    in_order = values[:, np.argsort(np.argsort(told.rows))]
    moved = (in_order - told.value) @ told.gain[known].T
    return Draws(names, estimate + moved, weights, effective)


def _flows(told: Observing) -> tuple[tuple[str, ...], Integers, Numbers]:
    """The flows that can be known: their names, numbers and estimates."""
    found = told.reconciliation
    known = np.flatnonzero(found.estimate.status[told.number] != UNOBSERVABLE).astype(np.int64)
    labels = found.labels()
    return tuple(labels[flow] for flow in known), known, found.estimate.value[told.number, known]


def _prior(told: Observing, chance: np.random.Generator, count: int, seed: int) -> Draws:
    """Each observation by itself; what several have in common is drawn once."""
    columns = [draws(stated, chance, count) for stated in told.stated]
    shared = {stated.shared: _shared(stated.shared, count, seed) for stated in told.stated if stated.shared}
    for number, stated in enumerate(told.stated):
        if stated.shared:
            columns[number] += stated.shared_sd * shared[stated.shared]
    values = np.array(columns).reshape(len(columns), count).T
    order = np.argsort(told.rows)
    names = tuple(told.stated[number].flow[0] for number in order)
    return Draws(names, values[:, order], np.full(count, 1 / count), float(count))


def _shared(name: str, count: int, seed: int) -> Numbers:
    """An error that has a name: its draws hang on that, and not on the place that it is met in."""
    mark = int.from_bytes(sha256(name.encode()).digest()[:8], "big")
    return np.random.Generator(np.random.Philox(key=[seed, mark])).standard_normal(count)


def _together(told: Observing, tied: Tied, count: int, seed: int) -> Draws:
    """A cell that sums or shared errors tie to others, as it is drawn with all of them."""
    refuse_unlike(told.reconciliation.system)
    names, known, estimate = _flows(told)
    moved = Together.drawn(tied.state, count, seed).of(tied.members)[:, known]
    return Draws(names, estimate + moved, np.full(count, 1 / count), float(count))


def _posterior(told: Observing, chance: np.random.Generator, count: int, seed: int) -> Draws:
    tied = told.reconciliation.estimate.covariances[told.number]
    if isinstance(tied, Tied):
        return _together(told, tied, count, seed)
    limits = limits_of(told)
    if limits:
        # Around the answer without bounds: the one with bounds has flows that cannot move at all.
        told = Observing.of(told.reconciliation.system.reconcile(bounds="none"), told.number)
    names, known, estimate = _flows(told)
    free, shares = directions(told.covariance), shares_of(told)
    is_normal = all(stated.dist == "normal" or not stated.sd for stated in told.stated)
    if is_normal and not shares and not limits:
        u = chance.standard_normal((count, free.shape[1]))
        return Draws(names, estimate + u @ free[known].T, np.full(count, 1 / count), float(count))
    target = _Target(told, free, shares, limits)
    u, weights = _weighted(target, chance, count)
    effective = float(1 / np.sum(weights**2)) if len(weights) else 0.0
    if effective < count / WORN:
        u, effective = sliced(Space(target.estimate, free, target.of), target.start(), chance, count)
        weights = np.full(count, 1 / count)
    return Draws(names, estimate + u @ free[known].T, weights, effective)


def _weighted(target: "_Target", chance: np.random.Generator, count: int) -> tuple[Numbers, Numbers]:
    """Draws in the free directions and their weights, from a proposal that has moved to where weight lies."""
    size = target.free.shape[1]
    middle, spread = np.zeros(size), np.eye(size) * 1.5
    for turn in range(ROUNDS + 1):
        u, log_proposed = _proposed(middle, spread, chance, count if turn == ROUNDS else max(count, 4000))
        weights = _weights(target(u) - log_proposed)
        if not len(weights):
            break
        if turn < ROUNDS:
            middle, spread = _moved(u, weights, spread)
    return u, weights


@dataclass(frozen=True)
class _Target:
    """The logarithm of what all observations say of a step along the free directions, but for a constant."""

    told: Observing
    free: Numbers
    shares: list[Share]
    limits: list[Limit]

    @cached_property
    def estimate(self) -> Numbers:
        """The flows from which steps lead away."""
        return np.nan_to_num(self.told.reconciliation.estimate.value[self.told.number])

    @cached_property
    def by_distribution(self) -> dict[str, tuple[Integers, Numbers, Numbers]]:
        """The flows, values and sd of what was observed in doubt, for each distribution."""
        rows: dict[str, list[int]] = {}
        for row, stated in enumerate(self.told.stated):
            if stated.sd:
                log_density(stated, np.zeros(1))  # refuses what cannot be
                rows.setdefault(stated.dist, []).append(row)
        told = self.told
        return {dist: (told.edge[kept], told.value[kept], told.sd[kept]) for dist, kept in rows.items()}

    def __call__(self, u: Numbers) -> Numbers:
        """Of steps [draw, direction]."""
        return self.of(u, self.estimate + u @ self.free.T)

    def of(self, u: Numbers, flows: Numbers) -> Numbers:
        """Of steps whose flows are known: flows, then ratios of flows, then what flows can be at all."""
        total = np.zeros(len(u))
        for dist, (edges, value, sd) in self.by_distribution.items():
            total += log_densities(dist, value, sd, flows[:, edges]).sum(axis=1)
        for share in self.shares:
            total += share.log_density(flows)
        for limit in self.limits:
            inside = (flows[:, limit.edge] >= limit.lower) & (flows[:, limit.edge] <= limit.upper)
            total[~inside] = -np.inf
        return total

    def start(self) -> Numbers:
        """A step to the middle of what all observations and bounds allow."""
        low, high = (np.full(len(self.estimate), end) for end in (-np.inf, np.inf))
        size = np.ones(len(self.estimate))
        ends = [(edge, *support(s)) for edge, s in zip(self.told.edge, self.told.stated, strict=True) if s.sd]
        for edge, lower, upper in [*ends, *((k.edge, k.lower, k.upper) for k in self.limits)]:
            low[edge], high[edge] = max(low[edge], lower), min(high[edge], upper)
        size[self.told.edge] = np.maximum(self.told.sd, 1e-300)
        return middle(self.estimate, self.free, low, high, size)


def _proposed(
    middle: Numbers, spread: Numbers, chance: np.random.Generator, count: int
) -> tuple[Numbers, Numbers]:
    """Draws of a multivariate t, and the logarithm of its density but for what is the same for all."""
    size = len(middle)
    normal = chance.standard_normal((count, size))
    stretch = np.sqrt(TAIL / chance.chisquare(TAIL, count))
    log_density_of = -(TAIL + size) / 2 * np.log1p((normal**2).sum(axis=1) * stretch**2 / TAIL)
    return middle + stretch[:, None] * normal @ np.linalg.cholesky(spread).T, log_density_of


def _weights(logarithms: Numbers) -> Numbers:
    """Weights that sum to 1; none where no draw is possible at all."""
    top = float(np.max(logarithms, initial=-np.inf))
    if not np.isfinite(top):
        return np.empty(0)
    found = np.exp(logarithms - top)
    return np.asarray(found / found.sum())


def _moved(u: Numbers, weights: Numbers, spread: Numbers) -> tuple[Numbers, Numbers]:
    """The weighted mean and covariance; of the old one as much as few draws leave in doubt."""
    worth = 1 / float(np.sum(weights**2))
    trust = worth / (worth + 2.0 * len(spread))
    middle = weights @ u
    off = u - middle
    found = (weights[:, None] * off).T @ off
    # A little wider than what was found: a proposal that is too narrow misses what one too wide only wastes.
    return middle, trust * found * 1.15 + (1 - trust) * spread

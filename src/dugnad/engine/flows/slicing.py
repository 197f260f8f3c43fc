"""Draws where importance sampling wears out: many chains of elliptical slice sampling, side by side.

A step draws an ellipse through where a chain stands and through a draw of the least-squares answer, and moves
along it to where the observations allow at least as much as a level drawn below the present one. It has no
step size and refuses nothing, and in flows by the hundred it still moves. Chains start in the middle of what
all observations and bounds allow (a linear programme), forget it, and are then kept at distances.

`effective` is what the kept draws are worth by how far the means of the chains scatter, of the flow where
they scatter most: it sees chains that have not met.

Source: I. Murray, R. P. Adams and D. J. C. MacKay, “Elliptical slice sampling”, AISTATS 2010.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import Numbers

CHAINS = 200
FORGOTTEN, APART = 200, 15  # steps before the first draw that is kept, and between two
EXCLUDED = "No draw fits all observations: what they allow does not meet on the balances."

Density = Callable[[Numbers, Numbers], Numbers]  # of steps [chain, direction] and flows [chain, flow]


@dataclass(frozen=True)
class Space:
    """What is drawn from: flows = estimate + free × step, and the logarithm of their density."""

    estimate: Numbers
    free: Numbers
    density: Density

    def likelihood(self, u: Numbers, moved: Numbers) -> Numbers:
        """What is left of the density without the normal around the estimate; moved = free × step."""
        found: Numbers = self.density(u, self.estimate + moved) + (u**2).sum(axis=1) / 2
        return found


def sliced(space: Space, start: Numbers, chance: np.random.Generator, count: int) -> tuple[Numbers, float]:
    """`count` steps [draw, direction] and what they are worth; the density must be finite at `start`."""
    chains = min(CHAINS, count)
    rounds = -(-count // chains)
    u = np.tile(start, (chains, 1))
    level = space.likelihood(u, u @ space.free.T)
    kept = np.empty((rounds, chains, len(start)))
    for turn in range(FORGOTTEN + rounds * APART):
        u, level = _step(space, u, level, chance)
        if turn >= FORGOTTEN and (turn - FORGOTTEN) % APART == APART - 1:
            kept[(turn - FORGOTTEN) // APART] = u
    worth = _worth(kept @ space.free.T)
    return kept.reshape(-1, len(start))[:count], min(worth, float(count))


def _step(space: Space, u: Numbers, level: Numbers, chance: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Each chain moved along an ellipse of its own, to above a level drawn below where it stands."""
    chains = len(u)
    other = chance.standard_normal(u.shape)
    here, there = u @ space.free.T, other @ space.free.T
    wanted = level + np.log(chance.random(chains))
    angle = chance.uniform(0, 2 * np.pi, chains)
    low, high = angle - 2 * np.pi, angle.copy()
    moved, levels, waiting = u.copy(), level.copy(), np.arange(chains)
    while len(waiting):
        cos, sin = np.cos(angle[waiting])[:, None], np.sin(angle[waiting])[:, None]
        tried = cos * u[waiting] + sin * other[waiting]
        found = space.likelihood(tried, cos * here[waiting] + sin * there[waiting])
        good = found > wanted[waiting]
        moved[waiting[good]], levels[waiting[good]] = tried[good], found[good]
        waiting = waiting[~good]
        below = angle[waiting] < 0
        low[waiting[below]], high[waiting[~below]] = angle[waiting[below]], angle[waiting[~below]]
        angle[waiting] = chance.uniform(low[waiting], high[waiting])
    return moved, levels


def _worth(flows: Numbers) -> float:
    """How many independent draws scatter like these [round, chain, flow], where chains differ most."""
    rounds, chains, _flows = flows.shape
    if chains < 2:
        return 1.0
    spread = flows.reshape(rounds * chains, -1).var(axis=0)
    moving = spread > 0
    between = flows.mean(axis=0).var(axis=0, ddof=1)[moving]
    return float(np.min(spread[moving] / between, initial=np.inf) * chains)


def middle(estimate: Numbers, free: Numbers, low: Numbers, high: Numbers, size: Numbers) -> Numbers:
    """A step to flows that lie as far within all limits as they can, counted in `size` (at most one).

    Raises FlowSystemError where the limits do not meet on the balances.
    """
    from scipy.optimize import linprog

    below, above = np.isfinite(low), np.isfinite(high)
    if not (below.any() or above.any()):
        return np.zeros(free.shape[1])
    unit = size[:, None]
    scaled = free / unit
    rows = np.vstack([-scaled[below], scaled[above]])
    sides = np.concatenate([(estimate - low)[below] / size[below], (high - estimate)[above] / size[above]])
    directions = free.shape[1]
    costs = np.concatenate([np.zeros(directions), [-1.0]])
    ends = [(None, None)] * directions + [(None, 1.0)]
    found = linprog(costs, A_ub=np.hstack([rows, np.ones((len(rows), 1))]), b_ub=sides, bounds=ends)
    if found.status or found.x[-1] <= 1e-9:
        raise FlowSystemError(EXCLUDED)
    return np.asarray(found.x[:-1])

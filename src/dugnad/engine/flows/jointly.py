"""Draws of places that sums or shared errors tie: all of them together, so that their sums may be taken.

A place is drawn as if alone, u, and moved by the shared errors e that all places draw once: x = u + F e. An
observed sum is drawn as its places make it, s = H x + (its own share of e) + its own error; then K s is taken
off, as if the sum had been found to be off by that. What is left has exactly the joint covariance of the
reconciliation, in a place and between places (see `coupled` for F, K and the covariance M of e).

Source: Y. Hoffman and E. Ribak, “Constrained realizations of Gaussian fields: a simple algorithm”,
Astrophysical Journal 380 (1991).
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np

from dugnad.engine.flows.coupled import State
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import Numbers
from dugnad.engine.flows.system import MFASystem


@dataclass(frozen=True)
class Together:
    """Draws of the cells of a state, each off its estimate; the same seed gives each the same every time."""

    state: State
    count: int
    seed: int

    @classmethod
    def drawn(cls, state: State, count: int, seed: int) -> "Together":
        """The last draws are kept, so that one place after another does not draw all sums anew."""
        if state.drawn is None or (state.drawn.count, state.drawn.seed) != (count, seed):
            state.drawn = cls(state, count, seed)
        return state.drawn

    def of(self, members: list[int]) -> Numbers:
        """Of the sum of some cells [draw, flow]; what nobody can know does not move."""
        found = sum((self._before_sums(cell) for cell in members), np.zeros(1))
        return np.asarray(found - self._sums @ self.state.gains[members].sum(axis=0).T)

    @cached_property
    def _errors(self) -> Numbers:
        """The shared errors [draw, error], as the cells' own imbalances leave them in doubt."""
        free = directions(self.state.spread)
        return self._normal("errors", free.shape[1]) @ free.T

    def _before_sums(self, cell: int) -> Numbers:
        free = directions(np.nan_to_num(self.state.alone[cell]()))
        own = self._normal(f"place {self.state.found.cells[cell]}", free.shape[1]) @ free.T
        return np.asarray(own + self._errors @ self.state.moves[cell].T)

    @cached_property
    def _sums(self) -> Numbers:
        """How far each observed sum is off in each draw [draw, sum]."""
        state, rows = self.state, self.state.ties.sums
        own = self._normal(f"sums {state.found.cells[-1]}", len(rows)) * state.seen.sd[rows]
        found = own + self._errors @ state.shares[rows].T
        members = [state.ties.members[int(state.seen.cell[row])].tolist() for row in rows]
        for cell in sorted({cell for inside in members for cell in inside}):
            flows = self._before_sums(cell)
            for at, row in enumerate(rows):
                if cell in members[at]:
                    found[:, at] += flows[:, state.seen.edge[row]]
        return found

    def _normal(self, name: str, columns: int) -> Numbers:
        """Draws that hang on the seed and a name alone, and not on which cells there are."""
        mark = int.from_bytes(sha256(name.encode()).digest()[:8], "big")
        return np.random.Generator(np.random.Philox(key=[self.seed, mark])).standard_normal(
            (self.count, columns)
        )


def refuse_unlike(system: MFASystem) -> None:
    """What is tied is drawn as one normal distribution, so nothing of it may be another."""
    is_normal = all(stated.dist == "normal" or not stated.sd for stated in system.observations)
    has_ratios = any(ratio.value is not None and ratio.sd for ratio in system.ratios)
    if not is_normal or has_ratios or system.all_bounds:
        raise FlowSystemError(
            "Places that are tied by sums or shared errors are drawn where everything is normal, no ratio is "
            "in doubt and no flow has bounds; leave the sums and shared errors out."
        )


def directions(covariance: Numbers) -> Numbers:
    """F with F F' = C [flow, direction]: along its columns the flows move freely, one sd at a time."""
    size = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    scale = np.where(size > 0, size, 1.0)
    values, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    kept = values > 1e-10 * max(float(values.max(initial=0.0)), 1e-300)
    found: Numbers = scale[:, None] * vectors[:, kept] * np.sqrt(values[kept])
    return found

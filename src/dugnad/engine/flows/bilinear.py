"""Relations and ratios: Gauss and Newton on the conditions, each step an exact weighted least squares.

At values z the products are replaced by their tangents, and all observations are reconciled anew under
them; that is Cencic's iteration without his reduced echelon form. A step is halved while the merit, misfit
plus what the conditions are off, does not fall. Done when conditions are off by no more than rounding and the
step is nothing.

Sources: O. Cencic, “Nonlinear data reconciliation in material flow analysis with software STAN”, Sustainable
Environment Research 26 (2016); J. Nocedal and S. Wright, Numerical Optimization, Springer (2006), chapter 18,
for the merit.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dugnad.engine.flows.conditions import Conditions
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import Numbers
from dugnad.engine.flows.general import Bordered
from dugnad.engine.flows.modular import Ranks

STEPS = 200
SMALL, SETTLED, ROUNDING = 1e-14, 1e-9, 1e-12
HALVINGS = 20


@dataclass(frozen=True)
class Given:
    """What is known of the quantities of a cell: y and v, NaN of unknown ones, and where to begin."""

    y: Numbers
    v: Numbers
    start: Numbers

    @property
    def known(self) -> Any:
        """Which quantities are observed, ratios among them."""
        return ~np.isnan(self.y)


@dataclass(frozen=True)
class Solution:
    """Values of all quantities where nothing moves any more, and what they rest on.

    pull: G' λ, what the conditions pull at each quantity. rows: all conditions' tangents at the values, also
    of those that follow from others.
    """

    z: Numbers
    bordered: Bordered
    pull: Numbers
    rows: Any
    steps: int


def solve(found: Conditions, told: Ranks, given: Given, name: str) -> Solution:
    """The nearest quantities that keep all conditions. Raises FlowSystemError when none are found."""
    frame = _Frame(found, told, given)
    z, before = frame.base.copy(), np.inf
    penalty = np.zeros(len(told.kept))
    for step in range(1, STEPS + 1):
        target, multipliers, solution = frame.step(z, step)
        size = float((np.abs(target - z) / frame.scale).max(initial=0.0))
        # Rounding is all that still moves them when a step that is nearly nothing is no less than the last.
        still = size <= SMALL or (size <= SETTLED and size >= before)
        if not found.products or (still and frame.off(target).max(initial=0.0) <= ROUNDING):
            return solution
        penalty = np.maximum(penalty, 2.0 * np.abs(multipliers))
        z, before = frame.damped(z, target - z, penalty), size
    raise FlowSystemError(f"{name}: no flows were found that keep the transfer coefficients ({STEPS} steps).")


class _Frame:
    """The conditions of a cell with what stays the same from step to step."""

    def __init__(self, found: Conditions, told: Ranks, given: Given) -> None:
        from scipy.sparse import csr_matrix

        self.found, self.given = found, given
        rows = np.repeat(np.arange(len(found.rows)), [len(terms) for terms in found.rows])
        terms = [term for row in found.rows for term in row]
        self.linear = csr_matrix(
            ([number for _, number in terms], (rows, [column for column, _ in terms])),
            shape=(len(found.rows), found.quantities),
        )
        self.kept = np.array(told.kept, dtype=np.int64)
        self.seen = np.flatnonzero(given.known)
        held = np.zeros(found.quantities, dtype=bool)
        held[list(told.held)] = True
        self.sought = np.flatnonzero(~given.known & ~held)
        self.base = np.where(given.known, given.y, given.start)
        flows = np.abs(self.base[: len(found.pattern.edge)]).max(initial=0.0) or 1.0
        self.scale = np.full(found.quantities, flows)
        self.scale[len(found.pattern.edge) :] = 1.0

    def step(self, z: Numbers, number: int) -> tuple[Numbers, Numbers, Solution]:
        """All observations reconciled under the tangents at z."""
        every, sides = self._tangents(z)
        rows, rhs = every[self.kept], sides[self.kept]
        bordered = Bordered(rows, np.nan_to_num(self.given.v), self.seen, self.sought)
        target, multipliers = self.base.copy(), np.zeros(len(rhs))
        # Once more on what came out, as in the kernel: adjustments are differences of what may be huge alike.
        for _ in range(2):
            adjustment, change, more = bordered.fit(rhs - rows @ target)
            target[self.seen] += adjustment
            target[self.sought] += change
            multipliers += more
        pull = np.asarray(rows.T @ multipliers)
        return target, multipliers, Solution(target, bordered, pull, every, number)

    def off(self, z: Numbers) -> Numbers:
        """By how much each condition is off, as a share of what stands in it."""
        return np.abs(self._values(z)) / (self._values(np.abs(z), whole=True) + 1e-300)

    def damped(self, z: Numbers, change: Numbers, penalty: Numbers) -> Numbers:
        """z and so much of the change that the merit falls; all of it, as a rule."""
        merit = self._merit(z, penalty)
        share = 1.0
        for _ in range(HALVINGS):
            if self._merit(z + share * change, penalty) <= merit * (1.0 + 1e-12):
                break
            share /= 2.0
        return np.asarray(z + share * change)

    def _tangents(self, z: Numbers) -> tuple[Any, Numbers]:
        from scipy.sparse import csr_matrix, vstack

        rows, columns, numbers, rhs = [], [], [], []
        for row, product in enumerate(self.found.products):
            ratio, whole = z[product.ratio], z[list(product.denominators)].sum()
            rows += [row] * (2 + len(product.denominators))
            columns += [product.numerator, *product.denominators, product.ratio]
            numbers += [1.0, *[-ratio] * len(product.denominators), -whole]
            rhs.append(-ratio * whole)
        shape = (len(self.found.products), self.found.quantities)
        tangents = csr_matrix((numbers, (rows, columns)), shape=shape)
        every = vstack([self.linear, tangents], format="csr")
        return every, np.concatenate([self.found.rhs, rhs])

    def _values(self, z: Numbers, whole: bool = False) -> Numbers:
        """What each kept condition is off by; with `whole` the sum of the sizes of what stands in it."""
        sign = -1.0 if whole else 1.0
        linear = (abs(self.linear) if whole else self.linear) @ z
        linear = linear - sign * (np.abs(self.found.rhs) if whole else self.found.rhs)
        products = [
            z[p.numerator] - sign * z[p.ratio] * z[list(p.denominators)].sum() for p in self.found.products
        ]
        return np.concatenate([linear, products])[self.kept]

    def _merit(self, z: Numbers, penalty: Numbers) -> float:
        v = self.given.v[self.seen]
        misfit = np.divide((z - self.given.y)[self.seen] ** 2, v, out=np.zeros(len(v)), where=v > 0)
        return float(misfit.sum() / 2.0 + penalty @ np.abs(self._values(z)))

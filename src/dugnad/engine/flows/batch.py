"""Many systems of one pattern: places × years × draws with one symbolic factor.

Arrays are [edge, system]. The compiled path walks some systems at a time, so that what it works on stays
in the nearest cache; the NumPy path does the same for all systems at once, one operation an entry.
"""

from dataclasses import dataclass

import numpy as np

from dugnad.engine.flows import plain
from dugnad.engine.flows.compiled import COMPILED
from dugnad.engine.flows.kernel import ONE, WIDE, Numbers, in_lanes
from dugnad.engine.flows.symbolic import Symbolic

FEW = 3  # systems that are quicker one by one


@dataclass(frozen=True)
class Balanced:
    """What reconciling gives, [edge, system]: values x, their variances c and those of the adjustments y − x.

    Both are empty when they were not asked for. multipliers: [node, system].
    """

    x: Numbers
    c: Numbers
    moved: Numbers
    multipliers: Numbers


def balance(pattern: Symbolic, y: Numbers, v: Numbers, *, with_variances: bool = True) -> Balanced:
    """Weighted least squares under the balances of the pattern, for each system.

    y: observed [edge, system]; v: variances ≥ 0, 0 a constant. x = y − V B' S⁻¹ B y with S = B V B', and the
    exact variances of x. The multipliers λ = S⁻¹ B y have one row a node, in the order as given.
    """
    x, multipliers = np.empty_like(y), np.empty((pattern.nodes, y.shape[1]))
    c, moved = (np.empty_like(y) if with_variances else np.empty((0, 0)) for _ in range(2))
    p = pattern
    if COMPILED:
        shape = p.head, p.tail, p.entry, p.starts, p.rows, p.target
        in_lanes(*shape, y, v, x, c, moved, multipliers, WIDE if y.shape[1] > FEW else ONE)
    else:
        plain.run(p, y, v, x, c, moved, multipliers)
    return Balanced(x, c, moved, multipliers[pattern.place])

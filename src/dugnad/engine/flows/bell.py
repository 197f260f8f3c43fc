"""The share of a normal distribution that lies below a number, for very many numbers.

Survival asks for it once for each age and series. Without a branch a compiler works out several numbers at
a time: Φ(−a) = exp(−a²/2) · p(q) / (1 + a) with q = (a − 5)/(a + 5), where p is a polynomial, and
Φ(a) = 1 − Φ(−a). A tail is right in its leading digits: measured, 6e-16 of it, where a square that is rounded
before it is raised costs 2e-13 of it.

Source of the form of p: M. M. Shepherd and J. G. Laframboise, “Chebyshev approximation of (1 + 2x) exp(x²)
erfc x in 0 ≤ x < ∞”, Mathematics of Computation 36 (1981). Its numbers are our own: the Chebyshev series of
(1 + a) exp(a²/2) Φ(−a) on 0 ≤ a ≤ 39, worked out with forty digits and cut off where 3e-17 is left.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dugnad.engine.flows.compiled import COMPILED, compiled

MANY = 4096  # numbers from which on it pays to load what is compiled
LANES = (0,) * 64

END = 37.5  # beyond it nothing is left that a double could hold with all its digits
SPLITTER = 2.0**27 + 1  # leaves the upper half of a number's digits, whose square is exact
ROUNDING = 1.5 * 2.0**52  # added, it leaves a whole number in the lowest bits
PER_LN2 = 1.4426950408889634
LN2, LN2_REST = 0.6931471803691238, 1.9082149292705877e-10  # ln 2 in two parts, the first with few digits


def below(z: ArrayLike) -> NDArray[np.float64]:
    """Φ(z), in the shape of z: 0 from −37.5 down."""
    numbers = np.asarray(z, float)
    if not COMPILED or numbers.size < MANY:
        return np.asarray(special.ndtr(numbers))
    found = np.empty(numbers.shape)
    fill_below(numbers.ravel(), found.reshape(-1), LANES)
    return found


@compiled
def fill_below(z: Any, found: Any, width: Any) -> None:
    """Φ of each number of z, as many at a time as `width` has members."""
    lanes = len(width)
    number, tail, power = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    bits = power.view(np.int64)
    for begin in range(0, len(z), lanes):
        taken = min(lanes, len(z) - begin)
        for lane in range(lanes):
            number[lane] = z[begin + min(lane, taken - 1)]
        for lane in range(lanes):
            a = abs(number[lane])
            a = a if a < END else END
            # −a²/2 in two parts: what is rounded off a square of 1000 would be 1e-13 of the answer.
            upper = a * SPLITTER - (a * SPLITTER - a)
            square, rest = -0.5 * upper * upper, -0.5 * (a - upper) * (a + upper)
            power[lane] = square * PER_LN2 + ROUNDING
            whole = power[lane] - ROUNDING
            tail[lane] = _raised((square - whole * LN2) - whole * LN2_REST + rest) * _scaled_tail(a)
        for lane in range(lanes):
            bits[lane] = (bits[lane] + 1023) << 52  # 2 to the whole number, made as a double is
        for lane in range(lanes):
            share = tail[lane] * power[lane] if number[lane] > -END else 0.0
            share = share if number[lane] <= 0.0 else 1.0 - share
            tail[lane] = share if number[lane] == number[lane] else number[lane]
        for lane in range(taken):
            found[begin + lane] = tail[lane]


@compiled
def _raised(r: Any) -> Any:
    """e to r, for |r| ≤ ln 2 / 2: its series, even and odd terms apart so that they run side by side."""
    s = r * r
    even = 1.0 + s * (
        1 / 2 + s * (1 / 24 + s * (1 / 720 + s * (1 / 40320 + s * (1 / 3628800 + s / 479001600))))
    )
    odd = 1.0 + s * (
        1 / 6 + s * (1 / 120 + s * (1 / 5040 + s * (1 / 362880 + s * (1 / 39916800 + s / 6227020800))))
    )
    return even + r * odd


@compiled
def _scaled_tail(a: Any) -> Any:
    """exp(a²/2) Φ(−a) for 0 ≤ a ≤ 39."""
    q = (a - 5.0) / (a + 5.0)
    s = q * q
    even = 7.415036428254877e-10
    even = ((even * s + 3.961685674983199e-10) * s + -2.1925245009685105e-08) * s + 1.2459795654094675e-07
    even = ((even * s + -6.884514926387117e-08) * s + -9.896525560639974e-06) * s + 0.00018233421944993206
    even = ((even * s + -0.001676072351862632) * s + -0.015170415402181949) * s + -0.026401042966310427
    even = (even * s + 0.03103036842596353) * s + 0.46151582985003775
    odd = 3.962538366550759e-09
    odd = ((odd * s + -3.185646603770505e-08) * s + 1.9866282851164474e-07) * s + -1.3097901375584717e-06
    odd = ((odd * s + 9.061107610093406e-06) * s + -5.360801018000103e-05) * s + 7.791686150463118e-06
    odd = ((odd * s + 0.006522000656804358) * s + 0.024536963244424552) * s + 0.010002352385206146
    odd = odd * s + -0.09155228183400882
    return (even + q * odd) / (1.0 + a)

"""What an observation says by its distribution: densities and draws, all told by a value and an sd.

normal, truncated: value and sd are those of the normal; a truncated one is cut at 0. lognormal: mean and sd
of the flow itself. uniform: mean and sd, so value ± √3 sd. triangular: symmetric, value ± √6 sd. What is cut
or one-sided enters least squares by value and sd alone, which is an approximation; draws take it as it is.
"""

import numpy as np
from scipy import special

from dugnad.engine.flows.declarations import Observation
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import Numbers

LOG_TAU = float(np.log(2 * np.pi))


def log_density(stated: Observation, x: Numbers) -> Numbers:
    """The logarithm of the density at x, −∞ where the flow cannot be; of an observation with an sd."""
    z = (x - stated.value) / stated.sd
    if stated.dist == "lognormal":
        return _log_lognormal(stated, x)
    if stated.dist == "uniform":
        return np.where(np.abs(z) <= np.sqrt(3), -np.log(2 * np.sqrt(3) * stated.sd), -np.inf)
    if stated.dist == "triangular":
        half = np.sqrt(6)
        with np.errstate(divide="ignore"):
            return np.log(np.maximum(half - np.abs(z), 0.0) / half**2 / stated.sd)
    normal = -(z**2) / 2 - LOG_TAU / 2 - np.log(stated.sd)
    if stated.dist == "truncated":
        return np.where(x >= 0, normal - special.log_ndtr(stated.value / stated.sd), -np.inf)
    return np.asarray(normal)


def draws(stated: Observation, chance: np.random.Generator, count: int) -> Numbers:
    """Draws of an observation; a constant is always itself."""
    value, sd = stated.value, stated.sd
    if not sd:
        return np.full(count, value)
    if stated.dist == "lognormal":
        mean, spread = _logarithms(stated)
        return np.exp(chance.normal(mean, spread, count))
    if stated.dist == "uniform":
        return chance.uniform(value - np.sqrt(3) * sd, value + np.sqrt(3) * sd, count)
    if stated.dist == "triangular":
        return chance.triangular(value - np.sqrt(6) * sd, value, value + np.sqrt(6) * sd, count)
    if stated.dist == "truncated":
        # By the tail above 0, which keeps its digits also where nearly all of the normal lies below it.
        tail = special.ndtr(value / sd) * (1.0 - chance.random(count))
        return np.asarray(np.maximum(value - sd * special.ndtri(tail), 0.0))
    return chance.normal(value, sd, count)


def _log_lognormal(stated: Observation, x: Numbers) -> Numbers:
    mean, spread = _logarithms(stated)
    logs = np.log(np.where(x > 0, x, 1.0))
    density = -(((logs - mean) / spread) ** 2) / 2 - LOG_TAU / 2 - np.log(spread) - logs
    return np.where(x > 0, density, -np.inf)


def _logarithms(stated: Observation) -> tuple[float, float]:
    """Mean and sd of the logarithm."""
    if stated.value <= 0:
        raise FlowSystemError(
            f"The flow {stated.flow[0]}: {stated.value:g} cannot be lognormal, only above 0."
        )
    spread = float(np.sqrt(np.log1p((stated.sd / stated.value) ** 2)))
    return float(np.log(stated.value)) - spread**2 / 2, spread

"""What an observation says by its distribution: densities and draws, all told by a value and an sd.

normal, truncated: value and sd are those of the normal; a truncated one is cut at 0. lognormal: mean and sd
of the flow itself. uniform: mean and sd, so value ± √3 sd. triangular: symmetric, value ± √6 sd. What is cut
or one-sided enters least squares by value and sd alone, which is an approximation; draws take it as it is.
"""

import numpy as np
from scipy import special

from dugnad.engine.flows.declarations import Observation
from dugnad.engine.flows.estimate import Numbers

LOG_TAU = float(np.log(2 * np.pi))


def log_density(stated: Observation, x: Numbers) -> Numbers:
    """The logarithm of the density at x, −∞ where the flow cannot be; of an observation with an sd."""
    return log_densities(stated.dist, np.array(stated.value), np.array(stated.sd), x)


def log_densities(dist: str, value: Numbers, sd: Numbers, x: Numbers) -> Numbers:
    """The same of many observations of one distribution at once: value and sd along the last axis of x."""
    z = (x - value) / sd
    if dist == "lognormal":
        return _log_lognormal(value, sd, x)
    if dist == "uniform":
        return np.where(np.abs(z) <= np.sqrt(3), -np.log(2 * np.sqrt(3) * sd), -np.inf)
    if dist == "triangular":
        half = np.sqrt(6)
        with np.errstate(divide="ignore"):
            return np.log(np.maximum(half - np.abs(z), 0.0) / half**2 / sd)
    normal = -(z**2) / 2 - LOG_TAU / 2 - np.log(sd)
    if dist == "truncated":
        return np.where(x >= 0, normal - special.log_ndtr(value / sd), -np.inf)
    return np.asarray(normal)


def support(stated: Observation) -> tuple[float, float]:
    """Between what a flow must lie for this observation to be possible."""
    if stated.dist in ("lognormal", "truncated"):
        return 0.0, float("inf")
    half = {"uniform": np.sqrt(3), "triangular": np.sqrt(6)}.get(stated.dist, np.inf) * stated.sd
    return stated.value - half, stated.value + half


def draws(stated: Observation, chance: np.random.Generator, count: int) -> Numbers:
    """Draws of an observation but for what it shares with others; a constant is always itself."""
    value, sd = stated.value, stated.own_sd
    if not sd:
        return np.full(count, value)
    if stated.dist == "lognormal":
        mean, spread = _logarithms(np.array(value), np.array(sd))
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


def _log_lognormal(value: Numbers, sd: Numbers, x: Numbers) -> Numbers:
    mean, spread = _logarithms(value, sd)
    logs = np.log(np.where(x > 0, x, 1.0))
    density = -(((logs - mean) / spread) ** 2) / 2 - LOG_TAU / 2 - np.log(spread) - logs
    return np.where(x > 0, density, -np.inf)


def _logarithms(value: Numbers, sd: Numbers) -> tuple[Numbers, Numbers]:
    """Mean and sd of the logarithm."""
    spread = np.sqrt(np.log1p((sd / value) ** 2))
    return np.asarray(np.log(value) - spread**2 / 2), np.asarray(spread)

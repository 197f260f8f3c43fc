"""Economy-wide material flow accounts: what a country or region takes in, uses and uses again.

From domestic extraction (DE), imports (IMP) and exports (EXP) follow direct material input DMI = DE + IMP,
domestic material consumption DMC = DE + IMP − EXP and the physical trade balance PTB = IMP − EXP. With what
is recovered (RCV_R) and the waste for recovery that crosses the border (IMP_W, EXP_W) follows what is used
again U = RCV_R − IMP_W + EXP_W, and the circular material use rate CMU = U / (DMC + U), a share.

Every quantity has a standard uncertainty, and every pair a correlation: indicators share their inputs, so
they err together. Sums are exact; CMU is a ratio and its uncertainty the first-order one, whose worth
`shift_of` tells. Source of the method: Eurostat, Economy-wide material flow accounts handbook (2018), and
Circular material use rate, calculation method (2018); JCGM 100:2008 (GUM) for uncertainties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.study import Flow, Observation, Study, processes_of

Array = NDArray[np.float64]
PARTS = ("DE", "IMP", "EXP", "RCV_R", "IMP_W", "EXP_W")
SIDES = ("DE", "IMP", "EXP")
UNITS = {"1000 tonnes": "kt", "tonnes": "t"}  # as statistics agencies write them
SUMS: dict[str, dict[str, float]] = {
    "DMI": {"DE": 1, "IMP": 1},
    "DMC": {"DE": 1, "IMP": 1, "EXP": -1},
    "PTB": {"IMP": 1, "EXP": -1},
    "U": {"RCV_R": 1, "IMP_W": -1, "EXP_W": 1},
}


class AccountError(ValueError):
    """Accounts that lack a part or cannot be divided; the message names it."""


@dataclass(frozen=True)
class Quantity:
    """A value with its standard uncertainty, in the unit of the accounts (CMU: a share)."""

    value: float
    sd: float


@dataclass(frozen=True)
class Accounts:
    """The parts of the accounts of one place and year, with the covariance of their errors."""

    names: tuple[str, ...]
    values: Array
    covariance: Array

    @classmethod
    def of(
        cls,
        parts: Mapping[str, tuple[float, float]],
        correlation: Mapping[tuple[str, str], float] | None = None,
    ) -> "Accounts":
        """Accounts of (value, sd) for each part; errors are independent but where a correlation is told."""
        if not parts:
            raise AccountError(f"there is no part in the accounts; they are {', '.join(PARTS)}")
        names = tuple(parts)
        strange = [name for name in names if name not in PARTS]
        if strange:
            raise AccountError(f"there is no part {strange[0]} in the accounts; they are {', '.join(PARTS)}")
        values, sd = (np.array(column, float) for column in zip(*parts.values(), strict=True))
        for name, error in zip(names, sd, strict=True):
            if not error >= 0:
                raise AccountError(f"the sd of {name} is {error:g}; it must be 0 or more")
        together = np.eye(len(names))
        for (one, other), told in (correlation or {}).items():
            for name in {one, other} - set(names):
                raise AccountError(f"there is no {name} in the accounts to be correlated with")
            at = names.index(one), names.index(other)
            together[at] = together[at[::-1]] = told
        return cls.of_covariance(names, values, np.outer(sd, sd) * together)

    @classmethod
    def of_covariance(cls, names: Sequence[str], values: ArrayLike, covariance: ArrayLike) -> "Accounts":
        """Accounts of parts whose covariance is known, as after a reconciliation."""
        known = np.asarray(covariance, float)
        scale = max(float(np.max(np.abs(known), initial=0.0)), 1e-300)
        if (
            not np.allclose(known, known.T, rtol=0, atol=1e-9 * scale)
            or np.min(np.linalg.eigvalsh(known), initial=0.0) < -1e-9 * scale
        ):
            raise AccountError("the covariance is none: it is not symmetric, or a variance would be negative")
        return cls(tuple(names), np.asarray(values, float), known)

    @property
    def DMI(self) -> Quantity:
        """Direct material input."""
        return self.quantity("DMI")

    @property
    def DMC(self) -> Quantity:
        """Domestic material consumption."""
        return self.quantity("DMC")

    @property
    def PTB(self) -> Quantity:
        """Physical trade balance: above zero more comes in than goes out."""
        return self.quantity("PTB")

    @property
    def U(self) -> Quantity:
        """What is used again instead of new material."""
        return self.quantity("U")

    @property
    def CMU(self) -> Quantity:
        """The circular material use rate, a share of 1."""
        return self.quantity("CMU")

    def quantity(self, name: str) -> Quantity:
        """A part or an indicator, with its standard uncertainty."""
        slope = self.slope(name)
        return Quantity(self._value(name), sqrt(max(float(slope @ self.covariance @ slope), 0.0)))

    def correlation(self, one: str, other: str) -> float:
        """How two parts or indicators err together: −1 to 1, and 0 where one is known for certain."""
        first, second = self.slope(one), self.slope(other)
        both = self.quantity(one).sd * self.quantity(other).sd
        return float(first @ self.covariance @ second) / both if both else 0.0

    def slope(self, name: str) -> Array:
        """How much a part or indicator grows by with each part."""
        if name == "CMU":
            used, new = self._value("U"), self._value("DMC")
            return np.asarray((new * self.slope("U") - used * self.slope("DMC")) / self._whole() ** 2)
        return np.array([self._factors(name).get(part, 0.0) for part in self.names])

    def shift_of(self, name: str) -> float:
        """How far the curve of a ratio moves its mean, in its own sd; near 0 the sd can be trusted.

        Half the trace of curvature × covariance; 0 for sums. Above 0.1 or so, draw samples instead.
        """
        quantity = self.quantity(name)
        if name != "CMU" or not quantity.sd:
            return 0.0
        used, new, whole = self._value("U"), self._value("DMC"), self._whole()
        slopes = np.array([self.slope("U"), self.slope("DMC")])
        curvature = np.array([[-2 * new, used - new], [used - new, 2 * used]]) / whole**3
        return float(np.trace(curvature @ slopes @ self.covariance @ slopes.T)) / 2 / quantity.sd

    def _value(self, name: str) -> float:
        if name == "CMU":
            return self._value("U") / self._whole()
        return float(self.slope(name) @ self.values)

    def _whole(self) -> float:
        whole = self._value("DMC") + self._value("U")
        if not whole:
            raise AccountError("DMC + U is 0, so there is no circular material use rate")
        return whole

    def _factors(self, name: str) -> Mapping[str, float]:
        factors = SUMS.get(name, {name: 1.0})
        missing = [part for part in factors if part not in self.names]
        if missing:
            raise AccountError(f"{name} needs {' and '.join(missing)}, which the accounts do not have")
        return factors


def used_again(consumption: float, rate: float) -> float:
    """U that a published rate (a share) and DMC together say: DMC × CMU / (1 − CMU)."""
    if not 0 <= rate < 1:
        raise AccountError(f"a circular material use rate is a share from 0 up to 1, not {rate:g}")
    return consumption * rate / (1 - rate)


def ewmfa(
    reconciliation: Reconciliation, place: str | None = None, year: int | None = None, **parts: str
) -> Accounts:
    """The accounts of a reconciled system, with the covariance of its flows.

    `parts` names the flow of each part (`RCV_R="Recovered"`); DE, IMP and EXP are flows of those names where
    nothing else is said, and a part that is no flow is left out. Raises AccountError for a flow that nobody
    can know.
    """
    known = {flow.name for flow in reconciliation.structure.edges}
    named = {part: parts.get(part, part) for part in PARTS}
    found = {part: flow for part, flow in named.items() if part in parts or flow in known}
    values = [reconciliation.value(flow, place, year)[0] for flow in found.values()]
    unknown = [flow for flow, value in zip(found.values(), values, strict=True) if np.isnan(value)]
    if unknown:
        raise AccountError(f"nobody can know the flow {unknown[0]} from what was observed")
    edges = [reconciliation.edge(flow) for flow in found.values()]
    covariance = reconciliation.covariance_matrix(reconciliation.cell(place, year))[np.ix_(edges, edges)]
    return Accounts.of_covariance(tuple(found), values, (covariance + covariance.T) / 2)


# Accounts as a system of flows ------------------------------------------------------------------------


def study_of_accounts(
    records: Sequence[Mapping[str, Any]],
    *,
    relative_sd: Mapping[str, float] | float,
    place: str = "",
    source: str = "",
) -> Study:
    """Published accounts as a study: categories sum to DE, IMP and EXP, and what is left is DMC.

    A record is one release of one year: `year`, `release`, `unit`, totals `DE`, `IMP`, `EXP` and for each
    `…_by_category`. Releases of the same year that disagree are sources of their own, so that their
    disagreement is tested and not averaged away; they share much of their data, so that what two of them
    say together is less certain than two strangers' word. `relative_sd` is a share, one for all or one for
    each of DE, IMP and EXP: agencies publish none, so it is the analyst's word.

    A total that is published with its categories is their sum and no source of its own; it is checked, and
    AccountError tells of one that is off by more than rounding.
    """
    units = sorted({str(record.get("unit", "t")) for record in records})
    if len(units) > 1:
        raise AccountError(f"the records are in several units: {', '.join(units)}")
    for record in records:
        for field in ("year", *SIDES):
            if field not in record:
                raise AccountError(f"the record of {record.get('year', 'no year')} has no {field}")
    categories = {side: _categories(records, side) for side in SIDES}
    flows = [flow for side, names in categories.items() for flow in _side(side, names)]
    flows.append(Flow("DMC", "Economy", None))
    observations = [
        observation for record in records for observation in _told(record, relative_sd, place, source)
    ]
    unit = units[0] if units else "t"
    return Study("EW-MFA", f"{UNITS.get(unit, unit)}/a", processes_of(flows), flows, observations)


def _categories(records: Sequence[Mapping[str, Any]], side: str) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record.get(f"{side}_by_category", ())))


def _side(side: str, categories: Sequence[str]) -> list[Flow]:
    """Categories of a side and its total, through a process where they balance."""
    gathered = {"DE": "Domestic extraction", "IMP": "Imports", "EXP": "Exports"}[side]
    parts = [f"{side} {name}" for name in categories]
    if not parts:
        return [Flow(side, "Economy", None) if side == "EXP" else Flow(side, None, "Economy")]
    if side == "EXP":
        return [Flow(side, "Economy", gathered), *(Flow(part, gathered, None) for part in parts)]
    return [*(Flow(part, None, gathered) for part in parts), Flow(side, gathered, "Economy")]


def _told(
    record: Mapping[str, Any], relative_sd: Mapping[str, float] | float, place: str, source: str
) -> list[Observation]:
    found = []
    for side in SIDES:
        share = relative_sd if isinstance(relative_sd, int | float) else relative_sd.get(side, -1.0)
        if share < 0:
            raise AccountError(f"relative_sd tells no share of 0 or more for {side}")
        found += [
            Observation(
                flow, float(value), share * abs(value), place, record["year"], source=source,
                vintage=str(record.get("release", "")),
            )
            for flow, value in _published(record, side).items()
        ]  # fmt: skip
    return found


def _published(record: Mapping[str, Any], side: str) -> dict[str, float]:
    """The categories of a side, or its total where there are none."""
    parts = {f"{side} {name}": value for name, value in record.get(f"{side}_by_category", {}).items()}
    if not parts:
        return {side: record[side]}
    off = record[side] - sum(parts.values())
    if abs(off) > (len(parts) + 1) / 2:  # each of them is rounded to a whole number
        raise AccountError(f"{side} of {record['year']} differs by {off:g} from the sum of its categories")
    return parts

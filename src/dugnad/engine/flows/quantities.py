"""Numbers and the units of layers: an amount a year, such as t/a, kt/a or GWh/a."""

from typing import Any

from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.units import UnitError, convert, unit

YEARLY = ("/a", "/year", "/yr")


def number(given: Any, where: str) -> float:
    """What was given as a number, NaN of None. Raises FlowSystemError, which says where, for a text."""
    if given is None:
        return float("nan")
    try:
        if not isinstance(given, (str, bytes)):
            return float(given)
    except (TypeError, ValueError):
        pass
    raise FlowSystemError(f"{where}: “{given}” is no number.")


def amount(symbol: str, where: str) -> str:
    """The symbol without “a year”. Raises FlowSystemError, which says where, when the unit is not known."""
    stem = next((symbol.removesuffix(end) for end in YEARLY if symbol.endswith(end)), symbol).strip()
    try:
        unit(stem)
    except UnitError:
        raise FlowSystemError(f"{where}: the unit “{symbol}” is not known.") from None
    return stem


def in_unit(value: float, given: str, wanted: str, where: str) -> float:
    """A value in another unit of the same dimension. Raises FlowSystemError, which names the flow."""
    if given == wanted:
        return value
    yearly = [symbol.endswith(YEARLY) for symbol in (given, wanted)]
    try:
        if yearly[0] == yearly[1]:
            return convert(value, amount(given, where), amount(wanted, where))
    except UnitError:
        pass
    raise FlowSystemError(f"{where} is counted in {wanted}, which “{given}” cannot be turned into.")

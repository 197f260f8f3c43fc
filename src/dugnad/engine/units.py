"""Units: what we may add, convert and divide, and a clear refusal for the rest.

A unit is a factor and a dimension. Quantities of one dimension are converted by their factors;
a quotient has a dimension of its own (tonnes CO₂e per inhabitant). Factors are exact by definition:
SI prefixes, 1 kWh = 3.6 MJ.
"""

from dataclasses import dataclass


class UnitError(ValueError):
    """Units that do not go together; pages say so in their own words, by the fault and the symbols."""

    def __init__(self, fault: str, *symbols: str) -> None:
        super().__init__(f"{fault}: {', '.join(f'“{symbol}”' for symbol in symbols)}")
        self.fault, self.symbols = fault, symbols


UNKNOWN, UNLIKE = "unknown", "unlike"


@dataclass(frozen=True)
class Unit:
    """A unit: its symbol, its dimension (powers of base dimensions), its factor to the base unit."""

    symbol: str
    dimension: tuple[tuple[str, int], ...]
    factor: float


def _unit(symbol: str, dimension: str, factor: float = 1.0) -> tuple[str, Unit]:
    return symbol, Unit(symbol, ((dimension, 1),) if dimension else (), factor)


UNITS: dict[str, Unit] = dict(
    [
        _unit("t CO2e", "greenhouse gas"),
        _unit("kg CO2e", "greenhouse gas", 1e-3),
        _unit("kt CO2e", "greenhouse gas", 1e3),
        _unit("Mt CO2e", "greenhouse gas", 1e6),
        _unit("t", "mass"),
        _unit("kg", "mass", 1e-3),
        _unit("kt", "mass", 1e3),
        _unit("Mt", "mass", 1e6),
        _unit("kWh", "energy"),
        _unit("MWh", "energy", 1e3),
        _unit("GWh", "energy", 1e6),
        _unit("TWh", "energy", 1e9),
        _unit("MJ", "energy", 1 / 3.6),
        _unit("persons", "persons"),
        _unit("vehicles", "vehicles"),
        _unit("km", "length"),
        _unit("m", "length", 1e-3),
        _unit("kr", "money"),
        _unit("1000 kr", "money", 1e3),
        _unit("mill. kr", "money", 1e6),
        _unit("1", ""),
        _unit("%", "", 1e-2),
    ]
)


def unit(symbol: str) -> Unit:
    """The unit with this symbol; a quotient is written `t CO2e/persons`. Raises UnitError."""
    over, slash, under = symbol.partition("/")
    if slash:
        return divided(unit(over.strip()), unit(under.strip()))
    if symbol not in UNITS:
        raise UnitError(UNKNOWN, symbol)
    return UNITS[symbol]


def convert(value: float, from_symbol: str, to_symbol: str) -> float:
    """A value in another unit of the same dimension. Raises UnitError, which names both units."""
    source, target = unit(from_symbol), unit(to_symbol)
    if source.dimension != target.dimension:
        raise UnitError(UNLIKE, from_symbol, to_symbol)
    return value * (source.factor / target.factor)


def divided(over: Unit, under: Unit) -> Unit:
    """The unit of a quotient, with common dimensions cancelled."""
    powers = dict(over.dimension)
    for name, power in under.dimension:
        powers[name] = powers.get(name, 0) - power
    dimension = tuple(sorted((name, power) for name, power in powers.items() if power))
    return Unit(f"{over.symbol}/{under.symbol}", dimension, over.factor / under.factor)


def multiplied(one: Unit, other: Unit) -> Unit:
    """The unit of a product, with common dimensions cancelled."""
    inverse = Unit(other.symbol, tuple((name, -power) for name, power in other.dimension), 1 / other.factor)
    return Unit(f"{one.symbol}·{other.symbol}", divided(one, inverse).dimension, one.factor * other.factor)


def quotient(value: float, value_unit: str, by: float, by_unit: str, in_unit: str) -> float:
    """A value divided by another, in a named unit. Raises UnitError when the units do not fit together.

    ZeroDivisionError is left to the caller: what a figure per nobody means is for the page to say.
    """
    result = divided(unit(value_unit), unit(by_unit))
    target = unit(in_unit)
    if result.dimension != target.dimension:
        raise UnitError(UNLIKE, f"{value_unit}/{by_unit}", in_unit)
    return value / by * (result.factor / target.factor)

"""What flows of a cell must keep beside their balances: relations, known ratios, and ratios in doubt.

Quantities are the expanded edges of a pattern and after them the ratios that are not known exactly. Linear
conditions are rows Σ coefficient × quantity = rhs; a ratio in doubt is a product,
numerator − ratio × Σ denominators = 0.
"""

from dataclasses import dataclass
from functools import cached_property
from random import Random

import numpy as np

from dugnad.engine.flows.declarations import Cell, Ratio, Relation
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.modular import PRIME, Ranks, Row, ranks, row, solved
from dugnad.engine.flows.structure import Pattern, Structure
from dugnad.engine.flows.system import MFASystem, holds

Terms = list[tuple[int, float]]


@dataclass(frozen=True)
class Scope:
    """The relations and ratios that hold for a cell, by their places in the system."""

    relations: tuple[int, ...]
    ratios: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.relations or self.ratios)


def scope(system: MFASystem, cell: Cell) -> Scope:
    """What holds for a cell."""
    relations = tuple(n for n, relation in enumerate(system.relations) if holds(relation.cell, cell))
    return Scope(relations, tuple(n for n, ratio in enumerate(system.ratios) if holds(ratio.cell, cell)))


@dataclass(frozen=True)
class Product:
    """numerator − ratio × Σ denominators = 0, by quantity."""

    numerator: int
    denominators: tuple[int, ...]
    ratio: int


@dataclass(frozen=True)
class Conditions:
    """All conditions of the cells of a pattern, and the ratios that are quantities."""

    pattern: Pattern
    rows: tuple[Terms, ...]
    rhs: np.ndarray
    products: tuple[Product, ...]
    ratios: tuple[Ratio, ...]

    @property
    def quantities(self) -> int:
        """How many there are: edges and ratios in doubt."""
        return len(self.pattern.edge) + len(self.ratios)

    @cached_property
    def linear(self) -> list[Row]:
        """The linear rows without their right-hand sides, modulo the prime."""
        return [row(terms) for terms in self.rows]

    def classified(self, unknown: frozenset[int], constant: frozenset[int]) -> Ranks:
        """What the conditions tell of the quantities, at almost every point that keeps them."""
        return ranks([*self.linear, *self._slopes()], unknown, constant)

    def _slopes(self) -> list[Row]:
        """The products' derivatives where flows keep the linear rows and are otherwise drawn at random."""
        if not self.products:
            return []
        drawn = Random(20160607)  # noqa: S311 — no secret; the same in every run, so that classes stay
        free = iter(lambda: drawn.randrange(1, PRIME), None)
        sides = zip(self.rows, self.rhs.tolist(), strict=True)
        whole = [row([*terms, (self.quantities, -side)]) for terms, side in sides]
        flows = solved(whole, self.quantities, free)
        return [_slope(product, flows) for product in self.products]


def conditions(system: MFASystem, pattern: Pattern, holding: Scope) -> Conditions:
    """The conditions of a pattern. Raises FlowSystemError with the name of what cannot hold."""
    found, first = pattern.structure, pattern.first
    ratios = [_resolved(system.ratios[n], found) for n in holding.ratios]
    doubtful = tuple(ratio for ratio in ratios if ratio.sd != 0)
    rows, rhs = _balances(pattern), [0.0] * (len(pattern.contraction.component) - 1)
    for n in holding.relations:
        relation: Relation = system.relations[n]
        rows.append([(int(first[found.edge_of[key]]), number) for key, number in relation.terms])
        rhs.append(relation.rhs)
    for ratio in (ratio for ratio in ratios if ratio.sd == 0):
        shares = [(int(first[found.edge_of[key]]), -float(ratio.value or 0)) for key in ratio.denominators]
        rows.append([(int(first[found.edge_of[ratio.numerator]]), 1.0), *shares])
        rhs.append(0.0)
    products = tuple(
        Product(
            int(first[found.edge_of[ratio.numerator]]),
            tuple(int(first[found.edge_of[key]]) for key in ratio.denominators),
            len(pattern.edge) + n,
        )
        for n, ratio in enumerate(doubtful)
    )
    return Conditions(pattern, tuple(rows), np.array(rhs), products, doubtful)


def _resolved(ratio: Ratio, found: Structure) -> Ratio:
    """The ratio with what runs into its process."""
    if not ratio.process:
        return ratio
    layer = ratio.numerator[1]
    inputs = tuple(f.key for f in found.edges if f.target == ratio.process and f.layer == layer)
    if not inputs:
        raise FlowSystemError(f"{ratio.name}: nothing runs into the process {ratio.process}.")
    return Ratio(ratio.name, ratio.numerator, inputs, ratio.value, ratio.sd, ratio.cell, ratio.process)


def _balances(pattern: Pattern) -> list[Terms]:
    found = pattern.contraction
    rows: list[Terms] = [[] for _ in range(len(found.component))]
    for edge, (source, target) in enumerate(zip(found.source.tolist(), found.target.tolist(), strict=True)):
        rows[target].append((edge, 1.0))
        rows[source].append((edge, -1.0))
    return rows[1:]


def _slope(product: Product, values: list[int]) -> Row:
    whole = sum(values[flow] for flow in product.denominators) % PRIME
    ratio = values[product.numerator] * pow(whole, -1, PRIME) % PRIME if whole else 1
    found = {product.numerator: 1}
    for flow in product.denominators:
        found[flow] = (found.get(flow, 0) - ratio) % PRIME
    found[product.ratio] = -whole % PRIME
    return {column: number for column, number in found.items() if number}

"""Formulas over indicators: + − × ÷, numbers, brackets and keys; nothing else can be said in them.

A formula is read into a tree once. Its unit follows from the units of its keys: sums need units of one
kind and are taken in that of the first, products and quotients make units of their own. A value that is
missing makes the result missing, and the result says which; missing is never zero.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from dugnad.engine.units import UNLIKE, Unit, UnitError, divided, multiplied, unit

LONGEST, DEEPEST = 300, 30  # characters, and brackets: enough for any indicator
KEY = r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*"
TOKEN = re.compile(rf"\s*(?:(?P<number>\d+(?:[.,]\d+)?)|(?P<key>{KEY})|(?P<sign>[-+−–*×·/÷:()]))")
SIGNS = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", ":": "/"}
UNFIT, TOO_LONG, UNENDED, UNCLOSED, TOO_DEEP = "unfit", "too long", "unended", "unclosed", "too deep"
NO_UNIT = Unit("1", (), 1.0)


class FormulaError(ValueError):
    """A formula that cannot be read; `place` is where in the text it goes wrong, counted from 1.

    `fault` says what is wrong there: a sign or word that does not fit, an end that comes too early, a bracket
    that nobody closes.
    """

    def __init__(self, place: int, text: str, fault: str = UNFIT) -> None:
        super().__init__(f"{place}: {text}")
        self.place, self.text, self.fault = place, text, fault


class DividedByNothing(ArithmeticError):
    """A formula that divides by zero with these values."""


@dataclass(frozen=True)
class Number:
    """A number as it stands."""

    value: float

    def unit(self, units: Mapping[str, str]) -> Unit:
        """A number has no unit."""
        return NO_UNIT

    def worked_out(self, values: Mapping[str, float], units: Mapping[str, str]) -> float:
        """The number."""
        return self.value


@dataclass(frozen=True)
class Key:
    """An indicator, by its key."""

    name: str

    def unit(self, units: Mapping[str, str]) -> Unit:
        """The indicator's unit; KeyError for one that is not known, UnitError for a unit that is not."""
        return unit(units[self.name])

    def worked_out(self, values: Mapping[str, float], units: Mapping[str, str]) -> float:
        """The indicator's value."""
        return values[self.name]


@dataclass(frozen=True)
class Both:
    """Two parts with a sign between them."""

    left: "Node"
    sign: str
    right: "Node"

    def unit(self, units: Mapping[str, str]) -> Unit:
        """The unit of the result; UnitError where the two cannot be added."""
        left, right = self.left.unit(units), self.right.unit(units)
        if self.sign in "*/":
            return multiplied(left, right) if self.sign == "*" else divided(left, right)
        if left.dimension != right.dimension:
            raise UnitError(UNLIKE, left.symbol, right.symbol)
        return left

    def worked_out(self, values: Mapping[str, float], units: Mapping[str, str]) -> float:
        """The result; sums in the unit of the first part."""
        left, right = self.left.worked_out(values, units), self.right.worked_out(values, units)
        if self.sign in "*/":
            return _multiplied(left, self.sign, right)
        right *= self.right.unit(units).factor / self.left.unit(units).factor
        return left + right if self.sign == "+" else left - right


Node = Number | Key | Both


def _multiplied(left: float, sign: str, right: float) -> float:
    if sign == "/" and right == 0:
        raise DividedByNothing
    return left * right if sign == "*" else left / right


@dataclass(frozen=True)
class Formula:
    """A formula that was read."""

    text: str
    tree: Node

    @classmethod
    def read(cls, text: str) -> "Formula":
        """The formula in a text; FormulaError says where it goes wrong."""
        return cls(text, _Reader(text).whole())

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The indicators that it is made of, in the order of the text."""
        return tuple(dict.fromkeys(_keys(self.tree)))

    def factor(self, units: Mapping[str, str], in_unit: str) -> float:
        """What a result is multiplied by to stand in a unit; UnitError where it measures something else."""
        own, wanted = self.tree.unit(units), unit(in_unit)
        if own.dimension != wanted.dimension:
            raise UnitError(UNLIKE, own.symbol, in_unit)
        return own.factor / wanted.factor

    def value(self, values: Mapping[str, float], units: Mapping[str, str], in_unit: str) -> float:
        """The result in a unit. Raises UnitError, and DividedByNothing; every key must have a value."""
        return self.tree.worked_out(values, units) * self.factor(units, in_unit)


def _keys(node: Node) -> list[str]:
    if isinstance(node, Both):
        return [*_keys(node.left), *_keys(node.right)]
    return [node.name] if isinstance(node, Key) else []


class _Reader:
    """Reads a text from left to right; × and ÷ bind closer than + and −."""

    LEVELS: ClassVar[tuple[str, str]] = ("+-", "*/")

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise FormulaError(LONGEST, text[-20:], TOO_LONG)
        self.text, self.place, self.depth = text, 0, 0
        self.word, self.sort = "", ""
        self._next()

    def whole(self) -> Node:
        tree = self._level(0)
        if self.sort:
            raise self._wrong()
        return tree

    def _level(self, level: int) -> Node:
        if level == len(self.LEVELS):
            return self._single()
        left = self._level(level + 1)
        while self.sort == "sign" and self.word in self.LEVELS[level]:
            sign = self.word
            self._next()
            left = Both(left, sign, self._level(level + 1))
        return left

    def _single(self) -> Node:
        word, sort = self.word, self.sort
        if sort == "number":
            self._next()
            return Number(float(word.replace(",", ".")))
        if sort == "key":
            self._next()
            return Key(word)
        if word != "(":
            raise self._wrong()
        return self._bracket()

    def _bracket(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._wrong(TOO_DEEP)
        opened = self.start
        self._next()
        inner = self._level(0)
        if not self.sort:
            raise FormulaError(opened + 1, self.text[opened:].strip()[:20], UNCLOSED)
        if self.word != ")":
            raise self._wrong()
        self._next()
        return inner

    def _next(self) -> None:
        self.start = self.place
        match = TOKEN.match(self.text, self.place)
        if match is None:
            self.word, self.sort = "", ""
            rest = self.text[self.place :]
            self.start += len(rest) - len(rest.lstrip())
            if rest.strip():
                raise self._wrong()
            return
        self.place, self.sort = match.end(), str(match.lastgroup)
        self.start = match.start(match.lastgroup or 0)
        word = match[self.sort]
        self.word = SIGNS.get(word, word) if self.sort == "sign" else word

    def _wrong(self, fault: str = UNFIT) -> FormulaError:
        rest = self.text[self.start :].strip()
        if not rest:
            return FormulaError(self.start + 1, self.text.strip()[-20:], UNENDED)
        return FormulaError(self.start + 1, rest[:20], fault)

"""JSON-stat 2, the form in which statistics agencies answer: dimensions, and cells with value or status.

Source of the form: the JSON-stat 2.0 standard (json-stat.org), as Statistics Norway and Eurostat write it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any


class NotJsonStat(ValueError):
    """The bytes are no table in JSON-stat 2."""


class NotWhole(ValueError):
    """The cells of a table do not fit its dimensions."""


class TooManyCells(ValueError):
    """The table is larger than whoever asked wants to read."""


@dataclass(frozen=True)
class Dimension:
    """One side of a table: its codes in order, and what each is called and counted in."""

    code: str
    label: str
    codes: tuple[str, ...]
    labels: Mapping[str, str]
    units: Mapping[str, str]


Cell = tuple[tuple[str, ...], float | None, str]  # the code of each dimension, the value, the mark


@dataclass(frozen=True)
class Dataset:
    """A table of a statistics agency."""

    label: str
    updated: str
    dimensions: tuple[Dimension, ...]
    roles: Mapping[str, tuple[str, ...]]
    values: Any
    status: Any

    def cells(self) -> Iterator[Cell]:
        """Each cell in the order of the table: the code of each dimension, the value, the mark."""
        value, status = _reader_of(self.values), _reader_of(self.status)
        for number, codes in enumerate(product(*(dimension.codes for dimension in self.dimensions))):
            yield codes, value(number), str(status(number) or "")


def read_datasets(content: bytes | str, *, most_cells: int = 2_000_000) -> list[Dataset]:
    """The tables of a file: one, or a list of the parts in which a large one was asked for.

    Raises NotJsonStat, NotWhole or TooManyCells.
    """
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise NotJsonStat from None
    return [read_dataset(part, most_cells) for part in (told if isinstance(told, list) else [told])]


def read_dataset(told: Any, most_cells: int = 2_000_000) -> Dataset:
    """A table as JSON-stat 2 writes it; raises as `read_datasets` does where it is none."""
    if not isinstance(told, dict) or told.get("class") != "dataset":
        raise NotJsonStat
    try:
        dimensions = tuple(_dimension(code, told["dimension"][code]) for code in told["id"])
        roles = {name: tuple(codes) for name, codes in (told.get("role") or {}).items()}
        values, size = told.get("value"), [int(number) for number in told["size"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NotJsonStat from None
    if prod(size) > most_cells:
        raise TooManyCells
    if [len(dimension.codes) for dimension in dimensions] != size or not _fits(values, prod(size)):
        raise NotWhole
    return Dataset(
        label=str(told.get("label") or ""),
        updated=str(told.get("updated") or ""),
        dimensions=dimensions,
        roles=roles,
        values=values,
        status=told.get("status"),
    )


def _dimension(code: str, told: Mapping[str, Any]) -> Dimension:
    category = told["category"]
    labels = {str(key): str(label) for key, label in (category.get("label") or {}).items()}
    index = category.get("index", list(labels))
    codes = list(map(str, index)) if isinstance(index, list) else sorted(index, key=lambda key: index[key])
    units = {key: _unit(unit) for key, unit in (category.get("unit") or {}).items()}
    return Dimension(str(code), str(told.get("label") or code), tuple(codes), labels, units)


def _unit(told: Mapping[str, Any]) -> str:
    """What cells are counted in, with the power of ten that they are told in, where there is one."""
    words = str(told.get("base") or told.get("label") or "")
    power = told.get("multiplier") or 0
    return f"10^{power} {words}".strip() if power else words


def _fits(values: Any, cells: int) -> bool:
    """Whether values belong to a table of so many cells: a list of all, or an object of those there are."""
    if isinstance(values, list):
        return len(values) == cells
    return isinstance(values, dict) and all(key.isdigit() and int(key) < cells for key in values)


def _reader_of(told: Any) -> Any:
    """What stands at the number of a cell, however it is written: a list, an object, one for all."""
    if isinstance(told, Mapping):
        return lambda number: told.get(str(number))
    if isinstance(told, str) or not isinstance(told, Sequence):
        return lambda number: told
    return lambda number: told[number] if number < len(told) else None

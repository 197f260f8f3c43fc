"""JSON-stat 2, the form in which statistics agencies answer: dimensions, and cells with value or status."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from django.utils.translation import gettext as _

from dugnad.kit.errors import Refused

MOST_CELLS = 2_000_000


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


def read_datasets(content: bytes) -> list[Dataset]:
    """The tables of a file: one, or a list of the parts in which a large one was asked for."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise _not_one() from None
    return [read_dataset(part) for part in (told if isinstance(told, list) else [told])]


def read_dataset(told: Any) -> Dataset:
    """A table as JSON-stat 2 writes it; Refused where it is none."""
    if not isinstance(told, dict) or told.get("class") != "dataset":
        raise _not_one()
    try:
        dimensions = tuple(_dimension(code, told["dimension"][code]) for code in told["id"])
        roles = {name: tuple(codes) for name, codes in (told.get("role") or {}).items()}
        values, size = told.get("value"), [int(number) for number in told["size"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _not_one() from None
    if [len(dimension.codes) for dimension in dimensions] != size or not _fits(values, prod(size)):
        raise Refused("json-stat", _("The table is not whole: its cells do not fit its dimensions."))
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
    if cells > MOST_CELLS:
        raise Refused("rows", _("The table has more than two million cells. Divide it."))
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


def _not_one() -> Refused:
    return Refused(
        "json-stat",
        _("This is not a table in JSON-stat 2, the form in which Statistics Norway and Eurostat answer."),
    )

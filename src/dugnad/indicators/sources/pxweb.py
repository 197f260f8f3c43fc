"""PxWebApi, by which Statistics Norway answers, in both versions: what a table has, then what is wanted.

Version 0 has its own form of metadata and questions; version 2 answers metadata in JSON-stat. A question
past the agency's limit of cells is asked in parts. The answer is kept as it came; parts stand in a list.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from dugnad.indicators.sources.fetching import TooMuch, Unreachable, Wire
from dugnad.indicators.sources.jsonstat import read_dataset
from dugnad.indicators.sources.reading import folded
from dugnad.indicators.sources.statistics import MUNICIPALITY, Statistic
from dugnad.kit.errors import Refused

MOST_CELLS = 800_000  # as Statistics Norway says; version 2 is asked what it is
MOST_PARTS = 200
METRIC = "ContentsCode"
Selection = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Variable:
    """A dimension of a table as its metadata tells: its values, and whether it may be left out."""

    code: str
    label: str
    values: tuple[str, ...]
    texts: tuple[str, ...]
    may_be_left_out: bool


@dataclass(frozen=True)
class PxWeb:
    """One agency's PxWebApi, at its address; the address tells the version."""

    address: str
    wire: Wire

    @property
    def is_old(self) -> bool:
        """Whether this is version 0, which writes questions in another way."""
        return "v0" in urlsplit(self.address).path.split("/")

    def fetch(self, statistic: Statistic, table: str = "") -> bytes:
        """The figures of a table, as the agency answers; in a list where it had to be asked in parts."""
        number = table or statistic.table
        selection = select(statistic, self.variables(number))
        answers = list(self._ask(number, selection, self._limit()))
        return answers[0] if len(answers) == 1 else b"[" + b",\n".join(answers) + b"]"

    def variables(self, table: str) -> list[Variable]:
        """What a table has, from its metadata."""
        if self.is_old:
            return _old_variables(_json(self.wire.ask(f"{self.address}/{quote(table)}"), self.address))
        told = self.wire.ask(f"{self.address}/tables/{quote(table)}/metadata?lang=no&outputFormat=json-stat2")
        return _new_variables(_json(told, self.address))

    def _limit(self) -> int:
        if self.is_old:
            return MOST_CELLS
        try:
            told = _json(self.wire.ask(f"{self.address}/config"), self.address)
            return int(told["maxDataCells"])
        except (Refused, KeyError, TypeError, ValueError):
            return MOST_CELLS

    def _ask(self, table: str, selection: Selection, limit: int) -> Iterator[bytes]:
        """The answers to a question, halved until each part is small enough, for what the agency says too."""
        if prod(len(codes) for codes in selection.values()) > limit:
            yield from self._ask_halves(table, selection, limit)
            return
        try:
            yield self.wire.ask(self._data_address(table), self._question(selection))
        except TooMuch:
            if max(len(codes) for codes in selection.values()) < 2 or limit < MOST_CELLS // MOST_PARTS:
                raise
            yield from self._ask_halves(table, selection, limit // 2)

    def _ask_halves(self, table: str, selection: Selection, limit: int) -> Iterator[bytes]:
        longest = max(selection, key=lambda code: len(selection[code]))
        codes = selection[longest]
        if len(codes) < 2:
            message = _("The agency allows %(limit)s cells a question, and this one cannot be divided.")
            raise Unreachable("too_much", message % {"limit": limit})
        middle = -(-len(codes) // 2)
        for half in (codes[:middle], codes[middle:]):
            yield from self._ask(table, {**selection, longest: half}, limit)

    def _data_address(self, table: str) -> str:
        if self.is_old:
            return f"{self.address}/{quote(table)}"
        return f"{self.address}/tables/{quote(table)}/data?lang=no&outputFormat=json-stat2"

    def _question(self, selection: Selection) -> bytes:
        if self.is_old:
            chosen: list[dict[str, Any]] = [
                {"code": code, "selection": {"filter": "item", "values": list(codes)}}
                for code, codes in selection.items()
            ]
            return json.dumps({"query": chosen, "response": {"format": "json-stat2"}}).encode()
        chosen = [{"variableCode": code, "valueCodes": list(codes)} for code, codes in selection.items()]
        return json.dumps({"selection": chosen}).encode()


def select(statistic: Statistic, variables: Sequence[Variable]) -> Selection:
    """The codes to ask for; Refused where the table has not what the definition names."""
    found = {}
    for variable in variables:
        codes = _wanted(statistic, variable)
        if codes is not None:
            found[variable.code] = codes
    named = (*statistic.time[:1], *filter(None, (statistic.sector,)), *statistic.wanted)
    missing = [code for code in named if code not in found]
    if statistic.place and not set(statistic.place) & found.keys():
        missing.append(statistic.place[0])
    if missing:
        message = _("The table has no dimension “%(missing)s”. It has: %(found)s.")
        told = {"missing": ", ".join(missing), "found": ", ".join(v.code for v in variables)}
        raise Refused("table", message % told, field="table")
    return found


def _wanted(statistic: Statistic, variable: Variable) -> list[str] | None:
    """The codes of a dimension to ask for; None where it is left out, and the agency sums over it."""
    code = variable.code
    if code in statistic.place:
        return _checked([v for v in variable.values if MUNICIPALITY.fullmatch(v)], variable)
    if code == METRIC and statistic.measure:
        return [_measure(statistic.measure, variable)]
    if code in statistic.wanted or code == statistic.sector:
        told = zip(variable.values, variable.texts, strict=True)
        return _checked([value for value, text in told if statistic.wants(code, value, text)], variable)
    if code in (*statistic.time, *statistic.summed):
        return list(variable.values)
    return None if variable.may_be_left_out else list(variable.values)


def _checked(codes: list[str], variable: Variable) -> list[str]:
    if not codes:
        message = _("None of the values of “%(dimension)s” is one that is wanted: %(values)s.")
        values = ", ".join(variable.values[:10]) + (" …" if len(variable.values) > 10 else "")
        raise Refused("table", message % {"dimension": variable.code, "values": values}, field="table")
    return codes


def _measure(words: str, variable: Variable) -> str:
    pairs = list(zip(variable.values, variable.texts, strict=True))
    found = [value for value, text in pairs if folded(words) in folded(text)]
    if not found:
        message = _("The table measures nothing called “%(words)s”. It measures: %(found)s.")
        told = {"words": words, "found": "; ".join(text for _value, text in pairs[:20])}
        raise Refused("table", message % told, field="table")
    return found[0]


def _json(content: bytes, address: str) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        message = _("%(address)s does not answer as a statistics agency does. Nothing was changed.")
        raise Unreachable("answer", message % {"address": address}) from None


def _old_variables(told: Any) -> list[Variable]:
    try:
        return [
            Variable(
                str(one["code"]),
                str(one.get("text", "")),
                tuple(map(str, one["values"])),
                tuple(str(text) for _value, text in zip(one["values"], one["valueTexts"], strict=True)),
                bool(one.get("elimination")),
            )
            for one in told["variables"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreachable("answer", _("The agency’s description of the table cannot be read.")) from None


def _new_variables(told: Any) -> list[Variable]:
    if isinstance(told, dict):
        told = {**told, "value": {}}  # metadata is a table without cells
    dataset = read_dataset(told)
    return [
        Variable(
            one.code,
            one.label,
            one.codes,
            tuple(one.labels.get(code, code) for code in one.codes),
            _is_eliminable(told, one.code),
        )
        for one in dataset.dimensions
    ]


def _is_eliminable(told: Mapping[str, Any], code: str) -> bool:
    extension = told["dimension"][code].get("extension") or {}
    return isinstance(extension, dict) and bool(extension.get("elimination"))

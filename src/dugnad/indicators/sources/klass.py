"""Klass, Statistics Norway's classifications: municipality numbers (131) with their counties (104).

The three answers (numbers, what became of them, counties) are kept together in one list, as they came.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dugnad.indicators.sources.fetching import Wire
from dugnad.indicators.sources.klass_files import CHANGES, CODES, CORRESPONDENCE
from dugnad.indicators.sources.reading import Findings
from dugnad.kit.spreadsheets import Row
from dugnad.members.rules import CodeRow

MUNICIPALITIES, COUNTIES = 131, 104
FIRST_DAY = date(2005, 1, 1)  # the divisions that we know begin here
NO_MUNICIPALITY = "9999"  # unknown, in the agency's own words
COUNTY_DIGITS = 2
DAY = timedelta(days=1)


def fetch(address: str, wire: Wire) -> bytes:
    """Every number since the first day with its changes and counties, as the agency answers."""
    # Without a last day: the agency would write it as the end of every number that still holds.
    answers = [
        wire.ask(f"{address}/classifications/{which}.json?from={FIRST_DAY}")
        for which in (f"{MUNICIPALITIES}/codes", f"{MUNICIPALITIES}/changes", f"{COUNTIES}/codes")
    ]
    return b"[" + b",\n".join(answers) + b"]"


@dataclass(frozen=True)
class Known:
    """What we know before the answers are read: counties by their numbers, and the day of undated numbers."""

    counties: Mapping[str, str] = field(default_factory=dict)
    undated: date = FIRST_DAY


@dataclass
class Told:
    """The answers, sorted by what they tell of."""

    numbers: list[Mapping[str, Any]] = field(default_factory=list)
    counties: dict[str, str] = field(default_factory=dict)
    became: dict[tuple[str, date | None], list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, part: Mapping[str, Any]) -> None:
        """One answer: numbers with two digits are counties, and 9999 is no place."""
        for one in part.get(CODES, ()):
            if len(str(one["code"])) == COUNTY_DIGITS:
                self.counties[str(one["code"])] = str(one["name"])
            elif one["code"] != NO_MUNICIPALITY:
                self.numbers.append(one)
        for change in part.get(CHANGES, ()):
            day = date.fromisoformat(change["changeOccurred"][:10]) - DAY
            self._became(change.get("oldCode"), change.get("newCode"), day)
        for item in part.get(CORRESPONDENCE, ()):
            source, target = str(item["sourceCode"]), str(item["targetCode"])
            if len(target) == COUNTY_DIGITS:
                self.counties[target] = str(item["targetName"])
            else:
                self._became(source, target, None)

    def _became(self, old: Any, new: Any, day: date | None) -> None:
        """A new name alone is no change."""
        if old and new and old != new:
            self.became[str(old), day].append(str(new))

    def successors(self, code: str, last_day: date) -> set[str]:
        """What a number became on its last day; a correspondence between two divisions names no day."""
        return {*self.became.get((code, last_day), ()), *self.became.get((code, None), ())}


def read_classification(content: bytes, findings: Findings, known: Known | None = None) -> list[CodeRow]:
    """The numbers in the answers, each with its days, its county and what became of it."""
    findings.layout = "Klass 131"
    told, known = Told(), known or Known()
    try:
        for part in json.loads(content):
            told.take(part)
        rows = [_code_row(one, told, known) for one in told.numbers]
    except (AttributeError, KeyError, TypeError, ValueError):
        reason = _("These are not municipality numbers as Klass answers: codes, changes and counties.")
        findings.refuse_file(reason)
        return []
    findings.rows = len(rows)
    if not rows:
        reason = _(
            "No file has the municipality numbers themselves. Choose codes or codesAt of Klass 131 too."
        )
        findings.refuse_file(reason)
    _refuse_strangers(rows, findings)
    _refuse_nameless_counties(rows, findings)
    return rows


def numbers_in(content: bytes) -> set[str]:
    """The municipality numbers in the answers, whatever else is wrong with them."""
    try:
        codes = [str(one["code"]) for part in json.loads(content) for one in part.get(CODES, ())]
    except (AttributeError, KeyError, TypeError, ValueError):
        return set()
    return {code for code in codes if len(code) > COUNTY_DIGITS}


def _code_row(one: Mapping[str, Any], told: Told, known: Known) -> CodeRow:
    code = str(one["code"])
    if not (code.isdigit() and len(code) == 4):
        raise ValueError
    last = _day(one, "validTo")
    valid_to = last - DAY if last else None  # the agency gives the first day on which it no longer holds
    successors = told.successors(code, valid_to) if valid_to else set()
    return CodeRow(
        code=code,
        name=str(one["name"]),
        county_code=code[:2],
        county_name=told.counties.get(code[:2]) or known.counties.get(code[:2], ""),
        valid_from=_day(one, "validFrom") or known.undated,
        valid_to=valid_to,
        # Weights of what was divided are not told: a split stays one until somebody names a key.
        successors=tuple((successor, None) for successor in sorted(successors)),
    )


def _day(told: Mapping[str, Any], name: str) -> date | None:
    text = told.get(f"{name}InRequestedRange") or told.get(name)
    return date.fromisoformat(str(text)[:10]) if text else None


def _refuse_strangers(rows: list[CodeRow], findings: Findings) -> None:
    """A number that lives on in one that the answer does not have would break every series across it."""
    known = {row.code for row in rows}
    for number, row in enumerate(rows, start=1):
        for successor, _weight in row.successors:
            if successor not in known:
                message = _("%(code)s is said to become %(successor)s, which is not in the answer.")
                reason = message % {"code": row.code, "successor": successor}
                findings.refuse(Row("", number, []), "changes", reason)


def _refuse_nameless_counties(rows: list[CodeRow], findings: Findings) -> None:
    """A county without a name would stand nameless on every page, and take the name of one that had it."""
    for county in sorted({row.county_code for row in rows if not row.county_name}):
        message = _("County %(county)s has no name here. Choose the codes of Klass 104, the counties, too.")
        findings.refuse_file(message % {"county": county})

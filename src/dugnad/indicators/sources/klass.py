"""Klass, Statistics Norway's classifications: municipality numbers (131) with their counties (104).

The three answers (numbers, what became of them, counties) are kept together in one list, as they came.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dugnad.indicators.sources.fetching import Wire
from dugnad.indicators.sources.reading import Findings
from dugnad.kit.spreadsheets import Row
from dugnad.members.rules import CodeRow

MUNICIPALITIES, COUNTIES = 131, 104
FIRST_DAY = date(2005, 1, 1)  # the divisions that we know begin here
NO_MUNICIPALITY = "9999"  # unknown, in the agency's own words
DAY = timedelta(days=1)


def fetch(address: str, wire: Wire) -> bytes:
    """Every number since the first day with its changes and counties, as the agency answers."""
    # Without a last day: the agency would write it as the end of every number that still holds.
    answers = [
        wire.ask(f"{address}/classifications/{which}.json?from={FIRST_DAY}")
        for which in (f"{MUNICIPALITIES}/codes", f"{MUNICIPALITIES}/changes", f"{COUNTIES}/codes")
    ]
    return b"[" + b",\n".join(answers) + b"]"


def read_classification(content: bytes, findings: Findings) -> list[CodeRow]:
    """The numbers in the answers, each with its days, its county and what became of it."""
    findings.layout = "Klass 131"
    try:
        numbers, changes, counties = (_listed(part) for part in _parts(content))
        names = {str(one["code"]): str(one["name"]) for one in counties}
        became = _became(changes)
        rows = [_code_row(one, names, became) for one in numbers if one["code"] != NO_MUNICIPALITY]
    except (KeyError, TypeError, ValueError):
        reason = _("These are not municipality numbers as Klass answers: codes, changes and counties.")
        findings.refuse_file(reason)
        return []
    findings.rows = len(rows)
    _refuse_strangers(rows, findings)
    return rows


def _parts(content: bytes) -> list[Any]:
    told = json.loads(content)
    if not isinstance(told, list) or len(told) != 3:
        raise ValueError
    return told


def _listed(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    (listed,) = (part[name] for name in ("codes", "codeChanges") if name in part)
    return list(listed)


def _became(changes: list[Mapping[str, Any]]) -> Mapping[tuple[str, date], list[str]]:
    """For each number and its last day, the numbers that took over; a new name alone is no change."""
    found: dict[tuple[str, date], list[str]] = defaultdict(list)
    for change in changes:
        old, new, day = change.get("oldCode"), change.get("newCode"), change["changeOccurred"]
        if old and new and old != new:
            found[str(old), date.fromisoformat(day[:10]) - DAY].append(str(new))
    return found


def _code_row(
    told: Mapping[str, Any], counties: Mapping[str, str], became: Mapping[tuple[str, date], list[str]]
) -> CodeRow:
    code = str(told["code"])
    if not (code.isdigit() and len(code) == 4):
        raise ValueError
    last = _day(told, "validTo")
    valid_to = last - DAY if last else None  # the agency gives the first day on which it no longer holds
    successors = became.get((code, valid_to), []) if valid_to else []
    return CodeRow(
        code=code,
        name=str(told["name"]),
        county_code=code[:2],
        county_name=counties.get(code[:2], ""),
        valid_from=_day(told, "validFrom") or FIRST_DAY,
        valid_to=valid_to,
        # Weights of what was divided are not told: a split stays one until somebody names a key.
        successors=tuple((successor, None) for successor in sorted(set(successors))),
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

"""What came of a study as files: tables, tests, the picture, and a page that tells it all.

`files_of` gives the content of each file by its name; whoever asks writes them. Numbers in tables have all
their digits, empty cells are what nobody can know.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import Any

from dugnad.engine.flows.gross_errors import GrossErrors, Hypothesis
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.sankey import plain_number, svg
from dugnad.engine.flows.significance import GlobalTest
from dugnad.engine.flows.study import Study

INTERVALS = 2000  # flows that nobody can know, of which each one's interval is worked out
ROWS = 500  # of a table on the page; all are in the files
PAGE_CSS = """\
:root{color-scheme:light dark;--paper:#fff;--ink:#1b2430;--soft:#5b6672;--line:#d5dbe1;--bad:#a4262c;
--good:#22683f}
@media (prefers-color-scheme:dark){:root{--paper:#141a21;--ink:#e8edf2;--soft:#a5b1bd;--line:#333f4b;
--bad:#ff9b9b;--good:#7fd6a3}}
body{font:16px/1.5 system-ui,"Segoe UI",sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;
max-width:76rem;padding:1rem}h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.15rem;margin-top:2rem}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px}
.scroll:focus-visible{outline:3px solid #2f6f9f}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{padding:.3rem .6rem;text-align:left;
border-bottom:1px solid var(--line);white-space:nowrap}td.number,th.number{text-align:right;
font-variant-numeric:tabular-nums}caption{text-align:left;padding:.5rem .6rem;color:var(--soft)}
caption span{display:inline-block;position:sticky;left:.6rem;max-width:min(60rem,75vw)}
.bad{color:var(--bad);font-weight:600}.good{color:var(--good);font-weight:600}.soft{color:var(--soft)}
"""


@dataclass(frozen=True)
class Outcome:
    """A study and what was reconciled of it; `place` and `year` are those that are drawn."""

    study: Study
    reconciliation: Reconciliation
    place: str | None
    year: int | None
    alpha: float = 0.05


def files_of(outcome: Outcome) -> dict[str, str]:
    """The content of every file by its name."""
    errors = outcome.reconciliation.identify_gross_errors(outcome.alpha)
    flows = flow_rows(outcome.reconciliation)
    quality = {told.flow: told.quality for told in outcome.study.observations}
    picture = outcome.reconciliation.sankey(outcome.place, outcome.year, quality)
    drawn = svg(picture)
    return {
        "flows.csv": _csv(flows),
        "transfer_coefficients.csv": _csv(
            list(outcome.reconciliation.transfer_coefficients),
            outcome.reconciliation.transfer_coefficients.columns,
        ),
        "tests.json": _json(tests_of(outcome, errors)),
        "sankey.json": _json(picture.as_json()),
        "sankey.svg": drawn,
        "report.html": page_of(outcome, flows, errors, drawn),
    }


def flow_rows(reconciliation: Reconciliation) -> list[dict[str, Any]]:
    """The table of flows, each that nobody can know with the interval in which it lies."""
    rows = list(reconciliation.flows)
    unknown = [row for row in rows if row["status"] == "unobservable"]
    for row in rows:
        row |= {"lower": None, "upper": None}
    for row in unknown if len(unknown) <= INTERVALS else ():
        ends = reconciliation.interval((row["flow"], row["layer"]), row["place"], row["year"])
        row |= dict(zip(("lower", "upper"), ends, strict=True))
    return rows


def tests_of(outcome: Outcome, errors: GrossErrors) -> dict[str, Any]:
    """Global, nodal and measurement tests, and the gross errors that serial elimination names."""
    tests = outcome.reconciliation.tests(outcome.alpha)
    return {
        "alpha": outcome.alpha,
        "global": _global(tests.global_),
        "cells": [_plain(row) for row in tests.cells],
        "measurement": [_plain(row) for row in tests.measurement],
        "nodal": [_plain(row) for row in tests.nodal],
        "gross_errors": {
            "suspects": [_suspect(one) for one in errors.suspects],
            "global_without_them": _global(errors.after),
        },
    }


def _global(test: GlobalTest) -> dict[str, Any]:
    numbers = {"statistic": test.statistic, "dof": test.dof, "p_value": test.p_value, "limit": test.limit}
    return _plain(numbers) | {"testable": test.dof > 0, "rejected": test.rejected}


def _suspect(one: Hypothesis) -> dict[str, Any]:
    return {
        "fault": one.fault,
        "name": one.name,
        "source": one.source,
        "place": one.cell[0],
        "year": one.cell[1],
        "magnitude": one.magnitude,
        "sd": one.sd,
        "statistic": one.statistic,
        "equivalent": list(one.equivalent),
        "cannot_be_told_from": [
            {"fault": other.fault, "name": other.name, "magnitude": other.magnitude, "sd": other.sd}
            for other in one.alike
        ],
    }


# Files -----------------------------------------------------------------------------------------------


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is not known is null, and what is a number of numpy one of Python."""
    plain = {name: value.item() if hasattr(value, "item") else value for name, value in row.items()}
    return {n: None if isinstance(v, float) and not isfinite(v) else v for n, v in plain.items()}


def _csv(rows: Sequence[Mapping[str, Any]], columns: Iterable[str] = ()) -> str:
    out = io.StringIO()
    names = list(columns) or list(rows[0] if rows else ())
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_plain(row) for row in rows)
    return out.getvalue()


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


# The page --------------------------------------------------------------------------------------------


def page_of(outcome: Outcome, flows: Sequence[Mapping[str, Any]], errors: GrossErrors, drawn: str) -> str:
    """A page that stands alone: what the tests say, the picture, the flows, and where they come from."""
    title = escape(outcome.reconciliation.system.name)
    parts = [
        f"<h1>{title}</h1>",
        f"<p>{escape(summary(outcome, errors))}</p>",
        verdict(errors.before),
        _suspects(errors),
        "<h2>The picture</h2>",
        f'<div class="scroll" tabindex="0" role="region" aria-label="Sankey diagram">{drawn}</div>',
        "<h2>The flows</h2>",
        _flows(flows, outcome),
        _notes(outcome, flows),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"/>'
        f"<title>{title}</title><style>{PAGE_CSS}</style></head>\n<body><main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main></body></html>\n"
    )


def summary(outcome: Outcome, errors: GrossErrors) -> str:
    """How much there is of everything, in one line."""
    system = outcome.reconciliation.system
    cells = len(outcome.reconciliation.structure.cells)
    where = "place and year" if cells == 1 else "places and years"
    statuses = outcome.reconciliation.flows["status"].tolist()
    told = {name: statuses.count(name) for name in dict.fromkeys(statuses)}
    return (
        f"{_counted(len(system.all_flows), 'flow')} between "
        f"{_counted(len(system.processes), 'process', 'es')} in {cells} {where}, "
        f"{_counted(len(system.observations), 'observation')}, "
        f"{_counted(errors.before.dof, 'degree')} of redundancy; "
        + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in told.items())
        + f". Unit: {', '.join(dict.fromkeys(system.units.values()))}."
    )


def _counted(number: int, noun: str, plural: str = "s") -> str:
    return f"{number} {noun}{'' if number == 1 else plural}"


def verdict(test: GlobalTest) -> str:
    """What the global test says, in words."""
    if not test.dof:
        return "<p>Nothing is observed twice over, so nothing could be tested.</p>"
    degrees = _counted(test.dof, "degree")
    told = f"Σ (adjustment / sd)² = {plain_number(test.statistic)}, {degrees}, p = {test.p_value:.3g}"
    if test.rejected:
        return (
            '<p><span class="bad">The observations disagree by more than their uncertainty explains.</span> '
            f'<span class="soft">{told}</span></p>'
        )
    return (
        '<p><span class="good">The observations agree within their uncertainty.</span> '
        f'<span class="soft">{told}</span></p>'
    )


def _suspects(errors: GrossErrors) -> str:
    if not errors.suspects:
        return ""
    rows = [
        (
            str(row["error"]),
            row["name"],
            ", ".join(str(part) for part in (row["place"], row["year"]) if part is not None),
            f"{plain_number(row['size'])} ± {plain_number(row['sd'])}",
            row["wrong_by"],
            "yes" if row["left_out"] else "",
        )
        for row in errors.table()
    ]
    heading = ("error", "what may be wrong", "place and year", "by", "how", "left out")
    return "<h2>What may be wrong</h2>" + _table(
        heading,
        rows,
        "Rows with the same number are one error: one of them is wrong, and nothing that was observed tells "
        "which. One of each was left out, the most telling first, until the rest agreed.",
        numbers=(3,),
    )


def _flows(flows: Sequence[Mapping[str, Any]], outcome: Outcome) -> str:
    heading = ("flow", "place", "year", "layer", "observed", "reconciled", "z", "status", "source")
    shown = flows if len(flows) <= ROWS else _of_picture(flows, outcome)
    rows = [
        (
            row["flow"],
            row["place"] or "",
            "" if row["year"] is None else str(row["year"]),
            row["layer"],
            _pair(row["observed"], row["sd"]),
            _pair(row["reconciled"], row["sd_reconciled"]) or _interval(row),
            plain_number(row["z"]) if isfinite(row["z"]) else "",
            row["status"].replace("_", " "),
            row["source"],
        )
        for row in shown
    ]
    rest = "" if len(shown) == len(flows) else " Only those of the picture; all are in flows.csv."
    caption = f"Value ± standard deviation. z is the adjustment in standard deviations of itself.{rest}"
    return _table(heading, rows, caption, numbers=(4, 5, 6))


def _of_picture(flows: Sequence[Mapping[str, Any]], outcome: Outcome) -> list[Mapping[str, Any]]:
    return [row for row in flows if (row["place"], row["year"]) == (outcome.place, outcome.year)]


def _pair(value: float, sd: float) -> str:
    return f"{plain_number(value)} ± {plain_number(sd)}" if isfinite(value) else ""


def _interval(row: Mapping[str, Any]) -> str:
    lower, upper = row["lower"], row["upper"]
    if lower is None or not (isfinite(lower) or isfinite(upper)):
        return "not known"
    ends = [plain_number(end) if isfinite(end) else "" for end in (lower, upper)]
    if all(ends):
        return f"between {ends[0]} and {ends[1]}"
    return f"at least {ends[0]}" if ends[0] else f"at most {ends[1]}"


def _table(
    heading: Sequence[str], rows: Iterable[Sequence[str]], caption: str, *, numbers: Sequence[int]
) -> str:
    kinds = [' class="number"' if n in numbers else "" for n in range(len(heading))]
    head = "".join(f'<th scope="col"{k}>{escape(h)}</th>' for k, h in zip(kinds, heading, strict=True))
    body = "\n".join(
        "<tr>" + "".join(f"<td{k}>{escape(c)}</td>" for k, c in zip(kinds, row, strict=True)) + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption><span>{escape(caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>"
    )


def _notes(outcome: Outcome, flows: Sequence[Mapping[str, Any]]) -> str:
    """What a reader must know and nobody sees: columns that were passed over, and what was not worked out."""
    notes = [*outcome.study.notes]
    shaped = sum(stated.dist != "normal" for stated in outcome.reconciliation.system.observations)
    if shaped:
        notes.append(
            f"Not normal: {_counted(shaped, 'observation')}. Least squares takes such by value and sd, which "
            "is an approximation; samples take them as they are."
        )
    unknown = sum(row["status"] == "unobservable" for row in flows)
    if unknown > INTERVALS:
        notes.append(f"Nobody can know {unknown} flows; the intervals of so many were not worked out.")
    if not notes:
        return ""
    return "<h2>Notes</h2><ul>" + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>"

"""A run to take home: its table as rows, and a page with picture, table and sources as PDF."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dugnad.analyses.models import Run, Study
from dugnad.analyses.queries.pictures import picture_on_paper
from dugnad.analyses.queries.runs import FlowRow
from dugnad.analyses.queries.showing import Shown
from dugnad.kit.formats import day, number, percent
from dugnad.kit.pdf import compile_pdf
from dugnad.kit.text import localised

TEMPLATE = Path(__file__).parents[1] / "templates" / "analyses" / "run.typ"
HEADER = [
    "place", "year", "flow", "source", "target", "layer", "observed", "observed_sd", "value", "sd", "lower",
    "upper", "z", "status", "evidence", "quality", "sources",
]  # fmt: skip


def lines_of(run: Run) -> Iterator[list[Any]]:
    """Every result of a run as a row of a table."""
    for result in run.results.select_related("place").order_by("year", "place__name", "position"):
        yield [
            result.place.name if result.place else "",
            result.year,
            result.flow,
            result.source,
            result.target,
            result.layer,
            result.observed,
            result.observed_sd,
            result.value,
            result.sd,
            result.lower,
            result.upper,
            result.z,
            result.status,
            result.evidence,
            result.grade,
            result.sources,
        ]


def pdf_of(study: Study, run: Run, shown: Shown) -> bytes:
    """The page on paper; the same run gives the same bytes."""
    data = {
        "language": (get_language() or "nb")[:2],
        "alliance": settings.ALLIANCE["name"],
        "title": localised(study, "name"),
        "lead": localised(study, "question"),
        "over": over(shown),
        "notice": _("The figures are made up for the demonstration.") if study.is_illustrative else "",
        "verdict": shown.verdict,
        "suspects": shown.suspects,
        "shares": "; ".join(f"{share.label}: {percent(share.percent)}" for share in shown.shares),
        "picture": shown.diagram.title,
        "whole": shown.whole,
        "limits": localised(study, "limits"),
        "head": [_("Flow"), _("From"), _("To"), shown.unit, _("Rests on"), _("Sources")],
        "rows": [_line(row) for row in shown.rows],
        "foot": _("Run %(number)s, %(day)s. SHA-256 of its figures: %(mark)s")
        % {"number": run.number, "day": day(run.queued_at), "mark": run.sha256[:16]},
        "words": {"page": _("page"), "limits": _("What this study does not know")},
    }
    return compile_pdf(TEMPLATE, data, {"picture.svg": picture_on_paper(shown.diagram)}, at=run.queued_at)


def over(shown: Shown) -> str:
    """What stands above the title: place and year, and what was left out of the picture."""
    parts = [f"{shown.where}, {shown.year}"]
    if shown.look.only_measured:
        parts.append(_("Only what is measured"))
    if shown.look.focus:
        parts.append(_("Only what goes into and out of %(process)s.") % {"process": shown.look.focus})
    return " · ".join(parts)


def _line(row: FlowRow) -> list[str]:
    return [row.flow, row.source, row.target, told(row), row.evidence_label, row.sources]


def told(row: FlowRow) -> str:
    """The quantity with its uncertainty, or the interval in which it lies."""
    if row.value is not None:
        return f"{number(row.value)} ± {number(row.sd)}"
    if row.upper is None:
        return _("at least %(lower)s") % {"lower": number(row.lower)} if row.lower else _("not known")
    return _("between %(lower)s and %(upper)s") % {"lower": number(row.lower), "upper": number(row.upper)}

"""What we know that speaks to a point: what the member told before, its figures, and its stories."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from dugnad.calls.kinds.facts import choices_of
from dugnad.calls.models import Question, Reply
from dugnad.calls.queries.prefill import FiguresHere, Prefilled, value_in
from dugnad.declarations.kinds import EvidenceKind
from dugnad.declarations.models import Evidence, Point, Progress
from dugnad.declarations.queries import (
    history_of,
    is_in_other_words,
    lineage_of,
    point_named,
    points_called,
    stories_of,
)
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries import PlaceFigures
from dugnad.indicators.rules import is_additive

Value = dict[str, Any]


@dataclass(frozen=True)
class Speaking:
    """The latest figure of a member that speaks to a point, and how it has changed."""

    indicator: Indicator
    figure: Prefilled
    since: int | None = None
    change: float | None = None  # in per cent, since that year


@dataclass(frozen=True)
class Beside:
    """What stands beside a question about a point."""

    point: Point
    figures: Sequence[Speaking] = ()
    stories: Mapping[str, str] = field(default_factory=dict)  # the member's own, by slug and title


def points_of(call: Any, questions: Iterable[Question]) -> dict[str, Point]:
    """By question key the point that it asks about, in the words that held when the call opened."""
    asked = {q.key: q.point for q in questions if q.facts.tells_progress}
    known = points_called(asked.values(), on=call.opens) if asked else {}
    return {key: known[point] for key, point in asked.items() if point in known}


def speaking_to(points: Iterable[Point]) -> set[str]:
    """The indicators (keys) that speak to any of these points, in one question."""
    asked = list(points)
    prefetch_related_objects(asked, "indicators")
    return {indicator.key for point in asked for indicator in point.indicators.all()}


def beside_points(reply: Reply, points: Mapping[str, Point], here: FiguresHere) -> dict[str, Beside]:
    """By question key what we know of the member that speaks to the point that it asks about."""
    if not points:
        return {}
    told = {key: _speaking(figures, here.code) for key, figures in here.known.items()}
    figures = {key: figure for key, figure in told.items() if figure is not None}
    stories = stories_of(reply.organisation)
    return {
        key: Beside(point, [figures[i.key] for i in point.indicators.all() if i.key in figures], stories)
        for key, point in points.items()
    }


@dataclass(frozen=True)
class ToldBefore:
    """What the member told of a point in the last year in which it told of it."""

    point: Point
    year: int
    value: Value
    text: str  # as a reader reads it
    of_other: str = ""  # the earlier point that it was told of, where that said something else


def told_before(
    reply: Reply, questions: Iterable[Question], points: Mapping[str, Point]
) -> dict[str, list[ToldBefore]]:
    """By question key what the member last told of the point in a year before, along its lineage.

    It is offered as last year's answer: the words of a point may change, and what was done was done. Of a
    point that was made of several there may be an answer to each.
    """
    asked = {question.key: question for question in questions}
    if not points:
        return {}
    declarations = {p.wording.declaration_id: p.wording.declaration for p in points.values()}
    lineage = {pk: line for one in declarations.values() for pk, line in lineage_of(one).items()}
    relatives = {other.pk for point in points.values() for other in lineage[point.pk]}
    told = [
        row
        for row in history_of(_every(lineage, relatives), reply.organisation)
        if row.year < reply.call.year
    ]
    found = {key: _last(told, [p.pk for p in lineage[point.pk]]) for key, point in points.items()}
    return {
        key: [_told_before(row, asked[key], points[key]) for row in rows]
        for key, rows in found.items()
        if rows
    }


def _told_before(row: Progress, question: Question, point: Point) -> ToldBefore:
    value = as_answer(row, question)
    of_other = point_named(row.point) if is_in_other_words(row.point, point) else ""
    return ToldBefore(row.point, row.year, value, question.facts.as_text(question, value), of_other)


def as_answer(progress: Progress, question: Question) -> Value:
    """What was told as an answer to a question about the point; files stay where they are."""
    value = {name: getattr(progress, name) for name in ("state", "done", "next_step", "help_wanted")}
    offered, shown = choices_of(question), list(progress.evidence.all())
    chosen = [row.indicator.key for row in shown if row.indicator and row.indicator.key in offered]
    value |= {"indicators": [key for key in offered if key in chosen]}
    for row in reversed(shown):  # of several the first
        value |= PARTS_OF.get(EvidenceKind(row.kind), _no_parts)(row)
    return {name: part for name, part in value.items() if part}


def _no_parts(row: Evidence) -> Value:
    return {}


PARTS_OF = {
    EvidenceKind.STORY: lambda row: {"story": row.document.slug},
    EvidenceKind.LINK: lambda row: {"link": row.link},
    EvidenceKind.DECISION: lambda row: {
        "decision_body": row.body_name,
        "decision_case": row.case_number,
        "decision_on": row.on.isoformat() if row.on else None,
    },
}


def _every(lineage: Mapping[int, list[Point]], wanted: set[int]) -> list[Point]:
    return [
        point for point in {p.pk: p for line in lineage.values() for p in line}.values() if point.pk in wanted
    ]


def _last(told: Sequence[Progress], line: Sequence[int]) -> list[Progress]:
    """The newest of what was told of the points of a line: of one year, and of one text."""
    own = [row for row in told if row.point_id in line]
    newest = [(row.year, row.point.wording_id) for row in own[:1]]
    return [row for row in own if (row.year, row.point.wording_id) in newest]


def _speaking(figures: PlaceFigures, code: str) -> Speaking | None:
    """The figure of the last year that has one, and its change since the base year, or the first there is."""
    years = [year for year in figures.years if value_in(figures, code, year, "") is not None]
    vintage = figures.vintage_at(code, years[-1]) if years else None
    if vintage is None:
        return None
    value, indicator = value_in(figures, code, years[-1], ""), figures.indicator
    figure = Prefilled(
        value=value or 0,
        unit=indicator.unit,
        year=years[-1],
        vintage=vintage.seen_on.isoformat(),
        source=vintage.source.publisher,
        is_official=vintage.source.is_official,
    )
    base = indicator.base_year if indicator.base_year in years else years[0]
    before = value_in(figures, code, base, "")
    if base == years[-1] or not before or value is None or not is_additive(indicator.unit):
        return Speaking(indicator, figure)
    return Speaking(indicator, figure, base, 100 * (value - before) / before)

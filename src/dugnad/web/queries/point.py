"""The page of a point: what is promised, how the region gets on, and everything that speaks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dugnad.declarations import rules
from dugnad.declarations.models import FollowUp, Point, Progress
from dugnad.declarations.queries import Lines, PointProgress, progress_of_point
from dugnad.declarations.queries.follow_ups import FIRST_DUE
from dugnad.declarations.queries.points import (
    Line,
    Turn,
    activities_for,
    documents_for,
    indicators_for,
    newest_told,
    told_of_line,
    turns_of,
    wanting_help,
)
from dugnad.documents.queries import Card, first_cards
from dugnad.dossiers.queries.asks import AskRow, asks_for_points, counted
from dugnad.dossiers.states import AskState
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries import Asked, answer, ask
from dugnad.indicators.queries.findings import Findings, findings_in
from dugnad.kit.errors import Refused
from dugnad.kit.text import Piece, localised, phrases
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity

STORIES, INDICATORS, HELP = 4, 3, 12


@dataclass(frozen=True)
class Measured:
    """An indicator with the region's newest figure and its line through the years."""

    indicator: Indicator
    found: Findings | None
    series: dict[int, float | None]
    is_illustrative: bool

    @property
    def first(self) -> int:
        """The year in which the line begins."""
        return min(self.series, default=0)


@dataclass(frozen=True)
class Draft:
    """Words that are worked on, beside those that hold."""

    point: Point
    pieces: list[Piece]


@dataclass(frozen=True)
class Gathered:
    """Everything on the page of a point."""

    line: Line
    drafts: list[Draft]
    turns: list[Turn]
    region: PointProgress | None
    wanting: list[Progress]
    wanting_count: int
    stories: list[Card]
    measured: list[Measured]
    activities: list[Activity]
    tasks: list[FollowUp]
    asks: list[AskRow]

    @property
    def came_of_asks(self) -> list[tuple[AskState, int]]:
        """How many of the asks stand where."""
        return counted(self.asks)


def gather(lines: Lines, line: Line, viewer: Viewer, *, on: date) -> Gathered:
    """Everything about a point that the viewer may see; as many questions however much there is."""
    declaration = line.shown.wording.declaration
    told = told_of_line({one.pk: one for point in line.own for one in lines[point.pk]}.values())
    seen = {point.pk for point in line.kin}
    rows = newest_told(row for row in told if row.point_id in seen)
    region = progress_of_point(lines, line.shown.key, on=on, told=told)
    wanting = wanting_help(rows, region.since if region else None)
    return Gathered(
        line=line,
        drafts=[_draft(line, point) for point in line.drafts],
        turns=turns_of(line, viewer),
        region=region,
        wanting=wanting[:HELP] if rules.may_see_members(viewer) else [],
        wanting_count=len(wanting),
        stories=first_cards(documents_for(declaration, line.kin, viewer), viewer, STORIES),
        measured=measured(indicators_for(line.kin)[:INDICATORS], "alliance", on=on),
        activities=activities_for(line.own, viewer),
        tasks=_tasks(line) if rules.may_see_plan(viewer) else [],
        asks=asks_for_points((point.pk for point in line.kin), viewer),
    )


def _draft(line: Line, point: Point) -> Draft:
    """The draft as it differs from the words that hold; from nothing where it is new."""
    before = localised(line.in_force, "text") if line.in_force else ""
    text = localised(point, "text")
    return Draft(point, phrases(before, text) if before and before != text else [Piece("same", text)])


def _tasks(line: Line) -> list[FollowUp]:
    tasks = FollowUp.objects.filter(point__in=[point.pk for point in line.kin])
    return list(tasks.select_related("body", "person").order_by("-year", FIRST_DUE, "pk"))


def measured(indicators: Iterable[Indicator], region: str, *, on: date) -> list[Measured]:
    """What the indicators say of a region; the place is looked up once for all of them."""
    found = list(indicators)
    if not found:
        return []
    asked = ask(region, today=on)
    return [_told(indicator, asked) for indicator in found]


def _told(indicator: Indicator, asked: Asked) -> Measured:
    try:
        totals = answer(indicator, asked, by="total")
    except Refused:  # nothing can be told of a place that was divided since
        return Measured(indicator, None, {}, is_illustrative=False)
    findings = findings_in(totals)
    if findings.value is None:
        return Measured(indicator, None, {}, is_illustrative=False)
    return Measured(indicator, findings, totals.by_year(), totals.trail.illustrative)

"""Questions about the region: how far all members together have come with each point, and its pictures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.declarations import rules
from dugnad.declarations.models import Point, Progress
from dugnad.declarations.queries.echoes import Echo
from dugnad.declarations.queries.matrix import (
    FURTHEST_FIRST,
    UNTOLD,
    Lines,
    Matrix,
    MatrixRow,
    Summary,
    adopted_in,
    rows_of,
)
from dugnad.declarations.states import ProgressState
from dugnad.kit.charts import Chart, ChartKind, Line

# Steps of one colour, so that dark means far also in grey print.
COLOURS = {
    ProgressState.IN_PLACE: "map_5",
    ProgressState.UNDER_WAY: "map_4",
    ProgressState.PLANNED: "map_2",
    ProgressState.NOT_BEGUN: "rule",
    ProgressState.NOT_APPLICABLE: "other",
}


@dataclass(frozen=True)
class PointProgress:
    """How far the region has come with one point, year by year, through all wordings."""

    point: Point
    line: Sequence[Point]  # the point with those it came from and became
    years: tuple[int, ...]  # those that anybody has told of, the oldest first
    summaries: tuple[Summary, ...]  # one for each of these years
    rows: tuple[MatrixRow, ...]  # each member with its states in these years
    is_illustrative: bool

    @property
    def newest(self) -> Summary | None:
        """The last year that anybody has told of."""
        return self.summaries[-1] if self.summaries else None

    @property
    def headline(self) -> str:
        """How far the region has come, in a sentence; a year that few have told of yet does not speak alone.

        The newest year that half of those who are asked have told of; where there is none, the one that
        most have told of. How many have answered for a newer one so far is said beside it.
        """
        year, shown = self.spoken
        told = (_standing if _is_settled(shown) else _standing_so_far)(year, shown)
        newer = [_answered(*one) for one in [(self.years[-1], self.summaries[-1])] if one[0] > year]
        return ". ".join([told, *newer])

    @property
    def spoken(self) -> tuple[int, Summary]:
        """The year that the headline speaks of, with its counts; there is one where anybody has told."""
        years = list(zip(self.years, self.summaries, strict=True))
        settled = [one for one in years if _is_settled(one[1])]
        return settled[-1] if settled else max(years, key=lambda one: (one[1].told, one[0]))

    @property
    def since(self) -> int | None:
        """The same year alone; None where nobody has told."""
        return self.spoken[0] if self.summaries else None

    @property
    def chart(self) -> Chart | None:
        """A column for each year, with the states stacked in it; None where nobody has told."""
        if not self.summaries:
            return None
        return _stacked(
            f"progress-{self.point.key}",
            self.headline,
            [str(year) for year in self.years],
            self.summaries,
            category_name=_("Year"),
            illustrative=self.is_illustrative,
            notes=tuple(f"{one.echo.year}: {one.echo.words}." for one in self.summaries if one.echo),
        )


def _is_settled(summary: Summary) -> bool:
    """Whether half of those who are asked have told: then a year speaks for the region."""
    return 2 * summary.told >= summary.asked


def _standing(year: int, summary: Summary) -> str:
    if summary.echo and summary.echo.is_all:
        return _standing_before(year, summary, summary.echo)
    return ngettext(
        "%(n)s of %(asked)s members had it in place or under way in %(year)s",
        "%(n)s of %(asked)s members had it in place or under way in %(year)s",
        summary.going_on,
    ) % {"n": summary.going_on, "asked": summary.asked, "year": year}


def _standing_before(year: int, summary: Summary, echo: Echo) -> str:
    """The same where nobody has told of the point in its own words: what they told of is named."""
    return ngettext(
        "%(n)s of %(asked)s members had %(points)s, which this point comes from, in place or under way in "
        "%(year)s",
        "%(n)s of %(asked)s members had %(points)s, which this point comes from, in place or under way in "
        "%(year)s",
        summary.going_on,
    ) % {"n": summary.going_on, "asked": summary.asked, "year": year, "points": echo.named}


def _standing_so_far(year: int, summary: Summary) -> str:
    if summary.echo and summary.echo.is_all:
        return _standing_before(year, summary, summary.echo)
    return ngettext(
        "%(n)s of the %(told)s member that has answered for %(year)s had it in place or under way",
        "%(n)s of the %(told)s members that have answered for %(year)s had it in place or under way",
        summary.told,
    ) % {"n": summary.going_on, "told": summary.told, "year": year}


def _answered(year: int, summary: Summary) -> str:
    return ngettext(
        "So far %(told)s of %(asked)s has answered for %(year)s",
        "So far %(told)s of %(asked)s have answered for %(year)s",
        summary.told,
    ) % {"told": summary.told, "asked": summary.asked, "year": year}


def progress_of_point(
    lineage: Lines, key: str, *, on: date, told: Iterable[Progress] | None = None
) -> PointProgress | None:
    """The region's progress with the point that is called so, in the newest wording that has it.

    None where no adopted wording has such a point, or nobody is asked about it. Beside the lines two
    questions; one where what was `told` of the line is at hand.
    """
    adopted = [wording for wording in adopted_in(lineage) if wording.adopted_on <= on]  # type: ignore[operator]
    own = {point.pk: point for line in lineage.values() for point in line if point.key == key}
    found = next((p for w in reversed(adopted) for p in own.values() if p.wording_id == w.pk), None)
    if found is None or not rules.is_followed_up(found):
        return None
    every = range(adopted[0].adopted_on.year, on.year + 1)  # type: ignore[union-attr]
    rows, is_illustrative, echoes = rows_of([found], lineage, years=every, on=on, told=told)
    places = [place for place in range(len(every)) if any(row.cells[0][place] for row in rows)]
    rows = tuple(MatrixRow(row.member, (tuple(row.cells[0][place] for place in places),)) for row in rows)
    years = tuple(every[place] for place in places)
    summaries = tuple(
        Summary(found, _counted(rows, place), echoes.get((year, found.pk)))
        for place, year in enumerate(years)
    )
    return PointProgress(found, lineage[found.pk], years, summaries, rows, is_illustrative)


def region_chart(matrix: Matrix) -> Chart | None:
    """A column for each point of a year, with the states stacked in it; None where nobody has told."""
    summaries = matrix.summaries
    if not any(summary.told for summary in summaries):
        return None
    # What was told of a point that was split or merged says nothing yet of those that it became.
    own = [summary for summary in summaries if not (summary.echo and summary.echo.is_of_others)]
    half = sum(2 * summary.going_on >= summary.asked > 0 for summary in own)
    names = {"n": half, "points": len(own), "year": matrix.year}
    title = ngettext(
        "%(n)s of %(points)s points is in place or under way with half of the members or more in %(year)s",
        "%(n)s of %(points)s points are in place or under way with half of the members or more in %(year)s",
        half,
    )
    return _stacked(
        f"region-{matrix.year}",
        title % names if own else _("What was told of earlier points in %(year)s") % names,
        [summary.point.number for summary in summaries],
        summaries,
        category_name=_("Point"),
        illustrative=matrix.is_illustrative,
        notes=tuple(f"{one.point.number}: {one.echo.words}." for one in summaries if one.echo),
    )


def _counted(rows: Iterable[MatrixRow], place: int) -> Counter[str]:
    states = (row.cells[0][place] for row in rows)
    return Counter(state for state in states if state is not None)


def _stacked(
    key: str,
    title: str,
    categories: Sequence[str],
    summaries: Sequence[Summary],
    *,
    category_name: str,
    illustrative: bool,
    notes: tuple[str, ...],
) -> Chart:
    shown = [state for state in FURTHEST_FIRST if any(summary.counts[state] for summary in summaries)]
    untold = max(summary.counts[UNTOLD] for summary in summaries)
    words = ngettext(
        "Up to %(n)s member has not told; it is in no column.",
        "Up to %(n)s members have not told; they are in no column.",
        untold,
    )
    return Chart(
        key=key,
        kind=ChartKind.COLUMNS,
        title=title,
        unit=_("members"),
        categories=tuple(categories),
        lines=tuple(
            Line(str(state.label), tuple(float(s.counts[state]) for s in summaries), COLOURS[state])
            for state in shown
        ),
        source=_("What the members tell"),
        illustrative=illustrative,
        category_name=category_name,
        notes=(*((words % {"n": untold},) if untold else ()), *notes),
    )

"""Runs of a study, and what they say of a place and a year, or of all places together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dugnad.analyses import rules
from dugnad.analyses.kinds import Evidence, FlowStatus, Share
from dugnad.analyses.models import Result, Run, Study
from dugnad.analyses.states import RunState, StudyState
from dugnad.members.models import Organisation
from dugnad.members.rules import Viewer

# The weakest last: what a sum of places rests on is what its weakest part rests on.
WEAKNESS = [str(evidence) for evidence in Evidence]
LARGEST = 5  # flows of a place on the page of the place
GROWTH = "Δ "  # and the name of a process where material stays: what it grows by


@dataclass(frozen=True)
class FlowRow:
    """What a run says of one flow: of a place, or of all of them together."""

    flow: str
    source: str
    target: str
    layer: str
    value: float | None
    sd: float | None
    lower: float | None
    upper: float | None
    observed: float | None
    z: float | None
    status: str
    evidence: str
    grade: int | None
    sources: str

    @property
    def key(self) -> tuple[str, str]:
        """What names it: flow and layer."""
        return self.flow, self.layer

    @property
    def stays(self) -> bool:
        """Whether it is what a stock grows by: it goes nowhere."""
        return self.flow.startswith(GROWTH)

    @property
    def status_label(self) -> str:
        """Whether it can be known, in words."""
        return str(FlowStatus(self.status).label)

    @property
    def evidence_label(self) -> str:
        """What it rests on, in words."""
        return str(Evidence(self.evidence).label)

    @property
    def moved(self) -> float | None:
        """The residual: how far balancing has moved it from what the figures say."""
        known = self.value is not None and self.observed is not None
        return self.value - self.observed if known else None  # type: ignore[operator]


def visible_runs(viewer: Viewer) -> QuerySet[Run]:
    """The runs that the viewer may see, without the figures that they were frozen with."""
    staff = viewer.is_secretariat
    states = [state for state in RunState if rules.can_see_run(state, is_staff=staff)]
    return Run.objects.filter(state__in=states).defer("frozen")


def runs_of(study: Study, viewer: Viewer) -> QuerySet[Run]:
    """The runs of a study that the viewer may see, the newest first."""
    return visible_runs(viewer).filter(study=study).order_by("-number")


def run_numbered(study: Study, number: int, viewer: Viewer) -> Run | None:
    """The run of an address."""
    return Run.objects.filter(pk__in=runs_of(study, viewer).values("pk"), number=number).first()


def shown_run(study: Study) -> Run | None:
    """The run that a study is shown by: the newest that was accepted."""
    return study.runs.filter(state=RunState.ACCEPTED).order_by("-number").first()


@dataclass(frozen=True)
class Beside:
    """A flow of a place, and of the whole area that the study is about, where the run tells of it."""

    own: Result
    whole: Result | None

    @property
    def percent(self) -> float | None:
        """How much of the whole is the place's."""
        known = self.whole is not None and self.whole.value and self.own.value is not None
        return 100 * self.own.value / self.whole.value if known else None  # type: ignore[operator,union-attr]


@dataclass(frozen=True)
class PlaceFlows:
    """The largest flows of a place in the newest year that a run tells of it."""

    run: Run
    year: int
    rows: list[Beside]

    @property
    def has_whole(self) -> bool:
        """Whether the run tells of the whole area what it tells of the place."""
        return any(row.whole for row in self.rows)


def flows_of_place(place: Organisation, viewer: Viewer) -> list[PlaceFlows]:
    """What the newest accepted run of each study tells of a place beside the whole: two questions."""
    runs = _runs_of_place(place, viewer)
    newest = Result.objects.filter(run=OuterRef("run"), place=place).order_by("-year").values("year")[:1]
    found = Result.objects.filter(Q(place=place) | Q(place__isnull=True), run__in=runs)
    told: dict[int, list[Result]] = defaultdict(list)
    for result in found.filter(year=Subquery(newest)).order_by("position", "pk") if runs else ():
        told[result.run_id].append(result)
    return [PlaceFlows(run, told[run.pk][0].year, _largest(told[run.pk])) for run in runs]


def _largest(told: Iterable[Result]) -> list[Beside]:
    own: dict[tuple[str, str], Result] = {}
    whole: dict[tuple[str, str], Result] = {}
    for result in told:
        (own if result.place_id else whole)[result.flow, result.layer] = result
    rows = [Beside(one, whole.get(key)) for key, one in own.items() if one.value is not None]
    return sorted(rows, key=lambda row: -abs(row.own.value or 0.0))[:LARGEST]


def _runs_of_place(place: Organisation, viewer: Viewer) -> list[Run]:
    """The newest accepted run of each study that tells of a place: one question."""
    told = Result.objects.filter(place=place, run__state=RunState.ACCEPTED).values("run")
    seen = Study.objects.filter(state__in=seen_states(is_staff=viewer.is_secretariat))
    found = Run.objects.filter(pk__in=told, study__in=seen).defer("frozen", "tests")
    newest = {run.study_id: run for run in found.select_related("study").order_by("number")}
    return sorted(newest.values(), key=lambda run: run.study.name_nb)


def seen_states(*, is_staff: bool) -> list[str]:
    """The states of the studies that somebody sees."""
    return [state for state in StudyState if rules.can_see(state, is_staff=is_staff)]


@dataclass(frozen=True)
class Cells:
    """What a run tells of: its places, its years, and of which place (None: the whole area) in which year."""

    places: list[Organisation]
    years: list[int]
    told: frozenset[tuple[int | None, int]]

    def has_whole(self, year: int) -> bool:
        """Whether the whole area has results of its own in a year."""
        return (None, year) in self.told


def cells_of(run: Run) -> Cells:
    """What a run tells of; a run of the whole area alone has no places."""
    told = frozenset(run.results.order_by().values_list("place_id", "year").distinct())
    places = Organisation.objects.filter(pk__in={place for place, _year in told if place})
    return Cells(list(places), sorted({year for _place, year in told}), told)


def flow_rows_of(run: Run, place: Organisation | None, year: int) -> list[FlowRow]:
    """The flows of a place and year; without a place those of the whole area.

    Where the figures are of places, the whole is their sum.
    """
    found = run.results.filter(year=year).order_by("position", "pk")
    if place:
        return [_row(result) for result in found.filter(place=place)]
    results = list(found)
    whole = [result for result in results if result.place_id is None]
    return [_row(result) for result in whole] if whole else summed(map(_row, results))


def summed(rows: Iterable[FlowRow]) -> list[FlowRow]:
    """Places as one. What one of them does not know, nobody knows of the sum: it gets an interval."""
    parts: dict[tuple[str, str], list[FlowRow]] = defaultdict(list)
    for row in rows:
        parts[row.key].append(row)
    return [_sum(found) for found in parts.values()]


def _sum(rows: Sequence[FlowRow]) -> FlowRow:
    known = all(row.value is not None for row in rows)
    evidence = weakest(row.evidence for row in rows)
    observed = [row.observed for row in rows]
    sources = dict.fromkeys(part for row in rows for part in row.sources.split("; ") if part)
    return replace(
        rows[0],
        value=sum(row.value or 0.0 for row in rows) if known else None,
        sd=sd_of_sum(rows) if known else None,
        lower=None if known else sum(_end(row, row.lower or 0.0) for row in rows),
        upper=None if known else _most(rows),
        observed=None if None in observed else sum(value or 0.0 for value in observed),
        z=None,
        status=rows[0].status if known else FlowStatus.UNOBSERVABLE,
        evidence=evidence if known else Evidence.INTERVAL,
        grade=max((row.grade for row in rows if row.grade), default=None),
        sources="; ".join(sources),
    )


def weakest(evidence: Iterable[str]) -> str:
    """What a sum rests on: no more than its weakest part does."""
    return max(evidence, key=WEAKNESS.index)


def sd_of_sum(rows: Iterable[FlowRow]) -> float:
    """The uncertainty of a sum of places that err each by itself; the page says that they may not."""
    return hypot(*(row.sd or 0.0 for row in rows))


def _end(row: FlowRow, end: float) -> float:
    return row.value if row.value is not None else end


def _most(rows: Iterable[FlowRow]) -> float | None:
    ends = [row.upper if row.value is None else row.value for row in rows]
    return None if None in ends else sum(end or 0.0 for end in ends)


def _row(result: Result) -> FlowRow:
    names = FlowRow.__dataclass_fields__
    return FlowRow(**{name: getattr(result, name) for name in names})


def shares(rows: Sequence[FlowRow]) -> list[Share]:
    """How much of all that flows rests on what; an interval counts with its middle, where it has one."""
    weights = dict.fromkeys(Evidence, 0.0)
    counts = dict.fromkeys(Evidence, 0)
    for row in rows:
        weights[Evidence(row.evidence)] += weight(row)
        counts[Evidence(row.evidence)] += 1
    total = sum(weights.values()) or 1.0
    return [
        Share(str(evidence), str(evidence.label), counts[evidence], 100 * weights[evidence] / total)
        for evidence in Evidence
        if counts[evidence]
    ]


def weight(row: FlowRow) -> float:
    """How much of a flow there is, as a picture draws it."""
    if row.value is not None:
        return abs(row.value)
    return ((row.lower or 0.0) + row.upper) / 2 if row.upper is not None else 0.0


@dataclass(frozen=True)
class Compared:
    """One flow as two runs, years or places have it."""

    flow: str
    left: FlowRow | None
    right: FlowRow | None

    @property
    def difference(self) -> float | None:
        """The right less the left, where both are known."""
        known = self.left and self.right and None not in (self.left.value, self.right.value)
        return self.right.value - self.left.value if known else None  # type: ignore[operator,union-attr]

    @property
    def is_clear(self) -> bool:
        """Whether the difference is more than twice its uncertainty: less may be chance."""
        if self.difference is None or self.left is None or self.right is None:
            return False
        return abs(self.difference) > 2 * hypot(self.left.sd or 0.0, self.right.sd or 0.0)


def compared(left: Sequence[FlowRow], right: Sequence[FlowRow]) -> list[Compared]:
    """Flows side by side, in the order of the left, then those that only the right has."""
    ones, others = ({row.key: row for row in rows} for rows in (left, right))
    return [Compared(key[0], ones.get(key), others.get(key)) for key in dict.fromkeys([*ones, *others])]

"""What a page shows of a run: one place and year, its picture, and the ways to other ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dugnad.analyses.kinds import Share
from dugnad.analyses.models import Run, Study
from dugnad.analyses.queries import runs
from dugnad.analyses.queries.pictures import Look, Pair, diagram_of, pair_of, picture_of, unit_in_words
from dugnad.analyses.queries.runs import Compared, FlowRow
from dugnad.analyses.queries.verdicts import suspects_of, verdict_of
from dugnad.kit.text import localised
from dugnad.members.models import Organisation

Asked = Mapping[str, Any]
NAMED = 4  # places without figures; of more the number is told


@dataclass(frozen=True)
class Shown:
    """One place and year of a run, and what else there is to choose."""

    run: Run
    place: Organisation | None
    year: int
    places: list[Organisation]
    years: list[int]
    rows: list[FlowRow]
    look: Look
    unit: str
    title: str
    verdict: str
    suspects: list[str]
    shares: list[Share]
    whole: str
    summed: list[Organisation]  # the places that the whole area adds up here; none where it does not

    @property
    def where(self) -> str:
        """The place in words."""
        return self.place.name if self.place else _("The whole area")

    @property
    def place_word(self) -> str:
        """The place in addresses."""
        return self.place.slug if self.place else ""

    @property
    def has_groups(self) -> bool:
        """Whether processes stand in groups."""
        return any(group for _name, _stock, group in self.run.system["processes"])

    @property
    def processes(self) -> list[str]:
        """The processes that one can look at alone: groups where they are shown as one."""
        told = self.run.system["processes"]
        names = [group or name if self.look.is_grouped else name for name, _stock, group in told]
        return list(dict.fromkeys(names))

    @property
    def picture(self) -> SafeString:
        """The picture; empty where nothing is left to draw."""
        drawn = self.diagram
        return picture_of(drawn) if drawn.links else SafeString("")

    @property
    def diagram(self) -> Any:
        """What is drawn."""
        return diagram_of(self.rows, self.run.system, self.look, self.title)

    @property
    def before(self) -> int | None:
        """The year before this one, where there is one."""
        return next((year for year in reversed(self.years) if year < self.year), None)

    @property
    def after(self) -> int | None:
        """The year after this one, where there is one."""
        return next((year for year in self.years if year > self.year), None)


def shown(study: Study, run: Run, asked: Asked) -> Shown | None:
    """What was asked for of a run, or the newest year of the whole area; None where nothing came of it."""
    cells = runs.cells_of(run)
    if not cells.years:
        return None
    at = _chosen(cells.places, cells.years, asked.get("sted"), asked.get("ar"))
    look = Look(bool(asked.get("grupper")), asked.get("fokus") or "", bool(asked.get("malt")))
    return _shown(study, run, cells, at, look)


def _chosen(
    places: Sequence[Organisation], years: Sequence[int], slug: Any, year: Any
) -> tuple[Organisation | None, int]:
    place = next((each for each in places if each.slug == slug), None)
    return place, year if year in years else years[-1]


def _shown(
    study: Study, run: Run, cells: runs.Cells, at: tuple[Organisation | None, int], look: Look
) -> Shown:
    place, year = at
    rows = runs.flow_rows_of(run, place, year)
    unit = unit_in_words(run.system["unit"])
    where = place.name if place else _("The whole area")
    return Shown(
        run=run,
        place=place,
        year=year,
        places=cells.places,
        years=cells.years,
        rows=rows,
        look=look,
        unit=unit,
        title=f"{localised(study, 'name')} – {where}, {year}",
        verdict=verdict_of(run),
        suspects=suspects_of(run, unit),
        shares=runs.shares(rows),
        whole="" if place else _whole_in_words(study, run, cells, year),
        summed=[] if place else _summed(run, cells, year),
    )


def _summed(run: Run, cells: runs.Cells, year: int) -> list[Organisation]:
    stands_alone = cells.has_whole(year) and not run.tests.get("parts")
    return [] if stands_alone else [place for place in cells.places if (place.pk, year) in cells.told]


def _whole_in_words(study: Study, run: Run, cells: runs.Cells, year: int) -> str:
    """How the figures of the whole area and those of its places hang together in a year."""
    if not cells.places:
        return ""
    if run.tests.get("parts") and cells.has_whole(year):
        return _(
            "The whole is balanced together with its places, and an error that they share is counted as one."
        )
    if cells.has_whole(year):
        return _(
            "The whole is not tied to its places here: not all of them have figures, or one of them has too "
            "few for it."
        )
    words = _(
        "The whole is the sum of the places, as if each erred by itself. An error that they share, as of a "
        "national source, makes the whole less sure than it looks."
    )
    missing = [place.name for place in study.places.all() if (place.pk, year) not in cells.told]
    if not missing:
        return words
    told = _("Not in it, because they have no figures: %(names)s.") % {"names": _names(missing)}
    return f"{words} {told}"


def _names(places: Sequence[str]) -> str:
    more = len(places) - NAMED
    return ", ".join(places[:NAMED]) + (_(" and %(count)s more") % {"count": more} if more > 0 else "")


@dataclass(frozen=True)
class SideBySide:
    """Two of them, and their flows side by side."""

    left: Shown
    right: Shown
    rows: list[Compared]
    is_turned: bool = False  # the one that was chosen first stands on the right

    @property
    def chosen(self) -> Shown:
        """The one whose run the page is of."""
        return self.right if self.is_turned else self.left

    @property
    def beside(self) -> Shown:
        """The one that was chosen to stand beside it."""
        return self.left if self.is_turned else self.right

    @property
    def unlike(self) -> str:
        """The places that only one of two sums has figures of; what differs is partly theirs."""
        left, right = self.left.summed, self.right.summed
        if not left or not right:
            return ""
        return _names(sorted(place.name for place in {*left} ^ {*right}))

    @cached_property
    def largest(self) -> float:
        """The largest quantity of both, to draw bars by."""
        known = [runs.weight(row) for side in (self.left, self.right) for row in side.rows]
        return max(known, default=0.0) or 1.0

    @cached_property
    def pictures(self) -> Pair:
        """Both pictures."""
        return pair_of(self.left.diagram, self.right.diagram)

    @property
    def bars(self) -> list[tuple[Compared, float, float]]:
        """Each flow with the lengths of its two bars, in per cent of the largest."""
        return [(row, self._length(row.left), self._length(row.right)) for row in self.rows]

    def _length(self, row: FlowRow | None) -> float:
        return 100 * runs.weight(row) / self.largest if row else 0.0


def compared(study: Study, left: Run, right: Run, asked: Asked) -> SideBySide | None:
    """A run beside another, a year beside another, a place beside another, or all at once.

    What would stand beside itself has the year before it on its left, where there is one. Of two runs the
    older one stands on the left, whichever was chosen first, so that what has grown is told as growth.
    """
    one = shown(study, left, asked)
    other = shown(study, right, {**asked, "sted": asked.get("mot_sted"), "ar": asked.get("mot_ar")})
    if one is None or other is None:
        return None
    if (one.run, one.place, one.year) == (other.run, other.place, other.year) and one.before:
        one = shown(study, left, {**asked, "ar": one.before}) or one
    is_turned = other.run.number < one.run.number
    older, newer = (other, one) if is_turned else (one, other)
    return SideBySide(older, newer, runs.compared(older.rows, newer.rows), is_turned)

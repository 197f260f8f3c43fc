"""What a stranger meets: the newest Klimastatus, the programme, the newest stories, what comes next."""

from dataclasses import dataclass
from datetime import date

from dugnad.documents.queries import Card, published_stories
from dugnad.editions.models import Edition, Figure
from dugnad.editions.states import State
from dugnad.members.rules import Viewer
from dugnad.programme.queries import ActivityRow, activity_rows, current_year, programme_of, programmes
from dugnad.web.queries.emissions import sector_label
from dugnad.web.queries.wheel import Moment, moments_of

STORIES = 3
NEXT = 4


@dataclass(frozen=True)
class Headline:
    """The region's total as the newest published edition has it, frozen then."""

    edition: Edition
    years: dict[int, float]
    unit: str
    is_illustrative: bool

    @property
    def base(self) -> int:
        """The edition's base year, or the first year with a figure after it."""
        return min(year for year in self.years if year >= self.edition.base_year)

    @property
    def last(self) -> int:
        """The last year with a figure."""
        return max(self.years)

    @property
    def total(self) -> float:
        """The last year's total."""
        return self.years[self.last]

    @property
    def change(self) -> float:
        """Per cent since the base year."""
        return 100 * (self.total / self.years[self.base] - 1)

    @property
    def last_change(self) -> float | None:
        """Per cent since the year before; None where that year has no figure."""
        before = self.years.get(self.last - 1)
        return 100 * (self.total / before - 1) if before else None

    @property
    def series(self) -> list[float | None]:
        """Every year from the base year on; a year that nobody has published is a gap."""
        return [self.years.get(year) for year in range(self.base, self.last + 1)]


@dataclass(frozen=True)
class SectorShare:
    """A sector's part of the last year's total, and its change since the base year."""

    key: str
    value: float
    share: float
    change: float | None

    @property
    def label(self) -> str:
        """The sector in the reader's language."""
        return sector_label(self.key)


@dataclass(frozen=True)
class Strand:
    """A strand of the programme with its activities."""

    title: str
    rows: list[ActivityRow]


def headline() -> Headline | None:
    """The newest published edition in one figure; None before the first edition."""
    edition = Edition.objects.filter(state=State.PUBLISHED).order_by("-year").first()
    if edition is None:
        return None
    figures = list(Figure.objects.filter(edition=edition, place="alliance", sector=""))
    years = {figure.year: figure.value for figure in figures}
    if not [year for year in years if year >= edition.base_year]:
        return None
    return Headline(edition, years, figures[0].unit, any(figure.is_illustrative for figure in figures))


def sector_shares(found: Headline) -> list[SectorShare]:
    """The sectors of the last year, the largest first."""
    rows = Figure.objects.filter(edition=found.edition, place="alliance").exclude(sector="")
    values = {(row.sector, row.year): row.value for row in rows.filter(year__in=[found.base, found.last])}
    shares = [
        SectorShare(
            sector,
            value,
            100 * value / found.total,
            100 * (value / first - 1) if (first := values.get((sector, found.base))) else None,
        )
        for (sector, year), value in values.items()
        if year == found.last
    ]
    return sorted(shares, key=lambda share: -share.value)


def programme_at_a_glance(viewer: Viewer, *, on: date) -> list[Strand]:
    """This year's activities, strand by strand."""
    year = current_year(programmes(viewer), on=on)
    programme = programme_of(year, viewer) if year else None
    strands: dict[int, Strand] = {}
    for row in activity_rows(programme, on=on) if programme else []:
        strand = row.activity.strand
        strands.setdefault(strand.pk, Strand(str(strand), [])).rows.append(row)
    return list(strands.values())


def newest_stories() -> list[Card]:
    """The stories that were published last."""
    found = [card for card in published_stories() if card.version.published_at]
    return sorted(found, key=lambda card: card.version.published_at, reverse=True)[:STORIES]  # type: ignore[arg-type,return-value]


def what_comes_next(viewer: Viewer, *, on: date) -> list[Moment]:
    """The next dates that the viewer may know of."""
    programme = programme_of(on.year, viewer)
    coming = [m for m in moments_of(programme, viewer) if m.day >= on and not m.is_done] if programme else []
    return coming[:NEXT]

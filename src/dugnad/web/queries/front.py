"""What a stranger meets: the newest Klimastatus, the programme, the newest stories, what comes next."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from dugnad.documents.queries import Card, published_stories
from dugnad.editions.models import Edition
from dugnad.editions.queries import Headline, headline_of, newest_published
from dugnad.members.rules import Viewer
from dugnad.programme.queries import ActivityRow, activity_rows, current_year, programme_of, programmes
from dugnad.web.queries.emissions import sector_label
from dugnad.web.queries.wheel import Moment, moments_of

STORIES = 3
NEXT = 4


@dataclass(frozen=True)
class SectorShare:
    """A sector's part of the last year's total, in per cent."""

    key: str
    value: float
    share: float

    @property
    def label(self) -> str:
        """The sector in the reader's language."""
        return sector_label(self.key)


@dataclass(frozen=True)
class Strand:
    """A strand of the programme with its activities."""

    title: str
    rows: list[ActivityRow]


def newest_klimastatus(edition: Edition | None = None) -> Headline | None:
    """The newest published edition in a few lines; None before the first one, and without figures."""
    edition = edition or newest_published()
    return headline_of(edition, settings.ALLIANCE["name"]) if edition else None


def sector_shares(headline: Headline) -> list[SectorShare]:
    """The sectors of the last year, the largest first."""
    last = str(headline.last)
    total = headline.place["total"].get(last)
    values = {key: years.get(last) for key, years in headline.place["sectors"].items()}
    shares = [
        SectorShare(key, value, 100 * value / total) for key, value in values.items() if value and total
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

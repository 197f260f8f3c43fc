"""Questions about which editions there are, who may read them, and what stands in them."""

from typing import Any

from django.db.models import QuerySet

from dugnad.editions.models import Block, Edition, Figure
from dugnad.editions.rules import can_see
from dugnad.editions.states import State
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity

SHOWN = (State.PUBLISHED, State.WITHDRAWN)


def visible_editions(viewer: Viewer) -> QuerySet[Edition]:
    """The editions that a viewer may read, newest first; without the frozen bytes, which lists never need."""
    editions = Edition.objects.defer("content")
    return editions if can_see(viewer, State.DRAFT) else editions.filter(state__in=SHOWN)


def edition_of_year(year: int, viewer: Viewer) -> Edition | None:
    """The edition of a year, if the viewer may read it."""
    return visible_editions(viewer).select_related("indicator").filter(year=year).first()


def newest_published() -> Edition | None:
    """The newest edition that everyone may read."""
    return Edition.objects.defer("content").filter(state=State.PUBLISHED).first()


def editions_serving(activity: Activity, viewer: Viewer) -> QuerySet[Edition]:
    """The editions that an activity has led to."""
    return visible_editions(viewer).filter(activity=activity)


def block_content(edition: Edition, *keys: str) -> dict[str, dict[str, Any]]:
    """The content of the named blocks by key."""
    rows = Block.objects.filter(edition=edition, key__in=keys).values_list("key", "content")
    return dict(rows)


def content_of(edition: Edition) -> dict[str, Any]:
    """The whole content of an edition: what is frozen, fingerprinted and published."""
    blocks = Block.objects.filter(edition=edition).order_by("position")
    return {
        "year": edition.year,
        "titles": [edition.title_nb, edition.title_nn, edition.title_en],
        "forewords": [edition.foreword_nb, edition.foreword_nn, edition.foreword_en],
        "blocks": [[block.kind, block.key, block.content] for block in blocks],
    }


def figures_table(edition: Edition) -> QuerySet[Figure]:
    """Every figure of an edition, in the order of its tables."""
    return Figure.objects.filter(edition=edition).order_by("place", "sector", "year")


def trail_of(edition: Edition, place: str, year: int, sector: str = "") -> Figure | None:
    """One figure of an edition."""
    return Figure.objects.filter(edition=edition, place=place, year=year, sector=sector).first()

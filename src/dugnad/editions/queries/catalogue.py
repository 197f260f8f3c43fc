"""Questions about which editions there are, who may read them, and what stands in them."""

from typing import Any

from django.db.models import QuerySet

from dugnad.editions.kinds import BlockKind
from dugnad.editions.models import Block, Edition, Figure
from dugnad.editions.queries.arrangement import as_content
from dugnad.editions.rules import can_see, canonical, fingerprint, is_stale
from dugnad.editions.states import FROZEN, State
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity


def visible_editions(viewer: Viewer) -> QuerySet[Edition]:
    """The editions that a viewer may read, newest first; without the frozen bytes, which lists never need."""
    editions = Edition.objects.defer("content")
    return editions if can_see(viewer, State.DRAFT) else editions.filter(state__in=FROZEN)


def edition_of_year(year: int, viewer: Viewer) -> Edition | None:
    """The edition of a year, if the viewer may read it."""
    return visible_editions(viewer).select_related("indicator", "replaced_by").filter(year=year).first()


def newest_published() -> Edition | None:
    """The newest edition that everyone may read."""
    published = Edition.objects.defer("content").filter(state=State.PUBLISHED)
    return published.select_related("indicator").order_by("-year").first()


def editions_serving(activity: Activity, viewer: Viewer) -> QuerySet[Edition]:
    """The editions that an activity has led to."""
    return visible_editions(viewer).filter(activity=activity)


def block_content(edition: Edition, *keys: str) -> dict[str, dict[str, Any]]:
    """The content of the named blocks by key."""
    rows = Block.objects.filter(edition=edition, key__in=keys).values_list("key", "content")
    return dict(rows)


def contents_of_members(edition: Edition) -> list[dict[str, Any]]:
    """The content of every member's block, in the order of the edition."""
    blocks = Block.objects.filter(edition=edition, kind=BlockKind.MEMBER).order_by("position")
    return list(blocks.values_list("content", flat=True))


def content_of(edition: Edition) -> dict[str, Any]:
    """The whole content of an edition: what is frozen, fingerprinted and published."""
    blocks = Block.objects.filter(edition=edition).order_by("position")
    figures = figures_table(edition).values_list("key", "value", "unit", "is_illustrative")
    # Editions that were published before pages were arranged have no such rows, and keep their fingerprint.
    page = as_content(edition.page_blocks.order_by("position"))
    return {
        "kind": edition.kind,
        "year": edition.year,
        "titles": [edition.title_nb, edition.title_nn, edition.title_en],
        "forewords": [edition.foreword_nb, edition.foreword_nn, edition.foreword_en],
        "members_on": edition.members_on.isoformat(),
        "base_year": edition.base_year,
        "blocks": [[block.kind, block.key, block.content] for block in blocks],
        "figures": [list(figure) for figure in figures],
        **({"page": page} if page else {}),
    }


def is_out_of_date(edition: Edition) -> bool:
    """Whether the figures were worked out for other choices than those that now stand."""
    method = block_content(edition, "method").get("method", {})
    return bool(unfetched(edition)) or is_stale(
        method, members_on=edition.members_on, seen_by=edition.seen_by, base_year=edition.base_year
    )


def unfetched(edition: Edition) -> set[str]:
    """The indicators that a block on the page shows and that have not been worked out yet."""
    shown = edition.page_blocks.exclude(settings__indicator="").values_list("settings__indicator", flat=True)
    wanted = {key for key in shown if key and key != edition.indicator.key}
    blocks = Block.objects.filter(edition=edition, key__in=[indicator_block(key) for key in wanted])
    return wanted - {key.removeprefix(INDICATOR) for key in blocks.values_list("key", flat=True)}


INDICATOR = "indicator-"


def indicator_block(key: str) -> str:
    """The key of the block that holds what an indicator says."""
    return f"{INDICATOR}{key}"


def is_intact(edition: Edition) -> bool:
    """Whether a published edition still says what its fingerprint was taken of."""
    return fingerprint(canonical(content_of(edition))) == edition.content_sha256


def figures_table(edition: Edition) -> QuerySet[Figure]:
    """Every figure of an edition, in the order of its tables."""
    return Figure.objects.filter(edition=edition).order_by("place", "measure", "indicator", "sector", "year")


def figure_named(edition: Edition, key: str) -> Figure | None:
    """One figure of an edition by its name in the address."""
    return Figure.objects.filter(edition=edition, key=key).first()

"""Questions about editions."""

from dugnad.editions.queries.catalogue import (
    block_content,
    content_of,
    edition_of_year,
    editions_serving,
    figure_named,
    figures_table,
    is_intact,
    is_out_of_date,
    newest_published,
    visible_editions,
)
from dugnad.editions.queries.composition import Composition, blocks_of, compose, figures_in
from dugnad.editions.queries.headline import Headline, headline_of
from dugnad.editions.queries.report import Report, member_report, region_report
from dugnad.editions.queries.revisions import Revision, effect_of, revised_at, revised_since
from dugnad.editions.queries.trails import Trail, trail_of

__all__ = [
    "Composition",
    "Headline",
    "Report",
    "Revision",
    "Trail",
    "block_content",
    "blocks_of",
    "compose",
    "content_of",
    "edition_of_year",
    "editions_serving",
    "effect_of",
    "figure_named",
    "figures_in",
    "figures_table",
    "headline_of",
    "is_intact",
    "is_out_of_date",
    "member_report",
    "newest_published",
    "region_report",
    "revised_at",
    "revised_since",
    "trail_of",
    "visible_editions",
]

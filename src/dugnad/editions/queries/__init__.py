"""Questions about editions."""

from dugnad.editions.queries.catalogue import (
    block_content,
    content_of,
    edition_of_year,
    editions_serving,
    figures_table,
    newest_published,
    trail_of,
    visible_editions,
)
from dugnad.editions.queries.composition import Composition, blocks_of, compose
from dugnad.editions.queries.report import Report, member_report, region_report
from dugnad.editions.queries.revisions import Revision, revised_since

__all__ = [
    "Composition",
    "Report",
    "Revision",
    "block_content",
    "blocks_of",
    "compose",
    "content_of",
    "edition_of_year",
    "editions_serving",
    "figures_table",
    "member_report",
    "newest_published",
    "region_report",
    "revised_since",
    "trail_of",
    "visible_editions",
]

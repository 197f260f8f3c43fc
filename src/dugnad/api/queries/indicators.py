"""Indicators, vintages and series as programs read them: every figure with its unit, source and vintage."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.conf import settings

from dugnad.indicators.kinds import published_name
from dugnad.indicators.models import Indicator, Source, Vintage
from dugnad.indicators.queries import SeriesRow, Trail
from dugnad.indicators.queries.tables import rounded
from dugnad.kit.text import localised


def indicator_as_shape(indicator: Indicator) -> dict[str, Any]:
    """An indicator with its source."""
    return {
        "id": indicator.key,
        "title": localised(indicator, "title"),
        "notes": localised(indicator, "notes"),
        "unit": indicator.unit,
        "direction": indicator.direction,
        "base_year": indicator.base_year,
        "source": _source(indicator.source),
        "vintages": indicator.vintage_count,  # type: ignore[attr-defined] # counted by the query
        "url": f"{settings.PUBLIC_URL}/data/{indicator.key}/",
    }


def vintage_as_shape(vintage: Vintage) -> dict[str, Any]:
    """A vintage: which file, whose, when it was seen, and which rows had no figure."""
    return {
        "id": vintage.pk,
        "indicator": vintage.indicator.key,
        "source": _source(vintage.source),
        "seen_on": vintage.seen_on,
        "codes_of": vintage.codes_of,
        "file": vintage.file_name,
        "sha256": vintage.file.sha256,
        "layout": vintage.layout,
        "licence": vintage.licence,
        "gases": vintage.gases.split(),
        "rows": vintage.rows,
        "stored": vintage.stored,
        "without_figure": vintage.without_figure,
    }


def observations_as_shapes(rows: Iterable[SeriesRow]) -> Iterable[dict[str, Any]]:
    """Rows of a series; columns that do not apply are empty, sectors are named as their publisher does."""
    return (asdict(row) | {"sector": published_name(row.sector), "value": rounded(row.value)} for row in rows)


def trail_as_shape(trail: Trail) -> dict[str, Any]:
    """All that must be known to work a series out again."""
    return {
        "indicator": trail.indicator.key,
        "unit": trail.indicator.unit,
        "vintages": [vintage.pk for vintage in trail.vintages],
        "members": list(trail.members),
        "members_on": trail.members_on,
        "codes_of": trail.codes_of,
        "sectors": [published_name(sector) for sector in trail.sectors],
        "gases": list(trail.gases),
        "illustrative": trail.illustrative,
        "other_years": list(trail.other_years),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.key,
        "publisher": source.publisher_name,
        "title": source.called,
        "licence": source.licence,
        "url": source.url,
        "official": source.is_official,
    }

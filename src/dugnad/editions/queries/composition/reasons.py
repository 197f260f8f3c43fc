"""Reasons why figures are missing, as they are frozen: as programs are told them, each with its places.

They are put into words for whoever reads the edition, in the language of that reader.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dugnad.indicators.queries import SeriesRow
from dugnad.indicators.queries.series_rows import reasons_of
from dugnad.members.queries import alphabetical

Gap = list[list[Any]]  # pairs of a reason and the names of those whom it holds for
Gaps = dict[str, Gap]  # by year


def together(told: Iterable[tuple[str, str]]) -> Gap:
    """Names by their reason; where nobody is named the reason alone."""
    grouped: dict[str, list[str]] = {}
    for reason, name in told:
        grouped.setdefault(reason, []).extend([name] if name else [])
    return [[reason, sorted(names, key=alphabetical)] for reason, names in sorted(grouped.items())]


def gaps_of_rows(rows: Iterable[SeriesRow], names: Mapping[str, str]) -> Gaps:
    """By year why rows of one place have no value; of a municipality by itself the reason alone."""
    return {
        str(row.year): together(
            (told, "" if row.municipality_code else names.get(code, code)) for code, told in reasons_of(row)
        )
        or [["", []]]
        for row in rows
        if row.value is None and not row.sector
    }


def as_frozen(found: Mapping[str, Gaps]) -> dict[str, Gaps]:
    """The gaps of places, those without any left out; years that lack the same stand together, with blanks.

    Hundreds of members may lack the same fifteen years: their names are kept once.
    """
    return {place: _years_together(gaps) for place, gaps in found.items() if gaps}


def _years_together(gaps: Gaps) -> Gaps:
    years: dict[str, list[str]] = {}
    for year, gap in gaps.items():
        years.setdefault(repr(gap), []).append(year)
    return {" ".join(alike): gaps[alike[0]] for alike in years.values()}

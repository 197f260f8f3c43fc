"""Rows of a series: each a figure with its unit, its vintage, and a note of what is missing and why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dugnad.engine.series import Part, Sum, sum_over, sums_over
from dugnad.indicators.kinds import MISSING_FOR_PROGRAMS, UNNAMED, Missing, sector_order
from dugnad.indicators.kinds.missing import DIVIDED_BY_ZERO, NO_INHABITANTS, NO_SUM
from dugnad.indicators.queries.figures import PlaceFigures
from dugnad.indicators.queries.places import Place
from dugnad.indicators.rules import is_additive

NAMED = 5
ILLUSTRATIVE = "illustrative"
UNKNOWN = "publisher not named"
NOT_OFFICIAL = frozenset({ILLUSTRATIVE, UNKNOWN})
DERIVED = MISSING_FOR_PROGRAMS[Missing.DERIVED]


@dataclass(frozen=True)
class SeriesRow:
    """One figure of a series; `value` is None where a part is missing, and `note` says which."""

    region: str
    municipality_code: str
    year: int
    sector: str
    source: str
    value: float | None
    unit: str
    vintage: str
    note: str
    # The places without a figure, each with why, as programs are told it: pages say it in their own words.
    lacking: tuple[tuple[str, str], ...] = ()

    @property
    def is_illustrative(self) -> bool:
        """Whether figures take part that no publisher stands behind."""
        return not NOT_OFFICIAL.isdisjoint(self.note.split("; "))


def reasons_of(row: SeriesRow) -> tuple[tuple[str, str], ...]:
    """Why a row has no value: places with their reasons, or one reason for the whole without a place.

    What was worked out lacks what its parts lack; what is no amount has no sum, though nobody lacks it.
    """
    said = row.note.split("; ")
    derived = any(note.startswith(DERIVED) for note in said)
    if row.lacking:
        return tuple((code, DERIVED if derived else told) for code, told in row.lacking)
    if derived:
        return (("", DERIVED),)
    told = next((note for note in said if _is_reason(note)), "")
    return (("", NO_SUM if told.endswith("cannot be summed") else told),) if told else ()


def _is_reason(note: str) -> bool:
    return note == DIVIDED_BY_ZERO or note.endswith("cannot be summed") or note.startswith(NO_INHABITANTS)


def noted(row: SeriesRow, *notes: str) -> SeriesRow:
    """A row with more notes."""
    return replace(row, note="; ".join(note for note in (row.note, *notes) if note))


def _totals(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    for year in figures.years:
        members = place.members_in(year)
        row = _row(place, figures, year, members, sum_over(members, year, figures.parts))
        uneven = ", ".join(sorted(uneven_sectors(((code, year) for code in members), figures)))
        yield noted(row, f"only some members have {uneven}" if uneven else "")


def _municipalities(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    by_code = _parts_by_code(figures)
    for year in figures.years:
        for code in sorted(place.members_in(year)):
            value = sum_over({code}, year, by_code[code])
            yield _row(place, figures, year, frozenset({code}), value)


def _parts_by_code(figures: PlaceFigures) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = defaultdict(list)
    for part in figures.parts:
        for code in part.places:
            found[code].append(part)
    return found


def _sectors(place: Place, figures: PlaceFigures) -> Iterator[SeriesRow]:
    for year in figures.years:
        members = place.members_in(year)
        sums = sums_over(members, year, figures.parts, lambda sector, source: (sector, source))
        for (sector, source), value in sorted(sums.items(), key=lambda item: _order(*item[0])):
            row = _row(place, figures, year, members, value)
            yield replace(row, sector=sector, source=source)


def _order(sector: str, source: str) -> tuple[int, str, str]:
    return sector_order(sector), sector, source


ROWS_BY: Mapping[str, Callable[[Place, PlaceFigures], Iterator[SeriesRow]]] = {
    "total": _totals,
    "municipality": _municipalities,
    "sector": _sectors,
    "source": _sectors,  # the figures are read by source then
}


def uneven_sectors(cells: Iterable[tuple[str, int]], figures: PlaceFigures) -> frozenset[str]:
    """Sectors that the vintages of some places and years count and those of others do not."""
    used = {vintage.pk for cell in cells if (vintage := figures.vintage_at(*cell))}
    known = [figures.sectors_of[pk] for pk in used]
    return frozenset().union(*known) - frozenset.intersection(*known) if known else frozenset()


def _row(place: Place, figures: PlaceFigures, year: int, members: frozenset[str], value: Sum) -> SeriesRow:
    speaking = {vintage for code in members if (vintage := figures.vintage_at(code, year))}
    unit = figures.indicator.unit
    mixed = len(members) > 1 and not is_additive(unit)
    row = SeriesRow(
        region=place.region,
        municipality_code=next(iter(members)) if len(members) == 1 else "",
        year=year,
        sector="",
        source="",
        value=None if mixed else value.value,
        unit=unit,
        vintage=" ".join(sorted({vintage.seen_on.isoformat() for vintage in speaking})),
        note="",
        lacking=tuple((code, figures.missing.get((code, year), "")) for code in sorted(value.lacking)),
    )
    return noted(
        row,
        *place.notes_of(year),
        f"figures in {unit} cannot be summed" if mixed else "",
        _lacking(value.lacking, year, members, figures),
        _from_others(year, members, figures),
        f"divided by the key “{figures.key}”" if figures.keyed & members else "",
        ILLUSTRATIVE if any(vintage.source.is_made_up for vintage in speaking) else "",
        UNKNOWN if any(vintage.source.key == UNNAMED for vintage in speaking) else "",
    )


def _from_others(year: int, members: frozenset[str], figures: PlaceFigures) -> str:
    """Which members' newest vintage does not tell of the year, so that another's figure stands here."""
    codes = sorted(code for code in members if (code, year) in figures.others)
    return f"{len(codes)} of {len(members)} from another vintage: {_named(codes)}" if codes else ""


def _lacking(lacking: frozenset[str], year: int, members: frozenset[str], figures: PlaceFigures) -> str:
    if not lacking:
        return "" if members else "no members"
    codes = sorted(lacking)
    reasons = sorted({figures.missing[code, year] for code in codes if (code, year) in figures.missing})
    because = f" ({'; '.join(reasons)})" if reasons else ""
    return f"missing {len(codes)} of {len(members)}: {_named(codes)}{because}"


def _named(codes: list[str]) -> str:
    return ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")

"""Questions about indicators that are worked out from others: the same series, by a formula."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from dugnad.engine.formula import DividedByNothing, Formula
from dugnad.indicators.kinds import COUNTRY, MISSING_FOR_PROGRAMS, Missing
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries.series_rows import NOT_OFFICIAL, SeriesRow
from dugnad.indicators.sources.statistics import countries_of

Cell = tuple[str, int]  # municipality (nothing for the whole place), year
Answer = Callable[[Indicator, str], Any]  # an indicator's series by `total` or `municipality`


def parts_of(indicator: Indicator) -> list[Indicator]:
    """The indicators that a formula names, in its order."""
    keys = Formula.read(indicator.formula).keys
    known = {row.key: row for row in Indicator.objects.select_related("source").filter(key__in=keys)}
    return [known[key] for key in keys if key in known]


def vintages_behind(indicator: Indicator) -> QuerySet[Vintage]:
    """The vintages that an indicator rests on: its own, or those of all that it is worked out from."""
    found, waiting = dict[int, Indicator](), [indicator]
    while waiting:
        one = waiting.pop()
        if one.pk not in found:
            found[one.pk] = one
            waiting += parts_of(one) if one.formula else []
    return Vintage.objects.filter(indicator__in=found).select_related("source", "indicator", "file")


def asked_of(part: Indicator, asked: Any) -> Any:
    """What a part is asked for: the same place, or the country where the part tells of nothing else.

    So a region's share of the national emissions is one figure divided by the other.
    """
    for country in countries_of(part.key)[:1]:
        own = asked.place
        whole = replace(
            own,
            region=f"{COUNTRY}:{country}",
            members_on=own.members_on or own.codes_of,
            codes=frozenset({country}),
            codes_in_year={},
            notes=(),
        )
        return replace(asked, place=whole)
    return asked


def worked_out(indicator: Indicator, by: str, answer: Answer) -> Any:
    """A series by a formula: in all, or by municipality; there are no sectors in what was divided.

    A figure is missing where one of its parts is, and its note says which.
    """
    by = by if by == "municipality" else "total"
    formula, parts = Formula.read(indicator.formula), parts_of(indicator)
    of_country = {part.key for part in parts if countries_of(part.key)}
    results = {part.key: answer(part, "total" if part.key in of_country else by) for part in parts}
    units = {part.key: part.unit for part in parts}
    series = {key: _by_cell(result.rows, key in of_country) for key, result in results.items()}
    local = [own for key, own in series.items() if key not in of_country] or list(series.values())
    cells = sorted(set[Cell]().union(*local), key=lambda cell: (cell[1], cell[0]))
    first = next((results[part.key] for part in parts if part.key not in of_country), results[parts[0].key])
    # A part that nobody has read in for this place has no rows, and then another says which place it is.
    region = next((row.region for one in (first, *results.values()) for row in one.rows), "")
    rows = []
    for cell in cells:
        told = {key: own.get(("", cell[1]) if key in of_country else cell) for key, own in series.items()}
        row = _row(indicator, formula, units, told)
        rows.append(replace(row, region=region, municipality_code=cell[0]))
    return replace(
        first, rows=rows, trail=_trail(indicator, first.trail, [one.trail for one in results.values()])
    )


def _by_cell(rows: Iterable[SeriesRow], of_country: bool) -> dict[Cell, SeriesRow]:
    return {("" if of_country else row.municipality_code, row.year): row for row in rows}


def _row(
    indicator: Indicator,
    formula: Formula,
    units: Mapping[str, str],
    told: Mapping[str, SeriesRow | None],
) -> SeriesRow:
    present = {key: row for key, row in told.items() if row is not None}
    values = {key: row.value for key, row in present.items() if row.value is not None}
    value, why = None, ""
    if len(values) == len(told):
        try:
            value = formula.value(values, units, indicator.unit)
        except DividedByNothing:
            why = "divided by zero"
    else:
        why = "; ".join(_lacking(key, row) for key, row in told.items() if key not in values)
    said = {note for row in present.values() for note in row.note.split("; ")}
    return replace(
        next(iter(present.values())),
        sector="",
        source="",
        value=value,
        unit=indicator.unit,
        vintage=" ".join(sorted({day for row in present.values() for day in row.vintage.split()})),
        note="; ".join(filter(None, (why, *sorted(said & NOT_OFFICIAL)))),
        lacking=tuple(
            dict.fromkeys(gap for row in present.values() if row.value is None for gap in row.lacking)
        ),
    )


def _lacking(key: str, row: SeriesRow | None) -> str:
    """Which part is missing, and what is said of it; semicolons part one note from the next."""
    said = (row.note if row else "") or MISSING_FOR_PROGRAMS[Missing.NOT_PUBLISHED]
    return f"{MISSING_FOR_PROGRAMS[Missing.DERIVED]}: {key} ({said.replace('; ', ', ')})"


def _trail(indicator: Indicator, own: Any, trails: list[Any]) -> Any:
    """Everything that the parts rest on."""
    vintages = {vintage.pk: vintage for trail in trails for vintage in trail.vintages}
    newest = sorted(vintages.values(), key=lambda vintage: (vintage.seen_on, vintage.pk), reverse=True)
    return replace(
        own,
        indicator=indicator,
        vintages=tuple(newest),
        sectors=(),
        gases=(),
        illustrative=any(trail.illustrative for trail in trails),
        key=next((trail.key for trail in trails if trail.key), ""),
        uneven_sectors=tuple(dict.fromkeys(s for trail in trails for s in trail.uneven_sectors)),
        other_years=tuple(sorted({year for trail in trails for year in trail.other_years})),
    )

"""Blocks that show an indicator: as a chart, as a table, as a map."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from dugnad.editions.kinds import ALLIANCE, SUBREGIONS, ChartForm, Measure
from dugnad.editions.models import PageBlock
from dugnad.editions.queries import findings, maps, pictures
from dugnad.editions.queries.cells import cell
from dugnad.editions.queries.gaps import Footnotes, frozen_gaps, has_reasons, why, why_no_change
from dugnad.editions.queries.pictures import Frame
from dugnad.editions.queries.showing.material import Material, Measured, ShownPlace
from dugnad.editions.queries.showing.without import has_figures, why_year, without_figures
from dugnad.editions.queries.sources import source_line
from dugnad.indicators.kinds import change_in_words, decimals_for, reason_in_words
from dugnad.indicators.kinds.missing import NO_INHABITANTS
from dugnad.indicators.kinds.units import SHARE
from dugnad.kit import formats
from dugnad.kit.charts import Chart
from dugnad.members.queries import alphabetical

Places = Sequence[ShownPlace]


def shown_chart(material: Material, block: PageBlock) -> dict[str, Any] | None:
    """A picture with its table."""
    measured, places = material.measured(block.settings.get("indicator", "")), material.places(block)
    if measured is None or not places:
        return None
    measured = _exactly(measured, places)
    frame = _frame(material, block, measured, places)
    form = ChartForm(block.settings.get("form", ChartForm.COLUMNS))
    chart = replace(FORMS[form](frame, measured, places), key=block.key)
    if all(value is None for line in chart.lines for value in line.values):
        years = range(frame.first, frame.last + 1)
        return {"without": without_figures(material, measured, places, years)}
    return {"chart": chart, "note": _note(form, block), "gaps": pictures.gaps_of_panels(chart)}


def _exactly(measured: Measured, places: Places, *only: int) -> Measured:
    """How exactly a block shows its figures, all alike: of a table only those of the years that it has."""
    years = {str(year) for year in only}
    shown = [v for place in places for year, v in place.total.items() if not years or year in years]
    return replace(measured, decimals=decimals_for(measured.symbol, shown)) if measured.key else measured


def _note(form: ChartForm, block: PageBlock) -> bool:
    """Whether to say that nobody is ranked: where sub-regions stand beside each other."""
    return form == ChartForm.MULTIPLES and block.settings.get("places") == [SUBREGIONS]


def _frame(material: Material, block: PageBlock, measured: Measured, places: Places) -> Frame:
    first, last = material.years_of(block)
    return Frame(
        first,
        last,
        source_line(measured.vintages),
        tuple(_notes(material, measured, places)),
        _address(material, places),
        material.trail_root,
        measured.key,
    )


def _notes(material: Material, measured: Measured, places: Places) -> list[str]:
    """Which years are gaps, and for whom."""
    if measured.key:
        return []
    keys = [place.key for place in places]
    if keys == [ALLIANCE]:
        return findings.left_out(material.method["lacking"])
    if all(key.startswith("subregion:") for key in keys):
        return findings.missing(material.method["lacking"])
    return findings.missing(findings.gaps([place.content for place in places], material.method["years"]))


def _address(material: Material, places: Places) -> str:
    """Where the figures of these places can be fetched."""
    if not material.data_root:
        return ""
    kinds = {place.key.partition(":")[0] for place in places}
    files = {"alliance": "region.csv", "subregion": "delregioner.csv", "country": "landet.csv"}
    return material.data_root + (
        files.get(kinds.pop(), "kommuner.csv") if len(kinds) == 1 else "kommuner.csv"
    )


# Forms -----------------------------------------------------------------------------------------------


def _columns(frame: Frame, measured: Measured, places: Places) -> Chart:
    place = places[0]
    if measured.key:
        return pictures.indicator_columns(frame, measured, place.content)
    chart = pictures.total_chart(frame, place.name, place.content)
    if place.key == ALLIANCE:
        return chart
    told = findings.place_trend(place.name, place.total, frame.first, frame.last)
    return replace(chart, title=told.removesuffix("."))


def _sectors(frame: Frame, measured: Measured, places: Places) -> Chart:
    return pictures.sector_chart(frame, places[0].content)


def _changes(frame: Frame, measured: Measured, places: Places) -> Chart:
    return pictures.change_chart(frame, places[0].content)


def _lines(frame: Frame, measured: Measured, places: Places) -> Chart:
    return pictures.indicator_lines(frame, measured, [place.content for place in places])


def _multiples(frame: Frame, measured: Measured, places: Places) -> Chart:
    rows = [place.content for place in places]
    if measured.key:
        return pictures.indicator_multiples(frame, measured, rows)
    if all(place.key.startswith("subregion:") for place in places):
        return pictures.subregion_chart(frame, rows)
    return pictures.places_chart(frame, rows)


FORMS: dict[ChartForm, Callable[[Frame, Measured, Places], Chart]] = {
    ChartForm.COLUMNS: _columns,
    ChartForm.SECTORS: _sectors,
    ChartForm.CHANGES: _changes,
    ChartForm.LINE: _lines,
    ChartForm.MULTIPLES: _multiples,
}


# Tables and maps -------------------------------------------------------------------------------------


def shown_table(material: Material, block: PageBlock) -> dict[str, Any] | None:
    """Places below each other: the first year, the last, and the change between them."""
    measured, places = material.measured(block.settings.get("indicator", "")), material.places(block)
    if measured is None or not places:
        return None
    first, last = _ends(material, block, measured, places)
    if not has_figures(material, measured):
        return {"without": without_figures(material, measured, places, range(first, last + 1))}
    measured = _exactly(measured, places, first, last)
    footnotes = Footnotes()
    return {
        "rows": [_row(material, measured, place, (first, last), footnotes) for place in places],
        "footnotes": footnotes.rows,
        "first": first,
        "last": last,
        "of_subregions": all(place.key.startswith("subregion:") for place in places),
        "counted": any(place.members for place in places),
        "unit": measured.unit,
        "title": measured.title,
        "source": source_line(measured.vintages),
        "illustrative": any(place.illustrative for place in places),
        "mixed": len({place.illustrative for place in places}) > 1,
    }


def _ends(material: Material, block: PageBlock, measured: Measured, places: Places) -> tuple[int, int]:
    """The years that are compared: of another indicator those that it has figures for."""
    first, last = material.years_of(block)
    known = sorted({int(year) for place in places for year in place.total})
    return (known[0], known[-1]) if measured.key and known else (first, last)


def _row(
    material: Material, measured: Measured, place: ShownPlace, years: tuple[int, int], footnotes: Footnotes
) -> dict[str, Any]:
    (first, last), series = years, place.total
    change = findings.relative_change(series, first, last)
    lacking = {
        year: why_year(material, measured, place.gaps, year) for year in years if str(year) not in series
    }
    has_trail = not measured.key and change is not None and years == material.years
    return {
        "name": place.name,
        "key": place.key,
        "members": place.members,
        "first": _cell(material, measured, place, first, footnotes),
        "last": _cell(material, measured, place, last, footnotes),
        "change": Cell(
            _change_in_words(measured, series, change, years),
            material.trail(place.key, last, "", Measure.CHANGE_SINCE_BASE) if has_trail else "",
            footnotes.mark(_why_no_change(measured, place, change, years, lacking)),
        ),
        "illustrative": place.illustrative,
    }


def _points(series: Mapping[str, float], years: tuple[int, int]) -> float | None:
    start, end = (series.get(str(year)) for year in years)
    return None if start is None or end is None else end - start


def _change_in_words(
    measured: Measured, series: Mapping[str, float], change: float | None, years: tuple[int, int]
) -> str:
    """In per cent of what was; of shares in percentage points."""
    return change_in_words(change, _points(series, years), measured.symbol)


def _why_no_change(
    measured: Measured,
    place: ShownPlace,
    change: float | None,
    years: tuple[int, int],
    lacking: Mapping[int, str],
) -> str:
    """Why there is no change; `lacking` is why there is no figure, by year."""
    if change is not None or (measured.symbol == SHARE and not lacking):
        return ""
    # Where the cells have said why, the change has the same letter; two frozen reasons are told by year.
    if lacking and (len(lacking) == 1 or not all(why(place.gaps, year) for year in lacking)):
        return next(filter(None, lacking.values()), "")
    return why_no_change(place.gaps, *years, place.total)


def _cell(
    material: Material, measured: Measured, place: ShownPlace, year: int, footnotes: Footnotes
) -> "Cell":
    value = place.total.get(str(year))
    if value is None:
        return Cell(formats.MISSING, "", footnotes.mark(why_year(material, measured, place.gaps, year)))
    measure = Measure.LEVEL.value if measured.key else ""
    address = material.trail(place.key, year, "", measure, measured.key)
    return Cell(formats.figure(value, measured.decimals), address)


@dataclass(frozen=True)
class Cell:
    """A figure of a table in words, the address of its trail, and the letter of why it is missing."""

    words: str
    address: str = ""
    mark: str = ""

    @property
    def on_page(self) -> SafeString:
        """The words with their link or letter."""
        return cell(self.words, self.address, self.mark)

    @property
    def in_print(self) -> str:
        """The words with the letter."""
        return f"{self.words} ({self.mark})" if self.mark else self.words


def shown_map(material: Material, block: PageBlock) -> dict[str, Any] | None:
    """Every member on the map, in tones by its figure: inside its borders where the edition has them."""
    measure = Measure(block.settings.get("measure", Measure.CHANGE_SINCE_BASE))
    found = maps.member_values(material.edition, measure, material.years[1])
    if not found:
        return None
    gaps = _gaps_on_map(material, measure, {value.code for value in found})
    source = source_line(material.method["vintages"])
    shared: dict[str, Any] = {
        "rows": _rows_of_map(material, found, gaps),
        "source": source,
        "illustrative": any(value.illustrative for value in found),
    }
    if material.outlines:
        chart = maps.bordered_map(
            block.key,
            measure,
            found,
            gaps,
            material.outlines,
            years=material.years,
            source=source,
            trail_root=material.trail_root,
        )
        return {"bordered": chart, **shared}
    slugs: Mapping[str, str] = {member["code"]: member["slug"] for member in material.region["members"]}
    cells = [(name, cell(words, address, reason=reason)) for name, words, address, reason in shared["rows"]]
    drawn = maps.member_map(block.key, measure, found, slugs, material.years)
    return {"map": drawn, "cells": cells, **shared}


def _rows_of_map(
    material: Material, found: Sequence[maps.MapValue], gaps: Sequence[tuple[str, str, str]]
) -> list[tuple[str, str, str, str]]:
    """The table of a map by name: the figure, the address of its trail, and why there is none."""
    rows = [
        (value.name, value.words, f"{material.trail_root}{value.key}/" if material.trail_root else "", "")
        for value in found
    ]
    rows += [(name, formats.MISSING, "", reason) for _code, name, reason in gaps]
    return sorted(rows, key=lambda row: alphabetical(row[0]))


def _gaps_on_map(material: Material, measure: Measure, known: Collection[str]) -> list[tuple[str, str, str]]:
    """The members without a figure, each with why; none of editions that froze no reasons."""
    if not has_reasons(material.method):
        return []
    return [
        (member["code"], member["name"], _why_not_on_map(material, member, measure))
        for member in material.region["members"]
        if member["code"] not in known
    ]


def _why_not_on_map(material: Material, member: Mapping[str, Any], measure: Measure) -> str:
    (first, last), gaps = material.years, frozen_gaps(material.method, member["code"])
    if measure in maps.FALLING:
        values = {str(year): member[name] for year, name in ((first, "first"), (last, "last"))}
        return why_no_change(gaps, first, last, values)
    return why(gaps, last) or reason_in_words(NO_INHABITANTS)

"""Blocks that show an indicator: as a chart, as a table, as a map."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dugnad.editions.kinds import ALLIANCE, SUBREGIONS, ChartForm, Measure
from dugnad.editions.models import PageBlock
from dugnad.editions.queries import findings, maps, pictures
from dugnad.editions.queries.pictures import Frame
from dugnad.editions.queries.showing.material import Material, Measured, ShownPlace
from dugnad.editions.queries.sources import source_line
from dugnad.kit import formats
from dugnad.kit.charts import Chart

Places = Sequence[ShownPlace]


def shown_chart(material: Material, block: PageBlock) -> dict[str, Any] | None:
    """A picture with its table."""
    measured, places = material.measured(block.settings.get("indicator", "")), material.places(block)
    if measured is None or not places:
        return None
    frame = _frame(material, block, measured, places)
    form = ChartForm(block.settings.get("form", ChartForm.COLUMNS))
    chart = replace(FORMS[form](frame, measured, places), key=block.key)
    return {"chart": chart, "note": _note(form, block)}


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
    return {
        "rows": [_row(material, measured, place, first, last) for place in places],
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


def _row(material: Material, measured: Measured, place: ShownPlace, first: int, last: int) -> dict[str, Any]:
    values = [place.total.get(str(year)) for year in (first, last)]
    measure = Measure.LEVEL.value if measured.key else ""
    addresses = [
        material.trail(place.key, year, "", measure, measured.key) if value is not None else ""
        for year, value in zip((first, last), values, strict=True)
    ]
    change = findings.relative_change(place.total, first, last)
    has_trail = not measured.key and change is not None and (first, last) == material.years
    return {
        "name": place.name,
        "key": place.key,
        "members": place.members,
        "first": formats.number(values[0], measured.decimals),
        "last": formats.number(values[1], measured.decimals),
        "change": formats.change(change),
        "first_trail": addresses[0],
        "last_trail": addresses[1],
        "change_trail": material.trail(place.key, last, "", Measure.CHANGE_SINCE_BASE) if has_trail else "",
        "illustrative": place.illustrative,
    }


def shown_map(material: Material, block: PageBlock) -> dict[str, Any] | None:
    """Every member on the map, in tones by its figure."""
    measure = Measure(block.settings.get("measure", Measure.CHANGE_SINCE_BASE))
    found = maps.member_values(material.edition, measure, material.years[1])
    if not found:
        return None
    slugs: Mapping[str, str] = {member["code"]: member["slug"] for member in material.region["members"]}
    picture = maps.member_map(block.key, measure, found, slugs, material.years)
    rows = [
        (value.name, value.words, f"{material.trail_root}{value.key}/" if material.trail_root else "")
        for value in found
    ]
    return {
        "map": picture,
        "rows": rows,
        "source": source_line(material.method["vintages"]),
        "illustrative": any(value.illustrative for value in found),
    }

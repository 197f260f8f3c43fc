"""Questions that end in a map: municipalities inside their borders where a map is imported, or as tiles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.engine.classes import equal_classes, signed_classes
from dugnad.engine.series import change
from dugnad.indicators.kinds import Drawn, Measured, decimals_for, reason_in_words, unit_in_words
from dugnad.indicators.kinds.missing import DIVIDED_BY_ZERO
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries.borders import newest_borders, outlines
from dugnad.indicators.queries.pictures import seen_in_words, sources_in_words, why_missing
from dugnad.indicators.queries.series import Asked, SeriesResult, answer, per_inhabitant
from dugnad.indicators.queries.series_rows import SeriesRow
from dugnad.indicators.rules import can_be_per_inhabitant
from dugnad.kit.charts import Area, Chart, ChartKind, Line
from dugnad.kit.formats import figure
from dugnad.kit.text import localised
from dugnad.members.models import MunicipalityCode
from dugnad.members.queries import alphabetical, holding, lines_of, tile_squares


@dataclass(frozen=True)
class MapFigures:
    """What a map shows: a figure for each municipality in a year, or its change since another."""

    indicator: Indicator
    result: SeriesResult
    year: int
    base: int
    measured: Measured

    @property
    def values(self) -> dict[str, float | None]:
        """The figure of each municipality; None where there is none."""
        series: dict[str, dict[int, float | None]] = {}
        for row in self.result.rows:
            series.setdefault(row.municipality_code, {})[row.year] = row.value
        return {code: self._value(series.get(code, {})) for code in self.result.trail.members}

    @cached_property
    def rows(self) -> dict[str, dict[int, SeriesRow]]:
        """The rows of each municipality by year."""
        found: dict[str, dict[int, SeriesRow]] = {}
        for row in self.result.rows:
            found.setdefault(row.municipality_code, {})[row.year] = row
        return found

    def _value(self, series: Mapping[int, float | None]) -> float | None:
        if not self.measured.is_change:
            return series.get(self.year)
        found = change(series, self.base, self.year)
        return None if found is None or found.relative is None else 100 * found.relative

    @property
    def unit(self) -> str:
        """What the figures are in."""
        if self.measured.is_change:
            return "%"
        return self.result.rows[0].unit if self.result.rows else self.indicator.unit


def map_figures(
    indicator: Indicator,
    asked: Asked,
    *,
    measured: Measured,
    year: int | None = None,
    population: Indicator | None = None,
) -> MapFigures | None:
    """The figures of a map; the newest year that has any unless one is named. None where no year has one."""
    result = answer(indicator, asked, by="municipality")
    if measured.is_per_inhabitant and population:
        result = per_inhabitant(result, answer(population, asked, by="municipality"))
    years = years_with_figures(result)
    if not years:
        return None
    base = indicator.base_year if indicator.base_year in years else years[0]
    return MapFigures(indicator, result, year if year in years else years[-1], base, measured)


def years_with_figures(result: SeriesResult) -> list[int]:
    """The years in which some municipality has a figure."""
    return sorted({row.year for row in result.rows if row.value is not None})


def figure_map(
    found: MapFigures, asked: Asked, *, drawn: Drawn, place: str, key: str = "map", address: str = ""
) -> Chart:
    """The map as a chart: its areas, its classes, and its table in the order of names: nobody is ranked."""
    values = found.values
    names = _names(values, asked)
    codes = sorted(values, key=lambda code: (alphabetical(names[code]), code))
    known = [value for value in values.values() if value is not None]
    areas = AREAS[drawn](codes, asked, names)
    trail = found.result.trail
    return Chart(
        key=key,
        kind=ChartKind.MAP,
        title=_title(found, place, known),
        unit=unit_in_words(found.unit),
        categories=tuple(names[code] for code in codes),
        lines=(
            Line(
                _year_in_words(found),
                tuple(values[code] for code in codes),
                reasons=tuple(_why(found, code) if values[code] is None else "" for code in codes),
            ),
        ),
        source=sources_in_words(trail.vintages),
        vintage=seen_in_words(trail.vintages),
        illustrative=trail.illustrative,
        decimals=_decimals(found, known),
        category_name=_("Municipality"),
        address=address,
        notes=_notes(found, [names[code] for code in codes if code not in areas], drawn),
        areas=tuple(areas.get(code, Area(())) for code in codes),
        classes=signed_classes(known) if found.measured.is_change else equal_classes(known),
    )


# Where each municipality is drawn ---------------------------------------------------------------------


def _bordered(codes: Collection[str], asked: Asked, names: Mapping[str, str]) -> dict[str, Area]:
    borders = newest_borders()
    drawn = outlines(borders, codes) if borders else {}
    return {code: Area(outline.polygons) for code, outline in drawn.items()}


def _tiled(codes: Collection[str], asked: Asked, names: Mapping[str, str]) -> dict[str, Area]:
    """A tile for each; one that no organisation stands behind has a place by its number, below the others."""
    rows = MunicipalityCode.objects.filter(holding(asked.place.codes_of), code__in=codes)
    slugs = dict(rows.values_list("code", "organisation__slug"))
    squares = tile_squares(slugs.get(code) or code for code in codes)
    return {code: Area(((squares[slugs.get(code) or code],),), _on_lines(names[code])) for code in codes}


def _on_lines(name: str) -> str:
    return "\n".join(line.text.strip() for line in lines_of(name))


AREAS = {Drawn.BORDERS: _bordered, Drawn.TILES: _tiled}


# Words -----------------------------------------------------------------------------------------------


def _names(codes: Collection[str], asked: Asked) -> dict[str, str]:
    division = asked.divisions.on(asked.place.codes_of)
    return {code: division[code].name if code in division else code for code in codes}


def _why(found: MapFigures, code: str) -> str:
    """Why a municipality has no figure; of a change why one of its years has none, or is zero."""
    years = (found.base, found.year) if found.measured.is_change else (found.year,)
    rows = found.rows.get(code, {})
    told = {year: _why_in(rows.get(year)) for year in years}
    if not found.measured.is_change:
        return told[found.year]
    said = [f"{year}: {reason}" for year, reason in told.items() if reason]
    return "; ".join(said) or f"{found.base}: {reason_in_words(DIVIDED_BY_ZERO)}"


def _why_in(row: SeriesRow | None) -> str:
    """That nobody has read a figure in is a reason too."""
    told = why_missing(row, {}) if row else ""
    return "" if row and row.value is not None else told or reason_in_words("")


def _decimals(found: MapFigures, known: Collection[float]) -> int:
    return 1 if found.measured.is_change else decimals_for(found.unit, known)


def _year_in_words(found: MapFigures) -> str:
    return f"{found.base}–{found.year}" if found.measured.is_change else str(found.year)


def _title(found: MapFigures, place: str, known: Collection[float]) -> str:
    words = {
        "what": localised(found.indicator, "title"),
        "place": place,
        "year": found.year,
        "base": found.base,
    }
    if found.measured.is_change:
        text = ngettext(
            "%(what)s, %(base)s to %(year)s: lower in %(fewer)s of %(count)s municipality, %(place)s",
            "%(what)s, %(base)s to %(year)s: lower in %(fewer)s of %(count)s municipalities, %(place)s",
            len(known),
        )
        return text % {**words, "fewer": sum(value < 0 for value in known), "count": len(known)}
    decimals = _decimals(found, known)
    low, high = (figure(limit, decimals) for limit in (min(known, default=0), max(known, default=0)))
    text = _("%(what)s in the municipalities of %(place)s in %(year)s: from %(low)s to %(high)s %(unit)s")
    return text % {**words, "low": low, "high": high, "unit": unit_in_words(found.unit)}


def _notes(found: MapFigures, away: Sequence[str], drawn: Drawn) -> tuple[str, ...]:
    without = sum(value is None for value in found.values.values())
    said = (
        _("Areas with a dashed border have no figure.") if without else "",
        _("Not on the map of borders: %(names)s. Their figures stand in the table.")
        % {"names": ", ".join(away)}
        if away
        else "",
        _("Large areas catch the eye: figures per inhabitant compare more fairly.")
        if drawn.has_sizes and found.measured.grows_with_size and can_be_per_inhabitant(found.unit)
        else "",
        _("Each member is a square in about its place; the size of a square says nothing.")
        if not drawn.has_sizes
        else "",
    )
    return tuple(filter(None, said))

"""Questions that end in JSON-stat 2: the emissions as a whole cube, and every figure as a sparse one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dugnad.editions.kinds import Measure
from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries.absent import Absent
from dugnad.editions.queries.citing import citation, is_draft
from dugnad.editions.queries.exactness import decimals_of_figure, value_of
from dugnad.editions.queries.resting import Rests
from dugnad.indicators.kinds import SECTORS

TOTAL, ALL_SECTORS = "total", "Alle sektorer"


def json_stat(edition: Edition, figures: Iterable[Figure], absent: Sequence[Absent] = ()) -> dict[str, Any]:
    """The emissions as a JSON-stat 2 data set of place × year × sector; what is missing is null.

    Its status says why, where that was frozen with the edition.
    """
    emissions = [figure for figure in figures if figure.measure == Measure.EMISSIONS]
    lacking = [one for one in absent if one.measure == Measure.EMISSIONS]
    every: list[Figure | Absent] = [*emissions, *lacking]
    places = {one.place: one.place_name for one in every}
    years = sorted({one.year for one in every})
    present = {figure.sector for figure in emissions if figure.sector}
    sectors = [TOTAL, *(key for key in SECTORS if key in present), *sorted(present - SECTORS.keys())]
    values = {(f.place, f.year, f.sector or TOTAL): f.value for f in emissions}
    cells = [(place, year, sector) for place in places for year in years for sector in sectors]
    why = {(one.place, one.year, one.sector or TOTAL): one.reason for one in lacking}
    status = {str(at): why[cell] for at, cell in enumerate(cells) if cell in why}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": f"{edition.title_nb}: klimagassutslipp, tonn CO2-ekvivalenter",
        "source": citation(edition, "nb"),
        "updated": updated_at(edition),
        "note": _notes(edition, emissions),
        "id": ["place", "year", "sector"],
        "size": [len(places), len(years), len(sectors)],
        "role": {"time": ["year"], "geo": ["place"]},
        "dimension": {
            "place": _dimension("Sted", places),
            "year": _dimension("År", {str(year): str(year) for year in years}),
            "sector": _dimension("Sektor", {sector: sector_in_files(sector) for sector in sectors}),
        },
        "value": [values.get(cell) for cell in cells],
        **({"status": status} if status else {}),
    }


def json_stat_of_all(
    edition: Edition, figures: list[Figure], rests: Rests, absent: Sequence[Absent] = ()
) -> dict[str, Any]:
    """Every figure as a JSON-stat 2 data set: what × place × year × part; only what is there has a value.

    What is measured is an indicator with a measure, such as `ghg-emissions:per-inhabitant`; parts are
    sectors, and for counted answers the choices. The status says what is made up, and why one is missing.
    """
    measured = {name: f for f in figures if (name := _measured(edition, f))}
    absent = [one for one in absent if _measured(edition, one) in measured]
    every: list[Figure | Absent] = [*figures, *absent]
    places = {one.place: one.place_name for one in every}
    years = sorted({one.year for one in every})
    parts = [TOTAL, *sorted({one.sector for one in every if one.sector})]
    at = [{key: i for i, key in enumerate(keys)} for keys in (measured, places, years, parts)]

    def cell(one: Figure | Absent) -> str:
        index = 0
        keys = (_measured(edition, one), one.place, one.year, one.sector or TOTAL)
        for place, key in zip(at, keys, strict=True):
            index = index * len(place) + place[key]
        return str(index)

    values = {cell(figure): value_of(figure) for figure in figures}
    status = {cell(figure): "illustrative" for figure in figures if figure.is_illustrative}
    status |= {cell(one): one.reason for one in absent}
    measures = _dimension("Hva", {name: rests.titled(f) for name, f in measured.items()})
    measures["category"]["unit"] = {
        name: {"label": f.unit, "decimals": decimals_of_figure(f)} for name, f in measured.items()
    }
    return {
        "version": "2.0",
        "class": "dataset",
        "label": f"{edition.title_nb}: alle tall",
        "source": citation(edition, "nb"),
        "updated": updated_at(edition),
        "note": _notes(edition, figures),
        "id": ["measure", "place", "year", "part"],
        "size": [len(part) for part in at],
        "role": {"time": ["year"], "geo": ["place"], "metric": ["measure"]},
        "dimension": {
            "measure": measures,
            "place": _dimension("Sted", places),
            "year": _dimension("År", {str(year): str(year) for year in years}),
            "part": _dimension("Del", {part: sector_in_files(part) for part in parts}),
        },
        "value": values,
        **({"status": status} if status else {}),
        "extension": {"vintages": rests.vintages},
    }


def _measured(edition: Edition, figure: Figure | Absent) -> str:
    return f"{figure.indicator or edition.indicator.key}:{figure.measure}"


def updated_at(edition: Edition) -> str:
    at = edition.published_at or edition.composed_at
    return at.isoformat() if at else ""


def _notes(edition: Edition, figures: list[Figure]) -> list[str]:
    notes = ["Utkast: tall kan endre seg."] if is_draft(edition) else []
    if any(figure.is_illustrative for figure in figures):
        notes.append(
            "Illustrasjonstall: noen av tallene er oppdiktet for demonstrasjon og er ikke offisielle."
        )
    return notes


def sector_in_files(key: str) -> str:
    if key == TOTAL:
        return ALL_SECTORS
    return SECTORS[key].name_nb if key in SECTORS else key


def _dimension(label: str, categories: Mapping[str, str]) -> dict[str, Any]:
    return {"label": label, "category": {"index": list(categories), "label": dict(categories)}}

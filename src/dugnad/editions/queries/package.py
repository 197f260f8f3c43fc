"""Questions that end in files: an edition's figures as CSV and JSON-stat 2, in a data package."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dugnad.editions.kinds import MEASURE_FACTS, Measure
from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries.catalogue import block_content, figures_table
from dugnad.editions.rules import is_frozen
from dugnad.indicators.kinds import SECTORS
from dugnad.kit.spreadsheets import write_csv
from dugnad.kit.text import localised

COLUMNS = {
    "key": ("string", "the figure's name in the edition; its trail is at …/tall/<key>/"),
    "place": ("string", "alliance, subregion:<name> or a municipality code"),
    "place_name": ("string", "the place as people call it"),
    "measure": ("string", "what is measured; the base year and the formula stand in the edition"),
    "sector": ("string", "sector of the emission statistics; total for all of them"),
    "sector_name": ("string", "the sector in Norwegian"),
    "year": ("year", "the year that the figure is for"),
    "from_year": ("year", "of a change: the year that it is since"),
    "value": ("number", "the figure; a figure that is missing has no row"),
    "unit": ("string", "what the value is counted in"),
    "illustrative": ("boolean", "true where a figure is made up for demonstration and not official"),
}
TABLES = {"region.csv": "alliance", "delregioner.csv": "subregion:", "kommuner.csv": ""}
LICENCES = {
    "NLOD": ("NLOD-2.0", "https://data.norge.no/nlod/no/2.0"),
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
TOTAL, ALL_SECTORS = "total", "Alle sektorer"


def data_files(edition: Edition) -> dict[str, bytes]:
    """The figures as files: three tables and one JSON-stat data set."""
    figures = list(figures_table(edition))
    tables = {name: _table(f for f in figures if _belongs(f, start)) for name, start in TABLES.items()}
    return {**tables, "klimastatus.json": _json(json_stat(edition, figures))}


def place_table(edition: Edition, place: str) -> bytes | None:
    """One place's figures as CSV; None where the edition has none."""
    figures = list(figures_table(edition).filter(place=place))
    return _table(figures) if figures else None


def described(edition: Edition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with their `datapackage.json` and `SHA256SUMS`, as they are downloaded from the page."""
    whole = {**files, "datapackage.json": data_package(edition, files, folder="")}
    return {**whole, "SHA256SUMS": checksums(whole)}


def data_package(edition: Edition, files: Mapping[str, bytes], *, folder: str) -> bytes:
    """`datapackage.json`: what each file is, its columns and hash, licences, sources and how to cite it."""
    method = block_content(edition, "method").get("method", {})
    vintages = _vintages(method)
    return _json(
        {
            "name": f"klimastatus-{edition.year}",
            "title": edition.title_nb,
            "version": str(edition.year),
            "description": citation(edition),
            "homepage": address_of(edition),
            "profile": "data-package",
            "licenses": _licences(vintages),
            "sources": [
                {
                    "title": f"{vintage['publisher']}: {vintage['title']}",
                    "path": vintage["file"],
                    "sha256": vintage["sha256"],
                    "seen": vintage["seen_on"],
                    "official": vintage["official"],
                }
                for vintage in vintages
            ],
            "illustrative": bool(method.get("illustrative")),
            "state": edition.state,
            "members_on": edition.members_on.isoformat(),
            "base_year": edition.base_year,
            "content_sha256": edition.content_sha256,
            "resources": [_resource(name, content, folder) for name, content in sorted(files.items())],
        }
    )


def citation(edition: Edition) -> str:
    """How to cite the edition."""
    day = edition.published_at.date().isoformat() if edition.published_at else _("draft")
    return f"{settings.ALLIANCE['name']}: {localised(edition, 'title')} ({day})."


def address_of(edition: Edition) -> str:
    """Where the edition is read."""
    return f"{settings.PUBLIC_URL}/klimastatus/{edition.year}/"


def is_draft(edition: Edition) -> bool:
    """Whether the edition must say that it is a draft."""
    return not is_frozen(edition.state)


def checksums(files: Mapping[str, bytes]) -> bytes:
    """`SHA256SUMS` over every file, in the order of their names."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


# JSON-stat -------------------------------------------------------------------------------------------


def json_stat(edition: Edition, figures: Iterable[Figure]) -> dict[str, Any]:
    """The emissions as a JSON-stat 2 data set of place × year × sector; what is missing is null."""
    emissions = [figure for figure in figures if figure.measure == Measure.EMISSIONS]
    places = {figure.place: figure.place_name for figure in emissions}
    years = sorted({figure.year for figure in emissions})
    present = {figure.sector for figure in emissions if figure.sector}
    sectors = [TOTAL, *(key for key in SECTORS if key in present), *sorted(present - SECTORS.keys())]
    values = {(f.place, f.year, f.sector or TOTAL): f.value for f in emissions}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": f"{edition.title_nb}: klimagassutslipp, tonn CO2-ekvivalenter",
        "source": f"{citation(edition)} {address_of(edition)}",
        "updated": _updated(edition),
        "note": _notes(edition, emissions),
        "id": ["place", "year", "sector"],
        "size": [len(places), len(years), len(sectors)],
        "role": {"time": ["year"], "geo": ["place"]},
        "dimension": {
            "place": _dimension("Sted", places),
            "year": _dimension("År", {str(year): str(year) for year in years}),
            "sector": _dimension("Sektor", {sector: _sector_name(sector) for sector in sectors}),
        },
        "value": [
            values.get((place, year, sector)) for place in places for year in years for sector in sectors
        ],
    }


def _updated(edition: Edition) -> str:
    at = edition.published_at or edition.composed_at
    return at.isoformat() if at else ""


def _notes(edition: Edition, figures: list[Figure]) -> list[str]:
    notes = ["Utkast: tall kan endre seg."] if is_draft(edition) else []
    if any(figure.is_illustrative for figure in figures):
        notes.append(
            "Illustrasjonstall: noen av tallene er oppdiktet for demonstrasjon og er ikke offisielle."
        )
    return notes


def _sector_name(key: str) -> str:
    if key == TOTAL:
        return ALL_SECTORS
    return SECTORS[key].name_nb if key in SECTORS else key


def _dimension(label: str, categories: Mapping[str, str]) -> dict[str, Any]:
    return {"label": label, "category": {"index": list(categories), "label": dict(categories)}}


# Tables ----------------------------------------------------------------------------------------------


def _belongs(figure: Figure, start: str) -> bool:
    return figure.place.startswith(start) if start else figure.place.isdigit()


def _table(figures: Iterable[Figure]) -> bytes:
    return write_csv(list(COLUMNS), (_row(figure) for figure in figures)).encode()


def _row(figure: Figure) -> tuple[Any, ...]:
    decimals = max(1, MEASURE_FACTS[Measure(figure.measure)].decimals)
    return (
        figure.key,
        figure.place,
        figure.place_name,
        figure.measure,
        figure.sector or TOTAL,
        _sector_name(figure.sector or TOTAL),
        figure.year,
        figure.from_year or "",
        round(figure.value, decimals),
        figure.unit,
        str(figure.is_illustrative).lower(),
    )


def _resource(name: str, content: bytes, folder: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": name.partition(".")[0].lower(),
        "path": f"{folder}{name}",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if name.endswith(".csv"):
        fields = [{"name": n, "type": kind, "description": words} for n, (kind, words) in COLUMNS.items()]
        schema = {"fields": fields, "primaryKey": "key", "missingValues": [""]}
        return described | {
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema,
        }
    return described | {"format": "json", "mediatype": "application/json"}


def _vintages(method: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [v for part in ("vintages", "population", "national") for v in method.get(part, [])]


def _licences(vintages: list[dict[str, Any]]) -> list[dict[str, str]]:
    used = {vintage["licence"] for vintage in vintages}
    known = [LICENCES[name] for name in sorted(used) if name in LICENCES]
    return [{"name": name, "path": path} for name, path in known]


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

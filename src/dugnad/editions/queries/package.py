"""Questions that end in files: an edition's figures as CSV and JSON-stat 2, in a data package."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries.catalogue import block_content, figures_table
from dugnad.editions.states import State
from dugnad.indicators.kinds import SECTORS
from dugnad.kit.spreadsheets import write_csv

COLUMNS = ("place", "place_name", "year", "sector", "sector_name", "value", "unit", "illustrative")
TYPES = {"year": "integer", "value": "number", "illustrative": "boolean"}
TABLES = {"region.csv": "alliance", "delregioner.csv": "subregion:", "kommuner.csv": ""}
LICENCES = {
    "NLOD": ("NLOD-2.0", "https://data.norge.no/nlod/no/2.0"),
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


def data_files(edition: Edition) -> dict[str, bytes]:
    """The figures as files: three tables and one JSON-stat data set."""
    figures = list(figures_table(edition))
    tables = {name: _table(f for f in figures if _belongs(f, start)) for name, start in TABLES.items()}
    return {**tables, "klimastatus.json": _json(json_stat(edition, figures))}


def data_package(edition: Edition, files: Mapping[str, bytes]) -> bytes:
    """`datapackage.json`: what each file is, its columns and hash, licences, sources and how to cite it."""
    method = block_content(edition, "method").get("method", {})
    return _json(
        {
            "name": f"klimastatus-{edition.year}",
            "title": edition.title_nb,
            "version": str(edition.year),
            "description": citation(edition),
            "profile": "data-package",
            "licenses": _licences(method),
            "sources": [
                {
                    "title": f"{v['publisher']}: {v['title']}",
                    "path": v["file"],
                    "sha256": v["sha256"],
                    "seen": v["seen_on"],
                }
                for v in (*method.get("vintages", []), *method.get("population", []))
            ],
            "illustrative": bool(method.get("illustrative")),
            "state": edition.state,
            "members_on": edition.members_on.isoformat(),
            "content_sha256": edition.content_sha256,
            "resources": [_resource(name, content) for name, content in sorted(files.items())],
        }
    )


def citation(edition: Edition) -> str:
    """How to cite the edition."""
    day = edition.published_at.date().isoformat() if edition.published_at else "utkast"
    address = f"{settings.PUBLIC_URL}/klimastatus/{edition.year}/"
    return f"{settings.ALLIANCE['name']}: {edition.title_nb} ({day}). {address}"


def is_draft(edition: Edition) -> bool:
    """Whether the edition must say that it is a draft."""
    return edition.state not in (State.PUBLISHED, State.WITHDRAWN)


def checksums(files: Mapping[str, bytes]) -> bytes:
    """`SHA256SUMS` over every file, in the order of their names."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def json_stat(edition: Edition, figures: list[Figure]) -> dict[str, Any]:
    """The figures as a JSON-stat 2 data set of place × year × sector; what is missing is null."""
    places = {figure.place: figure.place_name for figure in figures}
    years = sorted({figure.year for figure in figures})
    sectors = ["total", *(sector for sector in SECTORS if any(f.sector == sector for f in figures))]
    values = {(f.place, f.year, f.sector or "total"): f.value for f in figures}
    names = {"total": "Alle sektorer", **{key: SECTORS[key].name_nb for key in sectors if key in SECTORS}}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": f"{edition.title_nb}, tonn CO2-ekvivalenter",
        "source": citation(edition),
        "updated": (edition.published_at or edition.composed_at).isoformat() if edition.composed_at else "",
        "id": ["place", "year", "sector"],
        "size": [len(places), len(years), len(sectors)],
        "role": {"time": ["year"], "geo": ["place"]},
        "dimension": {
            "place": _dimension("Sted", places),
            "year": _dimension("År", {str(year): str(year) for year in years}),
            "sector": _dimension("Sektor", {sector: names[sector] for sector in sectors}),
        },
        "value": [
            values.get((place, year, sector)) for place in places for year in years for sector in sectors
        ],
    }


def _dimension(label: str, categories: Mapping[str, str]) -> dict[str, Any]:
    return {"label": label, "category": {"index": list(categories), "label": dict(categories)}}


def _belongs(figure: Figure, start: str) -> bool:
    return figure.place.startswith(start) if start else figure.place.isdigit()


def _table(figures: Iterable[Figure]) -> bytes:
    rows = (
        (
            figure.place,
            figure.place_name,
            figure.year,
            figure.sector or "total",
            SECTORS[figure.sector].name_nb if figure.sector in SECTORS else "Alle sektorer",
            f"{figure.value:.1f}",
            figure.unit,
            str(figure.is_illustrative).lower(),
        )
        for figure in figures
    )
    return write_csv(COLUMNS, rows).encode()


def _resource(name: str, content: bytes) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": name.partition(".")[0].lower(),
        "path": f"data/{name}",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if name.endswith(".csv"):
        fields = [{"name": column, "type": TYPES.get(column, "string")} for column in COLUMNS]
        described |= {"format": "csv", "encoding": "utf-8", "schema": {"fields": fields}}
    else:
        described |= {"format": "json-stat"}
    return described


def _licences(method: Mapping[str, Any]) -> list[dict[str, str]]:
    used = {vintage["licence"] for vintage in (*method.get("vintages", []), *method.get("population", []))}
    known = [LICENCES[name] for name in sorted(used) if name in LICENCES]
    return [{"name": name, "path": path} for name, path in known]


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

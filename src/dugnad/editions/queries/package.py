"""Questions that end in files: an edition's figures as CSV and JSON-stat 2, in a data package."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries.absent import Absent, absent_from
from dugnad.editions.queries.catalogue import block_content, figures_table
from dugnad.editions.queries.citing import address_of, citation, citation_file
from dugnad.editions.queries.cubes import TOTAL, json_stat, json_stat_of_all, sector_in_files, updated_at
from dugnad.editions.queries.exactness import value_of
from dugnad.editions.queries.resting import Rests
from dugnad.kit.spreadsheets import write_csv

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
    "indicator": ("string", "the indicator that it is a figure of; of counted answers the question"),
    "vintage": ("string", "the vintages that it rests on, by their id in vintages.csv, with blanks between"),
    "trail": ("string", "the address where the figure is followed to its source"),
}
# Of editions that were composed with reasons: what is missing has a row there, and says why.
MISSING = ("string", "why there is no figure; with the places that lack one, where it is of several")
VALUE_OR_REASON = ("number", "the figure; empty where it is missing, and then the column missing says why")
VINTAGE_COLUMNS = {
    "id": ("string", "the first twelve letters of the file's SHA-256"),
    "indicator": ("string", "what its figures are of"),
    "publisher": ("string", "who published the figures"),
    "title": ("string", "what the publisher calls them"),
    "seen_on": ("date", "the day on which they stood so"),
    "licence": ("string", "the licence under which the publisher gives them"),
    "file": ("string", "the name of the file"),
    "sha256": ("string", "the SHA-256 of the file as it came"),
    "official": ("boolean", "false where they are made up or nobody has named their publisher"),
    "address": ("string", "the address where the vintage and its file are kept"),
}
VINTAGES = "vintages.csv"
KEYS = {VINTAGES: "id"}
TABLES = {
    "region.csv": "alliance", "delregioner.csv": "subregion:", "kommuner.csv": "", "landet.csv": "country:",
}  # fmt: skip
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


LICENCES = {
    "NLOD": ("NLOD-2.0", "https://data.norge.no/nlod/no/2.0"),
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


def data_files(edition: Edition) -> dict[str, bytes]:
    """The figures as files: a table for each sort of place, the vintages, and JSON-stat data sets.

    `klimastatus.json` has the emissions as a whole cube, `alle-tall.json` every figure of the edition.
    """
    figures, rests = list(figures_table(edition)), Rests.of(edition)
    absent = absent_from(rests.content, figures)
    tables = {
        name: _table(edition, own, rests, _of(absent, start))
        for name, start in TABLES.items()
        for own in [[figure for figure in figures if _belongs(figure.place, start)]]
        if own or name != "landet.csv"
    }
    return {
        **tables,
        VINTAGES: _vintage_table(edition, rests),
        "klimastatus.json": _json(json_stat(edition, figures, absent or [])),
        "alle-tall.json": _json(json_stat_of_all(edition, figures, rests, absent or [])),
    }


def place_table(edition: Edition, place: str) -> bytes | None:
    """One place's figures as CSV; None where the edition has none."""
    figures = list(figures_table(edition).filter(place=place))
    if not figures:
        return None
    rests = Rests.of(edition)
    absent = absent_from(rests.content, figures)
    own = None if absent is None else [one for one in absent if one.place == place]
    return _table(edition, figures, rests, own)


def described(edition: Edition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with their `datapackage.json` and `SHA256SUMS`, as they are downloaded from the page."""
    whole = {
        **files,
        "CITATION.cff": citation_file(edition),
        "datapackage.json": data_package(edition, files, folder=""),
    }
    return {**whole, "SHA256SUMS": checksums(whole)}


def data_package(edition: Edition, files: Mapping[str, bytes], *, folder: str) -> bytes:
    """`datapackage.json`: what each file is, its columns and hash, licences, sources and how to cite it."""
    method = block_content(edition, "method").get("method", {})
    vintages = Rests.of(edition).vintages
    return _json(
        {
            "$schema": PROFILE,
            "name": f"klimastatus-{edition.year}",
            "id": address_of(edition),
            "title": edition.title_nb,
            "version": f"{edition.year}.0.0",
            **({"created": updated_at(edition)} if updated_at(edition) else {}),
            "description": citation(edition, "nb"),
            "homepage": address_of(edition),
            "contributors": [{"title": settings.ALLIANCE["name"], "roles": ["publisher"]}],
            **({"licenses": licences} if (licences := _licences(vintages)) else {}),
            "sources": [
                {
                    "title": f"{vintage['publisher']}: {vintage['title']}",
                    "version": vintage["seen_on"],
                    "file": vintage["file"],
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


def archive(edition: Edition, files: Mapping[str, bytes]) -> bytes:
    """The files in one ZIP, the same bytes every time."""
    target = io.BytesIO()
    folder = f"klimastatus-{edition.year}"
    with zipfile.ZipFile(target, "w") as whole:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", date_time=EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o644 << 16,
                3,
            )
            whole.writestr(entry, content, compresslevel=9)
    return target.getvalue()


EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP knows; when it was written is no part of it


def checksums(files: Mapping[str, bytes]) -> bytes:
    """`SHA256SUMS` over every file, in the order of their names."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


# Tables ----------------------------------------------------------------------------------------------


def _belongs(place: str, start: str) -> bool:
    return place.startswith(start) if start else place.isdigit()


def _of(absent: Sequence[Absent] | None, start: str) -> list[Absent] | None:
    return None if absent is None else [one for one in absent if _belongs(one.place, start)]


def columns_of(content: bytes) -> dict[str, tuple[str, str]]:
    """The columns of a table of figures, as its first line names them."""
    names = content.partition(b"\n")[0].decode().strip().split(",")
    described = COLUMNS | {"missing": MISSING}
    if "missing" in names:
        described["value"] = VALUE_OR_REASON
    return {name: described[name] for name in names}


def _table(
    edition: Edition, figures: Iterable[Figure], rests: Rests, absent: Sequence[Absent] | None
) -> bytes:
    """The figures; of editions with reasons also those that are missing, after the others."""
    trails = f"{address_of(edition)}tall/"
    rows = [_row(edition, figure, rests, trails) for figure in figures]
    if absent is None:
        return write_csv(list(COLUMNS), rows).encode()
    told = [(*row, "") for row in rows] + [_absent_row(edition, one) for one in absent]
    return write_csv([*COLUMNS, "missing"], told).encode()


def _row(edition: Edition, figure: Figure, rests: Rests, trails: str) -> tuple[Any, ...]:
    return (
        figure.key,
        figure.place,
        figure.place_name,
        figure.measure,
        figure.sector or TOTAL,
        sector_in_files(figure.sector or TOTAL),
        figure.year,
        figure.from_year or "",
        value_of(figure),
        figure.unit,
        str(figure.is_illustrative).lower(),
        figure.indicator or edition.indicator.key,
        " ".join(_id(vintage) for vintage in rests.on(figure)),
        f"{trails}{figure.key}/",
    )


def _absent_row(edition: Edition, one: Absent) -> tuple[Any, ...]:
    """A row without a value: nothing that is not there is made up, and it has no trail to follow."""
    sector = one.sector or TOTAL
    return (
        one.key, one.place, one.place_name, one.measure, sector, sector_in_files(sector), one.year, "", "",
        one.unit, "", one.indicator or edition.indicator.key, "", "", one.reason,
    )  # fmt: skip


def _vintage_table(edition: Edition, rests: Rests) -> bytes:
    kept = dict(edition.vintages.values_list("file__sha256", "pk").order_by("pk"))
    rows = (
        (
            _id(vintage),
            indicator,
            vintage["publisher"],
            vintage["title"],
            vintage["seen_on"],
            vintage["licence"],
            vintage["file"],
            vintage["sha256"],
            str(vintage["official"]).lower(),
            f"{settings.PUBLIC_URL}/data/tallgrunnlag/{kept[vintage['sha256']]}/",
        )
        for indicator, vintage in rests.by_indicator
    )
    return write_csv(list(VINTAGE_COLUMNS), rows).encode()


def _id(vintage: Mapping[str, Any]) -> str:
    return str(vintage["sha256"])[:12]


def _resource(name: str, content: bytes, folder: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": name.partition(".")[0].lower(),
        "path": f"{folder}{name}",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if name.endswith(".csv"):
        columns = VINTAGE_COLUMNS if name == VINTAGES else columns_of(content)
        fields = [{"name": n, "type": kind, "description": words} for n, (kind, words) in columns.items()]
        schema = {"fields": fields, "primaryKey": [KEYS.get(name, "key")], "missingValues": [""]}
        return described | {
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema,
        }
    return described | {"format": "json", "mediatype": "application/json"}


def _licences(vintages: list[dict[str, Any]]) -> list[dict[str, str]]:
    used = {vintage["licence"] for vintage in vintages}
    known = [LICENCES[name] for name in sorted(used) if name in LICENCES]
    return [{"name": name, "path": path} for name, path in known]


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

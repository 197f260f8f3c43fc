"""Sources, indicators and vintages for tests: plain functions with defaults that hold on any day."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import count
from typing import Any

from dugnad.indicators import changes
from dugnad.indicators.kinds import EMISSIONS, POPULATION
from dugnad.indicators.models import Indicator, Observation, SectorTotal, Source, Vintage
from dugnad.indicators.rules import coverage_of
from dugnad.kit.clock import OSLO
from dugnad.kit.models import StoredFile
from dugnad.members.changes import load_reference_codes
from dugnad.members.models import CodeSuccession, MunicipalityCode
from tests.engine.divisions import SMALL

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
D2019, D2021, D2024 = date(2019, 5, 1), date(2021, 5, 1), date(2024, 5, 1)
HEADER = "Kommunenummer;År;Sektor;Utslippskilde;Klimagass;Utslipp (tonn CO2-ekvivalenter)"
_numbers = count(1)
Figures = Mapping[tuple[str, int, str], float | None]


def make_country() -> None:
    """A small country with every kind of change once; its numbers belong to no organisation yet."""
    codes = MunicipalityCode.objects.bulk_create(
        MunicipalityCode(
            code=c.code,
            name=c.name,
            county_code=c.county_code,
            county_name=c.county_name,
            valid_from=c.valid_from,
            valid_to=c.valid_to,
        )
        for c in SMALL
    )
    by_code = {code.code: code for code in codes}
    CodeSuccession.objects.bulk_create(
        CodeSuccession(predecessor=by_code[c.code], successor=by_code[successor], weight=weight)
        for c in SMALL
        for successor, weight in c.successors
    )


def make_whole_country() -> None:
    """The municipality numbers of the whole country, through every division since 2005."""
    load_reference_codes(by=None, at=AT)


def make_indicators() -> None:
    """The indicators that are there from the first day."""
    changes.load_reference_indicators(by=None, at=AT)


def emissions() -> Indicator:
    """The indicator of greenhouse gas emissions."""
    return Indicator.objects.get(key=EMISSIONS)


def population() -> Indicator:
    """The indicator of inhabitants."""
    return Indicator.objects.get(key=POPULATION)


def make_indicator(key: str = "bicycles", unit: str = "km", **fields: Any) -> Indicator:
    """Something else that is measured, from a publisher of its own."""
    source = Source.objects.create(
        key=f"source-of-{key}", publisher="Sykkelbyrået", title="Sykkelveier", licence="NLOD"
    )
    return Indicator.objects.create(key=key, source=source, title_nb=key.title(), unit=unit, **fields)


def make_vintage(
    figures: Figures,
    *,
    indicator: Indicator | None = None,
    seen_on: date = D2021,
    codes_of: date | None = D2021,
    official: bool = True,
    sectors: Iterable[str] = (),
    source: str = "",
    **fields: Any,
) -> Vintage:
    """A vintage with one row for each (code, year, sector); `sectors` are counted besides those with rows."""
    indicator = indicator or emissions()
    vintage = Vintage.objects.create(
        indicator=indicator,
        source=indicator.source if official else Source.objects.get(key="illustrative"),
        seen_on=seen_on,
        codes_of=codes_of,
        imported_at=AT,
        file=make_stored_file(),
        file_name="tall.csv",
        layout="national table",
        licence=indicator.source.licence,
        rows=len(figures),
        stored=len(figures),
        coverage=coverage_of((code, year) for code, year, _sector in figures),
        sectors=sorted({sector for _code, _year, sector in figures} | set(sectors)),
        **fields,
    )
    for row, ((code, year, sector), value) in enumerate(figures.items(), start=2):
        place = {"vintage": vintage, "code": code, "year": year, "sector": sector, "value": value}
        Observation.objects.create(row=row, unit=indicator.unit, emission_source=source, **place)
        SectorTotal.objects.create(**place)
    return vintage


def make_stored_file() -> StoredFile:
    """A file of its own; its bytes are nobody's business."""
    sha256 = hashlib.sha256(str(next(_numbers)).encode()).hexdigest()
    return StoredFile.objects.create(
        sha256=sha256, size=1, kind="csv", content_type="text/csv", created_at=AT
    )


def table(*rows: str, header: str = HEADER) -> bytes:
    """A file of emissions with municipality numbers."""
    return "\n".join((header, *rows, "")).encode()


def row(code: str = "3403", year: int = 2009, sector: str = "Veitrafikk", **cells: Any) -> str:
    """A row of that file."""
    source, gas, value = (
        cells.get("source", "Personbiler"),
        cells.get("gas", "CO2"),
        cells.get("value", "10,5"),
    )
    return f"{code};{year};{sector};{source};{gas};{value}"

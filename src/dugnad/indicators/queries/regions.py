"""Questions about which regions can be chosen, and what they are called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from dugnad.engine.boundaries import Divisions, county_in_norwegian
from dugnad.indicators.kinds import COUNTRY, country_name, county_in_words
from dugnad.indicators.queries.places import ALLIANCE, COUNTY, SUBREGION
from dugnad.members.models import MunicipalityCode, Organisation
from dugnad.members.queries import alliance, alphabetical, holding, member_municipalities, subregions


@dataclass(frozen=True)
class Regions:
    """What a series can be asked for: the alliance, its sub-regions and its municipalities, by name."""

    whole: Organisation
    subregions: Mapping[str, str]  # subregion:slug → name
    municipalities: Mapping[str, str]  # code → name
    # country:NO → name, where figures tell of them
    countries: Mapping[str, str] = field(default_factory=dict)
    counties: Mapping[str, str] = field(default_factory=dict)  # county:34 → name, of those with members

    @property
    def alliance(self) -> str:
        """What the alliance is called."""
        return self.whole.name

    @cached_property
    def choices(self) -> Sequence[tuple[str, str]]:
        """The regions as a list to choose from: the alliance, sub-regions, counties, municipalities."""
        return [
            *self.countries.items(),
            (ALLIANCE, self.alliance),
            *sorted(self.subregions.items(), key=_by_name),
            *((key, county_in_words(name)) for key, name in self.counties.items()),
            *sorted(self.municipalities.items(), key=_by_name),
        ]

    @property
    def first(self) -> str:
        """Where to look first: at the country where figures tell of nothing else, else at the alliance."""
        return next(iter(self.countries), ALLIANCE)

    def name_of(self, region: str, known: Divisions) -> str:
        """What a region is called; several municipalities and counties by their own names."""
        named = {ALLIANCE: self.alliance, **self.subregions, **self.municipalities}
        if region in named:
            return named[region]
        kind, _colon, county = region.partition(":")
        newest = known.on(known.newest_day)
        if kind == COUNTRY:
            return country_name(county)
        if kind == COUNTY:
            codes = known.in_county(county, known.newest_day)
            return county_in_norwegian(newest[codes[0]].county_name) if codes else county
        codes = [code.strip() for code in region.split(",")]
        return ", ".join(newest[code].name if code in newest else code for code in codes)


def regions(*, on: date, codes_day: date, countries: Iterable[str] = ()) -> Regions:
    """The regions of a day; municipalities by their codes in the division of `codes_day`."""
    members = MunicipalityCode.objects.filter(holding(codes_day), organisation__in=member_municipalities(on))
    rows = list(members.select_related("organisation"))
    return Regions(
        whole=alliance(),
        subregions={f"{SUBREGION}:{group.slug}": group.name for group in subregions(on)},
        municipalities={row.code: row.organisation.name for row in rows if row.organisation},
        countries={f"{COUNTRY}:{code}": country_name(code) for code in countries},
        counties=dict(counties_of(rows)),
    )


def counties_of(rows: Iterable[MunicipalityCode]) -> list[tuple[str, str]]:
    """The counties that municipality numbers lie in, as series are asked for them, by name."""
    found = {row.county_code: county_in_norwegian(row.county_name) for row in rows}
    return sorted(((f"{COUNTY}:{code}", name) for code, name in found.items()), key=_by_name)


def _by_name(choice: tuple[str, str]) -> str:
    return alphabetical(choice[1])

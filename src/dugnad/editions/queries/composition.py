"""Questions that make an edition's content of figures, members and stories: plain, ready to freeze."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dugnad.documents.models import Attachment
from dugnad.documents.queries import Card, published_stories
from dugnad.editions.models import Edition
from dugnad.engine.series import Profile, most_alike, sum_of_parts
from dugnad.indicators.models import Vintage
from dugnad.indicators.queries import PlaceFigures, figures_of, indicator_with_key
from dugnad.members.models import MunicipalityCode, Organisation
from dugnad.members.queries import codes_of, member_municipalities, subregion_of_members

POPULATION = "population"
ALIKE = 4
Years = dict[str, float]


@dataclass(frozen=True)
class Member:
    """A municipality of the region, with its code in the edition's division."""

    organisation: Organisation
    code: MunicipalityCode
    subregion: Organisation | None


@dataclass
class Composition:
    """Everything that an edition is made of, looked up once."""

    edition: Edition
    members: list[Member]
    figures: PlaceFigures
    inhabitants: PlaceFigures
    stories: list[Card] = field(default_factory=list)

    @cached_property
    def last_year(self) -> int:
        """The newest year that every member has a figure for; the newest of any where none is common."""
        codes = {member.code.code for member in self.members}
        years = [y for y in self.figures.years if all((code, y) in self.figures.totals for code in codes)]
        return max(years or self.figures.years or [self.edition.base_year])

    @cached_property
    def years(self) -> list[int]:
        """The years from the base year to the last."""
        return [y for y in self.figures.years if self.edition.base_year <= y <= self.last_year]

    @cached_property
    def sectors(self) -> list[str]:
        """The sectors that every vintage counts: one that only some count would make unlike sums."""
        counted = [self.figures.sectors_of[vintage.pk] for vintage in self.figures.vintages]
        return sorted(frozenset.intersection(*counted)) if counted else []

    @cached_property
    def by_place(self) -> dict[str, dict[str, dict[int, float]]]:
        """For each code its sectors with their figures by year."""
        found: dict[str, dict[str, dict[int, float]]] = {}
        for (code, year, sector, _source), value in self.figures.values.items():
            found.setdefault(code, {}).setdefault(sector, {})[year] = value
        return found

    def value(self, code: str, year: int, sector: str) -> float | None:
        """One place's figure; none of a sector that its vintage counts is zero, a missing year is missing."""
        if (code, year) not in self.figures.totals:
            return None
        return self.by_place[code].get(sector, {}).get(year, 0.0)

    def total(self, code: str, year: int) -> float | None:
        """One place's sum over the edition's sectors."""
        return sum_of_parts([self.value(code, year, sector) for sector in self.sectors])

    def is_illustrative(self, codes: list[str]) -> bool:
        """Whether any of these places is spoken for by made-up figures."""
        speaking = [self.figures.vintage_of.get(code) for code in codes]
        return any(vintage is not None and not vintage.source.is_official for vintage in speaking)


def compose(edition: Edition) -> Composition:
    """Look up everything that an edition of this membership and these vintages is made of."""
    day = edition.members_on
    organisations = list(member_municipalities(on=day))
    codes = codes_of([organisation.pk for organisation in organisations], on=day)
    subregions = subregion_of_members(on=day)
    members = [Member(o, codes[o.pk], subregions.get(o.pk)) for o in organisations if o.pk in codes]
    wanted = [member.code.code for member in members]
    return Composition(
        edition,
        members,
        figures_of(edition.indicator, wanted, codes_day=day, seen_by=edition.seen_by),
        figures_of(indicator_with_key(POPULATION), wanted, codes_day=day),
        list(published_stories(edition.year)),
    )


def blocks_of(composition: Composition) -> list[tuple[str, str, dict[str, Any]]]:
    """The blocks of an edition, as (kind, key, content), in order."""
    profiles = _profiles(composition)
    members = [
        ("member", member.code.code, _member(composition, member, profiles)) for member in composition.members
    ]
    return [
        ("region", "region", _region(composition)),
        ("stories", "stories", {"stories": [_story(story) for story in composition.stories]}),
        ("method", "method", _method(composition)),
        *members,
    ]


def _region(composition: Composition) -> dict[str, Any]:
    codes = [member.code.code for member in composition.members]
    return {
        **_place(composition, codes),
        "members": [_member_line(composition, member) for member in composition.members],
        "subregions": [
            {"slug": subregion.slug, "name": subregion.name, "codes": own, **_place(composition, own)}
            for subregion, own in _by_subregion(composition)
        ],
    }


def _place(composition: Composition, codes: list[str]) -> dict[str, Any]:
    """Totals and sectors of one or several places by year; a sum that lacks a part is left out."""
    years = composition.years
    totals = {str(y): sum_of_parts([composition.total(code, y) for code in codes]) for y in years}
    sectors = {
        sector: _known(
            {str(y): sum_of_parts([composition.value(c, y, sector) for c in codes]) for y in years}
        )
        for sector in composition.sectors
    }
    return {
        "total": _known(totals),
        "sectors": {sector: values for sector, values in sectors.items() if any(values.values())},
        "inhabitants": _known(
            {str(y): sum_of_parts([composition.inhabitants.totals.get((c, y)) for c in codes]) for y in years}
        ),
        "illustrative": composition.is_illustrative(codes),
    }


def _known(values: Mapping[str, float | None]) -> Years:
    return {year: round(value, 1) for year, value in values.items() if value is not None}


def _member_line(composition: Composition, member: Member) -> dict[str, Any]:
    code = member.code.code
    first, last = composition.edition.base_year, composition.last_year
    return {
        "code": code,
        "name": member.organisation.name,
        "slug": member.organisation.slug,
        "subregion": member.subregion.name if member.subregion else "",
        "first": composition.total(code, first),
        "last": composition.total(code, last),
        "illustrative": composition.is_illustrative([code]),
    }


def _by_subregion(composition: Composition) -> list[tuple[Organisation, list[str]]]:
    grouped: dict[int, tuple[Organisation, list[str]]] = {}
    for member in composition.members:
        if member.subregion:
            grouped.setdefault(member.subregion.pk, (member.subregion, []))[1].append(member.code.code)
    return sorted(grouped.values(), key=lambda pair: pair[0].name)


def _profiles(composition: Composition) -> dict[str, Profile]:
    """What members are compared by in the last year: inhabitants and each sector's share."""
    year, profiles = composition.last_year, {}
    for member in composition.members:
        code = member.code.code
        total = composition.total(code, year)
        people = composition.inhabitants.totals.get((code, year))
        if total and people:
            shares = {s: (composition.value(code, year, s) or 0) / total for s in composition.sectors}
            profiles[code] = Profile(code, people, shares)
    return profiles


def _member(composition: Composition, member: Member, profiles: Mapping[str, Profile]) -> dict[str, Any]:
    code = member.code.code
    names = {other.code.code: other.organisation.name for other in composition.members}
    own = profiles.get(code)
    alike = most_alike(own, list(profiles.values()), ALIKE) if own else []
    return {
        **_member_line(composition, member),
        **_place(composition, [code]),
        "vintage": _vintage(composition.figures.vintage_of[code])
        if code in composition.figures.vintage_of
        else None,
        "alike": [
            {
                "code": likeness.place,
                "name": names[likeness.place],
                "inhabitants": profiles[likeness.place].inhabitants,
                "total": _place(composition, [likeness.place])["total"],
                "reasons": [[reason, round(distance, 4)] for reason, distance in likeness.reasons],
                "shared_sector": _largest_shared(own, profiles[likeness.place]) if own else "",
                "illustrative": composition.is_illustrative([likeness.place]),
            }
            for likeness in alike
        ],
    }


def _largest_shared(one: Profile, other: Profile) -> str:
    """The sector that weighs most for both: the reader's reason to look there."""
    sectors = sorted(one.shares.keys() & other.shares.keys())
    return max(sectors, key=lambda sector: min(one.shares[sector], other.shares[sector]), default="")


def _story(card: Card) -> dict[str, Any]:
    """A story as it stood when the edition was composed: its words, its facts and its picture."""
    story, picture = card.story, card.picture
    return {
        "slug": card.document.slug,
        "title": card.title,
        "body": card.body,
        "language": card.document.language,
        "owner": card.document.owner.name,
        "owner_slug": card.document.owner.slug,
        "theme": story.theme if story else "",
        "effect": float(story.effect_value) if story and story.effect_value is not None else None,
        "effect_unit": story.effect_unit if story else "",
        "effect_method": story.effect_method if story else "",
        "funding": story.funding if story else "",
        "version": card.version.number,
        "sha256": card.version.sha256,
        "illustrative": card.document.is_illustrative,
        "picture": _picture(picture) if picture and picture.shown_file else None,
    }


def _picture(picture: Attachment) -> dict[str, Any]:
    shown = picture.shown_file
    return {
        "id": picture.pk,
        "sha256": shown.sha256 if shown else "",
        "kind": shown.kind if shown else "",
        "alt": picture.alt_text,
        "credit": picture.credit,
    }


def _method(composition: Composition) -> dict[str, Any]:
    edition = composition.edition
    return {
        "vintages": [_vintage(vintage) for vintage in composition.figures.vintages],
        "population": [_vintage(vintage) for vintage in composition.inhabitants.vintages],
        "members_on": edition.members_on.isoformat(),
        "member_count": len(composition.members),
        "codes_of": edition.members_on.isoformat(),
        "base_year": edition.base_year,
        "last_year": composition.last_year,
        "years": composition.years,
        "sectors": composition.sectors,
        "gases": sorted({gas for v in composition.figures.vintages for gas in v.gases.split()}),
        "indicator": edition.indicator.key,
        "unit": edition.indicator.unit,
        "illustrative": composition.is_illustrative([m.code.code for m in composition.members]),
    }


def _vintage(vintage: Vintage) -> dict[str, Any]:
    return {
        "id": vintage.pk,
        "publisher": vintage.source.publisher,
        "title": vintage.source.title,
        "licence": vintage.licence,
        "seen_on": vintage.seen_on.isoformat(),
        "file": vintage.file_name,
        "sha256": vintage.file.sha256,
        "official": vintage.source.is_official,
    }

"""What an edition is made of, looked up once: members, figures, answers, activities, stories."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Sum

from dugnad.calls.models import Call
from dugnad.documents.queries import Card, documents_serving, published_stories
from dugnad.editions.models import Edition
from dugnad.editions.queries.composition.answers import Answered, answered_in, call_behind
from dugnad.editions.queries.composition.indicators import indicator_content, indicators_shown
from dugnad.engine.series import Part, sum_of_parts, sums_over
from dugnad.indicators.kinds import SECTORS
from dugnad.indicators.models import Indicator, SectorTotal, Vintage
from dugnad.indicators.queries import PlaceFigures, figures_of, indicator_with_key, vintages
from dugnad.members.models import MunicipalityCode, Organisation
from dugnad.members.queries import (
    ANONYMOUS,
    alphabetical,
    codes_of,
    divisions,
    member_municipalities,
    subregion_of_members,
)
from dugnad.programme.models import Activity
from dugnad.programme.queries import programme_of

POPULATION = "population"
Content = dict[str, Any]
NATIONAL, COUNTRY = "national-emissions", "NO"  # the country's emissions, where somebody has imported them


@dataclass(frozen=True)
class Member:
    """A municipality of the region, with its code in the edition's division."""

    organisation: Organisation
    code: MunicipalityCode
    subregion: Organisation | None


@dataclass
class Sums:
    """Figures of one membership, and the sums over any of its places.

    A sector that only some vintages count would make unlike sums, so `sectors` are those that all count.
    """

    figures: PlaceFigures
    codes: frozenset[str]
    sectors: tuple[str, ...]
    _kept: dict[tuple[frozenset[str], int], dict[str, float | None]] = field(default_factory=dict)

    @cached_property
    def parts_at(self) -> Mapping[str, list[Part]]:
        """The parts that tell of a place, by the place's code."""
        found: dict[str, list[Part]] = defaultdict(list)
        for part in self.figures.parts:
            for code in part.places:
                found[code].append(part)
        return found

    def by_sector(self, codes: frozenset[str], year: int) -> dict[str, float | None]:
        """The sum of each sector over places; None where one of them has no figure."""
        if (codes, year) not in self._kept:
            parts = self.figures.parts if len(codes) > 1 else self.parts_at[next(iter(codes))]
            sums = sums_over(codes, year, parts, label=lambda sector, _source: sector)
            # A sector that no place has a row for is none where the year has figures at all.
            without = 0.0 if any(found.value is not None for found in sums.values()) else None
            self._kept[codes, year] = {
                sector: sums[sector].value if sector in sums else without for sector in self.sectors
            }
        return self._kept[codes, year]

    def total(self, codes: frozenset[str], year: int) -> float | None:
        """The sum over the sectors that all vintages count."""
        return sum_of_parts(list(self.by_sector(codes, year).values()))

    def lacking(self, year: int) -> list[str]:
        """The places whose figures are missing in a year."""
        return sorted(code for code in self.codes if self.total(frozenset({code}), year) is None)

    def is_illustrative(self, codes: Collection[str]) -> bool:
        """Whether any of these places is spoken for by made-up figures."""
        speaking = [self.figures.vintage_of.get(code) for code in codes]
        return any(vintage is not None and not vintage.source.is_official for vintage in speaking)


@dataclass
class Composition:
    """Everything that an edition is made of."""

    edition: Edition
    members: list[Member]
    sums: Sums
    inhabitants: PlaceFigures
    national: "National | None" = None
    call: Call | None = None
    answered: Answered | None = None
    activities: list[Activity] = field(default_factory=list)
    stories: list[Card] = field(default_factory=list)
    # By activity (id) the texts that everyone may read and that serve it.
    documents: Mapping[int, list[Card]] = field(default_factory=dict)
    # What other indicators say that the page shows, each with the vintages that it rests on.
    shown: list[tuple[dict[str, Any], list[Vintage]]] = field(default_factory=list)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every member's code."""
        return frozenset(member.code.code for member in self.members)

    @cached_property
    def subregion_codes(self) -> dict[str, list[str]]:
        """The codes of each sub-region's members, by its slug."""
        return _by_subregion(self.members)

    @cached_property
    def last_year(self) -> int:
        """The newest year for which the whole region has figures; the newest of any where none has."""
        known = self.sums.figures.years
        whole = [year for year in known if self.sums.total(self.codes, year) is not None]
        return max(whole or known or [self.edition.base_year])

    @cached_property
    def years(self) -> list[int]:
        """The years from the base year to the last that anybody has figures for."""
        return [y for y in self.sums.figures.years if self.edition.base_year <= y <= self.last_year]

    @cached_property
    def vintages(self) -> list[Vintage]:
        """Every vintage that says something in the edition."""
        national = [self.national.vintage] if self.national else []
        shown = [vintage for _content, vintages in self.shown for vintage in vintages]
        found = [*self.sums.figures.vintages, *self.inhabitants.vintages, *national, *shown]
        return list({vintage.pk: vintage for vintage in found}.values())


@dataclass(frozen=True)
class National:
    """The country's emissions by year, from one vintage."""

    vintage: Vintage
    totals: dict[int, float]


def compose(edition: Edition) -> Composition:
    """Look up everything that an edition of this membership and these vintages is made of."""
    day = edition.members_on
    members = _members(day)
    codes = frozenset(member.code.code for member in members)
    call = call_behind(edition)
    programme = programme_of(edition.year, ANONYMOUS)
    activities = (
        list(programme.activities.prefetch_related("milestones").order_by("number")) if programme else []
    )
    return Composition(
        edition=edition,
        members=members,
        sums=_sums(edition.indicator, codes, day, edition.seen_by),
        inhabitants=figures_of(indicator_with_key(POPULATION), codes, codes_day=day, seen_by=edition.seen_by),
        national=_national(edition.seen_by),
        call=call,
        answered=answered_in(call) if call else None,
        activities=activities,
        stories=published_stories(edition.year),
        documents={activity.pk: documents_serving(activity, ANONYMOUS) for activity in activities},
        shown=_shown(edition, members, day),
    )


def _shown(edition: Edition, members: list[Member], day: date) -> list[tuple[dict[str, Any], list[Vintage]]]:
    indicators = indicators_shown(edition) if edition.pk else []
    subregions = _by_subregion(members)
    names = {member.code.code: member.organisation.name for member in members}
    return [
        indicator_content(indicator, subregions, names, day=day, seen_by=edition.seen_by)
        for indicator in indicators
    ]


def _by_subregion(members: list[Member]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for member in members:
        if member.subregion:
            found.setdefault(member.subregion.slug, []).append(member.code.code)
    return found


def as_known_today(edition: Edition, region: Content, method: Content) -> Composition:
    """The figures of a frozen edition's members as they are known today, over its sectors and years.

    Who the members are is read from the edition itself. Answers, activities and stories are left out:
    nobody revises them.
    """
    day, members = edition.members_on, _frozen_members(region)
    codes = frozenset(member.code.code for member in members)
    today, known_divisions = copy(edition), divisions()
    today.seen_by = None
    sums = figures_of(edition.indicator, codes, codes_day=day, known=known_divisions)
    people = indicator_with_key(POPULATION)
    found = Composition(
        edition=today,
        members=members,
        sums=Sums(sums, codes, tuple(method["sectors"])),
        inhabitants=figures_of(people, codes, codes_day=day, known=known_divisions),
        national=_national(None) if method["national"] else None,
        shown=_shown(today, members, day),
    )
    found.last_year = int(method["last_year"])
    return found


def _frozen_members(region: Content) -> list[Member]:
    """The members as the edition has them, whatever has become of them since."""
    subregions = {
        code: Organisation(pk=number, slug=subregion["slug"], name=subregion["name"])
        for number, subregion in enumerate(region["subregions"], 1)
        for code in subregion["codes"]
    }
    return [
        Member(
            Organisation(name=member["name"], slug=member["slug"]),
            MunicipalityCode(code=member["code"]),
            subregions.get(member["code"]),
        )
        for member in region["members"]
    ]


def _members(day: date) -> list[Member]:
    organisations = sorted(member_municipalities(on=day), key=lambda o: alphabetical(o.name))
    codes = codes_of([organisation.pk for organisation in organisations], on=day)
    subregions = subregion_of_members(on=day)
    return [Member(o, codes[o.pk], subregions.get(o.pk)) for o in organisations if o.pk in codes]


def _sums(indicator: Indicator, codes: frozenset[str], day: date, seen_by: date | None) -> Sums:
    figures = figures_of(indicator, codes, codes_day=day, seen_by=seen_by)
    counted = [figures.sectors_of[vintage.pk] for vintage in figures.vintages]
    common = frozenset.intersection(*counted) if counted else frozenset()
    order = {key: place for place, key in enumerate(SECTORS)}
    return Sums(figures, codes, tuple(sorted(common, key=lambda key: (order.get(key, len(order)), key))))


def _national(seen_by: date | None) -> National | None:
    """The newest vintage of the country's emissions; None where nobody has imported any.

    A year of which a part is missing has no total: a gap is no zero.
    """
    found = Indicator.objects.filter(key=NATIONAL).first()
    vintage = vintages(found, seen_by=seen_by).first() if found else None
    if vintage is None:
        return None
    of_country = SectorTotal.objects.filter(vintage=vintage, code=COUNTRY).order_by().values_list("year")
    rows = of_country.annotate(Sum("value"), Count("pk"), Count("value"))
    return National(vintage, {year: value for year, value, parts, known in rows if parts == known})


def known(values: Mapping[int, float | None]) -> dict[str, float]:
    """A series as it is frozen: years as words, one decimal, gaps left out."""
    return {str(year): rounded for year, value in values.items() if (rounded := tenths(value)) is not None}


def tenths(value: float | None) -> float | None:
    """A value to one decimal. Never minus zero, which one database keeps and another does not."""
    return None if value is None else round(value, 1) + 0.0

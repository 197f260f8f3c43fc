"""Questions about places: a municipality, several, a county, a sub-region, the alliance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Min
from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Divisions, Land, Membership, Region, UnknownCode
from dugnad.indicators.kinds import COUNTRIES, COUNTRY
from dugnad.kit.errors import Refused
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import MunicipalityCode, Organisation
from dugnad.members.queries import alliance, memberships_in
from dugnad.members.rules import holds_on

ALLIANCE, SUBREGION, COUNTY = "alliance", "subregion", "county"


@dataclass(frozen=True)
class Place:
    """A region of municipalities: who belongs on one day, or each year's actual members."""

    region: str
    codes_of: date
    members_on: date | None
    codes: frozenset[str]
    codes_in_year: Mapping[int, frozenset[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    notes_in_year: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def notes_of(self, year: int) -> tuple[str, ...]:
        """What must be said of the place in a year, in English for programs."""
        return (*self.notes, *self.notes_in_year.get(year, ()))

    def members_in(self, year: int) -> frozenset[str]:
        """The codes that the region has in a year: constant, or as membership was on its last day."""
        return self.codes_in_year.get(year, frozenset()) if self.members_on is None else self.codes


def find_place(
    region: str,
    known: Divisions,
    *,
    codes_day: date | None,
    members_on: date,
    county_on: date | None = None,
    actual_years: Iterable[int] = (),
    whole: Organisation | None = None,
) -> Place:
    """What a region is: `3403`, `3403,3411`, `county:40`, `subregion:<slug>`, `alliance` or `country:NO`.

    `codes_day` is the day whose division is wanted (the newest where none is given). With `actual_years`
    the members are those of each year's last day; else those of `members_on`, held constant. A county is
    that of `county_on` where the reader names a day, else that of the wanted division, else of `members_on`.
    `whole` is the alliance, where the caller has looked it up.
    """
    day = codes_day or known.newest_day
    kind, _colon, name = region.partition(":")
    if kind == COUNTY:
        place = Place(region, day, members_on, frozenset())
        days = [county_on or day, day, members_on]
        return _county(place, name, known, days=days, years=list(actual_years))
    if kind == COUNTRY:
        return Place(region, day, members_on, _country(name))
    if region != ALLIANCE and kind != SUBREGION:
        return _municipalities(region, known, day, members_on)
    group = (whole or alliance()) if region == ALLIANCE else _subregion(name)
    place = Place(region, day, members_on, frozenset())
    return _members(place, group, known, members_on=members_on, years=list(actual_years))


def _members(
    place: Place, group: Organisation, known: Divisions, *, members_on: date, years: list[int]
) -> Place:
    day = place.codes_of
    memberships = list(
        memberships_in(group)
        .filter(organisation__kind=OrganisationKind.MUNICIPALITY)
        .values_list("organisation_id", "valid_from", "valid_to")
    )
    members = Region(tuple(Membership(*membership) for membership in memberships))
    codes = _codes_by_organisation({organisation for organisation, _first, _last in memberships})
    if not years:
        return _constant(place, _land(members.members_on(members_on), codes, known, on=members_on, day=day))
    by_year = members.members_in(years)
    return _actual(
        place,
        {year: _land(own, codes, known, on=_last_day(year), day=day) for year, own in by_year.items()},
    )


def members_known_from(region: str) -> date | None:
    """The first day on which the alliance or a sub-region is known to have a member."""
    kind, _colon, name = region.partition(":")
    if region != ALLIANCE and kind != SUBREGION:
        return None
    group = alliance() if region == ALLIANCE else _subregion(name)
    days = memberships_in(group).filter(organisation__kind=OrganisationKind.MUNICIPALITY)
    return days.aggregate(first=Min("valid_from"))["first"]


def _constant(place: Place, land: Land) -> Place:
    return replace(place, codes=land.codes, notes=_taken_in(land))


def _actual(place: Place, lands: Mapping[int, Land]) -> Place:
    """Each year's own members; the place itself has all that it ever had."""
    return replace(
        place,
        members_on=None,
        codes=frozenset[str]().union(*(land.codes for land in lands.values())),
        codes_in_year={year: land.codes for year, land in lands.items()},
        notes_in_year={year: _taken_in(land) for year, land in lands.items()},
    )


def _taken_in(land: Land) -> tuple[str, ...]:
    """What a code also holds of land that was outside: the figures are of more than was asked for."""
    return tuple(
        f"{code} also holds {', '.join(sorted(outside))}, outside the region"
        for code, outside in land.beyond.items()
    )


def _last_day(year: int) -> date:
    return date(year, 12, 31)


@dataclass(slots=True)
class _Number:
    """A municipality number with its days; plain, because an alliance has a thousand of them."""

    organisation: int | None
    code: str
    valid_from: date
    valid_to: date | None


Numbers = Mapping[int | None, list[_Number]]


def _codes_by_organisation(organisations: set[int]) -> Numbers:
    found: dict[int | None, list[_Number]] = defaultdict(list)
    rows = MunicipalityCode.objects.filter(organisation__in=organisations).order_by("valid_from")
    for row in rows.values_list("organisation_id", "code", "valid_from", "valid_to"):
        found[row[0]].append(_Number(*row))
    return found


def _land(organisations: Iterable[int], codes: Numbers, known: Divisions, *, on: date, day: date) -> Land:
    """The land that these organisations had `on` a day, in the division of another day.

    A code of another division is followed to it, so that undoing a merger gives all of its parts. An
    organisation whose number does not hold on the day is followed from the last number that it had.
    """
    held: set[str] = set()
    followed: set[str] = set()
    for organisation in organisations:
        rows = codes.get(organisation, [])
        row = next((row for row in rows if holds_on(row, on)), None)
        if row:
            held.add(row.code)
        elif rows:
            followed |= set(known.successors(rows[-1].code, published=rows[-1].valid_from, to=day))
    land = known.land(held, published=on, to=day)
    return Land(land.codes | followed, land.beyond)


def _subregion(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug, kind=OrganisationKind.SUBREGION).first()
    if found is None:
        subregions = Organisation.objects.filter(kind=OrganisationKind.SUBREGION)
        known = ", ".join(subregions.values_list("slug", flat=True)) or "–"
        message = _("There is no sub-region “%(slug)s”. Those that are known: %(known)s.")
        raise Refused("region", message % {"slug": slug, "known": known}, field="region")
    return found


def _country(name: str) -> frozenset[str]:
    if name not in COUNTRIES:
        message = _("“%(name)s” is no country here. Those that are known: %(known)s.")
        raise Refused("region", message % {"name": name, "known": ", ".join(COUNTRIES)}, field="region")
    return frozenset({name})


def _county(place: Place, name: str, known: Divisions, *, days: list[date], years: list[int]) -> Place:
    """A county as it was on the first of these days on which there was one of that number or name."""
    found = next((day for day in days if known.in_county(name, day)), None)
    if found is None:
        message = _("“%(name)s” is no county in the division of %(day)s.")
        raise Refused("region", message % {"name": name, "day": place.codes_of}, field="region")

    def land(on: date) -> Land:
        return known.land(known.in_county(name, on), published=on, to=place.codes_of)

    if years:
        return _actual(place, {year: land(_last_day(year)) for year in years})
    return _constant(place, land(found))


def _municipalities(region: str, known: Divisions, day: date, members_on: date) -> Place:
    given = [word.strip() for word in region.split(",") if word.strip()]
    found = {code: _code(code, known, day) for code in given}
    if not found:
        raise Refused("region", _("Name a region, such as 3403, county:34 or alliance."), field="region")
    notes = tuple(f"{code} is {target} in these codes" for code, target in found.items() if code != target)
    return Place(region, day, members_on, frozenset(found.values()), notes=notes)


def _code(code: str, known: Divisions, day: date) -> str:
    """The code in the division of the day: another division's code is followed to its one successor."""
    try:
        reached = known.successors(code, published=day, to=day)
    except UnknownCode:
        message = _("“%(code)s” is not a municipality number.")
        raise Refused("region", message % {"code": code}, field="region") from None
    if len(reached) != 1:
        message = _("%(code)s is not one municipality in the division of %(day)s, but %(codes)s.")
        values = {"code": code, "day": day, "codes": ", ".join(reached) or "–"}
        raise Refused("region", message % values, field="region")
    return reached[0]

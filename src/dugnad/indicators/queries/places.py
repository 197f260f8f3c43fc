"""Questions about places: a municipality, several, a county, a sub-region, the alliance."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Divisions, UnknownCode
from dugnad.kit.errors import Refused
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import Organisation
from dugnad.members.queries import codes_of, divisions, member_municipalities, members_of


@dataclass(frozen=True)
class Place:
    """A region of municipalities: who belongs on one day, or each year's actual members."""

    region: str
    codes_of: date
    members_on: date | None
    codes: frozenset[str]
    codes_in_year: dict[int, frozenset[str]] = field(default_factory=dict)

    def members_in(self, year: int) -> frozenset[str]:
        """The codes that the region has in a year: constant, or as membership was on its last day."""
        return self.codes_in_year.get(year, frozenset()) if self.members_on is None else self.codes


def find_place(
    region: str, *, codes_day: date | None, members_on: date, actual_years: Iterable[int] = ()
) -> Place:
    """What a region is: `3403`, `3403,3411`, `county:40`, `subregion:<slug>` or `alliance`.

    `codes_day` is the day whose division is wanted (the newest where none is given). With `actual_years`
    the members are those of each year's last day; else those of `members_on`, held constant.
    """
    known = divisions()
    day = codes_day or known.newest_day
    years = list(actual_years)
    if not years:
        return Place(region, day, members_on, _codes(region, known, day, members_on))
    by_year = {year: _codes(region, known, day, date(year, 12, 31)) for year in years}
    return Place(region, day, None, frozenset().union(*by_year.values()), by_year)


def _codes(region: str, known: Divisions, day: date, members_on: date) -> frozenset[str]:
    kind, _colon, name = region.partition(":")
    if region == "alliance":
        return _codes_of_members(member_municipalities(members_on), day)
    if kind == "subregion":
        return _codes_of_members(members_of(_subregion(name), on=members_on), day)
    if kind == "county":
        return _codes_of_county(name, known, day)
    return frozenset(_code(code.strip(), known, day) for code in region.split(",") if code.strip())


def _codes_of_members(members: Iterable[Organisation], day: date) -> frozenset[str]:
    found = codes_of([member.pk for member in members], on=day)
    return frozenset(code.code for code in found.values())


def _subregion(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug, kind=OrganisationKind.SUBREGION).first()
    if found is None:
        known = ", ".join(
            Organisation.objects.filter(kind=OrganisationKind.SUBREGION).values_list("slug", flat=True)
        )
        message = _("There is no sub-region “%(slug)s”. Those that are known: %(known)s.")
        raise Refused("region", message % {"slug": slug, "known": known or "–"}, field="region")
    return found


def _codes_of_county(name: str, known: Divisions, day: date) -> frozenset[str]:
    codes = frozenset(known.in_county(name, day))
    if not codes:
        message = _("“%(name)s” is no county in the division of %(day)s.")
        raise Refused("region", message % {"name": name, "day": day}, field="region")
    return codes


def _code(code: str, known: Divisions, day: date) -> str:
    """The code in the division of the day: another division's code is followed to its one successor."""
    try:
        reached = known.successors(code, published=day, to=day)
    except UnknownCode:
        reached = []
    if len(reached) != 1:
        message = _("“%(code)s” is not one municipality in the division of %(day)s.")
        raise Refused("region", message % {"code": code, "day": day}, field="region")
    return reached[0]

"""Blocks whose every figure is missing: they say why, since a frame of nothing only looks broken."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dugnad.editions.queries.gaps import NAMED, Frozen, why
from dugnad.editions.queries.showing.material import Material, Measured, ShownPlace


@dataclass(frozen=True)
class Without:
    """What stands where a block would have been: what it is of, and why there is nothing."""

    title: str
    lines: list[str]


def without_figures(
    material: Material, measured: Measured, places: Sequence[ShownPlace], years: Sequence[int]
) -> Without:
    """The reasons that are known, each once, with those whom they hold for and the years."""
    told: dict[str, dict[str, list[str]]] = {}
    for place in places:
        for year in years:
            reason = why(place.gaps, year)
            if reason:
                told.setdefault(reason, {}).setdefault(place.name, []).append(str(year))
    lines = [line_of(reason, names, several=len(places) > 1) for reason, names in told.items()]
    return Without(measured.title, lines or [reason_of_years(material, measured, years)])


def reason_of_years(material: Material, measured: Measured, years: Sequence[int]) -> str:
    """Why nobody has a figure in some years: nothing is read in at all, or not of these years."""
    if not has_figures(material, measured):
        return _("No figures of this have been read in.")
    first, last = min(years), max(years)
    told = str(first) if first == last else f"{first}–{last}"
    return _("No publisher has figures of %(years)s.") % {"years": told}


def why_year(material: Material, measured: Measured, gaps: Frozen, year: int) -> str:
    """Why a place has no figure in a year; that nobody has one is a reason too.

    Nothing in editions that froze no reasons: those stay as they were.
    """
    found = why(gaps, year)
    if found or not material.tells_reasons(measured.key):
        return found
    is_told = year in material.years_told(measured.key)
    return "" if is_told else _("no publisher has figures of the year")


def has_figures(material: Material, measured: Measured) -> bool:
    """Whether anybody has a figure of it, in any year."""
    return any(place.total for place in material.every_place(measured.key).values())


def line_of(reason: str, names: dict[str, list[str]], *, several: bool) -> str:
    """A reason with its years; of several places with the places, the first of them by name."""
    years = sorted({year for own in names.values() for year in own})
    told = ", ".join(years) if len(years) <= NAMED else f"{years[0]}–{years[-1]}"
    if not several:
        return f"{told}: {reason}"
    listed, rest = ", ".join(list(names)[:NAMED]), len(names) - NAMED
    if rest > 0:
        listed = _("%(names)s and %(number)s more") % {"names": listed, "number": rest}
    return f"{listed} ({told}): {reason}"

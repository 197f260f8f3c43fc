"""Questions that end in a sentence: what a series says, in plain words and the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dugnad.indicators.kinds import SECTORS
from dugnad.kit import formats
from dugnad.kit.text import localised

STILL = 0.5  # per cent; less is not a change that a sentence should claim


def sector_name(key: str) -> str:
    """The name of a sector in the reader's language."""
    return localised(SECTORS[key], "name") if key in SECTORS else key


def relative_change(values: Mapping[str, float], first: int, last: int) -> float | None:
    """The change between two years in per cent; None where either is missing or the first is zero."""
    start, end = values.get(str(first)), values.get(str(last))
    return None if not start or end is None else (end - start) / start * 100


def trend(place: str, values: Mapping[str, float], first: int, last: int) -> str:
    """One sentence on how emissions went from one year to another."""
    percent = relative_change(values, first, last)
    words = {"place": place, "first": first, "last": last, "percent": formats.percent(abs(percent or 0))}
    if percent is None:
        return _("%(place)s has no figures for both %(first)s and %(last)s.") % words
    if abs(percent) < STILL:
        return _("Emissions in %(place)s were the same in %(last)s as in %(first)s.") % words
    if percent < 0:
        return _("Emissions in %(place)s fell by %(percent)s from %(first)s to %(last)s.") % words
    return _("Emissions in %(place)s rose by %(percent)s from %(first)s to %(last)s.") % words


def short_trend(percent: float | None, first: int, last: int) -> str:
    """The same without the place, for a key figure."""
    if percent is None:
        return _("A figure is missing for %(first)s or %(last)s.") % {"first": first, "last": last}
    words = {"first": first, "last": last, "percent": formats.percent(abs(percent))}
    if abs(percent) < STILL:
        return _("The same as in %(first)s.") % words
    return (
        _("Down %(percent)s since %(first)s.") if percent < 0 else _("Up %(percent)s since %(first)s.")
    ) % words


def largest_sector(place: Mapping[str, Any], year: int) -> tuple[str, float] | None:
    """The sector that weighs most in a year, and its share in per cent."""
    total = place["total"].get(str(year))
    values = {sector: series.get(str(year), 0) for sector, series in place["sectors"].items()}
    if not total or not values:
        return None
    sector = max(values, key=lambda key: (values[key], key))
    return sector, values[sector] / total * 100


def largest_sector_sentence(place: Mapping[str, Any], year: int) -> str:
    """One sentence on what weighs most."""
    found = largest_sector(place, year)
    if found is None:
        return ""
    words = {"sector": sector_name(found[0]), "percent": formats.percent(found[1]), "year": year}
    return _("%(sector)s was the largest sector in %(year)s, with %(percent)s of emissions.") % words


def sector_changes(place: Mapping[str, Any], first: int, last: int) -> list[tuple[str, float]]:
    """Each sector's change in its unit between two years, the largest fall first."""
    changes = [
        (sector, series.get(str(last), 0) - series.get(str(first), 0))
        for sector, series in place["sectors"].items()
    ]
    return sorted(changes, key=lambda change: (change[1], change[0]))


def drivers_sentence(place: Mapping[str, Any], first: int, last: int) -> str:
    """One sentence on which sector fell most, and which rose, if any did."""
    changes = sector_changes(place, first, last)
    if not changes or changes[0][1] >= 0:
        return _("No sector has lower emissions in %(last)s than in %(first)s.") % {
            "first": first,
            "last": last,
        }
    words = {"fell": sector_name(changes[0][0]), "rose": sector_name(changes[-1][0]).lower()}
    if changes[-1][1] > 0:
        return _("%(fell)s fell the most; %(rose)s rose.") % words
    return _("%(fell)s fell the most, and no sector rose.") % words


def likeness(alike: Mapping[str, Any]) -> str:
    """Why two municipalities are set beside each other."""
    words = {
        "people": formats.number(alike["inhabitants"]),
        "sector": sector_name(alike["shared_sector"]).lower(),
    }
    if alike["shared_sector"]:
        return _("About as many people (%(people)s), and %(sector)s weighs much in both.") % words
    return _("About as many people (%(people)s).") % words

"""Why a figure reads differently in two editions: other figures, members, numbers, sectors, base year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dugnad.editions.kinds import ALLIANCE
from dugnad.editions.queries import findings
from dugnad.editions.queries.comparing.sides import Side
from dugnad.indicators.kinds import in_order
from dugnad.kit import formats
from dugnad.members.queries import alphabetical


def general_reasons(earlier: Side, later: Side) -> list[str]:
    """What differs between the editions as wholes."""
    return [
        *other_members(earlier, later, ALLIANCE),
        *other_base(earlier, later),
        *other_sectors(earlier, later),
    ]


def causes(earlier: Side, later: Side, before: str, now: str) -> list[str]:
    """Why the same year may read differently at a place, which either edition has by a key of its own."""
    if not before or not now:
        return [_("not in the earlier edition") if not before else _("not in the later edition")]
    sectors = other_sectors(earlier, later)
    if before.isdigit() and now.isdigit():
        return [*_other_vintage(earlier, later, before, now), *_other_number(before, now), *sectors]
    return [*_other_vintages(earlier, later), *other_members(earlier, later, before), *sectors]


def other_members(earlier: Side, later: Side, place: str) -> list[str]:
    """Who has come to a place, and who has gone."""
    old, new = earlier.slugs_in(place), later.slugs_in(place)
    names = {**earlier.members, **later.members}
    told = []
    for text, slugs in ((_("with %(names)s"), new - old), (_("without %(names)s"), old - new)):
        if slugs:
            listed = ", ".join(sorted((names[slug]["name"] for slug in slugs), key=alphabetical))
            told.append(text % {"names": listed})
    return [_("other members: %(changes)s") % {"changes": ", ".join(told)}] if told else []


def other_base(earlier: Side, later: Side) -> list[str]:
    """Another year that changes are counted from."""
    words = {"before": earlier.base, "now": later.base}
    same = earlier.base == later.base
    return [] if same else [_("base year %(before)s is now %(now)s") % words]


def other_national(earlier: Side, later: Side) -> list[str]:
    """Other figures of the country, in the files that both editions rest on."""
    old, new = earlier.method.get("national", []), later.method.get("national", [])
    same = {vintage["sha256"] for vintage in old} == {vintage["sha256"] for vintage in new}
    return (
        []
        if same or not old or not new
        else [_("the country’s figures: %(words)s") % {"words": _revised(old, new)}]
    )


def lacking_national(earlier: Side, later: Side, year: int) -> str:
    """Which edition has no figure of the country in a year, so that no share of it could be told."""
    lacks = [str(year) not in side.region.get("national", {}) for side in (earlier, later)]
    if lacks[0]:
        return _("the earlier edition had no figures for the country")
    return _("the later edition has no figures for the country") if lacks[1] else ""


def other_sectors(earlier: Side, later: Side) -> list[str]:
    """Sectors that only one of the editions counts."""
    old, new = set(earlier.method["sectors"]), set(later.method["sectors"])
    parts = [
        text % {"names": ", ".join(map(findings.in_a_sentence, in_order(some)))}
        for text, some in ((_("with %(names)s"), new - old), (_("without %(names)s"), old - new))
        if some
    ]
    return [_("other sectors are counted: %(changes)s") % {"changes": ", ".join(parts)}] if parts else []


def unexplained(earlier: float | None, again: float | None) -> str:
    """What is said where nothing above tells it."""
    if earlier is None:
        return _("no figure in the earlier edition")
    if again is None:
        return _("no figure in the later edition")
    return _("worked out in another way")


def _other_vintage(earlier: Side, later: Side, before: str, now: str) -> list[str]:
    old, new = earlier.vintages.get(before), later.vintages.get(now)
    if not old or not new or old["sha256"] == new["sha256"]:
        return []
    return [_revised([old], [new])]


def _other_vintages(earlier: Side, later: Side) -> list[str]:
    old, new = earlier.method["vintages"], later.method["vintages"]
    same = {vintage["sha256"] for vintage in old} == {vintage["sha256"] for vintage in new}
    return [] if same else [_revised(old, new)]


def _other_number(before: str, now: str) -> list[str]:
    words = {"before": before, "now": now}
    return [] if before == now else [_("municipality number %(before)s is now %(now)s") % words]


def _revised(old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]) -> str:
    """That the figures are of another vintage: the days, and whether official ones have come."""
    if not all(vintage["official"] for vintage in old) and all(vintage["official"] for vintage in new):
        return _("official figures have come, seen %(now)s") % {"now": _seen(new)}
    return _("revised figures: seen %(before)s, now %(now)s") % {"before": _seen(old), "now": _seen(new)}


def _seen(vintages: list[Mapping[str, Any]]) -> str:
    days = sorted({vintage["seen_on"] for vintage in vintages})
    return formats.day(date.fromisoformat(days[-1])) if days else formats.MISSING

"""Questions that end in a sentence: what a series says, in plain words and the reader's language.

No sentence puts a word such as "in" before a place: in Norwegian that word depends on the place.
Findings stand as titles without a full stop; `sentence` gives them one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.editions.rules import is_change
from dugnad.indicators.kinds import SECTORS
from dugnad.kit import formats
from dugnad.kit.text import localised

Place = Mapping[str, Any]
NOTICED = 0.005  # of the first year's emissions: a smaller rise of one sector is not worth a sentence


def sentence(finding: str) -> str:
    """A finding as a sentence in running text."""
    return f"{finding}." if finding and not finding.endswith(".") else finding


def sector_name(key: str) -> str:
    """The name of a sector in the reader's language; one that we do not know keeps its own."""
    return localised(SECTORS[key], "name") if key in SECTORS else key


def in_a_sentence(key: str) -> str:
    """The name of a sector as it stands inside a sentence."""
    name = sector_name(key)
    return name[:1].lower() + name[1:]


def per_cent(value: float) -> str:
    """A size in per cent, without its sign: whole numbers, one decimal below one."""
    return formats.number(abs(value), decimals_of(value))


def decimals_of(percent: float | None) -> int:
    """How many decimals a change is told with."""
    return 1 if percent is not None and abs(percent) < 1 else 0


def relative_change(values: Mapping[str, float], first: int, last: int) -> float | None:
    """The change between two years in per cent; None where either is missing or the first is zero."""
    start, end = values.get(str(first)), values.get(str(last))
    return None if not start or end is None else (end - start) / start * 100


# One place -------------------------------------------------------------------------------------------


def trend(values: Mapping[str, float], first: int, last: int) -> str:
    """How emissions went from one year to another, where the place is plain to see."""
    percent = relative_change(values, first, last)
    words = {"first": first, "last": last, "percent": per_cent(percent or 0)}
    if not values:
        return _("There are no figures yet")
    if percent is None:
        return _("There are no figures for both %(first)s and %(last)s") % words
    if not is_change(percent):
        return _("Emissions were the same in %(last)s as in %(first)s") % words
    if percent < 0:
        return _("Emissions fell by %(percent)s per cent from %(first)s to %(last)s") % words
    return _("Emissions rose by %(percent)s per cent from %(first)s to %(last)s") % words


def place_trend(place: str, values: Mapping[str, float], first: int, last: int) -> str:
    """The same with the place named, as a sentence."""
    percent = relative_change(values, first, last)
    words = {"place": place, "first": first, "last": last, "percent": per_cent(percent or 0)}
    if not values:
        return _("%(place)s has no figures yet.") % words
    if percent is None:
        return _("%(place)s has no figures for both %(first)s and %(last)s.") % words
    if not is_change(percent):
        return _("%(place)s emitted as much in %(last)s as in %(first)s.") % words
    if percent < 0:
        return _("%(place)s emitted %(percent)s per cent less in %(last)s than in %(first)s.") % words
    return _("%(place)s emitted %(percent)s per cent more in %(last)s than in %(first)s.") % words


def short_trend(percent: float | None, first: int, last: int) -> str:
    """The same for a key figure, which shows the number itself."""
    words = {"first": first, "last": last, "percent": per_cent(percent or 0)}
    if percent is None:
        return _("A figure is missing for %(first)s or %(last)s.") % words
    if not is_change(percent):
        return _("The same as in %(first)s.") % words
    if percent < 0:
        return _("Down %(percent)s per cent since %(first)s.") % words
    return _("Up %(percent)s per cent since %(first)s.") % words


# Sectors ---------------------------------------------------------------------------------------------


def largest_sector(place: Place, year: int) -> tuple[str, float] | None:
    """The sector that weighs most in a year, and its share in per cent."""
    total = place["total"].get(str(year))
    values = {sector: series.get(str(year), 0) for sector, series in place["sectors"].items()}
    if not total or not values:
        return None
    sector = max(values, key=lambda key: (values[key], key))
    return sector, values[sector] / total * 100


def largest_sector_finding(place: Place, year: int) -> str:
    """What weighs most."""
    found = largest_sector(place, year)
    if found is None:
        return _("There are no figures by sector for %(year)s") % {"year": year}
    words = {"sector": sector_name(found[0]), "percent": per_cent(found[1]), "year": year}
    return _("%(sector)s was the largest source in %(year)s, with %(percent)s per cent of emissions") % words


def sector_changes(place: Place, first: int, last: int) -> list[tuple[str, float]]:
    """Each sector's change in its unit between two years, the largest fall first."""
    if str(first) not in place["total"] or str(last) not in place["total"]:
        return []
    changes = [
        (sector, series.get(str(last), 0) - series.get(str(first), 0))
        for sector, series in place["sectors"].items()
    ]
    return sorted(changes, key=lambda change: (change[1], change[0]))


def drivers_finding(place: Place, first: int, last: int) -> str:
    """Which sector has changed most."""
    changes = sector_changes(place, first, last)
    if not place["total"]:
        return _("There are no figures yet")
    if not changes:
        return _("There are no figures for both %(first)s and %(last)s") % {"first": first, "last": last}
    sector, value = changes[0] if changes[0][1] < 0 else changes[-1]
    words = {
        "sector": sector_name(sector),
        "tonnes": formats.number(abs(value)),
        "first": first,
        "last": last,
    }
    if value < 0:
        return _("%(sector)s fell the most: %(tonnes)s tonnes less in %(last)s than in %(first)s") % words
    return _("%(sector)s rose the most: %(tonnes)s tonnes more in %(last)s than in %(first)s") % words


def risers_sentence(place: Place, first: int, last: int) -> str:
    """Which sectors have risen so much that it is noticed, the largest rise first."""
    noticed = NOTICED * (place["total"].get(str(first)) or 0)
    risen = [sector for sector, value in reversed(sector_changes(place, first, last)) if value > noticed]
    if not risen:
        return ""
    names = [in_a_sentence(sector) for sector in risen]
    listed = names[0] if len(names) == 1 else _("%(others)s and %(last)s") % {
        "others": ", ".join(names[:-1]), "last": names[-1],
    }  # fmt: skip
    return ngettext("One sector rose: %(names)s.", "These sectors rose: %(names)s.", len(risen)) % {
        "names": listed
    }


# What is missing -------------------------------------------------------------------------------------


def gaps(places: Sequence[Place], years: Iterable[int]) -> dict[str, list[str]]:
    """The places that have no figure, by year: of years that others have figures for."""
    lacking = {str(y): [place["name"] for place in places if str(y) not in place["total"]] for y in years}
    return {year: names for year, names in lacking.items() if names}


def left_out(lacking: Mapping[str, list[str]]) -> list[str]:
    """Which years a sum is left out for, and whose figures are missing; `lacking` is names by year."""
    text = _("Left out: %(years)s, because figures are missing for %(names)s.")
    return [text % words for words in _alike_gaps(lacking)]


def missing(lacking: Mapping[str, list[str]]) -> list[str]:
    """The same of pictures that show the others all the same: whose figures are missing, and when."""
    text = _("Figures are missing for %(names)s: %(years)s.")
    return [text % words for words in _alike_gaps(lacking)]


def _alike_gaps(lacking: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """Years that lack the same places are told together: a place may lack many."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for year, names in lacking.items():
        grouped.setdefault(tuple(names), []).append(year)
    return [{"names": ", ".join(names), "years": ", ".join(years)} for names, years in grouped.items()]


# Several places --------------------------------------------------------------------------------------


def subregions_finding(subregions: list[Place], first: int, last: int) -> str:
    """In how many sub-regions emissions have fallen."""
    changes = [relative_change(subregion["total"], first, last) for subregion in subregions]
    falling = sum(change is not None and is_change(change) and change < 0 for change in changes)
    words = {"falling": falling, "all": len(changes), "first": first, "last": last}
    return (
        ngettext(
            "Emissions were lower in %(last)s than in %(first)s in %(falling)s of %(all)s sub-region",
            "Emissions were lower in %(last)s than in %(first)s in %(falling)s of %(all)s sub-regions",
            len(changes),
        )
        % words
    )


def alike_finding(member: Place, first: int, last: int) -> str:
    """How a municipality's change lies beside those that are like it."""
    own = relative_change(member["total"], first, last)
    others = [relative_change(other["total"], first, last) for other in member["alike"]]
    known = sorted(change for change in others if change is not None)
    if own is None or not known:
        return _("%(name)s beside similar municipalities") % {"name": member["name"]}
    words = {
        "name": member["name"],
        "own": formats.change(own),
        "low": formats.change(known[0]),
        "high": formats.change(known[-1]),
    }
    return _("%(name)s changed by %(own)s, similar municipalities by %(low)s to %(high)s") % words


def likeness(alike: Place, name: str, year: int) -> str:
    """Why two municipalities are set beside each other."""
    words = {
        "name": name,
        "year": year,
        "people": formats.number(alike["inhabitants"]),
        "own_people": formats.number(alike["own_inhabitants"]),
        "sector": sector_name(alike["shared_sector"]),
        "share": per_cent(alike["share"]),
        "own_share": per_cent(alike["own_share"]),
    }
    people = _("%(people)s inhabitants in %(year)s; %(name)s has %(own_people)s.") % words
    shared = _("%(sector)s is %(share)s per cent of emissions, and %(own_share)s in %(name)s.") % words
    return f"{people} {shared}" if alike["shared_sector"] else people


def indicator_finding(title: str, places: Sequence[Place], decimals: int) -> str:
    """What an indicator says of one place, from its first figure to its last; of several its name alone."""
    series = places[0]["total"] if len(places) == 1 else {}
    years = sorted(series, key=int)
    if len(years) < 1:
        return title
    words = {
        "title": title,
        "last": years[-1],
        "value": formats.figure(series[years[-1]], decimals),
        "first": years[0],
        "before": formats.figure(series[years[0]], decimals),
    }
    if len(years) == 1:
        return _("%(title)s: %(value)s in %(last)s") % words
    return _("%(title)s: %(before)s in %(first)s, %(value)s in %(last)s") % words


# Answers ---------------------------------------------------------------------------------------------


def answers_finding(question: Place, words_of: str) -> str:
    """What most members answered; where two answers are as common, both are named."""
    most = max(question["choices"], key=lambda choice: choice["count"])
    alike = [choice["words"][words_of] for choice in question["choices"] if choice["count"] == most["count"]]
    if len(alike) > 1:
        return _as_common(alike, most["count"], question["answers"])
    words = {
        "count": formats.number(most["count"]),
        "answers": formats.number(question["answers"]),
        "answer": most["words"][words_of],
    }
    return _("%(count)s of %(answers)s municipalities answered “%(answer)s”") % words


def _as_common(answers: list[str], count: int, all_answers: int) -> str:
    quoted = [_("“%(answer)s”") % {"answer": answer} for answer in answers]
    words = {
        "count": formats.number(count),
        "answers": formats.number(all_answers),
        "said": _("%(first)s and %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]},
    }
    return _("%(said)s were as common: %(count)s of %(answers)s municipalities each") % words

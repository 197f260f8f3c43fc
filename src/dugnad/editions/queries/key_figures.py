"""Questions that end in a large figure with its sentence."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dugnad.editions.kinds import KEY_FIGURES, KeyFigureKind, Measure
from dugnad.editions.queries import findings
from dugnad.editions.rules import figure_key
from dugnad.kit import formats

Content = Mapping[str, Any]


@dataclass(frozen=True)
class KeyFigure:
    """One figure, one sentence, one small picture, and the name by which its trail is found."""

    label: str
    value: str
    unit: str
    sentence: str
    key: str
    series: list[float | None] = field(default_factory=list)
    series_title: str = ""

    @property
    def has_trail(self) -> bool:
        """Whether there is a figure to follow: one that is missing has no page of its own."""
        return self.value != formats.MISSING


def key_figures(
    place: Content, first: int, last: int, key: str, kinds: Collection[str] = KEY_FIGURES
) -> list[KeyFigure]:
    """The wanted figures of a place, in the order of the kinds; what nothing can be said of is out."""
    found = (FIGURES[kind](place, first, last, key) for kind in KeyFigureKind if kind in kinds)
    return [figure for figure in found if figure]


def _emissions(place: Content, first: int, last: int, key: str) -> KeyFigure:
    total = place["total"]
    trend = findings.sentence(findings.trend(total, first, last))
    since_base = findings.relative_change(total, first, last)
    return KeyFigure(
        label=_("Emissions in %(year)s") % {"year": last},
        value=formats.number(total.get(str(last))),
        unit=_("tonnes CO2e"),
        sentence=findings.short_trend(since_base, first, last) if total else trend,
        key=figure_key(key, last),
        series=[total.get(str(year)) for year in range(first, last + 1)],
        series_title=trend,
    )


def _since_base(place: Content, first: int, last: int, key: str) -> KeyFigure:
    since_base = findings.relative_change(place["total"], first, last)
    return KeyFigure(
        label=_("Change since %(year)s") % {"year": first},
        value=formats.change(since_base, findings.decimals_of(since_base)),
        unit="",
        sentence=findings.sentence(findings.drivers_finding(place, first, last)),
        key=figure_key(key, last, "", Measure.CHANGE_SINCE_BASE),
    )


def _last_year(place: Content, first: int, last: int, key: str) -> KeyFigure | None:
    before = max((int(year) for year in place["total"] if int(year) < last), default=None)
    if before is None:
        return None
    percent = findings.relative_change(place["total"], before, last)
    return KeyFigure(
        label=_("Last year, %(first)s–%(last)s") % {"first": before, "last": last},
        value=formats.change(percent, findings.decimals_of(percent)),
        unit="",
        sentence=findings.short_trend(percent, before, last),
        key=figure_key(key, last, "", Measure.CHANGE_LAST_YEAR),
    )


def _largest(place: Content, first: int, last: int, key: str) -> KeyFigure | None:
    found = findings.largest_sector(place, last)
    return found and KeyFigure(
        label=_("Largest source: %(sector)s") % {"sector": findings.in_a_sentence(found[0])},
        value=formats.percent(found[1]),
        unit="",
        sentence=_("of emissions in %(year)s.") % {"year": last},
        key=figure_key(key, last, found[0], Measure.SHARE_OF_TOTAL),
    )


def _per_inhabitant(place: Content, first: int, last: int, key: str) -> KeyFigure | None:
    people, total = place["inhabitants"].get(str(last)), place["total"].get(str(last))
    if not people or total is None:
        return None
    words = {"people": formats.number(people), "year": last}
    return KeyFigure(
        label=_("Per inhabitant"),
        value=formats.number(total / people, 1),
        unit=_("tonnes CO2e"),
        sentence=_("%(people)s people lived here on 1 January %(year)s.") % words,
        key=figure_key(key, last, "", Measure.PER_INHABITANT),
    )


def _national(place: Content, first: int, last: int, key: str) -> KeyFigure | None:
    country, total = place.get("national", {}).get(str(last)), place["total"].get(str(last))
    if not country or total is None:
        return None
    return KeyFigure(
        label=_("Share of the country"),
        value=formats.percent(total / country * 100),
        unit="",
        sentence=_("of the country's emissions in %(year)s.") % {"year": last},
        key=figure_key(key, last, "", Measure.SHARE_OF_NATIONAL),
    )


FIGURES: dict[KeyFigureKind, Callable[[Content, int, int, str], KeyFigure | None]] = {
    KeyFigureKind.EMISSIONS: _emissions,
    KeyFigureKind.CHANGE_SINCE_BASE: _since_base,
    KeyFigureKind.CHANGE_LAST_YEAR: _last_year,
    KeyFigureKind.LARGEST_SECTOR: _largest,
    KeyFigureKind.PER_INHABITANT: _per_inhabitant,
    KeyFigureKind.SHARE_OF_NATIONAL: _national,
}

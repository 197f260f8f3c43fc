"""Questions answered in a sentence: what a series tells, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dugnad.engine.series import Change, change, newest_year, year_before
from dugnad.indicators.kinds import change_in_words as told_change
from dugnad.indicators.kinds import decimals_for, unit_in_words
from dugnad.indicators.kinds.units import SHARE
from dugnad.indicators.queries.differences import Effect
from dugnad.indicators.queries.series import SeriesResult
from dugnad.kit.formats import change as change_in_words
from dugnad.kit.formats import figure


@dataclass(frozen=True)
class Findings:
    """What a series of totals tells: its newest figure, and how that compares."""

    unit: str
    year: int | None
    value: float | None
    since_base: Change | None
    since_last: Change | None
    decimals: int = 0  # how exactly the figures are shown: all of the series alike

    @property
    def shown(self) -> str:
        """The newest figure as people read it."""
        return figure(self.value, self.decimals)

    @property
    def unit_words(self) -> str:
        """The unit as people read it."""
        return unit_in_words(self.unit)

    @property
    def words(self) -> str:
        """The newest figure with its unit."""
        return f"{self.shown} {self.unit_words}"


def findings_in(totals: SeriesResult) -> Findings:
    """The newest figure of a series, its change since the base year (the first where there is none)."""
    series = totals.by_year()
    unit = totals.rows[0].unit if totals.rows else totals.trail.indicator.unit
    last = newest_year(series)
    if last is None:
        return Findings(unit, None, None, None, None)
    known = [year for year, value in series.items() if value is not None]
    base = totals.trail.indicator.base_year or min(known)
    before = year_before(series, last)
    return Findings(
        unit=unit,
        year=last,
        value=series[last],
        since_base=change(series, base, last) if base < last else None,
        since_last=change(series, before, last) if before and before != base else None,
        decimals=decimals_for(unit, series.values()),
    )


def in_per_cent(found: Change | None, unit: str = "") -> str:
    """A change as people say it: –12 %, of shares in points; a dash where there is none to tell."""
    relative = found.relative if found else None
    per_cent = None if relative is None else 100 * relative
    return told_change(per_cent, found.absolute if found else None, unit)


def effect_in_words(effect: Effect) -> str:
    """What a revision does to the change since the base year."""
    text = _("The change from %(first)s to %(last)s is told as %(new)s; it was %(old)s.")
    told = {"old": change_in_words(effect.old, 1), "new": change_in_words(effect.new, 1)}
    if told["old"] == told["new"]:
        text = _("The change from %(first)s to %(last)s is told as %(new)s, as it was.")
    return text % {"first": effect.from_year, "last": effect.to_year, **told}


def finding_of(title: str, place: str, found: Findings) -> str:
    """The title of a picture: what the figures say about the place."""
    if found.since_base and (found.since_base.relative is not None or found.unit == SHARE):
        text = _("%(title)s, %(place)s: %(change)s from %(first)s to %(last)s")
        values = {"change": in_per_cent(found.since_base, found.unit), "first": found.since_base.from_year}
        return text % {"title": title, "place": place, "last": found.year, **values}
    if found.value is not None:
        text = _("%(title)s, %(place)s: %(value)s in %(year)s")
        return text % {"title": title, "place": place, "value": found.words, "year": found.year}
    return _("%(title)s, %(place)s: no figure that can be told") % {"title": title, "place": place}

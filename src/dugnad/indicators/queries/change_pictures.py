"""Questions that end in a picture of a change: what it is made of, and how far it is to a target."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.engine.decomposition import Contribution, Decomposition, largest
from dugnad.engine.targets import PathToTarget
from dugnad.indicators.kinds import decimals_for, in_order, sector_name, unit_in_words
from dugnad.indicators.models import Vintage
from dugnad.indicators.queries.explaining import Explanation
from dugnad.indicators.queries.pictures import seen_in_words, sources_in_words
from dugnad.indicators.queries.series import SeriesResult
from dugnad.kit.charts import Chart, ChartKind, Line
from dugnad.kit.formats import change as change_in_words
from dugnad.kit.formats import number
from dugnad.members.queries import alphabetical

SHOWN = 10
WORD_JOINER = "\u2060"
Bar = tuple[str, float, str]  # a name, a contribution, and what stands beside it


@dataclass(frozen=True)
class Frame:
    """What the pictures of one explanation share: the place, the figures and where they come from."""

    place: str
    found: Explanation
    totals: SeriesResult
    people: SeriesResult | None = None

    @property
    def words(self) -> dict[str, object]:
        """The place, the two years and the change, as sentences need them."""
        return {
            "place": self.place,
            "first": self.found.change.from_year,
            "last": self.found.change.to_year,
            "change": f"{signed(self.found.change.absolute, self.decimals)} {unit_in_words(self.found.unit)}",
        }

    @property
    def decimals(self) -> int:
        """How exactly the figures are shown."""
        return decimals_for(self.found.unit, [self.found.change.from_value, self.found.change.to_value])

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """The vintages that all the pictures rest on."""
        return self.totals.trail.vintages


def signed(value: float, decimals: int = 0) -> str:
    """An amount with its sign, which no end of a line parts from it."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 else text.replace("–", f"–{WORD_JOINER}")


def sector_chart(frame: Frame, found: Decomposition[str]) -> Chart:
    """What each sector has contributed, the largest first: sectors are no competitors."""
    parts = [part for part in found.parts if part.first or part.last]
    bars = [_bar(sector_name(part.label), part, found) for part in parts]
    lead = _lead(parts, found.change)
    title = _("%(place)s, %(first)s to %(last)s: %(change)s")
    if lead:
        title = _("%(place)s, %(first)s to %(last)s: %(change)s, the largest part from %(part)s (%(amount)s)")
    if lead and 2 * abs(lead.value) > abs(found.change):
        title = _("%(place)s, %(first)s to %(last)s: %(change)s, most of it from %(part)s (%(amount)s)")
    words = {"part": sector_name(lead.label).lower(), "amount": _amount(lead, frame)} if lead else {}
    return _chart(
        frame,
        "by-sector",
        title % (frame.words | words),
        [*bars, *_remainder(found)],
        of=_("Sector"),
        lacking=[sector_name(key) for key in in_order(found.lacking)],
    )


def municipality_chart(frame: Frame, found: Decomposition[str], names: Mapping[str, str]) -> Chart:
    """What the ten that moved the total most have contributed, by name, and all the others together."""
    shown, rest, others = largest(found, SHOWN)
    bars = [_bar(names.get(part.label, part.label), part, found) for part in shown]
    bars.sort(key=lambda bar: alphabetical(bar[0]))
    if others:
        word = ngettext("%(count)s other together", "%(count)s others together", len(others))
        bars.append(_named(word % {"count": len(others)}, rest, found.first))
    title = _("%(place)s, %(first)s to %(last)s: the municipalities that moved the total most")
    return _chart(
        frame,
        "by-municipality",
        title % frame.words,
        [*bars, *_remainder(found)],
        of=_("Municipality"),
        lacking=sorted((names.get(code, code) for code in found.lacking), key=alphabetical),
    )


def people_chart(frame: Frame, values: Sequence[float]) -> Chart:
    """What more or fewer inhabitants have contributed, and what each inhabitant's emissions have."""
    scale, intensity = (signed(value, frame.decimals) for value in values)
    title = _(
        "%(place)s, %(first)s to %(last)s: %(scale)s %(unit)s from the number of inhabitants, "
        "%(intensity)s from emissions per inhabitant"
    )
    first = frame.found.change.from_value
    bars = [
        _named(name, value, first)
        for name, value in zip((_("Inhabitants"), _("Emissions per inhabitant")), values, strict=True)
    ]
    words = {**frame.words, "scale": scale, "intensity": intensity, "unit": unit_in_words(frame.found.unit)}
    people = frame.people.trail.vintages if frame.people else ()
    return _chart(frame, "by-people", title % words, bars, of=_("Part of the change"), more=people)


def target_chart(path: PathToTarget, totals: SeriesResult, *, key: str, title: str) -> Chart:
    """The series so far, and the two ways that lead from the last figure to the target."""
    series, unit = totals.by_year(), totals.rows[0].unit
    years = range(min([path.goal.base_year, *series]), max(path.goal.year, path.last_year) + 1)
    ways = (
        (_("Figures"), series, "main"),
        (_("Same amount"), path.same_amount(), "rise"),
        (_("Same per cent"), path.same_share(), "other"),
    )
    return Chart(
        key=key,
        kind=ChartKind.LINE,
        title=title,
        unit=unit_in_words(unit),
        categories=tuple(str(year) for year in years),
        lines=tuple(_way(name, way, key, years) for name, way, key in ways if way),
        source=sources_in_words(totals.trail.vintages),
        vintage=seen_in_words(totals.trail.vintages),
        illustrative=totals.trail.illustrative,
        decimals=decimals_for(unit, [*series.values(), path.value]),
        category_name=_("Year"),
        summary=_ways_in_words(path),
    )


def _ways_in_words(path: PathToTarget) -> str:
    if not path.same_amount():
        return ""
    text = _("Figures to %(last)s; from there the same amount each year, or the same per cent each year.")
    if not path.same_share():
        text = _("Figures to %(last)s; from there the same amount each year.")
    return text % {"last": path.last_year}


def _way(name: str, way: Mapping[int, float | None], key: str, years: Iterable[int]) -> Line:
    return Line(name, tuple(way.get(year) for year in years), key)


def _lead(parts: Sequence[Contribution[str]], whole: float) -> Contribution[str] | None:
    """The largest contribution in the direction of the change."""
    return next((part for part in parts if part.value * whole > 0), None)


def _amount(part: Contribution[str], frame: Frame) -> str:
    return signed(part.value, frame.decimals)


def _bar(name: str, part: Contribution[str], found: Decomposition[str]) -> Bar:
    return _named(name, part.value, found.first)


def _named(name: str, value: float, first: float) -> Bar:
    return name, value, f"({change_in_words(100 * value / first, 1)})" if first else ""


def _remainder(found: Decomposition[str]) -> list[Bar]:
    """What belongs to parts that cannot be told apart, so that the bars still sum to the change."""
    return [_named(_("Not told apart"), found.remainder, found.first)] if found.lacking else []


def _notes(frame: Frame, lacking: Sequence[str]) -> tuple[str, ...]:
    """What the brackets say; and what a bar is made of that belongs to several parts together."""
    brackets = _("In brackets: per cent of the total in %(first)s. The bars sum to the change.") % frame.words
    if not lacking:
        return (brackets,)
    text = _("“Not told apart” is what belongs to parts without a figure in one of the years: %(names)s.")
    named = ", ".join(lacking[:SHOWN]) + (" …" if len(lacking) > SHOWN else "")
    return brackets, text % {"names": named}


def _chart(
    frame: Frame,
    key: str,
    title: str,
    bars: Sequence[Bar],
    *,
    of: str,
    more: Iterable[Vintage] = (),
    lacking: Sequence[str] = (),
) -> Chart:
    names, values, beside = zip(*bars, strict=True) if bars else ((), (), ())
    vintages = {vintage.pk: vintage for vintage in (*frame.vintages, *more)}.values()
    return Chart(
        key=key,
        kind=ChartKind.CHANGES,
        title=title,
        unit=unit_in_words(frame.found.unit),
        categories=tuple(names),
        lines=(Line(_("Contribution"), tuple(values), "", tuple(beside)),),
        source=sources_in_words(vintages),
        vintage=seen_in_words(vintages),
        illustrative=any(not vintage.source.is_official for vintage in vintages),
        decimals=frame.decimals,
        category_name=of,
        notes=_notes(frame, lacking),
    )

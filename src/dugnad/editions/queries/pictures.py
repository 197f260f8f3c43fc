"""Questions that end in a picture: the charts of an edition, from its frozen figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dugnad.editions.kinds import Measure
from dugnad.editions.queries import findings
from dugnad.editions.queries.gaps import why
from dugnad.editions.rules import figure_key
from dugnad.indicators.kinds import SECTORS, change_in_words
from dugnad.indicators.kinds.units import SHARE
from dugnad.kit import formats
from dugnad.kit.charts import PANELLED, Chart, ChartKind, Line, with_gaps

Place = Mapping[str, Any]
# Of lines that are no sectors: colours that are told apart, in grey print too.
COLOURS = ("main", "rise", "shipping", "energy_supply", "waste", "agriculture", "aviation", "industry")


class MeasuredAs(Protocol):
    """How an indicator is called and counted."""

    @property
    def title(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def symbol(self) -> str: ...

    @property
    def decimals(self) -> int: ...


@dataclass(frozen=True)
class Frame:
    """What every picture of a page shares: years, source line, and where the data are."""

    first: int
    last: int
    source: str
    notes: tuple[str, ...] = ()
    address: str = ""
    trail_root: str = ""
    indicator: str = ""  # whose figures these are, where they are not the edition's own indicator's

    def trails(self, place: str, years: Sequence[str], sector: str = "") -> tuple[str, ...]:
        """Where each year's figure of a place comes from; nothing where trails have no address."""
        measure = Measure.LEVEL.value if self.indicator else ""
        keys = (figure_key(place, int(year), sector, measure, self.indicator) for year in years)
        return tuple(f"{self.trail_root}{key}/" for key in keys) if self.trail_root else ()

    def chart(self, key: str, kind: ChartKind, **facts: Any) -> Chart:
        """A chart in this frame; in tonnes by year unless said otherwise."""
        shared = {
            "unit": _("tonnes CO2e"),
            "category_name": _("Year"),
            "source": self.source,
            "notes": self.notes,
            "address": self.address,
        }
        return Chart(key=key, kind=kind, **(shared | facts))


def total_chart(frame: Frame, name: str, place: Place) -> Chart:
    """Emissions year by year."""
    years, values = _by_year(place["total"])
    return frame.chart(
        "total",
        ChartKind.COLUMNS,
        title=findings.trend(place["total"], frame.first, frame.last),
        categories=years,
        lines=(
            Line(
                name,
                values,
                "main",
                addresses=frame.trails(place["key"], years),
                reasons=reasons(place, years),
            ),
        ),
        illustrative=place["illustrative"],
    )


def sector_chart(frame: Frame, place: Place) -> Chart:
    """Emissions by sector, stacked, in an order and in colours that are the same everywhere."""
    years, _totals = _by_year(place["total"])
    lines = tuple(
        Line(
            findings.sector_name(sector),
            tuple(place["sectors"][sector].get(y) for y in years),
            sector,
            addresses=frame.trails(place["key"], years, sector),
            reasons=reasons(place, years),
        )
        for sector in _in_order(place["sectors"])
    )
    return frame.chart(
        "sectors",
        ChartKind.COLUMNS,
        title=findings.largest_sector_finding(place, frame.last),
        categories=years,
        lines=lines,
        illustrative=place["illustrative"],
    )


def change_chart(frame: Frame, place: Place) -> Chart:
    """How much each sector has changed: in tonnes, and in per cent of what it was."""
    changes = findings.sector_changes(place, frame.first, frame.last)
    beside = []
    for sector, _value in changes:
        percent = findings.relative_change(place["sectors"][sector], frame.first, frame.last)
        beside.append("" if percent is None else f"({formats.change(percent)})")
    line = Line(
        _("Change %(first)s–%(last)s") % {"first": frame.first, "last": frame.last},
        tuple(value for _sector, value in changes),
        beside=tuple(beside),
    )
    return frame.chart(
        "changes",
        ChartKind.CHANGES,
        title=findings.drivers_finding(place, frame.first, frame.last),
        categories=tuple(findings.sector_name(sector) for sector, _value in changes),
        category_name=_("Sector"),
        lines=(line,),
        summary=findings.risers_sentence(place, frame.first, frame.last),
        illustrative=place["illustrative"],
    )


def subregion_chart(frame: Frame, subregions: Sequence[Place]) -> Chart:
    """Each sub-region's own path, in the order of their names: nobody is ranked."""
    chart = _paths(frame, subregions)
    return frame.chart(
        "subregions",
        ChartKind.MULTIPLES,
        title=findings.subregions_finding(list(subregions), frame.first, frame.last),
        **chart,
    )


def alike_chart(frame: Frame, member: Place) -> Chart:
    """One member's path, and the paths of those that are like it: no ranks."""
    return frame.chart(
        "alike",
        ChartKind.MULTIPLES,
        title=findings.alike_finding(member, frame.first, frame.last),
        **_paths(frame, [member, *member["alike"]], ("main", *("other" for _other in member["alike"]))),
    )


def answer_charts(answers: Place, year: int, trail_root: str = "") -> list[Chart]:
    """How many members answered what, one chart a question."""
    language = (get_language() or "nb")[:2]
    source = _("Members' answers to the collection for Klimastatus %(year)s") % {"year": year}
    return [
        Chart(
            key=f"answers-{question['key']}",
            kind=ChartKind.BARS,
            title=findings.answers_finding(question, language),
            unit=question["question"][language],
            categories=tuple(choice["words"][language] for choice in question["choices"]),
            lines=(_counts(question, year, trail_root),),
            category_name=_("Answer"),
            source=source,
            illustrative=answers["made_up"],
        )
        for question in answers["questions"]
        if question["answers"]
    ]


def _counts(question: Place, year: int, trail_root: str) -> Line:
    values = tuple(float(choice["count"]) for choice in question["choices"])
    keys = [
        figure_key("alliance", year, choice["key"], Measure.ANSWERS, question["key"])
        for choice in question["choices"]
    ]
    addresses = tuple(f"{trail_root}{key}/" for key in keys) if trail_root else ()
    return Line(_("Answers"), values, addresses=addresses)


# Other indicators, and places that are chosen ---------------------------------------------------------


def places_chart(frame: Frame, places: Sequence[Place]) -> Chart:
    """The paths of places that somebody has chosen, beside each other and unranked."""
    words = {"first": frame.first, "last": frame.last}
    title = _("Emissions from %(first)s to %(last)s, each place beside its own past") % words
    return frame.chart("places", ChartKind.MULTIPLES, title=title, **_paths(frame, places))


def indicator_columns(frame: Frame, measured: MeasuredAs, place: Place) -> Chart:
    """An indicator of one place, year by year."""
    years, values = _by_year(place["total"])
    line = replace(_line(frame, place, years, "main"), values=values, illustrative=None)
    return _of_indicator(frame, measured, ChartKind.COLUMNS, [place], categories=years, lines=(line,))


def indicator_lines(frame: Frame, measured: MeasuredAs, places: Sequence[Place]) -> Chart:
    """An indicator of several places as lines."""
    years = _all_years(places)
    lines = tuple(_line(frame, place, years, COLOURS[at % len(COLOURS)]) for at, place in enumerate(places))
    return _of_indicator(frame, measured, ChartKind.LINE, places, categories=years, lines=lines)


def indicator_multiples(frame: Frame, measured: MeasuredAs, places: Sequence[Place]) -> Chart:
    """An indicator of several places, a small picture for each."""
    years = _all_years(places)
    lines = tuple(
        replace(_line(frame, place, years, "main"), beside=(_ends_in_words(measured, place, years),))
        for place in places
    )
    return _of_indicator(frame, measured, ChartKind.MULTIPLES, places, categories=years, lines=lines)


def _ends_in_words(measured: MeasuredAs, place: Place, years: Sequence[str]) -> str:
    """Where a place ended, and its change over the years of the picture; an older figure says its year."""
    series: Mapping[str, float] = place["total"]
    known = [year for year in years if year in series]
    if not known:
        return formats.MISSING
    first, last = years[0], years[-1]
    words = {"figure": formats.figure(series[known[-1]], measured.decimals), "year": known[-1]}
    told = words["figure"] if known[-1] == last else _("%(figure)s in %(year)s") % words
    if len(years) == 1:
        return told
    relative = findings.relative_change(series, int(first), int(last))
    points = series[last] - series[first] if first in series and last in series else None
    change = change_in_words(relative, points, measured.symbol)
    # "Percentage points" is longer than a panel is wide beside a figure, and stands on a line of its own.
    return f"{told}\n{change}" if measured.symbol == SHARE else f"{told} ({change})"


def gaps_of_panels(chart: Chart) -> list[str]:
    """Why small panels have gaps, below them: there is no room for it in a panel."""
    if chart.kind not in PANELLED:
        return []
    told: dict[str, list[str]] = {}
    for line in chart.lines:
        for at, year in enumerate(chart.categories):
            if reason := chart.reason_at(line, at):
                told.setdefault(f"{line.name}: {reason}", []).append(year)
    return [f"{words} ({', '.join(years)})" for words, years in told.items()]


def _of_indicator(
    frame: Frame, measured: MeasuredAs, kind: ChartKind, places: Sequence[Place], **facts: Any
) -> Chart:
    return frame.chart(
        "indicator",
        kind,
        title=findings.indicator_finding(measured.title, places, measured.decimals),
        unit=measured.unit,
        decimals=measured.decimals,
        illustrative=any(place["illustrative"] for place in places),
        **facts,
    )


def _line(frame: Frame, place: Place, years: tuple[str, ...], colour: str) -> Line:
    values = tuple(place["total"].get(year) for year in years)
    return Line(
        place["name"],
        values,
        colour,
        (),
        place["illustrative"],
        frame.trails(place["key"], years),
        reasons(place, years),
    )


def reasons(place: Place, years: Sequence[str]) -> tuple[str, ...]:
    """Why a place has no figure in each of these years, where that is known."""
    gaps = place.get("gaps", {})
    return tuple(why(gaps, year) for year in years) if gaps else ()


def _all_years(places: Sequence[Place]) -> tuple[str, ...]:
    return _by_year({year: value for place in places for year, value in place["total"].items()})[0]


def _paths(frame: Frame, places: Sequence[Place], colours: Sequence[str] = ()) -> dict[str, Any]:
    """Paths as an index of the first year, each with its change; one made-up path is marked by itself."""
    years = _all_years(places)
    lines = tuple(
        Line(
            place["name"],
            _index(place["total"], years, frame.first),
            colour,
            (_said(frame, place["total"]),),
            place["illustrative"],
            reasons=_reasons_of_path(frame, place, years),
        )
        for place, colour in zip(places, colours or ["main"] * len(places), strict=True)
    )
    return {
        "unit": _("index, %(year)s = 100") % {"year": frame.first},
        "categories": years,
        "lines": lines,
        "illustrative": any(place["illustrative"] for place in places),
    }


def _reasons_of_path(frame: Frame, place: Place, years: Sequence[str]) -> tuple[str, ...]:
    """An index has no figure where the year lacks one, and none at all where its first year does."""
    start = why(place.get("gaps", {}), frame.first)
    from_start = f"{frame.first}: {start}" if start else ""
    return tuple(told or from_start for told in reasons(place, years))


def _said(frame: Frame, series: Mapping[str, float]) -> str:
    return formats.change(findings.relative_change(series, frame.first, frame.last))


def _index(series: Mapping[str, float], years: Sequence[str], first: int) -> tuple[float | None, ...]:
    start = series.get(str(first))
    return tuple(series[year] / start * 100 if start and year in series else None for year in years)


def _by_year(series: Mapping[str, float]) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    return with_gaps({int(year): value for year, value in series.items()})


def _in_order(sectors: Mapping[str, Any]) -> list[str]:
    """Sectors in the order of the statistic; those that we do not know come last."""
    return [key for key in SECTORS if key in sectors] + sorted(sectors.keys() - SECTORS.keys())

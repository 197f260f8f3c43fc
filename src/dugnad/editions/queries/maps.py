"""Questions that end in a map: every member by its figure, inside its borders or as a tile.

An edition whose composition kept borders shows them; others show tiles, which need none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dugnad.editions.kinds import MEASURE_FACTS, Measure
from dugnad.editions.models import Edition, Figure
from dugnad.engine.classes import equal_classes, signed_classes
from dugnad.kit import formats
from dugnad.kit.charts import INK, PALETTE, Area, Chart, ChartKind, Line
from dugnad.members.queries import alphabetical
from dugnad.members.queries.tiles import GAP, HEIGHT, WIDTH, places_of

TONES = (0.06, 0.2, 0.36, 0.72, 0.94)  # of the main colour; letters turn to paper on the last two
DARK = 3
FALLING = frozenset({Measure.CHANGE_SINCE_BASE})  # measures of which the lowest is told the loudest
NAME_LEFT, VALUE_UP = 7, 8
COLOURS = {"main": PALETTE["main"].light, "paper": PALETTE["paper"].light, "ink": INK}
VARIABLES = {name: f"var(--chart-{name})" for name in COLOURS}


@dataclass(frozen=True)
class MapValue:
    """A member's figure on the map."""

    code: str
    name: str
    key: str
    value: float
    words: str
    illustrative: bool


@dataclass(frozen=True)
class Tone:
    """A step of the legend: from, to, and how many members are in it."""

    number: int
    words: str
    count: int


@dataclass(frozen=True)
class MemberMap:
    """A drawn map: what it finds, its legend, and the drawing for a page and for paper."""

    key: str
    title: str
    unit: str
    tones: list[Tone]
    draw: Callable[..., str]
    alt: str

    @property
    def inline(self) -> SafeString:
        """The drawing inside a page, in the colours of the page's theme."""
        return mark_safe(self.draw(VARIABLES))  # noqa: S308 - our own drawing; names are escaped

    @property
    def print(self) -> str:
        """The drawing for paper."""
        return self.draw(COLOURS, font="Inter")


def member_values(edition: Edition, measure: Measure, year: int) -> list[MapValue]:
    """The members' figures of one measure in one year, by name."""
    found = Figure.objects.filter(edition=edition, measure=measure, year=year, sector="", indicator="")
    rows = found.order_by("place").values_list("place", "place_name", "key", "value", "is_illustrative")
    decimals = MEASURE_FACTS[measure].decimals
    return [
        MapValue(place, name, key, value, _said(measure, value, decimals), illustrative)
        for place, name, key, value, illustrative in sorted(rows, key=lambda row: alphabetical(row[1]))
        if place.isdigit()
    ]


def bordered_map(
    key: str,
    measure: Measure,
    values: Sequence[MapValue],
    gaps: Sequence[tuple[str, str, str]],
    outlines: Mapping[str, Any],
    *,
    years: tuple[int, int],
    source: str,
    trail_root: str = "",
) -> Chart:
    """The members inside their borders; `gaps` are the codes, names and reasons of those without a figure."""
    told: list[tuple[str, str, MapValue | None, str]] = [
        *((value.code, value.name, value, "") for value in values),
        *((code, name, None, reason) for code, name, reason in gaps),
    ]
    told.sort(key=lambda one: alphabetical(one[1]))
    words = {"first": years[0], "last": years[1]}
    amounts = [value.value for value in values]
    return Chart(
        key=key,
        kind=ChartKind.MAP,
        title=str(TITLES[measure]) % words,
        unit=str(UNITS[measure]) % words,
        categories=tuple(name for _code, name, _value, _reason in told),
        lines=(
            Line(
                str(UNITS[measure]) % words,
                tuple(value.value if value else None for _code, _name, value, _reason in told),
                addresses=tuple(
                    f"{trail_root}{value.key}/" if value and trail_root else ""
                    for _code, _name, value, _reason in told
                ),
                reasons=tuple(reason for _code, _name, _value, reason in told),
            ),
        ),
        source=source,
        illustrative=any(value.illustrative for value in values),
        decimals=min(MEASURE_FACTS[measure].decimals, 1),
        category_name=_("Municipality"),
        notes=_notes(gaps, [name for code, name, _value, _reason in told if code not in outlines]),
        areas=tuple(Area(_polygons(outlines.get(code, ()))) for code, _name, _value, _reason in told),
        classes=signed_classes(amounts) if measure in FALLING else equal_classes(amounts),
    )


def _polygons(outline: Sequence[Any]) -> tuple[tuple[tuple[tuple[float, float], ...], ...], ...]:
    return tuple(tuple(tuple((x, y) for x, y in ring) for ring in polygon) for polygon in outline)


def _notes(gaps: Sequence[Any], away: Sequence[str]) -> tuple[str, ...]:
    said = (
        _("Areas with a dashed border have no figure.") if gaps else "",
        _("Not on the map of borders: %(names)s. Their figures stand in the table.")
        % {"names": ", ".join(away)}
        if away
        else "",
    )
    return tuple(filter(None, said))


def member_map(
    key: str,
    measure: Measure,
    values: Sequence[MapValue],
    slugs: Mapping[str, str],
    years: tuple[int, int],
) -> MemberMap:
    """The members as tiles, in tones by their figures."""
    limits = _limits([value.value for value in values])
    steps = [sum(value.value > limit for limit in limits) for value in values]
    if measure in FALLING:
        steps = [len(limits) - step for step in steps]
    words = {"first": years[0], "last": years[1]}
    return MemberMap(
        key=key,
        title=str(TITLES[measure]) % words,
        unit=str(UNITS[measure]) % words,
        tones=_tones(measure, values, steps),
        draw=partial(_drawn, values, slugs, steps),
        alt=_("A map of the members in five tones. The figures stand in the table beside it."),
    )


# What a map says, and what it is counted in; worked out when it is drawn, in the language of the reader.
TITLES = {
    Measure.CHANGE_SINCE_BASE: _lazy("Change in emissions since %(first)s, municipality by municipality"),
    Measure.PER_INHABITANT: _lazy("Emissions per inhabitant in %(last)s, municipality by municipality"),
    Measure.EMISSIONS: _lazy("Emissions in %(last)s, municipality by municipality"),
}
UNITS = {
    Measure.CHANGE_SINCE_BASE: _lazy("per cent, %(first)s–%(last)s"),
    Measure.PER_INHABITANT: _lazy("tonnes CO2e per inhabitant"),
    Measure.EMISSIONS: _lazy("tonnes CO2e"),
}


def _said(measure: Measure, value: float, decimals: int) -> str:
    percent = MEASURE_FACTS[measure].unit == "%"
    return formats.change(value) if percent else formats.figure(value, min(decimals, 1))


def _limits(values: list[float]) -> list[float]:
    """Four limits between five tones, with as many members in each."""
    ordered = sorted(values)
    return sorted({ordered[len(ordered) * step // len(TONES)] for step in range(1, len(TONES))})


def _tones(measure: Measure, values: Sequence[MapValue], steps: list[int]) -> list[Tone]:
    tones = []
    for number in range(len(TONES)):
        own = sorted((v for v, step in zip(values, steps, strict=True) if step == number), key=_value)
        if own:
            same = own[0].words == own[-1].words
            low, high = own[0].words, own[-1].words
            words = low if same else _("%(low)s to %(high)s") % {"low": low, "high": high}
            tones.append(Tone(number + 1, words, len(own)))
    return tones


def _value(value: MapValue) -> float:
    return value.value


def _drawn(
    values: Sequence[MapValue],
    slugs: Mapping[str, str],
    steps: list[int],
    colours: Mapping[str, str],
    font: str = "",
) -> str:
    places = places_of([slugs[value.code] for value in values])
    across, down = (max(place[axis] for place in places.values()) + 1 for axis in (0, 1))
    width, height = across * (WIDTH + GAP) - GAP, down * (HEIGHT + GAP) - GAP
    tiles = "".join(
        _tile(value, places[slugs[value.code]], step, colours)
        for value, step in zip(values, steps, strict=True)
    )
    letters = f' font-family="{font}"' if font else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="edition-map" viewBox="0 0 {width} {height}"'
        f'{letters} font-size="14" aria-hidden="true" focusable="false">{tiles}</svg>'
    )


def _tile(value: MapValue, place: tuple[int, int], step: int, colours: Mapping[str, str]) -> str:
    left, top = place[0] * (WIDTH + GAP), place[1] * (HEIGHT + GAP)
    ink = colours["paper"] if step >= DARK else colours["ink"]
    squeezed = (
        f' textLength="{WIDTH - 14}" lengthAdjust="spacingAndGlyphs"' if len(value.name) > LONGEST else ""
    )
    return (
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="4" fill="{colours["main"]}"'
        f' fill-opacity="{TONES[step]}" stroke="{colours["main"]}" stroke-opacity="0.35"/>'
        f'<text x="{left + NAME_LEFT}" y="{top + 20}" fill="{ink}"{squeezed}>{escape(value.name)}</text>'
        f'<text x="{left + NAME_LEFT}" y="{top + HEIGHT - VALUE_UP}" fill="{ink}" font-weight="600">'
        f"{escape(value.words)}</text>"
    )


LONGEST = 11  # letters of a name that stand in a tile as they are

"""Charts: what is drawn and in which colours, the same bytes each time, nothing of it a style or a script."""

import json
import re
from dataclasses import replace
from itertools import combinations, pairwise
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.utils.translation import override

from dugnad.engine.classes import Classes
from dugnad.kit import charts, formats
from dugnad.kit.charts import PALETTE, Area, Chart, ChartKind, Line, drawing
from dugnad.kit.charts.options import BUILDERS, option_of
from dugnad.kit.charts.options.maps import SEQUENCES, SIGNED, STRONG
from dugnad.kit.charts.options.panels import multiples_of
from dugnad.kit.charts.palette import MAP_COLOURS, SECTOR_COLOURS, variable_of

YEARS = ("2009", "2010", "2011", "2012")
KINDS = list(ChartKind)
# Four squares in a row, each with two words on it.
SQUARES = tuple(
    Area(((((x, 0), (x + 9, 0), (x + 9, 9), (x, 9), (x, 0)),),), f"Sted\n{x}") for x in range(0, 40, 10)
)
STYLES = Path(charts.__file__).parents[1] / "static" / "kit" / "charts.css"


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def make_chart(kind: ChartKind = ChartKind.COLUMNS, **facts: Any) -> Chart:
    """Road traffic and heating in four years, one of them a gap."""
    lines = (
        Line("Veitrafikk", (40.0, None, 38.5, 35.0), "road_traffic"),
        Line("Oppvarming", (20.0, None, 12.0, 8.0), "heating"),
    )
    shared = {"title": "Utslippene gikk ned", "unit": "tonn CO2e", "categories": YEARS, "lines": lines}
    if kind is ChartKind.MAP:
        shared |= {"areas": SQUARES, "classes": Classes((20.0, 39.0))}
    return Chart(key="sektorer", kind=kind, **(shared | facts))


def texts_in(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


# What is drawn ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [720, 340])
def test_a_chart_is_drawn_without_styles_classes_or_scripts(kind, width):
    svg = charts.draw(make_chart(kind), width=width)
    assert svg.startswith(f'<svg width="{width}" ')
    assert [word for word in (" style=", " class=", "<style", "<script", " font=") if word in svg] == []
    assert re.findall(r"@\w+", svg) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_chart_is_the_same_bytes_in_a_new_engine(kind, settings, tmp_path):
    first = charts.draw(make_chart(kind, illustrative=True))
    settings.HOME = tmp_path / "elsewhere"
    drawing._studio.cache_clear()
    charts.draw(make_chart(kind, title="Another one, so that patterns are numbered differently", decimals=1))
    assert charts.draw(make_chart(kind, illustrative=True)) == first


def test_a_year_without_a_figure_is_a_gap():
    whole = make_chart(lines=(Line("Veitrafikk", (40.0, 39.0, 38.5, 35.0), "road_traffic"),))
    gap = make_chart(lines=(Line("Veitrafikk", (40.0, None, 38.5, 35.0), "road_traffic"),))
    colour = f'fill="{PALETTE["road_traffic"].light}"'
    assert (charts.draw(whole).count(colour), charts.draw(gap).count(colour)) == (4, 3)
    assert "2010" in texts_in(charts.draw(gap))


def test_years_between_the_first_and_the_last_are_filled_with_gaps():
    assert charts.with_gaps({2009: 1.0, 2011: 3.0}) == (("2009", "2010", "2011"), (1.0, None, 3.0))
    assert charts.with_gaps({}) == ((), ())


def test_stacked_columns_name_their_parts_beside_the_last_one_and_narrow_ones_below():
    wide, narrow = charts.draw(make_chart()), charts.draw(make_chart(), width=340)
    assert [text for text in texts_in(wide) if text in {"Veitrafikk", "Oppvarming"}] == [
        "Veitrafikk",
        "Oppvarming",
    ]
    x = [float(place) for place in re.findall(r'x="([\d.]+)"[^>]*>(?:Veitrafikk|Oppvarming)<', wide)]
    assert len(x) == 2
    assert texts_in(narrow).count("Veitrafikk") == 1
    assert charts.height_of(make_chart(), width=340) > charts.height_of(make_chart())


def test_names_stand_right_of_the_years_without_figures_that_come_last():
    def places(*values):
        lines = tuple(Line(name, row) for name, row in zip(("Veitrafikk", "Oppvarming"), values, strict=True))
        svg = charts.draw(make_chart(lines=lines))
        return [float(x) for x in re.findall(r'translate\(([\d.]+) [\d.]+\)" fill="[^"]*">■<', svg)]

    whole = places((40.0, 39.0, 38.5, 35.0), (20.0, 15.0, 12.0, 8.0))
    ended = places((40.0, 39.0, None, None), (20.0, 15.0, None, None))
    assert (len(whole), whole[0] == whole[1], ended[0] == ended[1]) == (2, True, True)
    assert abs(whole[0] - ended[0]) < 3


def test_a_single_line_of_columns_says_its_first_and_last_value():
    chart = make_chart(lines=(Line("Region", (7118330.0, None, 6883419.0, 6242762.0), "main"),))
    found = texts_in(charts.draw(chart))
    assert [text for text in found if text in {"7\u00a0118\u00a0330", "6\u00a0883\u00a0419"}] == [
        "7\u00a0118\u00a0330"
    ]
    assert "6\u00a0242\u00a0762" in found


def test_changes_say_their_value_with_its_sign_and_what_stands_beside():
    line = Line("Endring", (-12.0, 3.0, None, 0.0), beside=("(–47 %)", "(+4 %)", "", ""))
    found = texts_in(charts.draw(make_chart(ChartKind.CHANGES, lines=(line,))))
    assert [text for text in found if text not in YEARS] == ["–12 (–47 %)", "+3 (+4 %)", "–", "0"]


def test_bars_say_their_value_and_what_stands_beside():
    line = Line("Svar", (11.0, 5.0, 3.0, 0.0), beside=("av 19", "", "", ""))
    found = texts_in(charts.draw(make_chart(ChartKind.BARS, lines=(line,))))
    assert [text for text in found if text not in YEARS] == ["11 av 19", "5", "3", "0"]


def test_small_panels_carry_their_names_and_say_how_they_ended():
    found = texts_in(charts.draw(make_chart(ChartKind.MULTIPLES)))
    assert {"Veitrafikk", "35 (–13\u00a0%)", "Oppvarming", "8 (–60\u00a0%)"} <= set(found)


def test_a_small_panel_without_figures_says_so():
    empty = (Line("Hamar", (None, None, None, None)), Line("Vang", (0.0, None, None, 4.0)))
    found = texts_in(charts.draw(make_chart(ChartKind.MULTIPLES, lines=empty)))
    assert {"Hamar", "–", "Vang", "4 (–)"} <= set(found)


def test_a_small_panel_without_its_first_or_last_figure_tells_no_change():
    gaps = (Line("Hamar", (379.0, None, None, None)), Line("Vang", (None, None, None, 4.0)))
    found = texts_in(charts.draw(make_chart(ChartKind.MULTIPLES, lines=gaps)))
    assert {"Hamar", "–", "Vang", "4 (–)"} <= set(found)
    assert not [text for text in found if "%" in text]


def test_panels_make_room_for_a_second_line_below_their_names():
    told = (
        Line("Hamar", (10.0, 1.0, 1.0, 35.5), beside=("35,5\n+25,5 prosentpoeng",)),
        Line("Vang", (1.0,) * 4),
    )
    taller, _narrow = multiples_of(make_chart(ChartKind.MULTIPLES, lines=told))
    plain, _narrow = multiples_of(make_chart(ChartKind.MULTIPLES, lines=told[1:]))
    assert {grid["top"] for grid in taller["grid"]} == {plain["grid"][0]["top"] + 17}
    assert {grid["height"] for grid in taller["grid"]} == {plain["grid"][0]["height"] - 17}
    found = texts_in(charts.draw(make_chart(ChartKind.MULTIPLES, lines=told)))
    assert {"35,5", "+25,5 prosentpoeng"} <= set(found)


def test_many_panels_stand_in_rows_of_four_and_in_rows_of_two_on_a_phone():
    many = make_chart(ChartKind.MULTIPLES, lines=tuple(Line(f"Sted {n}", (1.0,) * 4) for n in range(6)))
    row = charts.height_of(make_chart(ChartKind.MULTIPLES))
    assert charts.height_of(many) > row
    assert charts.height_of(many, width=340) > charts.height_of(many)


def test_a_map_colours_each_area_by_its_class_and_says_the_limits_of_those_that_it_has():
    svg = charts.draw(make_chart(ChartKind.MAP))
    found = texts_in(svg)
    assert [text for text in found if "Sted" not in text and not text.isdigit()] == [
        "39 eller mer",
        "20 til 39",
    ]
    strong, middle = PALETTE["map_5"].light, PALETTE["map_3"].light
    assert (svg.count(f'fill="{strong}"'), svg.count(f'fill="{middle}"')) == (
        2,
        3,
    )  # with those of the legend
    assert "stroke-dasharray" in svg  # 2010, which has no figure


def test_what_stands_on_an_area_is_left_out_on_a_phone_where_it_would_not_fit():
    wide, narrow = charts.draw(make_chart(ChartKind.MAP)), charts.draw(make_chart(ChartKind.MAP), width=340)
    assert (texts_in(wide).count("Sted"), texts_in(narrow).count("Sted")) == (4, 0)


def test_changes_on_a_map_have_their_own_colours_on_both_sides_of_zero():
    line = Line("Endring", (-30.0, -3.0, 3.0, None))
    classes = Classes((-20.0, -10.0, 0.0, 10.0, 20.0), is_signed=True)
    svg = charts.draw(make_chart(ChartKind.MAP, lines=(line,), classes=classes))
    there = [name for name in ("map_fall_3", "map_fall_1", "map_rise_1") if PALETTE[name].light in svg]
    assert there == ["map_fall_3", "map_fall_1", "map_rise_1"]
    assert {"–10 til 0", "0 til 10", "under –20"} <= set(texts_in(svg))


def test_values_that_are_all_alike_are_one_class_that_says_so():
    line = Line("2012", (3.0, 3.0, 3.0, 3.0))
    svg = charts.draw(make_chart(ChartKind.MAP, lines=(line,), classes=Classes(())))
    assert "alle" in texts_in(svg)


def test_a_map_is_as_tall_as_it_is_wide_but_no_taller_than_a_screen_and_has_room_for_its_legend():
    flat, tall = (
        make_chart(ChartKind.MAP, areas=(Area(((((0, 0), (9, 0), (9, up), (0, up), (0, 0)),),)),) * 4)
        for up in (3, 90)
    )
    legend = charts.height_of_legend(flat)
    assert charts.height_of(flat) == round(712 / 3) + legend
    assert charts.height_of(tall) == 560 + legend
    assert charts.height_of(make_chart(ChartKind.MAP), width=340) < charts.height_of(
        make_chart(ChartKind.MAP)
    )


def test_limits_of_a_map_have_the_decimals_that_tell_them_apart():
    chart = make_chart(ChartKind.MAP, classes=Classes((20.25, 39.5)))
    assert "20,25 til 39,50" in texts_in(charts.draw(chart))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_without_any_figure_is_drawn_empty(kind):
    svg = charts.draw(make_chart(kind, lines=(Line("Region", (None,) * 4),)))
    assert svg.startswith("<svg ")


def test_panels_of_nothing_are_drawn_empty():
    assert charts.draw(make_chart(ChartKind.MULTIPLES, lines=())).startswith("<svg")


def test_names_are_words_and_never_markup_or_functions():
    line = Line("<b>@number & co</b>", (1.0, 2.0, 3.0, 4.0))
    svg = charts.draw(make_chart(categories=("@ends", "<i>", '"', "2012"), lines=(line, line)))
    assert "<b>" not in svg
    assert "<i>" not in svg
    found = texts_in(svg)
    assert "@ends" in found
    assert any("&lt;b&gt;" in text for text in found)


# Illustrative figures --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != ChartKind.LINE])
def test_illustrative_values_are_hatched(kind):
    assert "<pattern" in charts.draw(make_chart(kind, illustrative=True))
    assert "<pattern" not in charts.draw(make_chart(kind))


def test_illustrative_lines_are_dashed():
    assert "stroke-dasharray" in charts.draw(make_chart(ChartKind.LINE, illustrative=True))
    assert "stroke-dasharray" not in charts.draw(make_chart(ChartKind.LINE))


def test_of_two_lines_only_the_made_up_one_is_hatched():
    official, made_up = make_chart().lines
    mixed = make_chart(illustrative=True, lines=(replace(official, illustrative=False), made_up))
    both = make_chart(illustrative=True)
    hatched = [charts.draw(chart).count("url(#") for chart in (mixed, both)]
    assert hatched == [3, 6]


# Numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("decimals", [0, 1])
def test_numbers_in_a_picture_are_written_as_on_the_page(language, decimals):
    values = [0, 5, -12, 999, 1000, 1143814, -3403.25, 0.04, -0.04, None]
    engine = drawing._studio(0)._engine
    drawn = [engine.eval(f"dugnadNumber({json.dumps(value)}, {decimals}, '{language}')") for value in values]
    with override(language):
        assert drawn == [formats.number(value, decimals) for value in values]


# Colours ---------------------------------------------------------------------------------------------


def test_every_line_colour_stands_three_to_one_against_its_paper():
    names = [*SECTOR_COLOURS, "main", "other", "fall", "rise", "map_5", "map_fall_3", "map_rise_3"]
    weak = [name for name in names if _contrast(PALETTE[name].light, "#ffffff") < 3]
    weak += [name for name in names if _contrast(PALETTE[name].dark, PALETTE["paper"].dark) < 3]
    assert weak == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neighbours_in_a_stack_differ_in_grey_print(theme):
    greys = [_lab(getattr(colour, theme))[0] for colour in SECTOR_COLOURS.values()]
    assert min(abs(one - other) for one, other in pairwise(greys)) >= 12
    assert min(abs(one - other) for one, other in combinations(greys, 2)) >= 2.9


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", ["all colours", "no red", "no green", "no blue"])
def test_sectors_differ_for_every_kind_of_sight(theme, sight):
    seen = [_lab(getattr(colour, theme), SIGHT[sight]) for colour in SECTOR_COLOURS.values()]
    assert min(_distance(one, other) for one, other in combinations(seen, 2)) >= 7


def test_each_colour_is_chosen_once():
    light = [colour.light for colour in PALETTE.values()]
    assert len(light) == len(set(light))


def test_the_style_sheet_has_the_colours_of_the_palette():
    text = STYLES.read_text(encoding="utf-8")
    light, dark, dark_by_system = (
        dict(re.findall(r"(--chart-[\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r"\{((?:\s*--chart-[\w-]+: #[0-9a-f]{6};)+)", text)
    )
    assert light == {variable_of(name): colour.light for name, colour in PALETTE.items()}
    assert dark == dark_by_system == {variable_of(name): colour.dark for name, colour in PALETTE.items()}


def test_a_colour_key_that_nobody_knows_is_the_main_colour():
    svg = charts.draw(make_chart(lines=(Line("Annet", (1.0, 2.0, 3.0, 4.0), "steam engines"),)))
    assert f'fill="{PALETTE["main"].light}"' in svg


def test_inside_a_page_the_colours_are_those_of_its_theme():
    svg = charts.draw_inline(make_chart(illustrative=True))
    assert 'class="chart-wide"' in svg
    assert 'fill="var(--chart-road-traffic)"' in svg
    assert [colour.light for colour in PALETTE.values() if colour.light in svg.lower()] == []
    assert 'class="chart-narrow"' in charts.draw_inline(make_chart(), width=340)


# Kept drawings ---------------------------------------------------------------------------------------


def kept(home: Path) -> list[Path]:
    return sorted((home / "cache" / "charts").rglob("*.svg"))


def test_a_drawing_is_kept_and_read_again(tmp_path):
    charts.draw(make_chart())
    (path,) = kept(tmp_path)
    path.write_text("<svg>kept</svg>", encoding="utf-8")
    assert charts.draw(make_chart()) == "<svg>kept</svg>"
    with override("en"):
        assert charts.draw(make_chart()) != "<svg>kept</svg>"


def test_the_oldest_drawings_of_a_full_folder_go(tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "KEPT_IN_A_FOLDER", 1)
    charts.draw(make_chart())
    (path,) = kept(tmp_path)
    for name in ("old.svg", "older.svg"):
        path.with_name(name).write_text("<svg/>", encoding="utf-8")
    drawing._keep(path.with_name("new.svg"), "<svg/>")
    assert [file.name for file in kept(tmp_path)] == ["new.svg"]


def test_a_disk_that_takes_nothing_costs_no_picture(settings, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings.HOME = tmp_path / "file"
    assert charts.draw(make_chart()).startswith("<svg ")


# On a page -------------------------------------------------------------------------------------------


def rendered(chart: Chart) -> str:
    template = engines["django"].from_string("{% load charts %}{% chart picture %}")
    return template.render({"picture": chart})


def test_a_chart_on_a_page_has_finding_table_source_data_and_mark():
    html = rendered(
        make_chart(
            source="Miljødirektoratet",
            vintage="sett 23. april 2020",
            illustrative=True,
            category_name="År",
            summary="Oppvarming falt mest.",
            notes=("2010 er utelatt.",),
            address="/klimastatus/2020/data/region.csv",
        )
    )
    for words in (
        '<p class="chart-title" id="chart-sektorer-title">Utslippene gikk ned</p>',
        "tonn CO<sub>2</sub>e",
        '<span class="illustrative">',
        'aria-describedby="chart-sektorer-summary"',
        "Oppvarming falt mest.",
        '<th scope="col">År</th>',
        '<th scope="row">2010</th><td class="number">–</td>',
        "Miljødirektoratet, sett 23. april 2020.",
        "2010 er utelatt.",
        'href="/klimastatus/2020/data/region.csv"',
    ):
        assert words in html
    assert html.count("<svg ") == 2


def test_a_chart_on_a_page_hands_its_option_to_the_script():
    html = rendered(make_chart(ChartKind.LINE, title="</script><script>alert(1)</script>"))
    (text,) = re.findall(r'<script type="application/json">(.*?)</script>', html, re.S)
    data = json.loads(text)
    assert data["option"]["baseOption"]["series"][0]["data"] == [20.0, None, 12.0, 8.0]
    assert (data["pointer"], data["language"], data["narrow"]["width"]) == ("line", "nb", charts.NARROW)
    assert "<script>alert" not in html
    assert "illustrative" not in html


def test_the_head_of_a_page_with_charts_names_sheet_and_scripts():
    html = engines["django"].from_string("{% load charts %}{% chart_scripts %}").render({})
    assert re.findall(r'(?:href|src)="/static/([^"]+)"', html) == [
        "kit/charts.css",
        "vendor/echarts/echarts.min.js",
        "kit/chart-drawing.js",
        "kit/charts.js",
    ]


# How colours are compared ------------------------------------------------------------------------------

# What is left of red, green and blue without one kind of cones (Machado, Oliveira and Fernandes 2009).
SIGHT: dict[str, tuple[tuple[float, float, float], ...]] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Colour = tuple[float, float, float]


def _linear(code: str) -> Colour:
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it."""
    shades = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_linear(one), _linear(other)))
    return (shades[1] + 0.05) / (shades[0] + 0.05)


def _lab(code: str, sight: tuple[Colour, ...] = SIGHT["all colours"]) -> Colour:
    """A colour as CIE L*a*b*, as somebody sees it."""
    values = _linear(code)
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, values, strict=True)))) for row in sight)
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.072175 * b
    z = (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _distance(one: Colour, other: Colour) -> float:
    """How different two colours look: CIEDE2000."""
    mean = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + 25**7))
    (l1, a1, b1), (l2, a2, b2) = ((l_, a * stretch, b) for l_, a, b in (one, other))
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    hue = (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    weight = 1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
    weight += 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63))
    d_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    d_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    d_hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    bend = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(d_light**2 + d_chroma**2 + d_hue**2 + bend * d_chroma * d_hue)


def test_changes_on_a_phone_leave_the_room_to_the_bars():
    line = Line("Endring", (-324201.0, 71.0, None, 0.0), beside=("(–9 %)", "(+4 %)", "", ""))
    (_base, narrow) = BUILDERS[ChartKind.CHANGES](make_chart(ChartKind.CHANGES, lines=(line,)))
    assert narrow["yAxis"][1]["data"] == ["–324\u00a0201", "+71", "–", "0"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_stands_on_an_area_of_a_map_can_be_read(theme):
    on = {name: "paper" if name in STRONG else "ink" for name in MAP_COLOURS}
    pairs = {
        name: (getattr(PALETTE[name], theme), getattr(PALETTE[text], theme)) for name, text in on.items()
    }
    assert [name for name, pair in pairs.items() if _contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("steps", [SEQUENCES[5], SIGNED[:3], SIGNED[3:]])
def test_neighbouring_classes_of_a_map_differ_in_lightness(theme, steps):
    names = [step if isinstance(step, str) else f"map_{step}" for step in steps]
    greys = [_lab(getattr(PALETTE[name], theme))[0] for name in names]
    assert [pair for pair in pairwise(greys) if abs(pair[0] - pair[1]) < 8] == []


def test_a_line_that_ends_before_the_others_has_its_name_where_it_ends():
    lines = (Line("Hamar", (1.0, 2.0, 0.0)), Line("Gjøvik", (1.0, 3.0, None)), Line("Ingen", (None,) * 3))
    drawn = make_chart(ChartKind.LINE, categories=("2017", "2018", "2019"), lines=lines)
    series = option_of(drawn)["baseOption"]["series"]
    assert {one["name"]: one["label"]["last"] for one in series} == {"Hamar": 2, "Gjøvik": 1, "Ingen": -1}
    svg = charts.draw(drawn)
    assert "Gjøvik" in svg
    assert "Hamar" in svg

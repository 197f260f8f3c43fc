"""The colours of charts, by name: the one place where they are chosen.

Sectors were searched for, not picked: each stands 3:1 against its paper, neighbours in a stack differ in
lightness so that they also differ in grey print, and every pair differs for readers who see colours
differently. `tests/kit/test_charts.py` measures all three; `charts.css` repeats the values for the browser.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour on white paper and on the dark page."""

    light: str
    dark: str


SECTOR_COLOURS = {
    "road_traffic": Colour("#006062", "#0aa4a2"),
    "other_mobile": Colour("#dc7850", "#ff9f34"),
    "shipping": Colour("#072e76", "#0d6bc8"),
    "aviation": Colour("#0c8bc7", "#8ed2fe"),
    "heating": Colour("#b32925", "#df5544"),
    "energy_supply": Colour("#b68100", "#fdde70"),
    "industry": Colour("#3c4347", "#687981"),
    "agriculture": Colour("#157f40", "#7fbb7a"),
    "waste": Colour("#6d299f", "#a376d7"),
    "f_gases": Colour("#de318e", "#fbaacd"),
}
# Steps of a map: from weak to strong on either paper, so that strong means much in both.
MAP_COLOURS = {
    "map_1": Colour("#dcecef", "#22363b"),
    "map_2": Colour("#b0d3d9", "#2c5159"),
    "map_3": Colour("#7bb3bd", "#39707b"),
    "map_4": Colour("#2f7a87", "#6cb1bd"),
    "map_5": Colour("#0a4a55", "#b4e0e8"),
    "map_fall_3": Colour("#0c5764", "#9fdbe6"),
    "map_fall_2": Colour("#5fa3ae", "#3a727e"),
    "map_fall_1": Colour("#cfe5e9", "#26444b"),
    "map_rise_1": Colour("#f7ddd3", "#51332a"),
    "map_rise_2": Colour("#dd9478", "#9a523e"),
    "map_rise_3": Colour("#a13d25", "#f5b49e"),
}
INK = "#1e1c18"
PALETTE = {
    "main": Colour("#0a5561", "#7cc3d0"),
    "other": Colour("#817b6f", "#7d8a92"),
    "fall": Colour("#0b5662", "#7cc3d1"),
    "rise": Colour("#b4482f", "#f0906f"),
    "ink": Colour(INK, "#eef1f1"),
    "quiet": Colour("#565247", "#b2bcc1"),
    "rule": Colour("#dbd6ca", "#324047"),
    "paper": Colour("#ffffff", "#192226"),
    **SECTOR_COLOURS,
    **MAP_COLOURS,
}
NAME_OF_LIGHT = {colour.light: name for name, colour in PALETTE.items()}


def colour_of(key: str) -> str:
    """The name of a line's colour as options carry it; a key without one gets the main colour."""
    return f"@colour:{key if key in PALETTE else 'main'}"


def variable_of(name: str) -> str:
    """The name of the colour in style sheets: --chart-road-traffic."""
    return f"--chart-{name.replace('_', '-')}"

"""Charts: one description a picture, drawn by the same script in the browser and here, for pages and PDF."""

import hashlib
import json
import re
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from py_mini_racer import MiniRacer

STATIC = Path(__file__).parent / "static"
SCRIPTS = (STATIC / "vendor/echarts/echarts.min.js", STATIC / "kit/chart-options.js")
INK = "#010203"  # stands for the colour of the text around the picture, and is replaced by it
UNWANTED = {"position", "cursor", "user-select"}
STYLE = re.compile(r' style="([^"]*)"')


@dataclass(frozen=True)
class Line:
    """One series of a chart: a name, a colour key, a value for each category; None is a gap."""

    name: str
    values: tuple[float | None, ...]
    key: str = ""
    dashed: bool = False


@dataclass(frozen=True)
class Chart:
    """A picture with its table: what it finds, of what, from whom.

    `kind` is `line`, `stacked`, `bars` (horizontal) or `changes` (horizontal, both ways from zero).
    Values are in `unit`; `illustrative` values are hatched and said to be so.
    """

    key: str
    kind: str
    title: str
    unit: str
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    source: str = ""
    illustrative: bool = False
    decimals: int = 0
    category_name: str = ""
    address: str = ""  # where the same figures can be fetched as CSV
    notes: tuple[str, ...] = field(default=())

    def as_script_reads(self) -> dict[str, Any]:
        """What the drawing script needs to know."""
        values = asdict(self)
        names = ("kind", "unit", "categories", "lines", "illustrative", "decimals")
        return {name: values[name] for name in names} | {"language": get_language() or "nb"}

    @property
    def rows(self) -> list[tuple[str, list[float | None]]]:
        """The table of the chart: one row a category, one value a series."""
        return [(name, [line.values[i] for line in self.lines]) for i, name in enumerate(self.categories)]

    @property
    def height(self) -> int:
        """Tall enough for its bars."""
        if self.kind in {"bars", "changes"}:
            return 60 + 30 * len(self.categories) * max(1, len(self.lines))
        return 380 if self.kind == "stacked" else 320


def with_gaps(values: dict[int, float | None]) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """Years and values from the first year to the last, where a year without a figure is a gap."""
    if not values:
        return (), ()
    years = range(min(values), max(values) + 1)
    return tuple(str(year) for year in years), tuple(values.get(year) for year in years)


def draw(chart: Chart, *, width: int = 720) -> str:
    """The chart as SVG, the same bytes every time; drawn once and kept."""
    text = json.dumps(chart.as_script_reads(), sort_keys=True, ensure_ascii=False)
    stamp = hashlib.sha256(f"{_scripts_hash()}|{width}|{chart.height}|{text}".encode()).hexdigest()
    path = Path(settings.HOME) / "cache" / "charts" / f"{stamp}.svg"
    if path.exists():
        return path.read_text(encoding="utf-8")
    svg = _presentable(_studio().draw(text, width, chart.height), stamp)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(svg, encoding="utf-8")
    return svg


def draw_inline(chart: Chart, *, width: int = 720) -> SafeString:
    """The chart as SVG inside a page, in the colour of the text around it."""
    svg = draw(chart, width=width).replace(INK, "currentColor")
    opening = f'<svg viewBox="0 0 {width} {chart.height}" aria-hidden="true" focusable="false" '
    whole = re.sub(r'<svg width="\d+" height="\d+" ', opening, svg, count=1)
    return mark_safe(whole)  # noqa: S308 - our own drawing; the script escapes names


class _Studio:
    """One warm script engine; it draws one picture at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engine = MiniRacer()
        for script in SCRIPTS:
            self._engine.eval(script.read_text(encoding="utf-8"))

    def draw(self, chart: str, width: int, height: int) -> str:
        """The picture as the script gives it."""
        with self._lock:
            return str(self._engine.eval(f"dugnadDraw({chart}, {width}, {height}, '{INK}')"))


@lru_cache(maxsize=1)
def _studio() -> _Studio:
    return _Studio()


@lru_cache(maxsize=1)
def _scripts_hash() -> str:
    return hashlib.sha256(b"".join(script.read_bytes() for script in SCRIPTS)).hexdigest()


def _presentable(svg: str, stamp: str) -> str:
    """Styles as attributes: pages here allow no inline styles, and attributes say the same."""
    numbered: dict[str, str] = {}
    svg = re.sub(r"<style.*?</style>", "", STYLE.sub(_as_attributes, svg), flags=re.S)
    svg = re.sub(r' class="[^"]*"', "", svg)
    # The engine numbers its patterns from when it was started, but the same picture must be the same
    # bytes; and two pictures on one page must not share an id.
    return re.sub(
        r"zr\d+-", lambda match: numbered.setdefault(match[0], f"c{stamp[:8]}{len(numbered)}-"), svg
    )


def _as_attributes(match: re.Match[str]) -> str:
    pairs = [declaration.partition(":") for declaration in match[1].split(";") if ":" in declaration]
    kept = [(name.strip(), value.strip()) for name, _colon, value in pairs]
    return "".join(f' {name}="{value}"' for name, value in kept if name not in UNWANTED)


def table_heading(chart: Chart) -> Sequence[str]:
    """The heads of the chart's table."""
    return [chart.category_name, *(line.name for line in chart.lines)]

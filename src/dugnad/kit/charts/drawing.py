"""Charts drawn here, by the browser's own script: SVG for pages without script, for mail and for print."""

import hashlib
import json
import os
import re
import tempfile
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from dugnad.kit.charts.chart import Chart
from dugnad.kit.charts.options import NARROW, WIDE, height_of, option_of
from dugnad.kit.charts.options.maps import shapes_of
from dugnad.kit.charts.palette import NAME_OF_LIGHT, PALETTE, variable_of
from dugnad.kit.formats import below

STATIC = Path(__file__).parents[1] / "static"
SCRIPTS = (STATIC / "vendor/echarts/echarts.min.js", STATIC / "kit/chart-drawing.js")
UNWANTED = frozenset({"position", "cursor", "user-select", "-webkit-user-select"})
STYLE = re.compile(r' style="([^"]*)"')
FONT = re.compile(r' font="(?:normal )*(?:(\d{3}|bold) )?([\d.]+px) ([^"]+)"')
LONG_NUMBER = re.compile(r"\d+\.\d{3,}")
# What an SVG says of itself when it stands alone; in a page the page has said it, and the typeface too.
KNOWN_IN_PAGES = re.compile(r' (?:xmlns(?::xlink)?|version|baseProfile|xml:space|font-family)="[^"]*"')
LIGHT = re.compile("|".join(map(re.escape, NAME_OF_LIGHT)), re.IGNORECASE)
KEPT_IN_A_FOLDER = 40  # of 256 folders: some ten thousand drawings before the oldest go
SECONDS, BYTES = 20, 512 * 1024 * 1024


def as_script_reads(chart: Chart) -> dict[str, object]:
    """What a drawing script needs: the option, and how numbers are written."""
    language = (get_language() or "nb")[:2]
    reads: dict[str, object] = {
        "option": option_of(chart),
        "decimals": chart.decimals,
        "below": below(chart.decimals),
        "language": language,
    }
    return reads | {"map": shapes_of(chart)} if chart.areas else reads


def draw(chart: Chart, *, width: int = WIDE) -> str:
    """The chart as SVG, the same bytes every time; drawn once and kept."""
    text, height = (
        json.dumps(as_script_reads(chart), sort_keys=True, ensure_ascii=False),
        height_of(chart, width=width),
    )
    stamp = hashlib.sha256(f"{_scripts_hash()}|{width}|{height}|{text}".encode()).hexdigest()
    path = Path(settings.HOME) / "cache" / "charts" / stamp[:2] / f"{stamp}.svg"
    with suppress(OSError):
        return path.read_text(encoding="utf-8")
    svg = _presentable(_studio(os.getpid()).draw(text, width, height), stamp)
    with suppress(OSError):  # a full or read-only disk costs time, not the picture
        _keep(path, svg)
    return svg


def draw_inline(chart: Chart, *, width: int = WIDE) -> SafeString:
    """The chart as SVG inside a page, in the colours of the page's theme."""
    svg = KNOWN_IN_PAGES.sub("", LIGHT.sub(_as_variable, draw(chart, width=width)))
    layout = "chart-narrow" if width <= NARROW else "chart-wide"
    box = f"0 0 {width} {height_of(chart, width=width)}"
    opening = f'<svg class="{layout}" viewBox="{box}" aria-hidden="true" focusable="false"'
    whole = re.sub(r'<svg width="\d+" height="\d+"', opening, svg, count=1)
    return mark_safe(whole)  # noqa: S308 - our own drawing; the script escapes names


def _as_variable(match: re.Match[str]) -> str:
    return f"var({variable_of(NAME_OF_LIGHT[match[0].lower()])})"


class _Studio:
    """One warm script engine; it draws one picture at a time."""

    def __init__(self) -> None:
        from py_mini_racer import MiniRacer

        self._lock = threading.Lock()
        self._engine = MiniRacer()
        for script in SCRIPTS:
            self._engine.eval(script.read_text(encoding="utf-8"))
        colours = {name: colour.light for name, colour in PALETTE.items()}
        self._engine.eval(f"const dugnadPalette = {json.dumps(colours)}")

    def draw(self, chart: str, width: int, height: int) -> str:
        """The picture as the script gives it."""
        call = f"dugnadDraw({chart}, {width}, {height}, dugnadPalette)"
        with self._lock:
            return str(self._engine.eval(call, timeout_sec=SECONDS, max_memory=BYTES))


@lru_cache(maxsize=1)
def _studio(_process: int) -> _Studio:
    """The engine of this process; one that was begun before a fork is of no use after it."""
    return _Studio()


@lru_cache(maxsize=1)
def _scripts_hash() -> str:
    return hashlib.sha256(b"".join(p.read_bytes() for p in (*SCRIPTS, Path(__file__)))).hexdigest()


def _keep(path: Path, svg: str) -> None:
    """Put a drawing where the next reader finds it whole; the oldest of a full folder go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime)
    for old in kept[: len(kept) + 1 - KEPT_IN_A_FOLDER]:
        old.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(svg)
    Path(file.name).replace(path)


def _presentable(svg: str, stamp: str) -> str:
    """Styles as attributes: pages here allow no inline styles, and attributes say the same."""
    numbered: dict[str, str] = {}
    svg = FONT.sub(_spelled_out, STYLE.sub(_as_attributes, svg))
    svg = re.sub(r"<style.*?</style>| class=\"[^\"]*\"| pointer-events=\"[^\"]*\"", "", svg, flags=re.S)
    svg = LONG_NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), svg)
    # The engine numbers its patterns from when it was started, but the same picture must be the same
    # bytes; and two pictures on one page must not share an id.
    return re.sub(
        r"zr\d+-", lambda match: numbered.setdefault(match[0], f"c{stamp[:8]}{len(numbered)}-"), svg
    )


def _as_attributes(match: re.Match[str]) -> str:
    pairs = [declaration.partition(":") for declaration in match[1].split(";") if ":" in declaration]
    kept = [(name.strip(), value.strip()) for name, _colon, value in pairs]
    return "".join(f' {name}="{value}"' for name, value in kept if name not in UNWANTED)


def _spelled_out(match: re.Match[str]) -> str:
    """`font` is no attribute; its parts are."""
    return f' font-weight="{match[1] or "normal"}" font-size="{match[2]}" font-family="{match[3]}"'

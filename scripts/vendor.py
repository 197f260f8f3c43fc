"""Fetch what the browser gets from others, build our theme, and list every file with its SHA-256."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/dugnad/kit/static/vendor"
TESTS = ROOT / "tests/vendor"

# From the package's file to ours. The variable fonts are for the browser, the static ones for the PDF,
# whose typesetter reads neither woff2 nor two files of one family.
FILES = {
    VENDOR: {
        "@digdir/designsystemet-css/dist/src/index.css": "designsystemet/designsystemet.css",
        "@digdir/designsystemet-css/LICENSE": "designsystemet/LICENSE",
        "@digdir/designsystemet-web/dist/umd/index.js": "designsystemet/designsystemet.js",
        "@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2": "fonts/inter-latin.woff2",
        "@fontsource-variable/inter/files/inter-latin-ext-opsz-normal.woff2": "fonts/inter-latin-ext.woff2",
        "@fontsource-variable/inter/files/inter-latin-opsz-italic.woff2": "fonts/inter-latin-italic.woff2",
        "@fontsource-variable/inter/LICENSE": "fonts/LICENSE",
        "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf": "fonts/Inter-Regular.ttf",
        "@expo-google-fonts/inter/400Regular_Italic/Inter_400Regular_Italic.ttf": "fonts/Inter-Italic.ttf",
        "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf": "fonts/Inter-SemiBold.ttf",
        "@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf": "fonts/Inter-Bold.ttf",
        "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
        "echarts/LICENSE": "echarts/LICENSE",
        "echarts/NOTICE": "echarts/NOTICE",
    },
    TESTS: {"axe-core/axe.min.js": "axe.min.js", "axe-core/LICENSE": "LICENSE"},
}


def main() -> int:
    """Install, copy, build, list."""
    _run("npm", "ci", "--ignore-scripts")
    for target, files in FILES.items():
        shutil.rmtree(target, ignore_errors=True)
        for source, name in files.items():
            _copy(MODULES / source, target / name)
    _build_theme()
    for target in FILES:
        _list(target)
    return 0


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if target.suffix in {".js", ".css"}:
        # A pointer to a source map that we do not ship stops the collection of static files.
        content = re.sub(rb"\n?(//# sourceMappingURL=.*|/\*# sourceMappingURL=.*?\*/)\s*$", b"\n", content)
    target.write_bytes(content)


def _build_theme() -> None:
    """Our colours and type as Designsystemet's variables, light and dark, from scripts/theme.json."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "theme.json"
        tokens, built = Path(folder) / "tokens", Path(folder) / "built"
        theme = json.loads((ROOT / "scripts/theme.json").read_text()) | {"outDir": str(tokens)}
        config.write_text(json.dumps(theme))
        tool = str(MODULES / ".bin/designsystemet")
        _run(tool, "tokens", "create", "--config", str(config))
        _run(
            tool, "tokens", "build", "--config", str(config), "--tokens", str(tokens), "--out-dir", str(built)
        )
        _copy(built / "dugnad.css", VENDOR / "designsystemet/theme.css")


def _list(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)  # noqa: S603 - our own words


if __name__ == "__main__":
    sys.exit(main())

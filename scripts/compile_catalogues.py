"""Compile the translations of every room whose text is newer than its compiled form."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOMS = Path(__file__).parents[1] / "src" / "dugnad"


def main() -> int:
    """Compile what is out of date."""
    for text in sorted(ROOMS.glob("**/locale/*/LC_MESSAGES/django.po")):
        compiled = text.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < text.stat().st_mtime:
            _compile(text, compiled)
    return 0


def _compile(text: Path, compiled: Path) -> None:
    with text.open("rb") as source:
        catalogue = read_po(source, locale=text.parts[-3], abort_invalid=True)
    fresh = compiled.with_suffix(".mo.new")
    with fresh.open("wb") as target:
        write_mo(target, catalogue)
    fresh.replace(compiled)  # whole or not at all: a server may be reading it


if __name__ == "__main__":
    sys.exit(main())

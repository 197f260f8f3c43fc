"""PDF with tags for everyone: a template, texts and figures as data, pictures; the same bytes always."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "static" / "vendor" / "fonts"
log = logging.getLogger(__name__)
# The compiler starts threads of its own and waits for them. A process that is forked afterwards has none of
# them and would wait for ever, with whatever it has locked; it lets a fresh process compile instead.
threads: dict[str, int] = {}
ELSEWHERE = "import sys; from dugnad.kit import pdf; pdf.compile_folder(sys.argv[1], int(sys.argv[2]))"


def compile_pdf(
    template: Path, data: Mapping[str, Any], pictures: Mapping[str, bytes], *, at: datetime
) -> bytes:
    """A PDF/UA-1 from a Typst template that reads `data.json` and pictures by name.

    Text never becomes part of the program: it travels as data, so what people wrote can neither run nor
    read files. The compiler sees a folder made for this one document and our own fonts, nothing else.
    `at` is the moment that the document carries, which makes the bytes repeatable.
    """
    with tempfile.TemporaryDirectory(prefix="dugnad-pdf-") as folder:
        root = Path(folder)
        (root / "main.typ").write_bytes(template.read_bytes())
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        (root / "data.json").write_text(text, encoding="utf-8")
        for name, content in pictures.items():
            _plain_name(root, name).write_bytes(content)
        _compile(root, int(at.timestamp()))
        return (root / "main.pdf").read_bytes()


def _compile(root: Path, timestamp: int) -> None:
    if threads.setdefault("of process", os.getpid()) == os.getpid():
        compile_folder(str(root), timestamp)
        return
    command = [sys.executable, "-c", ELSEWHERE, str(root), str(timestamp)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise RuntimeError(f"The PDF could not be made: {done.stderr.strip()[-500:]}")


def compile_folder(folder: str, timestamp: int) -> None:
    """Make `main.pdf` of the `main.typ` in a folder; `timestamp` in seconds since 1970."""
    result, warnings = typst.compile_with_warnings(
        f"{folder}/main.typ",
        root=folder,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=timestamp,
    )
    Path(folder, "main.pdf").write_bytes(bytes(result))
    for warning in warnings:
        log.warning("the PDF was made, but: %s", warning.message)


def _plain_name(root: Path, name: str) -> Path:
    """A picture lies in the document's own folder, whatever its name says."""
    if Path(name).name != name or name in {"", ".", "..", "main.typ", "data.json"}:
        raise ValueError(f"{name!r} is no name for a picture")
    return root / name

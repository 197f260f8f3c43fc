"""PDF with tags for everyone: a template, texts and figures as data, pictures; the same bytes always."""

import json
import logging
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "static" / "vendor" / "fonts"
log = logging.getLogger(__name__)


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
        result, warnings = typst.compile_with_warnings(
            str(root / "main.typ"),
            root=str(root),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(at.timestamp()),
        )
    for warning in warnings:
        log.warning("the PDF was made, but: %s", warning.message)
    return bytes(result)


def _plain_name(root: Path, name: str) -> Path:
    """A picture lies in the document's own folder, whatever its name says."""
    if Path(name).name != name or name in {"", ".", "..", "main.typ", "data.json"}:
        raise ValueError(f"{name!r} is no name for a picture")
    return root / name

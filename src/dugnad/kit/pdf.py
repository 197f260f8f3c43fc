"""PDF with tags for everyone: a template, texts and figures as data, pictures; the same bytes always."""

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "static" / "vendor" / "fonts"


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
            (root / name).write_bytes(content)
        result: bytes = typst.compile(
            str(root / "main.typ"),
            root=str(root),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(at.timestamp()),
        )
    return result

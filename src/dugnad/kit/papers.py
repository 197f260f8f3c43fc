"""A document for a word processor: headings that it knows, a language, the same bytes each time."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

# python-docx takes a tenth of a second to load, and few pages write a document.
if TYPE_CHECKING:
    from docx.document import Document

TAGS = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
# XML has no place for these; a text may hold them when it came by the API.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the day that an archive may not go behind


class Paper:
    """A document that is written from top to bottom."""

    def __init__(self, title: str, *, language: str, at: datetime) -> None:
        import docx

        self.document: Document = docx.Document()
        tag = TAGS[language[:2]]
        facts = self.document.core_properties
        facts.title, facts.language, facts.author, facts.comments = _plain(title), tag, "", ""
        facts.created = facts.modified = at.astimezone(UTC).replace(tzinfo=None)
        _speak(self.document, tag)
        self.heading(title, 0)

    def heading(self, words: str, level: int) -> None:
        """A heading; level 0 is the title of the document."""
        self.document.add_heading(_plain(words), level)

    def line(self, words: str) -> None:
        """A paragraph."""
        self.document.add_paragraph(_plain(words))

    def item(self, words: str) -> None:
        """An entry of a list."""
        self.document.add_paragraph(_plain(words), style="List Bullet")

    def entry(self, name: str, lines: Sequence[str]) -> None:
        """A name in bold, and what belongs to it: the first line beside it, the others as paragraphs."""
        paragraph = self.document.add_paragraph()
        paragraph.add_run(_plain(name)).bold = True
        if lines:
            paragraph.add_run(f": {_plain(lines[0])}")
        for line in lines[1:]:
            self.line(line)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table whose first row is repeated on each page."""
        table = self.document.add_table(rows=1, cols=len(header), style="Light Grid Accent 1")
        for cell, words in zip(table.rows[0].cells, header, strict=True):
            cell.text = _plain(words)
        _repeat(table.rows[0])
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = _plain(words)

    def as_bytes(self) -> bytes:
        """The file; packed anew, because an archive otherwise remembers the second in which it was made."""
        stream, packed = io.BytesIO(), io.BytesIO()
        self.document.save(stream)
        with zipfile.ZipFile(stream) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name, LONG_AGO), old.read(name), zipfile.ZIP_DEFLATED)
        return packed.getvalue()


def _speak(document: "Document", tag: str) -> None:
    """Name the language of every word, so that a screen reader speaks it and a speller checks it."""
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)
        language.attrib.pop(qn("w:eastAsia"), None)


def _repeat(row: object) -> None:
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:tblHeader"))


def _plain(words: str) -> str:
    return UNWRITABLE.sub("", words)

"""PDF: tagged for everyone, the same bytes, our own letters, no way from a text to a file of the server."""

import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import outloud
import pikepdf
import pytest

from dugnad.kit import pdf as kit_pdf
from dugnad.kit.pdf import compile_pdf

AT = datetime(2020, 12, 10, 9, 0, tzinfo=UTC)
TEMPLATE = """
#let data = json("data.json")
#set document(title: data.title)
#set text(font: "Inter", lang: data.language)
= #data.title
#data.text
#for name in data.pictures { image(name, alt: "En tegning", width: 2cm) }
"""
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "report.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def compiled(template: Path, text: str = "Noen ord.", at: datetime = AT, **pictures: bytes) -> bytes:
    names = [name.replace("_", ".") for name in pictures]
    data = {"title": "Klimastatus", "language": "nb", "text": text, "pictures": names}
    return compile_pdf(template, data, dict(zip(names, pictures.values(), strict=True)), at=at)


def text_of(pdf: bytes) -> str:
    """The text as a reader's program gets it."""
    import pymupdf  # the checker brings it; its own modules warn when it is loaded twice

    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_a_pdf_can_be_read_aloud(template, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(compiled(template, "Sámi giella: Š, Đ, Ŋ, ŧ. CO₂e – 12 %.", tegning_svg=SQUARE))
    result = outloud.check(str(path))
    assert (result.verdict, result.errors) == ("pass", 0)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "nb"
        assert str(pdf.docinfo["/Title"]) == "Klimastatus"


FORKED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from dugnad.kit.pdf import compile_pdf
template, data = Path(sys.argv[1]), {"title": "T", "language": "nb", "text": "x", "pictures": []}
at = datetime(2020, 12, 10, tzinfo=UTC)
first = compile_pdf(template, data, {}, at=at)
child = os.fork()
if child == 0:
    signal.alarm(50)
    os._exit(0 if compile_pdf(template, data, {}, at=at) == first else 3)
_pid, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""


def test_a_process_that_is_forked_after_a_pdf_was_made_can_make_one_too(template):
    done = subprocess.run(
        [sys.executable, "-c", FORKED, template], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_cannot_be_set_in_another_process_is_told(template, monkeypatch):
    monkeypatch.setitem(kit_pdf.threads, "of process", 0)
    template.write_text("#let x = ", encoding="utf-8")
    with pytest.raises(RuntimeError, match="could not be made"):
        compiled(template)


def test_the_same_document_is_the_same_bytes(template):
    assert compiled(template, tegning_svg=SQUARE) == compiled(template, tegning_svg=SQUARE)
    assert compiled(template) != compiled(template, at=datetime(2021, 1, 1, tzinfo=UTC))


def test_every_letter_is_in_our_own_typeface(template):
    with pikepdf.open(io.BytesIO(compiled(template, "Bæ, ø, å; Š, Đ, Ŋ; CO₂ – «ord»"))) as pdf:
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"Inter"}


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#image("/etc/hostname")',
        "= Overskrift",
        '#import "@preview/cetz:0.3.0"',
        "$x$ _kursiv_ *fet* `kode` <merke> @sitat \\ // nei",
        '"] #panic() [',
    ],
)
def test_what_people_wrote_is_shown_and_never_run(text, template):
    assert text_of(compiled(template, text)).endswith(text)


@pytest.mark.parametrize("name", ["../out.svg", "/srv/out.svg", "a/b.svg", "", "..", "main.typ", "data.json"])
def test_a_picture_lies_in_the_documents_own_folder(name, template):
    with pytest.raises(ValueError, match="no name for a picture"):
        compile_pdf(template, {}, {name: SQUARE}, at=AT)


def test_a_warning_of_the_compiler_is_logged(template, caplog):
    template.write_text(TEMPLATE + '#text(font: "No such typeface", "x")', encoding="utf-8")
    compiled(template)
    assert "no such typeface" in caplog.text

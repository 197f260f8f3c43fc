"""Files from outside: what they are, and what we do not open."""

import hashlib
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dugnad.kit import uploads
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import Sheet, write_workbook

EVERYTHING = set(uploads.FILE_KINDS)
WORKBOOK = {"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}


def archive(files, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return stream.getvalue()


def picture(kind, size=(4, 3)):
    stream = io.BytesIO()
    Image.new("RGB", size, "green").save(stream, kind)
    return stream.getvalue()


def refusal(content, name="svar.xlsx", allowed=frozenset(EVERYTHING)):
    with pytest.raises(Refused) as caught:
        uploads.inspect(content, name, allowed=allowed)
    return caught.value.code, str(caught.value.message)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (write_workbook([Sheet("Svar", ["a"], [[1]])]), "xlsx"),
        (archive({"word/document.xml": b"<document/>"}), "docx"),
        (b"%PDF-1.7 ...", "pdf"),
        (picture("png"), "png"),
        (picture("jpeg"), "jpeg"),
        (picture("webp"), "webp"),
        (b'{"a": 1}', "json"),
        ("\ufeff[1, 2]".encode(), "json"),
        (b"kommunenummer;navn\n3403;Hamar\n", "csv"),
    ],
)
def test_inspect_finds_the_kind_by_content(content, kind):
    inspected = uploads.inspect(content, "uten etternavn", allowed=EVERYTHING)
    assert (inspected.kind, inspected.size) == (kind, len(content))
    assert inspected.sha256 == hashlib.sha256(content).hexdigest()
    assert inspected.content_type == uploads.FILE_KINDS[kind].content_type


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><body>Feil</body></html>",
        b"\n  <html><head></head></html>",
        b"\xef\xbb\xbf<?xml version='1.0'?><html/>",
        b"<svg xmlns='x'><script>1</script></svg>",
    ],
)
def test_inspect_refuses_a_web_page_that_is_named_as_a_workbook(content):
    code, message = refusal(content)
    assert code == "kind"
    assert message.startswith("svar.xlsx")
    assert message != refusal(b"\x00\x01\x02")[1]


def test_inspect_refuses_an_empty_file():
    assert refusal(b"")[0] == "empty"


@pytest.mark.parametrize(
    "content", [b"\x7fELF\x02\x00\x00", archive({"macro.bin": b"x"}), b"PK\x03\x04 no archive at all"]
)
def test_inspect_refuses_what_nobody_can_open(content):
    assert refusal(content)[0] == "kind"


def test_inspect_refuses_a_kind_that_is_not_wanted_here_and_names_those_that_are():
    code, message = refusal(b"%PDF-1.7", "bilde.png", allowed={"png", "jpeg"})
    assert (code, "jpeg, png" in message) == ("kind", True)


@pytest.mark.parametrize("name", ["krav.exe", "side.html", "lenke.url", "makro.BAT"])
def test_inspect_refuses_a_text_that_calls_itself_something_to_run(name):
    code, message = refusal(b"MZ;1\n", name)
    assert (code, name in message) == ("kind", True)


@pytest.mark.parametrize("name", ["tall", "tall.csv", "tall.TXT", "tall.xls"])
def test_inspect_takes_a_table_by_the_names_that_tables_have(name):
    assert uploads.inspect(b"a;b\n1;2\n", name, allowed={"csv"}).kind == "csv"


def test_inspect_refuses_a_file_that_is_too_large():
    code, message = refusal(b'{"a": "' + b"x" * 50 * uploads.MEGABYTE + b'"}', "alt.json")
    assert (code, "50" in message) == ("size", True)


def test_inspect_refuses_an_archive_that_unpacks_to_too_much():
    bomb = archive({**WORKBOOK, "xl/sheet1.xml": b"<a/>" + b"0" * 30 * uploads.MEGABYTE})
    assert len(bomb) < uploads.MEGABYTE
    code, message = refusal(bomb)
    assert (code, "langt mer enn en fil av den størrelsen rommer" in message) == ("archive", True)


def test_inspect_refuses_an_archive_of_too_many_files():
    many = {f"xl/{number}.txt": b"some text that does not pack" for number in range(uploads.ZIP_ENTRIES)}
    assert refusal(archive({**WORKBOOK, **many}, zipfile.ZIP_STORED))[0] == "archive"


@pytest.mark.parametrize(
    "prolog",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<!doctype a><a/>",
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        b"<!--" + bytes(range(65, 91)) * 3000 + b"--><!DOCTYPE a><a/>",
    ],
)
@pytest.mark.parametrize("place", ["xl/sheet1.xml", "xl/_rels/WORKBOOK.XML.RELS"])
def test_inspect_refuses_a_document_type_in_an_office_file(prolog, place):
    code, message = refusal(archive({**WORKBOOK, place: prolog}, zipfile.ZIP_STORED))
    assert (code, "dokumenttype" in message) == ("archive", True)


def test_inspect_refuses_an_encrypted_archive():
    content = bytearray(archive(WORKBOOK))
    directory = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, directory + 8, 1)
    assert refusal(bytes(content))[0] == "archive"


def test_inspect_refuses_an_archive_with_damaged_parts():
    content = bytearray(archive({"xl/workbook.xml": b"<workbook>" + bytes(range(256)) * 20}))
    content[60:90] = b"\xff" * 30
    code, message = refusal(bytes(content))
    assert (code, message.startswith("svar.xlsx er skadd")) == ("archive", True)


@pytest.mark.parametrize(
    "content",
    [archive(WORKBOOK)[:60], b"PK\x03\x04" + bytes(90), b"just words"],
    ids=["cut off", "empty zip", "text"],
)
def test_inspect_says_that_a_workbook_is_damaged_and_not_that_it_is_no_workbook(content):
    code, message = refusal(content, "Svar.XLSX", allowed={"xlsx"})
    assert (code, message.startswith("Svar.XLSX er skadd")) == ("kind", True)


def test_inspect_names_the_wanted_kinds_where_the_name_says_another():
    assert refusal(b"%PDF-1.7", "svar.pdf", allowed={"xlsx"}) == (
        "kind", "svar.pdf er ikke av en type vi tar imot her (xlsx).",
    )  # fmt: skip


@given(st.binary(max_size=300), st.integers(0, 400))
def test_inspect_answers_any_damage_with_a_refusal_or_a_kind(noise, place):
    whole = archive({**WORKBOOK, "xl/sheet1.xml": b"<sheet/>"})
    content = whole[:place] + noise + whole[place + len(noise) :]
    try:
        outcome = uploads.inspect(content, "svar.xlsx", allowed=EVERYTHING).kind
    except Refused as refused:
        outcome = refused.code
    assert outcome in EVERYTHING | {"kind", "archive", "image", "empty"}


def test_inspect_refuses_a_picture_that_is_broken():
    assert refusal(picture("png")[:40], "kart.png")[0] == "image"


def test_inspect_refuses_a_picture_of_too_many_points(monkeypatch):
    monkeypatch.setattr(uploads, "PIXELS", 11)
    assert refusal(picture("png", (4, 3)), "kart.png")[0] == "image"
    monkeypatch.setattr(uploads, "PIXELS", 12)
    assert uploads.inspect(picture("png", (4, 3)), "kart.png", allowed={"png"}).kind == "png"


def test_write_bytes_writes_once_and_whole():
    content = b"svar"
    sha256 = hashlib.sha256(content).hexdigest()
    uploads.write_bytes(sha256, content)
    uploads.write_bytes(sha256, b"noe annet")
    path = uploads.path_of(sha256)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == [sha256]


def test_a_damaged_file_a_picture_and_a_page_each_get_their_own_advice():
    damaged = refusal(write_workbook([Sheet("Svar", ["a"], [[1]])])[:900])[1]
    assert "skadd" in damaged
    assert "PNG" in refusal(b"<?xml version='1.0'?>\n<svg xmlns='x'/>")[1]
    assert "nettside" in refusal(b"<html></html>")[1]

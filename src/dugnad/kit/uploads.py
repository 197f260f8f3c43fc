"""Files from outside: judged by their content, bounded in size, kept as they came."""

import hashlib
import io
import lzma
import os
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from dugnad.kit.errors import Refused

MEGABYTE = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"
ZIP_ENTRIES = 2_000
ZIP_UNPACKED = 400 * MEGABYTE
ZIP_RATIO = 250
ENCRYPTED = 0x1
# What Python's reader raises on archives that were damaged on purpose, each seen in a test.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, EOFError, OSError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
PROLOG = 64 * 1024  # the root element of an office file begins long before this
ROOT_ELEMENT = re.compile(rb"<[A-Za-z_]")
# No signature says so. “Not a file of that kind” bewilders where the name ends in that very kind.
DAMAGED = "damaged"  # an archive that cannot be unpacked
GUESSED = frozenset({"unknown", "csv"})
PIXELS = 60_000_000


@dataclass(frozen=True)
class FileKind:
    """A kind of file that we take: how it is handed out, how large it may be, what else is looked at."""

    content_type: str
    megabytes: int
    check: Callable[[bytes, str], None] = lambda content, name: None


@dataclass(frozen=True)
class Inspected:
    """What a file is, found by reading it and not by its name."""

    name: str
    kind: str
    size: int
    sha256: str

    @property
    def content_type(self) -> str:
        """The media type under which the file is handed out again."""
        return FILE_KINDS[self.kind].content_type


def inspect(content: bytes, name: str, *, allowed: Collection[str]) -> Inspected:
    """Judge a file by its content; raises Refused with the reason in the user's words."""
    if not content:
        raise Refused("empty", _("%(name)s is empty.") % {"name": name})
    kind = kind_of(content)
    if kind not in allowed or (kind in TEXTS and _calls_itself(name) not in TEXT_ENDINGS):
        raise Refused("kind", _refusal_of_kind(kind, name, allowed))
    facts = FILE_KINDS[kind]
    if len(content) > facts.megabytes * MEGABYTE:
        message = _("%(name)s is larger than %(limit)s MB, which is the most we take.")
        raise Refused("size", message % {"name": name, "limit": facts.megabytes})
    facts.check(content, name)
    return Inspected(name=name, kind=kind, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def kind_of(content: bytes) -> str:
    """The kind of a file from its first bytes; html, svg, damaged and unknown are allowed nowhere."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    signatures = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
    for signature, kind in signatures.items():
        if content.startswith(signature):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content)
    if markup := _kind_of_markup(start.lower()):
        return markup
    if b"\x00" in content[:4096]:
        return "unknown"
    return "json" if start[:1] in {b"{", b"["} else "csv"


def _kind_of_markup(start: bytes) -> str:
    if start.startswith((b"<svg", b"<!doctype svg")) or (start.startswith(b"<?xml") and b"<svg" in start):
        return "svg"
    return "html" if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")) else ""


def check_zip(content: bytes, name: str) -> None:
    """Refuse an archive that unpacks to more than it should, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            is_bounded = _is_bounded(entries, len(content))
            is_risky = is_bounded and any(_is_risky(archive, entry) for entry in entries)
    except BROKEN_ARCHIVE:
        raise Refused("archive", _damaged(name)) from None
    if not is_bounded:
        message = _("%(name)s unpacks to far more than a file of its size holds, so we do not open it.")
        raise Refused("archive", message % {"name": name})
    if is_risky:
        message = _(
            "%(name)s is locked or has a part with instructions that no such file needs (a document type). "
            "Open it in the program that made it, and save it once more as an ordinary file."
        )
        raise Refused("archive", message % {"name": name})


def _is_bounded(entries: list[zipfile.ZipInfo], packed: int) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    return len(entries) <= ZIP_ENTRIES and unpacked <= min(ZIP_UNPACKED, ZIP_RATIO * packed)


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def write_bytes(sha256: str, content: bytes) -> None:
    """Write bytes under their hash: whole and on the disk, or not at all."""
    path = path_of(sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is: a power cut must not lose an acknowledged file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except BROKEN_ARCHIVE:
        return DAMAGED
    return "xlsx" if "xl/workbook.xml" in names else "docx" if "word/document.xml" in names else "unknown"


def _is_risky(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Encrypted, or XML with a document type, where XML bombs begin; office files have neither."""
    if entry.flag_bits & ENCRYPTED:
        return True
    if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(entry) as file:
        # Zero bytes go, so that a document type in UTF-16 is found as well.
        prolog = file.read(PROLOG).replace(b"\x00", b"")
    return b"<!DOCTYPE" in prolog.upper() or (len(prolog) > 0 and not ROOT_ELEMENT.search(prolog))


def _check_image(content: bytes, name: str) -> None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as image:
            pixels = image.width * image.height
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused("image", _("%(name)s is not a picture that we can open.") % {"name": name}) from None
    if pixels > PIXELS:
        raise Refused(
            "image",
            _("%(name)s has more than 60 million pixels. Save it smaller and try again.") % {"name": name},
        )


def _refusal_of_kind(kind: str, name: str, allowed: Collection[str]) -> str:
    if kind == DAMAGED or (kind in GUESSED and _calls_itself(name) in allowed):
        return _damaged(name)
    messages = {
        "html": _(
            "%(name)s is a web page and not a file of the kinds that we take here (%(wanted)s). If you "
            "downloaded it, the address gave a page instead of the file; it may want you to sign in."
        ),
        "svg": _(
            "%(name)s is an SVG picture, which can carry programs. Export it as PNG, and choose that instead."
        ),
    }
    usual = _("%(name)s is not a file of a kind that we take here (%(wanted)s).")
    return messages.get(kind, usual) % {"name": name, "wanted": ", ".join(sorted(allowed))}


def _damaged(name: str) -> str:
    message = _(
        "%(name)s is damaged, locked with a password, or not what its name says. Open it in the program "
        "that made it, save it once more, and choose it again."
    )
    return message % {"name": name}


def _calls_itself(name: str) -> str:
    """The kind that the name of a file ends in."""
    ending = Path(name).suffix.lower().removeprefix(".")
    return {"jpg": "jpeg"}.get(ending, ending)


# Any text may be taken for a table, so its name counts too: whoever fetches it opens it by its name.
TEXTS = frozenset({"csv", "json"})
TEXT_ENDINGS = frozenset({"", "csv", "txt", "tsv", "tab", "json", "geojson", "topojson", "xls", "xlsx"})

FILE_KINDS = {
    "xlsx": FileKind(f"{OFFICE}.spreadsheetml.sheet", 50, check_zip),
    "docx": FileKind(f"{OFFICE}.wordprocessingml.document", 25, check_zip),
    "csv": FileKind("text/csv", 600),
    "json": FileKind("application/json", 50),
    "pdf": FileKind("application/pdf", 50),
    "png": FileKind("image/png", 15, _check_image),
    "jpeg": FileKind("image/jpeg", 15, _check_image),
    "webp": FileKind("image/webp", 15, _check_image),
}

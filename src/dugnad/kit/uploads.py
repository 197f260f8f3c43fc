"""Files from outside: judged by their content, bounded in size, kept as they came."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from dugnad.kit.errors import Refused

MEGABYTE = 1024 * 1024
SIZE_LIMITS = {
    "xlsx": 50, "csv": 200, "json": 50, "pdf": 50, "png": 15, "jpeg": 15, "webp": 15, "docx": 25,
}  # megabytes  # fmt: skip
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}
ZIP_ENTRIES = 2_000
ZIP_UNPACKED = 400 * MEGABYTE
ZIP_RATIO = 250
PIXELS = 60_000_000


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
        return CONTENT_TYPES[self.kind]


def inspect(content: bytes, name: str, *, allowed: Collection[str]) -> Inspected:
    """Judge a file by its content; raises Refused with the reason in the user's words."""
    if not content:
        raise Refused("empty", _("%(name)s is empty.") % {"name": name})
    kind = kind_of(content)
    if kind not in allowed:
        raise Refused("kind", _refusal_of_kind(kind, name, allowed))
    if len(content) > SIZE_LIMITS[kind] * MEGABYTE:
        message = _("%(name)s is larger than %(limit)s MB, which is the most we take.")
        raise Refused("size", message % {"name": name, "limit": SIZE_LIMITS[kind]})
    if kind in {"xlsx", "docx"}:
        check_zip(content, name)
    if kind in {"png", "jpeg", "webp"}:
        _check_image(content, name)
    return Inspected(name=name, kind=kind, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def kind_of(content: bytes) -> str:
    """The kind of a file from its first bytes; `html` and `unknown` are kinds that nobody allows."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    signatures = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
    for signature, kind in signatures.items():
        if content.startswith(signature):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content)
    if start[:200].lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<svg")):
        return "html"
    if b"\x00" in content[:4096]:
        return "unknown"
    return "json" if start[:1] in {b"{", b"["} else "csv"


def check_zip(content: bytes, name: str) -> None:
    """Refuse an archive that unpacks to more than it should, before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        bomb = len(entries) > ZIP_ENTRIES or unpacked > ZIP_UNPACKED or unpacked > ZIP_RATIO * len(content)
        if bomb or any(_has_doctype(archive, entry) for entry in entries):
            raise Refused("archive", _("%(name)s unpacks to something we do not open.") % {"name": name})


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


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return "unknown"
    return "xlsx" if "xl/workbook.xml" in names else "docx" if "word/document.xml" in names else "unknown"


def _has_doctype(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """A document type declaration is where XML bombs and file reads begin; office files never have one."""
    if not entry.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(entry) as file:
        return b"<!DOCTYPE" in file.read(4096).upper()


def _check_image(content: bytes, name: str) -> None:
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
    wanted = ", ".join(sorted(allowed))
    if kind == "html":
        message = _(
            "%(name)s is a web page, not a data file. Open the address in a browser and save the file itself."
        )
        return message % {"name": name}
    return _("%(name)s is not a file of a kind that we take here (%(wanted)s).") % {
        "name": name,
        "wanted": wanted,
    }

"""Verbs of attachments: put in, take out. The bytes that came are kept; readers get a picture drawn anew."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from dugnad.documents.changes.writing import (
    claim_revision,
    create_document,
    edit_document,
    version_to_write_in,
)
from dugnad.documents.kinds import ATTACHABLE, PICTURES
from dugnad.documents.models import Attachment, Document
from dugnad.documents.queries import attachments_in
from dugnad.documents.rules import can_edit
from dugnad.kit import history, uploads
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused
from dugnad.kit.models import StoredFile
from dugnad.members.models import Person

LONGEST_SIDE = 1600
QUALITY = 84


@transaction.atomic
def attach(
    document: Document,
    content: bytes,
    name: str,
    *,
    revision: int,
    by: Person | None,
    at: datetime,
    licence: str,
    title: str = "",
    **caption: str,
) -> Attachment:
    """Add a file, judged by its content; `caption` is alt_text, credit and consent."""
    if not can_edit(document):
        raise Refused("state", _("A withdrawn document cannot be changed."))
    inspected = uploads.inspect(content, name, allowed=ATTACHABLE)
    claim_revision(document, revision, yours={})
    version = version_to_write_in(document, at=at)
    attachment = Attachment(
        document=document,
        file=store_file(content, inspected, at=at),
        shown_file=_drawn_anew(content, name, at=at) if inspected.kind in PICTURES else None,
        name=name[-200:],
        title=title or name[:200],
        licence=licence,
        position=attachments_in(version).count(),
        first_version=version.number,
        added_at=at,
        **caption,
    )
    attachment.save(force_insert=True)
    _record("attach", attachment, by=by, at=at)
    return attachment


@transaction.atomic
def create_document_with_picture(
    content: bytes, name: str, caption: Mapping[str, str], *, by: Person | None, at: datetime, **values: Any
) -> Document:
    """Begin a document with its picture; one that is refused leaves no half document behind."""
    document = create_document(by=by, at=at, **values)
    attach(document, content, name, revision=document.revision, by=by, at=at, **caption)
    return document


@transaction.atomic
def edit_document_with_picture(
    document: Document,
    content: bytes,
    name: str,
    caption: Mapping[str, str],
    *,
    revision: int,
    by: Person | None,
    at: datetime,
    **values: Any,
) -> None:
    """Write new values and add a picture, both or neither."""
    edit_document(document, revision=revision, by=by, at=at, **values)
    attach(document, content, name, revision=document.revision, by=by, at=at, **caption)


@transaction.atomic
def detach(attachment: Attachment, *, revision: int, by: Person | None, at: datetime) -> None:
    """Take a file out of the document, from the version now written on; earlier versions keep it."""
    document = attachment.document
    if not can_edit(document):
        raise Refused("state", _("A withdrawn document cannot be changed."))
    claim_revision(document, revision, yours={})
    version = version_to_write_in(document, at=at)
    attachment.last_version = version.number - 1
    attachment.save(update_fields=["last_version"])
    _record("detach", attachment, by=by, at=at)


def _record(verb: str, attachment: Attachment, *, by: Person | None, at: datetime) -> None:
    document = attachment.document
    history.record(
        verb,
        document,
        by=by,
        at=at,
        after={"attachment": attachment.title, "sha256": attachment.file.sha256},
        organisation_id=document.owner_id,
    )


def _drawn_anew(content: bytes, name: str, *, at: datetime) -> StoredFile:
    """The picture for readers: upright, at most 1600 pixels, without the camera's notes on place and time."""
    try:
        drawn = _encoded(_upright(content))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        message = _("%(name)s is damaged. Save the picture anew and try again.")
        raise Refused("image", message % {"name": name}, field="file") from None
    return store_file(drawn, uploads.inspect(drawn, name, allowed=PICTURES), at=at)


def _upright(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as original:
        picture = ImageOps.exif_transpose(original)
        clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
        picture = picture.convert("RGBA" if clear else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture.info.clear()
    return picture


def _encoded(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(stream, "PNG", optimize=True)
    else:
        picture.save(stream, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return stream.getvalue()

"""Documents for tests, made by the room's own verbs."""

import io
from datetime import datetime
from typing import Any

from PIL import Image

from dugnad.documents import changes
from dugnad.documents.kinds import Kind, Theme
from dugnad.documents.models import Attachment, Document
from dugnad.documents.states import State
from dugnad.kit.clock import OSLO
from dugnad.members.models import Organisation
from tests.factories.members import make_municipality

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
BODY = "Hamar har bygd eit varmelager av gamle teglsteinar.\n\nDet sparer straum."


def make_document(
    owner: Organisation | None = None, state: State = State.DRAFT, kind: Kind = Kind.REPORT, **values: Any
) -> Document:
    """A document of an organisation (Hamar), taken through the steps to a state."""
    values = {"title": "Varmelager i tegl", "body": BODY, "language": "nn", "year": 2021} | values
    owner = owner or Organisation.objects.filter(slug="hamar").first() or make_municipality()
    facts = {"theme": Theme.ENERGY} if kind == Kind.STORY else {}
    document = changes.create_document(kind=kind, owner=owner, by=None, at=AT, **facts | values)
    take_to(document, state)
    return document


def make_story(owner: Organisation | None = None, state: State = State.DRAFT, **values: Any) -> Document:
    """A story on energy, taken through the steps to a state."""
    return make_document(owner, state, Kind.STORY, **values)


def take_to(document: Document, state: State) -> None:
    """Take a draft through the steps to a state."""
    steps = [
        (State.IN_REVIEW, lambda: changes.submit_for_review(document, by=None, at=AT)),
        (
            State.APPROVED,
            lambda: changes.approve(document, on_behalf_of=document.owner, by=None, at=AT),
        ),
        (State.PUBLISHED, lambda: changes.publish(document, by=None, at=AT)),
        (State.WITHDRAWN, lambda: changes.withdraw(document, reason="Feil tall.", by=None, at=AT)),
    ]
    for reached, step in steps:
        if document.state == state:
            return
        step()
        assert document.state == reached


def make_picture(width: int = 40, height: int = 30, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a picture in one colour."""
    stream = io.BytesIO()
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, (width, height), "teal").save(stream, kind, **options)
    return stream.getvalue()


def make_attachment(
    document: Document, content: bytes = b"", name: str = "tegl.jpg", **caption: Any
) -> Attachment:
    """A picture that is ready to be published, attached to a document."""
    caption = {
        "title": "Tegl",
        "alt_text": "Ein stabel teglstein",
        "credit": "Kari Nordmann",
        "licence": "cc-by-4.0",
    } | caption
    return changes.attach(
        document, content or make_picture(), name, revision=document.revision, by=None, at=AT, **caption
    )

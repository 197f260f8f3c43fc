"""What documents bring to the thread: stories and reports, and the activities that they serve."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from dugnad.documents.models import Document
from dugnad.documents.queries.rights import shown_versions, visible_to
from dugnad.kit.thread import Edges, End, Noun, Relation
from dugnad.members.rules import Viewer
from dugnad.programme.queries.thread import activity_end, seen_states

DOCUMENT = Noun("document", _("Story or report"), _("Stories and reports"))
NOUNS = (DOCUMENT,)
RELATIONS: tuple[Relation, ...] = ()


def edges(viewer: Viewer) -> list[Edges]:
    """Which document serves which activity."""
    serving = Document.activities.through.objects.filter(
        document__in=visible_to(viewer), activity__programme__state__in=seen_states(viewer)
    )
    return [Edges(serving, document_end("document__", viewer), activity_end("activity__"), "serves")]


def document_end(path: str, viewer: Viewer) -> End:
    """A document at the end of an edge, called as the newest version that the viewer may read."""
    shown = shown_versions(viewer).filter(document=OuterRef(f"{path}pk"))
    return End(DOCUMENT.name, (f"{path}slug",), Subquery(shown.values("title")[:1]), f"{path}language")

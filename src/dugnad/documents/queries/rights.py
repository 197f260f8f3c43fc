"""Which versions of which documents a viewer may read: every other question begins here."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from dugnad.documents.models import Document, Version
from dugnad.documents.states import UNDER_TREATMENT, State
from dugnad.kit.access import STAFF
from dugnad.members.models import Organisation
from dugnad.members.queries import alliance, alphabetical, members_on
from dugnad.members.rules import Viewer, may_approve_for

EVERYTHING = Viewer(roles=STAFF)
PUBLIC = Viewer()


def working_for(viewer: Viewer) -> Q:
    """The condition that the viewer may read a document's unpublished versions."""
    if viewer.is_secretariat:
        return Q()
    own = Q(owner__in=viewer.edits)
    return own | Q(state__in=UNDER_TREATMENT) if viewer.is_body_member else own


def readable_versions(viewer: Viewer) -> QuerySet[Version]:
    """The versions that the viewer may read: all of their own, the treated one of a body, published ones."""
    if viewer.is_secretariat:
        return Version.objects.all()
    public = Q(published_at__isnull=False) & ~Q(document__state=State.WITHDRAWN)
    readable = Q(document__owner__in=viewer.edits) | public
    if viewer.is_body_member:
        newer = Version.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
        readable |= Q(document__state__in=UNDER_TREATMENT) & Q(~Exists(newer))
    return Version.objects.filter(readable)


def shown_versions(viewer: Viewer) -> QuerySet[Version]:
    """For each document the newest version that the viewer may read."""
    newer = readable_versions(viewer).filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    return readable_versions(viewer).exclude(Exists(newer))


def visible_to(viewer: Viewer) -> QuerySet[Document]:
    """The documents of which the viewer may read some version."""
    versions = readable_versions(viewer).filter(document=OuterRef("pk"))
    return Document.objects.filter(Exists(versions)).select_related("owner")


def owners_for(viewer: Viewer, *, on: date) -> list[Organisation]:
    """On whose behalf the viewer may write: the secretariat for the alliance and every member."""
    if viewer.is_secretariat:
        return [alliance(), *sorted(members_on(on), key=lambda member: alphabetical(member.name))]
    return list(Organisation.objects.filter(pk__in=viewer.edits))


def speaks_for(viewer: Viewer, document: Document) -> Organisation:
    """On whose behalf the viewer approves: the owner when they may, else the alliance."""
    return document.owner if may_approve_for(viewer, document.owner_id) else alliance()

"""Pages on which people write: a new document, and one that is there."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dugnad.documents import changes
from dugnad.documents.forms import DocumentForm, PictureForm, form_for, initial_of
from dugnad.documents.kinds import KIND_FACTS, Kind
from dugnad.documents.models import Document
from dugnad.documents.queries import newest_version, owners_for
from dugnad.documents.rules import may_edit, may_write
from dugnad.documents.views.finding import sent, viewer_on, work_or_404
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.text import differences
from dugnad.members.models import Organisation
from dugnad.programme.queries import programmes


@allow(MEMBER, STAFF)
def create_document(request: HttpRequest) -> HttpResponse:
    """Begin a document of the kind that the address names."""
    viewer = viewer_on(request)
    kind = request.GET.get("kind", Kind.STORY)
    if kind not in Kind or not KIND_FACTS[Kind(kind)].is_begun_here or not may_write(viewer):
        raise Http404
    owners = {str(owner.pk): owner for owner in owners_for(viewer, on=clock.today())}
    year = clock.today().year
    initial = {"year": year, "language": viewer.language or "nb"}
    form = form_for(
        kind,
        sent(request),
        request.FILES or None,
        year=year,
        years=programmes(viewer),
        owners=owners.values(),
        initial=initial,
    )
    if form.is_valid() and (document := _created(request, form, kind=kind, owners=owners)):
        messages.success(request, _("The draft is saved."))
        return redirect("document", document.slug)
    context = {"form": form, "facts": KIND_FACTS[Kind(kind)]}
    return render(request, "documents/create_document.html", context, status=422 if form.errors else 200)


@allow(MEMBER, STAFF)
def edit_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Write in a document; what somebody else saved meanwhile stands beside what was typed."""
    document = work_or_404(request, slug)
    viewer = viewer_on(request)
    if not may_edit(viewer, document):
        raise Http404
    version = newest_version(document)
    form = form_for(
        document.kind,
        sent(request),
        request.FILES or None,
        year=document.year,
        years=programmes(viewer),
        initial=initial_of(document, version),
    )
    conflict = None
    if form.is_valid():
        try:
            _edit(request, document, form)
        except Conflict as error:
            conflict = _conflict(form, error)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The text is saved."))
            return redirect("document", document.slug)
    return _edit_page(request, document, form, conflict)


def _created(
    request: HttpRequest, form: DocumentForm, *, kind: str, owners: dict[str, Organisation]
) -> Document | None:
    """The new document; None when its picture was refused, which the form then says."""
    values = form.values() | {"kind": kind, "owner": owners[form.cleaned_data["owner"]]}
    values |= {"by": viewer_on(request).person, "at": clock.now()}
    try:
        if picture := form.cleaned_data.get("picture"):
            caption = cast(PictureForm, form).caption()
            return changes.create_document_with_picture(picture.read(), picture.name, caption, **values)
        return changes.create_document(**values)
    except Refused as refusal:
        _refuse(form, refusal)
        return None


def _refuse(form: DocumentForm, refusal: Refused) -> None:
    """What a verb refused, where it stands: the picture can be damaged in ways that only drawing it shows."""
    form.add_error("picture" if "picture" in form.fields else None, str(refusal.message))


def _edit(request: HttpRequest, document: Document, form: DocumentForm) -> None:
    values = form.values() | {"revision": form.cleaned_data["revision"] or 0}
    values |= {"by": viewer_on(request).person, "at": clock.now()}
    if picture := form.cleaned_data.get("picture"):
        caption = cast(PictureForm, form).caption()
        changes.edit_document_with_picture(document, picture.read(), picture.name, caption, **values)
    else:
        changes.edit_document(document, **values)


def _edit_page(
    request: HttpRequest, document: Document, form: DocumentForm, conflict: dict[str, Any] | None
) -> HttpResponse:
    context = {
        "form": form,
        "document": document,
        "version": newest_version(document),
        "facts": KIND_FACTS[Kind(document.kind)],
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "documents/edit_document.html", context, status=status)


def _conflict(form: DocumentForm, error: Conflict) -> dict[str, Any]:
    """Both texts, and a form that will save what was typed on top of the other one when it is sent again."""
    if form.cleaned_data.get("picture"):
        cast(PictureForm, form).ask_again()
    typed = cast(QueryDict, form.data).copy()
    typed["revision"] = str(error.details["revision"])
    form.data = typed
    theirs = error.details["theirs"]
    yours = error.details["yours"]
    return {
        "message": error.message,
        "by": error.details["by"],
        "theirs": theirs,
        "title": differences(theirs["title"], yours["title"]),
        "body": differences(theirs["body"], yours["body"]),
    }

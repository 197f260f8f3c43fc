"""Files of a document: put in, taken out, handed out."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.documents import changes
from dugnad.documents.forms import AttachmentForm
from dugnad.documents.models import Attachment, Document
from dugnad.documents.queries import attachments_in, newest_version, readable_attachment
from dugnad.documents.rules import may_edit, may_see_work
from dugnad.documents.views.finding import card_or_404, sent, viewer_on, work_or_404
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow, form_on, public
from dugnad.kit.errors import Refused
from dugnad.kit.models import StoredFile
from dugnad.kit.uploads import path_of


@allow(MEMBER, STAFF)
def attach(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a picture or file, and see what stands there already."""
    document = _writable(request, slug)
    form = AttachmentForm(sent(request), request.FILES or None, initial={"revision": document.revision})
    if form.is_valid() and _attached(request, document, form):
        return redirect("attach", document.slug)
    context = {
        "form": form,
        "document": document,
        "version": newest_version(document),
        "attachments": attachments_in(newest_version(document)),
    }
    return render(request, "documents/attach.html", context, status=422 if form.errors else 200)


@allow(MEMBER, STAFF)
@form_on("document", "slug")
@require_POST
def detach(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a file out of the version that is written on."""
    document = _writable(request, slug)
    attachment = attachments_in(newest_version(document)).filter(pk=pk).first()
    if attachment is None:
        raise Http404
    try:
        changes.detach(attachment, revision=document.revision, by=viewer_on(request).person, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The file is taken out. Earlier versions keep it."))
    return redirect("attach", document.slug)


@public
@require_safe
def attachment(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The file to keep: the bytes that came, for those who work on it; readers get pictures drawn anew."""
    found = _readable(request, slug, pk)
    works = may_see_work(viewer_on(request), found.document)
    file = found.file if works or found.shown_file is None else found.shown_file
    return _handed_out(file, as_attachment=True, name=found.name)


@public
@require_safe
def picture(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The picture that pages show."""
    found = _readable(request, slug, pk)
    if found.shown_file is None:
        raise Http404
    return _handed_out(found.shown_file, as_attachment=False, name="")


def _attached(request: HttpRequest, document: Document, form: AttachmentForm) -> bool:
    file = form.cleaned_data["file"]
    try:
        changes.attach(
            document,
            file.read(),
            file.name,
            revision=form.cleaned_data["revision"],
            by=viewer_on(request).person,
            at=clock.now(),
            **form.caption(),
        )
    except Refused as refusal:
        form.add_error("file", str(refusal.message))
        return False
    messages.success(request, _("The file is added."))
    return True


def _writable(request: HttpRequest, slug: str) -> Document:
    document = work_or_404(request, slug)
    if not may_edit(viewer_on(request), document):
        raise Http404
    return document


def _readable(request: HttpRequest, slug: str, pk: int) -> Attachment:
    document = card_or_404(request, slug).document
    found = readable_attachment(document, pk, viewer_on(request))
    if found is None:
        raise Http404
    return found


def _handed_out(file: StoredFile, *, as_attachment: bool, name: str) -> FileResponse:
    """Bytes never run here: their type is ours to say, and a page opened on them may load nothing."""
    response = FileResponse(
        path_of(file.sha256).open("rb"),
        as_attachment=as_attachment,
        filename=name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{file.sha256}"'
    return response

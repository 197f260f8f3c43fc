"""Files of a reply: put in, taken out, handed out to those who may see the reply."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.calls import changes
from dugnad.calls.forms import FileForm
from dugnad.calls.models import Question, Reply, ReplyFile
from dugnad.calls.queries import files_of, question_keyed
from dugnad.calls.views.finding import permitted, reply_or_404, tried, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow, form_on
from dugnad.kit.errors import Refused
from dugnad.kit.pages import handed_out


@allow(MEMBER, STAFF)
def attach_file(request: HttpRequest, slug: str, organisation: str, key: str) -> HttpResponse:
    """Put a picture or file in beside an answer, and see what is there."""
    found = permitted(request, slug, organisation, "save_draft")
    question = question_keyed(found.call, key)
    if question is None or not question.facts.files:
        raise Http404
    form = FileForm(request.POST or None, request.FILES or None, kinds=question.facts.files)
    if form.is_valid() and _attached(request, found, question, form):
        return redirect("attach_file", slug, organisation, key)
    context = {
        "reply": found,
        "call": found.call,
        "question": question,
        "form": form,
        "files": files_of(found).get(question.pk, []),
    }
    return render(request, "calls/attach_file.html", context, status=422 if form.errors else 200)


def _attached(request: HttpRequest, found: Reply, question: Question, form: FileForm) -> bool:
    file = form.cleaned_data["file"]
    by, caption = viewer_on(request).person, form.caption()
    try:
        changes.attach_file(found, question, file.read(), file.name, by=by, at=clock.now(), **caption)
    except Refused as refusal:
        form.add_error("file", str(refusal.message))
        return False
    messages.success(request, _("The file is added."))
    return True


@allow(MEMBER, STAFF)
@form_on("reply", "slug", "organisation")
@require_POST
def detach_file(request: HttpRequest, slug: str, organisation: str, pk: int) -> HttpResponse:
    """Take a file out."""
    found = permitted(request, slug, organisation, "save_draft")
    file = _file(found, pk)
    tried(request, lambda **who: changes.detach_file(file, **who), _("The file is taken out."))
    return redirect("attach_file", slug, organisation, file.question.key)


@allow(MEMBER, STAFF)
@require_safe
def reply_file(request: HttpRequest, slug: str, organisation: str, pk: int) -> HttpResponseBase:
    """The bytes as they came; they are kept and never run here."""
    file = _file(reply_or_404(request, slug, organisation), pk)
    return handed_out(file.file, file.name)


def _file(found: Reply, pk: int) -> ReplyFile:
    file = found.files.filter(pk=pk, removed_at__isnull=True).select_related("file", "question").first()
    if file is None:
        raise Http404
    return file

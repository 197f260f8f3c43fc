"""Files that a colleague without an account puts in by a link, and takes out again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.calls import changes
from dugnad.calls.forms import FileForm
from dugnad.calls.models import Question
from dugnad.calls.queries import files_of, question_keyed
from dugnad.calls.rules import LENT_ALL, LENT_FILE, LENT_FILES
from dugnad.calls.views.desk import Desk
from dugnad.calls.views.forwarding import by_link, lent_at
from dugnad.calls.views.pacing import TOO_OFTEN, is_too_often
from dugnad.kit import clock
from dugnad.kit.access import form_on
from dugnad.kit.errors import Refused
from dugnad.kit.uploads import MEGABYTE

AROUND = MEGABYTE  # what a form may need beside its file
CAPTION = ("alt_text", "credit")


@by_link
def forwarded_file(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Put a file in beside an answer of the section that the link opens, and see what is there."""
    question = _question(desk, key)
    if _is_too_large(request):
        return _refused_unread(desk, question)
    if not desk.may_write:
        return _ended(desk, question)
    form = FileForm(
        request.POST or None, request.FILES or None, kinds=question.facts.files, largest=LENT_FILE
    )
    if request.method == "POST" and is_too_often(desk):
        form.add_error("file", str(TOO_OFTEN))
        return _show(desk, question, form, status=429)
    if form.is_valid() and _attached(desk, question, form):
        return redirect("forwarded_file", desk.token, key)
    if not desk.may_write:  # closed in this very moment
        return _ended(desk, question)
    return _show(desk, question, form, status=422 if form.errors else 200)


@by_link
@form_on("forwarded_section", "token")
@require_POST
def detach_forwarded_file(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Take out a file that was put in by this link."""
    file = (
        lent_at(desk).files.filter(pk=pk, removed_at__isnull=True).select_related("file", "question").first()
    )
    if file is None:
        raise Http404
    file.reply = desk.reply
    if is_too_often(desk):
        messages.error(request, TOO_OFTEN)
        return desk.show(status=429)
    try:
        changes.detach_file(file, at=clock.now(), **desk.hand)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return desk.show(status=409)
    messages.success(request, _("The file is taken out."))
    return redirect("forwarded_file", desk.token, file.question.key)


def _question(desk: Desk, key: str) -> Question:
    """A question of the lent section that takes files; no other exists here."""
    question = question_keyed(desk.reply.call, key)
    lent = question is not None and question.section_id == lent_at(desk).section_id
    if question is None or not lent or not question.facts.files or question.retired_at is not None:
        raise Http404
    return question


def _attached(desk: Desk, question: Question, form: FileForm) -> bool:
    file = form.cleaned_data["file"]
    put_in = form.caption() | desk.hand
    try:
        changes.attach_file(desk.reply, question, file.read(), file.name, at=clock.now(), **put_in)
    except Refused as refusal:
        form.add_error("file", str(refusal.message))
        return False
    messages.success(desk.request, _("The file is added."))
    return True


def _is_too_large(request: HttpRequest) -> bool:
    """Whether more is on its way than a link takes: then nothing of it is read and written to our disk."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > LENT_FILE * MEGABYTE + AROUND


def _refused_unread(desk: Desk, question: Question) -> HttpResponse:
    message = _("The file is larger than %(limit)s MB, which is the most that a link takes.")
    messages.error(desk.request, message % {"limit": LENT_FILE})
    form = FileForm(kinds=question.facts.files, largest=LENT_FILE)
    return _show(desk, question, form, status=413)


def _ended(desk: Desk, question: Question) -> HttpResponse:
    """The page of a link that is no longer open, with what was typed beside a file."""
    sent = desk.request.POST
    words = "\n".join(sent[name] for name in CAPTION if sent.get(name))
    unsaved = [(question, words)] if desk.request.method == "POST" else None
    return desk.show(unsaved=unsaved, status=409 if unsaved else 200)


def _show(desk: Desk, question: Question, form: FileForm, *, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "desk": desk,
        "forwarding": desk.forwarding,
        "token": desk.token,
        "reply": desk.reply,
        "call": desk.reply.call,
        "section": desk.section,
        "question": question,
        "form": form,
        "files": files_of(desk.reply).get(question.pk, []),
        "limits": {"file": LENT_FILE, "all": LENT_ALL, "files": LENT_FILES},
    }
    return render(desk.request, "calls/forwarded_file.html", context, status=status)

"""A study from a ready model: choose the files, look at what comes of them, make it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dugnad.analyses import changes
from dugnad.analyses.forms.ready import FORMS, ReadyForm
from dugnad.analyses.queries import ready
from dugnad.analyses.reference.ready_models import models
from dugnad.analyses.views.asking import crumbs, stamp
from dugnad.kit import clock, uploads
from dugnad.kit.access import STAFF, allow
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused
from dugnad.kit.pages import posted

READABLE = frozenset({"xlsx", "csv", "json"})
UNTOLD: dict[str, Any] = {
    "source": "",
    "vintage": "",
    "relative_sd": 0.0,
}  # of fields that are wrong, while files are read


@allow(STAFF)
def start_from_model(request: HttpRequest, model: str) -> HttpResponse:
    """Begin a study from a ready model; first what would be made, then the study."""
    if model not in FORMS:
        raise Http404
    words = models()[model]
    form = FORMS[model](posted(request), request.FILES or None, words=words)
    found = _described(form, model) if form.is_bound else None
    if found and found.ready and request.POST.get("seen") == found.digest:
        study = changes.start_from_model(
            found,
            name=form.cleaned_data["name"],
            is_illustrative=form.cleaned_data["is_illustrative"],
            **stamp(request),
        )
        messages.success(request, _("The study is made. Look through its figures, then order a run."))
        return redirect("study", study.slug)
    if found and found.ready and "seen" in request.POST:
        messages.warning(
            request, _("Something has changed since you saw the preview. Look through it again.")
        )
    context = {"form": form, "words": words, "found": found, "crumbs": crumbs()}
    wrong = form.errors or (found and found.errors)
    return render(request, "analyses/start_from_model.html", context, status=422 if wrong else 200)


def _described(form: ReadyForm, model: str) -> ready.Described | None:
    """What would come of the form; what is wrong with a field stands at it.

    Files are kept also where a field is wrong: browsers forget them, and nothing chosen is lost. They are
    read then too, so that what is wrong in them is told in the same go.
    """
    form.full_clean()
    files = {field: _file(form, field) for field in form.file_fields}
    is_wrong = bool(form.errors)
    if form.errors.keys() & {"places", *form.file_fields}:
        return None
    given: dict[str, Any] = {"files": {field: file for field, file in files.items() if file}}
    given |= {"places": list(form.cleaned_data["places"]), "today": clock.today(), "model": model}
    try:
        found = ready.described(ready.Given(**given, **(UNTOLD | form.told())))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None
    if is_wrong:
        found.ready = None
    return found


def _file(form: ReadyForm, field: str) -> ready.GivenFile | None:
    """The file of a field: the one that was sent now, else the one that was sent before."""
    sent, (sha256, name) = form.sent(field), form.kept(field)
    if sent:
        content, name = sent.read(), str(sent.name)
        try:
            inspected = uploads.inspect(content, name, allowed=READABLE)
        except Refused as refusal:
            form.add_error(field, str(refusal.message))
            return None
        store_file(content, inspected, at=clock.now())
        sha256 = inspected.sha256
    if not sha256 or not uploads.path_of(sha256).is_file():
        if form.file_fields[field]:
            form.lack(field)
        return None
    form.keep(field, sha256, name)
    return ready.GivenFile(uploads.path_of(sha256), name)

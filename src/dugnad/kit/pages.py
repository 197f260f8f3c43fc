"""Pages that every room has: a form that is sent or refused, and a workbook that comes back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from dugnad.kit import clock, uploads
from dugnad.kit.access import public
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.forms import UploadField
from dugnad.kit.models import StoredFile
from dugnad.kit.spreadsheets import CSV, as_csv_file
from dugnad.kit.tables import WorkbookReport

Response = TypeVar("Response", bound=HttpResponseBase)
XLSX = frozenset({"xlsx"})


def handed_out(stored: StoredFile | None, name: str) -> FileResponse:
    """The bytes of a file as they came, to be kept under its name; they are never run here."""
    if stored is None:
        raise Http404
    response = FileResponse(
        uploads.path_of(stored.sha256).open("rb"),
        as_attachment=True,
        filename=name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None when the page is only looked at. An empty form that was sent is wrong, not new."""
    return request.POST if request.method == "POST" else None


def as_secret(response: Response) -> Response:
    """An answer whose address is a key: no browser keeps it, no other site and no log of ours has it."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    # Django writes the address of every answer from 400 on into its log, unless this says that it has.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def by_key(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Open a view to whoever has its address, which is a key; forms on its page need no token.

    With the referrer hidden, browsers would fail the check of forms. It guards against another site that
    borrows a visitor's cookie, and here no cookie counts, only the key.
    """

    @wraps(view)
    def answered(request: HttpRequest, key: str) -> HttpResponse:
        return as_secret(view(request, key))

    return public(csrf_exempt(answered))


def speak(request: HttpRequest, language: str) -> None:
    """Speak the language in which somebody was written to, unless they have chosen one here."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or ""


def csv_response(text: str, name: str) -> HttpResponse:
    """A table to take home from a page."""
    response = HttpResponse(as_csv_file(text), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@dataclass(frozen=True)
class FormPage:
    """The words around a form: what it is for, its button, and where one comes from."""

    heading: str
    submit: str
    back: str  # the address of "cancel", and of what comes after when the act names no other
    lead: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    is_dangerous: bool = False
    template: str = "kit/form_page.html"
    more: Mapping[str, Any] = field(default_factory=dict)


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    page: FormPage,
    act: Callable[[dict[str, Any]], Any],
    said: str | Callable[[], str],
) -> HttpResponse:
    """Let `act` do it when the form is right; a refusal stands at its field, and nothing typed is lost.

    `act` takes the clean values and may return the address to go to; `said` is asked when it has acted,
    where it depends on what came of it.
    """
    theirs: list[tuple[Any, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            address = act(dict(form.cleaned_data))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
            theirs = _theirs(form, refusal)
        else:
            messages.success(request, said() if callable(said) else said)
            return redirect(address if isinstance(address, str) else page.back)
    context = {"form": form, "page": page, "theirs": theirs, **page.more}
    return render(request, page.template, context, status=409 if theirs else 422 if form.errors else 200)


def _theirs(form: forms.Form, refusal: Refused) -> list[tuple[Any, Any]]:
    """What somebody else saved meanwhile, field by field; sent again, the form saves on top of it."""
    if not isinstance(refusal, Conflict):
        return []
    typed = cast(QueryDict, form.data).copy()
    typed["seen"] = refusal.details["seen"]
    form.data = typed
    theirs, yours = refusal.details["theirs"], refusal.details["yours"]
    changed = [name for name in theirs if theirs[name] != yours[name]]
    return [(form.fields[name].label if name in form.fields else name, theirs[name]) for name in changed]


class WorkbookForm(forms.Form):
    """A workbook that was downloaded here, edited, and comes back."""

    workbook = UploadField(
        label=_("Workbook (.xlsx)"), help_text=_("You see what will change before anything is stored.")
    )


class SeenForm(forms.Form):
    """What was previewed: the file by its hash, and the digest of what it changes."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


Take = Callable[..., WorkbookReport]  # take(path, dry_run=…, seen=…)


def answer_workbook(
    request: HttpRequest, page: FormPage, take: Take, said: str, *, allowed: Collection[str] = XLSX
) -> HttpResponse:
    """Show what a workbook changes, and store it when that is confirmed; errors name their cells.

    `allowed`: the kinds of files that are taken, where it is not workbooks alone.
    """
    form = _workbook_form(allowed, posted(request), request.FILES or None)
    if "sha256" in request.POST:
        return _store_seen(request, page, take, said, allowed)
    if request.method != "POST" or not form.is_valid():
        return _workbook_page(request, page, form)
    try:
        path, sha256 = _kept(form.cleaned_data["workbook"], allowed)
        report = take(path, dry_run=True)
    except Refused as refusal:
        form.add_error("workbook", str(refusal.message))
        return _workbook_page(request, page, form)
    again = _workbook_form(allowed)
    return _workbook_page(request, page, again, report=report, seen=_seen(sha256, report))


def _workbook_form(allowed: Collection[str], *sent: Any) -> WorkbookForm:
    form = WorkbookForm(*sent)
    if set(allowed) != XLSX:
        form.fields["workbook"].label = _("File (%(kinds)s)") % {"kinds": ", ".join(sorted(allowed))}
    return form


def _store_seen(
    request: HttpRequest, page: FormPage, take: Take, said: str, allowed: Collection[str]
) -> HttpResponse:
    seen = SeenForm(request.POST)
    path = uploads.path_of(request.POST["sha256"]) if seen.is_valid() else Path()
    if not path.is_file():
        form = _workbook_form(allowed)
        messages.error(request, _("The workbook is no longer here. Choose it once more."))
        return _workbook_page(request, page, form)
    report = take(path, dry_run=False, seen=seen.cleaned_data["digest"])
    if report.stored:
        messages.success(request, said)
        return redirect(page.back)
    messages.warning(request, _("Something has changed since you saw the preview. Look through it again."))
    again = _seen(seen.cleaned_data["sha256"], report)
    return _workbook_page(request, page, _workbook_form(allowed), report=report, seen=again)


def _kept(file: Any, allowed: Collection[str]) -> tuple[Path, str]:
    """The uploaded bytes, judged and kept, so that what is stored is what was previewed."""
    content = file.read()
    inspected = uploads.inspect(content, file.name, allowed=allowed)
    store_file(content, inspected, at=clock.now())
    return uploads.path_of(inspected.sha256), inspected.sha256


def _seen(sha256: str, report: WorkbookReport) -> SeenForm | None:
    if report.errors or not report.changes:
        return None
    return SeenForm(initial={"sha256": sha256, "digest": report.digest})


def _workbook_page(request: HttpRequest, page: FormPage, form: forms.Form, **more: Any) -> HttpResponse:
    report = more.get("report")
    wrong = form.errors or (report and report.errors)
    context = {"form": form, "page": page, **page.more, **more}
    return render(request, page.template, context, status=422 if wrong else 200)

"""Pages on which a call is put together from what there is, and looked at before anybody is asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.calls import changes
from dugnad.calls.forms import BankForm, LinesForm, ListForm, PreviewForm, ReplyForm, SchemaForm, TextsForm
from dugnad.calls.models import Section
from dugnad.calls.queries import call_as_schema, members_to_ask, preview_sheet, question_bank, texts_of
from dugnad.calls.views.asking import at_section
from dugnad.calls.views.finding import call_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, STAFF, allow
from dugnad.kit.errors import Refused


@allow(STAFF)
def pick_questions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Questions that were asked before, or that lie ready, for one section."""
    found = call_or_404(request, slug)
    section = get_object_or_404(Section.objects.select_related("call"), pk=pk, call=found)
    chosen = request.POST.getlist("key")
    error = _picked(request, section, chosen) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return at_section(section)
    form = BankForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {"text": "", "topic": ""}
    context = {
        "call": found,
        "section": section,
        "form": form,
        "rows": question_bank(section, **filters),
        "chosen": chosen,
        "error": error,
    }
    return render(request, "calls/pick_questions.html", context, status=422 if error else 200)


@allow(STAFF)
def write_questions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Many questions in one go: a list is laid out as rows, looked through, and saved."""
    found = call_or_404(request, slug)
    section = get_object_or_404(Section.objects.select_related("call"), pk=pk, call=found)
    lay_out = "lay_out" in request.POST
    lines = LinesForm(request.POST if lay_out else None)
    laid_out = lines.rows() if lay_out and lines.is_valid() else []
    form = ListForm(
        request.POST if request.method == "POST" and not lay_out else None, call=found, laid_out=laid_out
    )
    if form.is_valid() and _listed(request, section, form):
        return at_section(section)
    context = {"call": found, "section": section, "lines": lines, "form": form, "laid_out": laid_out}
    status = 422 if form.errors or lines.errors else 200
    return render(request, "calls/write_questions.html", context, status=status)


def _listed(request: HttpRequest, section: Section, form: ListForm) -> bool:
    """Add the questions of the rows and say so; what was refused stands at its row."""
    try:
        added = changes.write_questions(
            section, form.questions(), by=viewer_on(request).person, at=clock.now()
        )
    except Refused as refusal:
        form.add_error(form.place_of_error(refusal.details, refusal.field), str(refusal.message))
        return False
    _say_added(request, len(added))
    return True


@allow(STAFF)
def write_texts(request: HttpRequest, slug: str) -> HttpResponse:
    """The texts that a call lacks in its languages, each beside what it says in another; or all of them."""
    found = call_or_404(request, slug)
    everything = "alle" in request.GET
    texts = [text for text in texts_of(found) if everything or not text.words]
    form = TextsForm(request.POST or None, texts=texts)
    if form.is_valid():
        try:
            count = changes.write_texts(found, form.written(), by=viewer_on(request).person, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            said = ngettext("%(n)s text is saved.", "%(n)s texts are saved.", count)
            messages.success(request, said % {"n": count})
            return redirect("questions", found.slug)
    context = {"call": found, "form": form, "everything": everything}
    return render(request, "calls/write_texts.html", context, status=422 if form.errors else 200)


def _picked(request: HttpRequest, section: Section, keys: list[str]) -> str:
    """Add the questions and say so; what was refused comes back in words."""
    try:
        added = changes.pick_questions(section, keys, by=viewer_on(request).person, at=clock.now())
    except Refused as refusal:
        return str(refusal.message)
    _say_added(request, len(added))
    return ""


def _say_added(request: HttpRequest, count: int) -> None:
    said = ngettext("%(n)s question is added.", "%(n)s questions are added.", count)
    messages.success(request, said % {"n": count})


@allow(STAFF)
@require_safe
def preview_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The call as one member would meet it; nothing is stored and nothing is sent."""
    found, today = call_or_404(request, slug), clock.today()
    members = {member.slug: member for member in members_to_ask(found, on=today)}
    asked = request.GET.get("medlem", "")
    member = members.get(asked) or next(iter(members.values()), None)
    offered = [(slug, member.name) for slug, member in members.items()]
    initial = {"medlem": member.slug if member else ""}
    context: dict[str, Any] = {
        "call": found,
        "choose": PreviewForm(initial, members=offered),
        "member": member,
        "minutes": found.minutes,
    }
    if member:
        sheet = preview_sheet(found, member, on=today)
        context |= {"reply": sheet.reply, "sheet": sheet, "sections": ReplyForm(sheet=sheet).sections}
    return render(request, "calls/preview_call.html", context)


@allow(SIGNED_IN)
@require_safe
def call_schema(request: HttpRequest, slug: str) -> HttpResponse:
    """What a call asks as JSON Schema, with all that is needed to ask it again somewhere else."""
    found = call_or_404(request, slug)
    shape = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(
        call_as_schema(found), json_dumps_params=shape, content_type="application/schema+json"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.schema.json"'
    return response


@allow(STAFF)
def import_call(request: HttpRequest) -> HttpResponse:
    """A draft call from a schema; what is wrong is told with its place, and then nothing is made."""
    is_sent = request.method == "POST"
    form = SchemaForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    errors: dict[str, Any] = {}
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            made = changes.import_call(
                content,
                by=viewer_on(request).person,
                at=clock.now(),
                year=form.cleaned_data["year"],
                title=form.cleaned_data["title"],
            )
        except Refused as refusal:
            errors = refusal.details or {"": refusal.message}
        else:
            messages.success(
                request, _("The call is made as a draft. Look through its questions, then open it.")
            )
            return redirect("questions", made.slug)
    context = {"form": form, "errors": errors}
    return render(request, "calls/import_call.html", context, status=422 if errors or form.errors else 200)

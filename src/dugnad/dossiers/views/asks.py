"""Pages of what we ask for: one ask with its answers, and what the secretariat writes."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.dossiers import changes, rules
from dugnad.dossiers.forms.asks import AskForm, ResponseForm, StrikeForm
from dugnad.dossiers.forms.seen import remembering
from dugnad.dossiers.models import Ask, Response
from dugnad.dossiers.queries.asks import AskRow, line_of_ask, stands
from dugnad.dossiers.views.finding import (
    ask_or_404,
    dossier_or_404,
    file_of,
    page_of,
    stamp,
    viewer_on,
)
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, handed_out, posted


@public
@require_safe
def ask(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One thing that we ask for: why, on what it rests, where it was asked, and every answer to it."""
    row, viewer = ask_or_404(request, key, pk), viewer_on(request)
    context = {
        "row": row,
        "ask": row.ask,
        "dossier": row.ask.dossier,
        "points": row.ask.points.select_related("wording__declaration"),
        "bases": row.ask.bases.all(),
        "line": line_of_ask(row.ask, viewer),
        "is_at_work": rules.is_at_work(viewer),
        "may_write": rules.may_write(viewer),
        "changes": changes_of(row.ask) if viewer.is_secretariat else (),
    }
    return render(request, "dossiers/ask.html", context)


@allow(STAFF)
def raise_ask(request: HttpRequest, key: str) -> HttpResponse:
    """Write down one thing that we ask for."""
    dossier = dossier_or_404(request, key)
    asked = dossier.consultations.filter(slug=request.GET.get("horing", "").replace("\x00", "")).first()
    initial = {"consultation": asked, "points": dossier.points.all()}
    form = AskForm(posted(request), dossier=dossier, initial=initial)
    page = page_of(dossier, heading=_("What we ask for"), submit=_("Save"))

    def act(values: dict[str, Any]) -> str:
        made = changes.raise_ask(dossier, **values, **stamp(request))
        return _address(made)

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def edit_ask(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write it in other words, or where it belongs."""
    found = ask_or_404(request, key, pk).ask
    form = AskForm(posted(request), dossier=found.dossier, ask=found, initial=AskForm.initial_of(found))
    form = remembering(form, found)
    # Sent from a page that was opened while it was a draft, the words are refused at their fields, not lost.
    is_standing = stands(found) and "text" not in request.POST
    lead = _("It has been sent or answered, so its words, its day and its consultation stand: “%(text)s”")
    if is_standing:
        form.offer_what_can_be_added(found)

    def act(values: dict[str, Any]) -> None:
        if is_standing:
            values["points"] = [*found.points.all(), *values["points"]]
        changes.edit_ask(found, **values, **stamp(request))

    words = {"lead": lead % {"text": found.text}} if is_standing else {}
    page = _page(found, heading=_("Edit what we ask for"), submit=_("Save"), **words)
    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def remove_ask(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take away an ask that was never made."""
    found = ask_or_404(request, key, pk).ask
    page = _page(
        found, heading=_("Take it away?"), submit=_("Take it away"), lead=found.text, is_dangerous=True
    )

    def act(_values: dict[str, Any]) -> str:
        changes.remove_ask(found, **stamp(request))
        return reverse("dossier", args=[key])

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("It is taken away."))


@allow(STAFF)
def enter_response(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Enter what was answered."""
    row = ask_or_404(request, key, pk)
    found, wrong = row.ask, request.GET.get("rett", "")
    again = next((ResponseForm.initial_of(one) for one in row.struck if str(one.pk) == wrong), {})
    form = ResponseForm(posted(request), request.FILES or None, initial={"on": clock.today()} | again)
    page = _page(found, heading=_("What came of it?"), lead=found.text, submit=_("Enter it"))

    def act(values: dict[str, Any]) -> None:
        file = file_of(values)
        changes.enter_response(found, file=file, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The answer is entered. Earlier ones are kept."))


@allow(STAFF)
def strike_response(request: HttpRequest, key: str, pk: int, answer: int) -> HttpResponse:
    """Cross out an answer that was entered wrong."""
    row = ask_or_404(request, key, pk)
    found = _response_or_404(row, answer)
    words = {"lead": f"{found}", "submit": _("Cross it out"), "is_dangerous": True}
    page = _page(row.ask, heading=_("Was the answer entered wrong?"), **words)

    def act(values: dict[str, Any]) -> None:
        changes.strike_response(found, **values, **stamp(request))

    said = _("The answer is crossed out. It can still be read, and no longer counts.")
    return answer_form(request, StrikeForm(posted(request)), page, act, said)


@public
@require_safe
def response_file(request: HttpRequest, key: str, pk: int, answer: int) -> FileResponse:
    """The file in which an answer stands."""
    found = _response_or_404(ask_or_404(request, key, pk), answer)
    return handed_out(found.file, found.file_name)


def _response_or_404(row: AskRow, pk: int) -> Response:
    found = next((one for one in (*row.responses, *row.struck) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _address(ask: Ask) -> str:
    return reverse("ask", args=[ask.dossier.key, ask.pk])


def _page(ask: Ask, **words: Any) -> FormPage:
    here = _address(ask)
    return page_of(ask.dossier, (here, _("What we ask for")), back=here, **words)

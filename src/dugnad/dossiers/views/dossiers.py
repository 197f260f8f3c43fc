"""Pages of issues: the list, one of them, and what the secretariat writes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.dossiers import changes, rules
from dugnad.dossiers.forms.dossiers import DossierFilter, DossierForm, MoveForm
from dugnad.dossiers.forms.seen import remembering
from dugnad.dossiers.queries.asks import ask_rows, visible_asks
from dugnad.dossiers.queries.consultations import consultation_rows
from dugnad.dossiers.queries.dossiers import dossier_rows, touchpoints_of
from dugnad.dossiers.views.finding import dossier_or_404, page_of, stamp, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted


@public
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The matters that we follow, and how far each has come."""
    viewer = viewer_on(request)
    form = DossierFilter(request.GET)
    rows = dossier_rows(viewer, **form.wanted)
    context = {"form": form, "rows": rows, "may_write": rules.may_write(viewer)}
    return render(request, "dossiers/dossiers.html", context)


@public
@require_safe
def dossier(request: HttpRequest, key: str) -> HttpResponse:
    """One matter: what we think, what we ask for, the consultations, and whom we spoke to."""
    found, viewer = dossier_or_404(request, key), viewer_on(request)
    asks = ask_rows(visible_asks(viewer).filter(dossier=found))
    context = {
        "dossier": found,
        "points": found.points.all(),
        "asks": asks,
        "consultations": consultation_rows(viewer, at=clock.now(), dossier=found.pk),
        "touchpoints": touchpoints_of(found, viewer),
        "is_at_work": rules.is_at_work(viewer),
        "may_write": rules.may_write(viewer),
        "changes": changes_of(found) if viewer.is_secretariat else (),
    }
    return render(request, "dossiers/dossier.html", context)


@allow(STAFF)
def open_dossier(request: HttpRequest) -> HttpResponse:
    """Begin to follow a matter."""
    form = DossierForm(posted(request), initial={"responsible": viewer_on(request).person})
    all_of_them = reverse("dossiers")
    page = FormPage(
        heading=_("Follow an issue"),
        lead=_("Something that others decide and that matters for what the members have promised."),
        submit=_("Follow it"),
        back=all_of_them,
        crumbs=[(all_of_them, _("Issues"))],
    )

    def act(values: dict[str, Any]) -> str:
        made = changes.open_dossier(**values, **stamp(request))
        return reverse("dossier", args=[made.key])

    return answer_form(request, form, page, act, _("The issue is followed from now on."))


@allow(STAFF)
def edit_dossier(request: HttpRequest, key: str) -> HttpResponse:
    """What a matter is about, what we think and whom we speak to."""
    found = dossier_or_404(request, key)
    form = DossierForm(posted(request), dossier=found, initial=DossierForm.initial_of(found))
    form = remembering(form, found)
    page = page_of(found, heading=_("Edit the issue"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_dossier(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def move_dossier(request: HttpRequest, key: str) -> HttpResponse:
    """Where a matter stands now."""
    found = dossier_or_404(request, key)
    form = MoveForm(posted(request), dossier=found)
    lead = _("It stands as “%(state)s” now.") % {"state": found.get_state_display()}
    page = page_of(found, heading=_("Where the issue stands"), lead=lead, submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.move_dossier(found, values["to"], note=values["note"], **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))

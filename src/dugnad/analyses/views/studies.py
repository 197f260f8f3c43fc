"""The front of material flows, a study, and the forms for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.analyses import changes
from dugnad.analyses import queries as asked
from dugnad.analyses.forms.figures import LookForm
from dugnad.analyses.forms.studies import StudyForm
from dugnad.analyses.queries import runs, showing
from dugnad.analyses.reference.ready_models import models
from dugnad.analyses.views.asking import crumbs, stamp, study_or_404, viewer_on
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted

SHOWN = 3  # mappings on the front; all of them have a page


@public
def material_flows(request: HttpRequest) -> HttpResponse:
    """All studies, and the newest of the register."""
    context = {
        "rows": asked.study_rows(viewer_on(request)),
        "projects": asked.projects()[:SHOWN],
        "categories": asked.actor_counts(),
    }
    return render(request, "analyses/material_flows.html", context)


@public
def study(request: HttpRequest, slug: str) -> HttpResponse:
    """What a study asks, of what, where, and what it has found so far."""
    found = study_or_404(request, slug)
    newest = runs.shown_run(found)
    context = {
        "study": found,
        "runs": runs.runs_of(found, viewer_on(request)),
        "run": newest,
        "shown": showing.shown(found, newest, LookForm(request.GET).wanted()) if newest else None,
        "flow_count": found.flows.count(),
        "places": found.places.all(),
        "actors": asked.actors_in(study=slug),
        "trail": changes_of(found)[:20] if viewer_on(request).is_signed_in else [],
    }
    return render(request, "analyses/study.html", context)


@allow(STAFF)
def add_study(request: HttpRequest) -> HttpResponse:
    """Begin a study."""
    form = StudyForm(posted(request), initial={"state": "planned"})
    page = FormPage(
        heading=_("Begin a study"),
        lead=_("Begin with the question. What you do not know yet can wait."),
        submit=_("Begin the study"),
        back=reverse("material_flows"),
        crumbs=crumbs(),
        template="analyses/add_study.html",
        more={"models": models().values()},
    )

    def act(values: dict[str, Any]) -> str:
        del values["seen"]
        return reverse("study", args=[changes.add_study(**values, **stamp(request)).slug])

    return answer_form(request, form, page, act, _("The study is begun."))


@allow(STAFF)
def edit_study(request: HttpRequest, slug: str) -> HttpResponse:
    """What a study says."""
    found = study_or_404(request, slug)
    form = StudyForm(posted(request), initial=StudyForm.initial_of(found))
    page = FormPage(
        heading=_("Edit the study"),
        lead=str(found),
        submit=_("Save"),
        back=reverse("study", args=[slug]),
        crumbs=crumbs(found),
    )

    def act(values: dict[str, Any]) -> None:
        changes.edit_study(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))

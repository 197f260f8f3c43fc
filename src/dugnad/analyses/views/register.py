"""The register: mappings that others do, and local actors."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.analyses import changes
from dugnad.analyses import queries as asked
from dugnad.analyses.forms.register import ActorFilter, ActorForm, ProjectForm
from dugnad.analyses.models import Actor, Project
from dugnad.analyses.views.asking import crumbs, stamp
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.pages import FormPage, answer_form, csv_response, posted
from dugnad.kit.spreadsheets import write_csv


@public
def projects(request: HttpRequest) -> HttpResponse:
    """Who maps what already."""
    return render(request, "analyses/projects.html", {"projects": asked.projects()})


@public
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One mapping: who, where, when, how, and what came of it."""
    found = _project_or_404(slug)
    context = {"project": found, "places": found.places.all(), "sources": found.sources.split()}
    return render(request, "analyses/project.html", context)


@allow(STAFF)
def add_project(request: HttpRequest) -> HttpResponse:
    """Enter a mapping."""
    form = ProjectForm(posted(request))
    page = FormPage(
        heading=_("Enter a mapping"),
        lead=_("Who maps materials already, so that nobody begins anew."),
        submit=_("Enter it"),
        back=reverse("projects"),
        crumbs=[*crumbs(), (reverse("projects"), _("Who maps what"))],
    )

    def act(values: dict[str, Any]) -> str:
        return reverse("project", args=[changes.add_project(**values, **stamp(request)).slug])

    return answer_form(request, form, page, act, _("The mapping is entered."))


@allow(STAFF)
def edit_project(request: HttpRequest, slug: str) -> HttpResponse:
    """What the register says of a mapping."""
    found = _project_or_404(slug)
    form = ProjectForm(posted(request), initial=ProjectForm.initial_of(found))
    page = FormPage(
        heading=_("Edit the entry"),
        lead=found.name,
        submit=_("Save"),
        back=reverse("project", args=[slug]),
        crumbs=[*crumbs(), (reverse("project", args=[slug]), found.name)],
    )

    def act(values: dict[str, Any]) -> None:
        changes.edit_project(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@public
def actors(request: HttpRequest) -> HttpResponse:
    """Local actors by category."""
    form = ActorFilter(request.GET)
    return render(request, "analyses/actors.html", {"form": form, "actors": asked.actors_in(**form.wanted())})


@public
def actors_export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV."""
    rows = [
        [
            actor.name,
            actor.get_category_display(),
            str(actor.municipality or ""),
            actor.does,
            actor.website,
            actor.email,
        ]
        for actor in asked.actors_in(**ActorFilter(request.GET).wanted())
    ]
    header = ["name", "category", "municipality", "does", "website", "email"]
    return csv_response(write_csv(header, rows), "aktorer.csv")


@allow(STAFF)
def add_actor(request: HttpRequest) -> HttpResponse:
    """Enter a local actor."""
    form = ActorForm(posted(request))
    page = _actor_page(_("Enter an actor"), _("Enter it"))

    def act(values: dict[str, Any]) -> None:
        changes.add_actor(**values, **stamp(request))

    return answer_form(request, form, page, act, _("The actor is entered."))


@allow(STAFF)
def edit_actor(request: HttpRequest, pk: int) -> HttpResponse:
    """What the register says of an actor."""
    found = get_object_or_404(Actor, pk=pk)
    form = ActorForm(posted(request), initial=ActorForm.initial_of(found))

    def act(values: dict[str, Any]) -> None:
        changes.edit_actor(found, **values, **stamp(request))

    return answer_form(request, form, _actor_page(_("Edit the actor"), _("Save")), act, _("Saved."))


def _actor_page(heading: str, submit: str) -> FormPage:
    return FormPage(
        heading=heading,
        lead=_("An organisation that makes, uses, moves or treats materials. Nobody's own address is kept."),
        submit=submit,
        back=reverse("actors"),
        crumbs=[*crumbs(), (reverse("actors"), _("Local actors"))],
    )


def _project_or_404(slug: str) -> Project:
    found = asked.project_named(slug)
    if found is None:
        raise Http404
    return found

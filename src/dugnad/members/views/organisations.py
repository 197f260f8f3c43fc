"""Organisations as the secretariat keeps them: facts, numbers, memberships, posts and seats."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, form_on
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, answer_workbook, posted
from dugnad.kit.tables import WorkbookReport
from dugnad.members import changes
from dugnad.members.forms import LastDayForm, MembershipDaysForm, MembershipForm, OrganisationForm
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import Membership, Organisation
from dugnad.members.queries import (
    alliance,
    bodies_of,
    code_of,
    codes_over_time,
    memberships_in,
    memberships_of,
    offices_at,
)
from dugnad.members.queries import members_workbook as workbook_of_members
from dugnad.members.queries import organisations as all_organisations
from dugnad.members.views.asking import organisation_or_404, stamp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(STAFF)
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation that we know, members or not."""
    kind = request.GET.get("type", "")
    kind = kind if kind in OrganisationKind else ""
    context = {"rows": all_organisations(kind=kind), "kinds": OrganisationKind.choices, "kind": kind}
    return render(request, "members/organisations.html", context)


@allow(STAFF)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation with all that the secretariat keeps about it."""
    found, day = organisation_or_404(slug), clock.today()
    context = {
        "organisation": found,
        "code": code_of(found, on=day),
        "codes": codes_over_time(found),
        "memberships": memberships_of(found),
        "members": memberships_in(found),
        "offices": offices_at(found, on=day),
        "seats": bodies_of(found, on=day),
        "day": day,
        "changes": changes_of(found),
    }
    return render(request, "members/organisation.html", context)


@allow(STAFF)
def add_organisation(request: HttpRequest) -> HttpResponse:
    """A new organisation."""
    form = OrganisationForm(posted(request), initial={"kind": OrganisationKind.MUNICIPALITY})
    page = FormPage(
        heading=_("Add an organisation"),
        lead=_("A municipality, a sub-region, a partner city, an agency. Membership is entered afterwards."),
        submit=_("Add the organisation"),
        back=reverse("members"),
        crumbs=_crumbs(),
    )

    def act(values: dict[str, Any]) -> str:
        return reverse("organisation", args=[changes.add_organisation(**values, **stamp(request)).slug])

    return answer_form(request, form, page, act, _("The organisation is added."))


@allow(STAFF)
def edit_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What we know of an organisation."""
    found = organisation_or_404(slug)
    code = code_of(found, on=clock.today())
    number = code.code if code else ""
    form = OrganisationForm(posted(request), initial=OrganisationForm.initial_of(found, number))
    page = FormPage(
        heading=_("Edit %(name)s") % {"name": found},
        submit=_("Save"),
        back=reverse("organisation", args=[slug]),
        crumbs=_crumbs(found),
    )

    return answer_form(
        request,
        form,
        page,
        lambda values: changes.edit_organisation(found, **values, **stamp(request)),
        _("Saved."),
    )


@allow(STAFF)
def take_up_membership(request: HttpRequest) -> HttpResponse:
    """An organisation becomes a member; the address may name it."""
    named = request.GET.get("organisasjon", "")
    initial = {
        "organisation": organisation_or_404(named).pk if named else "",
        "group": alliance().pk,
        "valid_from": clock.today(),
    }
    form = MembershipForm(posted(request), initial=initial)
    page = FormPage(
        heading=_("Enter a membership"),
        lead=_("Members of the alliance and of its sub-regions, with the first and the last day."),
        submit=_("Enter the membership"),
        back=reverse("members"),
        crumbs=_crumbs(),
    )

    def act(values: dict[str, Any]) -> str:
        on, until = values.pop("valid_from"), values.pop("valid_to")
        made = changes.take_up_membership(on=on, until=until, **values, **stamp(request))
        return reverse("organisation", args=[made.organisation.slug])

    return answer_form(request, form, page, act, _("The membership is entered."))


@allow(STAFF)
def correct_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """The days of a membership, and whether it has been checked."""
    found = _membership_or_404(pk)
    form = MembershipDaysForm(posted(request), initial=MembershipDaysForm.initial_of(found))
    page = _membership_page(found, heading=_("Correct the membership"), submit=_("Save"))
    return answer_form(
        request,
        form,
        page,
        lambda values: changes.correct_membership(found, **values, **stamp(request)),
        _("Saved."),
    )


@allow(STAFF)
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a membership."""
    found = _membership_or_404(pk)
    year_end = clock.today().replace(month=12, day=31)
    form = LastDayForm(posted(request), initial={"on": found.valid_to or year_end})
    page = _membership_page(
        found,
        heading=_("End the membership"),
        lead=_("Members usually leave at the turn of the year. Figures of earlier years keep them."),
        submit=_("Enter the last day"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.end_membership(found, on=values["on"], **stamp(request))

    return answer_form(request, form, page, act, _("The last day is entered."))


@allow(STAFF)
@form_on("members")
@require_POST
def confirm_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretariat has checked a membership."""
    found = _membership_or_404(pk)
    changes.confirm_membership(found, **stamp(request))
    messages.success(request, _("The membership of %(name)s is confirmed.") % {"name": found.organisation})
    return redirect("organisation", found.organisation.slug)


@allow(STAFF)
def members_workbook(request: HttpRequest) -> HttpResponse:
    """Members, bodies and people as a workbook, to take home."""
    day = clock.today()
    response = HttpResponse(workbook_of_members(on=day), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="medlemmer-{day}.xlsx"'
    return response


@allow(STAFF)
def import_workbook(request: HttpRequest) -> HttpResponse:
    """The workbook comes back: first what it changes, then the change."""
    page = FormPage(
        heading=_("Members in a spreadsheet"),
        lead=_("Take everything out, edit it in a spreadsheet, and read it in again."),
        submit=_("Show what changes"),
        back=reverse("members"),
        crumbs=_crumbs(),
        template="members/import_workbook.html",
    )

    def take(path: Path, **how: Any) -> WorkbookReport:
        return changes.import_workbook(path, **how, **stamp(request))

    return answer_workbook(request, page, take, _("The workbook is stored."))


def _membership_or_404(pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("organisation", "group"), pk=pk)


def _membership_page(found: Membership, *, heading: str, submit: str, lead: str = "") -> FormPage:
    return FormPage(
        heading=heading,
        lead=lead or _("%(name)s in %(group)s") % {"name": found.organisation, "group": found.group},
        submit=submit,
        back=reverse("organisation", args=[found.organisation.slug]),
        crumbs=_crumbs(found.organisation),
    )


def _crumbs(found: Organisation | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("members"), _("Members"))]
    return [*crumbs, (reverse("organisation", args=[found.slug]), str(found))] if found else crumbs

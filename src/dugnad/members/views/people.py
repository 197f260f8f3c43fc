"""People: the contact list, one person, and what happens when somebody comes or leaves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, form_on, public
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members import changes
from dugnad.members.forms import (
    AppointmentForm,
    LastDayForm,
    OfficeForm,
    PeopleFilter,
    PersonForm,
)
from dugnad.members.models import Office, Person
from dugnad.members.queries import (
    account_of,
    holdings_of,
    members_without_answerer,
    offices_of,
    person_rows,
    politicians,
    seats_of,
)
from dugnad.members.queries import people as everybody
from dugnad.members.views.asking import organisation_or_404, stamp, viewer_on


@public
def people(request: HttpRequest) -> HttpResponse:
    """For the secretariat everybody and how to reach them; for others the politicians and their bodies."""
    day = clock.today()
    if not viewer_on(request).is_secretariat:
        return render(request, "members/politicians.html", {"rows": politicians(on=day), "day": day})
    form = PeopleFilter(request.GET)
    context = {
        "form": form,
        "rows": person_rows(on=day, **form.words()),
        "without_answerer": members_without_answerer(on=day),
        "day": day,
    }
    return render(request, "members/people.html", context)


@allow(STAFF)
def add_person(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    form = PersonForm(posted(request), initial={"language": "nb"})
    page = FormPage(
        heading=_("Add a person"),
        lead=_("We keep the name and how to reach people at work, and nothing else."),
        submit=_("Add the person"),
        back=reverse("people"),
        crumbs=_crumbs(),
    )

    def act(values: dict[str, Any]) -> str:
        return reverse("person", args=[changes.add_person(**values, **stamp(request)).pk])

    return answer_form(request, form, page, act, _("The person is added. Give them a post or a seat."))


@allow(STAFF)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person: how to reach them, what they hold and have held, whether they can sign in."""
    found = get_object_or_404(Person, pk=pk)
    context = {
        "person": found,
        "account": account_of(found),
        "offices": offices_of(found),
        "seats": seats_of(found),
        "day": clock.today(),
        "changes": changes_of(found),
    }
    return render(request, "members/person.html", context)


@allow(STAFF)
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The name and work address of a person."""
    found = _person_or_404(pk)
    form = PersonForm(posted(request), initial=PersonForm.initial_of(found))
    page = FormPage(
        heading=_("Edit %(name)s") % {"name": found},
        submit=_("Save"),
        back=reverse("person", args=[pk]),
        crumbs=_crumbs(found),
    )
    return answer_form(
        request,
        form,
        page,
        lambda values: changes.edit_person(found, **values, **stamp(request)),
        _("Saved."),
    )


@allow(STAFF)
@require_POST
def give_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person sign in."""
    found = _person_or_404(pk)
    try:
        account = changes.give_account(found, tell=True, **stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(
            request, _("%(email)s can now sign in, and is told by mail.") % {"email": account.email}
        )
    return redirect("person", pk)


@allow(STAFF)
@form_on("person", "pk")
@require_POST
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person sign in no more."""
    found = _person_or_404(pk)
    try:
        changes.close_account(found, **stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The account is closed."))
    return redirect("person", pk)


@allow(STAFF)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves: what they hold, who is left alone, and the last day of it all."""
    found = _person_or_404(pk)
    day = clock.today()
    form = LastDayForm(posted(request), initial={"on": day})
    page = FormPage(
        heading=_("Hand over after %(name)s") % {"name": found},
        lead=_("What they hold today, and what stands vacant when they leave."),
        submit=_("End it all after this day"),
        back=reverse("person", args=[pk]),
        crumbs=_crumbs(found),
        is_dangerous=True,
        template="members/hand_over.html",
        more={"person": found, "holdings": holdings_of(found, on=day)},
    )

    stays_open: list[bool] = []

    def act(values: dict[str, Any]) -> None:
        stays_open.append(changes.hand_over(found, on=values["on"], **stamp(request)))

    def said() -> str:
        told = _("Everything ends on the day you gave.")
        more = _("The account is open until then; close it when the day has come.")
        return f"{told} {more}" if stays_open[0] else told

    return answer_form(request, form, page, act, said)


@allow(STAFF)
def appoint_to_office(request: HttpRequest) -> HttpResponse:
    """A person takes up a post; the address may name the person or the organisation."""
    somewhere = request.GET.get("organisasjon", "")
    initial = {
        "person": request.GET.get("person", ""),
        "organisation": organisation_or_404(somewhere).pk if somewhere else "",
        "mandate": "none",
        "valid_from": clock.today(),
    }
    form = AppointmentForm(posted(request), initial=initial)
    page = FormPage(
        heading=_("Give somebody a post"),
        lead=_("The post says what a person is at an organisation, and what they may do for it here."),
        submit=_("Enter the post"),
        back=reverse("people"),
        crumbs=_crumbs(),
    )

    def act(values: dict[str, Any]) -> str:
        on, until = values.pop("valid_from"), values.pop("valid_to")
        office = changes.appoint_to_office(on=on, until=until, **values, **stamp(request))
        return reverse("person", args=[office.person_id])

    return answer_form(request, form, page, act, _("The post is entered."))


@allow(STAFF)
def edit_office(request: HttpRequest, pk: int) -> HttpResponse:
    """What a post is called, what it allows, and its days."""
    found = _office_or_404(pk)
    form = OfficeForm(posted(request), initial=OfficeForm.initial_of(found))
    page = FormPage(
        heading=_("Edit the post of %(name)s") % {"name": found.person},
        lead=str(found),
        submit=_("Save"),
        back=reverse("person", args=[found.person_id]),
        crumbs=_crumbs(found.person),
    )
    return answer_form(
        request,
        form,
        page,
        lambda values: changes.edit_office(found, **values, **stamp(request)),
        _("Saved."),
    )


@allow(STAFF)
def end_office(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a post."""
    found = _office_or_404(pk)
    form = LastDayForm(posted(request), initial={"on": clock.today()})
    page = FormPage(
        heading=_("End the post of %(name)s") % {"name": found.person},
        lead=str(found),
        submit=_("Enter the last day"),
        back=reverse("person", args=[found.person_id]),
        crumbs=_crumbs(found.person),
    )

    def act(values: dict[str, Any]) -> None:
        changes.end_office(found, on=values["on"], **stamp(request))

    return answer_form(request, form, page, act, _("The last day is entered."))


def _person_or_404(pk: int) -> Person:
    return get_object_or_404(everybody(), pk=pk)


def _office_or_404(pk: int) -> Office:
    return get_object_or_404(Office.objects.select_related("person", "organisation"), pk=pk)


def _crumbs(found: Person | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("members"), _("Members")), (reverse("people"), _("People"))]
    return [*crumbs, (reverse("person", args=[found.pk]), str(found))] if found else crumbs

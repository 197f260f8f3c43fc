"""Bodies: where the alliance decides and works, who sits there, and how that changes."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members import changes
from dugnad.members.forms import BodyForm, DayForm, ElectionForm, LastDayForm, RoleForm, SeatForm
from dugnad.members.models import Body, Seat
from dugnad.members.queries import (
    body_rows,
    holder_of_place,
    holders_of_place,
    main_seats,
    places_in,
    subregion_of_members,
    subregions_without_seat,
)
from dugnad.members.rules import may_see_addresses, may_see_names
from dugnad.members.views.asking import body_or_404, day_of, stamp, viewer_on


@public
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies of a day."""
    day = day_of(request)
    context = {"rows": body_rows(on=day), **_about(day, request)}
    return render(request, "members/bodies.html", context)


@public
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """A body on a day: its mandate, who sits in it for whom, and which places stand vacant."""
    found = body_or_404(slug)
    viewer, day = viewer_on(request), day_of(request)
    places = places_in(found, on=day)
    context = {
        "body": found,
        **_about(day, request),
        "places": places,
        "vacant": sum(1 for place in places if place.seat.person_id is None),
        "names": may_see_names(viewer, found.kind),
        "addresses": may_see_addresses(viewer, found.pk),
        "without_seat": subregions_without_seat(places, subregions=subregion_of_members(on=day)),
        "changes": changes_of(found) if viewer.is_secretariat else None,
    }
    return render(request, "members/body.html", context)


@allow(STAFF)
def create_body(request: HttpRequest) -> HttpResponse:
    """A new body."""
    form = BodyForm(posted(request), initial={"valid_from": clock.today()})
    page = FormPage(
        heading=_("Create a body"),
        lead=_("A board, an expert group, a committee: a place where people sit for somebody, for a time."),
        submit=_("Create the body"),
        back=reverse("bodies"),
        crumbs=_crumbs(),
    )

    def act(values: dict[str, Any]) -> str:
        on, until = values.pop("valid_from"), values.pop("valid_to")
        made = changes.create_body(on=on, until=until, **values, **stamp(request))
        return reverse("body", args=[made.slug])

    return answer_form(request, form, page, act, _("The body is created. Add its places."))


@allow(STAFF)
def edit_body(request: HttpRequest, slug: str) -> HttpResponse:
    """The names, mandate and days of a body."""
    found = body_or_404(slug)
    form = BodyForm(posted(request), initial=BodyForm.initial_of(found))
    page = FormPage(
        heading=_("Edit %(name)s") % {"name": found},
        submit=_("Save"),
        back=reverse("body", args=[slug]),
        crumbs=_crumbs(found),
    )
    return answer_form(
        request, form, page, lambda values: changes.edit_body(found, **values, **stamp(request)), _("Saved.")
    )


@allow(STAFF)
def close_body(request: HttpRequest, slug: str) -> HttpResponse:
    """The last day of a body."""
    found = body_or_404(slug)
    form = LastDayForm(posted(request), initial={"on": clock.today()})
    page = FormPage(
        heading=_("Close %(name)s") % {"name": found},
        lead=_("All its places end on the same day. What the body has done stays where it is."),
        submit=_("Close the body"),
        back=reverse("body", args=[slug]),
        crumbs=_crumbs(found),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.close_body(found, on=values["on"], **stamp(request))

    return answer_form(request, form, page, act, _("The body has its last day."))


@allow(STAFF)
def add_seat(request: HttpRequest, slug: str) -> HttpResponse:
    """A new place in a body."""
    found = body_or_404(slug)
    day = clock.today()
    form = SeatForm(
        posted(request), places=main_seats(found, on=day), initial={"valid_from": day, "role": "member"}
    )
    page = FormPage(
        heading=_("Add a place"),
        lead=_("A place belongs to whoever sends somebody to it, and may stand vacant."),
        submit=_("Add the place"),
        back=reverse("body", args=[slug]),
        crumbs=_crumbs(found),
    )

    def act(values: dict[str, Any]) -> None:
        on, until = values.pop("valid_from"), values.pop("valid_to")
        changes.add_seat(found, on=on, until=until, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The place is added."))


@allow(STAFF)
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """A place through time: who has held it, and what can be done with it now."""
    found = holder_of_place(_seat_or_404(pk), on=clock.today())
    context = {"seat": found, "holders": holders_of_place(found), "changes": changes_of(found)}
    return render(request, "members/seat.html", context)


@allow(STAFF)
def elect_to_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody new holds a place."""
    found = _seat_or_404(pk)
    form = ElectionForm(posted(request), initial={"on": clock.today()})
    page = _seat_page(
        found,
        heading=_("Elect somebody to the place"),
        lead=_("Whoever holds it leaves the day before."),
        submit=_("Enter the election"),
    )

    def act(values: dict[str, Any]) -> str:
        held = changes.elect_to_seat(found, **values, **stamp(request))
        return reverse("seat", args=[held.pk])

    return answer_form(request, form, page, act, _("The election is entered."))


@allow(STAFF)
def vacate_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder leaves a place."""
    found = _seat_or_404(pk)
    form = LastDayForm(posted(request), initial={"on": clock.today()})
    page = _seat_page(
        found,
        heading=_("Leave the place"),
        lead=_("From the next day the place stands vacant, and everybody can see that it does."),
        submit=_("Enter the last day"),
    )

    def act(values: dict[str, Any]) -> str:
        left = changes.vacate_seat(found, **values, **stamp(request))
        return reverse("seat", args=[left.pk])

    return answer_form(request, form, page, act, _("The last day is entered."))


@allow(STAFF)
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder of a place becomes chair, or something else."""
    found = _seat_or_404(pk)
    form = RoleForm(posted(request), initial={"role": found.role, "on": clock.today()})
    page = _seat_page(found, heading=_("Change the role"), submit=_("Change the role"))

    def act(values: dict[str, Any]) -> str:
        held = changes.change_role(found, **values, **stamp(request))
        return reverse("seat", args=[held.pk])

    return answer_form(request, form, page, act, _("The role is changed."))


@allow(STAFF)
def close_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """A place is done away with."""
    found = _seat_or_404(pk)
    form = LastDayForm(posted(request), initial={"on": clock.today()})
    page = _seat_page(
        found,
        heading=_("Do away with the place"),
        lead=_("After this day the body has one place fewer."),
        submit=_("Enter the last day"),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.close_seat(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The last day is entered."))


def _about(day: date, request: HttpRequest) -> dict[str, Any]:
    """The day that a page shows, and the form that asks for another."""
    return {"day": day, "is_today": day == clock.today(), "form": DayForm(request.GET)}


def _seat_or_404(pk: int) -> Seat:
    return get_object_or_404(Seat.objects.select_related("body", "person", "organisation"), pk=pk)


def _seat_page(
    found: Seat, *, heading: str, submit: str, lead: str = "", is_dangerous: bool = False
) -> FormPage:
    who = str(found.person or _("Vacant"))
    return FormPage(
        heading=heading,
        lead=lead,
        submit=submit,
        back=reverse("seat", args=[found.pk]),
        crumbs=[*_crumbs(found.body), (reverse("seat", args=[found.pk]), who)],
        is_dangerous=is_dangerous,
    )


def _crumbs(found: Body | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("members"), _("Members")), (reverse("bodies"), _("Bodies"))]
    return [*crumbs, (reverse("body", args=[found.slug]), str(found))] if found else crumbs

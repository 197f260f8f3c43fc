"""Series: what its meetings usually are, the points of every agenda, a year of it, its end."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.agenda import OrderForm
from dugnad.events.forms.series import EndForm, SeriesForm, StandingItemForm, YearForm
from dugnad.events.models import Series, StandingItem
from dugnad.events.queries import meetings, planning
from dugnad.events.views.finding import crumbs_to, stamp, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, STAFF, allow
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members.queries import body_named


@allow(STAFF)
def create_series(request: HttpRequest) -> HttpResponse:
    """Begin a series; the address may name its body."""
    body = body_named(request.GET.get("organ", ""))
    form = SeriesForm(posted(request), initial={"minutes": 150, "body": body, "title_nb": str(body or "")})
    page = FormPage(
        heading=_("Begin a series of meetings"),
        lead=_(
            "Meetings of a group that come back: their length, their place and the points of every agenda."
        ),
        submit=_("Begin the series"),
        back=reverse("meetings"),
        crumbs=crumbs_to(),
    )

    def act(values: dict[str, Any]) -> str:
        return reverse("series", args=[changes.create_series(**values, **stamp(request)).slug])

    return answer_form(
        request, form, page, act, _("The series is begun. Add its standing points and its year.")
    )


@allow(SIGNED_IN)
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """A series: what its meetings usually are, the points of every agenda, and one year of it."""
    found, viewer = _series_or_404(slug), viewer_on(request)
    years = planning.years_of(found)
    asked = request.GET.get("ar", "")
    shown = [year for year in years if str(year) == asked] or years[:1]
    context = {
        "series": found,
        "standing": planning.standing_items_of(found),
        "years": years,
        "plan": planning.year_plan(found, shown[0], viewer) if shown else None,
        "changes": changes_of(found) if viewer.is_secretariat else (),
    }
    return render(request, "events/series.html", context)


@allow(STAFF)
def edit_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Say anew what its meetings usually are."""
    found = _series_or_404(slug)
    form = SeriesForm(posted(request), initial=SeriesForm.initial_of(found))
    page = _page(
        found,
        heading=_("Change the series"),
        lead=_("Meetings that are planned already stay as they are."),
        submit=_("Save"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.edit_series(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def plan_year(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a year by its days: last year's, moved on, are what one begins with."""
    found = _series_or_404(slug)
    days, hour = planning.next_year_of(found)
    initial = {"days": "\n".join(map(str, days)), "starts": hour}
    form = YearForm(posted(request), initial=initial)
    seen = planning.days_as_planned(days, viewer_on(request))
    if request.method == "POST":
        seen = (
            planning.days_as_planned(form.cleaned_data["days"], viewer_on(request)) if form.is_valid() else []
        )
    page = _page(
        found,
        heading=_("Plan a year"),
        lead=_("A meeting is planned on each day. Nobody is told until the notice is sent."),
        submit=_("Plan them"),
        template="events/plan_year.html",
        more={"series": found, "seen": seen, "is_moved_on": bool(days) and request.method != "POST"},
    )
    if "look" in request.POST:
        context = {"form": form, "page": page, **page.more}
        return render(request, page.template, context, status=422 if form.errors else 200)
    made: list[int] = []

    def act(values: dict[str, Any]) -> str:
        planned = changes.plan_year(found, values["days"], starts=values["starts"], **stamp(request))
        made.append(len(planned))
        return f"{page.back}?ar={planned[0].starts.year}" if planned else page.back

    def said() -> str:
        return ngettext("%(n)d meeting is planned.", "%(n)d meetings are planned.", made[0]) % {"n": made[0]}

    return answer_form(request, form, page, act, said)


@allow(STAFF)
def end_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a series end."""
    found = _series_or_404(slug)
    page = _page(
        found,
        heading=_("End the series"),
        lead=_("Nothing more is planned in it. Its meetings, minutes and decisions stay where they are."),
        submit=_("End the series"),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.end_series(found, on=values["on"], **stamp(request))

    form = EndForm(posted(request), initial={"on": clock.today()})
    return answer_form(request, form, page, act, _("The series has ended."))


@allow(STAFF)
def resume_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a series up again."""
    found = _series_or_404(slug)
    page = _page(found, heading=_("Take the series up again"), submit=_("Take it up"))

    def act(_values: dict[str, Any]) -> None:
        changes.resume_series(found, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The series goes on."))


@allow(STAFF)
def add_standing_item(request: HttpRequest, slug: str) -> HttpResponse:
    """A point that every agenda from now on has."""
    found = _series_or_404(slug)
    form = StandingItemForm(posted(request), initial={"minutes": 10})
    page = _page(
        found,
        heading=_("Add a standing point"),
        lead=_("It is put in when an agenda is built. Agendas that are built already can be built anew."),
        submit=_("Add it"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.add_standing_item(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Every agenda from now on has the point."))


@allow(STAFF)
def edit_standing_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a standing point."""
    found, item = _standing_or_404(slug, pk)
    form = StandingItemForm(posted(request), initial=StandingItemForm.initial_of(item))
    page = _page(
        found,
        heading=_("Change the standing point"),
        lead=_("Agendas that have it already keep theirs."),
        submit=_("Save"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.edit_standing_item(item, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def remove_standing_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a standing point away."""
    found, item = _standing_or_404(slug, pk)
    page = _page(
        found,
        heading=_("Take “%(title)s” away") % {"title": item},
        lead=_("Agendas that have it already keep theirs."),
        submit=_("Take away"),
        is_dangerous=True,
    )

    def act(_values: dict[str, Any]) -> None:
        changes.remove_standing_item(item, **stamp(request))

    said = _("Agendas to come do not have the point.")
    return answer_form(request, ConfirmForm(posted(request)), page, act, said)


@allow(STAFF)
def arrange_standing_items(request: HttpRequest, slug: str) -> HttpResponse:
    """Another order of the standing points."""
    found = _series_or_404(slug)
    form = OrderForm(posted(request), items=planning.standing_items_of(found))
    page = _page(
        found,
        heading=_("Order of the standing points"),
        lead=_("Points at the end of the agenda stay there, in the order that you give them."),
        submit=_("Save the order"),
        template="events/arrange_items.html",
    )

    def act(_values: dict[str, Any]) -> None:
        changes.arrange_standing_items(found, form.order, **stamp(request))

    return answer_form(request, form, page, act, _("The order is saved."))


def _series_or_404(slug: str) -> Series:
    found = meetings.series_at(slug)
    if found is None:
        raise Http404
    return found


def _standing_or_404(slug: str, pk: int) -> tuple[Series, StandingItem]:
    found = _series_or_404(slug)
    return found, get_object_or_404(found.standing_items, pk=pk)


def _page(found: Series, **words: Any) -> FormPage:
    back = reverse("series", args=[found.slug])
    return FormPage(back=back, crumbs=crumbs_to(None, (back, str(found))), **words)

"""Planning: a meeting and its changes, the notice, calling off, a series and its year."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.planning import (
    AnnounceForm,
    CancelForm,
    ChangedEventForm,
    ConfirmForm,
    EventForm,
    SeriesForm,
    YearForm,
)
from dugnad.events.models import Series
from dugnad.events.queries import meetings
from dugnad.events.queries.taking_part import to_invite
from dugnad.events.views.finding import (
    address_of,
    crumbs_to,
    form_page,
    kept_or_404,
    stamp,
    viewer_on,
)
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, STAFF, allow
from dugnad.kit.clock import at_oslo
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(STAFF)
def create_event(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of any kind."""
    starts = at_oslo(
        clock.today() + timedelta(days=14), clock.now().replace(hour=9, minute=0, second=0).time()
    )
    form = EventForm(posted(request), initial={"starts": starts, "ends": starts + timedelta(hours=3)})
    page = FormPage(
        heading=_("Plan a meeting"), submit=_("Plan it"), back=reverse("meetings"), crumbs=crumbs_to()
    )

    def act(values: dict[str, Any]) -> str:
        return address_of(changes.create_event(**values, **stamp(request)))

    return answer_form(request, form, page, act, _("The meeting is planned. Nobody has been told yet."))


@allow(SIGNED_IN)
def edit_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what, when and where."""
    found = kept_or_404(request, slug)
    event = found.event
    initial = ChangedEventForm.initial_of(event) | {"seen": event.revision}
    form = ChangedEventForm(posted(request), initial=initial)
    page = form_page(event, heading=_("Change the meeting"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_event(event, revision=values.pop("seen"), **values, **stamp(request))

    told = event.announced_at is not None
    said = _("Saved. Send the notice anew, so that calendars follow.") if told else _("Saved.")
    return answer_form(request, form, page, act, said)


@allow(SIGNED_IN)
def announce_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the notice, or what has changed since."""
    event = kept_or_404(request, slug).event
    count = len(to_invite(event)) or event.participations.count()
    page = form_page(
        event,
        heading=_("Send the notice"),
        lead=ngettext(
            "%(count)d person is invited, with agenda and calendar entry. Points get their case numbers.",
            "%(count)d people are invited, with agenda and calendar entry. Points get their case numbers.",
            count,
        )
        % {"count": count},
        submit=_("Send the notice"),
    )
    sent: list[int] = []

    def act(values: dict[str, Any]) -> None:
        sent.append(changes.announce_event(event, **values, **stamp(request)))

    def said() -> str:
        words = ngettext(
            "The notice is sent to %(n)d person.", "The notice is sent to %(n)d people.", sent[0]
        )
        return words % {"n": sent[0]} if sent[0] else _("Everybody has the present notice already.")

    return answer_form(request, AnnounceForm(posted(request)), page, act, said)


@allow(SIGNED_IN)
def cancel_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Call it off."""
    event = kept_or_404(request, slug).event
    page = form_page(
        event,
        heading=_("Call the meeting off"),
        lead=_("Everybody who was invited is told, and it leaves their calendars."),
        submit=_("Call it off"),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.cancel_event(event, **values, **stamp(request))

    return answer_form(request, CancelForm(posted(request)), page, act, _("The meeting is called off."))


@allow(SIGNED_IN)
def hold_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter that it took place."""
    event = kept_or_404(request, slug).event
    page = form_page(event, heading=_("Has the meeting been held?"), submit=_("Yes, it has been held"))

    def act(_values: dict[str, Any]) -> None:
        changes.hold_event(event, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The meeting is entered as held."))


@allow(STAFF)
def create_series(request: HttpRequest) -> HttpResponse:
    """Begin a series."""
    form = SeriesForm(posted(request), initial={"minutes": 150})
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
    """A series: what its meetings usually are, its standing points, its meetings."""
    found = _series_or_404(slug)
    viewer = viewer_on(request)
    events = meetings.visible_events(viewer).filter(series=found).order_by("-starts")
    context = {
        "series": found,
        "standing": found.standing_items.order_by("is_last", "position"),
        "rows": meetings.event_rows(events, viewer),
    }
    return render(request, "events/series.html", context)


@allow(STAFF)
def edit_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Say anew what its meetings usually are."""
    found = _series_or_404(slug)
    form = SeriesForm(posted(request), initial=SeriesForm.initial_of(found))
    page = _series_page(found, heading=_("Change the series"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_series(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def plan_year(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a year by its days."""
    found = _series_or_404(slug)
    page = _series_page(
        found,
        heading=_("Plan a year"),
        lead=_("A meeting is planned on each day. Nobody is told until the notice is sent."),
        submit=_("Plan them"),
    )
    made: list[int] = []

    def act(values: dict[str, Any]) -> None:
        made.append(len(changes.plan_year(found, values["days"], starts=values["starts"], **stamp(request))))

    def said() -> str:
        return ngettext("%(n)d meeting is planned.", "%(n)d meetings are planned.", made[0]) % {"n": made[0]}

    return answer_form(request, YearForm(posted(request)), page, act, said)


def _series_or_404(slug: str) -> Series:
    found = meetings.series_at(slug)
    if found is None:
        raise Http404
    return found


def _series_page(found: Series, **words: Any) -> FormPage:
    back = reverse("series", args=[found.slug])
    return FormPage(back=back, crumbs=crumbs_to(None, (back, str(found))), **words)

"""The secretariat's work with a session: plan, change, announce, call off, put up slides; topics."""

from datetime import time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.inviting import MessageForm
from dugnad.events.forms.planning import CancelForm
from dugnad.events.forms.school import (
    AskAlongForm,
    ChangedSessionForm,
    MaterialForm,
    RecordingForm,
    SessionForm,
    TopicForm,
)
from dugnad.events.models import Material, Topic
from dugnad.events.queries import coverage, school
from dugnad.events.rules import signing_up as sign_up_rules
from dugnad.events.views.finding import stamp
from dugnad.events.views.school import address_of, crumbs_of, session_or_404, session_page
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.clock import at_oslo
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.history import values_of
from dugnad.kit.pages import FormPage, answer_form, handed_out, posted
from dugnad.kit.text import localised

TITLES = ("title_nb", "title_nn", "title_en")


def _usual() -> dict[str, Any]:
    """What a new session begins with: a morning in four weeks, and what a series of sessions usually is."""
    day, usual = clock.today() + timedelta(weeks=4), school.series_of_school()
    starts = at_oslo(day, time(9))
    return {
        "starts": starts,
        "ends": starts + timedelta(minutes=usual.minutes if usual else 90),
        "closes": at_oslo(day - timedelta(days=1), time(12)),
        "link_days": 2,
        "least_minutes": 30,
        "way": "online",
    }


@allow(STAFF)
def create_session(request: HttpRequest) -> HttpResponse:
    """Plan a session."""
    form = SessionForm(posted(request), initial=_usual())
    page = FormPage(
        heading=_("Plan a session"),
        lead=_("Nobody sees it as open, and nobody can sign up, before you announce it."),
        submit=_("Plan it"),
        back=reverse("school"),
        crumbs=crumbs_of(),
        template="events/session_form.html",
    )

    def act(values: dict[str, Any]) -> str:
        return address_of(changes.create_session(**values, **stamp(request)))

    return answer_form(
        request, form, page, act, _("The session is planned. Announce it to open the sign-up.")
    )


@allow(STAFF)
def edit_session(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a session."""
    event = session_or_404(request, slug)
    initial = ChangedSessionForm.initial_of(event, event.sign_up) | {"seen": event.revision}
    form = ChangedSessionForm(posted(request), initial=initial)
    page = session_page(
        event, heading=_("Change the session"), submit=_("Save"), template="events/session_form.html"
    )

    def act(values: dict[str, Any]) -> None:
        changes.edit_session(event, revision=values.pop("seen"), **values, **stamp(request))

    told = event.announced_at is not None
    said = (
        _("Saved. Tell those who have signed up, if day, hour or link are others.") if told else _("Saved.")
    )
    return answer_form(request, form, page, act, said)


@allow(STAFF)
def announce_session(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the sign-up, or tell those who have signed up what has changed."""
    event = session_or_404(request, slug)
    is_first = event.announced_at is None
    page = session_page(
        event,
        heading=_("Announce the session") if is_first else _("Tell what has changed"),
        lead=_("It is open for sign-up at once, stands in the calendar feed, and everybody can read it.")
        if is_first
        else _("Those who have a place get a mail and their calendars the new day; each gets it once."),
        submit=_("Announce it") if is_first else _("Tell them"),
    )
    sent: list[int] = []

    def act(values: dict[str, Any]) -> None:
        sent.append(changes.announce_session(event, **values, **stamp(request)))

    def said() -> str:
        if is_first:
            return _("The session is announced, and the sign-up is open.")
        told = ngettext("%(n)d person is told.", "%(n)d people are told.", sent[0]) % {"n": sent[0]}
        return told if sent[0] else _("Everybody knows already how it stands.")

    form = ConfirmForm(posted(request)) if is_first else MessageForm(posted(request))
    return answer_form(request, form, page, act, said)


@allow(STAFF)
def call_off_session(request: HttpRequest, slug: str) -> HttpResponse:
    """Call a session off."""
    event = session_or_404(request, slug)
    page = session_page(
        event,
        heading=_("Call the session off"),
        lead=_("Everybody who has signed up or waits for a place is told, and it leaves their calendars."),
        submit=_("Call it off"),
        is_dangerous=True,
    )
    told: list[int] = []

    def act(values: dict[str, Any]) -> None:
        told.append(changes.call_off_session(event, **values, **stamp(request)))

    def said() -> str:
        words = ngettext("Called off. %(n)d person is told.", "Called off. %(n)d people are told.", told[0])
        return words % {"n": told[0]}

    return answer_form(request, CancelForm(posted(request)), page, act, said)


@allow(STAFF)
def hold_session(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter that it took place."""
    event = session_or_404(request, slug)
    page = session_page(
        event,
        heading=_("Has the session been held?"),
        lead=_("Then certificates can be issued, and it counts in the coverage."),
        submit=_("Yes, it has been held"),
    )

    def act(_values: dict[str, Any]) -> None:
        changes.hold_event(event, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The session is entered as held."))


@allow(STAFF)
def put_up_recording(request: HttpRequest, slug: str) -> HttpResponse:
    """Say where the recording is seen."""
    event = session_or_404(request, slug)
    form = RecordingForm(posted(request), initial={"recording": event.sign_up.recording})
    page = session_page(event, heading=_("Recording"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.put_up_recording(event, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def add_material(request: HttpRequest, slug: str) -> HttpResponse:
    """Put up slides or a handout."""
    event = session_or_404(request, slug)
    form = MaterialForm(posted(request), request.FILES or None)
    page = session_page(
        event,
        heading=_("Put up slides"),
        lead=_("A file or a link. Everybody can read it on the page of the session."),
        submit=_("Put it up"),
    )

    def act(values: dict[str, Any]) -> None:
        file = values.pop("file")
        bytes_of = {"content": file.read(), "name": file.name} if file else {}
        changes.add_material(event, **values, **bytes_of, **stamp(request))

    return answer_form(request, form, page, act, _("It is put up."))


@public
@require_safe
def material(request: HttpRequest, slug: str, pk: int) -> Any:
    """Slides that lie here; those that lie elsewhere are led to."""
    found = _material_or_404(request, slug, pk)
    return handed_out(found.file, found.name) if found.file else redirect(found.link)


@allow(STAFF)
def remove_material(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take slides away."""
    found = _material_or_404(request, slug, pk)
    page = session_page(
        found.event, heading=_("Take “%(title)s” away") % {"title": found}, submit=_("Take it away"),
        is_dangerous=True,
    )  # fmt: skip

    def act(_values: dict[str, Any]) -> None:
        changes.remove_material(found, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("It is taken away."))


def _material_or_404(request: HttpRequest, slug: str, pk: int) -> Material:
    event = session_or_404(request, slug)
    return get_object_or_404(event.materials.select_related("file", "event"), pk=pk, removed_at__isnull=True)


@allow(STAFF)
def send_afterwards(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell those who signed up that recording and slides are there."""
    event = session_or_404(request, slug)
    if event.sign_up.thanked_at or not school.has_something_left(event.sign_up):
        raise Http404
    count = school.counts_of(event).taken
    page = session_page(
        event,
        heading=_("Tell of recording and slides"),
        lead=ngettext(
            "%(n)d person who signed up gets a mail, once. It goes by itself the day after.",
            "%(n)d people who signed up get a mail, once. It goes by itself the day after.",
            count,
        )
        % {"n": count},
        submit=_("Send it now"),
    )

    def act(_values: dict[str, Any]) -> None:
        changes.send_afterwards(event.sign_up, at=clock.now())

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("They are told."))


@allow(STAFF)
def ask_along(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the members that have had nobody there."""
    event = session_or_404(request, slug)
    if not sign_up_rules.can_sign_up(event, event.sign_up, at=clock.now()):
        raise Http404
    missing = coverage.missing_at(event, on=clock.today())
    page = session_page(
        event,
        heading=_("Ask members along"),
        lead=_("These have had nobody at a session on this topic, and nobody has signed up for this one."),
        submit=_("Send the invitations"),
        template="events/ask_along.html",
        more={"asked": coverage.whom_to_invite(missing, on=clock.today())},
    )
    sent: list[int] = []

    def act(values: dict[str, Any]) -> None:
        sent.append(changes.ask_members_along(event, values["members"], **stamp(request)))

    def said() -> str:
        words = ngettext("%(n)d person is asked along.", "%(n)d people are asked along.", sent[0])
        return words % {"n": sent[0]}

    return answer_form(request, AskAlongForm(posted(request), members=missing), page, act, said)


@allow(STAFF)
@require_safe
def list_topics(request: HttpRequest) -> HttpResponse:
    """What the school teaches."""
    rows = coverage.coverage(on=clock.today())
    return render(request, "events/topics.html", {"rows": rows})


@allow(STAFF)
def add_topic(request: HttpRequest) -> HttpResponse:
    """Add a topic."""
    page = _topic_page(heading=_("Add a topic"), submit=_("Add it"))

    def act(values: dict[str, Any]) -> None:
        changes.add_topic(**values, **stamp(request))

    return answer_form(request, TopicForm(posted(request)), page, act, _("The topic is added."))


@allow(STAFF)
def edit_topic(request: HttpRequest, key: str) -> HttpResponse:
    """Call a topic something else."""
    topic = get_object_or_404(Topic, key=key)
    form = TopicForm(posted(request), initial=values_of(topic, TITLES))
    page = _topic_page(
        heading=_("Change “%(title)s”") % {"title": localised(topic, "title")}, submit=_("Save")
    )

    def act(values: dict[str, Any]) -> None:
        changes.edit_topic(topic, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


def _topic_page(**words: Any) -> FormPage:
    back = reverse("topics")
    return FormPage(back=back, crumbs=[*crumbs_of(), (back, _("Topics"))], **words)

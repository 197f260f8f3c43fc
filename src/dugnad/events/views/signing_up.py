"""Pages of those who sign up without an account: the form, the own place, and the questions for speakers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.signing_up import OwnPlaceForm, SignUpForm
from dugnad.events.kinds import Circle
from dugnad.events.models import Event, Participation
from dugnad.events.queries import school
from dugnad.events.queries.links import event_with_questions, participation_with
from dugnad.events.queries.taking_part import address_of as mail_address_of
from dugnad.events.queries.taking_part import language_of, name_of
from dugnad.events.rules import signing_up as rules
from dugnad.events.states import Answer
from dugnad.events.views.finding import form_page, meeting_or_404, viewer_on
from dugnad.events.views.school import crumbs_of, session_or_404, session_page
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, by_key, posted, speak
from dugnad.kit.text import localised
from dugnad.members.queries import offices_of
from dugnad.members.rules import Viewer


@public
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign up; no account is asked for, and it is said before what is kept and for how long."""
    return _sign_up(request, session_or_404(request, slug), session_page)


@public
def sign_up_to_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for a meeting to which anybody may come, as a dialogue with suppliers."""
    return _sign_up(request, meeting_or_404(request, slug).event, form_page)


def _sign_up(request: HttpRequest, event: Event, page_of: Callable[..., FormPage]) -> HttpResponse:
    viewer, asked = viewer_on(request), getattr(event, "sign_up", None)
    if asked is None:
        raise Http404
    if request.method != "POST" and not rules.can_sign_up(event, asked, at=clock.now()):
        messages.warning(request, _("The sign-up for this event is closed."))
        return redirect(event.page, event.slug)
    # Asked by the page, and not by who has filled it in and goes on: in a rush those are many at once.
    counts = SimpleLazyObject(lambda: school.counts_of(event))
    form = SignUpForm(posted(request), on=clock.now(), initial=_known(viewer))
    page = page_of(
        event,
        heading=_("Sign up"),
        lead=localised(event, "title"),
        submit=_("Sign up"),
        template="events/sign_up.html",
        more={
            "event": event,
            "is_full": lambda: rules.answer_given(event.sign_up, counts.taken) == Answer.WAITING,
            "counts": counts,
            "kept_until": rules.kept_until(event),
            "is_told_to_others": rules.facts_of(event).names_seen_by == Circle.PARTICIPANTS,
        },
    )

    def act(values: dict[str, Any]) -> None:
        changes.sign_up(
            event, **values, language=(get_language() or "nb")[:2], person=viewer.person, at=clock.now()
        )

    # The same whether the address was known or not, and whether there was room: only the mail tells.
    said = _(
        "Thank you. A mail is on its way with your place, or with word that you are on the waiting list."
    )
    return answer_form(request, form, page, act, said)


def _known(viewer: Viewer) -> dict[str, Any]:
    """What we know of somebody who is signed in."""
    if viewer.person is None:
        return {}
    office = offices_of(viewer.person).filter(valid_to__isnull=True).first()
    known = {"name": viewer.person.name, "email": viewer.person.email}
    return known | ({"organisation": office.organisation_id} if office else {})


@by_key
def own_place(request: HttpRequest, key: str) -> HttpResponse:
    """My own place at a session, opened by the link in the mail: how I stand, what I wonder, drawing back."""
    one = _own_or_404(request, key)
    event = one.event
    is_coming = event.starts > clock.now() and one.answer != Answer.NO
    page = FormPage(
        heading=localised(event, "title"),
        submit=_("Save"),
        back=request.path,
        crumbs=crumbs_of(event),
        template="events/own_place.html",
        more={
            "one": one,
            "name": name_of(one),
            "event": event,
            "key": key,
            "place": school.place_of(one),
            "is_coming": is_coming,
            "can_withdraw": rules.can_withdraw(event, one, at=clock.now()),
            "link": event.link if one.answer == Answer.YES and event.sign_up.link_sent_at else "",
            "materials": school.materials_of(event),
            "certificate": _certificate_of(one),
            "kept_until": None if one.person else rules.kept_until(event),
            "address": mail_address_of(one),
        },
    )
    form = OwnPlaceForm(posted(request), initial={"note": one.note, "wish": one.wish})

    def act(values: dict[str, Any]) -> None:
        changes.say_more(one, **values, by=one.person, at=clock.now())

    return answer_form(request, form, page, act, _("Saved."))


@by_key
def draw_back(request: HttpRequest, key: str) -> HttpResponse:
    """Give the place back."""
    one = _own_or_404(request, key)
    if not rules.can_withdraw(one.event, one, at=clock.now()):
        raise Http404
    page = FormPage(
        heading=_("Give the place back?"),
        lead=_("Whoever has waited longest gets it, and a mail."),
        submit=_("I am not coming"),
        back=reverse("own_place", args=[key]),
        crumbs=crumbs_of(one.event),
        is_dangerous=True,
    )

    def act(_values: dict[str, Any]) -> None:
        changes.draw_back(one, by=one.person, at=clock.now())

    said = _("You are no longer signed up. Thank you for telling.")
    return answer_form(request, ConfirmForm(posted(request)), page, act, said)


@by_key
@require_safe
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """What those who come wonder, for the speakers: no names, and nothing of who asked."""
    event = event_with_questions(key)
    if event is None:
        raise Http404
    context = {"event": event, "questions": school.questions_to(event), "counts": school.counts_of(event)}
    return render(request, "events/questions.html", context)


def _own_or_404(request: HttpRequest, key: str) -> Participation:
    one = participation_with(key)
    if one is None or not hasattr(one.event, "sign_up"):
        raise Http404
    speak(request, language_of(one))
    return one


def _certificate_of(one: Participation) -> Any:
    found = getattr(one, "certificate", None)
    return found if found and found.revoked_at is None and found.name else None

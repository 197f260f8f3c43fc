"""The open form for stories, what has come by it, and how long stories may be."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.documents import changes
from dugnad.documents.forms import NoteForm, SendStoryForm, StoryLengthForm
from dugnad.documents.kinds import Kind
from dugnad.documents.models import Contribution
from dugnad.documents.queries import EVERYTHING, cards, length_for, length_in, lengths, received
from dugnad.documents.views.finding import sent, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.errors import Refused
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members.models import Organisation
from dugnad.members.queries import alphabetical, members_on


@public
def send_story(request: HttpRequest) -> HttpResponse:
    """Send a story in without an account; `?fra=hamar` chooses the municipality beforehand."""
    year = clock.today().year
    members = sorted(members_on(clock.today()), key=lambda member: alphabetical(member.name))
    form = SendStoryForm(
        sent(request),
        request.FILES or None,
        owners=members,
        own=length_in(year),
        length=length_for(Kind.STORY, year),
        initial={"owner": request.GET.get("fra", ""), "language": (get_language() or "nb")[:2]},
    )
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            contribution = _receive(form, {member.slug: member for member in members}, year=year)
        except Refused as refusal:
            status = 429 if refusal.code == "often" else 422
            _refuse(form, refusal)
        else:
            done = _("The story is received as number %(number)s. A receipt is on its way to you by e-mail.")
            messages.success(request, done % {"number": contribution.pk})
            return redirect("story_sent")
    context = {"form": form, "year": year}
    return render(request, "documents/send_story.html", context, status=status)


@public
@require_safe
def story_sent(request: HttpRequest) -> HttpResponse:
    """What happens with a story that was sent in."""
    return render(request, "documents/story_sent.html")


@allow(STAFF)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What came by the open form and waits."""
    return _inbox(request)


@allow(STAFF)
@require_POST
def take_in_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a story in, to work on it as on any draft."""
    contribution = _contribution(pk)
    done = _("The story is taken in. It is a draft now.")
    _tried(request, done, partial(changes.take_in_story, contribution))
    return redirect("document", contribution.document.slug)


@allow(STAFF)
@require_POST
def decline_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline a story with a note to its sender."""
    contribution = _contribution(pk)
    form = NoteForm(request.POST, question=_("Reason"), auto_id=f"decline-{pk}-%s")
    if not form.is_valid():
        return _inbox(request, {pk: form}, status=422)
    decline = partial(changes.decline_story, contribution, note=form.cleaned_data["note"])
    _tried(request, _("The story is declined, and the sender is told why."), decline)
    return redirect("story_inbox")


@allow(STAFF)
def story_lengths(request: HttpRequest) -> HttpResponse:
    """How long stories may be, year by year."""
    year = clock.today().year
    own = lengths().filter(year=year).first()
    initial = {"year": year, "least": 250, "most": 500, "unit": "words"}
    initial |= {"least": own.least, "most": own.most, "unit": own.unit} if own else {}
    form = StoryLengthForm(posted(request), initial=initial)
    page = FormPage(
        heading=_("How long stories are"),
        submit=_("Save"),
        back=reverse("story_lengths"),
        lead=_(
            "The rule of a year holds for the open form, for calls that ask for a story, "
            "and for drafts of that year that go to review."
        ),
        crumbs=[(reverse("documents"), _("Stories and reports"))],
        template="documents/story_lengths.html",
        more={"lengths": lengths()},
    )

    def act(values: dict[str, Any]) -> None:
        changes.set_story_length(by=viewer_on(request).person, at=clock.now(), **values)

    return answer_form(request, form, page, act, _("The length is saved."))


def _receive(form: SendStoryForm, members: dict[str, Organisation], *, year: int) -> Contribution:
    typed = form.cleaned_data
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    picture = typed.get("picture")
    return changes.receive_story(
        members[typed["owner"]],
        changes.Sender(typed["name"], typed["email"], language),
        at=clock.now(),
        picture=(picture.read(), picture.name) if picture else None,
        caption=form.caption() if picture else None,
        year=year,
        **form.values(),
    )


def _refuse(form: SendStoryForm, refusal: Refused) -> None:
    """What the verb refused, where it stands; only a picture can be refused as late as here."""
    place = refusal.field if refusal.field in form.fields else None
    form.add_error("picture" if refusal.field == "file" else place, str(refusal.message))
    if form.cleaned_data.get("picture"):
        form.ask_again()


def _contribution(pk: int) -> Contribution:
    return get_object_or_404(Contribution.objects.select_related("document__owner"), pk=pk)


def _tried(request: HttpRequest, done: str, step: Any) -> None:
    try:
        step(by=viewer_on(request).person, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)


def _inbox(
    request: HttpRequest, notes: dict[int, NoteForm] | None = None, *, status: int = 200
) -> HttpResponse:
    waiting = list(received())
    shown = {card.document.pk: card for card in cards([row.document for row in waiting], EVERYTHING)}
    rows = [(row, shown[row.document_id], (notes or {}).get(row.pk)) for row in waiting]
    return render(request, "documents/inbox.html", {"rows": rows}, status=status)

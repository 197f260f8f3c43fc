"""Pages of the secretariat: begin, write, work out, review, publish."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.editions import changes
from dugnad.editions.forms import EditionForm, NewEditionForm, NoteForm
from dugnad.editions.models import Edition
from dugnad.editions.queries.arrangement import editions_that_replace
from dugnad.editions.views.finding import edition_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, form_on
from dugnad.kit.errors import Refused
from dugnad.kit.pages import FormPage, answer_form, posted

TEXTS = tuple(name for name in EditionForm.base_fields if name != "seen")
Step = Callable[..., object]
NOTED: dict[str, Step] = {
    "return_edition": lambda edition, note, who: changes.return_edition(edition, note=note, **who),
    "withdraw_edition": lambda edition, note, who: changes.withdraw_edition(edition, reason=note, **who),
}
PLAIN: dict[str, Step] = {
    "submit_edition": changes.submit_edition,
    "approve_edition": changes.approve_edition,
    "publish_edition": changes.publish_edition,
}
# Ticked where it shall be published although senders have not answered.
SENDERS = "although_senders_wait"


@allow(STAFF)
def create_edition(request: HttpRequest) -> HttpResponse:
    """Begin the edition of a year."""
    today = clock.today()
    form = NewEditionForm(posted(request), initial={"year": today.year, "members_on": today})
    page = FormPage(
        heading=_("Begin an edition"),
        submit=_("Begin"),
        back=reverse("editions"),
        lead=_("An edition is a draft until it is published. You can change everything until then."),
        crumbs=[(reverse("editions"), "Klimastatus")],
    )

    def begin(values: dict[str, Any]) -> str:
        edition = changes.create_edition(**values, **_who(request))
        return reverse("edition", args=[edition.year])

    return answer_form(request, form, page, begin, _("The edition is begun. Work out its figures to see it."))


@allow(STAFF)
def edit_edition(request: HttpRequest, year: int) -> HttpResponse:
    """Write the texts, and choose whose figures."""
    edition = edition_or_404(request, year)
    initial = {name: getattr(edition, name) for name in TEXTS}
    form = EditionForm(posted(request), initial={**initial, "seen": edition.revision})
    page = FormPage(
        heading=_("Write and choose figures"),
        submit=_("Save"),
        back=reverse("edition", args=[year]),
        lead=_("When you have saved, work out the figures anew to see them with your choices."),
        crumbs=[(reverse("editions"), "Klimastatus"), (reverse("edition", args=[year]), str(edition))],
    )

    def save(values: dict[str, Any]) -> None:
        seen = values.pop("seen") or edition.revision
        changes.edit_edition(edition, revision=seen, **_who(request), **values)

    return answer_form(request, form, page, save, _("Saved."))


@allow(STAFF)
@require_POST
def compose_edition(request: HttpRequest, year: int) -> HttpResponse:
    """Work out the figures anew."""
    edition = edition_or_404(request, year)
    try:
        changes.compose_edition(edition, **_who(request))
        messages.success(request, _("The figures have been worked out anew."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("edition", year)


@allow(STAFF)
@form_on("edition", "year")
@require_POST
def step_edition(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """Move the edition on its way: review, approval, publication, back, withdrawal."""
    edition = edition_or_404(request, year)
    if step not in PLAIN and step not in NOTED:
        raise Http404
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        _take(request, edition, step, note)
    except Refused as refusal:
        messages.error(request, _refusal_with(note, refusal))
    return redirect("edition", year)


def _take(request: HttpRequest, edition: Edition, step: str, note: str) -> None:
    if step in PLAIN:
        decided = {SENDERS: True} if step == "publish_edition" and SENDERS in request.POST else {}
        PLAIN[step](edition, **_who(request), **decided)
    else:
        NOTED[step](edition, note, {**_who(request), **_replacement(request, edition, step)})


def _replacement(request: HttpRequest, edition: Edition, step: str) -> dict[str, Any]:
    """Of a withdrawal: which edition takes the place, where one was chosen."""
    chosen = _chosen(request, edition)
    return {"replaced_by": chosen} if chosen and step == "withdraw_edition" else {}


@allow(STAFF)
@require_POST
def name_replacement(request: HttpRequest, year: int) -> HttpResponse:
    """Say which edition has taken the place of one that was withdrawn."""
    edition = edition_or_404(request, year)
    try:
        changes.name_replacement(edition, _chosen(request, edition), **_who(request))
        messages.success(request, _("Saved."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("edition", year)


def _chosen(request: HttpRequest, edition: Edition) -> Edition | None:
    year = request.POST.get("replaced_by", "")
    known = year.isascii() and year.isdigit() and len(year) == len("2021")
    return editions_that_replace(edition).filter(year=int(year)).first() if known else None


def _refusal_with(note: str, refusal: Refused) -> str:
    """Why it was refused, with the words that would else be lost."""
    if not note:
        return str(refusal.message)
    return _("%(refusal)s You wrote: “%(note)s”") % {"refusal": refusal.message, "note": note}


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": viewer_on(request).person, "at": clock.now()}

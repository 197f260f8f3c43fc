"""Pages of the secretariat: begin, write, work out, review, publish."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.editions import changes
from dugnad.editions.forms import EditionForm, NewEditionForm, NoteForm
from dugnad.editions.models import Edition
from dugnad.editions.views.finding import edition_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.errors import Conflict, Refused

FIELDS = tuple(name for name in EditionForm.base_fields if name != "revision")
NOTED = {
    "return_edition": lambda edition, note, who: changes.return_edition(edition, note=note, **who),
    "withdraw_edition": lambda edition, note, who: changes.withdraw_edition(edition, reason=note, **who),
}
PLAIN: dict[str, Callable[..., object]] = {
    "submit_edition": changes.submit_edition,
    "approve_edition": changes.approve_edition,
    "publish_edition": changes.publish_edition,
}


@allow(STAFF)
def create_edition(request: HttpRequest) -> HttpResponse:
    """Begin the edition of a year."""
    today = clock.today()
    form = NewEditionForm(request.POST or None, initial={"year": today.year, "members_on": today})
    if form.is_valid():
        person = viewer_on(request).person
        try:
            edition = changes.create_edition(**form.cleaned_data, by=person, at=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            return redirect("edition", edition.year)
    return render(request, "editions/create_edition.html", {"form": form}, status=422 if form.errors else 200)


@allow(STAFF)
def edit_edition(request: HttpRequest, year: int) -> HttpResponse:
    """Write the texts, and choose whose figures."""
    edition = edition_or_404(request, year)
    values = {name: getattr(edition, name) for name in FIELDS}
    form = EditionForm(request.POST or None, initial={**values, "revision": edition.revision})
    if form.is_valid():
        try:
            _save(request, edition, form)
        except Conflict as conflict:
            return _conflict(request, edition, conflict)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Saved."))
            return redirect("edition", year)
    context = {"form": form, "edition": edition}
    return render(request, "editions/edit_edition.html", context, status=422 if form.errors else 200)


@allow(STAFF)
@require_POST
def compose_edition(request: HttpRequest, year: int) -> HttpResponse:
    """Work out the figures anew."""
    edition = edition_or_404(request, year)
    try:
        changes.compose_edition(edition, by=viewer_on(request).person, at=clock.now())
        messages.success(request, _("The figures have been worked out anew."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("edition", year)


@allow(STAFF)
@require_POST
def step_edition(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """Move the edition on its way: review, approval, publication, back, withdrawal."""
    edition = edition_or_404(request, year)
    who = {"by": viewer_on(request).person, "at": clock.now()}
    form = NoteForm(request.POST)
    try:
        if step in PLAIN:
            PLAIN[step](edition, **who)
        elif step in NOTED and form.is_valid():
            NOTED[step](edition, form.cleaned_data["note"], who)
        elif step in NOTED:
            messages.error(request, _("Write why, and try again."))
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("edition", year)


def _save(request: HttpRequest, edition: Edition, form: EditionForm) -> None:
    values = {name: form.cleaned_data[name] for name in FIELDS}
    revision = form.cleaned_data["revision"] or edition.revision
    changes.edit_edition(edition, revision=revision, by=viewer_on(request).person, at=clock.now(), **values)


def _conflict(request: HttpRequest, edition: Edition, conflict: Conflict) -> HttpResponse:
    def together(values: dict[str, object]) -> str:
        return "\n\n".join(str(value) for value in values.values() if value)

    context = {
        "theirs": together(conflict.details["theirs"]),
        "yours": together(conflict.details["yours"]),
        "target": request.path,
    }
    return render(request, "kit/conflict.html", context, status=409)

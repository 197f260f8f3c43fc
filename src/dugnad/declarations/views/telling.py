"""One cell of the matrix: all that a member has told of a point; and what the secretariat enters by hand."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.declarations import changes, rules
from dugnad.declarations.changes import Told
from dugnad.declarations.forms import ProgressForm
from dugnad.declarations.models import Declaration, Point, Progress
from dugnad.declarations.queries import asked_in, evidence_with, history_of, stories_of
from dugnad.declarations.views.following import WORKING, lines_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, handed_out, posted
from dugnad.members.models import Organisation


@dataclass(frozen=True)
class Place:
    """Where a cell of the matrix is: whose, of which point, in which year."""

    declaration: Declaration
    year: int
    organisation: Organisation
    point: Point
    line: list[Point]  # the point with those it came from and became

    @property
    def address(self) -> str:
        """The page of the cell."""
        keys = (self.declaration.key, self.year, self.organisation.slug, self.point.key)
        return reverse("progress_history", args=keys)


@allow(WORKING)
@require_safe
def progress_history(
    request: HttpRequest, key: str, year: int, organisation: str, point: str
) -> HttpResponse:
    """All years of a member and a point, along its lineage: what was done, what shows it, what is next."""
    place = _place_or_404(key, year, organisation, point)
    told = history_of(place.line, place.organisation)
    own = next((row for row in told if row.year == year), None)
    viewer = viewer_on(request)
    context = {
        "place": place,
        "declaration": place.declaration,
        "point": place.point,
        "organisation": place.organisation,
        "year": year,
        "told": told,
        "own": own,
        "others": [p for p in place.line if p.pk != place.point.pk and rules.may_see(viewer, p.wording)],
        "may_write": rules.may_write(viewer),
        "may_read_replies": viewer.is_secretariat or place.organisation.pk in viewer.edits,
        "changes": list(changes_of(own)) if own and viewer.is_secretariat else [],
    }
    return render(request, "declarations/progress_history.html", context)


@allow(STAFF)
def edit_progress(request: HttpRequest, key: str, year: int, organisation: str, point: str) -> HttpResponse:
    """Enter what a member has told in another way than by a reply."""
    place = _place_or_404(key, year, organisation, point)
    told = next((row for row in history_of([place.point], place.organisation) if row.year == year), None)
    form = ProgressForm(posted(request), point=place.point, told=told, stories=stories_of(place.organisation))
    names = {"name": place.organisation.name, "point": place.point, "year": year}
    page = FormPage(
        heading=_("%(name)s, %(year)s: %(point)s") % names,
        lead=_lead(told),
        submit=_("Save"),
        back=place.address,
        crumbs=_crumbs(place),
    )

    def act(values: dict[str, Any]) -> None:
        words = {name: values[name] for name in ("state", "done", "next_step", "help_wanted")}
        row = Told(place.point, evidence=form.evidence(), **words)
        by = viewer_on(request).person
        changes.record_progress(
            place.organisation,
            [row],
            year=year,
            by=by,
            at=clock.now(),
            is_illustrative=told.is_illustrative if told else False,
        )

    return answer_form(request, form, page, act, _("It is saved. The matrix and the history show it."))


@allow(WORKING)
@require_safe
def evidence_file(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """The bytes of a file that shows something; they are kept and never run here."""
    found = evidence_with(pk)
    if found is None or found.file is None or found.point.wording.declaration.key != key:
        raise Http404
    return handed_out(found.file, found.file_name)


def _place_or_404(key: str, year: int, organisation: str, point: str) -> Place:
    """A cell that there is: an organisation, and a point that it is asked about in that year."""
    declaration, lines = lines_or_404(key)
    own = Organisation.objects.filter(slug=organisation).first()
    points = asked_in(lines, year=year, on=clock.today()) or ()
    asked = next((each for each in points if each.key == point), None)
    if own is None or asked is None or not rules.applies_to(asked, own.kind):
        raise Http404
    return Place(declaration, year, own, asked, lines[asked.pk])


def _lead(told: Progress | None) -> str:
    """That an accepted reply stands there, before somebody writes over it."""
    if told and told.source:
        return _("What stands here comes from an accepted reply. What you save takes its place.")
    return _("For what a member has told on the phone, in a letter or in a meeting.")


def _crumbs(place: Place) -> list[tuple[str, str]]:
    key, year = place.declaration.key, place.year
    return [
        (reverse("progress", args=[key]), _("Follow-up")),
        (reverse("matrix", args=[key, year]), str(year)),
        (place.address, f"{place.organisation.name}, {place.point.number}"),
    ]

"""What the secretariat does with a whole year: draft, adopt, carry over, close, spreadsheet."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.pages import FormPage, answer_form, answer_workbook, posted
from dugnad.kit.tables import WorkbookReport
from dugnad.programme import changes
from dugnad.programme.forms import CarryForm, DayForm, ProgrammeForm, SureForm, TitlesForm
from dugnad.programme.models import Programme
from dugnad.programme.queries import can_be_carried, carried_away, strands_of, years_to_carry_to
from dugnad.programme.queries import programme_workbook as workbook_of
from dugnad.programme.views.asking import programme_or_404, stamp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(STAFF)
def draft_programme(request: HttpRequest) -> HttpResponse:
    """Begin the programme of a year."""
    initial = {"year": clock.today().year + 1, "title_nb": _("The climate programme")}
    form = ProgrammeForm(posted(request), initial=initial)
    page = FormPage(
        heading=_("Begin a new year"),
        lead=_("A draft is seen by the secretariat and the bodies that treat it, until it is adopted."),
        submit=_("Begin the draft"),
        back=reverse("programme_now"),
        crumbs=_crumbs(),
    )

    def act(values: dict[str, Any]) -> str:
        return reverse("programme", args=[changes.draft_programme(**values, **stamp(request)).year])

    return answer_form(request, form, page, act, _("The draft is begun. Fill it with activities."))


@allow(STAFF)
def edit_programme(request: HttpRequest, year: int) -> HttpResponse:
    """The titles of a programme."""
    found = programme_or_404(request, year)
    form = TitlesForm(posted(request), initial=TitlesForm.initial_of(found))
    page = _page(found, heading=_("Edit the title"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_programme(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def adopt_programme(request: HttpRequest, year: int) -> HttpResponse:
    """A draft is adopted, and everybody can read it."""
    found = programme_or_404(request, year)
    form = DayForm(posted(request), initial={"on": clock.today()})
    page = _page(
        found,
        heading=_("Adopt the programme of %(year)s") % {"year": year},
        lead=_("From now on everybody can read it. It can still be changed until the year is closed."),
        submit=_("Enter the adoption"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.adopt_programme(found, on=values["on"], **stamp(request))

    return answer_form(request, form, page, act, _("The programme is adopted, and everybody can read it."))


@allow(STAFF)
def freeze_programme(request: HttpRequest, year: int) -> HttpResponse:
    """A year is closed, for good."""
    found = programme_or_404(request, year)
    form = SureForm(posted(request))
    page = _page(
        found,
        heading=_("Close the programme of %(year)s") % {"year": year},
        lead=_("Nothing of the year can be changed afterwards. Carry over first what goes on."),
        submit=_("Close the year for good"),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.freeze_programme(found, on=clock.today(), **stamp(request))

    return answer_form(request, form, page, act, _("The year is closed."))


@allow(STAFF)
def carry_activities(request: HttpRequest, year: int) -> HttpResponse:
    """What goes on in a later year."""
    found = programme_or_404(request, year)
    gone = carried_away(found)
    open_ones = can_be_carried(found)
    form = CarryForm(
        posted(request),
        years=years_to_carry_to(found),
        activities=open_ones,
        initial={"activities": [activity.pk for activity in open_ones if activity.pk not in gone]},
    )
    page = _page(
        found,
        heading=_("Carry activities over from %(year)s") % {"year": year},
        lead=_("They take their goals, their open milestones and their history along."),
        submit=_("Carry them over"),
        template="programme/carry_activities.html",
    )

    def act(values: dict[str, Any]) -> str:
        changes.carry_activities(values["activities"], values["programme"], **stamp(request))
        return reverse("programme", args=[values["programme"].year])

    return answer_form(request, form, page, act, _("The activities are carried over."))


@allow(STAFF)
def add_strand(request: HttpRequest, year: int) -> HttpResponse:
    """A new strand of a year."""
    found = programme_or_404(request, year)
    form = TitlesForm(posted(request))
    page = _page(
        found,
        heading=_("Add a strand"),
        lead=_("A strand gathers activities that belong together."),
        submit=_("Add the strand"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.add_strand(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The strand is added."))


@allow(STAFF)
def edit_strand(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The titles of a strand."""
    found = programme_or_404(request, year)
    strand = get_object_or_404(strands_of(found), key=key)
    form = TitlesForm(posted(request), initial=TitlesForm.initial_of(strand))
    page = _page(found, heading=_("Edit the strand"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_strand(strand, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def programme_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """A year as a workbook, to take home."""
    found = programme_or_404(request, year)
    response = HttpResponse(workbook_of(found), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="program-{year}.xlsx"'
    return response


@allow(STAFF)
def import_programme(request: HttpRequest, year: int) -> HttpResponse:
    """The workbook comes back: first what it changes, then the change."""
    found = programme_or_404(request, year)
    page = _page(
        found,
        heading=_("The programme in a spreadsheet"),
        lead=_("Take the year out, edit it in a spreadsheet, and read it in again."),
        submit=_("Show what changes"),
        template="programme/import_programme.html",
        more={"programme": found},
    )

    def take(path: Path, **how: Any) -> WorkbookReport:
        return changes.import_programme(found, path, **how, **stamp(request))

    return answer_workbook(request, page, take, _("The workbook is stored."))


def _page(found: Programme, **words: Any) -> FormPage:
    return FormPage(back=reverse("programme", args=[found.year]), crumbs=_crumbs(found), **words)


def _crumbs(found: Programme | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("programme_now"), _("Programme"))]
    return [*crumbs, (reverse("programme", args=[found.year]), str(found.year))] if found else crumbs

"""A study asks its places, and what they answer becomes its figures: first a look, then the change."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.analyses.queries import study_named
from dugnad.analyses.queries.collecting import flows_to_ask_for, years_told
from dugnad.calls import changes, queries
from dugnad.calls.forms.collecting import AskForQuantitiesForm
from dugnad.calls.views.finding import viewer_on
from dugnad.calls.views.taking import Taking, answer_taking
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.pages import FormPage, answer_form, posted

WEEKS, YEARS = 4, 10  # until the answers are due, and how many years are offered


@allow(STAFF)
def ask_for_quantities(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the municipalities of a study for their own quantities."""
    study, today = study_named(slug, viewer_on(request)), clock.today()
    if study is None:
        raise Http404
    places = queries.places_to_ask(study, on=today)
    told = [year for year in years_told(study) if year <= today.year] or [today.year - 1]
    form = AskForQuantitiesForm(
        posted(request),
        rows=flows_to_ask_for(study, places, told[-1]),
        years=told[-YEARS:],
        due_day=today + timedelta(weeks=WEEKS),
    )
    page = FormPage(
        heading=_("Ask the municipalities"),
        lead=_lead([place.name for place in places]),
        submit=_("Make the call"),
        back=reverse("study", args=[slug]),
        crumbs=[
            (reverse("material_flows"), _("Material flows")),
            (reverse("study", args=[slug]), str(study)),
        ],
    )

    def act(values: dict[str, Any]) -> str:
        who: dict[str, Any] = {"by": viewer_on(request).person, "at": clock.now()}
        return reverse("questions", args=[changes.ask_for_quantities(study, **values, **who).slug])

    return answer_form(request, form, page, act, _("The call is made as a draft. Read it, then open it."))


def _lead(places: list[str]) -> str:
    if not places:
        return _("No place of the study is a member. Enter the places of the study first.")
    return _(
        "A call is made as a draft, with a question for each flow and year. When you open it, these are "
        "asked: %(places)s."
    ) % {"places": ", ".join(places)}


QUANTITIES = Taking(
    "take_in_quantities",
    questions=queries.quantity_questions,
    groups=queries.told_quantities,
    digest=changes.digest_of_quantities,
    is_new=lambda group: bool(group.new),
    take=changes.take_in_quantities,
    count=lambda dataset: dataset.quantities.count(),
)


@allow(STAFF)
def take_in_quantities(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at what the accepted answers say before the study has it, then take it in."""
    return answer_taking(request, slug, QUANTITIES)

"""Forms about those whom we spoke to."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dugnad.dossiers import changes
from dugnad.dossiers.forms.dossiers import TouchpointForm
from dugnad.dossiers.forms.seen import remembering
from dugnad.dossiers.models import Dossier, Touchpoint
from dugnad.dossiers.views.finding import dossier_or_404, page_of, stamp
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import answer_form, posted


@allow(STAFF)
def add_touchpoint(request: HttpRequest, key: str) -> HttpResponse:
    """Note that we spoke to somebody."""
    found = dossier_or_404(request, key)
    form = TouchpointForm(posted(request), dossier=found, initial={"on": clock.today()})
    page = page_of(
        found,
        heading=_("Note whom we spoke to"),
        lead=_("A meeting, a hearing, a letter, something in the media: the day, with whom, what was said."),
        submit=_("Note it"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.add_touchpoint(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("It is noted."))


@allow(STAFF)
def edit_touchpoint(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Correct what was noted."""
    found = dossier_or_404(request, key)
    touchpoint = _touchpoint_or_404(found, pk)
    initial = TouchpointForm.initial_of(touchpoint)
    form = remembering(TouchpointForm(posted(request), dossier=found, initial=initial), touchpoint)
    page = page_of(found, heading=_("Edit what was noted"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_touchpoint(touchpoint, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def remove_touchpoint(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take away what was noted by mistake."""
    found = dossier_or_404(request, key)
    touchpoint = _touchpoint_or_404(found, pk)
    page = page_of(
        found, heading=_("Take it away?"), lead=touchpoint.title, submit=_("Take it away"), is_dangerous=True
    )

    def act(_values: dict[str, Any]) -> None:
        changes.remove_touchpoint(touchpoint, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("It is taken away."))


def _touchpoint_or_404(dossier: Dossier, pk: int) -> Touchpoint:
    found = dossier.touchpoints.select_related("dossier").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found

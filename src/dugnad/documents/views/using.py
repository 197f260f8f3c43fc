"""Where a story was used: noted by hand, beside what editions note themselves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.documents import changes
from dugnad.documents.forms import UseForm
from dugnad.documents.queries import newest_version
from dugnad.documents.views.finding import viewer_on, work_or_404
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(STAFF)
def note_use(request: HttpRequest, slug: str) -> HttpResponse:
    """Note where a story was used."""
    document = work_or_404(request, slug)
    initial = {"on": clock.today(), "kind": request.GET.get("kind"), "where": request.GET.get("where", "")}
    form = UseForm(posted(request), initial=initial)
    back = reverse("document", args=[slug])
    page = FormPage(
        heading=_("Where the story was used"),
        submit=_("Note it"),
        back=back,
        crumbs=[(reverse("documents"), _("Stories and reports")), (back, newest_version(document).title)],
    )

    def act(values: dict[str, Any]) -> None:
        changes.note_use(document, by=viewer_on(request).person, at=clock.now(), **values)

    return answer_form(request, form, page, act, _("The use is noted."))


@allow(STAFF)
@require_POST
def remove_use(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a wrong note away."""
    document = work_or_404(request, slug)
    use = get_object_or_404(document.uses.select_related("document"), pk=pk)
    if not use.is_noted_by_hand:
        raise Http404
    changes.remove_use(use, by=viewer_on(request).person, at=clock.now())
    messages.success(request, _("The note is taken away."))
    return redirect("document", slug)

"""The right to be shown and to be forgotten: a person, with every event that they took part in.

The pages of people stand in the room of members, which cannot know what the rooms above it keep.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.events import changes
from dugnad.events.views.finding import stamp
from dugnad.kit.access import STAFF, allow
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members.forms import ErasureForm
from dugnad.members.models import Person
from dugnad.members.queries import people


@allow(STAFF)
@require_POST
def export_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that we keep about a person, as a file for the person."""
    found = _person_or_404(pk)
    content = json.dumps(changes.export_person(found, **stamp(request)), ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="person-{pk}.json"'
    return response


@allow(STAFF)
def erase_person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person is forgotten."""
    found = _person_or_404(pk)
    form = ErasureForm(posted(request), person=found)
    page = FormPage(
        heading=_("Erase %(name)s") % {"name": found},
        lead=_(
            "Posts, seats and the account end today, and sign-ups and certificates lose the name. What was "
            "decided stays in the history, without a name."
        ),
        submit=_("Erase for good"),
        back=reverse("people"),
        crumbs=[
            (reverse("members"), _("Members")),
            (reverse("people"), _("People")),
            (reverse("person", args=[pk]), str(found)),
        ],
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.erase_person(found, **stamp(request))

    return answer_form(request, form, page, act, _("The person is erased."))


def _person_or_404(pk: int) -> Person:
    return get_object_or_404(people(), pk=pk)

"""Who asks, about which text and member, and in whose name something is entered."""

from typing import Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.declarations.kinds import Scope
from dugnad.declarations.models import Campaign, Endorsement, Wording
from dugnad.declarations.queries import campaign_of, endorsement_of, wording_of
from dugnad.declarations.rules import WHO
from dugnad.declarations.rules.consent import Step, may_take
from dugnad.kit import clock
from dugnad.kit.pages import FormPage
from dugnad.kit.text import localised
from dugnad.members.models import Organisation
from dugnad.members.queries import organisation_named
from dugnad.members.rules import Viewer


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def stamp(request: HttpRequest) -> dict[str, Any]:
    """In whose name and when something is entered."""
    return {"by": viewer_on(request).person, "at": clock.now()}


def wording_or_404(request: HttpRequest, key: str, wording: str) -> Wording:
    """The text of this address, if the viewer may read it."""
    found = wording_of(key, wording, viewer_on(request))
    if found is None:
        raise Http404
    return found


def member_or_404(slug: str) -> Organisation:
    """The member of this address."""
    found = organisation_named(slug)
    if found is None or found.kind not in WHO[Scope.ALL]:
        raise Http404
    return found


def endorsement_or_404(request: HttpRequest, key: str, wording: str, member: str, step: Step) -> Endorsement:
    """What a member has said of a text, where the viewer may enter this step for it.

    Where nothing has been entered yet it is a row that is not stored; what is entered stores it first.
    """
    found, organisation = wording_or_404(request, key, wording), member_or_404(member)
    if not may_take(viewer_on(request), step, organisation.pk):
        raise Http404
    return endorsement_of(found, organisation) or Endorsement(wording=found, organisation=organisation)


def campaign_or_404(request: HttpRequest, key: str, wording: str) -> Campaign:
    """The campaign of a text that the viewer may read."""
    found = wording_or_404(request, key, wording)
    campaign = campaign_of(found)
    if campaign is None:
        raise Http404
    campaign.wording = found
    return campaign


def names(wording: Wording) -> list[str]:
    """What names a text in addresses."""
    return [wording.declaration.key, wording.name]


def crumbs_of(wording: Wording) -> list[tuple[str, str]]:
    """The way to the pages of a text."""
    key = wording.declaration.key
    text = f"/erklaering/{key}/{wording.name}/"
    return [(f"/erklaering/{key}/", localised(wording.declaration, "title")), (text, wording.name)]


def consent_page(endorsement: Endorsement, **words: Any) -> FormPage:
    """A form about one member's consent, and where one comes from."""
    wording, member = endorsement.wording, endorsement.organisation
    back = reverse("consent", args=[*names(wording), member.slug])
    register = (reverse("register", args=names(wording)), _("Register"))
    words.setdefault("lead", f"{member.name} · {wording}")
    return FormPage(back=back, crumbs=[*crumbs_of(wording), register, (back, member.name)], **words)


def campaign_page(wording: Wording, back: str, **words: Any) -> FormPage:
    """A form about the campaign of a text."""
    crumb = (reverse("campaign", args=names(wording)), _("Signing campaign"))
    words.setdefault("lead", str(wording))
    return FormPage(back=back, crumbs=[*crumbs_of(wording), crumb], **words)

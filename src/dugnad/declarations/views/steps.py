"""The steps of a text: offered to the members, taken back, adopted, laid aside."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dugnad.declarations import changes, queries, rules
from dugnad.declarations.forms import DayForm, ReasonForm, SureForm
from dugnad.declarations.models import Wording
from dugnad.declarations.views.finding import form_page, stamp, wording_or_404
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.pages import answer_form, posted


@allow(STAFF)
def offer_wording(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Put the text before the members, after a check that nothing is left unsaid."""
    found = _at_step(request, key, name, rules.can_offer)
    form = SureForm(posted(request), initial={"seen": queries.fingerprint_of(found)})
    page = form_page(
        found,
        heading=_("Offer %(text)s to the members") % {"text": found.name},
        lead=_("The words are fixed under their fingerprint, and everybody who signs in can read them."),
        submit=_("Offer the text"),
        template="declarations/offer_wording.html",
        more={
            "wording": found,
            "gaps": queries.gaps_of(found),
            "has_points": found.points.exists(),
            "untranslated": queries.untranslated_points(found),
            "outdated": queries.outdated_points(found),
            "open_amendments": queries.open_amendments(found).count(),
        },
    )

    def act(values: dict[str, Any]) -> None:
        changes.offer_wording(found, seen=values["seen"], **stamp(request))

    return answer_form(request, form, page, act, _("The members have the text before them."))


@allow(STAFF)
def reopen_wording(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Take the text back to be changed."""
    found = _at_step(request, key, name, rules.can_reopen)
    form = ReasonForm(posted(request))
    page = form_page(
        found,
        heading=_("Take %(text)s back") % {"text": found.name},
        lead=_("Who has endorsed it has endorsed the words as they stand now."),
        submit=_("Take the text back"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.reopen_wording(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The text is a draft again."))


@allow(STAFF)
def adopt_wording(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Enter that the text was adopted."""
    found = _at_step(request, key, name, rules.can_adopt)
    form = DayForm(posted(request), initial={"on": clock.today()})
    page = form_page(
        found,
        heading=_("Enter the adoption of %(text)s") % {"text": found.name},
        lead=_("From then on this is the text that holds, and everybody can read it."),
        submit=_("Enter the adoption"),
        template="declarations/adopt_wording.html",
        more={"open_amendments": queries.open_amendments(found).count(), "wording": found},
    )

    def act(values: dict[str, Any]) -> None:
        changes.adopt_wording(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The text is adopted, and everybody can read it."))


@allow(STAFF)
def withdraw_wording(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Lay aside a text that was never adopted."""
    found = _at_step(request, key, name, rules.can_amend)
    form = ReasonForm(posted(request))
    page = form_page(
        found,
        heading=_("Lay %(text)s aside") % {"text": found.name},
        lead=_("It stays readable for those who treated it, and nothing can be changed in it."),
        submit=_("Lay the text aside"),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.withdraw_wording(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The text is laid aside."))


def _at_step(request: HttpRequest, key: str, name: str, can: Any) -> Wording:
    found = wording_or_404(request, key, name)
    if not can(found):
        raise Http404
    return found

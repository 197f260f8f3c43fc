"""Pages of amendments: what is proposed to a text, one proposal, and what becomes of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.declarations import changes, queries, rules
from dugnad.declarations.forms import AdoptAmendmentForm, AmendmentForm, SettleForm, WithdrawForm
from dugnad.declarations.kinds import AmendmentKind
from dugnad.declarations.models import Wording
from dugnad.declarations.queries import AmendmentRow
from dugnad.declarations.views.finding import address_of, form_page, stamp, viewer_on, wording_or_404
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, SIGNED_IN, STAFF, Role, allow
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(SIGNED_IN)
@require_safe
def amendments(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Every proposal to a text, by point."""
    found = wording_or_404(request, key, name)
    rows = queries.amendments_of(found)
    context = {
        "declaration": found.declaration,
        "wording": found,
        "groups": queries.by_point(rows, queries.points_of(found)),
        "count": len(rows),
        "waiting": sum(rules.is_open(row.amendment) for row in rows),
        "may_amend": rules.may_amend(viewer_on(request), found),
    }
    return render(request, "declarations/amendments.html", context)


@allow(SIGNED_IN)
@require_safe
def amendment(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """One proposal: what it would change, what the bodies said, what became of it."""
    found, row = _amendment_or_404(request, key, name, pk)
    viewer = viewer_on(request)
    context = {
        "declaration": found.declaration,
        "wording": found,
        "row": row,
        "amendment": row.amendment,
        "may_settle": rules.may_write(viewer) and rules.is_open(row.amendment),
        "can_adopt": rules.can_edit(found),
        "may_take_back": rules.may_take_back(viewer, row.amendment),
        "changes": changes_of(row.amendment),
    }
    return render(request, "declarations/amendment.html", context)


@allow(MEMBER, STAFF, Role.BODY_MEMBER)
def propose_amendment(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Propose other words for a point, a new point, or that one is taken out."""
    found = wording_or_404(request, key, name)
    viewer = viewer_on(request)
    if not rules.may_amend(viewer, found):
        raise Http404
    form = AmendmentForm(
        posted(request), wording=found, viewer=viewer, on=clock.today(), initial=_about(found, request)
    )
    page = _page(
        found,
        heading=_("Propose a change"),
        lead=_("Say what you want the text to say, and why. The bodies that treat it see your proposal."),
        submit=_("Send the proposal"),
    )

    def act(values: dict[str, Any]) -> str:
        made = changes.propose_amendment(found, **form.values(), **stamp(request))
        return address_of(found, "amendment", made.pk)

    return answer_form(request, form, page, act, _("The proposal is sent. Here you see what becomes of it."))


@allow(STAFF)
def adopt_amendment(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """Let the draft say what was proposed."""
    found, row = _open_or_404(request, key, name, pk)
    if not rules.can_edit(found):
        raise Http404
    initial = AdoptAmendmentForm.initial_of(row.amendment)
    form = AdoptAmendmentForm(posted(request), amendment=row.amendment, initial=initial)
    page = _page(
        found,
        row,
        heading=_("Adopt the proposal"),
        lead=_(
            "The draft then says what was proposed. The words that stood there are kept with the proposal."
        ),
        submit=_("Adopt it"),
        template="declarations/settle_amendment.html",
    )

    def act(values: dict[str, Any]) -> None:
        changes.adopt_amendment(row.amendment, **form.values(), **stamp(request))

    return answer_form(request, form, page, act, _("The proposal is adopted, and the draft says so."))


@allow(STAFF)
def reject_amendment(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """Say that a proposal is not adopted, and why."""
    found, row = _open_or_404(request, key, name, pk)
    form = SettleForm(posted(request), wording=found)
    page = _page(
        found,
        row,
        heading=_("Do not adopt the proposal"),
        lead=_("Those who proposed it read the reason."),
        submit=_("It is not adopted"),
        template="declarations/settle_amendment.html",
    )

    def act(values: dict[str, Any]) -> None:
        changes.reject_amendment(row.amendment, **values, **stamp(request))

    return answer_form(request, form, page, act, _("It is entered that the proposal is not adopted."))


@allow(MEMBER, STAFF, Role.BODY_MEMBER)
def withdraw_amendment(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """Take a proposal back."""
    found, row = _open_or_404(request, key, name, pk)
    if not rules.may_take_back(viewer_on(request), row.amendment):
        raise Http404
    form = WithdrawForm(posted(request))
    page = _page(
        found,
        row,
        heading=_("Take the proposal back"),
        lead=_("It stays readable, and says that it was taken back."),
        submit=_("Take it back"),
        template="declarations/settle_amendment.html",
    )

    def act(values: dict[str, Any]) -> None:
        changes.withdraw_amendment(row.amendment, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The proposal is taken back."))


def _about(found: Wording, request: HttpRequest) -> dict[str, Any]:
    """The point that somebody came from, with its words ready to be changed."""
    point = found.points.filter(key=request.GET.get("punkt", "")).first()
    if point is None:
        return {}
    return {"kind": AmendmentKind.REWORD, "point": point, "text": point.text_nb}


def _amendment_or_404(request: HttpRequest, key: str, name: str, pk: int) -> tuple[Wording, AmendmentRow]:
    found = wording_or_404(request, key, name)
    row = queries.amendment_of(found, pk)
    if row is None:
        raise Http404
    return found, row


def _open_or_404(request: HttpRequest, key: str, name: str, pk: int) -> tuple[Wording, AmendmentRow]:
    found, row = _amendment_or_404(request, key, name, pk)
    if not rules.is_open(row.amendment):
        raise Http404
    return found, row


def _page(found: Wording, row: AmendmentRow | None = None, **words: Any) -> FormPage:
    listed = (address_of(found, "amendments"), _("Proposals"))
    if row is None:
        return form_page(found, listed, back=listed[0], **words)
    back = address_of(found, "amendment", row.amendment.pk)
    crumbs = [listed, (back, str(row.amendment))]
    return form_page(found, *crumbs, back=back, more={"row": row, "amendment": row.amendment}, **words)

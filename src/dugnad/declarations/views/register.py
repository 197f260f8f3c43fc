"""The register to read: all members on any day, one member, and the papers that prove it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.declarations.forms.consent import RegisterFilter
from dugnad.declarations.kinds import PaperLanguage
from dugnad.declarations.models import Signature, Wording
from dugnad.declarations.queries import (
    attendance_of,
    campaign_of,
    endorsement_of,
    happenings,
    past_decision,
    register_csv,
    register_of,
    register_workbook,
    row_of_member,
    signatures_of,
    words_of,
)
from dugnad.declarations.queries.grouping import by_subregion
from dugnad.declarations.queries.register import Register
from dugnad.declarations.queries.verifying import verdict_on
from dugnad.declarations.rules import can_endorse
from dugnad.declarations.rules.consent import Step, can_take, may_keep, may_take
from dugnad.declarations.views.keeping import member_or_404, viewer_on, wording_or_404
from dugnad.kit import clock, history
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.pages import handed_out
from dugnad.kit.spreadsheets import CSV, as_csv_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@require_safe
def register(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """Who stands behind a text and who has signed it, today or on any other day."""
    found = wording_or_404(request, key, wording)
    shown = _register(request, found)
    context = {
        "wording": found,
        "register": shown,
        "form": RegisterFilter.offered(request.GET, shown),
        "groups": by_subregion(shown.rows, lambda row: row.subregion.name if row.subregion else ""),
        "is_today": shown.on == clock.today(),
        "campaign": campaign_of(found) if viewer_on(request).is_signed_in else None,
        "joint_papers": list(found.joint_papers.select_related("file")),
        "paper_languages": PaperLanguage.choices,
        "may_keep": may_keep(viewer_on(request)),
        "can_endorse": can_endorse(found),
        "unheard": [row for row in shown.rows if row.unheard],
    }
    return render(request, "declarations/register.html", context)


@public
@require_safe
def register_export(request: HttpRequest, key: str, wording: str, format: str) -> HttpResponse:
    """The same rows as a workbook or as CSV."""
    found = wording_or_404(request, key, wording)
    shown = _register(request, found)
    name = f"register-{found.name}-{shown.on}.{format}"
    if format == "xlsx":
        response = HttpResponse(register_workbook(shown), content_type=XLSX)
    else:
        response = HttpResponse(as_csv_file(register_csv(shown)), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _register(request: HttpRequest, wording: Wording) -> Register:
    """The register as the address asks for it; sub-regions are known only when it has been read."""
    form = RegisterFilter(request.GET)
    subregion = request.GET.get("subregion", "")
    wanted = form.wanted(clock.today()) | {"subregion": subregion}
    return register_of(wording, **wanted)


@public
@require_safe
def consent(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """One member and one text: what it has said, who signed, and what can be entered."""
    found, organisation, viewer = (
        wording_or_404(request, key, wording),
        member_or_404(member),
        viewer_on(request),
    )
    endorsement = endorsement_of(found, organisation)
    signatures = signatures_of(endorsement) if endorsement else []
    words = words_of(found)
    may = {step.value for step in Step if may_take(viewer, step, organisation.pk)}
    context = {
        "wording": found,
        "member": organisation,
        "row": row_of_member(found, organisation, on=clock.today()),
        "endorsement": endorsement,
        "happenings": happenings(endorsement, signatures, words) if endorsement else [],
        "signatures": [(one, verdict_on(one, words)) for one in signatures],
        "reservations": list(endorsement.reservations.select_related("point")) if endorsement else [],
        "attendance": attendance_of(endorsement) if endorsement and viewer.is_signed_in else None,
        "can": _steps(found, endorsement, may),
        "may_keep": may_keep(viewer),
        "changes": list(history.changes_of(endorsement)[:50]) if endorsement and viewer.is_signed_in else [],
    }
    return render(request, "declarations/consent.html", context)


def _steps(wording: Wording, endorsement: object, may: set[str]) -> set[str]:
    """The steps that can be entered now: those that follow, on words that stand still."""
    if endorsement is None:
        first = {Step.CONSIDER, Step.ENDORSE, Step.DECLINE, Step.SIGN}
        return {step.value for step in first if can_endorse(wording)} & may
    steps = {step.value for step in Step if can_take(step, endorsement)}  # type: ignore[arg-type]
    # Who signs without having endorsed can do both at once.
    steps |= {Step.SIGN.value}
    return steps & may if can_endorse(wording) else steps & may & {Step.WITHDRAW.value}


@allow(SIGNED_IN)
@require_safe
def decision_file(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponseBase:
    """The decision of a member, as the file that it put in."""
    found = endorsement_of(wording_or_404(request, key, wording), member_or_404(member))
    if found is None or found.decision_file is None:
        raise Http404
    return handed_out(found.decision_file, found.decision_file_name)


@allow(SIGNED_IN)
@require_safe
def past_decision_file(
    request: HttpRequest, key: str, wording: str, member: str, pk: int
) -> HttpResponseBase:
    """The file of a decision that a later one has taken the place of."""
    found = endorsement_of(wording_or_404(request, key, wording), member_or_404(member))
    past = past_decision(found, pk) if found else None
    if past is None or past.decision_file is None:
        raise Http404
    return handed_out(past.decision_file, past.decision_file_name)


@public
@require_safe
def signed_paper(request: HttpRequest, key: str, wording: str, member: str, code: str) -> HttpResponseBase:
    """The signed text of one member, as it was made."""
    found = wording_or_404(request, key, wording)
    papers = Signature.objects.select_related("file").filter(
        endorsement__wording=found, endorsement__organisation=member_or_404(member), code=code
    )
    signature = papers.first()
    if signature is None or signature.file is None:
        raise Http404
    return handed_out(signature.file, f"{found.declaration.key}-{found.name}-{member}.pdf")


@public
@require_safe
def joint_paper(request: HttpRequest, key: str, wording: str, code: str) -> HttpResponseBase:
    """The signed text with everybody's names, as it was made."""
    found = wording_or_404(request, key, wording)
    paper = found.joint_papers.select_related("file").filter(code=code).first()
    if paper is None:
        raise Http404
    return handed_out(paper.file, f"{found.declaration.key}-{found.name}.pdf")

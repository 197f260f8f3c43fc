"""What the secretariat does with a consultation: enters it, settles whether to answer, writes and sends."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.dossiers import changes
from dugnad.dossiers.forms.consultations import (
    ApprovalForm,
    ConsultationForm,
    JudgeForm,
    NewConsultationForm,
    SendForm,
    SentDayForm,
    StatementForm,
)
from dugnad.dossiers.forms.seen import remembering
from dugnad.dossiers.models import Dossier
from dugnad.dossiers.queries.planning import decisions_to_choose, plan_of
from dugnad.dossiers.views.finding import consultation_or_404, file_of, page_about, stamp, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(STAFF)
def add_consultation(request: HttpRequest) -> HttpResponse:
    """Enter that somebody asks for our word."""
    asked = Dossier.objects.filter(key=request.GET.get("sak", "")[:60].replace("\x00", "")).first()
    form = NewConsultationForm(posted(request), initial={"dossier": asked, "announced_on": clock.today()})
    all_of_them = reverse("consultations")
    page = FormPage(
        heading=_("Enter a consultation"),
        lead=_("The plan is counted back from the deadline through the meetings, and warns at once."),
        submit=_("Enter it"),
        back=all_of_them,
        crumbs=[(all_of_them, _("Consultations"))],
    )
    warned: list[str] = []

    def act(values: dict[str, Any]) -> str:
        made = changes.add_consultation(values.pop("dossier"), **values, **stamp(request))
        warned.extend(str(one.label) for one in plan_of(made).cautions)
        return reverse("consultation", args=[made.slug])

    return answer_form(
        request, form, page, act, lambda: " ".join([_("The consultation is entered."), *warned])
    )


@allow(STAFF)
def edit_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what was entered."""
    found = consultation_or_404(request, slug)
    form = ConsultationForm(posted(request), initial=ConsultationForm.initial_of(found))
    form = remembering(form, found)
    page = page_about(found, heading=_("Edit the consultation"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_consultation(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def judge_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Settle whether we answer."""
    found = consultation_or_404(request, slug)
    initial = {"on": found.verdict_on or clock.today(), "because": found.verdict_because}
    form = JudgeForm(posted(request), initial=initial | {"verdict": found.verdict})
    lead = _("A question that the region shares is ours; local projects the members answer themselves.")
    page = page_about(found, heading=_("Do we answer?"), lead=lead, submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.judge_consultation(found, values.pop("verdict"), **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def begin_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the statement as a document."""
    found = consultation_or_404(request, slug)
    form = StatementForm(posted(request), initial={"language": "nb"})
    page = page_about(
        found,
        heading=_("Begin the statement"),
        lead=_(
            "It becomes a document that is written, reviewed, approved and published; our asks stand in it."
        ),
        submit=_("Begin it"),
    )

    def act(values: dict[str, Any]) -> str:
        changes.begin_statement(found, **values, **stamp(request))
        return reverse("document", args=[found.statement.slug]) if found.statement else page.back

    return answer_form(request, form, page, act, _("The statement is begun."))


@allow(STAFF)
def note_approval(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which decision approved the statement."""
    found = consultation_or_404(request, slug)
    decisions = decisions_to_choose(found, viewer_on(request), on=clock.today())
    decisions += [found.approved_in] if found.approved_in else []
    form = ApprovalForm(posted(request), decisions=decisions, initial={"decision": found.approved_in_id})
    page = page_about(found, heading=_("Which decision approved it?"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.note_approval(found, values["decision"], **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def send_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that the answer has gone."""
    found = consultation_or_404(request, slug)
    form = SendForm(posted(request), request.FILES or None, initial={"on": clock.today()})
    lead = _("You send it where the sender asks for it. Here you keep the day, the receipt and the file.")
    page = page_about(found, heading=_("The answer has been sent"), lead=lead, submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        file = file_of(values)
        changes.send_statement(found, file=file, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The answer is noted as sent."))


@allow(STAFF)
def correct_sent_day(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the answer went on another day than was noted."""
    found = consultation_or_404(request, slug)
    if found.sent_on is None:
        raise Http404
    form = SentDayForm(posted(request), initial={"on": found.sent_on})
    lead = _(
        "What the answer asks for counts as asked for from that day. The trail keeps the day that stood."
    )
    page = page_about(found, heading=_("Put the day right"), lead=lead, submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.correct_sent_day(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))

"""What people write about a consultation: what it is, whether we answer, which decision, when it went."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.calls.models import Call
from dugnad.dossiers.kinds import Channel, Language
from dugnad.dossiers.models import Consultation, Dossier
from dugnad.dossiers.queries.seen import values_to_edit
from dugnad.dossiers.states import Verdict
from dugnad.events.models import Outcome
from dugnad.kit.forms import DayField, LinkField, MomentField, UploadField

EVERYTHING = ("", _("All"))
FEW = {"rows": 3}
LONGEST = 4000  # letters of a reason or a list; a text of pages is a document
LONGEST_TITLE = 90


class ChannelFilter(forms.Form):
    """Which channel a list shows; the word stands in its address."""

    kanal = forms.ChoiceField(label=_("Channel"), required=False, choices=[EVERYTHING, *Channel.choices])

    @property
    def wanted(self) -> str:
        """The channel that is asked for; a word that means nothing asks for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get("kanal", ""))


class ConsultationForm(forms.Form):
    """Somebody asks for our word: by which channel, who, until when."""

    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=Channel.choices,
        help_text=_("They have deadlines and rules of their own: the plan is made for the channel."),
    )
    title = forms.CharField(label=_("Title, as the sender has it"), max_length=200)
    sender = forms.CharField(label=_("Who asks"), max_length=160)
    case_number = forms.CharField(label=_("Their case number"), max_length=40, required=False)
    link = LinkField(label=_("Address"), max_length=300, required=False)
    announced_on = DayField(label=_("Sent out on"))
    deadline = MomentField(label=_("Deadline"))
    scope = forms.CharField(
        label=_("What belongs in our answer"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(FEW),
        help_text=_(
            "Members read this before they write: what we answer together, and what they send in themselves."
        ),
    )
    members_due = DayField(
        label=_("Input from the members by"),
        required=False,
        help_text=_("Left empty, the plan proposes a day. Fill it in when you have told the members."),
    )
    call = forms.ModelChoiceField(
        Call.objects.order_by("-due_day"),
        label=_("Call in which the members give their input"),
        required=False,
        empty_label=_("None"),
    )
    joint_with = forms.CharField(
        label=_("Together with, one on each line"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(FEW),
    )

    @staticmethod
    def initial_of(consultation: Consultation) -> dict[str, Any]:
        """A consultation as it stands."""
        return values_to_edit(consultation)


class NewConsultationForm(ConsultationForm):
    """The same, with the matter that it belongs to."""

    dossier = forms.ModelChoiceField(Dossier.objects.all(), label=_("Issue"), empty_label=None)
    field_order = ("dossier",)


class JudgeForm(forms.Form):
    """Whether we answer, and why."""

    verdict = forms.ChoiceField(
        label=_("Do we answer?"),
        choices=[(one.value, one.label) for one in (Verdict.GO, Verdict.NO_GO)],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label=_("Why"), max_length=LONGEST, widget=forms.Textarea(FEW))
    on = DayField(label=_("Settled on"))


class StatementForm(forms.Form):
    """In which language the statement is begun."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)


class DecisionField(forms.ModelChoiceField):
    """A decision by its day, body and case: many are worded alike."""

    def label_from_instance(self, decision: Any) -> str:
        """The day, the body, the case and the title."""
        parts = [f"{decision.on:%d.%m.%Y}", str(decision.body or ""), decision.item.case, decision.item.title]
        return " · ".join(part for part in parts if part)[:LONGEST_TITLE]


class ApprovalForm(forms.Form):
    """Which decision approved the statement."""

    decision = DecisionField(
        Outcome.objects.none(),
        label=_("Decision"),
        required=False,
        empty_label=_("None"),
        help_text=_(
            "Decisions since the consultation was sent out. Others are entered in the minutes first."
        ),
    )

    def __init__(self, *args: Any, decisions: list[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Outcome.objects.filter(pk__in=[one.pk for one in decisions])
        found = found.select_related("item", "body").order_by("-on", "-pk")
        self.fields["decision"].queryset = found  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """When the answer went, and what shows it."""

    on = DayField(label=_("Sent on"))
    receipt = forms.CharField(
        label=_("Number of the receipt"),
        max_length=80,
        required=False,
        help_text=_("What the sender’s system gave back, such as a reference number."),
    )
    file = UploadField(
        label=_("The file that was sent"),
        required=False,
        help_text=_("PDF, DOCX, ODT or a picture. Needed where the statement was not written here."),
    )


class SentDayForm(forms.Form):
    """On which day the answer really went, and why another was noted."""

    on = DayField(label=_("Sent on"))
    because = forms.CharField(
        label=_("Why the day is put right"), max_length=LONGEST, widget=forms.Textarea(FEW)
    )

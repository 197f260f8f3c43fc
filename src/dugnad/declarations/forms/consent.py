"""What is entered about a member's consent: considered, endorsed, declined, reserved, signed, confirmed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.declarations.kinds import EndorsementWay
from dugnad.declarations.models import Point
from dugnad.declarations.queries.register import Register
from dugnad.declarations.states import Standing
from dugnad.documents.kinds import ATTACHABLE
from dugnad.kit.forms import DayField, UploadField
from dugnad.kit.text import localised
from dugnad.members.kinds import OfficeKind
from dugnad.members.models import Organisation

EVERYTHING = ("", _l("All"))
SIGNING = (OfficeKind.MAYOR, OfficeKind.DEPUTY_MAYOR, OfficeKind.CHIEF_EXECUTIVE, OfficeKind.OTHER)
OFFICES = [(kind.value, kind.label) for kind in SIGNING]
THREE = {"rows": 3}
YES, NO = "yes", "no"


class RegisterFilter(forms.Form):
    """Which day the register is told for, and which members it shows; the words stand in its address."""

    on = DayField(label=_l("As it was on"), required=False)
    subregion = forms.ChoiceField(label=_l("Sub-region"), required=False)
    state = forms.ChoiceField(
        label=_l("State"),
        required=False,
        choices=[EVERYTHING, ("signed", _l("Signed")), *Standing.choices],
    )
    counties = forms.ChoiceField(
        label=_l("County authorities"),
        required=False,
        choices=[("", _l("Counted too")), (NO, _l("Left out"))],
    )

    def __init__(self, data: Any, *, subregions: Iterable[Organisation] = ()) -> None:
        super().__init__(data)
        choices = [EVERYTHING, *((group.slug, group.name) for group in subregions)]
        self.fields["subregion"].choices = choices  # type: ignore[attr-defined]

    def wanted(self, usual: Any) -> dict[str, Any]:
        """What is asked for; a word that means nothing asks for nothing."""
        clean = self.cleaned_data if self.is_valid() or self.is_bound else {}
        return {
            "on": clean.get("on") or usual,
            "with_counties": clean.get("counties") != NO,
            "subregion": clean.get("subregion", ""),
            "standing": clean.get("state", ""),
        }

    @property
    def is_narrow(self) -> bool:
        """Whether a sub-region or a state is asked for: then there is little to show, and all of it is."""
        wanted = self.wanted(None)
        return bool(wanted["subregion"] or wanted["standing"])

    @classmethod
    def offered(cls, data: Any, register: Register) -> "RegisterFilter":
        """The form with the sub-regions that the register has."""
        return cls(data, subregions=register.subregions)


class ConsiderForm(forms.Form):
    """A member treats the text."""

    on = DayField(label=_l("Since"))
    considered_by = forms.CharField(
        label=_l("Treated by"), required=False, max_length=120, help_text=_l("For example Formannskapet.")
    )
    expected_on = DayField(
        label=_l("Answer expected on"), required=False, help_text=_l("We do not ask again before that day.")
    )


class EndorseForm(forms.Form):
    """A member stands behind the text: by a decision, or by the mayor's confirmation."""

    way = forms.ChoiceField(label=_l("How"), choices=EndorsementWay.choices, widget=forms.RadioSelect)
    on = DayField(label=_l("Day of the decision or the confirmation"))
    body_name = forms.CharField(
        label=_l("Political body"), required=False, max_length=120,
        help_text=_l("Where a political body decided, for example Kommunestyret."),
    )  # fmt: skip
    case_number = forms.CharField(
        label=_l("Case number"), required=False, max_length=40, help_text=_l("For example 21/34.")
    )
    file = UploadField(
        label=_l("The decision as a file"),
        required=False,
        help_text=_l("PDF, Word, a spreadsheet or a picture. Those who are signed in can open it."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ",".join(f".{kind}" for kind in sorted(ATTACHABLE))}
        ),
    )

    def upload(self) -> tuple[bytes, str] | None:
        """The file as bytes and name, where one was chosen."""
        file = self.cleaned_data["file"]
        return (file.read(), file.name) if file else None


class ReasonForm(forms.Form):
    """A member says no, or draws back: when, and why."""

    on = DayField(label=_l("Day"))
    reason = forms.CharField(
        label=_l("Why"), max_length=2000, widget=forms.Textarea(attrs=THREE),
        help_text=_l("One or two sentences, in the member’s own words."),
    )  # fmt: skip


class ReserveForm(forms.Form):
    """The points about which a member has a reservation, each in its own words."""

    def __init__(self, data: Any, *, points: list[Point], known: dict[int, str]) -> None:
        super().__init__(data)
        self.points = points
        for point in points:
            self.fields[f"point_{point.pk}"] = forms.CharField(
                label=f"{point.number}. {localised(point, 'title')}",
                required=False,
                max_length=2000,
                initial=known.get(point.pk, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def texts(self) -> dict[Point, str]:
        """What is said of each point; nothing where there is no reservation."""
        return {point: self.cleaned_data[f"point_{point.pk}"] for point in self.points}


class WhoForm(forms.Form):
    """Who signs, in which office."""

    signatory = forms.CharField(label=_l("Name"), max_length=120)
    office = forms.ChoiceField(label=_l("Office"), choices=OFFICES)
    office_title = forms.CharField(
        label=_l("Title of the office"), required=False, max_length=120,
        help_text=_l("Only where it has a name of its own, for example byrådsleder or fylkesvaraordfører."),
    )  # fmt: skip
    is_deputy = forms.BooleanField(label=_l("Signs as a deputy"), required=False)


class SignForm(WhoForm):
    """A signature as it was given."""

    on = DayField(label=_l("Day of the signature"))
    at_ceremony = forms.BooleanField(label=_l("At the ceremony"), required=False)
    endorses_too = forms.BooleanField(
        label=_l("The signature is the mayor’s confirmation too"),
        required=False,
        help_text=_l("Tick this where no endorsement has been entered: both are entered with the same day."),
    )


class ConfirmForm(forms.Form):
    """What somebody who is new in office says of the promise."""

    name = forms.CharField(label=_l("Name"), max_length=120)
    office = forms.ChoiceField(label=_l("Office"), choices=OFFICES)
    on = DayField(label=_l("Day"))
    stands_by = forms.ChoiceField(
        label=_l("What is said of the declaration"),
        choices=[(YES, _l("Stands by it")), (NO, _l("Does not stand by it"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_l("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class VerifyForm(forms.Form):
    """A code that stands on a paper, or a copy of the paper."""

    code = forms.CharField(
        label=_l("Code"), required=False, max_length=60,
        help_text=_l("It stands at the foot of the paper, for example 7K3M-Q0WD-92XA."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    copy = UploadField(
        label=_l("Or a copy of the file"),
        required=False,
        help_text=_l("The PDF as you got it. We compare its checksum, and do not keep the file."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        values = super().clean() or {}
        if not values.get("code") and not values.get("copy") and not self.errors:
            self.add_error("code", _("Type the code, or choose the file."))
        return values

"""Those who sign up by themselves: who they are and what they wonder; lists of who was there."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.events.models import Participation
from dugnad.events.queries.school import member_of_address
from dugnad.events.queries.taking_part import name_of
from dugnad.events.sources.attendance import Present
from dugnad.kit.forms import OpenForm, UploadField
from dugnad.members.models import Organisation
from dugnad.members.queries import members_on

QUESTION = {"rows": 3}
ADD, LEAVE = "add", ""
SALT = "dugnad.events.attendance"


def _question() -> forms.CharField:
    return forms.CharField(
        label=_l("What do you wonder?"), max_length=2000, required=False, widget=forms.Textarea(QUESTION),
        help_text=_l("The speakers read it beforehand, without your name."),
    )  # fmt: skip


def _wish() -> forms.CharField:
    return forms.CharField(
        label=_l("What should we take up next?"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 2}), help_text=_l("A theme that you would come for."),
    )  # fmt: skip


class SignUpForm(OpenForm):
    """Name, work e-mail, where from, and what one wonders."""

    name = forms.CharField(
        label=_l("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_l("Work e-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_l("Municipality or county"), required=False,
        empty_label=_l("Another organisation"),
    )  # fmt: skip
    employer = forms.CharField(
        label=_l("Another organisation"), max_length=120, required=False,
        help_text=_l("Where you work, if it is not on the list."),
    )  # fmt: skip
    note = _question()
    wish = _wish()
    # The address for which a member was suggested: once, and whoever is from elsewhere goes on.
    suggested = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("name", "email", "organisation", "employer", "note", "wish")

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["organisation"].queryset = members_on(on.date())  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [field for field in self.visible_fields() if field.name != self.TRAP]

    def clean(self) -> dict[str, Any]:
        """Who has not said where they work is asked whether their address tells it."""
        typed = super().clean()
        email, told = typed.get("email"), typed.get("organisation") or typed.get("employer")
        before = typed.pop("suggested", "")
        if email and not told and before != email and (member := member_of_address(email, on=self.on)):
            self._suggest(member, email)
        return typed

    def _suggest(self, member: Organisation, email: str) -> None:
        typed = cast(QueryDict, self.data).copy()
        typed["organisation"], typed["suggested"] = str(member.pk), email
        self.data = typed
        message = _(
            "Your address looks like %(name)s, which is chosen now. Send it once more if that is right, or "
            "choose another."
        )
        self.add_error("organisation", message % {"name": member.name})


class OwnPlaceForm(forms.Form):
    """What one wonders, said anew."""

    note = _question()
    wish = _wish()


class ListForm(forms.Form):
    """The attendance report of the meeting."""

    file = UploadField(
        label=_l("Attendance report"),
        help_text=_l(
            "The CSV file that Teams makes after the meeting, or a list with the columns Name and Duration."
        ),
    )


class MatchForm(forms.Form):
    """Who those are whom nobody knows: one choice for each. The list travels along, and is not kept."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unknown: list[Present], free: list[Participation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (LEAVE, _("Leave out")),
            (ADD, _("Came without signing up: put on the list")),
            *((str(one.pk), _("Is %(name)s") % {"name": _told(one)}) for one in free),
        ]
        self.unknown = unknown
        for row in unknown:
            field = forms.ChoiceField(
                label=row.name or row.email, choices=offered, required=False,
                help_text=_("%(minutes)d minutes") % {"minutes": row.minutes},
            )  # fmt: skip
            field.is_optional = False  # type: ignore[attr-defined]  # to leave somebody out is a choice too
            self.fields[f"row_{row.row}"] = field

    @property
    def by_hand(self) -> dict[int, int]:
        """By the row of the list, which participation it is."""
        return {row: int(said) for row, said in self._said() if said.isdigit()}

    @property
    def added(self) -> set[int]:
        """The rows of those who came without signing up."""
        return {row for row, said in self._said() if said == ADD}

    def _said(self) -> list[tuple[int, str]]:
        return [(row.row, self.cleaned_data.get(f"row_{row.row}") or "") for row in self.unknown]


def _told(one: Participation) -> str:
    where = str(one.organisation) if one.organisation else one.employer
    return f"{name_of(one)}, {where}" if where else name_of(one)


def packed(rows: list[Present]) -> str:
    """A list as a form carries it: signed, so that what is stored is what was seen."""
    return signing.dumps(
        [[one.name, one.email, one.minutes, one.row] for one in rows], salt=SALT, compress=True
    )


def unpacked(words: str) -> list[Present]:
    """The list that a form carried; nothing of one that we did not make."""
    try:
        return [Present(*row) for row in signing.loads(words, salt=SALT, max_age=24 * 60 * 60)]
    except signing.BadSignature:
        return []


class WhoCameForm(forms.Form):
    """Somebody who came without having signed up."""

    name = forms.CharField(label=_l("Name"), max_length=120)
    email = forms.EmailField(
        label=_l("Work e-mail"), max_length=254, required=False,
        help_text=_l("The certificate is sent there. Empty: there is none by mail."),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_l("Municipality or county"), required=False,
        empty_label=_l("Another organisation"),
    )  # fmt: skip

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = members_on(on)  # type: ignore[attr-defined]

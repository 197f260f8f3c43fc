"""Minutes point by point, comments and corrections, answers in writing, the filter of the register."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.events.kinds import Stance
from dugnad.events.models import AgendaItem, Event, Position
from dugnad.events.queries import decisions
from dugnad.events.queries.agenda import ItemRow
from dugnad.events.states import Lasting
from dugnad.kit.forms import DayField
from dugnad.members.rules import Viewer


def mark_of(text: str) -> str:
    """A short mark of a text, by which it is told whether somebody has touched it."""
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


class MinutesForm(forms.Form):
    """What was said, all points on one page: for each its text, and the revision that the writer has seen."""

    def __init__(self, *args: Any, rows: Iterable[ItemRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            text, seen = self.names(row)
            self.fields[text] = forms.CharField(
                label=_l("What was said"), required=False, max_length=100_000, strip=False,
                widget=forms.Textarea({"rows": 5}), initial=row.note.text if row.note else "",
            )  # fmt: skip
            self.fields[seen] = forms.IntegerField(
                widget=forms.HiddenInput,
                min_value=0,
                required=False,
                initial=row.note.revision if row.note else 0,
            )
            self.fields[f"{row.item.pk}.was"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=mark_of(row.note.text if row.note else "")
            )

    @staticmethod
    def names(row: ItemRow) -> tuple[str, str]:
        """The names of the fields of a point, as the script that saves them knows them."""
        return f"{row.item.pk}.text", f"{row.item.pk}.seen"

    @property
    def points(self) -> list[tuple[ItemRow, forms.BoundField, forms.BoundField]]:
        """Each point with its fields."""
        return [(row, self[text], self[seen]) for row in self.rows for text, seen in [self.names(row)]]

    @property
    def texts(self) -> dict[int, str]:
        """What was sent, by point; the script sends only what was touched."""
        return {
            row.item.pk: self.cleaned_data[text].replace("\r\n", "\n")
            for row in self.rows
            if (text := self.names(row)[0]) in self.data and text in self.cleaned_data
        }

    @property
    def touched(self) -> dict[int, str]:
        """Of what a whole page sends that whose text is another than it was when the page was opened.

        Without a script all points come along: one that a colleague has written since, and whose field
        nobody here has touched, is theirs.
        """
        was = {row.item.pk: self.cleaned_data.get(f"{row.item.pk}.was") for row in self.rows}
        return {pk: text for pk, text in self.texts.items() if mark_of(text) != was[pk]}

    @property
    def seen(self) -> dict[int, int]:
        """The revision of each point that the writer had before them."""
        return {row.item.pk: self.cleaned_data.get(self.names(row)[1]) or 0 for row in self.rows}


class SendMinutesForm(forms.Form):
    """By when those who were there say what they think."""

    comments_by = DayField(
        label=_l("Comments by"), required=False,
        help_text=_l("Everybody who was asked to the meeting gets the address by mail."),
    )  # fmt: skip


class CommentForm(forms.Form):
    """What should be put right in the minutes."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_l("Point"), required=False, empty_label=_l("All in all")
    )
    text = forms.CharField(label=_l("Comment"), max_length=4000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, event: Event, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = event.items.all() if closed else event.items.filter(is_confidential=False)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """Minutes that were approved, as they should read, and why."""

    reason = forms.CharField(
        label=_l("Why are they corrected?"), max_length=1000, widget=forms.Textarea({"rows": 2}),
        help_text=_l("It stands beside the new version for everybody who reads it."),
    )  # fmt: skip
    text = forms.CharField(
        label=_l("Minutes"), max_length=200_000, strip=False,
        widget=forms.Textarea({"rows": 24, "class": "long-text"}),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PositionsForm(forms.Form):
    """What somebody says to each proposal of a written procedure."""

    def __init__(
        self, *args: Any, items: Iterable[AgendaItem], said: Mapping[int, Position], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            known = said.get(item.pk)
            self.fields[f"stance_{item.pk}"] = forms.ChoiceField(
                label=item.title, choices=Stance.choices, widget=forms.RadioSelect, required=False,
                help_text=escape(item.proposal or item.text), initial=known.stance if known else "",
            )  # fmt: skip
            self.fields[f"text_{item.pk}"] = forms.CharField(
                label=_("Remark to “%(title)s”") % {"title": item.title}, required=False, max_length=2000,
                widget=forms.Textarea({"rows": 2}), initial=known.text if known else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """At least one answer; a remark without a position says nothing that can be counted."""
        values = super().clean() or self.cleaned_data
        for item in self.items:
            if values.get(f"text_{item.pk}") and not values.get(f"stance_{item.pk}"):
                self.add_error(f"stance_{item.pk}", _("Choose your position as well."))
        if not self.errors and not any(values.get(f"stance_{item.pk}") for item in self.items):
            raise forms.ValidationError(_("Choose your position to at least one point."))
        return values

    @property
    def told(self) -> list[tuple[AgendaItem, str, str]]:
        """Each point that was answered, with the position and the remark."""
        found = [
            (item, self.cleaned_data[f"stance_{item.pk}"], self.cleaned_data[f"text_{item.pk}"])
            for item in self.items
        ]
        return [answer for answer in found if answer[1]]


class RegisterFilter(forms.Form):
    """What the register of decisions is asked for; it lives in the address."""

    q = forms.CharField(label=_l("Words"), required=False, max_length=100)
    organ = forms.ChoiceField(label=_l("Body"), required=False)
    ar = forms.ChoiceField(label=_l("Year"), required=False)
    tilstand = forms.ChoiceField(label=_l("State"), required=False)
    aktivitet = forms.ChoiceField(label=_l("Activity"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Iterable[tuple[Any, Any]]] = {
            "organ": [(body.slug, str(body)) for body in decisions.bodies_that_decided()],
            "ar": [(str(year), str(year)) for year in decisions.years_of_decisions(viewer, on=on)],
            "tilstand": Lasting.choices,
            "aktivitet": decisions.activities_of_decisions(viewer, on=on),
        }
        for name, known in choices.items():
            self.fields[name].choices = [("", _("All")), *known]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What the query takes; a word that is no choice here finds nothing, and is not passed over."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        return {
            "text": typed["q"][:100], "body": typed["organ"], "year": typed["ar"], "state": typed["tilstand"],
            "activity": typed["aktivitet"],
        }  # fmt: skip

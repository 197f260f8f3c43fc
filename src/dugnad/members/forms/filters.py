"""What a list is asked to show, in its address."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.kit.forms import DayField
from dugnad.members.models import Body, Organisation
from dugnad.members.queries import MemberRow, alphabetical, organisations

EVERYTHING = ("", _("All"))


def clean_words(form: forms.Form) -> dict[str, Any]:
    """What an address asks for and exists; a word that means nothing asks for nothing."""
    return form.cleaned_data if form.errors is not None and form.is_bound else {}


class DayForm(forms.Form):
    """The day that a page shows, in its address."""

    dag = DayField(label=_("On the day"), required=False)

    def day(self, otherwise: date) -> date:
        """The day asked for, or another when none was, or none that exists."""
        return clean_words(self).get("dag") or otherwise


class MembersFilter(DayForm):
    """Which members a list shows: by sub-region, county and kind, on a day."""

    delregion = forms.ChoiceField(label=_("Sub-region"), required=False)
    fylke = forms.ChoiceField(label=_("County"), required=False)
    type = forms.ChoiceField(label=_("Kind"), required=False)
    field_order = ("delregion", "fylke", "type", "dag")

    def __init__(self, data: Any, *, rows: list[MemberRow]) -> None:
        super().__init__(data)
        subregions = {row.subregion.slug: row.subregion.name for row in rows if row.subregion}
        counties = {row.county for row in rows if row.county[0]}
        kinds = {row.organisation.kind: row.organisation.get_kind_display() for row in rows}
        for name, choices in (
            ("delregion", sorted(subregions.items(), key=lambda pair: alphabetical(pair[1]))),
            ("fylke", sorted(counties, key=lambda pair: alphabetical(pair[1]))),
            ("type", sorted(kinds.items())),
        ):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, required=False, choices=[EVERYTHING, *choices]
            )

    def words(self) -> dict[str, str]:
        """What is asked for, by the names of the question; what does not exist asks for nothing."""
        clean = clean_words(self)
        return {
            "subregion": clean.get("delregion", ""),
            "county": clean.get("fylke", ""),
            "kind": clean.get("type", ""),
        }


class PeopleFilter(forms.Form):
    """Which people a list shows."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    organisasjon = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        to_field_name="slug",
        empty_label=_("All"),
    )
    organ = forms.ModelChoiceField(
        Body.objects.none(), label=_("Body"), required=False, to_field_name="slug", empty_label=_("All")
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["organisasjon"].queryset = organisations()  # type: ignore[attr-defined]
        self.fields["organ"].queryset = Body.objects.all()  # type: ignore[attr-defined]

    def words(self) -> dict[str, str]:
        """What is asked for; what does not exist asks for nothing."""
        clean = clean_words(self)
        organisation, body = clean.get("organisasjon"), clean.get("organ")
        return {
            "search": clean.get("q", ""),
            "organisation": organisation.slug if organisation else "",
            "body": body.slug if body else "",
        }

"""What a map shows, and a file of borders."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from dugnad.indicators.forms.reading import LongSelect
from dugnad.indicators.kinds import Drawn, Measured
from dugnad.kit.forms import UploadField


class MapForm(forms.Form):
    """Which figures a map shows of which place; it lives in the address."""

    region = forms.ChoiceField(label=_l("Place"), required=False, widget=LongSelect)
    measured = forms.ChoiceField(label=_l("Figures"), required=False)
    year = forms.ChoiceField(label=_l("Year"), required=False)
    drawn = forms.ChoiceField(label=_l("Drawn"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        regions: Sequence[tuple[str, str]],
        measured: Sequence[Measured],
        drawn: Sequence[Drawn],
    ) -> None:
        super().__init__(data)
        asked = (data or {}).get("region", "")
        others = [(asked, asked)] if asked and asked not in dict(regions) else []
        self.first = {"region": regions[0][0], "measured": measured[0], "year": "", "drawn": drawn[0]}
        choices: dict[str, Sequence[Any]] = {
            "region": [*others, *regions],
            "measured": [(one.value, one.label) for one in measured],
            "drawn": [(one.value, one.label) for one in drawn],
        }
        for name, own in choices.items():
            self.fields[name].choices = own  # type: ignore[attr-defined]
        # The years are known only when the figures have been found; until then any number is one.
        self.fields["year"] = forms.IntegerField(label=_l("Year"), required=False, widget=forms.Select)
        self.fields = {name: self.fields[name] for name in ("region", "measured", "year", "drawn")}
        if len(drawn) == 1:
            del self.fields["drawn"]

    @property
    def asked(self) -> dict[str, Any]:
        """The clean words; one that is not among the choices is as if nobody had said it."""
        valid = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        found = self.first | {name: value for name, value in valid.items() if value}
        return found | {"measured": Measured(found["measured"]), "drawn": Drawn(found["drawn"])}

    def offer_years(self, years: Sequence[int], chosen: int) -> None:
        """Let the reader choose among the years that have figures."""
        field = self.fields["year"]
        field.widget.choices = [(year, str(year)) for year in reversed(years)]
        self.initial["year"] = chosen
        if self.is_bound and self.data.get("year") not in {str(year) for year in years}:
            self.data = {**self.data.dict(), "year": str(chosen)}  # type: ignore[attr-defined]


class BordersForm(forms.Form):
    """A file of municipality borders."""

    file = UploadField(
        label=_l("File"),
        help_text=_l(
            "TopoJSON or GeoJSON, up to 50 MB; each shape must carry a municipality number, such as “3403”."
        ),
    )

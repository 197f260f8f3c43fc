"""What people write in a declaration: its name, its preamble, its points, and the steps of a text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.kinds import PointKind, Scope
from dugnad.declarations.models import Declaration, Point, Wording
from dugnad.declarations.queries import POINT_WORDS, PREAMBLE, seen_in_point, seen_in_preamble
from dugnad.indicators.models import Indicator
from dugnad.kit.forms import DayField, SeveralField
from dugnad.kit.history import values_of
from dugnad.programme.models import Activity

SHORT, MIDDLE, TALL = {"rows": 3}, {"rows": 5}, {"rows": 8}
NAME_HELP = _("Small letters a–z, figures and hyphens. It stands in addresses and stays as it is.")


def long_text(
    label: Any, *, required: bool = False, rows: dict[str, Any] = SHORT, **more: Any
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea(rows), **more)


class SeenForm(forms.Form):
    """A form that carries a fingerprint of what its writer had before them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class AboutForm(forms.Form):
    """What a declaration is called, and what is said of it."""

    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=200)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    about_nb = long_text(_("What it is, in bokmål"), help_text=_("One sentence that a mayor would say."))
    about_nn = long_text(_("What it is, in nynorsk"))
    about_en = long_text(_("What it is, in English"))

    @classmethod
    def initial_of(cls, declaration: Declaration) -> dict[str, Any]:
        """The declaration as it stands."""
        return values_of(declaration, cls.base_fields)


class DeclarationForm(AboutForm):
    """A new declaration."""

    key = forms.CharField(label=_("Short name in addresses"), max_length=60, help_text=NAME_HELP)
    field_order = ("title_nb", "key")


class ServiceForm(forms.Form):
    """What speaks to a point: activities that carry it out, indicators that measure it."""

    # Asked for, so that a form that was sent empty takes nothing away.
    seen = forms.CharField(widget=forms.HiddenInput)

    activities = SeveralField(
        label=_("Activities that carry it out"),
        required=False,
        queryset=Activity.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    indicators = SeveralField(
        label=_("Indicators that measure it"),
        required=False,
        queryset=Indicator.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Members see their own figures beside the question about the point."),
    )

    def __init__(self, *args: Any, activities: Any, indicators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activities"].queryset = activities  # type: ignore[attr-defined]
        self.fields["indicators"].queryset = indicators  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """What a new text is called: mostly the year in which it is to be signed."""

    name = forms.CharField(
        label=_("Short name, such as the year"), max_length=20, help_text=_("For example: 2022.")
    )


class PreambleForm(SeenForm):
    """What stands before the points."""

    preamble_nb = long_text(
        _("Preamble in bokmål"),
        rows=TALL,
        help_text=_("This is what is signed. The others are translations."),
    )
    preamble_nn = long_text(_("Preamble in nynorsk"), rows=TALL)
    preamble_en = long_text(_("Preamble in English"), rows=TALL)

    @staticmethod
    def initial_of(wording: Wording) -> dict[str, Any]:
        """The preamble as it stands."""
        return {**values_of(wording, PREAMBLE), "seen": seen_in_preamble(wording)}


class PointForm(SeenForm):
    """One point: its number, its words, and whom it applies to."""

    number = forms.CharField(label=_("Number"), max_length=6, help_text=_("For example: 4 or b."))
    kind = forms.ChoiceField(label=_("Part of the text"), choices=PointKind.choices)
    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=200)
    text_nb = long_text(
        _("Text in bokmål"), rows=MIDDLE, help_text=_("This is what is signed. The others are translations.")
    )
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=200, required=False)
    text_nn = long_text(_("Text in nynorsk"), rows=MIDDLE)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    text_en = long_text(_("Text in English"), rows=MIDDLE)
    scope = forms.ChoiceField(label=_("Applies to"), choices=Scope.choices)
    is_missing = forms.BooleanField(
        label=_("Its words are not known"),
        required=False,
        help_text=_("The point stands in the text so that nothing is passed over in silence."),
    )

    @staticmethod
    def initial_of(point: Point) -> dict[str, Any]:
        """The point as it stands."""
        return {**values_of(point, POINT_WORDS), "seen": seen_in_point(point)}


class NewPointForm(PointForm):
    """A point that is added: also where it stands, and why it is new."""

    after = forms.ModelChoiceField(
        Point.objects.none(), label=_("Stands after"), required=False, empty_label=_("All the others")
    )
    reason_nb = long_text(
        _("Why it is new"),
        help_text=_(
            "If the text before had nothing like it. Otherwise leave it empty, and say what it comes from."
        ),
    )
    field_order = ("number", "kind", "after")

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].queryset = wording.points.all()  # type: ignore[attr-defined]
        if wording.based_on_id is None:
            del self.fields["reason_nb"]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = long_text(_("Reason"), required=True, max_length=2000)


class DayForm(forms.Form):
    """The day on which something was decided."""

    on = DayField(label=_("Adopted on"))


class SureForm(SeenForm):
    """A step that others will feel."""

    sure = forms.BooleanField(label=_("I have read the text"))

    def __init__(self, *args: Any, question: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question:
            self.fields["sure"].label = question


class OrderForm(SeenForm):
    """The place and the number of every point; the fields of a point stand in one row."""

    def __init__(self, *args: Any, points: list[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for place, point in enumerate(points, start=1):
            names = {"title": str(point)}
            self.fields[f"place_{point.pk}"] = forms.IntegerField(
                label=_("Place of %(title)s in the text") % names, min_value=1, max_value=999, initial=place
            )
            self.fields[f"number_{point.pk}"] = forms.CharField(
                label=_("Number of %(title)s") % names, max_length=6, initial=point.number
            )

    @property
    def rows(self) -> list[tuple[Point, forms.BoundField, forms.BoundField]]:
        """Each point with its two fields."""
        return [(point, self[f"place_{point.pk}"], self[f"number_{point.pk}"]) for point in self.points]

    def clean(self) -> dict[str, Any]:
        """No two points have one number."""
        values = super().clean() or {}
        taken: dict[str, Point] = {}
        for point in self.points:
            number = values.get(f"number_{point.pk}", "")
            other = taken.setdefault(number, point)
            if number and other is not point:
                words = _("Point %(other)s has this number too.") % {"other": other}
                self.add_error(f"number_{point.pk}", words)
        return values

    def order(self) -> list[tuple[Point, str]]:
        """The points in their new order, each with its number; of two at one place the first stays first."""
        places = {point.pk: self.cleaned_data[f"place_{point.pk}"] for point in self.points}
        found = sorted(self.points, key=lambda point: places[point.pk])
        return [(point, self.cleaned_data[f"number_{point.pk}"]) for point in found]

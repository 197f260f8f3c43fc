"""What people propose to change in a draft, and what becomes of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.declarations import rules
from dugnad.declarations.forms.texts import MIDDLE, SeenForm, long_text
from dugnad.declarations.kinds import AMENDMENT_FACTS, AmendmentFacts, AmendmentKind, PointKind
from dugnad.declarations.models import Amendment, Point, Treatment, Wording
from dugnad.declarations.queries import bodies_for, held_treatments, organisations_for, seen_in_point
from dugnad.members.rules import Viewer

MEMBER, BODY = "member", "body"


class AmendmentForm(forms.Form):
    """A proposal: what it would do, to which point, in which words, and why."""

    kind = forms.ChoiceField(
        label=_l("What you propose"), choices=AmendmentKind.choices, widget=forms.RadioSelect
    )
    point = forms.ModelChoiceField(
        Point.objects.none(), label=_l("Point"), required=False, empty_label=_l("None, it is a new point")
    )
    title = forms.CharField(
        label=_l("Title"),
        max_length=200,
        required=False,
        help_text=_l("Leave it empty if the title can stay."),
    )
    text = long_text(
        _l("Text as you want it"),
        rows=MIDDLE,
        help_text=_l("In bokmål, which is what is signed. Leave it empty if you want the point taken out."),
    )
    reason = long_text(_l("Why"), required=True, max_length=2000)
    behalf = forms.ChoiceField(label=_l("On behalf of"), required=False)

    def __init__(self, *args: Any, wording: Wording, viewer: Viewer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = wording.points.all()  # type: ignore[attr-defined]
        self.members = {f"{MEMBER}-{each.pk}": each for each in organisations_for(viewer, on=on)}
        self.bodies = {f"{BODY}-{each.pk}": each for each in bodies_for(viewer, on=on)}
        choices = [
            (_("Bodies"), [(key, str(body)) for key, body in self.bodies.items()]),
            (_("Members"), [(key, member.name) for key, member in self.members.items()]),
        ]
        own = [("", _("The secretariat"))] if viewer.is_secretariat else []
        field: Any = self.fields["behalf"]
        field.choices = [*own, *((heading, found) for heading, found in choices if found)]
        field.required = not own

    def clean(self) -> dict[str, Any]:
        """What each kind of proposal needs."""
        values = super().clean() or {}
        if "kind" not in values:
            return values
        facts = AMENDMENT_FACTS[AmendmentKind(values["kind"])]
        if facts.has_point and values.get("point") is None and "point" not in self.errors:
            self.add_error("point", _("Choose the point that the proposal is about."))
        if facts.has_text and not values.get("text", "").strip():
            self.add_error("text", _("Write the words that you propose."))
        if facts.has_text and not facts.has_point and not values.get("title", "").strip():
            self.add_error("title", _("Write a title for the new point."))
        return values

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        values = {name: self.cleaned_data[name] for name in ("kind", "point", "title", "text", "reason")}
        behalf = self.cleaned_data["behalf"]
        return values | {"organisation": self.members.get(behalf), "body": self.bodies.get(behalf)}


class SettleForm(forms.Form):
    """In which treatment a proposal was settled, and why."""

    treatment = forms.ModelChoiceField(
        Treatment.objects.none(), label=_l("Settled by"), required=False, empty_label=_l("The secretariat")
    )
    because = long_text(_l("Why"), required=True, max_length=2000)

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["treatment"].queryset = held_treatments(wording)  # type: ignore[attr-defined]


class AdoptAmendmentForm(SeenForm, SettleForm):
    """The same, with what the proposal does not say: its place, and its words in the other languages."""

    number = forms.CharField(label=_l("Number"), max_length=6, help_text=_l("For example: 4 or b."))
    part = forms.ChoiceField(label=_l("Part of the text"), choices=PointKind.choices)
    after = forms.ModelChoiceField(
        Point.objects.none(),
        label=_l("Stands after"),
        required=False,
        empty_label=_l("The others of its part"),
    )
    title_nn = forms.CharField(label=_l("Title in nynorsk"), max_length=200, required=False)
    text_nn = long_text(_l("Text in nynorsk"))
    holds_nn = forms.BooleanField(label=_l("The nynorsk that is filled in still fits"), required=False)
    title_en = forms.CharField(label=_l("Title in English"), max_length=200, required=False)
    text_en = long_text(_l("Text in English"))
    holds_en = forms.BooleanField(label=_l("The English that is filled in still fits"), required=False)
    field_order = ("number", "part", "after", "treatment", "because")

    def __init__(self, *args: Any, amendment: Amendment, **kwargs: Any) -> None:
        super().__init__(*args, wording=amendment.wording, **kwargs)
        self.fields["because"].required = False
        self.fields["after"].queryset = amendment.wording.points.all()  # type: ignore[attr-defined]
        for name in _unasked(AMENDMENT_FACTS[AmendmentKind(amendment.kind)]):
            del self.fields[name]
        self._mark_older(amendment)

    @staticmethod
    def initial_of(amendment: Amendment) -> dict[str, Any]:
        """What the point says now, so that a change behind one's back is told; and what can stay of it."""
        point = amendment.point
        if point is None:
            return {"seen": ""}
        return {"seen": seen_in_point(point), **_kept(amendment, point)}

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        values = dict(self.cleaned_data)
        holds = [code for code in rules.TRANSLATIONS if values.pop(f"holds_{code}", False)]
        return values | ({"holds": holds} if holds else {})

    def _mark_older(self, amendment: Amendment) -> None:
        """Say beside what is filled in that it is older, and ask whether it still fits."""
        point = amendment.point
        kept = _kept(amendment, point) if point else {}
        for code in rules.TRANSLATIONS:
            old = [
                name
                for name in (f"title_{code}", f"text_{code}")
                if point and code in point.outdated and kept[name] and name in self.fields
            ]
            for name in old:
                self.fields[name].help_text = _(
                    "Older than the bokmål text. Write it anew, empty it, or say below that it still fits."
                )
            if not old:
                self.fields.pop(f"holds_{code}", None)


class WithdrawForm(forms.Form):
    """Why a proposal is taken back, for those who care to say."""

    because = long_text(_l("Why"), max_length=2000)


def _kept(amendment: Amendment, point: Point) -> dict[str, str]:
    """What can stay of a point's translations when a proposal is adopted."""
    return rules.kept_translations(point, rules.words_proposed(amendment, point))


def _unasked(facts: AmendmentFacts) -> list[str]:
    """Fields that such a proposal has no use for."""
    placed = [] if facts.has_text and not facts.has_point else ["number", "part", "after"]
    worded = [] if facts.has_text else ["title_nn", "text_nn", "title_en", "text_en"]
    return [*placed, *worded]

"""What is chosen in the matrix, and what the secretariat enters of a member's progress by hand."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.declarations.kinds import EvidenceKind
from dugnad.declarations.models import Evidence, Point, Progress
from dugnad.declarations.queries import Matrix, evidence_rows
from dugnad.declarations.states import GOING_ON, ProgressState
from dugnad.documents.models import Document
from dugnad.indicators.models import Indicator
from dugnad.kit.forms import DayField, LinkField

UNTOLD = "untold"
WORDS = ("state", "done", "next_step", "help_wanted")


class MatrixFilter(forms.Form):
    """The filters of the matrix; they live in the address."""

    subregion = forms.ChoiceField(label=_l("Sub-region"), required=False)
    punkt = forms.ChoiceField(label=_l("Point"), required=False)
    state = forms.ChoiceField(label=_l("How far"), required=False)
    vis = forms.ChoiceField(
        label=_l("Years"),
        required=False,
        choices=[("", _l("This year and the one before")), ("alle", _l("Side by side"))],
    )

    def __init__(self, *args: Any, matrix: Matrix, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Iterable[tuple[str, str]]] = {
            "subregion": matrix.subregions,
            "punkt": [(point.key, str(point)) for point in matrix.points],
            "state": [*((s.value, str(s.label)) for s in ProgressState), (UNTOLD, _("Not told"))],
        }
        for name in offered.keys() & self.fields.keys():
            choices = offered[name]
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What `narrowed` takes; what is no choice here narrows nothing."""
        self.is_valid()
        found: dict[str, str] = self.cleaned_data
        names = {"subregion": "subregion", "punkt": "point", "state": "state"}
        return {name: found.get(field, "") for field, name in names.items()}


class WishFilter(MatrixFilter):
    """The filters of who wants help with what."""

    state = vis = None  # type: ignore[assignment]

    def wanted(self) -> dict[str, str]:
        """What a wish must fit."""
        found = super().wanted()
        return {name: found[name] for name in ("subregion", "point")}


class ProgressForm(forms.Form):
    """What a member told by other ways: on the phone, in a letter, in a meeting."""

    state = forms.ChoiceField(
        label=_l("How far have they come?"), choices=ProgressState.choices, widget=forms.RadioSelect
    )
    done = forms.CharField(
        label=_l("What was done"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    next_step = forms.CharField(
        label=_l("What is next"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    help_wanted = forms.CharField(
        label=_l("What they want help with"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    indicators = forms.MultipleChoiceField(
        label=_l("Indicators that show it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    story = forms.ChoiceField(label=_l("A story that shows it"), required=False)
    body_name = forms.CharField(label=_l("Decided by"), required=False, max_length=120)
    case_number = forms.CharField(label=_l("Case number"), required=False, max_length=40)
    decided_on = DayField(label=_l("Day of the decision"), required=False)
    link = LinkField(label=_l("Web page that shows it"), required=False, max_length=300)

    def __init__(
        self, *args: Any, point: Point, told: Progress | None, stories: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stories = dict(stories)
        self.speaking = {indicator.key: indicator for indicator in point.indicators.all()}
        self.shown = list(told.evidence.all()) if told else []
        for row in self.shown:  # what stands there can stay, also if it is not offered any more
            self.stories |= {row.document.slug: row.title} if row.document else {}
            self.speaking |= {row.indicator.key: row.indicator} if row.indicator else {}
        self._offer("indicators", [(key, str(indicator)) for key, indicator in self.speaking.items()])
        self._offer("story", [("", "–"), *self.stories.items()] if self.stories else [])
        words = {name: getattr(told, name) for name in WORDS if told}
        self.initial = {**self.initial, **words, **_initial(self.shown)}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A decision has its body, and what goes on is told in words."""
        values = super().clean() or {}
        if (values.get("case_number") or values.get("decided_on")) and not values.get("body_name"):
            self.add_error("body_name", _("Write which body decided, for example kommunestyret."))
        if values.get("state") in GOING_ON - {ProgressState.PLANNED} and not values.get("done"):
            self.add_error("done", _("Write what was done, in a sentence or two."))
        return values

    def evidence(self) -> list[dict[str, Any]]:
        """What shows it, as the verb takes it; files that stand there stay."""
        values = self.cleaned_data
        chosen: list[Indicator] = [self.speaking[key] for key in values.get("indicators", ())]
        story = Document.objects.filter(slug=values["story"]).first() if values.get("story") else None
        return evidence_rows(
            indicators=chosen,
            story=story,
            story_title=self.stories.get(values.get("story", ""), ""),
            body_name=values["body_name"],
            case_number=values["case_number"],
            decided_on=values["decided_on"],
            link=values["link"],
            files=[(row.file, row.file_name) for row in self.shown if row.file],
        )


def _initial(shown: Iterable[Evidence]) -> dict[str, Any]:
    """What stands there as the form has it."""
    found: dict[str, Any] = {"indicators": [row.indicator.key for row in shown if row.indicator]}
    for row in shown:
        found |= INITIAL.get(EvidenceKind(row.kind), lambda row: {})(row)
    return found


INITIAL: dict[str, Any] = {
    EvidenceKind.STORY: lambda row: {"story": row.document.slug},
    EvidenceKind.LINK: lambda row: {"link": row.link},
    EvidenceKind.DECISION: lambda row: {
        "body_name": row.body_name,
        "case_number": row.case_number,
        "decided_on": row.on,
    },
}

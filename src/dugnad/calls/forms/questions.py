"""What the secretariat fills in about one question, grouped by what belongs together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds import QUESTION_KINDS, QuestionKind
from dugnad.calls.kinds.questions import choices_of
from dugnad.calls.models import Question
from dugnad.documents.kinds import LengthUnit, Theme
from dugnad.kit.uploads import MEGABYTE

QUESTION_FIELDS = (
    "kind", "label_nb", "label_nn", "label_en", "help_nb", "help_nn", "help_en", "required", "unit", "least",
    "most", "length_unit", "indicator", "indicator_sector", "indicator_year", "becomes", "topic", "point",
    "is_profile",
)  # fmt: skip
CODES = ("nb", "nn", "en")
HINGE = "only_if_"
LARGEST_SCHEMA = 1  # megabytes


@dataclass(frozen=True)
class Group:
    """Fields that belong together; with an option only some kinds of questions use them."""

    title: str
    fields: list[BoundField]
    option: str = ""
    is_folded: bool = False
    is_open: bool = False


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class QuestionForm(forms.Form):
    """One question; what its kind does not use is left as it is."""

    label_nb = forms.CharField(label=_l("Question, bokmål"), max_length=300)
    label_nn = forms.CharField(label=_l("Question, nynorsk"), max_length=300, required=False)
    label_en = forms.CharField(label=_l("Question, English"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_l("Kind of answer"), choices=QuestionKind.choices)
    required = forms.BooleanField(label=_l("Must be answered"), required=False)
    help_nb = forms.CharField(label=_l("Help, bokmål"), required=False, widget=_area(2))
    help_nn = forms.CharField(label=_l("Help, nynorsk"), required=False, widget=_area(2))
    help_en = forms.CharField(label=_l("Help, English"), required=False, widget=_area(2))
    unit = forms.CharField(label=_l("Unit, for a number"), required=False, max_length=40)
    choices = forms.CharField(
        label=_l("Choices"),
        required=False,
        widget=_area(4),
        help_text=_l("One on each line. For three languages: bokmål | nynorsk | English."),
    )
    least = forms.IntegerField(label=_l("Length: at least"), required=False, min_value=0)
    most = forms.IntegerField(label=_l("Length: at most"), required=False, min_value=0)
    length_unit = forms.ChoiceField(label=_l("Length is counted in"), choices=LengthUnit.choices)
    indicator = forms.SlugField(
        label=_l("Prefilled from the indicator"), required=False, help_text=_l("For example ghg-emissions.")
    )
    indicator_sector = forms.SlugField(label=_l("Sector"), required=False)
    indicator_year = forms.IntegerField(
        label=_l("Year of the figure"), required=False, min_value=1990, max_value=2100
    )
    becomes = forms.SlugField(
        label=_l("Accepted answers become the indicator"),
        required=False,
        max_length=60,
        help_text=_l(
            "A short name, for example electric-cars. Answers never go into a publisher’s figures; without "
            "a year of the figure they are of the year of the call."
        ),
    )
    topic = forms.ChoiceField(label=_l("Topic"), required=False, choices=[("", "–"), *Theme.choices])
    point = forms.CharField(label=_l("Point of the declaration"), required=False, max_length=20)
    is_profile = forms.BooleanField(
        label=_l("Describes the member"),
        required=False,
        help_text=_l("The answer is brought along to the next call that asks this."),
    )

    def __init__(
        self,
        *args: Any,
        question: Question | None = None,
        hinges: Sequence[Question] = (),
        **kwargs: Any,
    ) -> None:
        self.known = {row["nb"]: row["key"] for row in question.choices} if question else {}
        self.hinges = {f"{HINGE}{hinge.pk}": hinge for hinge in hinges}
        if question is not None:
            kwargs.setdefault("initial", _initial(question))
        super().__init__(*args, **kwargs)
        for name, hinge in self.hinges.items():
            offered = [(key, str(choice)) for key, choice in choices_of(hinge).items()]
            self.fields[name] = forms.MultipleChoiceField(
                label=str(hinge), choices=offered, required=False, widget=forms.CheckboxSelectMultiple
            )

    def clean(self) -> dict[str, Any]:
        """A question hangs on one other question, or on none."""
        values = super().clean() or {}
        ticked = [name for name in self.hinges if values.get(name)]
        for name in ticked[1:]:
            self.add_error(name, _("Tick answers to one question only."))
        return values

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        values = {name: self.cleaned_data[name] for name in QUESTION_FIELDS}
        values |= {name: values[name] or 0 for name in ("least", "most")}
        ticked = next((name for name in self.hinges if self.cleaned_data.get(name)), None)
        condition = {
            "only_if": self.hinges[ticked] if ticked else None,
            "only_if_choices": self.cleaned_data[ticked] if ticked else [],
        }
        return values | condition | {"choices": _choices(self.cleaned_data["choices"], self.known)}

    def place_of_error(self, field: str) -> str | None:
        """The field of the form at which a refusal is shown; a condition stands at its first question."""
        if field.startswith("only_if"):
            ticked = [name for name in self.hinges if self.cleaned_data.get(name)]
            return next(iter([*ticked, *self.hinges]), None)
        return field if field in self.fields else None

    @property
    def groups(self) -> list[Group]:
        """The fields as the page draws them: what every question has first, then what only some need."""
        drawn = [
            self._group(_("The question"), "label_nb", "label_nn", "label_en", "kind", "required"),
            self._group(_("Choices"), "choices", option="choices"),
            self._group(_("Unit"), "unit", option="unit"),
            self._group(_("Length"), "least", "most", "length_unit", option="length"),
            self._group(
                _("The figure that we know"),
                "indicator",
                "indicator_sector",
                option="indicator",
            ),
            self._group(_("Year"), "indicator_year", option="year"),
            self._group(_("Help"), "help_nb", "help_nn", "help_en", is_folded=True),
            self._group(_("Asked only if"), *self.hinges, is_folded=True),
            self._group(_("Belongs to"), "topic", "point", "becomes", "is_profile", is_folded=True),
        ]
        return [group for group in drawn if group.fields]

    def _group(self, title: str, *names: str, option: str = "", is_folded: bool = False) -> Group:
        """Open where something is written or wrong, or where the kind of the question uses it."""
        fields = [self[name] for name in names]
        kind = self["kind"].value() or QuestionKind.values[0]
        used = option in QUESTION_KINDS[QuestionKind(kind)].options if kind in QuestionKind else False
        written = is_folded and any(field.value() for field in fields)
        return Group(title, fields, option, is_folded, used or written or any(f.errors for f in fields))

    @property
    def options(self) -> dict[str, str]:
        """For each kind what the one who asks may set, as the page's script reads it."""
        return {kind.value: " ".join(sorted(facts.options)) for kind, facts in QUESTION_KINDS.items()}


def _initial(question: Question) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(question, name) for name in QUESTION_FIELDS}
    initial |= {name: initial[name] or None for name in ("least", "most")}
    rows = ([row.get(code, "") for code in CODES] for row in question.choices)
    initial["choices"] = "\n".join(" | ".join(row).strip(" |") for row in rows)
    return initial | {f"{HINGE}{question.only_if_id}": question.only_if_choices}


def _choices(text: str, known: dict[str, str]) -> list[dict[str, str]]:
    """Choices as they were written, one on each line; a new one gets a key that no other has."""
    lines = [line for line in text.splitlines() if line.strip()]
    rows: list[dict[str, str]] = []
    free = (str(number) for number in range(1, 1000) if str(number) not in known.values())
    for line in lines:
        words = [word.strip() for word in line.split("|")] + ["", ""]
        key = known.get(words[0]) or next(free)
        rows.append({"key": key, "nb": words[0], "nn": words[1], "en": words[2]})
    return rows


class BankForm(forms.Form):
    """The filters of the question bank; they live in the address."""

    text = forms.CharField(label=_l("Search"), required=False, max_length=100)
    topic = forms.ChoiceField(label=_l("Topic"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("All")), *Theme.choices]  # type: ignore[attr-defined]


class PreviewForm(forms.Form):
    """As which member the secretariat looks at a call."""

    medlem = forms.ChoiceField(label=_l("Seen by"), required=False)

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["medlem"].choices = members  # type: ignore[attr-defined]


class SchemaForm(forms.Form):
    """A call that somebody has written down as a schema."""

    file = forms.FileField(
        label=_l("A call as JSON Schema"),
        help_text=_l("For example skjema.json, fetched from another call or from another alliance."),
    )

    def clean_file(self) -> Any:
        """Refused before it is read: a file larger than any call."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_SCHEMA * MEGABYTE:
            raise forms.ValidationError(
                _("%(name)s is larger than %(limit)s MB, which is the most we take."),
                params={"name": file.name, "limit": LARGEST_SCHEMA},
            )
        return file

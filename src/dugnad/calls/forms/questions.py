"""What the secretariat fills in about one question, grouped by what belongs together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds import QUESTION_KINDS, QuestionKind
from dugnad.calls.kinds.facts import choices_of
from dugnad.calls.models import Call, Question
from dugnad.calls.queries import LANGUAGE_WORDS
from dugnad.calls.states import Languages
from dugnad.documents.kinds import LengthUnit, Theme
from dugnad.indicators.kinds import SECTORS, sector_name
from dugnad.indicators.queries import indicators
from dugnad.kit.forms import WholeField

QUESTION_FIELDS = (
    "kind", "label_nb", "label_nn", "label_en", "help_nb", "help_nn", "help_en", "required", "unit", "least",
    "most", "length_unit", "indicator", "indicator_sector", "indicator_year", "becomes", "topic", "point",
    "is_profile", "is_confidential",
)  # fmt: skip
CODES = ("nb", "nn", "en")
HINGE = "only_if_"
# Choices that stand under many questions, so that nobody need translate them once more.
FAMILIAR = (
    {"nb": "Ja", "nn": "Ja", "en": "Yes"},
    {"nb": "Nei", "nn": "Nei", "en": "No"},
    {"nb": "Delvis", "nn": "Delvis", "en": "Partly"},
    {"nb": "Vet ikke", "nn": "Veit ikkje", "en": "Do not know"},
    {"nb": "Ikke aktuelt", "nn": "Ikkje aktuelt", "en": "Not applicable"},
    {"nb": "Under arbeid", "nn": "Under arbeid", "en": "Under way"},
    {"nb": "Ingen", "nn": "Ingen", "en": "None"},
    {"nb": "Annet", "nn": "Anna", "en": "Other"},
)
YES_OR_NO = (
    {"key": "yes", "nb": "Ja", "nn": "Ja", "en": "Yes"},
    {"key": "no", "nb": "Nei", "nn": "Nei", "en": "No"},
)


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


def kinds_offered(own: str = "") -> list[tuple[str, str]]:
    """The kinds to choose from; a quantity of a flow is begun on the page of a study, and stays one."""
    return [
        (kind.value, str(kind.label))
        for kind, facts in QUESTION_KINDS.items()
        if kind == own or not facts.tells_quantity
    ]


class QuestionForm(forms.Form):
    """One question; what its kind does not use is left as it is."""

    label_nb = forms.CharField(label=_l("Question, bokmål"), max_length=300, required=False)
    label_nn = forms.CharField(label=_l("Question, nynorsk"), max_length=300, required=False)
    label_en = forms.CharField(label=_l("Question, English"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_l("Kind of answer"), choices=QuestionKind.choices)
    required = forms.BooleanField(label=_l("Must be answered"), required=False)
    help_nb = forms.CharField(label=_l("Help, bokmål"), required=False, widget=_area(2))
    help_nn = forms.CharField(label=_l("Help, nynorsk"), required=False, widget=_area(2))
    help_en = forms.CharField(label=_l("Help, English"), required=False, widget=_area(2))
    unit = forms.CharField(
        label=_l("Unit, for a number"),
        required=False,
        max_length=130,
        help_text=_l(
            "In bokmål, nynorsk and English with | between: kaier | kaiar | quays. One is enough for kWh."
        ),
    )
    choices = forms.CharField(
        label=_l("Choices"),
        required=False,
        widget=_area(4),
        help_text=_l("One on each line. Leave it empty for yes and no."),
    )
    least = WholeField(label=_l("Length: at least"), required=False, min_value=0, example=150)
    most = WholeField(label=_l("Length: at most"), required=False, min_value=0, example=400)
    length_unit = forms.ChoiceField(label=_l("Length is counted in"), choices=LengthUnit.choices)
    indicator = forms.ChoiceField(label=_l("Prefilled from the indicator"), required=False)
    indicator_sector = forms.ChoiceField(label=_l("Sector"), required=False)
    indicator_year = WholeField(
        label=_l("Year of the figure"), required=False, min_value=1990, max_value=2100, example=2019
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
    point = forms.CharField(label=_l("Point of the declaration"), required=False, max_length=60)
    is_profile = forms.BooleanField(
        label=_l("Describes the member"),
        required=False,
        help_text=_l("The answer is brought along to the next call that asks this."),
    )
    is_confidential = forms.BooleanField(
        label=_l("Only the secretariat reads the answers"),
        required=False,
        help_text=_l(
            "Those who answer are told so. The answers stand in no case paper and in nothing that is "
            "published."
        ),
    )

    def __init__(
        self,
        *args: Any,
        call: Call,
        question: Question | None = None,
        hinges: Sequence[Question] = (),
        **kwargs: Any,
    ) -> None:
        self.codes = Languages(call.languages).codes
        self.known = question.choices if question else []
        self.hinges = {f"{HINGE}{hinge.pk}": hinge for hinge in hinges}
        if question is not None:
            kwargs.setdefault("initial", _initial(question, self.codes))
        kwargs.setdefault("initial", {"kind": QuestionKind.TEXT})
        super().__init__(*args, **kwargs)
        keep_languages(self, self.codes, {"label": _("Question"), "help": _("Help")}, must="label")
        if len(self.codes) > 1:
            self.fields["choices"].help_text = _(
                "One on each line: %(languages)s, with | between. Leave it empty for yes and no."
            ) % {"languages": " | ".join(str(LANGUAGE_WORDS[code]) for code in self.codes)}
        self._offer_indicators(question)
        own = question.kind if question else ""
        self.fields["kind"].choices = kinds_offered(own)  # type: ignore[attr-defined]
        for name, hinge in self.hinges.items():
            offered = [(key, str(choice)) for key, choice in choices_of(hinge).items()]
            self.fields[name] = forms.MultipleChoiceField(
                label=str(hinge), choices=offered, required=False, widget=forms.CheckboxSelectMultiple
            )

    def _offer_indicators(self, question: Question | None) -> None:
        """Those that we have; what the question has already stays, also if it is gone from the catalogue."""
        known = [(indicator.key, str(indicator)) for indicator in indicators()]
        offered = {
            "indicator": known,
            "indicator_sector": [(key, sector_name(key)) for key in SECTORS],
        }
        for name, rows in offered.items():
            own = getattr(question, name, "")
            left = [(own, own)] if own and own not in dict(rows) else []
            self.fields[name].choices = [("", "–"), *rows, *left]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A question hangs on one other question, or on none."""
        values = super().clean() or {}
        ticked = [name for name in self.hinges if values.get(name)]
        for name in ticked[1:]:
            self.add_error(name, _("Tick answers to one question only."))
        return values

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        values = {name: self.cleaned_data[name] for name in QUESTION_FIELDS if name in self.fields}
        values |= {name: values[name] or 0 for name in ("least", "most")}
        ticked = next((name for name in self.hinges if self.cleaned_data.get(name)), None)
        condition = {
            "only_if": self.hinges[ticked] if ticked else None,
            "only_if_choices": self.cleaned_data[ticked] if ticked else [],
        }
        chosen = choices_from(self.cleaned_data["choices"], self.known, *self.codes)
        takes = "choices" in QUESTION_KINDS[QuestionKind(values["kind"])].options
        return values | condition | {"choices": chosen or (yes_or_no() if takes else [])}

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
            self._group(_("The question"), *self._texts("label"), "kind", "required", "is_confidential"),
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
            self._group(_("Help"), *self._texts("help"), is_folded=True),
            self._group(_("Asked only if"), *self.hinges, is_folded=True),
            self._group(_("Belongs to"), "topic", "point", "becomes", "is_profile", is_folded=True),
        ]
        return [group for group in drawn if group.fields]

    def _texts(self, name: str) -> list[str]:
        return [f"{name}_{code}" for code in self.codes]

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


def keep_languages(form: forms.Form, codes: Sequence[str], names: dict[str, str], *, must: str) -> None:
    """Leave out the inputs for languages that a call is not asked in; what is stored in them stays.

    With one language there is no need to name it. The first language must be written.
    """
    for name, label in names.items():
        for code in CODES:
            if code not in codes:
                del form.fields[f"{name}_{code}"]
            elif len(codes) == 1:
                form.fields[f"{name}_{code}"].label = label
    form.fields[f"{must}_{codes[0]}"].required = True
    say_when_needed(form, codes, {name: name == must for name in names})


def say_when_needed(form: forms.Form, codes: Sequence[str], names: dict[str, bool]) -> None:
    """A text that a call cannot open without is not called optional, though a draft may lack it.

    `names` are texts, each with whether it must be there also when no language has it.
    """
    for name, must in names.items():
        for code in codes[1:]:
            field: Any = form.fields[f"{name}_{code}"]
            field.is_optional = False
            field.help_text = NEEDED if must else NEEDED_BESIDE


NEEDED = _l("Must be written in every language of the call.")
NEEDED_BESIDE = _l("Must be written if it is written in another language of the call.")


def _initial(question: Question, codes: Iterable[str]) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(question, name) for name in QUESTION_FIELDS}
    initial |= {name: initial[name] or None for name in ("least", "most")}
    rows = ([row.get(code, "") for code in codes] for row in question.choices)
    initial["choices"] = "\n".join(" | ".join(row).strip(" |") for row in rows)
    return initial | {f"{HINGE}{question.only_if_id}": question.only_if_choices}


def choices_from(text: str, known: Sequence[dict[str, str]], *codes: str) -> list[dict[str, str]]:
    """Choices as they were written, one on each line, in these languages and then the others, with | between.

    One that stands there already keeps its key and its words in other languages; a new one gets a key that
    no other has.
    """
    before = {row.get(codes[0], ""): row for row in known}
    taken = {row["key"] for row in known}
    free = (str(number) for number in count(1) if str(number) not in taken)
    order = [*codes, *(code for code in CODES if code not in codes)]
    rows = []
    for line in filter(str.strip, text.splitlines()):
        words = dict(zip(order, map(str.strip, line.split("|")), strict=False))
        kept = before.pop(words[codes[0]], None)
        rows.append(kept | dict.fromkeys(codes, "") | words if kept else {"key": next(free)} | _new(words))
    return rows


def _new(words: dict[str, str]) -> dict[str, str]:
    """A choice in every language: one that stands under many questions is known in those not written."""
    written = {code: word for code, word in words.items() if word}
    same = (row for row in FAMILIAR if all(row[code] == word for code, word in written.items()))
    return next(same, dict.fromkeys(CODES, "")) | written


def yes_or_no() -> list[dict[str, str]]:
    """The choices of a question that is answered by yes or no, in every language."""
    return [dict(row) for row in YES_OR_NO]

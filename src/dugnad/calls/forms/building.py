"""What the secretariat fills in to put a call together: the bank, a list of questions, texts, a file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.forms.questions import choices_from, yes_or_no
from dugnad.calls.kinds import QUESTION_KINDS, QuestionKind
from dugnad.calls.models import Call
from dugnad.calls.queries import Text
from dugnad.calls.states import Languages
from dugnad.documents.kinds import Theme
from dugnad.kit.forms import WholeField
from dugnad.kit.tables import in_every_language
from dugnad.kit.uploads import MEGABYTE

LARGEST_SCHEMA = 1  # megabytes
ROWS, SPARE_ROWS, MOST_ROWS = 8, 2, 100
# 1. or 1) or – or • before a question that comes from a list in another document.
NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.)]\s+|[-–—•*·]\s+)")
# A figure that we know needs an indicator, and a quantity its flow: the list has no column for either.
LISTED_KINDS = [
    kind
    for kind, facts in QUESTION_KINDS.items()
    if "indicator" not in facts.options and not facts.tells_quantity
]


class LinesForm(forms.Form):
    """A list of questions that somebody has written elsewhere."""

    lines = forms.CharField(
        label=_l("Questions, one on each line"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_l(
            "Paste them as they stand; numbers in front are left out. From a spreadsheet the next columns "
            "may be the kind of answer, and its choices or unit."
        ),
    )

    def rows(self) -> list[dict[str, str]]:
        """The rows of the list, as a ListForm begins with them."""
        lines = [NUMBERED.sub("", line).strip() for line in self.cleaned_data["lines"].splitlines()]
        return [_row_of(line) for line in lines if line][:MOST_ROWS]


def _row_of(line: str) -> dict[str, str]:
    label, kind, more = [*(cell.strip() for cell in line.split("\t")), "", ""][:3]
    found = (k for k in LISTED_KINDS if kind.casefold() in in_every_language(k.label) | {k.value})
    return {"label": label, "kind": next(found, QuestionKind.TEXT), "more": more}


@dataclass(frozen=True)
class ListRow:
    """One row of the list as the page draws it."""

    number: int
    label: BoundField
    kind: BoundField
    more: BoundField
    required: BoundField


class ListForm(forms.Form):
    """Many questions in one go: a row for each, in the language that the writer reads."""

    use_required_attribute = False
    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS, required=False)

    def __init__(
        self, *args: Any, call: Call, laid_out: Sequence[dict[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        codes, reads = Languages(call.languages).codes, (get_language() or "nb")[:2]
        self.code = reads if reads in codes else codes[0]
        count = _count_in(self.data) if self.is_bound else max(ROWS, len(laid_out) + SPARE_ROWS)
        self.numbers = range(1, count + 1)
        self.initial["rows"] = count
        for number in self.numbers:
            row = laid_out[number - 1] if number <= len(laid_out) else {}
            self._add(number, row)

    def _add(self, number: int, row: dict[str, str]) -> None:
        named = {"number": number}
        self.fields[f"label-{number}"] = forms.CharField(
            label=_("Question %(number)s") % named, max_length=300, required=False, initial=row.get("label")
        )
        self.fields[f"kind-{number}"] = forms.ChoiceField(
            label=_("Kind of answer, question %(number)s") % named,
            choices=[(kind.value, kind.label) for kind in LISTED_KINDS],
            required=False,
            initial=row.get("kind", QuestionKind.TEXT),
        )
        self.fields[f"more-{number}"] = forms.CharField(
            label=_("Choices or unit, question %(number)s") % named, required=False, initial=row.get("more")
        )
        self.fields[f"required-{number}"] = forms.BooleanField(
            label=_("Question %(number)s must be answered") % named, required=False
        )

    @property
    def drawn(self) -> list[ListRow]:
        """The rows as the page draws them."""
        return [
            ListRow(n, self[f"label-{n}"], self[f"kind-{n}"], self[f"more-{n}"], self[f"required-{n}"])
            for n in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        """What a row lacks is told at the row."""
        values = super().clean() or {}
        self.written: list[tuple[int, dict[str, Any]]] = []
        for number in self.numbers:
            if values.get(f"label-{number}"):
                self.written.append((number, self._question(number, values)))
            elif values.get(f"more-{number}") or values.get(f"required-{number}"):
                self.add_error(f"label-{number}", _("Write the question, or empty the row."))
        return values

    def _question(self, number: int, values: dict[str, Any]) -> dict[str, Any]:
        kind = QuestionKind(values.get(f"kind-{number}") or QuestionKind.TEXT)
        more, options = values.get(f"more-{number}", ""), QUESTION_KINDS[kind].options
        question = {
            f"label_{self.code}": values[f"label-{number}"],
            "kind": kind,
            "required": values[f"required-{number}"],
        }
        if "choices" in options:
            lines = "\n".join(one.strip() for one in more.split(";"))
            choices = choices_from(lines, (), self.code) or yes_or_no()
            if len(choices) == 1:
                message = _("Write at least two choices with ; between them, for example: Bought; Leased")
                self.add_error(f"more-{number}", message)
            return question | {"choices": choices}
        if "unit" in options:
            return question | {"unit": more}
        if more:
            self.add_error(
                f"more-{number}", _("“%(kind)s” takes no choices and no unit.") % {"kind": kind.label}
            )
        return question

    def questions(self) -> list[dict[str, Any]]:
        """What the verb takes, one for each row that is written."""
        return [question for _number, question in self.written]

    def place_of_error(self, details: dict[str, Any], field: str) -> str | None:
        """The field at which a refusal is shown."""
        row = details.get("row")
        if row is None:
            return None
        number = self.written[row][0]
        return f"more-{number}" if field in {"choices", "unit"} else f"label-{number}"


def _count_in(data: Any) -> int:
    asked = str(data.get("rows", ""))
    return min(int(asked), MOST_ROWS) if asked.isdecimal() and int(asked) else ROWS


class TextsForm(forms.Form):
    """Texts of a call in the languages that lack them, each below what it says in another.

    What says the same is written once: the “Yes” of ten questions is one text here.
    """

    def __init__(self, *args: Any, texts: Sequence[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.same: dict[tuple[str, ...], list[Text]] = {}
        for text in texts:
            self.same.setdefault((text.source, text.code, text.words), []).append(text)
        for alike in self.same.values():
            limits = [text.longest for text in alike if text.longest is not None]
            self._add(alike[0], min(limits, default=None))

    def _add(self, text: Text, longest: int | None) -> None:
        widget = forms.TextInput() if longest else forms.Textarea(attrs={"rows": 3})
        widget.attrs["lang"] = text.code
        self.fields[text.name] = forms.CharField(
            label=str(text.language).capitalize(),
            initial=text.words,
            required=False,
            widget=widget,
            max_length=longest,
        )

    def written(self) -> dict[str, str]:
        """Every text by its name, with what was written for it."""
        return {text.name: self.cleaned_data[alike[0].name] for alike in self.same.values() for text in alike}

    @property
    def drawn(self) -> list[tuple[Text, list[BoundField]]]:
        """Each text once, with an input for each language."""
        found: dict[str, tuple[Text, list[BoundField]]] = {}
        for alike in self.same.values():
            found.setdefault(alike[0].source, (alike[0], []))[1].append(self[alike[0].name])
        return list(found.values())


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
        label=_l("The file with the call"),
        help_text=_l(
            "It holds all the questions of a call, for example skjema.json, fetched from another call or "
            "from another alliance. The format is called JSON Schema."
        ),
    )

    year = WholeField(
        label=_l("Year"),
        required=False,
        min_value=2000,
        max_value=2100,
        example=2022,
        help_text=_l("Only if it is another one than in the file. The days are moved to that year."),
    )
    title = forms.CharField(
        label=_l("Title"),
        required=False,
        max_length=200,
        help_text=_l("Only if it is another one than in the file."),
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

"""The form of a reply: one input for each part of each answer, read by the kind of its question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from dugnad.calls.kinds import Part
from dugnad.calls.kinds.figures import unit_words
from dugnad.calls.models import Question
from dugnad.calls.queries import PARTED, Item, ReplySheet, readers_of
from dugnad.kit.formats import is_english
from dugnad.kit.forms import CountedTextarea, DayInput, FigureInput
from dugnad.kit.text import localised

STORY = "story"  # the widget of a part that is one of the member's own stories
NOTE, SEEN = ".note", ".seen"
THOUSANDS = 3  # digits
FEW = 7  # choices up to so many are shown at once
YES_OR_NO = [("true", _("Yes, it is right")), ("false", _("No"))]

Widget = forms.Widget


def _long(question: Question, part: Part) -> Widget:
    rows = 14 if question.facts.tells_story and part.key == question.facts.main else 5
    if part.key != question.facts.main:
        return forms.Textarea(attrs={"rows": 3})
    return CountedTextarea(question.length_unit, question.least, question.most, attrs={"rows": rows})


def _choice(question: Question, part: Part) -> Widget:
    offered = [(key, str(label)) for key, label in (part.choices or {}).items()]
    if len(offered) <= FEW and part.key in {"", question.facts.main}:
        return forms.RadioSelect(choices=offered)
    return forms.Select(choices=[("", "–"), *offered])


def _choices(question: Question, part: Part) -> Widget:
    return forms.CheckboxSelectMultiple(
        choices=[(key, str(label)) for key, label in (part.choices or {}).items()]
    )


WIDGETS: dict[str, Callable[[Question, Part], Widget]] = {
    "line": lambda question, part: forms.TextInput(),
    "long": _long,
    "link": lambda question, part: forms.TextInput(attrs={"inputmode": "url"}),
    "email": lambda question, part: forms.EmailInput(attrs={"autocomplete": "off"}),
    "number": lambda question, part: FigureInput(unit_words(part.unit)),
    "year": lambda question, part: forms.TextInput(attrs={"inputmode": "numeric"}),
    "day": lambda question, part: DayInput(),
    "choice": _choice,
    "choices": _choices,
    "yes": lambda question, part: forms.RadioSelect(choices=YES_OR_NO),
    "story": lambda question, part: _choice(question, part) if part.choices else forms.TextInput(),
}


class AnswerField(forms.Field):
    """An input as typed: its question reads it, and what is not answered can still be saved."""

    question = ""  # which question it is a part of, for where it is named away from it

    def validate(self, value: Any) -> None:
        """A draft may lack anything."""


@dataclass(frozen=True)
class Drawn:
    """A question as the form draws it."""

    item: Item
    fields: list[BoundField]
    note: BoundField | None
    seen: BoundField
    is_elsewhere: bool = False  # it hangs on a question that stands on another page
    folded: Sequence[BoundField] = ()  # what few fill in

    @property
    def is_closed(self) -> bool:
        """Whether an answer on another page says that this is not asked; its own answer stays as it is."""
        return self.is_elsewhere and not self.item.is_asked and bool(self.item.because)

    @property
    def folded_is_open(self) -> bool:
        """Whether something is written or wrong in what is folded, so that it must show."""
        return any(field.value() or field.errors for field in self.folded)


class ReplyForm(forms.Form):
    """All that a call asks of one member, with what is written so far."""

    use_required_attribute = False

    def __init__(self, *args: Any, sheet: ReplySheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.answers: dict[str, Any] = {}
        self.carried: dict[str, str] = {}  # notes that come from an earlier wording
        for item in sheet.items:
            self._add(item)

    def _add(self, item: Item) -> None:
        question = item.question
        for part in _parts(item):
            name = name_of(question, part)
            self.fields[name] = AnswerField(
                label=str(part.label) or str(question),
                help_text=str(part.help) or ("" if part.key else _help(question)),
                required=_is_needed(part) if part.key else question.required,
                widget=WIDGETS[part.widget](question, part),
            )
            self.fields[name].question = str(question) if part.label else ""  # type: ignore[attr-defined]
            self.initial[name] = _initial(item, part)
        if self._has_note(item):
            self.fields[question.key + NOTE] = AnswerField(
                label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.initial[question.key + NOTE] = item.note
        self.fields[question.key + SEEN] = forms.IntegerField(
            required=False, min_value=0, widget=forms.HiddenInput
        )
        self.initial[question.key + SEEN] = item.answer.revision if item.answer else 0

    def _has_note(self, item: Item) -> bool:
        """Whether a note can be written: where one is asked for, and where one stands or was just typed."""
        return item.question.facts.takes_note or bool(item.note) or item.question.key + NOTE in self.data

    def clean(self) -> dict[str, Any]:
        """Each answer as its question reads it; what is not understood stays in its input with the reason."""
        values = super().clean() or {}
        for item in self.sheet.items:
            question = item.question
            names = {part.key: name_of(question, part) for part in _parts(item)}
            if not names or not any(name in self.data for name in names.values()):
                self._clean_unticked(item, names)
                continue
            raw = {key: values.get(name) for key, name in names.items()}
            value, wrong = question.facts.understood(question, raw.get("", raw), item.value)
            for error in wrong:
                self.add_error(names.get(error.part) or next(iter(names.values())), error.message)
            if not wrong and _is_untouched(item, value):
                continue
            if len(wrong) < len(names):  # the parts that are right are stored, whatever is wrong beside them
                self.answers[question.key] = value
        return values

    def _clean_unticked(self, item: Item, names: dict[str, str]) -> None:
        """A browser does not send boxes of which none is ticked; that the question was there it does say."""
        if names and item.question.key + SEEN in self.data and item.value is not None:
            self.answers[item.question.key] = None

    @property
    def notes(self) -> dict[str, str]:
        """The notes that were sent, by question key."""
        sent = [name for name in self.data if name.endswith(NOTE) and name in self.fields]
        typed = {name.removesuffix(NOTE): str(self.cleaned_data.get(name) or "") for name in sent}
        return typed | self.carried

    @property
    def seen(self) -> dict[str, int]:
        """The revision that the page showed of each answer, by question key."""
        names = [name for name in self.fields if name.endswith(SEEN)]
        return {name.removesuffix(SEEN): self.cleaned_data.get(name) or 0 for name in names}

    def is_wrong(self, item: Item) -> bool:
        """Whether something was typed into an answer that is none."""
        return any(name_of(item.question, part) in self.errors for part in _parts(item))

    def typed(self, item: Item) -> str:
        """What was typed into an answer and its note, as a reader reads it."""
        question = item.question
        parts = [self[name_of(question, part)] for part in _parts(item)]
        words = "\n".join(str(field.value()) for field in parts if field.value())
        if question.key in self.answers:
            words = question.facts.as_text(question, self.answers[question.key])
        return "\n".join(text for text in (words, self.notes.get(question.key, "")) if text)

    @property
    def sections(self) -> list[tuple[Any, list[Drawn]]]:
        """The questions by section, as the page draws them."""
        return [(section, [self._drawn(item) for item in items]) for section, items in self.sheet.sections]

    def _drawn(self, item: Item) -> Drawn:
        question = item.question
        fields = [self[name_of(question, part)] for part in _parts(item) if not part.is_folded]
        folded = [self[name_of(question, part)] for part in _parts(item) if part.is_folded]
        note = self[question.key + NOTE] if question.key + NOTE in self.fields else None
        before = question.only_if_id
        is_elsewhere = before is not None and all(i.question.pk != before for i in self.sheet.items)
        return Drawn(item, fields, note, self[question.key + SEEN], is_elsewhere, folded)


def _parts(item: Item) -> list[Part]:
    """The inputs of a question; where there is no figure, nobody is asked whether it is right."""
    facts = item.question.facts
    parts = [_offering(part, item) for part in facts.parts(item.question)]
    if not facts.is_confirmed or item.prefilled or (item.value or {}).get("right"):
        return parts
    return [part for part in parts if part.key != facts.main]


def _offering(part: Part, item: Item) -> Part:
    """A part that is one of the member's own stories, with those that there are."""
    stories = item.beside.stories if item.beside and part.widget == STORY else {}
    own = (item.start or {}).get(part.key) if stories else None
    left = {own: own} if own and own not in stories else {}
    return replace(part, choices={**stories, **left}) if stories else part


def _is_needed(part: Part) -> bool:
    """Whether a part is not to be called optional: what another part may ask for is neither."""
    return not part.optional or part.is_conditional


def _is_untouched(item: Item, value: Any) -> bool:
    """Whether what was filled in was sent as it stood: nobody has said that it is true."""
    return item.is_filled_in and value == item.question.facts.understood(item.question, item.start)[0]


def _help(question: Question) -> str:
    """What stands below a question: its help, and who reads the answer."""
    parts = (escape(localised(question, "help")), readers_of(question))
    return " ".join(words for words in parts if words)


def name_of(question: Question, part: Part) -> str:
    """The name of an input."""
    return f"{question.key}{PARTED}{part.key}" if part.key else question.key


def _initial(item: Item, part: Part) -> Any:
    value = (item.start or {}).get(part.key) if part.key else item.start
    if isinstance(value, bool):
        return "true" if value else "false"
    return _written(value) if part.widget == "number" and isinstance(value, int | float) else value


def _written(value: int | float) -> str:
    """A number as the page's language writes it, 194 500,5 or 194,500.5.

    Three decimals behind up to three digits look like thousands to whoever changes the language in another
    window before the page is sent, and 1,125 would become 1125: they get a fourth. 5 037,037 does not.
    """
    whole, _point, decimals = f"{Decimal(str(value)):,f}".partition(".")
    is_like_thousands = len(decimals) == THOUSANDS and 0 < len(whole.lstrip("-0")) <= THOUSANDS
    decimals += "0" if is_like_thousands else ""
    mark, point = (",", ".") if is_english() else (" ", ",")
    return point.join(filter(None, [whole.replace(",", mark), decimals]))

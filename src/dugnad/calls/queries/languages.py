"""Questions about languages: which texts of a call are still missing in those that it is asked in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from dugnad.calls.kinds.figures import BETWEEN, LONGEST_UNIT, lacks_unit, units_of
from dugnad.calls.models import Call, Question, Section
from dugnad.calls.queries.calls import answered_questions, sections_of
from dugnad.calls.states import Languages
from dugnad.kit.text import nearest

# As words in a sentence: Norwegian writes languages with a small letter.
LANGUAGE_WORDS = {"nb": _l("bokmål"), "nn": _l("nynorsk"), "en": pgettext_lazy("in a sentence", "English")}
LONGEST_CHOICE = 300


@dataclass(frozen=True)
class Missing:
    """A text that is missing in a language, with the noun that it belongs to."""

    code: str
    what: str
    noun: Call | Section | Question

    @property
    def language(self) -> Promise:
        """The language, in the reader's words."""
        return LANGUAGE_WORDS[self.code]


def missing_texts(call: Call) -> list[Missing]:
    """What must be written before a call can open in its languages, language by language, in order."""
    nouns: list[Any] = [call]
    for section in sections_of(call):
        nouns += [section, *section.asked]  # type: ignore[attr-defined]
    codes = Languages(call.languages).codes
    return [
        Missing(code, what, noun) for code in codes for noun in nouns for what in _lacking(noun, code, codes)
    ]


@dataclass(frozen=True)
class Text:
    """A text of a call in one language, with what it says in another: what a translator needs."""

    noun: Call | Section | Question
    field: str  # of the noun: label_nn, or choices
    code: str
    words: str
    source_code: str
    source: str
    choice: int | None = None  # which of the choices, where it is the text of one

    @property
    def is_unit(self) -> bool:
        """Whether it is the unit of a number, which has all of its languages in one field."""
        return self.field == "unit"

    @property
    def longest(self) -> int | None:
        """How many characters it may have; None for as many as one likes."""
        if self.is_unit:
            return LONGEST_UNIT
        if self.choice is not None:
            return LONGEST_CHOICE
        limit: int | None = self.noun._meta.get_field(self.field).max_length  # type: ignore[union-attr]
        return limit

    @property
    def choices(self) -> list[dict[str, str]]:
        """The choices that it is one of, as they are stored."""
        return self.noun.choices if isinstance(self.noun, Question) else []

    @property
    def name(self) -> str:
        """A name that no other text of the call has: question-12-label_nn."""
        place = "" if self.choice is None else f"-{self.choice}-{self.code}"
        place = f"-{self.code}" if self.is_unit else place
        return f"{self.noun._meta.model_name}-{self.noun.pk}-{self.field}{place}"

    @property
    def language(self) -> Promise:
        """The language, in the reader's words."""
        return LANGUAGE_WORDS[self.code]


def texts_of(call: Call) -> list[Text]:
    """Every text of a call in the languages that it is asked in, beside the first one that has it, in order.

    Left out are texts that stand in no language, and those that stand fast because somebody has answered.
    """
    answered = answered_questions(call)
    nouns: list[Any] = [call]
    for section in sections_of(call):
        nouns += [section, *(q for q in section.asked if q.pk not in answered)]  # type: ignore[attr-defined]
    codes = Languages(call.languages).codes
    return [text for noun in nouns for text in _texts_of(noun, codes)]


def _texts_of(noun: Call | Section | Question, codes: tuple[str, ...]) -> Iterator[Text]:
    for field, _label, _must in FIELDS[type(noun)]:
        source_code, source = nearest(noun, field, codes[0])
        for code in codes if source else ():
            name = f"{field}_{code}"
            if code != source_code:
                yield Text(noun, name, code, getattr(noun, name), source_code, source)
    if isinstance(noun, Question) and "unit" in noun.facts.options:
        yield from _units_of(noun, codes)
    choices = noun.choices if isinstance(noun, Question) and "choices" in noun.facts.options else ()
    for number, row in enumerate(choices):
        source_code = next((code for code in (*codes, *LANGUAGE_WORDS) if row.get(code)), "")
        for code in codes:
            if source_code not in {"", code}:
                yield Text(
                    noun, "choices", code, row.get(code, ""), source_code, row[source_code], choice=number
                )


def _units_of(question: Question, codes: tuple[str, ...]) -> Iterator[Text]:
    """The words of a unit in the languages after the first; a symbol and what we know need none."""
    lacking = {code for code in codes if lacks_unit(question.unit, code)}
    if not lacking and BETWEEN not in question.unit:
        return
    written = units_of(question.unit)
    source_code = next((code for code in (*codes, *LANGUAGE_WORDS) if written[code]), codes[0])
    for code in codes:
        words = "" if code in lacking else written[code]
        if code != source_code:
            yield Text(question, "unit", code, words, source_code, written[source_code])


def _lacking(noun: Call | Section | Question, code: str, codes: tuple[str, ...]) -> Iterator[str]:
    """What must be there is missing when it is empty, what may be there when another language has it."""
    for field, label, must in FIELDS[type(noun)]:
        texts = {each: getattr(noun, f"{field}_{each}") for each in LANGUAGE_WORDS}
        if not texts[code] and (must or any(texts.values())):
            yield label % {"name": noun}
    if isinstance(noun, Question) and "unit" in noun.facts.options and _lacks_unit(noun, code, codes):
        yield _("the unit of “%(name)s”") % {"name": noun}
    if (
        isinstance(noun, Question)
        and "choices" in noun.facts.options
        and any(not row.get(code) for row in noun.choices)
    ):
        yield _("the choices of “%(name)s”") % {"name": noun}


def _lacks_unit(question: Question, code: str, codes: tuple[str, ...]) -> bool:
    """Only a call that is asked in several languages needs the words of a unit in each of them."""
    return len(codes) > 1 and lacks_unit(question.unit, code)


FIELDS: dict[type[Any], tuple[tuple[str, Promise, bool], ...]] = {
    Call: (
        ("title", _l("the title of the call"), True),
        ("intro", _l("the introduction"), False),
    ),
    Section: (("title", _l("the title of the section “%(name)s”"), True),),
    Question: (
        ("label", _l("the question “%(name)s”"), True),
        ("help", _l("the help for “%(name)s”"), False),
    ),
}

"""Questions about languages: which texts of a call are still missing in those that it is asked in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.models import Call, Question, Section
from dugnad.calls.queries.calls import sections_of
from dugnad.calls.states import Languages

LANGUAGE_WORDS = {"nb": _l("bokmål"), "nn": _l("nynorsk"), "en": _l("English")}


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
    return [Missing(code, what, noun) for code in codes for noun in nouns for what in _lacking(noun, code)]


def _lacking(noun: Call | Section | Question, code: str) -> Iterator[str]:
    """What must be there is missing when it is empty, what may be there when another language has it."""
    for field, label, must in FIELDS[type(noun)]:
        texts = {each: getattr(noun, f"{field}_{each}") for each in LANGUAGE_WORDS}
        if not texts[code] and (must or any(texts.values())):
            yield label % {"name": noun}
    if (
        isinstance(noun, Question)
        and "choices" in noun.facts.options
        and any(not row.get(code) for row in noun.choices)
    ):
        yield _("the choices of “%(name)s”") % {"name": noun}


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

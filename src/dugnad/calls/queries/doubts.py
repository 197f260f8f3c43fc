"""What a call promises or says for its year and may not hold: looked at before anybody is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.models import Call, Question, Section
from dugnad.calls.queries.calls import questions_of, sections_of
from dugnad.calls.queries.languages import LANGUAGE_WORDS
from dugnad.calls.queries.lineage import copied_from
from dugnad.calls.queries.prefill import figure_for, figures_known
from dugnad.indicators.queries import PlaceFigures
from dugnad.members.queries import codes_of, members_on

# Also in Klimastatus2020 and 2020-tallene, but not in a part of a longer number.
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Unfounded:
    """A question that shows a published figure for which no member has one."""

    question: Question
    year: int | None
    newest: int | None  # the newest year in which somebody has one


@dataclass(frozen=True)
class OldYear:
    """A text that names a year of the call before."""

    noun: Call | Section | Question
    what: Promise
    year: str
    languages: tuple[Promise, ...]

    @property
    def question(self) -> Question | None:
        """The question that it belongs to, where it belongs to one."""
        return self.noun if isinstance(self.noun, Question) else None

    @property
    def section(self) -> Section | None:
        """The section whose title it is, where it is one."""
        return self.noun if isinstance(self.noun, Section) else None


@dataclass(frozen=True)
class Doubts:
    """What somebody should look at before a call opens; none of it keeps the call from opening."""

    unfounded: list[Unfounded] = field(default_factory=list)
    old_years: list[OldYear] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.unfounded) + len(self.old_years)


def doubts_about(call: Call, *, on: date) -> Doubts:
    """Figures that are promised and not there, and texts that name a year which was the earlier call's."""
    return Doubts(_unfounded(call, on=on), list(_old_years(call)))


def _unfounded(call: Call, *, on: date) -> list[Unfounded]:
    asked = [question for question in questions_of(call) if question.indicator]
    if not asked:
        return []
    codes = [code.code for code in codes_of({member.pk for member in members_on(on)}, on=on).values()]
    known = figures_known({question.indicator for question in asked}, codes, on=on)
    return [
        Unfounded(question, question.indicator_year, _newest(known.get(question.indicator)))
        for question in asked
        if not any(figure_for(question, known.get(question.indicator), code) for code in codes)
    ]


def _newest(figures: PlaceFigures | None) -> int | None:
    return max((year for _code, year in figures.totals), default=None) if figures else None


def _old_years(call: Call) -> Iterator[OldYear]:
    """Year by year and text by text; a year that is also one of the call's own is in its place."""
    since = copied_from(call)
    past = _own_years(since) - _own_years(call) if since else set()
    nouns: list[Call | Section | Question] = [call] if past else []
    for section in sections_of(call) if past else ():
        nouns += [section, *section.asked]  # type: ignore[attr-defined]
    for noun in nouns:
        for name, what in FIELDS[type(noun)]:
            texts = {code: getattr(noun, f"{name}_{code}") for code in LANGUAGE_WORDS}
            found = sorted({year for text in texts.values() for year in YEAR.findall(text)} & past)
            for year in found:
                codes = [code for code, text in texts.items() if year in YEAR.findall(text)]
                yield OldYear(noun, what, year, tuple(LANGUAGE_WORDS[code] for code in codes))


def _own_years(call: Call) -> set[str]:
    """The years that a call is about: its own, the one before it, and those of its figures."""
    figures = {question.indicator_year for question in questions_of(call) if question.indicator_year}
    return {str(year) for year in {call.year, call.year - 1, *figures}}


FIELDS: dict[type, tuple[tuple[str, Promise], ...]] = {
    Call: (("title", _l("Title")), ("intro", _l("Introduction"))),
    Section: (("title", _l("Title of a section")),),
    Question: (("label", _l("Wording")), ("help", _l("Help"))),
}

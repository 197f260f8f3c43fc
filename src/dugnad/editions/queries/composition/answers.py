"""What members answered: of the replies only the accepted, of their answers only those meant for everyone."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation

from dugnad.calls.kinds.facts import choices_of
from dugnad.calls.models import Call, Question, Reply, ReplyVersion
from dugnad.calls.queries import accepted_answers, questions_of
from dugnad.calls.states import ASKED, ReplyState
from dugnad.editions.kinds import PUBLISHED_ANSWERS
from dugnad.editions.models import Edition
from dugnad.kit.clock import local_day

LANGUAGES = ("nb", "nn", "en")
Words = dict[str, str]


@dataclass(frozen=True)
class Answered:
    """The published answers of a collection: how many were asked, what each member said."""

    call: Call
    asked: int
    questions: list[Question]
    answers: dict[int, dict[str, Any]] = field(default_factory=dict)
    receipts: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_made_up(self) -> bool:
        """Whether nobody really said this: in demo mode every answer is invented."""
        return bool(settings.DEMO)

    def of_member(self, organisation_id: int) -> list[dict[str, Any]]:
        """One member's published answers, as they read in each language."""
        given = self.answers.get(organisation_id, {})
        return [
            {"key": question.key, "question": _labels(question), "said": _said(question, given[question.key])}
            for question in self.questions
            if given.get(question.key) is not None
        ]

    def counted(self) -> list[dict[str, Any]]:
        """For each question with choices how many chose which, in the order of the choices."""
        return [
            self._count(question)
            for question in self.questions
            if PUBLISHED_ANSWERS[question.key].is_counted and question.choices
        ]

    def _count(self, question: Question) -> dict[str, Any]:
        chosen = Counter(given.get(question.key) for given in self.answers.values())
        rows = [
            {"key": key, "words": {code: _in(code, choice) for code in LANGUAGES}, "count": chosen[key]}
            for key, choice in choices_of(question).items()
        ]
        return {
            "key": question.key,
            "question": _labels(question),
            "answers": sum(row["count"] for row in rows),
            "choices": rows,
        }


def call_behind(edition: Edition) -> Call | None:
    """The collection that gathered the answers of an edition's year."""
    calls = Call.objects.filter(kind=edition.kind, year=edition.year, state__in=ASKED)
    return calls.order_by("pk").last()


def answered_in(call: Call) -> Answered:
    """The published answers of a call."""
    questions = [q for q in questions_of(call) if q.key in PUBLISHED_ANSWERS and not q.is_confidential]
    asked = Reply.objects.filter(call=call).count()
    return Answered(call, asked, questions, accepted_answers(call), _receipts(call))


def _receipts(call: Call) -> dict[int, dict[str, Any]]:
    """By member (id) the version of its reply that was accepted, by which anyone can find and check it."""
    versions = ReplyVersion.objects.filter(reply__call=call, reply__state=ReplyState.ACCEPTED)
    rows = versions.order_by("reply", "number").values_list(
        "reply__organisation_id", "number", "sha256", "received_at"
    )
    return {
        member: {
            "call": call.slug,
            "version": number,
            "sha256": sha256,
            "received_on": local_day(at).isoformat(),
        }
        for member, number, sha256, at in rows
    }


def _labels(question: Question) -> Words:
    return {code: _in(code, question) for code in LANGUAGES}


def _in(language: str, noun: object) -> str:
    with translation.override(language):
        return str(noun)


def _said(question: Question, value: Any) -> Words:
    words = {}
    for code in LANGUAGES:
        with translation.override(code):
            words[code] = question.facts.as_text(question, value)
    return words

"""Questions about conditions: what hangs on what, and how much is asked of whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dugnad.calls.models import Answer, Question, Reply, Section
from dugnad.calls.rules import is_asked

LAST = 10**9  # behind every question that is stored


def linked(questions: list[Question]) -> list[Question]:
    """The same questions, each knowing the one that it hangs on, so that nobody fetches them one by one."""
    known = {question.pk: question for question in questions}
    while missing := _hinges(known.values()) - known.keys():
        known |= Question.objects.in_bulk(missing)  # what is not asked any more, and still decides
    for question in known.values():
        if question.only_if_id:
            question.only_if = known[question.only_if_id]
    return questions


def _hinges(questions: Iterable[Question]) -> set[int]:
    return {question.only_if_id for question in questions if question.only_if_id}


def asked_of_each(questions: Sequence[Question], replies: Iterable[Reply]) -> dict[int, int]:
    """For each reply (id) how many of these questions are asked of that member."""
    hinges = _hinges(questions)
    given: dict[int, dict[int, Any]] = {reply.pk: {} for reply in replies}
    if not hinges:
        return dict.fromkeys(given, len(questions))
    rows = Answer.objects.filter(reply__in=list(given), question__in=hinges)
    for reply, question, value in rows.values_list("reply_id", "question_id", "value"):
        given[reply][question] = value
    return {reply: sum(is_asked(q, answers) for q in questions) for reply, answers in given.items()}


def possible_hinges(section: Section, *, before: Question | None = None) -> list[Question]:
    """The questions with choices that stand before a question, or before the end of a section."""
    asked = section.call.questions.filter(retired_at__isnull=True).select_related("section")
    last = (section.position, section.pk, LAST, LAST)
    here = place_of(before) if before else last
    return [q for q in asked if "choices" in q.facts.options and place_of(q) < here]


def place_of(question: Question) -> tuple[int, int, int, int]:
    """Where a question stands in its call; one that is not stored yet stands behind its equals."""
    section = question.section
    return (section.position, section.pk, question.position, question.pk or LAST)


def hanging_on(question: Question) -> list[Question]:
    """The questions that are asked only of those who give a certain answer to this one."""
    return list(Question.objects.filter(only_if=question, retired_at__isnull=True).order_by("pk"))


def because(question: Question, values: Mapping[int, Any]) -> str:
    """What was answered (by question id) to the one on which this one hangs, as a reader reads it."""
    before = question.only_if
    return before.facts.as_text(before, values.get(before.pk)) if before else ""

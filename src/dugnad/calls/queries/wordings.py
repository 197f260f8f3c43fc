"""Questions about wordings: what was answered before a question got new words."""

from collections.abc import Iterable, Mapping
from typing import Any

from dugnad.calls.kinds import NotUnderstood
from dugnad.calls.models import Answer, Call, Question, ReplyFile

Wordings = Mapping[str, list[Question]]  # by key, the newest first


def wordings_of(call: Call) -> dict[str, list[Question]]:
    """Everything that a call has asked, by key; of each question the newest wording first."""
    return by_wording(call.questions.select_related("section", "only_if"))


def by_wording(everything: Iterable[Question]) -> dict[str, list[Question]]:
    """Questions by key; of each the newest wording first."""
    found: dict[str, list[Question]] = {}
    for question in sorted(everything, key=lambda q: (q.version, q.pk), reverse=True):
        found.setdefault(question.key, []).append(question)
    return found


def earlier_answers(
    everything: Iterable[Question],
    answers: Mapping[int, Answer],
    files: Mapping[int, list[ReplyFile]],
) -> dict[str, dict[str, Any]]:
    """By question key what was answered to the newest of its earlier wordings, and the files beside it."""
    everything = sorted(everything, key=lambda question: question.version)
    wanted = {q.key: q for q in everything if q.replaces_id and q.retired_at is None}
    found: dict[str, dict[str, Any]] = {}
    for old in [q for q in everything if q.key in wanted and q.retired_at is not None]:
        answer, kept = answers.get(old.pk), files.get(old.pk, [])
        fits = answer is not None and _fits(wanted[old.key], answer)
        if fits or kept:
            found[old.key] = {"earlier": answer if fits else None, "earlier_files": kept}
    return found


def _fits(question: Question, earlier: Answer) -> bool:
    """Whether an answer to an earlier wording can be one to the new words: a choice may have gone."""
    if earlier.value is None or earlier.question.kind != question.kind:
        return False
    try:
        return question.facts.parse(question, earlier.value) is not None
    except NotUnderstood:
        return False

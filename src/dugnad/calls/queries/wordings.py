"""Questions about wordings: what was answered before a question got new words."""

from collections.abc import Iterable, Mapping
from typing import Any

from dugnad.calls.kinds import NotUnderstood
from dugnad.calls.models import Answer, Question, Reply, ReplyFile


def earlier_answers(
    reply: Reply,
    questions: Iterable[Question],
    answers: Mapping[int, Answer],
    files: Mapping[int, list[ReplyFile]],
) -> dict[str, dict[str, Any]]:
    """By question key what was answered to the newest of its earlier wordings, and the files beside it."""
    wanted = {question.key: question for question in questions if question.replaces_id}
    if not wanted:
        return {}
    retired = reply.call.questions.filter(key__in=wanted, retired_at__isnull=False).order_by("version")
    found: dict[str, dict[str, Any]] = {}
    for old in retired:
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

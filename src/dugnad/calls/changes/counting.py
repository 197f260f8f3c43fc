"""How much of what is asked is answered, counted when something is written and when the questions change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dugnad.calls.models import Answer, Call, Question, Reply, ReplyFile
from dugnad.calls.queries import questions_of
from dugnad.calls.rules import is_asked


def count_answered(reply: Reply, questions: Sequence[Question]) -> int:
    """How many of the questions that are asked of a member have an answer, or a file in its place."""
    values = dict(reply.answers.filter(value__isnull=False).values_list("question_id", "value"))
    files = set(reply.files.filter(removed_at__isnull=True).values_list("question_id", flat=True))
    return _count(questions, values, files)


def recount(call: Call) -> None:
    """Count anew in every reply: a question has come, gone, or is asked of others than before."""
    questions = questions_of(call)
    values: dict[int, dict[int, Any]] = {}
    files: dict[int, set[int]] = {}
    written = Answer.objects.filter(reply__call=call, value__isnull=False)
    for reply_id, question_id, value in written.values_list("reply_id", "question_id", "value"):
        values.setdefault(reply_id, {})[question_id] = value
    kept = ReplyFile.objects.filter(reply__call=call, removed_at__isnull=True)
    for reply_id, question_id in kept.values_list("reply_id", "question_id"):
        files.setdefault(reply_id, set()).add(question_id)
    changed = []
    for reply in call.replies.all():
        answered = _count(questions, values.get(reply.pk, {}), files.get(reply.pk, set()))
        changed += [reply] if answered != reply.answered else []
        reply.answered = answered
    Reply.objects.bulk_update(changed, ["answered"])


def _count(questions: Iterable[Question], values: Mapping[int, Any], files: set[int]) -> int:
    return sum((q.pk in values or q.pk in files) and is_asked(q, values) for q in questions)

"""What a member has said about itself is brought along, so that it need not be said again."""

from datetime import datetime

from dugnad.calls.changes.counting import count_answered
from dugnad.calls.models import Answer, Reply
from dugnad.calls.queries import profile_answers, questions_of
from dugnad.calls.rules import is_own_kind


def bring_profile(reply: Reply, *, at: datetime) -> dict[str, str]:
    """Write what describes the member into its reply; returns by question key the call that it comes from.

    Nobody stands as the writer, and what somebody has written already is left alone.
    """
    questions = questions_of(reply.call)
    written = set(reply.answers.values_list("question_id", flat=True))
    known = profile_answers(reply, [question for question in questions if question.pk not in written])
    own = [q for q in questions if q.pk not in written and is_own_kind(q, reply.organisation.kind)]
    if not known and not own:
        return {}
    reply.revision += 1
    for question in questions:
        if found := known.get(question.key):
            Answer(
                reply=reply,
                question=question,
                value=found.value,
                note=found.note,
                revision=reply.revision,
                at=at,
            ).save(force_insert=True)
    for question in own:
        Answer(
            reply=reply, question=question, value=reply.organisation.kind, revision=reply.revision, at=at
        ).save(force_insert=True)
    reply.answered = count_answered(reply, questions)
    reply.save(update_fields=["revision", "answered"])
    return {key: found.call.slug for key, found in sorted(known.items())}

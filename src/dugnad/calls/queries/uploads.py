"""What somebody has written before by the very workbook that they upload again."""

from collections.abc import Mapping

from dugnad.calls.models import EarlierAnswer, Reply
from dugnad.calls.queries.replies import answers_of
from dugnad.kit.history import changes_of
from dugnad.members.models import Person


def own_uploads(reply: Reply, seen: Mapping[str, int], by: Person | None) -> dict[str, int]:
    """By question key the revision that stands, where all that was written since `seen` is one's own.

    Who corrects a workbook and uploads it again clashes with nobody: what was stored since it was fetched
    came from the same workbook, by the same person. What was written on the page in between is not in it.
    """
    stored = {a.question.key: a for a in answers_of(reply).values()}
    newer = {key: a for key, a in stored.items() if key in seen and a.revision > seen[key]}
    if not newer or by is None:
        return {}
    drafts = changes_of(reply).filter(verb="save_draft", actor_id=by.pk)
    uploads = {change.after["revision"]: change.after.get("workbook", {}) for change in drafts}
    since: dict[str, set[int]] = {key: {answer.revision} for key, answer in newer.items()}
    earlier = EarlierAnswer.objects.filter(answer__in=newer.values()).select_related("answer__question")
    for one in earlier:
        key = one.answer.question.key
        since[key] |= {one.revision} if one.revision > seen[key] else set()
    return {
        key: newer[key].revision
        for key, revisions in since.items()
        if all(uploads.get(revision, {}).get(key) == seen[key] for revision in revisions)
    }

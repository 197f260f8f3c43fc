"""What a member has said about itself before: answers that need not be given again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dugnad.calls.kinds import NotUnderstood
from dugnad.calls.models import Call, Question, Reply, ReplyVersion
from dugnad.calls.queries.versions import read_version


@dataclass(frozen=True)
class Known:
    """An answer that describes the member, and the call to which it was submitted last."""

    value: Any
    note: str
    call: Call


def profile_answers(reply: Reply, questions: Iterable[Question]) -> dict[str, Known]:
    """By question key what the member submitted last, to any other call, where the question describes it."""
    wanted = {question.key: question for question in questions if question.is_profile}
    found: dict[str, Known] = {}
    for version in _submissions(reply) if wanted else ():
        content = read_version(version)
        for key in wanted.keys() - found.keys():
            value = _value(wanted[key], content)
            if value is not None:
                found[key] = Known(value, content["answers"][key]["note"], version.reply.call)
    return found


def _submissions(reply: Reply) -> list[ReplyVersion]:
    """What the member last submitted to each other call, newest first, unless it was withdrawn."""
    versions = ReplyVersion.objects.filter(reply__organisation=reply.organisation).exclude(
        reply__call=reply.call
    )
    newest: dict[int, ReplyVersion] = {}
    for version in versions.select_related("reply__call").order_by("-received_at", "-pk"):
        newest.setdefault(version.reply_id, version)
    return [version for version in newest.values() if not version.is_withdrawal]


def _value(question: Question, content: dict[str, Any]) -> Any:
    """The answer to the same kind of question, if it still is one: a choice may have gone."""
    asked, row = content.get("questions", {}).get(question.key), content.get("answers", {}).get(question.key)
    if not asked or not row or asked["kind"] != question.kind:
        return None
    try:
        return question.facts.parse(question, row["value"])
    except NotUnderstood:
        return None

"""What a member has said about itself before: answers that need not be given again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Subquery, When

from dugnad.calls.kinds import NotUnderstood
from dugnad.calls.models import Call, Question, Reply, ReplyVersion
from dugnad.calls.queries.calls import previous_calls
from dugnad.calls.queries.versions import read_version


@dataclass(frozen=True)
class Known:
    """An answer that describes the member, and the call to which it was submitted last."""

    value: Any
    note: str
    call: Call


def before_this(reply: Reply, questions: Iterable[Question]) -> tuple[dict[str, Any], dict[str, Known]]:
    """By question key last year's answer, and what describes the member: in one question for both."""
    # A figure, a story and a point are never offered as last year's answer: see `_last_years`.
    asked = [question for question in questions if question.is_profile or not question.facts.spans_form]
    if not asked:
        return {}, {}
    last = previous_calls(reply.call).values("pk")[:1]
    versions = _submissions(reply, None if any(q.is_profile for q in asked) else last)
    if not versions:
        return {}, {}
    return _last_years(asked, versions), _known(asked, versions)


def profile_answers(reply: Reply, questions: Iterable[Question]) -> dict[str, Known]:
    """By question key what the member submitted last, to any other call, where the question describes it."""
    wanted = [question for question in questions if question.is_profile]
    return _known(wanted, _submissions(reply)) if wanted else {}


def last_years_answers(reply: Reply, questions: Iterable[Question]) -> dict[str, Any]:
    """By question key what the member submitted last year, where the same kind of question was asked.

    A figure is confirmed anew each year, and a story is told once: neither is offered again. What was told
    of a point follows the point and not the question: see `told_before`.
    """
    return _last_years(questions, _submissions(reply, previous_calls(reply.call).values("pk")[:1]))


def _last_years(questions: Iterable[Question], versions: Iterable[ReplyVersion]) -> dict[str, Any]:
    version = next((version for version in versions if version.is_last_year), None)  # type: ignore[attr-defined]
    if version is None:
        return {}
    content = read_version(version)
    asked, known = content.get("questions", {}), content.get("answers", {})
    same = [q for q in questions if asked.get(q.key, {}).get("kind") == q.kind and not q.facts.spans_form]
    return {q.key: known[q.key]["value"] for q in same if known.get(q.key, {}).get("value") is not None}


def _known(questions: Iterable[Question], versions: Iterable[ReplyVersion]) -> dict[str, Known]:
    wanted = {question.key: question for question in questions if question.is_profile}
    found: dict[str, Known] = {}
    for version in versions if wanted else ():
        content = read_version(version)
        for key in wanted.keys() - found.keys():
            value = _value(wanted[key], content)
            if value is not None:
                found[key] = Known(value, content["answers"][key]["note"], version.reply.call)
    return found


def _submissions(reply: Reply, calls: Any = None) -> list[ReplyVersion]:
    """What the member last submitted to each other call (or to these), newest first, unless withdrawn."""
    newest = ReplyVersion.objects.filter(reply=OuterRef("reply")).order_by("-number").values("number")[:1]
    own = ReplyVersion.objects.filter(
        reply__organisation=reply.organisation, number=Subquery(newest), is_withdrawal=False
    )
    last = previous_calls(reply.call).values("pk")[:1]
    chosen = own.exclude(reply__call=reply.call) if calls is None else own.filter(reply__call__in=calls)
    marked = chosen.annotate(is_last_year=Case(When(reply__call__in=last, then=True), default=False))
    return list(marked.select_related("reply__call").order_by("-received_at", "-pk"))


def _value(question: Question, content: dict[str, Any]) -> Any:
    """The answer to the same kind of question, if it still is one: a choice may have gone."""
    asked, row = content.get("questions", {}).get(question.key), content.get("answers", {}).get(question.key)
    if not asked or not row or asked["kind"] != question.kind:
        return None
    try:
        return question.facts.parse(question, row["value"])
    except NotUnderstood:
        return None

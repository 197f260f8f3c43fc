"""What was typed as answers to a call: read by the kinds of its questions, or refused key by key."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.kinds import Given, NotUnderstood
from dugnad.calls.kinds.parts import read_text
from dugnad.calls.models import Forwarding, Question, Reply
from dugnad.calls.queries import Prefilled, Written, answers_of, prefilled_for, questions_of
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused


def understood(
    reply: Reply,
    answers: Mapping[str, Any],
    notes: Mapping[str, str],
    *,
    at: datetime,
    forwarding: Forwarding | None = None,
) -> dict[Question, Written]:
    """What was typed as answers; Refused names every key that is not understood, and stores nothing."""
    everything = questions_of(reply.call)
    asked_here = [
        question
        for question in everything
        if forwarding is None or question.section_id == forwarding.section_id
    ]
    questions = {question.key: question for question in asked_here}
    day = at.astimezone(OSLO).date()
    asked = [questions[key] for key in answers if key in questions]
    known = answers_of(reply, everything)
    figures = [q for q in asked if q.facts.is_confirmed]
    prefilled = prefilled_for(reply, figures, on=day, answers=known.values())
    stored = {key: known[question.pk] for key, question in questions.items() if question.pk in known}
    found, wrong = {}, {}
    for key in dict.fromkeys([*answers, *notes]):
        before = stored.get(key)
        written = Written(before.value, before.note) if before else Written()
        try:
            question = _question(questions, key)
            if key in answers:
                value = question.facts.parse(question, answers[key])
                anew = _is_confirmed_anew(answers[key], prefilled.get(key))
                beside = Given(prefilled.get(key), before=None if anew else written.value)
                written = replace(written, value=question.facts.settle(value, beside))
            # Read as every text is: what a cell or a database cannot hold would come back as another note.
            found[question] = replace(written, note=read_text(notes.get(key, written.note), {}) or "")
        except NotUnderstood as error:
            wrong[key] = error.message
    if wrong:
        first = next(iter(wrong))
        raise Refused("invalid", wrong[first], field=first, details=wrong)
    return found


def _is_confirmed_anew(raw: Any, figure: Prefilled | None) -> bool:
    """Whether an answer names the newest vintage: what was confirmed of an older one gives way to it."""
    named = raw.get("vintage") if isinstance(raw, Mapping) else None
    return figure is not None and named == figure.vintage


def _question(questions: Mapping[str, Question], key: str) -> Question:
    if key not in questions:
        raise NotUnderstood(_("The call does not ask “%(key)s”.") % {"key": key})
    return questions[key]

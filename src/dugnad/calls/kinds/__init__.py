"""Kinds of calls, questions and reminders: rows, not branches."""

from dugnad.calls.kinds.calls import CALL_FACTS, CallFacts, CallKind, ReminderFacts, ReminderKind, REMINDERS
from dugnad.calls.kinds.parts import NotUnderstood, Part
from dugnad.calls.kinds.questions import (
    QUESTION_KINDS,
    Asked,
    Given,
    KindFacts,
    QuestionKind,
)

__all__ = [
    "CALL_FACTS",
    "QUESTION_KINDS",
    "REMINDERS",
    "Asked",
    "CallFacts",
    "CallKind",
    "Given",
    "KindFacts",
    "NotUnderstood",
    "Part",
    "QuestionKind",
    "ReminderFacts",
    "ReminderKind",
]

"""Kinds of calls, questions and reminders: rows, not branches."""

from dugnad.calls.kinds.calls import CALL_FACTS, REMINDERS, CallFacts, CallKind, ReminderFacts, ReminderKind
from dugnad.calls.kinds.facts import Asked, Given, KindFacts, QuestionKind, length_of
from dugnad.calls.kinds.parts import NotUnderstood, Part
from dugnad.calls.kinds.questions import QUESTION_KINDS
from dugnad.calls.kinds.templates import (
    CallTemplate,
    QuestionSketch,
    SectionSketch,
    ready_sketches,
    template_for,
)

__all__ = [
    "CALL_FACTS",
    "QUESTION_KINDS",
    "REMINDERS",
    "Asked",
    "CallFacts",
    "CallKind",
    "CallTemplate",
    "Given",
    "KindFacts",
    "NotUnderstood",
    "Part",
    "QuestionKind",
    "QuestionSketch",
    "ReminderFacts",
    "ReminderKind",
    "SectionSketch",
    "length_of",
    "ready_sketches",
    "template_for",
]

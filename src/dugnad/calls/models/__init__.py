"""Nouns of calls: what is asked, what is replied, and what is said of it."""

from dugnad.calls.models.asking import Call, Question, Reminder, Section
from dugnad.calls.models.evaluating import Evaluation, EvaluationReply, EvaluationRequest
from dugnad.calls.models.reminding import ContactNote, OwnDayLetter, SentReminder
from dugnad.calls.models.replying import Answer, EarlierAnswer, Forwarding, Reply, ReplyFile, ReplyVersion
from dugnad.calls.models.reviewing import Objection, ReviewNote, SectionReview

__all__ = [
    "Answer",
    "Call",
    "ContactNote",
    "EarlierAnswer",
    "Evaluation",
    "EvaluationReply",
    "EvaluationRequest",
    "Forwarding",
    "Objection",
    "OwnDayLetter",
    "Question",
    "Reminder",
    "Reply",
    "ReplyFile",
    "ReplyVersion",
    "ReviewNote",
    "Section",
    "SectionReview",
    "SentReminder",
]

"""A call as JSON Schema 2020-12: what an answer may be, and all that is needed to ask the same again."""

from typing import Any

from dugnad.calls.kinds.schemas import answer_schema, chosen_schema, is_wanted
from dugnad.calls.models import Call, Question
from dugnad.calls.queries.calls import sections_of
from dugnad.kit.text import localised

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OURS = "x-dugnad"  # what the schema language has no word for
FORMAT = 1
CODES = ("nb", "nn", "en")
CALL_FACTS = ("kind", "year", "languages", "zone", "grace_minutes", "minutes", "four_eyes", "asks_basis",
              "confirm_days")  # fmt: skip
QUESTION_FACTS = (
    "kind", "unit", "required", "least", "most", "length_unit", "indicator", "indicator_sector",
    "indicator_year", "becomes", "topic", "point", "is_profile", "is_confidential",
)  # fmt: skip
Schema = dict[str, Any]


def call_as_schema(call: Call) -> Schema:
    """The schema of the answers of a submitted reply, with the texts in three languages beside it."""
    sections = sections_of(call)
    questions = [question for section in sections for question in section.asked]  # type: ignore[attr-defined]
    always = [q for q in questions if is_wanted(q) and q.only_if is None]
    conditions = [_condition(question) for question in questions if question.only_if]
    return {
        "$schema": DIALECT,
        "title": localised(call, "title", "nb"),
        "description": localised(call, "intro", "nb"),
        "type": "object",
        "properties": {question.key: _question(question) for question in questions},
        "required": [question.key for question in always],
        **({"allOf": conditions} if conditions else {}),  # the standard allows no empty list here
        "additionalProperties": False,
        OURS: {
            "format": FORMAT,
            "call": _call(call),
            "sections": [
                {"title": _texts(section, "title"), "questions": [question.key for question in section.asked]}  # type: ignore[attr-defined]
                for section in sections
            ],
        },
    }


def _call(call: Call) -> Schema:
    days = {"opens": call.opens.isoformat(), "due_day": call.due_day.isoformat()}
    facts = {name: getattr(call, name) for name in CALL_FACTS}
    words = {"title": _texts(call, "title"), "intro": _texts(call, "intro")}
    return words | facts | days | {"due_time": call.due_time.isoformat("minutes")}


def _question(question: Question) -> Schema:
    before = question.only_if
    condition: Schema | None = (
        {"question": before.key, "choices": question.only_if_choices} if before else None
    )
    ours: Schema = {"label": _texts(question, "label"), "help": _texts(question, "help")}
    ours |= {name: getattr(question, name) for name in QUESTION_FACTS}
    ours |= {"choices": question.choices, "only_if": condition}
    words = {"title": localised(question, "label", "nb"), "description": localised(question, "help", "nb")}
    return answer_schema(question) | words | {OURS: ours}


def _condition(question: Question) -> Schema:
    """Who is asked must answer, if it is a question that must be answered; who is not asked has no answer."""
    then = {"required": [question.key]} if is_wanted(question) else {}
    return {"if": _asked(question), "then": then, "else": {"properties": {question.key: False}}}


def _asked(question: Question) -> Schema:
    """The answers of those who are asked a question: all that it hangs on, back to the first."""
    properties: Schema = {}
    while question.only_if:
        properties[question.only_if.key] = chosen_schema(question.only_if, question.only_if_choices)
        question = question.only_if
    return {"properties": properties, "required": sorted(properties)}


def _texts(noun: Any, name: str) -> dict[str, str]:
    return {code: getattr(noun, f"{name}_{code}") for code in CODES}

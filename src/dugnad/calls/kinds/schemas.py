"""What an answer to a question may be, as JSON Schema: worked out from its parts."""

from typing import Any

from dugnad.calls.kinds.facts import STAMPED, Asked, QuestionKind
from dugnad.calls.kinds.parts import Part
from dugnad.calls.kinds.questions import QUESTION_KINDS
from dugnad.documents.kinds import LengthUnit

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
YEAR: Schema = {"type": "integer", "minimum": 1900, "maximum": 2199}
SHAPES: dict[str, Schema] = {
    "line": TEXT,
    "long": TEXT,
    "link": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "number": NUMBER,
    "year": YEAR,
    "day": {"type": "string", "format": "date"},
    "choice": TEXT,
    "choices": {"type": "array", "minItems": 1, "uniqueItems": True},
    "yes": {"type": "boolean"},
    "story": TEXT,
}
STAMPS: Schema = {name: YEAR if name == "year" else TEXT for name in sorted(STAMPED)}


def answer_schema(asked: Asked) -> Schema:
    """The schema of an answer; a file is no answer but stands beside one, so there the answer is null."""
    facts = QUESTION_KINDS[QuestionKind(asked.kind)]
    parts = facts.parts(asked)
    if not parts:
        return {"type": "null"}
    if not facts.main:
        return _part_schema(parts[0], asked, is_main=True)
    stamps = STAMPS if facts.is_confirmed else {}
    must = [] if facts.is_confirmed else [part.key for part in parts if not part.optional]
    return {
        "type": "object",
        "properties": {part.key: _part_schema(part, asked, is_main=part.key == facts.main) for part in parts}
        | stamps,
        "required": must,
        "additionalProperties": False,
    }


def is_wanted(asked: Asked) -> bool:
    """Whether an answer must be there: not of a figure, that we may not have, nor of a file beside it."""
    facts = QUESTION_KINDS[QuestionKind(asked.kind)]
    return asked.required and not facts.is_confirmed and bool(facts.parts(asked))


def chosen_schema(asked: Asked, choices: list[str]) -> Schema:
    """The schema of answers that are one of these choices, or hold one of them."""
    several = answer_schema(asked)["type"] == "array"
    return {"type": "array", "contains": {"enum": choices}} if several else {"enum": choices}


def _part_schema(part: Part, asked: Asked, *, is_main: bool) -> Schema:
    shape = dict(SHAPES[part.widget])
    if part.choices:
        offered = {"enum": list(part.choices)}
        return shape | {"items": offered} if shape["type"] == "array" else shape | offered
    counted = is_main and shape["type"] == "string" and asked.length_unit == LengthUnit.CHARACTERS
    limits = {"minLength": asked.least, "maxLength": asked.most} if counted else {}
    return shape | {name: limit for name, limit in limits.items() if limit}

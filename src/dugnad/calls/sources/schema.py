"""Reads a call from JSON Schema; what cannot be read is told by its place, with what would be right."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.kinds import QuestionKind
from dugnad.calls.sources.values import CALL_VALUES, CODES, QUESTION_VALUES, Misread, texts

OURS = "x-dugnad"
MOST_QUESTIONS = 500


@dataclass(frozen=True)
class QuestionRow:
    """A question as the file has it, with the key and the choices that it hangs on."""

    key: str
    values: dict[str, Any]
    hinge: str = ""
    hinge_choices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SectionRow:
    """A section with its questions, in order."""

    titles: dict[str, str]
    questions: list[QuestionRow]


@dataclass
class CallFile:
    """What a file says, and everything that is wrong with it, by JSON pointer."""

    values: dict[str, Any] = field(default_factory=dict)
    sections: list[SectionRow] = field(default_factory=list)
    complaints: dict[str, str] = field(default_factory=dict)

    def complain(self, place: str, message: str) -> None:
        """Only the first thing that is wrong at a place."""
        self.complaints.setdefault(place or "/", message)


def pointer(*steps: str | int) -> str:
    """A JSON pointer: the way to a place in the file."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def read_schema(content: bytes) -> CallFile:
    """A call from the bytes of a schema; look at its complaints before anything else."""
    found = CallFile()
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        found.complain("", _("This is not JSON. Fetch skjema.json from a call, and change that."))
        return found
    ours = document.get(OURS) if isinstance(document, dict) else None
    if not isinstance(ours, dict) or not isinstance(document.get("properties"), dict):
        message = _("This is no call: “x-dugnad” and “properties” are missing. Begin with a skjema.json.")
        found.complain("", message)
        return found
    _read_call(ours.get("call"), found)
    _read_sections(ours.get("sections"), document["properties"], found)
    return found


def _read_call(row: Any, found: CallFile) -> None:
    place = (OURS, "call")
    if not isinstance(row, dict):
        found.complain(pointer(*place), _("Write the facts of the call here, between { and }."))
        return
    found.values = _texts(row, ("title", "intro"), place, found) | _values(row, CALL_VALUES, place, found)
    _must_be_written(found.values, "title", place, _("Write the title, in one language at least."), found)


def _read_sections(rows: Any, properties: Mapping[str, Any], found: CallFile) -> None:
    if not isinstance(rows, list):
        found.complain(pointer(OURS, "sections"), _("Write the sections here, between [ and ]."))
        return
    seen: set[str] = set()
    for number, row in enumerate(rows):
        place = (OURS, "sections", number)
        if not isinstance(row, dict) or not isinstance(row.get("questions"), list):
            found.complain(pointer(*place), _("A section has “title” and “questions”, a list of keys."))
            continue
        titles = _texts(row, ("title",), place, found)
        _must_be_written(titles, "title", place, _("Write the title, in one language at least."), found)
        keys = [
            key
            for at, key in enumerate(row["questions"])
            if _is_known(key, properties, seen, (*place, "questions", at), found)
        ]
        questions = [_read_question(key, properties[key], found) for key in keys]
        found.sections.append(SectionRow(titles, questions))
    _check_properties(properties, seen, found)


def _is_known(
    key: Any, properties: Mapping[str, Any], seen: set[str], place: tuple[str | int, ...], found: CallFile
) -> bool:
    if not isinstance(key, str) or key not in properties:
        known = ", ".join(list(properties)[:5])
        message = _("There is no such question in “properties”. There are: %(known)s") % {"known": known}
        found.complain(pointer(*place), message)
        return False
    if key in seen:
        found.complain(pointer(*place), _("This question stands in a section already."))
        return False
    seen.add(key)
    return True


def _check_properties(properties: Mapping[str, Any], seen: set[str], found: CallFile) -> None:
    if len(properties) > MOST_QUESTIONS:
        message = _("A call has at most %(most)s questions.") % {"most": MOST_QUESTIONS}
        found.complain(pointer("properties"), message)
    for key in properties.keys() - seen:
        found.complain(pointer("properties", key), _("This question stands in no section."))


def _read_question(key: str, row: Any, found: CallFile) -> QuestionRow:
    place = ("properties", key, OURS)
    ours = row.get(OURS) if isinstance(row, dict) else None
    if not isinstance(ours, dict):
        found.complain(pointer(*place), _("Write what the question is here, as skjema.json does."))
        return QuestionRow(key, {})
    values = _texts(ours, ("label", "help"), place, found) | _values(ours, QUESTION_VALUES, place, found)
    _must_be_written(values, "label", place, _("Write the question, in one language at least."), found)
    if ours.get("kind") is None:
        known = ", ".join(QuestionKind.values)
        found.complain(pointer(*place, "kind"), _("Write one of these: %(known)s") % {"known": known})
    hinge, choices = _read_condition(ours.get("only_if"), (*place, "only_if"), found)
    return QuestionRow(key, values, hinge, choices)


def _read_condition(row: Any, place: tuple[str | int, ...], found: CallFile) -> tuple[str, list[str]]:
    if row is None:
        return "", []
    hinge, choices = (row.get("question"), row.get("choices")) if isinstance(row, dict) else (None, None)
    whole = isinstance(choices, list) and all(isinstance(one, str) for one in choices)
    if not whole or not isinstance(hinge, str):
        message = _("A condition has “question”, a key, and “choices”, a list of keys; null for none.")
        found.complain(pointer(*place), message)
        return "", []
    return hinge, list(choices or [])


def _values(
    row: Mapping[str, Any],
    readers: Mapping[str, Callable[[Any], Any]],
    place: tuple[str | int, ...],
    found: CallFile,
) -> dict[str, Any]:
    """The fields that stand there; what does not stand there is left to the call."""
    read: dict[str, Any] = {}
    for name in readers.keys() & row.keys():
        try:
            read[name] = readers[name](row[name])
        except Misread as error:
            found.complain(pointer(*place, name), str(error))
    for name in row.keys() - readers.keys() - OTHERWISE:
        found.complain(pointer(*place, name), _("We do not know this word. Is it misspelt?"))
    return read


OTHERWISE = frozenset({"title", "intro", "label", "help", "only_if"})  # read by themselves


def _texts(
    row: Mapping[str, Any], names: tuple[str, ...], place: tuple[str | int, ...], found: CallFile
) -> dict[str, str]:
    read: dict[str, str] = {}
    for name in names:
        try:
            read |= {f"{name}_{code}": text for code, text in texts(row.get(name)).items()}
        except Misread as error:
            found.complain(pointer(*place, name), str(error))
            read |= {f"{name}_{code}": "?" for code in CODES}
    return read


def _must_be_written(
    values: Mapping[str, Any], name: str, place: tuple[str | int, ...], message: str, found: CallFile
) -> None:
    if not any(values.get(f"{name}_{code}") for code in CODES):
        found.complain(pointer(*place, name), message)

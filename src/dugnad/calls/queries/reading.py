"""Many versions read one after the other: the questions, which most say word for word the same, once."""

import json
from typing import Any

SHARED = "questions"  # more than half of the text of a version without long answers
MOST = 8  # ways of asking that are kept; a call that was reworded has a few
DECODER = json.JSONDecoder()
Known = dict[str, Any]


def read_alike(content: bytes, known: Known) -> dict[str, Any]:
    """What a version says, the same as if it were read alone; what is `known` is nobody's to change."""
    text = content.decode()
    try:
        return _read(text, known)
    except (ValueError, IndexError):  # not written as our own verbs write it
        return dict(json.loads(text))


def _read(text: str, known: Known) -> dict[str, Any]:
    """Key by key, as `rules.canonical` writes: no spaces between."""
    found: dict[str, Any] = {}
    place = 0
    while text[place] != "}":
        key, place = DECODER.raw_decode(text, place + 1)
        if text[place] != ":":
            raise ValueError(text[place])
        found[key], place = _value(key, text, place + 1, known)
        if text[place] not in ",}":
            raise ValueError(text[place])
    return found


def _value(key: str, text: str, place: int, known: Known) -> tuple[Any, int]:
    if key != SHARED:
        return DECODER.raw_decode(text, place)
    for words, value in known.items():
        if text.startswith(words, place):
            return value, place + len(words)
    value, end = DECODER.raw_decode(text, place)
    # A number could be the beginning of a longer one; what ends with its own bracket is whole.
    if len(known) < MOST and text[end - 1] == "}":
        known[text[place:end]] = value
    return value, end

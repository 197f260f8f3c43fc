"""Verbs of texts: what must be written, and many texts written at once in a language that lacks them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.questions import edit_question, edit_section
from dugnad.calls.kinds.figures import unit_with
from dugnad.calls.models import Call, Question, Section
from dugnad.calls.queries import Text, texts_of
from dugnad.kit.changes import edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def write_texts(call: Call, written: Mapping[str, str], *, by: Person | None, at: datetime) -> int:
    """Write texts of a call by the name that `texts_of` gives them; returns how many became others.

    All of them or none: a text of a question that somebody has answered is refused.
    """
    known = {text.name: text for text in texts_of(call)}
    fresh: dict[Any, dict[str, Any]] = {}
    count = 0
    for name, words in written.items():
        if name not in known:
            raise Refused("text", _("The call has changed meanwhile. Load the page again."), field=name)
        if words != known[name].words:
            count += 1
            _put(fresh.setdefault(known[name].noun, {}), known[name], words)
    for noun, values in fresh.items():
        WRITERS[type(noun)](noun, values, by=by, at=at)
    return count


def _put(values: dict[str, Any], text: Text, words: str) -> None:
    """A text in its field; one of a choice in the row of that choice."""
    if text.is_unit:
        values["unit"] = unit_with(values.get("unit", text.noun.unit), text.code, words)  # type: ignore[union-attr]
        return
    if text.choice is None:
        values[text.field] = words
        return
    rows = values.setdefault("choices", [dict(row) for row in text.choices])
    rows[text.choice][text.code] = words


def _write_call(call: Call, values: dict[str, Any], *, by: Person | None, at: datetime) -> None:
    edit(call, "edit_call", values, by=by, at=at)


def _write_section(section: Section, values: dict[str, Any], *, by: Person | None, at: datetime) -> None:
    edit_section(section, by=by, at=at, **values)


def _write_question(question: Question, values: dict[str, Any], *, by: Person | None, at: datetime) -> None:
    edit_question(question, by=by, at=at, **values)


WRITERS: dict[type[Any], Any] = {Call: _write_call, Section: _write_section, Question: _write_question}

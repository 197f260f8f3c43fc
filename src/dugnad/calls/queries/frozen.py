"""What a version says, question by question: as it was asked, as it was answered, and what has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.kinds.figures import figure_text
from dugnad.calls.models import Answer, Question, ReplyVersion
from dugnad.calls.queries.calls import everything_asked
from dugnad.calls.queries.replies import Item, ReplySheet, every_file, with_stories
from dugnad.calls.queries.versions import files_in, read_version
from dugnad.calls.queries.wordings import wordings_of
from dugnad.kit.text import Piece, differences, localised

Content = Mapping[str, Any]
ONE_LINE = 80  # characters; so little is read at a glance, marked or not
ORIGIN = ("source", "year")  # of a confirmed figure: a later vintage may say the same in other words


def wording_seen(content: Content, wordings: list[Question]) -> Question:
    """The wording that a version answers; the newest one where it did not ask this."""
    seen = content.get("questions", {}).get(wordings[0].key, {})
    same = [q for q in wordings if q.version == seen.get("version")]
    # What was submitted before wordings were counted is known by its words.
    same += [
        q for q in wordings if (q.kind, localised(q, "label", "nb")) == (seen.get("kind"), seen.get("label"))
    ]
    return same[0] if same else wordings[0]


def in_order(questions: Iterable[Question]) -> list[Question]:
    """Questions as they are asked, section by section."""
    return sorted(questions, key=lambda q: (q.section.position, q.section_id, q.position, q.pk))


def frozen_sheet(version: ReplyVersion) -> ReplySheet:
    """What was submitted as a page shows it, and nothing of what has been written since."""
    content = read_version(version)
    reply = version.reply
    empty = ReplySheet(reply, [], everything_asked(reply.call), every_file(reply))
    items = _items(version, content, content.get("questions", {}), empty)
    return with_stories(replace(empty, items=items))


def submitted_before(sheet: ReplySheet, version: ReplyVersion) -> list[Item]:
    """What was answered in words that stand no more, and has no answer in those that stand now.

    Where a question has got new words, or is asked no longer, the questions of today have no place for
    what was said.
    """
    content = read_version(version)
    now = {item.question.key: item for item in sheet.items}
    gone = [key for key in content.get("questions", {}) if _stands_no_more(content, key, now.get(key))]
    return [item for item in _items(version, content, gone, sheet) if item.is_answered] if gone else []


def with_submitted(sheet: ReplySheet, version: ReplyVersion) -> ReplySheet:
    """A reply as it is read: an answer stands in the words in which it was submitted, whatever came since."""
    before = submitted_before(sheet, version)
    keys = {item.question.key for item in before}
    found = {item.question: item for item in sheet.items if item.question.key not in keys}
    found |= {item.question: item for item in before}
    return replace(sheet, items=[found[question] for question in in_order(found)]) if before else sheet


def _stands_no_more(content: Content, key: str, now: Item | None) -> bool:
    if now is None:
        return True
    return not now.is_answered and content["questions"][key].get("version", 1) != now.question.version


def _items(version: ReplyVersion, content: Content, keys: Iterable[str], known: ReplySheet) -> list[Item]:
    """Some of what a version was asked, in the words that its member saw."""
    wordings, files = known.wordings, files_in(version, known.files, known.everything)
    asked = in_order(wording_seen(content, wordings[key]) for key in keys if key in wordings)
    return [_item(content, question, wordings[question.key], files) for question in asked]


def _item(
    content: Content, question: Question, wordings: list[Question], files: Mapping[int, list[Any]]
) -> Item:
    said = content["answers"].get(question.key)
    return Item(
        question=question,
        answer=Answer(question=question, value=said["value"], note=said["note"]) if said else None,
        files=[file for one in wordings for file in files.get(one.pk, [])],
        is_asked=applies(content, question.key),
        is_earlier_wording=question.pk != wordings[0].pk,
        is_taken_out=wordings[0].retired_at is not None,
    )


def applies(content: Content, key: str) -> bool:
    """Whether a version asked a question of its member: what did not apply is not answered, nor missing."""
    return key not in content.get("not_applicable", ())


@dataclass(frozen=True)
class AnswerDifference:
    """What a later version says of a question that an earlier one did not."""

    question: Question
    answer: list[Piece]
    note: list[Piece]
    added: list[str]
    removed: list[str]
    earlier_wording: str = ""

    @property
    def versions_of_answer(self) -> tuple[str, str] | None:
        """The answer before and now, where so much is new that marks in the text would hide it."""
        return _rewritten(self.answer)

    @property
    def is_change(self) -> bool:
        """Whether the two versions differ here."""
        changed = any(piece.element != "span" for piece in [*self.answer, *self.note])
        return changed or bool(self.added or self.removed or self.earlier_wording)


def _rewritten(pieces: list[Piece]) -> tuple[str, str] | None:
    """The two texts whole, where more than half of the longer one is not the other's."""
    before = "".join(piece.text for piece in pieces if piece.element != "ins")
    now = "".join(piece.text for piece in pieces if piece.element != "del")
    same = sum(len(piece.text.strip()) for piece in pieces if piece.element == "span")
    longest = max(len(before), len(now))
    is_rewritten = before and now and longest > ONE_LINE and same < longest / 2
    return (before, now) if is_rewritten else None


def compare_versions(old: ReplyVersion, new: ReplyVersion) -> list[AnswerDifference]:
    """What changed from one version of a reply to another, in the order in which it is asked."""
    before, after = read_version(old), read_version(new)
    wordings = wordings_of(new.reply.call)
    newest = in_order(asked[0] for asked in wordings.values())
    found = [_difference(wordings[question.key], before, after) for question in newest]
    return [difference for difference in found if difference.is_change]


def _difference(wordings: list[Question], before: Content, after: Content) -> AnswerDifference:
    was, is_now = wording_seen(before, wordings), wording_seen(after, wordings)
    key = is_now.key
    files_before, files_after = _files(before, key), _files(after, key)
    was_asked = key in before.get("questions", {}) and key in after.get("questions", {})
    return AnswerDifference(
        question=is_now,
        answer=differences(_words(before, was), _words(after, is_now)),
        note=differences(_note(before, key), _note(after, key)),
        added=[name for file, name in files_after.items() if file not in files_before],
        removed=[name for file, name in files_before.items() if file not in files_after],
        earlier_wording=str(was) if was_asked and was.pk != is_now.pk else "",
    )


def _said(content: Content, key: str) -> Mapping[str, Any]:
    said: Mapping[str, Any] = content.get("answers", {}).get(key, {})
    return said


def _note(content: Content, key: str) -> str:
    return str(_said(content, key).get("note", ""))


def _files(content: Content, key: str) -> dict[tuple[str, str], str]:
    rows = [row for row in content.get("files", []) if row["question"] == key]
    return {(row["sha256"], row["name"]): row["name"] for row in rows}


def _words(content: Content, question: Question) -> str:
    """The whole answer: of one that has parts, each part with its name, because any of them may change."""
    if not applies(content, question.key):
        return _("Does not apply.")
    value = _said(content, question.key).get("value")
    if not isinstance(value, Mapping):
        return question.facts.as_text(question, value)
    parts = question.facts.parts(question)
    lines = [f"{part.label}: {_part(part.as_cell(value[part.key]))}" for part in parts if part.key in value]
    return "\n".join([*lines, *(str(value[name]) for name in ORIGIN if name in value)])


def _part(value: Any) -> str:
    return figure_text(value) if isinstance(value, int | float) else str(value)

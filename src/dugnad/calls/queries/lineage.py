"""What has changed in the questions since the call before: added, gone, reworded, asked in another way."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds.facts import choices_of
from dugnad.calls.models import Call, Question
from dugnad.calls.queries.calls import previous_call, questions_of
from dugnad.kit.history import changes_of
from dugnad.kit.text import Piece, differences, localised

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CODES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Difference:
    """One thing that is another in a question than it was: in words, before and now."""

    what: str | Promise
    before: str
    now: str

    @property
    def pieces(self) -> list[Piece]:
        """The readable difference, word by word."""
        return differences(self.before, self.now)


@dataclass(frozen=True)
class Changed:
    """A question that is asked in another way than before."""

    question: Question
    differences: list[Difference]


@dataclass(frozen=True)
class Lineage:
    """What has changed since another call."""

    since: Call
    added: list[Question] = field(default_factory=list)
    gone: list[Question] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    moved: list[Changed] = field(default_factory=list)  # the same words in another year

    @property
    def count(self) -> int:
        """How many questions differ."""
        return len(self.added) + len(self.gone) + len(self.changed)


def copied_from(call: Call) -> Call | None:
    """The call that this one was copied from, as the trail says; else last year's."""
    entry = changes_of(call).filter(verb="copy_call").first()
    source = Call.objects.filter(slug=entry.after.get("copied_from", "")).first() if entry else None
    return source or previous_call(call)


def lineage_of(call: Call) -> Lineage | None:
    """What a call asks now, compared by key with the call before it; None for the first of its kind."""
    since = copied_from(call)
    if since is None:
        return None
    then = {question.key: question for question in questions_of(since)}
    now = {question.key: question for question in questions_of(call)}
    for question in [*then.values(), *now.values()]:
        question.call = since if question.call_id == since.pk else call
    both = [(then[key], question) for key, question in now.items() if key in then]
    found = [Changed(question, _differences(old, question)) for old, question in both]
    return Lineage(
        since,
        added=[question for key, question in now.items() if key not in then],
        gone=[question for key, question in then.items() if key not in now],
        changed=[row for row in found if row.differences],
        moved=[row for old, new in both if (row := _moved(old, new)).differences],
    )


def _differences(old: Question, new: Question) -> list[Difference]:
    found = [Difference(_("Wording"), *_words(old, new, "label"))] if _reworded(old, new, "label") else []
    found += [Difference(_("Help"), *_words(old, new, "help"))] if _reworded(old, new, "help") else []
    sections = [str(question.section) for question in (old, new)]
    if _timeless(sections[0], old) != _timeless(sections[1], new):
        found.append(Difference(_("Section"), *sections))
    for label, read in COMPARED:
        before, now = read(old), read(new)
        found += [Difference(label, str(before or "–"), str(now or "–"))] if before != now else []
    return found


def _reworded(old: Question, new: Question, name: str) -> bool:
    """Whether the words differ in a language; a year that has moved along with the call is no difference."""
    pairs = [(getattr(old, f"{name}_{code}"), getattr(new, f"{name}_{code}")) for code in CODES]
    return any(before != now and _timeless(before, old) != _timeless(now, new) for before, now in pairs)


def _moved(old: Question, new: Question) -> Changed:
    """The words in which nothing but a year is another: somebody should see whether it is the right one."""
    names = {"label": _("Wording"), "help": _("Help")}
    moved = [name for name in names if _differs(old, new, name) and not _reworded(old, new, name)]
    return Changed(new, [Difference(names[name], *_words(old, new, name)) for name in moved])


def _differs(old: Question, new: Question, name: str) -> bool:
    return any(getattr(old, f"{name}_{code}") != getattr(new, f"{name}_{code}") for code in CODES)


def _timeless(text: str, question: Question) -> str:
    return YEAR.sub(lambda found: f"{int(found.group()) - question.call.year:+d}", text)


def _words(old: Question, new: Question, name: str) -> tuple[str, str]:
    """The words before and now, in the reader's language or else in the first that differs."""
    before, now = localised(old, name), localised(new, name)
    if before != now:
        return before, now
    fields = [f"{name}_{code}" for code in CODES]
    return next((getattr(old, f), getattr(new, f)) for f in fields if getattr(old, f) != getattr(new, f))


def _choices(question: Question) -> str:
    return "; ".join(str(choice) for choice in choices_of(question).values())


def _condition(question: Question) -> str:
    if question.only_if is None:
        return ""
    return f"{question.only_if}: {question.condition}"


def _required(question: Question) -> str:
    return _("Must be answered") if question.required else _("optional")


def _length(question: Question) -> str:
    numbers = (question.least, question.most)
    return f"{numbers[0]}–{numbers[1] or '…'} {question.get_length_unit_display()}" if any(numbers) else ""


def _figure(question: Question) -> str:
    return " · ".join(part for part in (question.indicator, question.indicator_sector) if part)


COMPARED: tuple[tuple[Promise, Any], ...] = (
    (_l("Kind of answer"), lambda question: question.get_kind_display()),
    (_l("Unit"), lambda question: question.unit),
    (_l("Choices"), _choices),
    (_l("Length"), _length),
    (_l("Asked only if"), _condition),
    (_l("Must be answered"), _required),
    (_l("The figure that we know"), _figure),
    (_l("Accepted answers become the indicator"), lambda question: question.becomes),
    (_l("Topic"), lambda question: question.get_topic_display()),
    (_l("Point of the declaration"), lambda question: question.point),
    (_l("Describes the member"), lambda question: _("Yes") if question.is_profile else ""),
    (
        _l("Only the secretariat reads the answers"),
        lambda question: _("Yes") if question.is_confidential else "",
    ),
)

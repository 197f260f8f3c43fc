"""The question bank: all that has ever been asked, and what lies ready, worked out and never stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from dugnad.calls.kinds import QuestionSketch, ready_sketches
from dugnad.calls.models import Call, Question, Section
from dugnad.calls.states import ASKED


@dataclass(frozen=True)
class Banked:
    """A question that can be asked again: as it was asked last, or as it lies ready."""

    question: Question
    last: Call | None  # the call that asked it last; None for one that nobody has asked yet
    times: int
    is_here: bool  # the call has a question with this key already
    sketch: QuestionSketch | None = None


def question_bank(section: Section, *, text: str = "", topic: str = "") -> list[Banked]:
    """Every question that may be picked, those asked last first; filtered by words and by topic."""
    call = section.call
    here = set(call.questions.values_list("key", flat=True))
    rows = [*_asked(call, here), *_ready(call, here)]
    known: dict[str, Banked] = {}
    for row in rows:
        known.setdefault(row.question.key, row)
    return [row for row in known.values() if _fits(row.question, text, topic)]


def _asked(call: Call, here: set[str]) -> list[Banked]:
    # What asks about a flow of a study is asked of the places of that study, from its page.
    asked = Question.objects.filter(call__state__in=ASKED, flow__isnull=True).select_related("call")
    ordered = list(
        asked.order_by("-call__opens", "-call__pk", "section__position", "position", "-version", "pk")
    )
    times: dict[str, set[int]] = {}
    newest: dict[str, Question] = {}
    for question in ordered:
        times.setdefault(question.key, set()).add(question.call_id)
        first = newest.setdefault(question.key, question)
        if question.call_id == first.call_id and question.version > first.version:
            newest[question.key] = question
    return [Banked(q, q.call, len(times[key]), key in here) for key, q in newest.items()]


def _ready(call: Call, here: set[str]) -> Iterable[Banked]:
    """What lies ready, as it would be asked in the year of the call."""
    for sketch in ready_sketches():
        yield Banked(Question(**sketch.values(call.year)), None, 0, sketch.key in here, sketch)


def _fits(question: Question, text: str, topic: str) -> bool:
    fields = (f"{name}_{code}" for name in ("label", "help") for code in ("nb", "nn", "en"))
    words = " ".join([question.key, *(getattr(question, field) for field in fields)]).casefold()
    return topic in {"", question.topic} and all(word in words for word in text.casefold().split())

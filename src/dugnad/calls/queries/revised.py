"""Figures that their publishers have revised since members confirmed them, or since they were met."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dugnad.calls.kinds import QUESTION_KINDS
from dugnad.calls.models import Answer, Call, Reply
from dugnad.calls.queries.agreeing import agreed_in_replies
from dugnad.calls.queries.prefill import figure_for, figures_known
from dugnad.calls.rules import is_revised
from dugnad.calls.states import CallState, ReplyState
from dugnad.members.queries import alphabetical, codes_of
from dugnad.members.rules import Viewer

CONFIRMED = frozenset(facts.kind for facts in QUESTION_KINDS.values() if facts.is_confirmed)
SENT_IN = frozenset({ReplyState.SUBMITTED, ReplyState.ACCEPTED})


@dataclass(frozen=True)
class Revised:
    """A reply that was sent in, and how many of the figures that it confirms have been revised since."""

    reply: Reply
    figures: int


def revised_in(call: Call, *, on: date, replies: Iterable[Reply] | None = None) -> list[Revised]:
    """The replies to a call whose confirmed figures have been revised since; for the secretariat alone.

    Who has the replies of the call at hand names them, and they are not fetched once more.
    """
    known = call.replies.select_related("organisation") if replies is None else replies
    return _revised([reply for reply in known if reply.state in SENT_IN], on=on)


def revised_for(viewer: Viewer, *, on: date) -> list[Revised]:
    """The viewer's own replies, in calls that are open, whose confirmed figures have been revised since."""
    own = Reply.objects.filter(
        call__state=CallState.OPEN, organisation__in=viewer.edits, state__in=SENT_IN
    ).select_related("call", "organisation")
    return _revised(own, on=on)


def _revised(replies: Collection[Reply], *, on: date) -> list[Revised]:
    known = {reply.pk: reply for reply in replies}
    counts = _counted(known, on=on) if known else Counter()
    rows = [Revised(known[pk], figures) for pk, figures in counts.items()]
    return sorted(rows, key=lambda row: alphabetical(row.reply.organisation.name))


def _counted(replies: dict[int, Reply], *, on: date) -> Counter[int]:
    """By reply (id) how many of its confirmed figures are others now."""
    written = Answer.objects.filter(
        reply__in=replies, question__kind__in=CONFIRMED, question__retired_at__isnull=True
    ).select_related("question")
    everything = list(written)
    answers = [a for a in everything if a.question.facts.confirmed(a.value) is not None]
    codes = codes_of({reply.organisation_id for reply in replies.values()}, on=on) if answers else {}
    known = figures_known(
        {answer.question.indicator for answer in answers},
        {code.code for code in codes.values()},
        on=on,
        year=_common_year(answers),
    )
    agreed = agreed_in_replies(replies.values(), everything, on=on)
    found: Counter[int] = Counter()
    for pk, rows in agreed.items():
        found[pk] += sum(since.is_revised for since in rows.values())
    for answer in answers:
        code = codes.get(replies[answer.reply_id].organisation_id)
        figure = (
            figure_for(answer.question, known.get(answer.question.indicator), code.code, year=_year(answer))
            if code
            else None
        )
        if figure and is_revised(answer.question.facts.confirmed(answer.value), figure.value):
            found[answer.reply_id] += 1
    return +found


def _year(answer: Answer) -> int | None:
    return answer.question.facts.confirmed_year(answer.value)


def _common_year(answers: Collection[Answer]) -> int | None:
    """The year that all of them confirm, so that no other is read; None where there is no such year."""
    years = {_year(answer) or answer.question.indicator_year for answer in answers}
    return years.pop() if len(years) == 1 else None

"""Questions about calls: which there are, what they ask, what came before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet, prefetch_related_objects

from dugnad.calls.kinds import CALL_FACTS, CallKind
from dugnad.calls.kinds.figures import own_unit
from dugnad.calls.models import Answer, Call, EarlierAnswer, Question, Reply, ReplyFile, Section
from dugnad.calls.queries.conditions import linked
from dugnad.calls.rules import due_day_of, has_passed
from dugnad.calls.states import ASKED, UNSETTLED, CallState, ReplyState
from dugnad.kit.text import localised
from dugnad.members.kinds import BodyKind
from dugnad.members.models import Person, Seat
from dugnad.members.queries import holding
from dugnad.members.rules import Viewer, may_approve_for
from dugnad.programme.models import Activity

ORDER = ("section__position", "section__pk", "position", "pk")


def visible_calls(viewer: Viewer) -> QuerySet[Call]:
    """The calls that the viewer may know of: drafts are the secretariat's."""
    if viewer.is_secretariat:
        return Call.objects.all()
    return Call.objects.filter(state__in=ASKED) if viewer.is_signed_in else Call.objects.none()


def call_named(slug: str) -> Call | None:
    """The call at this address."""
    return Call.objects.select_related("contact", "activity__programme").filter(slug=slug).first()


def sections_of(call: Call, *, with_retired: bool = False) -> list[Section]:
    """The sections of a call with their questions, in the order in which they are asked."""
    asked = Question.objects.order_by("position", "pk")
    if not with_retired:
        asked = asked.filter(retired_at__isnull=True)
    sections: list[Section] = list(
        call.sections.prefetch_related(Prefetch("questions", asked, to_attr="asked"))
    )
    linked([question for section in sections for question in section.asked])  # type: ignore[attr-defined]
    return sections


def questions_of(call: Call) -> list[Question]:
    """Every question that a call asks now, in order."""
    return linked(list(_in_order(call.questions)))


def everything_asked(call: Call) -> list[Question]:
    """Every question that a call asks or has asked, in every wording, in order: one load for a whole page."""
    return linked(list(call.questions.select_related("section").order_by(*ORDER)))


def _in_order(questions: Any) -> QuerySet[Question]:
    return questions.filter(retired_at__isnull=True).select_related("section").order_by(*ORDER)


def question_keyed(call: Call, key: str) -> Question | None:
    """The question of a call with this key in its newest wording, also a retired one."""
    return call.questions.filter(key=key).order_by("-version").first()


def has_answers(question: Question) -> bool:
    """Whether somebody has answered, in words or with a file: from then on a question's words stand fast."""
    now = Q(value__isnull=False) | ~Q(note="")
    answers = Answer.objects.filter(question=question)
    return (
        answers.filter(now).exists()
        or EarlierAnswer.objects.filter(now, answer__in=answers).exists()
        or ReplyFile.objects.filter(question=question).exists()
    )


def answered_questions(call: Call) -> frozenset[int]:
    """The questions (ids) of a call that somebody has answered, in words or with a file."""
    written = Answer.objects.filter(reply__call=call).order_by().values_list("question_id")
    files = ReplyFile.objects.filter(reply__call=call).order_by().values_list("question_id")
    return frozenset(pk for (pk,) in written.union(files))


def previous_call(call: Call) -> Call | None:
    """Last year's call of the same kind, for kinds that come back every year."""
    return previous_calls(call).first()


def previous_calls(call: Call) -> QuerySet[Call]:
    """Earlier calls of the same kind, last year's first, for kinds that come back every year."""
    if not CALL_FACTS[CallKind(call.kind)].every_year:
        return Call.objects.none()
    earlier = Call.objects.filter(kind=call.kind, year__lt=call.year).exclude(state=CallState.DRAFT)
    return earlier.order_by("-year", "-pk")


def next_year(kind: CallKind, today: date) -> int:
    """This year, or the first one after it that has no call of the kind."""
    taken = set(Call.objects.filter(kind=kind).values_list("year", flat=True))
    return next(year for year in range(today.year, today.year + len(taken) + 1) if year not in taken)


def calls_serving(activity: Activity) -> QuerySet[Call]:
    """The calls that serve an activity and that members know of."""
    return Call.objects.filter(activity=activity, state__in=ASKED)


@dataclass(frozen=True)
class Hit:
    """A call that a search found."""

    call: Call
    snippet: str
    score: float


def search(text: str, viewer: Viewer, *, limit: int = 20) -> list[Hit]:
    """The calls that the viewer may know of and whose title, introduction or questions hold every word."""
    words = text.casefold().split()
    if not words:
        return []
    hits = [hit for call in visible_calls(viewer).prefetch_related("questions") if (hit := _hit(call, words))]
    return sorted(hits, key=lambda hit: (-hit.score, str(hit.call)))[:limit]


def _hit(call: Call, words: list[str]) -> Hit | None:
    title = " ".join([call.title_nb, call.title_nn, call.title_en]).casefold()
    asked = [q for q in call.questions.all() if q.retired_at is None]
    lines = [localised(call, "intro"), *(localised(question, "label") for question in asked)]
    everything = " ".join([title, call.intro_nb, call.intro_nn, call.intro_en, *lines]).casefold()
    if not all(word in everything for word in words):
        return None
    snippet = next((line for line in lines if any(word in line.casefold() for word in words)), lines[0])
    return Hit(call, snippet[:200], sum(10.0 * (word in title) + everything.count(word) for word in words))


def calls_as_shapes(calls: Iterable[Call]) -> list[dict[str, Any]]:
    """Calls as programs get them, with one question to the database for the questions of all."""
    found = list(calls)
    prefetch_related_objects(found, Prefetch("questions", _in_order(Question.objects), to_attr="asked"))
    linked([question for call in found for question in call.asked])  # type: ignore[attr-defined]
    return [_as_shape(call, call.asked) for call in found]  # type: ignore[attr-defined]


def call_as_shape(call: Call) -> dict[str, Any]:
    """A call as programs get it."""
    return _as_shape(call, questions_of(call))


def _as_shape(call: Call, questions: Iterable[Question]) -> dict[str, Any]:
    return {
        "id": call.slug,
        "title": localised(call, "title"),
        "kind": call.kind,
        "due": call.due.isoformat(),
        "state": call.state,
        "asks_basis": call.asks_basis,
        "questions": [
            {
                "key": question.key,
                "kind": question.kind,
                "label": localised(question, "label"),
                "unit": own_unit(question.unit),
                "required": question.required,
                "confidential": question.is_confidential,
                "topic": question.topic or None,
                "point": question.point or None,
                "indicator": question.indicator or None,
                "only_if": _condition(question),
            }
            for question in questions
        ],
    }


def _condition(question: Question) -> dict[str, Any] | None:
    """On which answers to which question another one hangs."""
    before = question.only_if
    return {"question": before.key, "choices": list(question.only_if_choices)} if before else None


@dataclass(frozen=True)
class Waiting:
    """An open call in which a member has the next word, and what that word is about."""

    call: Call
    reply: Reply
    is_late: bool
    note: str = ""  # what the secretariat asks to have changed
    may_submit: bool = False
    has_unsent: bool = False  # written after what was submitted

    @property
    def is_ready(self) -> bool:
        """Whether a colleague has asked for it to be submitted."""
        return self.reply.ready_at is not None and not self.has_unsent


def waiting_for(viewer: Viewer, *, at: datetime) -> list[Waiting]:
    """What waits for the viewer: replies to write, to submit, to change, and to submit once more."""
    found = (
        Reply.objects.alias(newest=Max("versions__received_at"))
        .filter(call__state=CallState.OPEN, organisation__in=viewer.edits)
        .filter(Q(state__in=UNSETTLED) | Q(state=ReplyState.SUBMITTED, saved_at__gt=F("newest")))
        .select_related("call", "organisation", "ready_by")
    )
    rows = [_waiting(reply, viewer, at) for reply in found.prefetch_related("notes")]
    return sorted(rows, key=lambda row: (due_day_of(row.call, row.reply), row.reply.organisation.name))


def _waiting(reply: Reply, viewer: Viewer, at: datetime) -> Waiting:
    returned = [note.text for note in reply.notes.all() if note.verb == "return_reply"]
    return Waiting(
        reply.call,
        reply,
        is_late=reply.submitted_at is None and has_passed(reply.call, at, reply),
        note=returned[0] if returned and reply.state == ReplyState.RETURNED else "",
        may_submit=may_approve_for(viewer, reply.organisation_id),
        has_unsent=reply.state == ReplyState.SUBMITTED,
    )


def possible_contacts(*, on: date) -> QuerySet[Person]:
    """Those whom members can ask about a call: the secretariat's people on a day."""
    seats = Seat.objects.filter(holding(on), body__kind=BodyKind.SECRETARIAT)
    return Person.objects.filter(pk__in=seats.values("person"))


def submitted_replies(call: Call) -> int:
    """How many replies to a call have come and still stand."""
    return call.replies.filter(submitted_at__isnull=False).count()


def states_in(call: Call) -> dict[str, int]:
    """How many replies stand in which state; for the secretariat alone."""
    rows = call.replies.order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)

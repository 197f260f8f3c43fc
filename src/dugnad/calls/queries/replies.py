"""Questions about replies: which the viewer may see, what is written, what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dugnad.calls.kinds import Given
from dugnad.calls.models import Answer, Call, EarlierAnswer, Question, Reply, ReplyFile, Section
from dugnad.calls.queries.agreeing import Since, agreed_in
from dugnad.calls.queries.calls import everything_asked
from dugnad.calls.queries.conditions import because
from dugnad.calls.queries.points import Beside, ToldBefore, beside_points, points_of, speaking_to, told_before
from dugnad.calls.queries.prefill import NOWHERE, FiguresHere, Prefilled, figures_here, prefilled_for
from dugnad.calls.queries.profile import Known, before_this
from dugnad.calls.queries.registered import Registered, registered_for
from dugnad.calls.queries.versions import basis_of
from dugnad.calls.queries.wordings import Wordings, by_wording, earlier_answers
from dugnad.calls.rules import Outcome, Progress, is_asked, is_late, is_revised, merge, standing_of
from dugnad.calls.states import ASKED
from dugnad.declarations.queries import stories_of
from dugnad.kit.clock import OSLO
from dugnad.members.models import Organisation
from dugnad.members.rules import Viewer


def visible_replies(viewer: Viewer) -> QuerySet[Reply]:
    """The replies that the viewer may read: their own members', and for the secretariat all."""
    replies = Reply.objects.select_related("call", "organisation")
    if viewer.is_secretariat:
        return replies
    return replies.filter(organisation__in=viewer.edits, call__state__in=ASKED)


def reply_of(call: Call, organisation: Organisation) -> Reply | None:
    """The reply of a member to a call."""
    found = Reply.objects.select_related("call", "organisation")
    return found.filter(call=call, organisation=organisation).first()


def answers_of(reply: Reply, questions: Iterable[Question] = ()) -> dict[int, Answer]:
    """What is written so far, by question (id).

    Who has questions of the call at hand names them: hundreds are not fetched once more, answer by answer.
    """
    answers = reply.answers.select_related("by", "forwarding", "document")
    known = {question.pk: question for question in questions}
    if not known:
        return {answer.question_id: answer for answer in answers.select_related("question")}
    found = {answer.question_id: answer for answer in answers}
    others = found.keys() - known.keys()
    known |= Question.objects.in_bulk(others) if others else {}
    for pk, answer in found.items():
        answer.question = known[pk]
    return found


def writer_of(answer: Answer | None) -> str:
    """Who last wrote an answer, as others read it; empty where nobody is named."""
    if answer is not None and answer.forwarding:
        return answer.forwarding.writer
    return str(answer.by) if answer is not None and answer.by else ""


def files_of(reply: Reply, files: Iterable[ReplyFile] | None = None) -> dict[int, list[ReplyFile]]:
    """The files that belong to a reply now, by question (id)."""
    found: dict[int, list[ReplyFile]] = {}
    for file in every_file(reply) if files is None else files:
        if file.removed_at is None:
            found.setdefault(file.question_id, []).append(file)
    return found


def every_file(reply: Reply) -> list[ReplyFile]:
    """The files of a reply, also those that were taken out: earlier versions have them."""
    return list(reply.files.select_related("file", "forwarding"))


@dataclass(frozen=True)
class Written:
    """An answer as it stood at one time: value and note together, because they are read together."""

    value: Any = None
    note: str = ""


def written_at(answer: Answer | None, revision: int) -> Written:
    """What stood in an answer in an earlier revision of its reply."""
    if answer is None:
        return Written()
    if answer.revision <= revision:
        return Written(answer.value, answer.note)
    earlier = EarlierAnswer.objects.filter(answer=answer, revision__lte=revision).order_by("revision").last()
    return Written(earlier.value, earlier.note) if earlier else Written()


def outcome(answer: Answer | None, yours: Written, *, seen: int) -> Outcome:
    """What becomes of an answer that was written on top of the revision `seen`."""
    theirs = Written(answer.value, answer.note) if answer else Written()
    return merge(written_at(answer, seen), theirs, yours)


@dataclass(frozen=True)
class Item:
    """A question with all that stands beside it on the page of a reply."""

    question: Question
    answer: Answer | None = None
    prefilled: Prefilled | None = None
    files: list[ReplyFile] = field(default_factory=list)
    last_year: str = ""
    last_value: Any = None
    registered: Registered | None = None  # what the register of the declaration holds of the member
    told: Sequence[ToldBefore] = ()  # what was told of the point before; of a merged one maybe several
    is_asked: bool = True
    because: str = ""  # what the member answered to the question on which this one hangs
    earlier: Answer | None = None  # the answer to an earlier wording
    earlier_files: list[ReplyFile] = field(default_factory=list)
    known: Known | None = None  # the answer that was brought along from another call
    stories: Mapping[str, str] = field(default_factory=dict)  # the member's own, by short name and title
    doubt: str = ""  # what the answer is asked about before it is sent in
    agreed: Since | None = None  # how the publisher has come to the figure that the answer gives
    beside: Beside | None = None  # what we know that speaks to the point it asks about
    # Of an answer that was submitted under words that stand no more: that, and whether it is asked no longer.
    is_earlier_wording: bool = False
    is_taken_out: bool = False

    @property
    def value(self) -> Any:
        """The answer, None for none."""
        return self.answer.value if self.answer else None

    @property
    def is_filled_in(self) -> bool:
        """Whether what is known stands in the form as a start: it counts when it is said to be true.

        It stands wherever there is no answer, also beside a note.
        """
        return self.value is None and self.known_start is not None

    @property
    def known_start(self) -> Any:
        """What we know that could be the answer: from the register, from a study, or what was told last."""
        if self.registered is not None:
            return self.registered.value
        if self.question.facts.tells_quantity:
            return {"value": self.prefilled.value} if self.prefilled else None
        return self.last_value if self.question.facts.tells_progress else None

    @property
    def start(self) -> Any:
        """What stands in the form before anybody types: the answer, or what is known."""
        return self.known_start if self.is_filled_in else self.value

    @property
    def note(self) -> str:
        """What was written beside the answer."""
        return self.answer.note if self.answer else ""

    @property
    def text(self) -> str:
        """The answer as a reader reads it."""
        return self.question.facts.as_text(self.question, self.titled)

    @property
    def story(self) -> str:
        """The published story that the answer points to, by its short name; empty where there is none."""
        slug = self.question.facts.story_in(self.value)
        return slug if slug in self.stories else ""

    @property
    def titled(self) -> Any:
        """The answer with the title of a story in place of its short name."""
        return {**self.value, "story": self.stories[self.story]} if self.story else self.value

    @property
    def is_objection(self) -> bool:
        """Whether the answer says that the published figure is not right."""
        return self.question.facts.is_objection(self.value)

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer, or a file in its place."""
        return self.value is not None or bool(self.files)

    @property
    def written_by_link(self) -> str:
        """The colleague who wrote the answer by a link; empty where somebody who had signed in did."""
        return writer_of(self.answer) if self.answer and self.answer.forwarding_id else ""

    @property
    def earlier_text(self) -> str:
        """The answer to an earlier wording, as a reader reads it."""
        return str(self.earlier) if self.earlier else ", ".join(file.name for file in self.earlier_files)

    @property
    def is_brought(self) -> bool:
        """Whether the answer still stands as it was brought along from another call."""
        written = self.answer
        untouched = written is not None and written.by_id is None and written.forwarding_id is None
        return untouched and self.known is not None and self.known.value == self.value

    @property
    def whole_text(self) -> str:
        """The answer and the note beside it, as a reader reads them."""
        note = f"{_('Note')}: {self.note}" if self.note else ""
        return "\n".join(words for words in (self.text, note) if words)

    @property
    def is_agreed(self) -> bool:
        """Whether the publisher has come to the figure that the answer gives; once it has, that stays so."""
        return self.agreed is not None

    @property
    def is_revised(self) -> bool:
        """Whether the publisher has changed the figure since the member confirmed it, or since it was met."""
        if self.agreed is not None:
            return self.agreed.is_revised
        published = self.prefilled.value if self.prefilled else None
        return is_revised(self.question.facts.confirmed(self.value), published)

    @cached_property
    def complaints(self) -> list[tuple[str, str]]:
        """What is lacking before the reply can be submitted, as (part, message); nothing if not asked."""
        if not self.is_asked:
            return []
        given = Given(self.prefilled, self.files, is_agreed=self.is_agreed)
        return self.question.facts.complaints(self.question, self.value, given)


def progress_of(items: Iterable[Item]) -> Progress:
    """How much is answered of what is asked; what does not apply to the member is no work."""
    asked = [item for item in items if item.is_asked]
    return Progress(sum(item.is_answered for item in asked), len(asked))


@dataclass(frozen=True)
class ReplySheet:
    """A reply with its questions in their sections."""

    reply: Reply
    items: list[Item]
    # What was loaded on the way, so that nobody who shows the same reply asks for it again.
    everything: list[Question] = field(default_factory=list)
    files: list[ReplyFile] | None = None
    here: FiguresHere = NOWHERE

    @cached_property
    def wordings(self) -> Wordings:
        """Everything that the call has asked, by key; of each question the newest wording first."""
        return by_wording(self.everything)

    @property
    def sections(self) -> list[tuple[Section, list[Item]]]:
        """The questions by section, in order."""
        found: dict[int, tuple[Section, list[Item]]] = {}
        for item in self.items:
            found.setdefault(item.question.section_id, (item.question.section, []))[1].append(item)
        return list(found.values())

    @property
    def progress(self) -> Progress:
        """How much is answered."""
        return progress_of(self.items)

    @property
    def complaints(self) -> list[tuple[Item, str, str]]:
        """Everything that is lacking, with its place."""
        return [(item, part, message) for item in self.items for part, message in item.complaints]

    @property
    def lacking(self) -> list[Item]:
        """The questions whose answers lack something."""
        return [item for item in self.items if item.complaints]


def sheet_of(
    reply: Reply, *, on: date, with_last_year: bool = False, only_open_figures: bool = False
) -> ReplySheet:
    """A reply as its page shows it; figures that are judged already are looked up only for the page."""
    everything = everything_asked(reply.call)
    questions = [question for question in everything if question.retired_at is None]
    answers, kept = answers_of(reply, everything), every_file(reply)
    files = files_of(reply, kept)
    open_figures = [q for q in questions if not (only_open_figures and _is_judged(answers.get(q.pk)))]
    points = points_of(reply.call, questions) if with_last_year else {}
    here = figures_here(reply, {q.indicator for q in open_figures} | speaking_to(points.values()), on=on)
    prefilled = prefilled_for(reply, open_figures, on=on, answers=answers.values(), here=here)
    last, known = before_this(reply, questions) if with_last_year else ({}, {})
    told = told_before(reply, questions, points)
    registered = registered_for(reply, questions) if with_last_year else {}
    last |= {key: rows[0].value for key, rows in told.items() if len(rows) == 1}
    agreed = agreed_in(reply, answers.values(), here, on=on)
    beside = beside_points(reply, points, here)
    earlier = earlier_answers(everything, answers, files)
    values = {pk: answer.value for pk, answer in answers.items()}
    items = [
        Item(
            question=question,
            answer=answers.get(question.pk),
            prefilled=prefilled.get(question.key),
            files=files.get(question.pk, []),
            last_value=last.get(question.key),
            told=told.get(question.key, ()),
            registered=registered.get(question.key),
            last_year=question.facts.as_text(question, last.get(question.key)),
            is_asked=is_asked(question, values),
            because=because(question, values),
            known=known.get(question.key),
            doubt=question.facts.doubt(question, values.get(question.pk), on=on),
            agreed=agreed.get(question.pk),
            beside=beside.get(question.key),
            **earlier.get(question.key, {}),
        )
        for question in questions
    ]
    return with_stories(ReplySheet(reply, items, everything, kept, here))


def with_stories(sheet: ReplySheet) -> ReplySheet:
    """A reply whose answers call a story by its title; asks nothing where no answer points to one."""
    if not any(item.question.facts.story_in(item.value) for item in sheet.items):
        return sheet
    known = next((item.beside.stories for item in sheet.items if item.beside), None)
    stories = stories_of(sheet.reply.organisation) if known is None else known
    return replace(sheet, items=[replace(item, stories=stories) for item in sheet.items])


def _is_judged(answer: Answer | None) -> bool:
    """Whether a figure is confirmed; beside a no the published one is needed, for it must be another one."""
    if answer is None or answer.question.facts.is_objection(answer.value):
        return False
    return answer.question.facts.is_confirmed and "right" in (answer.value or {})


def reply_as_shape(reply: Reply, *, at: datetime) -> dict[str, Any]:
    """A reply as programs get it; `version` is what they send back in `If-Match`."""
    sheet = sheet_of(reply, on=at.astimezone(OSLO).date())
    return {
        "version": reply.revision,
        "state": reply.state,
        "standing": standing_of(reply.call, reply, at=at).value,
        "due": reply.due.isoformat(),
        "late": is_late(reply.call, reply, at=at),
        "submitted_at": reply.submitted_at.isoformat() if reply.submitted_at else None,
        "answers": {item.question.key: item.value for item in sheet.items if item.value is not None},
        "not_applicable": [item.question.key for item in sheet.items if not item.is_asked],
        "prefilled": {item.question.key: item.prefilled.as_shape() for item in sheet.items if item.prefilled},
        "basis": basis_of(reply) if reply.call.asks_basis else None,
        "spoken_by": reply.spoken_by.slug if reply.spoken_by else None,
        "confirmation": reply.confirmation or None,
        "confirm_by": reply.confirm_by.isoformat() if reply.confirm_by else None,
    }

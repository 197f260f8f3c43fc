"""Questions about evaluations: who is asked, what was said, and only where nobody is known by it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.calls.kinds.evaluating import NEXT
from dugnad.calls.kinds.facts import choices_of
from dugnad.calls.models import Evaluation, EvaluationRequest, Question
from dugnad.calls.rules.evaluating import FEWEST, may_show
from dugnad.events.models import Event, Participation
from dugnad.events.states import Attendance, EventState
from dugnad.kit.charts import Chart, ChartKind, Line
from dugnad.kit.text import localised

SALT = "dugnad.calls.evaluation"


@dataclass(frozen=True)
class Result:
    """What was said to one question: a picture where one chooses, texts in no order where one writes."""

    question: Question
    answered: int
    picture: Chart | None = None
    texts: tuple[str, ...] = ()
    is_hidden: bool = False  # so few answered that one could guess who


@dataclass(frozen=True)
class Verdict:
    """An evaluation as the secretariat reads it."""

    evaluation: Evaluation
    asked: int
    answered: int
    results: tuple[Result, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether enough have answered for anything to be shown."""
        return may_show(self.answered)

    @property
    def fewest(self) -> int:
        """How many must have answered."""
        return FEWEST


def evaluation_of(slug: str) -> Evaluation | None:
    """The evaluation of the event at an address."""
    return Evaluation.objects.select_related("event__sign_up").filter(event__slug=slug).first()


def event_to_evaluate(slug: str) -> Event | None:
    """The event at an address, once it is held."""
    return Event.objects.filter(slug=slug, state=EventState.HELD, sign_up__isnull=False).first()


def those_who_were_there(event: Event) -> list[Participation]:
    """Who can say how it was."""
    found = event.participations.filter(attendance=Attendance.PRESENT, erased_at__isnull=True)
    return list(found.select_related("person"))


def verdict_of(evaluation: Evaluation) -> Verdict:
    """How many were asked and have answered, and what they said: three queries."""
    asked = evaluation.requests.count()
    answers = list(evaluation.replies.values_list("answers", flat=True))
    results = tuple(_result(question, answers, evaluation) for question in evaluation.asked)
    return Verdict(evaluation, asked, len(answers), results if may_show(len(answers)) else ())


def _result(question: Question, answers: Sequence[dict[str, Any]], evaluation: Evaluation) -> Result:
    given = [answer[question.key] for answer in answers if answer.get(question.key) not in (None, "", [])]
    if not may_show(len(given)):
        return Result(question, len(given), is_hidden=True)
    if "choices" not in question.facts.options:
        # In the order of the alphabet, which tells nothing of who wrote what.
        texts = sorted(question.facts.as_text(question, value) for value in given)
        return Result(question, len(given), texts=tuple(texts))
    return Result(question, len(given), picture=_picture(question, given, evaluation))


def _picture(question: Question, given: Sequence[Any], evaluation: Evaluation) -> Chart:
    counted: Counter[str] = Counter()
    for value in given:
        counted.update(value if isinstance(value, list) else [value])
    offered = choices_of(question)
    return Chart(
        key=f"evaluation-{question.key}",
        kind=ChartKind.BARS,
        title=localised(question, "label"),
        unit=_("answers"),
        categories=tuple(str(choice) for choice in offered.values()),
        lines=(Line(_("Answers"), tuple(float(counted[key]) for key in offered)),),
        category_name=_("Answer"),
        illustrative=evaluation.event.is_illustrative,
        notes=(_("%(n)d have answered this.") % {"n": len(given)},),
    )


def wishes_of_evaluations() -> list[str]:
    """What those who were there want to be taken up next, from evaluations that may be shown."""
    found: list[str] = []
    for evaluation in Evaluation.objects.prefetch_related("replies"):
        texts = [str(reply.answers[NEXT]) for reply in evaluation.replies.all() if reply.answers.get(NEXT)]
        found += texts if may_show(len(texts)) else []
    return list(dict.fromkeys(found))


def evaluation_key(one: EvaluationRequest) -> str:
    """What stands in the address of the questions; signed, and stored nowhere."""
    return signing.Signer(salt=SALT).sign(str(one.pk)).replace(":", "~")


def evaluation_address(one: EvaluationRequest) -> str:
    """Where somebody says how it was, without an account."""
    return f"{settings.PUBLIC_URL}{reverse('evaluate', args=[evaluation_key(one)])}"


def request_with(key: str) -> EvaluationRequest | None:
    """Who was asked by an address; None for one that nobody was given."""
    try:
        number = signing.Signer(salt=SALT).unsign(key.replace("~", ":"))
    except signing.BadSignature:
        return None
    found = EvaluationRequest.objects.select_related("evaluation__event__sign_up", "participation__person")
    return found.filter(pk=int(number)).first()

"""What a question may not be whose answers only the secretariat reads."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dugnad.calls.models import Question
from dugnad.kit.errors import Refused


def check_confidential(question: Question) -> None:
    """Refuse a promise that could not be kept: what becomes of the answers, or what hangs on them, tells."""
    before = question.only_if
    if before is not None and before.is_confidential and not question.is_confidential:
        raise _telling(question, before)
    if not question.is_confidential:
        return
    if question.becomes:
        message = _(
            "Only the secretariat reads the answers, so they cannot become figures that everybody sees. "
            "Empty this field, or take away the tick."
        )
        raise Refused("confidential", message, field="becomes")
    if question.facts.goes_further:
        message = _(
            "“%(kind)s” is answered for others too: what is answered is published, or sent to the publisher "
            "of the figure. Choose another kind, or take away the tick."
        )
        kind = question.get_kind_display()
        raise Refused("confidential", message % {"kind": kind}, field="is_confidential")


def check_hanging_confidential(question: Question, hanging: Iterable[Question]) -> None:
    """Refuse that answers are kept while others can be told from who is asked the next question."""
    for other in hanging if question.is_confidential else ():
        if not other.is_confidential:
            raise _telling(other, question)


def _telling(question: Question, before: Question) -> Refused:
    message = _(
        "Who is asked “%(question)s” shows what was answered to “%(before)s”, which only the secretariat "
        "reads. Mark “%(question)s” in the same way first, or ask it of everybody."
    )
    words = {"question": question, "before": before}
    return Refused("confidential", message % words, field="is_confidential")

"""What a condition must be, and what may not happen to the question that others hang on."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dugnad.calls.models import Question
from dugnad.calls.queries import hanging_on, place_of
from dugnad.kit.errors import Refused


def check_condition(question: Question) -> None:
    """Refuse a condition that nobody could fulfil: what it hangs on stands before, and has these choices."""
    before = question.only_if
    if before is None:
        return
    known = {row["key"] for row in before.choices}
    if before.call_id != question.call_id or before.retired_at is not None or not offers_choices(before):
        message = _("Choose a question of this call that is answered by choosing.")
        raise Refused("only_if", message, field="only_if")
    if place_of(before) >= place_of(question):
        message = _("A question can only hang on one that stands before it.")
        raise Refused("only_if", message, field="only_if")
    if not question.only_if_choices or set(question.only_if_choices) - known:
        message = _("Tick at least one answer that leads to this question.")
        raise Refused("only_if_choices", message, field="only_if_choices")


def check_hanging(question: Question, choices: Iterable[str]) -> None:
    """Refuse that a choice goes which leads to another question: that one would never be asked."""
    kept = set(choices)
    for other in hanging_on(question):
        if set(other.only_if_choices) - kept:
            message = _(
                "“%(question)s” is asked only of those who give a certain answer here. Change that first."
            )
            raise Refused("hanging", message % {"question": other}, field="choices")


def offers_choices(question: Question) -> bool:
    """Whether a question is answered by choosing."""
    return "choices" in question.facts.options


def choices_in(question: Question) -> set[str]:
    """The keys that can be chosen in answer to a question; none where nothing is chosen."""
    return {row["key"] for row in question.choices} if offers_choices(question) else set()


def check_order(first: Question, second: Question) -> None:
    """Refuse that a question comes to stand before the one that it hangs on."""
    if second.only_if_id == first.pk:
        message = _("“%(question)s” hangs on “%(before)s” and must stand after it.")
        raise Refused("order", message % {"question": second, "before": first})

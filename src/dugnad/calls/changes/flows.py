"""What a question about a flow of a study must be, so that its answers can become figures of it."""

from django.utils.translation import gettext as _

from dugnad.calls.kinds.figures import unit_words
from dugnad.calls.models import Question
from dugnad.kit.errors import Refused


def check_flow(question: Question) -> None:
    """Refuse a quantity of nothing, and one that is counted in another unit than its study."""
    if not question.facts.tells_quantity:
        return
    if question.flow is None:
        message = _("A quantity is asked for from the page of its study. Choose another kind of answer here.")
        raise Refused("flow", message, field="kind")
    unit = question.flow.study.unit
    if question.unit != unit:
        message = _("The study counts in %(unit)s. Write it as %(symbol)s.")
        raise Refused("unit", message % {"unit": unit_words(unit), "symbol": unit}, field="unit")

"""Is this figure right? A figure that we know, which a member confirms or corrects."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds.facts import STAMPED, Asked, Complaint, Given, Value
from dugnad.calls.kinds.figures import is_same_figure, with_unit
from dugnad.calls.kinds.parts import Part

FIGURE_PARTS = {
    "right": Part("right", _l("Is the figure right?"), "yes"),
    "value": Part("value", _l("The figure should be"), "number"),
    "reason": Part("reason", _l("Why, and where your figure comes from"), "long"),
}


def figure_parts(asked: Asked) -> tuple[Part, ...]:
    right, value, reason = FIGURE_PARTS.values()
    return (right, Part(value.key, value.label, value.widget, unit=asked.unit), reason)


def figure_lacks(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    value = value or {}  # evidence alone is no answer
    if value.get("right") is None:
        return [("right", _("Say whether the figure is right."))] if given.prefilled else []
    if value["right"]:
        return [] if "value" in value else [("right", _("We have no figure that could be confirmed."))]
    found = [] if value.get("reason") else [("reason", _("Write why the figure is not right."))]
    return found + _contradiction(asked, value, given)


def _contradiction(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    """Who says no and gives the figure that we have: which of the two is meant nobody else can know."""
    figure = value.get("value")
    if given.is_agreed:  # it was another figure when the member said no, and both say the same now
        return []
    if figure is None or given.prefilled is None or not is_same_figure(figure, given.prefilled.value):
        return []
    message = _(
        "You say that the figure is wrong, and give the same one: %(figure)s. "
        "Write another figure, or answer that it is right."
    )
    return [("value", message % {"figure": with_unit(given.prefilled.value, asked.unit)})]


def settle_figure(value: Value, given: Given) -> Value:
    """What is confirmed is a figure and not a question: it is written into the answer with its vintage."""
    if not value or not value.get("right"):
        return {key: part for key, part in (value or {}).items() if key not in STAMPED} or None
    if given.before and given.before.get("right"):
        return given.before  # confirmed before, perhaps of an older vintage: that is what was confirmed
    if given.prefilled is None:
        return {"right": True}
    return {
        "right": True,
        "value": given.prefilled.value,
        "unit": given.prefilled.unit,
        "year": given.prefilled.year,
        "vintage": given.prefilled.vintage,
        "source": given.prefilled.source,
    }


def shown_figure(asked: Asked, value: Value) -> str:
    figure = with_unit(value["value"], asked.unit) if value.get("value") is not None else ""
    if value.get("right"):
        return _("Confirmed: %(figure)s") % {"figure": figure or "–"}
    words = [_("Not right") if value.get("right") is False else "", figure, value.get("reason", "")]
    return ". ".join(word for word in words if word)

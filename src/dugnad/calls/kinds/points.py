"""How far have you come with this point? State, what was done, what shows it, what is next, help wanted."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds.facts import Asked, Complaint, Given, Value, choices_of
from dugnad.calls.kinds.parts import Part
from dugnad.declarations.states import GOING_ON, ProgressState
from dugnad.kit.formats import day

STATES = {state.value: state.label for state in ProgressState}
# Of these states it is told what was done, or why the point does not apply.
EXPLAINED = (GOING_ON - {ProgressState.PLANNED}) | {ProgressState.NOT_APPLICABLE}
DECISION = ("decision_body", "decision_case", "decision_on")
INDICATORS = Part("indicators", _l("Indicators that show it"), "choices", optional=True, is_folded=True)
POINT_PARTS = (
    Part("state", _l("How far have you come?"), "choice", choices=STATES),
    Part(
        "done",
        _l("What was done"),
        "long",
        _l(
            "In a sentence or two, when something is under way or in place; or why the point does not apply "
            "to you."
        ),
        optional=True,
        is_conditional=True,
    ),
    Part("next_step", _l("What is next"), "long", optional=True),
    Part(
        "help_wanted",
        _l("What you want help with"),
        "long",
        _l("The other members see it, and those who have the point in place can be rung."),
        optional=True,
    ),
    INDICATORS,
    Part("story", _l("A story of yours that shows it"), "story", optional=True, is_folded=True),
    Part(
        "decision_body",
        _l("Decided by"),
        "line",
        _l("For example: kommunestyret."),
        optional=True,
        is_folded=True,
    ),
    Part("decision_case", _l("Case number"), "line", optional=True, is_folded=True),
    Part("decision_on", _l("Day of the decision"), "day", optional=True, is_folded=True),
    Part("link", _l("Web page that shows it"), "link", optional=True, is_folded=True),
)  # fmt: skip


def point_parts(asked: Asked) -> tuple[Part, ...]:
    """The choices of the question are the indicators that speak to the point; without any nobody chooses."""
    offered = choices_of(asked)
    named = (replace(p, choices=offered) if p.key == INDICATORS.key else p for p in POINT_PARTS)
    return tuple(part for part in named if offered or part.key != INDICATORS.key)


def point_lacks(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    value = value or {}  # evidence alone is no answer
    found = [] if value.get("state") else [("state", _("Choose how far you have come."))]
    if value.get("state") in EXPLAINED and not value.get("done"):
        found.append(("done", _("Write what was done, or why the point does not apply to you.")))
    if any(value.get(name) for name in DECISION[1:]) and not value.get("decision_body"):
        found.append(("decision_body", _("Write which body decided, for example kommunestyret.")))
    if value.get("link") and not value["link"].startswith(("https://", "http://")):
        found.append(("link", _("Write the whole address, beginning with https://.")))
    return found


def shown_point(asked: Asked, value: Value) -> str:
    """The state, and each part that was written, with its name."""
    lines = [str(STATES.get(value.get("state", ""), ""))]
    for part in point_parts(asked)[1:]:
        if value.get(part.key):
            lines.append(f"{part.label}: {_in_words(part, value[part.key])}")
    return "\n".join(line for line in lines if line)


def _in_words(part: Part, value: Any) -> str:
    cell = part.as_cell(value)
    return day(cell) if part.widget == "day" else str(cell)

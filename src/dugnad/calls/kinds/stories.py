"""The story that a member tells: its parts, and when it is complete."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from dugnad.calls.kinds.facts import Asked, Complaint, Given, Value, length_complaint, length_of
from dugnad.calls.kinds.parts import Part
from dugnad.documents.kinds import EffectUnit, LengthUnit, Theme
from dugnad.kit.formats import number
from dugnad.programme.kinds import GOALS

GOAL_CHOICES = {str(goal.number): format_lazy("{}. {}", goal.number, goal.name) for goal in GOALS.values()}
STORY_PARTS = (
    Part("title", _l("Title of the story"), "line"),
    Part("text", _l("The story"), "long"),
    Part("theme", _l("Theme"), "choice", choices={theme.value: theme.label for theme in Theme}),
    Part("goals", _l("Sustainable Development Goals"), "choices", choices=GOAL_CHOICES, optional=True),
    Part("point", _l("Point of the declaration"), "line", optional=True),
    Part("measure_start_year", _l("The measure began in"), "year", optional=True),
    Part("milestone_year", _l("It reached a milestone in"), "year", optional=True),
    Part(
        "effect_value",
        _l("Effect"),
        "number",
        _l("A number, if you have one. Leave it empty rather than guess."),
        optional=True,
    ),
    Part(
        "effect_unit",
        _l("The effect is counted in"),
        "choice",
        choices={unit.value: unit.label for unit in EffectUnit},
        optional=True,
    ),
    Part("effect_method", _l("How the effect was worked out"), "line", optional=True),
    Part("funding", _l("Funding"), "line", _l("For example: Klimasats, 1.2 million kroner."), optional=True),
    Part(
        "transfer",
        _l("What others can take over"),
        "long",
        _l("What it takes elsewhere: people, money, a decision, a supplier."),
        optional=True,
    ),
    Part(
        "contact",
        _l("Contact"),
        "line",
        _l("Name and work e-mail. Only people who have signed in see it."),
        optional=True,
    ),
    Part("link", _l("Read more at"), "link", optional=True),
)


def story_lacks(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    value = value or {}
    wanted = {
        "title": _("Give the story a title."),
        "text": _("Write the story."),
        "theme": _("Choose a theme."),
    }
    found = [(part, message) for part, message in wanted.items() if not value.get(part)]
    if value.get("text") and (complaint := length_complaint(asked, value["text"])):
        found.append(("text", complaint))
    if value.get("effect_value") is not None and not value.get("effect_unit"):
        found.append(("effect_unit", _("Choose what the effect is counted in.")))
    if value.get("link") and not value["link"].startswith(("https://", "http://")):
        found.append(("link", _("Write the whole address, beginning with https://.")))
    return found + [("", complaint) for complaint in map(_picture_lacks, given.files) if complaint]


def _picture_lacks(picture: Any) -> str:
    """A picture may only go out with alternative text, credit and settled consent."""
    missing = [str(label) for label, lacking in picture.lacking if lacking]
    if not missing:
        return ""
    return _("%(name)s lacks: %(missing)s.") % {"name": picture.name, "missing": ", ".join(missing)}


def shown_story(asked: Asked, value: Value) -> str:
    length = length_of(asked, value.get("text", ""))
    words = (
        ngettext("%(length)s word", "%(length)s words", length)
        if asked.length_unit == LengthUnit.WORDS
        else ngettext("%(length)s character", "%(length)s characters", length)
    )
    head = value.get("title") or _("Without a title")
    return f"{head} ({words % {'length': number(length)}})\n\n{value.get('text', '')}".strip()

"""What a follow-up asks: a section for each part of the declaration that holds, a question for each point."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.calls.changes.questions import add_question, add_section
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Question, Section
from dugnad.calls.rules import OWN_KIND
from dugnad.declarations.kinds import PointKind
from dugnad.declarations.models import Point
from dugnad.declarations.queries import points_asked
from dugnad.declarations.rules import kinds_asked
from dugnad.kit.errors import Refused
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import Person

LANGUAGES = ("nb", "nn", "en")
LONGEST = 300


def ask_points(call: Call, *, by: Person | None, at: datetime) -> None:
    """Ask about each point of the declaration that holds on the day the call opens.

    Where a point is for some kinds of members only, what the member is stands first, filled in when its reply
    is opened, and the point is asked only of those whom it is for.
    """
    points = points_asked(on=call.opens)
    if not points:
        raise Refused("declaration", _("No declaration is adopted yet, so there is nothing to follow up."))
    hinge: Question | None = None
    for kind, group in groupby(points, key=lambda point: PointKind(point.kind)):
        section = add_section(call, by=by, at=at, **_in_languages("title", kind.label))
        own = list(group)
        hinge = hinge or _ask_what_they_are(section, points, by=by, at=at)
        for point in own:
            add_question(section, by=by, at=at, **_question(point, hinge))


def _ask_what_they_are(
    section: Section, points: Sequence[Point], *, by: Person | None, at: datetime
) -> Question | None:
    """The question on which others hang, where a point is not for everybody."""
    kinds = list(dict.fromkeys(kind for point in points for kind in kinds_asked(point)))
    if all(set(kinds_asked(point)) == set(kinds) for point in points):
        return None
    choices = [{"key": kind, **_in_languages("", OrganisationKind(kind).label)} for kind in kinds]
    return add_question(
        section,
        key=OWN_KIND,
        kind=QuestionKind.CHOICE,
        required=True,
        choices=choices,
        by=by,
        at=at,
        **WHAT_THEY_ARE,
    )


WHAT_THEY_ARE = {
    "label_nb": "Vi er",
    "label_nn": "Vi er",
    "label_en": "We are",
    "help_nb": "Fylt ut for dere. Noen punkter gjelder bare kommuner eller bare fylkeskommuner.",
    "help_nn": "Fylt ut for dykk. Nokre punkt gjeld berre kommunar eller berre fylkeskommunar.",
    "help_en": "Filled in for you. Some points are for municipalities only, or for county authorities only.",
}


def _question(point: Point, hinge: Question | None) -> dict[str, Any]:
    asked = kinds_asked(point)
    offered = {row["key"] for row in hinge.choices} if hinge else set()
    condition = {"only_if": hinge, "only_if_choices": asked} if offered - set(asked) else {}
    return {
        "key": point.key,
        "kind": QuestionKind.POINT,
        "required": True,
        "point": point.key,
        "choices": [_choice(indicator) for indicator in point.indicators.all()],
        **{f"label_{code}": _label(point, code) for code in LANGUAGES},
        **{f"help_{code}": getattr(point, f"text_{code}") for code in LANGUAGES},
        **condition,
    }


def _label(point: Point, code: str) -> str:
    title = getattr(point, f"title_{code}")
    return f"{point.number}. {title}"[:LONGEST] if title else ""


def _choice(indicator: Any) -> dict[str, str]:
    titles = {code: getattr(indicator, f"title_{code}") for code in LANGUAGES}
    return {"key": indicator.key} | {code: title or indicator.title_nb for code, title in titles.items()}


def _in_languages(name: str, label: Any) -> dict[str, str]:
    """A label of ours in every language, as fields of a section or words of a choice."""
    found = {}
    for code in LANGUAGES:
        with translation.override(code):
            found[f"{name}_{code}".strip("_")] = str(label)
    return found

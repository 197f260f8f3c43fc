"""Blocks that tell: words, key figures, stories, the alliance's year, members, answers, method."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language

from dugnad.documents.kinds import Kind
from dugnad.editions.kinds import ALLIANCE, KEY_FIGURES, YearPart
from dugnad.editions.models import PageBlock
from dugnad.editions.queries import pictures
from dugnad.editions.queries.key_figures import key_figures
from dugnad.editions.queries.showing.material import Material
from dugnad.editions.queries.stories import by_theme, chosen_stories
from dugnad.kit import formats
from dugnad.kit.text import localised
from dugnad.programme.states import ActivityStatus

Shows = dict[str, Any]


def shown_text(material: Material, block: PageBlock) -> Shows | None:
    """Words alone, which the block has itself."""
    return {} if localised(block, "body") or localised(block, "heading") else None


def shown_key_figures(material: Material, block: PageBlock) -> Shows | None:
    """Large figures about one place."""
    key = block.settings.get("place", ALLIANCE)
    place, (first, last) = material.place(key), material.years
    found = key_figures(place, first, last, key, block.settings.get("measures", KEY_FIGURES))
    return {"figures": found, "illustrative": place["illustrative"]} if found else None


def shown_members(material: Material, block: PageBlock) -> Shows | None:
    """The members by name; their rows stand in the report."""
    return {"members": True} if material.region["members"] else None


def shown_answers(material: Material, block: PageBlock) -> Shows | None:
    """How many members answered what."""
    answers = material.content["answers"]
    asked = bool(answers["questions"])
    roots = material.trail_root if asked and material.traced_answers else ""
    charts = pictures.answer_charts(answers, material.edition.year, roots)
    return {"charts": charts, "answers": answers} if charts else None


def shown_stories(material: Material, block: PageBlock) -> Shows | None:
    """The stories: all, of some themes, or those that were chosen."""
    told = chosen_stories(material.content["stories"]["stories"], block.settings)
    return {"themes": by_theme(told)} if told else None


def shown_method(material: Material, block: PageBlock) -> Shows | None:
    """How the edition was made; the lines stand in the report's colophon."""
    return {}


def shown_year(material: Material, block: PageBlock) -> Shows | None:
    """The alliance's activities of the year, in the reader's language."""
    parts = set(block.settings.get("parts", YearPart.values))
    activities = [_activity(one, parts) for one in material.content["alliance_year"]["activities"]]
    return {"activities": activities} if activities else None


def _in(language: str, titles: Mapping[str, str]) -> str:
    return titles[language] or titles["nb"]


def _activity(activity: Mapping[str, Any], parts: set[str]) -> Shows:
    language = (get_language() or "nb")[:2]
    reached = activity.get("milestones", []) if YearPart.MILESTONES in parts else []
    texts = activity.get("documents", []) if YearPart.DOCUMENTS in parts else []
    return {
        **activity,
        "title": _in(language, activity["titles"]),
        "status_text": str(ActivityStatus(activity["status"]).label),
        "note": activity["note"] if YearPart.NOTE in parts else "",
        "milestones": [
            {"title": _in(language, step["titles"]), "day": formats.day(date.fromisoformat(step["done_on"]))}
            for step in reached
        ],
        "documents": [{**text, "kind_text": str(Kind(text["kind"]).label)} for text in texts],
    }

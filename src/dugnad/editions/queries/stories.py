"""Questions about the stories of an edition: which are shown, and under which theme."""

from collections.abc import Mapping
from typing import Any

from dugnad.documents.kinds import EffectUnit, Theme
from dugnad.documents.models import Clearance
from dugnad.documents.states import ClearanceState
from dugnad.editions.models import Edition
from dugnad.editions.queries.catalogue import block_content
from dugnad.kit import formats

Story = dict[str, Any]


def chosen_stories(stories: list[Story], settings: Mapping[str, Any]) -> list[Story]:
    """Those that were chosen by name; else those of the chosen themes; else all."""
    slugs, themes = settings.get("stories") or [], settings.get("themes") or []
    if slugs:
        return [story for story in stories if story["slug"] in slugs]
    return [story for story in stories if not themes or story["theme"] in themes]


def stories_awaiting_their_sender(edition: Edition) -> list[dict[str, Any]]:
    """The stories of an edition whose sender was asked about changed words, and has not answered yet."""
    told = block_content(edition, "stories").get("stories", {}).get("stories", [])
    waiting = Clearance.objects.filter(
        state=ClearanceState.WAITING, version__document__slug__in=[story["slug"] for story in told]
    )
    asked = dict(waiting.order_by("asked_at").values_list("version__document__slug", "asked_at"))
    return [{**story, "asked_at": asked[story["slug"]]} for story in told if story["slug"] in asked]


def by_theme(stories: list[Story]) -> list[tuple[str, list[Story]]]:
    """Stories by theme, in the order of the themes."""
    told = [{**story, "effect_text": _effect(story)} for story in stories]
    grouped = [(str(theme.label), [s for s in told if s["theme"] == theme.value]) for theme in Theme]
    return [(theme, group) for theme, group in grouped if group]


def _effect(story: Mapping[str, Any]) -> str:
    if story["effect"] is None or not story["effect_unit"]:
        return ""
    number = formats.number(story["effect"], story["effect_decimals"])
    return f"{number} {EffectUnit(story['effect_unit']).label}"

"""Questions about what stands on the page of an edition, in which order, and what can be chosen for it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.documents.queries import published_stories
from dugnad.editions.kinds import PAGE_BLOCKS, STANDARD, ChartForm, Measure
from dugnad.editions.models import Edition, PageBlock
from dugnad.editions.rules import arrangement_stamp
from dugnad.editions.states import State
from dugnad.indicators.models import Indicator
from dugnad.kit.text import localised
from dugnad.members.queries import alphabetical, codes_of, member_municipalities, subregion_of_members

LANGUAGES = ("nb", "nn", "en")
WORDS = tuple(f"{field}_{code}" for field in ("heading", "body") for code in LANGUAGES)


def standard_blocks() -> list[PageBlock]:
    """The arrangement that a new edition begins with, not stored; also of editions older than arranging."""
    return [
        PageBlock(position=position, kind=kind, key=key, settings=settings, **headings)
        for position, (kind, key, settings, headings) in enumerate(_standard())
    ]


@lru_cache(maxsize=1)
def _standard() -> tuple[tuple[str, str, dict[str, Any], dict[str, str]], ...]:
    """The table with its headings in each language, since each of them is stored."""
    rows = []
    for block in STANDARD:
        headings = {}
        for code in LANGUAGES:
            with translation.override(code):
                headings[f"heading_{code}"] = str(block.heading)
        rows.append((block.kind.value, block.key, dict(block.settings), headings))
    return tuple(rows)


def page_of(edition: Edition) -> list[PageBlock]:
    """The blocks on the page of an edition, in order."""
    return list(edition.page_blocks.order_by("position")) or standard_blocks()


def stamp_of(blocks: Iterable[PageBlock]) -> str:
    """By what one tells whether somebody has arranged the page meanwhile."""
    return arrangement_stamp([(block.key, block.revision) for block in blocks])


def as_content(blocks: Iterable[PageBlock]) -> list[dict[str, Any]]:
    """The arrangement as it is frozen with the edition."""
    return [
        {"key": block.key, "kind": block.kind, "settings": block.settings}
        | {name: getattr(block, name) for name in WORDS}
        for block in blocks
    ]


def next_key(blocks: Sequence[PageBlock]) -> str:
    """A short name that no block of the edition has."""
    taken = {block.key for block in blocks}
    return next(key for number in range(1, len(taken) + 2) if (key := f"blokk-{number}") not in taken)


def editions_to_copy_from(edition: Edition) -> QuerySet[Edition]:
    """The other editions, the newest before it first: whose arrangement can be taken over."""
    return Edition.objects.defer("content").filter(kind=edition.kind).exclude(pk=edition.pk).order_by("-year")


def editions_that_replace(edition: Edition) -> QuerySet[Edition]:
    """The published editions that can take the place of one that is withdrawn."""
    others = Edition.objects.defer("content").filter(kind=edition.kind, state=State.PUBLISHED)
    return others.exclude(pk=edition.pk).order_by("-year")


def title_in(titles: Mapping[str, str]) -> str:
    """Frozen titles by language, as the reader gets the nearest of them."""
    return localised(SimpleNamespace(**{f"title_{code}": title for code, title in titles.items()}), "title")


Choice = tuple[str, str]


def indicator_choices(edition: Edition) -> list[Choice]:
    """The edition's own indicator first, then the others that a block can show."""
    others = Indicator.objects.exclude(pk=edition.indicator_id).order_by("key")
    own = _("%(indicator)s (that of the edition)") % {"indicator": edition.indicator}
    return [("", own), *((indicator.key, str(indicator)) for indicator in others)]


def place_choices(edition: Edition) -> list[Choice]:
    """The sub-regions and the members, as the edition names them."""
    day = edition.members_on
    members = sorted(member_municipalities(on=day), key=lambda member: alphabetical(member.name))
    codes = codes_of([member.pk for member in members], on=day)
    subregions = {one.slug: one.name for one in subregion_of_members(on=day).values()}
    ordered = sorted(subregions.items(), key=lambda pair: alphabetical(pair[1]))
    return [
        *((f"subregion:{slug}", name) for slug, name in ordered),
        *((codes[member.pk].code, member.name) for member in members if member.pk in codes),
    ]


def shows_of(block: PageBlock, titles: Mapping[str, str]) -> str:
    """What was chosen for a block, in a few words: the form of a chart, the measure of a map, what is shown.

    `titles` are those of the indicators by key; people never meet the key itself.
    """
    labels = {"form": dict(ChartForm.choices), "measure": dict(Measure.choices)}
    found = [str(labels[name].get(value, "")) for name, value in block.settings.items() if name in labels]
    key = block.settings.get("indicator", "")
    return ", ".join([*found, *([titles.get(key, key)] if key else [])])


def titles_of_indicators() -> dict[str, str]:
    """What each indicator is called, by its key."""
    return {indicator.key: str(indicator) for indicator in Indicator.objects.all()}


def story_choices(edition: Edition) -> list[Choice]:
    """The stories of the year that everyone may read."""
    cards = published_stories(edition.year)
    return [(card.document.slug, f"{card.title} ({card.document.owner.name})") for card in cards]


def kinds_to_add() -> list[tuple[str, str, str]]:
    """The kinds of blocks, each with its name and what it is for."""
    return [(kind.value, str(kind.label), str(facts.about)) for kind, facts in PAGE_BLOCKS.items()]

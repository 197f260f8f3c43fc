"""Verbs of arranging: what stands on the page of an edition, in which order, with which words and choices.

Whoever arranges sends along what they saw (`stamp_of` the page, or the revision of a block), so that of two
who arrange at once the second is told, and what either has written is kept.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dugnad.editions.changes.composing import refuse_frozen, store_blocks
from dugnad.editions.kinds import PAGE_BLOCKS, PageBlockKind
from dugnad.editions.models import Edition, PageBlock
from dugnad.editions.queries.arrangement import WORDS, as_content, next_key, page_of, stamp_of
from dugnad.kit import changes as kit
from dugnad.kit import history
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Person


@transaction.atomic
def add_block(
    edition: Edition,
    *,
    kind: str,
    after: str = "",
    settings: Mapping[str, Any] | None = None,
    by: Person | None,
    at: datetime,
    **words: str,
) -> PageBlock:
    """Place a new block below another one (by key), or at the top; it disturbs nobody who arranges."""
    edition = _locked(edition)
    blocks = _materialised(edition)
    block = PageBlock(
        edition=edition, position=0, kind=kind, key=next_key(blocks), settings=dict(settings or {}), **words
    )
    _refuse_wordless(block)
    place = next((number for number, one in enumerate(blocks, 1) if one.key == after), 0)
    blocks.insert(place, block)
    block.position = place
    kit.refuse_invalid(block)
    block.save(force_insert=True)
    _number(blocks)
    history.record("add_block", edition, by=by, at=at, after=as_content([block])[0])
    return block


@transaction.atomic
def edit_block(
    edition: Edition,
    key: str,
    *,
    revision: int,
    settings: Mapping[str, Any],
    by: Person | None,
    at: datetime,
    **words: str,
) -> None:
    """Change the words and choices of a block; of two who write at once the second sees both texts."""
    edition = _locked(edition)
    values = {**words, "settings": dict(settings)}
    block = next((block for block in _materialised(edition) if block.key == key), None)
    if block is None:
        raise Refused("gone", _("Somebody else has taken the block out. Add what you wrote as a new block."))
    won = PageBlock.objects.filter(pk=block.pk, revision=revision).update(revision=F("revision") + 1)
    if not won:
        _refuse_second(block, values)
    block.refresh_from_db()
    before = as_content([block])[0]
    for name, value in values.items():
        setattr(block, name, value)
    _refuse_wordless(block)
    kit.refuse_invalid(block)
    block.save(update_fields=list(values))
    after = as_content([block])[0]
    changed = [name for name in after if after[name] != before[name]]
    history.record(
        "edit_block",
        edition,
        by=by,
        at=at,
        before={"key": block.key, **{name: before[name] for name in changed}},
        after={"key": block.key, **{name: after[name] for name in changed}},
    )


@transaction.atomic
def move_block(edition: Edition, key: str, *, up: bool, seen: str, by: Person | None, at: datetime) -> None:
    """Let a block change places with the one above it (or below it)."""
    edition = _locked(edition)
    blocks = _seen(edition, seen)
    place = _place_of(blocks, key)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(blocks):
        return
    before = [block.key for block in blocks]
    blocks[place], blocks[other] = blocks[other], blocks[place]
    _number(blocks)
    after = [block.key for block in blocks]
    history.record("move_block", edition, by=by, at=at, before={"order": before}, after={"order": after})


@transaction.atomic
def remove_block(edition: Edition, key: str, *, seen: str, by: Person | None, at: datetime) -> PageBlock:
    """Take a block from the page; the trail keeps its words and choices."""
    edition = _locked(edition)
    blocks = _seen(edition, seen)
    block = blocks.pop(_place_of(blocks, key))
    if not blocks:
        raise Refused("last", _("An edition needs at least one block. Add another before you take this out."))
    history.record("remove_block", edition, by=by, at=at, before=as_content([block])[0])
    block.delete()
    _number(blocks)
    return block


@transaction.atomic
def copy_arrangement(
    edition: Edition, source: Edition, *, seen: str, by: Person | None, at: datetime
) -> None:
    """Arrange the page as another edition's; the trail keeps what stood here."""
    edition = _locked(edition)
    blocks = _seen(edition, seen)
    replaced = as_content(blocks)
    PageBlock.objects.filter(edition=edition).delete()
    copied = store_blocks(edition, page_of(source))
    history.record(
        "copy_arrangement",
        edition,
        by=by,
        at=at,
        before={"blocks": replaced},
        after={"from": source.year, "blocks": [block.key for block in copied]},
    )


def _locked(edition: Edition) -> Edition:
    """The edition as it stands, held until the change is done; one that is frozen is refused."""
    found = Edition.objects.select_for_update().defer("content").get(pk=edition.pk)
    refuse_frozen(found)
    return found


def _materialised(edition: Edition) -> list[PageBlock]:
    """The blocks as rows; an edition that was begun before pages were arranged gets the standard ones."""
    blocks = page_of(edition)
    return blocks if blocks[0].pk else store_blocks(edition, blocks)


def _seen(edition: Edition, seen: str) -> list[PageBlock]:
    """The blocks, where they still are what somebody saw when they pressed the button."""
    blocks = _materialised(edition)
    if stamp_of(blocks) != seen:
        raise Refused(
            "arranged",
            _("Somebody else has arranged the page meanwhile. Nothing was done; look at it as it is now."),
        )
    return blocks


def _place_of(blocks: Sequence[PageBlock], key: str) -> int:
    for place, block in enumerate(blocks):
        if block.key == key:
            return place
    raise Refused("gone", _("The block is no longer on the page."))


def _number(blocks: Sequence[PageBlock]) -> None:
    """Write the places of those that have got another."""
    moved = [block for place, block in enumerate(blocks) if block.position != place]
    for place, block in enumerate(blocks):
        block.position = place
    PageBlock.objects.bulk_update(moved, ["position"])


def _refuse_second(block: PageBlock, yours: dict[str, Any]) -> None:
    raise Conflict(
        "revision",
        _("Somebody else saved while you were writing. Here are both texts; nothing is lost."),
        details={"yours": yours, "theirs": history.values_of(block, yours), "seen": block.revision},
    )


def _refuse_wordless(block: PageBlock) -> None:
    """A text without words is nothing; one language is enough to begin with."""
    if PAGE_BLOCKS[PageBlockKind(block.kind)].needs_words and not any(getattr(block, name) for name in WORDS):
        raise Refused("words", _("Write a heading or a text."), field="body_nb")

"""Verbs of composing: begin an edition, write its texts, work out its figures anew."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dugnad.editions.models import Block, Edition, Figure, PageBlock
from dugnad.editions.queries import Composition, blocks_of, compose, figures_in
from dugnad.editions.queries.arrangement import WORDS, standard_blocks
from dugnad.editions.rules import is_open
from dugnad.indicators.queries import indicator_with_key
from dugnad.kit import changes as kit
from dugnad.kit import history
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Person
from dugnad.programme.models import Activity

EMISSIONS = "ghg-emissions"
BASE_YEAR = 2009
BATCH = 2_000


@transaction.atomic
def create_edition(
    *,
    year: int,
    members_on: date,
    seen_by: date | None = None,
    base_year: int = 0,
    activity: Activity | None = None,
    by: Person | None,
    at: datetime,
    **texts: str,
) -> Edition:
    """Begin the edition of a year; one that is there already is refused."""
    if Edition.objects.filter(year=year).exists():
        message = _("There is already an edition for %(year)s. Open it instead.")
        raise Refused("year", message % {"year": year}, field="year")
    indicator = indicator_with_key(EMISSIONS)
    texts = {f"title_{code}": f"Klimastatus {year}" for code in ("nb", "nn", "en")} | texts
    edition = Edition(
        year=year,
        indicator=indicator,
        members_on=members_on,
        seen_by=seen_by,
        base_year=base_year or indicator.base_year or BASE_YEAR,
        activity=activity,
        **texts,
    )
    kit.add(edition, "create_edition", by=by, at=at)
    store_blocks(edition, standard_blocks())
    return edition


@transaction.atomic
def edit_edition(edition: Edition, *, revision: int, by: Person | None, at: datetime, **values: Any) -> None:
    """Change the texts, the membership day or the figures' day of an edition that is not frozen."""
    refuse_frozen(edition)
    claim_revision(edition, revision, yours=values)
    kit.edit(edition, "edit_edition", values, by=by, at=at)


@transaction.atomic
def compose_edition(edition: Edition, *, by: Person | None, at: datetime) -> Edition:
    """Work out every figure anew, from the vintages and stories of now; a frozen edition is refused."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    refuse_frozen(edition)
    if not edition.page_blocks.exists():  # begun before pages were arranged
        store_blocks(edition, standard_blocks())
    composition = compose(edition)
    _refuse_pointless(composition)
    blocks = blocks_of(composition)
    Figure.objects.filter(edition=edition).delete()
    Block.objects.filter(edition=edition).delete()
    Block.objects.bulk_create(
        [
            Block(edition=edition, position=number, kind=kind, key=key, content=content)
            for number, (kind, key, content) in enumerate(blocks)
        ],
        batch_size=BATCH,
    )
    Figure.objects.bulk_create(_figures(edition, blocks), batch_size=BATCH)
    edition.vintages.set(composition.vintages)
    edition.composed_at, edition.revision = at, edition.revision + 1
    edition.save(update_fields=["composed_at", "revision"])
    after = {"blocks": len(blocks), "vintages": [vintage.pk for vintage in composition.vintages]}
    history.record("compose_edition", edition, by=by, at=at, after=after)
    return edition


def store_blocks(edition: Edition, blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Write an arrangement as rows of an edition that has none: the standard one, or another edition's."""
    rows = [
        PageBlock(
            edition=edition,
            position=position,
            kind=block.kind,
            key=block.key,
            settings=block.settings,
            **{name: getattr(block, name) for name in WORDS},
        )
        for position, block in enumerate(blocks)
    ]
    return PageBlock.objects.bulk_create(rows)


def claim_revision(edition: Edition, revision: int, *, yours: dict[str, Any]) -> None:
    """Take the next revision, or tell the writer that somebody else has; both texts go with the refusal."""
    won = Edition.objects.filter(pk=edition.pk, revision=revision).update(revision=F("revision") + 1)
    if won:
        edition.revision = revision + 1
        return
    edition.refresh_from_db()
    theirs = history.values_of(edition, yours)
    raise Conflict(
        "revision",
        _("Somebody else saved while you were writing. Here are both texts; nothing is lost."),
        details={"yours": yours, "theirs": theirs, "seen": edition.revision},
    )


def refuse_frozen(edition: Edition) -> None:
    """Refuse to change what is approved or published."""
    if not is_open(edition.state):
        message = _(
            "%(edition)s is frozen. What is approved or published never changes; begin the next edition."
        )
        raise Refused("state", message % {"edition": edition})


def _refuse_pointless(composition: Composition) -> None:
    """Choices that leave nothing to tell: nobody to tell of, or no year to set beside the base year."""
    edition = composition.edition
    if not composition.members:
        message = _("Nobody was a member on %(day)s. Choose another day.")
        raise Refused("members_on", message % {"day": edition.members_on}, field="members_on")
    if composition.sums.figures.years and composition.last_year <= edition.base_year:
        message = _(
            "There are no figures for the whole region after the base year %(year)s. "
            "Choose an earlier one, or read in the figures that are missing."
        )
        raise Refused("base_year", message % {"year": edition.base_year}, field="base_year")


def _figures(edition: Edition, blocks: list[tuple[str, str, dict[str, Any]]]) -> list[Figure]:
    """Every number of the blocks as a figure of its own."""
    return [
        Figure(
            edition=edition,
            key=row.key,
            place=row.place,
            place_name=row.place_name,
            measure=row.measure,
            sector=row.sector,
            year=row.year,
            from_year=row.from_year,
            indicator=row.indicator,
            value=row.value,
            unit=row.unit,
            is_illustrative=row.is_illustrative,
        )
        for row in figures_in(blocks, settings.ALLIANCE["name"], edition.year)
    ]

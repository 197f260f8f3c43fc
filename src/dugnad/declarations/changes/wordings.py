"""Verbs about the text: begin it, write in it, offer it to the members, take it back, adopt it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.models import Declaration, Wording
from dugnad.declarations.queries import fingerprint_of
from dugnad.declarations.states import WordingState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Person

WORDS = ("preamble_nb", "preamble_nn", "preamble_en")


@transaction.atomic
def create_declaration(
    *, key: str, title_nb: str, by: Person | None, at: datetime, **values: Any
) -> Declaration:
    """Begin a declaration; its words come with its first wording."""
    declaration = Declaration(key=key, title_nb=title_nb, **values)
    add(declaration, "create_declaration", by=by, at=at)
    return declaration


@transaction.atomic
def draft_wording(
    declaration: Declaration, *, name: str, by: Person | None, at: datetime, **values: Any
) -> Wording:
    """Begin a wording with no points."""
    if not rules.is_name(name):
        raise Refused(
            "name",
            _("Write a name of small letters a–z, figures and hyphens, such as 2022. “%(name)s” will not do.")
            % {"name": name},
            field="name",
        )
    wording = Wording(declaration=declaration, name=name, created_at=at, **values)
    add(wording, "draft_wording", by=by, at=at)
    return wording


@transaction.atomic
def edit_wording(wording: Wording, *, revision: int, by: Person | None, at: datetime, **values: Any) -> bool:
    """Write the preamble; `revision` is the one that the writer had before them."""
    refuse_fixed(wording)
    claim_revision(wording, revision, yours=values)
    return edit(wording, "edit_wording", values, by=by, at=at)


@transaction.atomic
def offer_wording(wording: Wording, *, by: Person | None, at: datetime) -> None:
    """Fix the words under their fingerprint, so that all members treat the same text."""
    if not rules.can_offer(wording):
        raise Refused("state", _("Only a draft can be offered to the members."))
    if not wording.points.exists():
        raise Refused("points", _("The text has no points yet. Write them before the members get it."))
    values = {"state": WordingState.OFFERED, "sha256": fingerprint_of(wording), "frozen_at": at}
    edit(wording, "offer_wording", values, by=by, at=at)


@transaction.atomic
def reopen_wording(wording: Wording, *, reason: str, by: Person | None, at: datetime) -> None:
    """Take an offered text back to be changed; who had endorsed it endorsed the words as they were."""
    if not rules.can_reopen(wording):
        raise Refused("state", _("Only a text that is offered to the members can be taken back."))
    if not reason.strip():
        raise Refused("reason", _("Write why the text is taken back. The members read it."), field="reason")
    before = history.values_of(wording, ("state", "sha256"))
    wording.state, wording.sha256, wording.frozen_at = WordingState.DRAFT, "", None
    wording.save(update_fields=["state", "sha256", "frozen_at"])
    after = {"state": wording.state, "reason": reason}
    history.record("reopen_wording", wording, by=by, at=at, before=before, after=after)


@transaction.atomic
def adopt_wording(wording: Wording, *, on: date, by: Person | None, at: datetime) -> None:
    """Enter that the text was adopted, and the day."""
    if not rules.can_adopt(wording):
        raise Refused("state", _("Only a text that the members have had before them can be adopted."))
    if on > at.date():
        raise Refused(
            "adopted_on", _("The day has not come yet. Enter the adoption when it has."), field="adopted_on"
        )
    edit(wording, "adopt_wording", {"state": WordingState.ADOPTED, "adopted_on": on}, by=by, at=at)


@transaction.atomic
def withdraw_wording(wording: Wording, *, by: Person | None, at: datetime) -> None:
    """Lay a text aside that was never adopted."""
    if wording.state not in {WordingState.DRAFT, WordingState.OFFERED}:
        raise Refused("state", _("An adopted text stands. A new one may take its place."))
    edit(wording, "withdraw_wording", {"state": WordingState.WITHDRAWN}, by=by, at=at)


def refuse_fixed(wording: Wording) -> None:
    """No verb changes words that the members have before them."""
    if not rules.can_edit(wording):
        raise Refused(
            "state", _("The members have this text before them, so its words stand. Take it back first.")
        )


def claim_revision(wording: Wording, revision: int, *, yours: dict[str, Any]) -> None:
    """Take the next revision, or tell the writer that somebody else has; both texts go with the refusal."""
    won = Wording.objects.filter(pk=wording.pk, revision=revision).update(revision=F("revision") + 1)
    wording.refresh_from_db()
    if won:
        return
    raise Conflict(
        "revision",
        _("Somebody else saved while you were writing. Here are both texts; nothing is lost."),
        details={
            "yours": yours,
            "theirs": history.values_of(wording, [name for name in yours if name in WORDS]),
            "seen": wording.revision,
        },
    )

"""Verbs about the text: begin it, write in it, offer it to the members, take it back, adopt it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.declarations import rules
from dugnad.declarations.changes.consent import count_again
from dugnad.declarations.models import Declaration, Wording
from dugnad.declarations.queries import PREAMBLE, fingerprint_of, gaps_of, in_sentence, seen_in_preamble
from dugnad.declarations.states import WordingState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Person


@transaction.atomic
def create_declaration(
    *, key: str, title_nb: str, by: Person | None, at: datetime, **values: Any
) -> Declaration:
    """Begin a declaration; its words come with its first wording."""
    if not rules.is_key(key):
        raise Refused("key", _name_will_not_do(key, "ordforererklaering"), field="key")
    if Declaration.objects.filter(key=key).exists():
        raise Refused("key", _("There is a declaration of this name already."), field="key")
    declaration = Declaration(key=key, title_nb=title_nb, **values)
    add(declaration, "create_declaration", by=by, at=at)
    return declaration


@transaction.atomic
def edit_declaration(declaration: Declaration, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change what a declaration is called and what is said of it; this is no part of what is signed."""
    return edit(declaration, "edit_declaration", values, by=by, at=at)


@transaction.atomic
def draft_wording(
    declaration: Declaration, *, name: str, by: Person | None, at: datetime, **values: Any
) -> Wording:
    """Begin a wording with no points."""
    refuse_name(declaration, name)
    wording = Wording(declaration=declaration, name=name, created_at=at, **values)
    add(wording, "draft_wording", by=by, at=at)
    return wording


@transaction.atomic
def edit_wording(wording: Wording, *, seen: str, by: Person | None, at: datetime, **values: Any) -> bool:
    """Write the preamble; `seen` is what the writer had before them."""
    hold(wording)
    if seen != seen_in_preamble(wording):
        raise saved_meanwhile(wording, values, seen=seen_in_preamble(wording))
    before = history.values_of(wording, PREAMBLE)
    values["outdated"] = rules.outdated_after(wording, before, before | values)
    return edit(wording, "edit_wording", values, by=by, at=at)


@transaction.atomic
def offer_wording(wording: Wording, *, by: Person | None, at: datetime, seen: str = "") -> None:
    """Fix the words under their fingerprint, so that all members treat the same text.

    `seen` is the fingerprint of the words that were looked through, where somebody has: what a colleague
    changed a moment ago must not go to all members unread.
    """
    if not rules.can_offer(wording):
        raise Refused("state", _("Only a draft can be offered to the members."))
    hold(wording)
    sha256 = fingerprint_of(wording)
    refuse_unready(wording)
    if seen and seen != sha256:
        raise changed_meanwhile(
            _("Somebody changed the text after you opened this page. Read it again before you offer it."),
            seen=sha256,
        )
    values = {"state": WordingState.OFFERED, "sha256": sha256, "frozen_at": at}
    edit(wording, "offer_wording", values, by=by, at=at)
    count_again(wording, by=by, at=at)


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
def withdraw_wording(wording: Wording, *, reason: str, by: Person | None, at: datetime) -> None:
    """Lay a text aside that was never adopted, and say why: those who treated it read that."""
    if wording.state not in {WordingState.DRAFT, WordingState.OFFERED}:
        raise Refused("state", _("An adopted text stands. A new one may take its place."))
    if not reason.strip():
        words = _("Write why the text is laid aside. Those who treated it read that.")
        raise Refused("reason", words, field="reason")
    told = {"state": WordingState.WITHDRAWN, "withdrawn_because": reason.strip()}
    edit(wording, "withdraw_wording", told, by=by, at=at)


def refuse_fixed(wording: Wording) -> None:
    """No verb changes words that the members have before them."""
    if not rules.can_edit(wording):
        raise Refused(
            "state", _("The members have this text before them, so its words stand. Take it back first.")
        )


def refuse_unready(wording: Wording) -> None:
    """What the members get has points, and says of every old point what became of it, and why."""
    if not wording.points.exists():
        raise Refused("points", _("The text has no points yet. Write them before the members get it."))
    gaps = gaps_of(wording)
    if gaps:
        more = len(gaps) - 1
        words = in_sentence(gaps[0])
        words += (
            " " + ngettext("And %(count)s point more.", "And %(count)s points more.", more) % {"count": more}
            if more
            else ""
        )
        raise Refused("lineage", words, details={"gaps": gaps})


def refuse_name(declaration: Declaration, name: str) -> None:
    """A text has a name of its own that may stand in addresses."""
    if not rules.is_name(name):
        raise Refused("name", _name_will_not_do(name, "2022"), field="name")
    if declaration.wordings.filter(name=name).exists():
        raise Refused("name", _("There is a text of this name already."), field="name")


def hold(wording: Wording) -> None:
    """Let nobody else write in the text until this is done, and refuse where its words stand.

    The row is written before it is read: who comes second waits here, and then reads what the first saved.
    """
    Wording.objects.filter(pk=wording.pk).update(revision=F("revision") + 1)
    wording.refresh_from_db()
    refuse_fixed(wording)


def saved_meanwhile(noun: Any, yours: dict[str, Any], *, seen: str) -> Conflict:
    """What the second of two writers is told; both texts go with it, so that neither is lost."""
    return Conflict(
        "seen",
        _("Somebody else saved while you were writing. Here are both texts; nothing is lost."),
        details={"yours": yours, "theirs": history.values_of(noun, yours), "seen": seen},
    )


def changed_meanwhile(words: str, *, seen: str) -> Conflict:
    """What the second of two is told where two texts cannot stand side by side; sent again, it counts."""
    return Conflict("seen", words, details={"yours": {}, "theirs": {}, "seen": seen})


def _name_will_not_do(name: str, example: str) -> str:
    words = _(
        "Write a name of small letters a–z, figures and hyphens, such as %(example)s. “%(name)s” will not do."
    )
    return words % {"name": name, "example": example}

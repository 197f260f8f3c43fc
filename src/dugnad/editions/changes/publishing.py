"""Verbs of review and publication: what is published is frozen, byte for byte."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dugnad.editions.changes.using import note_stories_used
from dugnad.editions.models import Edition
from dugnad.editions.queries import content_of, is_out_of_date
from dugnad.editions.queries.stories import stories_awaiting_their_sender
from dugnad.editions.rules import canonical, fingerprint, is_shown
from dugnad.editions.states import STEPS, State
from dugnad.kit import changes as kit
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

TOLD = frozenset({"note", "content_sha256"})  # of what a step writes, what the trail repeats


@transaction.atomic
def submit_edition(edition: Edition, *, by: Person | None, at: datetime) -> None:
    """Ask the bodies to read the edition."""
    _refuse_uncomposed(edition)
    _step("submit_edition", edition, by=by, at=at)


@transaction.atomic
def return_edition(edition: Edition, *, note: str, by: Person | None, at: datetime) -> None:
    """Send the edition back to the secretariat, with what should be changed."""
    if not note.strip():
        raise Refused("note", _("Write what should be changed."), field="note")
    _step("return_edition", edition, by=by, at=at, note=note.strip())


@transaction.atomic
def approve_edition(edition: Edition, *, by: Person | None, at: datetime) -> None:
    """Stand behind the edition as it is; from now on its content stays as it was read."""
    _refuse_uncomposed(edition)
    _step("approve_edition", edition, by=by, at=at)


@transaction.atomic
def publish_edition(
    edition: Edition, *, although_senders_wait: bool = False, by: Person | None, at: datetime
) -> Edition:
    """Freeze the edition and show it to everyone, with its canonical bytes and their fingerprint.

    Stories whose sender has not answered go out only where somebody has said that they shall.
    """
    # Nobody else may compose or return it between the reading of the content and the freezing of it.
    Edition.objects.select_for_update().get(pk=edition.pk)
    edition.refresh_from_db()
    _refuse_uncomposed(edition)
    if not although_senders_wait:
        _refuse_unanswered(edition)
    content = canonical(content_of(edition))
    _step(
        "publish_edition",
        edition,
        by=by,
        at=at,
        content=content,
        content_sha256=fingerprint(content),
        published_at=at,
        published_by=by,
    )
    note_stories_used(edition, by=by, at=at)
    return edition


@transaction.atomic
def withdraw_edition(
    edition: Edition,
    *,
    reason: str,
    replaced_by: Edition | None = None,
    by: Person | None,
    at: datetime,
) -> None:
    """Mark a published edition as withdrawn; it stays readable at its address, with the reason.

    What takes its place is named at once, or later by `name_replacement`.
    """
    if not reason.strip():
        raise Refused("reason", _("Write why the edition is withdrawn."), field="reason")
    _refuse_as_replacement(edition, replaced_by)
    _step("withdraw_edition", edition, by=by, at=at, note=reason.strip(), replaced_by=replaced_by)


@transaction.atomic
def name_replacement(
    edition: Edition, replacement: Edition | None, *, by: Person | None, at: datetime
) -> None:
    """Say which edition has taken the place of one that was withdrawn."""
    if edition.state != State.WITHDRAWN:
        raise Refused("state", _("Only an edition that is withdrawn can be replaced by another."))
    _refuse_as_replacement(edition, replacement)
    kit.edit(edition, "name_replacement", {"replaced_by": replacement}, by=by, at=at)


def _refuse_as_replacement(edition: Edition, replacement: Edition | None) -> None:
    """Readers are sent to something that stands."""
    if replacement and (replacement.pk == edition.pk or not is_shown(replacement.state)):
        raise Refused("replaced_by", _("Choose an edition that is published."), field="replaced_by")


def _refuse_unanswered(edition: Edition) -> None:
    """What is published stays: the sender must have answered, or somebody must have decided."""
    waiting = stories_awaiting_their_sender(edition)
    if waiting:
        message = _(
            "The sender has not answered about %(stories)s. Wait for the answer, send the edition back and "
            "leave the story out, or tick that it shall be published all the same."
        )
        titles = ", ".join(f"“{story['title']}”" for story in waiting)
        raise Refused("senders", message % {"stories": titles}, field="although_senders_wait")


def _refuse_uncomposed(edition: Edition) -> None:
    """Nobody can stand behind figures that are not there, or that were worked out for other choices."""
    if edition.composed_at is None:
        raise Refused("composed", _("Work out the figures first; there is nothing to read yet."))
    if is_out_of_date(edition):
        message = _("The choices have changed since the figures were worked out. Work them out anew first.")
        raise Refused("composed", message)


def _step(verb: str, edition: Edition, *, by: Person | None, at: datetime, **values: Any) -> None:
    """Move an edition if its state permits; of two who try at once the database lets one through."""
    step, before = STEPS[verb], edition.state
    won = Edition.objects.filter(pk=edition.pk, state__in=step.starts).update(
        state=step.ends, revision=F("revision") + 1, **values
    )
    edition.refresh_from_db()
    if not won:
        raise Refused("state", step.refusal)
    told = {name: value for name, value in values.items() if name in TOLD}
    history.record(verb, edition, by=by, at=at, before={"state": before}, after={"state": step.ends, **told})

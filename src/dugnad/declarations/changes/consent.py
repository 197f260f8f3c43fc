"""What the verbs of consent share: the row that is held, days that are right, signatures that fall."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from dugnad.declarations.models import Endorsement, Signature, Wording
from dugnad.declarations.queries import fingerprint_of
from dugnad.declarations.rules.consent import Step, can_take, decisions, first_day
from dugnad.declarations.states import Revocation
from dugnad.kit.changes import edit
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.formats import day as in_words
from dugnad.members.models import Person


def claim(endorsement: Endorsement) -> None:
    """Hold the row until the transaction ends, and see what others have entered meanwhile."""
    Endorsement.objects.select_for_update().get(pk=endorsement.pk)
    wording = endorsement.wording
    endorsement.refresh_from_db()
    wording.refresh_from_db()
    endorsement.wording = wording


def the_words(wording: Wording) -> str:
    """The fingerprint of the words as they stand: that of a text that stands still is kept with it."""
    return wording.sha256 or fingerprint_of(wording)


def refuse_step(endorsement: Endorsement, step: Step) -> None:
    """Refuse what does not follow on what the member has said."""
    if not can_take(step, endorsement):
        message = _("%(member)s stands as “%(state)s” in the register, and this does not follow on that.")
        told = {"member": endorsement.organisation, "state": endorsement.get_state_display()}
        raise Refused("state", message % told)


def refuse_day(wording: Wording, on: date, *, at: datetime, field: str) -> None:
    """Refuse a day that has not come, and one on which the members did not have the text."""
    if on > local_day(at):
        raise Refused("day", _("That day has not come yet. Enter it when it has."), field=field)
    first = first_day(wording)
    if first and on < first:
        message = _("The text was offered to the members on %(day)s. Enter that day or a later one.")
        raise Refused("day", message % {"day": in_words(first)}, field=field)


def days_of(endorsement: Endorsement, *, but_last: bool) -> list[date]:
    """The days of the decisions so far, in order; without the last one where that is what is corrected."""
    days = [decision.on for decision in decisions(endorsement)]
    return days[:-1] if but_last else days


def revoke_all(
    endorsement: Endorsement, *, on: date, by: Person | None, at: datetime, because: str = "", kind: str = ""
) -> None:
    """Let the signature in force fall, if there is one; what was signed stays to be read, with the reason.

    The reason is somebody's words, or a kind that each reader has in their own language.
    """
    for signature in endorsement.signatures.filter(revoked_on__isnull=True):
        told = {"revoked_on": max(on, signature.signed_on), "revoked_because": because, "revoked_as": kind}
        edit(signature, "revoke_signature", told, by=by, at=at, of=endorsement.organisation_id)


def count_again(wording: Wording, *, by: Person | None, at: datetime) -> None:
    """Let signatures hold again where a text has come back to the very words that they are under.

    Only where another one holds in their place: who has drawn back has not come back with the words.
    """
    words = the_words(wording)
    found = Signature.objects.filter(endorsement__wording=wording, sha256=words, revoked_as__in=Revocation)
    newest = {one.endorsement_id: one for one in found.select_related("endorsement").order_by("pk")}
    for earlier in newest.values():
        endorsement = earlier.endorsement
        if not endorsement.signatures.filter(revoked_on__isnull=True).exclude(sha256=words).exists():
            continue
        revoke_all(endorsement, kind=Revocation.WORDS_BACK, on=local_day(at), by=by, at=at)
        told = {"revoked_on": None, "revoked_because": "", "revoked_as": ""}
        edit(earlier, "count_again", told, by=by, at=at, of=endorsement.organisation_id)

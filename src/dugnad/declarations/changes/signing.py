"""Verbs of signing: sign, revoke, confirm by somebody new in office, and make the papers that prove it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations.changes.consent import claim, refuse_day, refuse_step, revoke_all, the_words
from dugnad.declarations.changes.endorsing import endorse
from dugnad.declarations.kinds import EndorsementWay, PaperLanguage
from dugnad.declarations.models import (
    Campaign,
    Confirmation,
    Endorsement,
    JointPaper,
    Signature,
    Wording,
)
from dugnad.declarations.queries.papers import Told, compiled, told_to_all, told_to_one
from dugnad.declarations.queries.verifying import signatures_in_force
from dugnad.declarations.rules import can_endorse
from dugnad.declarations.rules.consent import Step, stands_behind
from dugnad.declarations.states import Revocation
from dugnad.kit import uploads
from dugnad.kit.changes import add, edit, store_file
from dugnad.kit.clock import local_day
from dugnad.kit.codes import new_code
from dugnad.kit.errors import Refused
from dugnad.kit.models import StoredFile
from dugnad.members.models import Person


@transaction.atomic
def sign(
    endorsement: Endorsement, *, signatory: str, office: str, on: date, by: Person | None, at: datetime,
    at_ceremony: bool = False, is_deputy: bool = False, office_title: str = "", person: Person | None = None,
    endorses_too: bool = False,
) -> Signature:  # fmt: skip
    """Enter a signature under the words as they are.

    Nobody signs what the member has not endorsed; with `endorses_too` the mayor's signature is the
    confirmation as well, and both are entered. Signed again after the words have changed, the signature of
    the old words stays to be read, and no longer holds.
    """
    claim(endorsement)
    _refuse_unsignable(endorsement, on, at=at)
    if at_ceremony:
        _refuse_other_day(endorsement.wording, on)
    words = the_words(endorsement.wording)
    if endorses_too and not stands_behind(endorsement, words):
        endorse(endorsement, way=EndorsementWay.MAYOR, on=on, by=by, at=at)
    _refuse_unendorsed(endorsement, words, on)
    _refuse_second(endorsement, words)
    revoke_all(endorsement, kind=Revocation.SIGNED_ANEW, on=on, by=by, at=at)
    signature = Signature(
        endorsement=endorsement, signatory=signatory.strip(), person=person, office=office,
        office_title=office_title, is_deputy=is_deputy, signed_on=on, at_ceremony=at_ceremony,
        sha256=words, code=new_code(),
    )  # fmt: skip
    add(signature, "sign", by=by, at=at, of=endorsement.organisation_id)
    return signature


@transaction.atomic
def revoke_signature(signature: Signature, *, reason: str, on: date, by: Person | None, at: datetime) -> None:
    """Say that a signature no longer holds, from when and why; its paper tells so when looked up."""
    if signature.revoked_on is not None:
        raise Refused("state", _("The signature has been revoked already."))
    if not reason.strip():
        message = _("Write why. Whoever looks up the paper reads it.")
        raise Refused("reason", message, field="reason")
    if not signature.signed_on <= on <= local_day(at):
        message = _("Enter a day from the signing to today.")
        raise Refused("on", message, field="on")
    told = {"revoked_on": on, "revoked_because": reason.strip()}
    edit(signature, "revoke_signature", told, by=by, at=at, of=signature.endorsement.organisation_id)


@transaction.atomic
def confirm(
    endorsement: Endorsement, *, name: str, office: str, on: date, stands_by: bool, by: Person | None,
    at: datetime, note: str = "",
) -> Confirmation:  # fmt: skip
    """Enter what somebody who has come into office says of the promise: stands by it, or does not."""
    claim(endorsement)
    refuse_step(endorsement, Step.CONFIRM)
    refuse_day(endorsement.wording, on, at=at, field="on")
    if endorsement.endorsed_on and on < endorsement.endorsed_on:
        raise Refused("on", _("A confirmation comes after the endorsement that it confirms."), field="on")
    confirmation = Confirmation(
        endorsement=endorsement, name=name.strip(), office=office, on=on, stands_by=stands_by, note=note
    )
    add(confirmation, "confirm_promise", by=by, at=at, of=endorsement.organisation_id)
    return confirmation


def make_signed_paper(signature: Signature, *, by: Person | None, at: datetime) -> StoredFile:
    """Make the PDF of one signature; made once, it is kept as it was.

    It is compiled before anything is locked: nobody who only wants to save waits for the compiler. What it
    says is gathered again with the row held, and a paper that says something else is not kept.
    """
    if signature.file is not None:
        return signature.file
    _refuse_other_words(signature)
    told = told_to_one(signature, at=at)
    return _keep_signed_paper(signature, told, compiled(told, at=at), by=by, at=at)


@transaction.atomic
def _keep_signed_paper(
    signature: Signature, told: Told, content: bytes, *, by: Person | None, at: datetime
) -> StoredFile:
    endorsement = signature.endorsement
    claim(endorsement)
    signature.refresh_from_db()
    signature.endorsement = endorsement
    if signature.file is not None:
        return signature.file
    _refuse_other_words(signature)
    if told_to_one(signature, at=at) != told:
        raise _meanwhile()
    stored = _store(content, f"{signature.code}.pdf", at=at)
    edit(signature, "make_signed_paper", {"file": stored}, by=by, at=at, of=endorsement.organisation_id)
    return stored


def make_joint_paper(
    wording: Wording, *, by: Person | None, at: datetime, language: str = PaperLanguage.BOKMAAL
) -> JointPaper:
    """Make one PDF with the names of all who have signed the words as they are; older ones stay genuine.

    Compiled before anything is locked, as the paper of one signature is.
    """
    code = new_code()
    told = _told_to_all(wording, language=language, code=code, at=at)
    content = compiled(told, at=at)
    return _keep_joint_paper(wording, told, content, by=by, at=at)


@transaction.atomic
def _keep_joint_paper(
    wording: Wording, told: Told, content: bytes, *, by: Person | None, at: datetime
) -> JointPaper:
    Wording.objects.select_for_update().get(pk=wording.pk)
    wording.refresh_from_db()
    language, code = told["language"], told["code"]
    if _told_to_all(wording, language=language, code=code, at=at) != told:
        raise _meanwhile()
    paper = JointPaper(
        wording=wording, file=_store(content, f"{code}.pdf", at=at), code=code, language=language,
        sha256=told["sha256"], signatures=len(told["signatures"]), made_at=at,
    )  # fmt: skip
    add(paper, "make_joint_paper", by=by, at=at)
    return paper


def _told_to_all(wording: Wording, *, language: str, code: str, at: datetime) -> Told:
    words = the_words(wording)
    signatures = [one for one in signatures_in_force(wording, on=local_day(at)) if one.sha256 == words]
    if not signatures:
        raise Refused("empty", _("Nobody has signed these words yet."))
    return told_to_all(wording, signatures, language=language, code=code, at=at)


def _refuse_other_words(signature: Signature) -> None:
    if signature.sha256 != the_words(signature.endorsement.wording):
        raise Refused("words", _("The words have changed since they were signed, so no paper can show them."))


def _meanwhile() -> Refused:
    return Refused("meanwhile", _("Something was changed while the paper was made. Make it once more."))


def _store(content: bytes, name: str, *, at: datetime) -> StoredFile:
    return store_file(content, uploads.inspect(content, name, allowed={"pdf"}), at=at)


def _refuse_unsignable(endorsement: Endorsement, on: date, *, at: datetime) -> None:
    if not can_endorse(endorsement.wording):
        raise Refused("state", _("The text is being changed. It can be signed when it is offered again."))
    refuse_day(endorsement.wording, on, at=at, field="on")


def _refuse_other_day(wording: Wording, on: date) -> None:
    """Who signs at the ceremony signs on its day."""
    campaign = Campaign.objects.filter(wording=wording).first()
    if campaign and local_day(campaign.ceremony_at) != on:
        message = _("The ceremony is on another day. Take the tick away, or mend the day.")
        raise Refused("at_ceremony", message, field="at_ceremony")


def _refuse_unendorsed(endorsement: Endorsement, words: str, on: date) -> None:
    told = {"member": endorsement.organisation}
    if not stands_behind(endorsement, words):
        message = _(
            "%(member)s has not endorsed these words. Enter the endorsement first, or say that the "
            "signature is the mayor’s confirmation too."
        )
        raise Refused("unendorsed", message % told, field="endorses_too")
    if endorsement.endorsed_on and on < endorsement.endorsed_on:
        message = _("%(member)s endorsed the words after that day. Mend this day, or that one.")
        raise Refused("unendorsed", message % told, field="on")


def _refuse_second(endorsement: Endorsement, words: str) -> None:
    if endorsement.signatures.filter(revoked_on__isnull=True, sha256=words).exists():
        message = _("%(member)s has signed these words already. Revoke that signature first, if it is wrong.")
        raise Refused("signed", message % {"member": endorsement.organisation})

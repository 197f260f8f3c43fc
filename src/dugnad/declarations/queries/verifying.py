"""Whether a paper that somebody holds is genuine, and of the words that hold now."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from dugnad.declarations.models import JointPaper, Reservation, Signature, Wording
from dugnad.declarations.queries.wordings import fingerprint_of
from dugnad.declarations.rules.consent import in_force_on, verdict_of
from dugnad.declarations.states import Revocation, Verdict
from dugnad.kit.codes import code_as_printed


@dataclass(frozen=True)
class Proof:
    """What is known of a paper: one signature, or everybody's; or nothing."""

    verdict: Verdict
    code: str = ""
    signature: Signature | None = None
    joint: JointPaper | None = None
    file_sha256: str = ""  # of the copy that was shown to us
    words: str = ""  # the fingerprint of the text as it is now
    anew: Signature | None = None  # what the same member has signed since, under the words as they are now

    @property
    def wording(self) -> Wording | None:
        """The text that the paper is about."""
        if self.signature:
            return self.signature.endorsement.wording
        return self.joint.wording if self.joint else None

    @property
    def is_copy(self) -> bool:
        """Whether a file was shown, and not only a code."""
        return bool(self.file_sha256)

    @property
    def signed_words(self) -> str:
        """The fingerprint of the words that the paper shows."""
        paper = self.signature or self.joint
        return paper.sha256 if paper else ""


def proof_of_code(typed: str) -> Proof:
    """What is known of the paper with this code, written in any case, with or without hyphens."""
    code = code_as_printed(typed[:60])
    signature = _signatures().filter(code=code).first()
    if signature:
        return _proof(signature, code)
    joint = JointPaper.objects.select_related("wording__declaration", "file").filter(code=code).first()
    return _joint_proof(joint, code) if joint else Proof(Verdict.UNKNOWN, code)


def proof_of_file(chunks: Iterable[bytes]) -> Proof:
    """What is known of a copy, by its checksum alone: one that was changed in any way is not known."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    sha256 = digest.hexdigest()
    signature = _signatures().filter(file__sha256=sha256).first()
    if signature:
        return _proof(signature, signature.code, sha256)
    joints = JointPaper.objects.select_related("wording__declaration", "file")
    joint = joints.filter(file__sha256=sha256).first()
    return _joint_proof(joint, joint.code, sha256) if joint else Proof(Verdict.UNKNOWN, file_sha256=sha256)


def signatures_in_force(wording: Wording, *, on: date) -> list[Signature]:
    """Everybody's signatures that hold on a day, in the order in which they were given."""
    held = Prefetch("endorsement__reservations", Reservation.objects.select_related("point"))
    found = _signatures().filter(endorsement__wording=wording).prefetch_related(held)
    return [one for one in found if in_force_on(one, on)]


def without_paper(signatures: Iterable[Signature], words: str) -> list[Signature]:
    """Of signatures in force those under these words whose papers have not been made."""
    return [one for one in signatures if one.file_id is None and one.sha256 == words]


def verdict_on(signature: Signature, words: str) -> Verdict:
    """What the paper of a signature is worth; the same wherever it is told."""
    return verdict_of(signature.sha256, signature.revoked_on, words, revoked_as=signature.revoked_as)


def _signatures() -> QuerySet[Signature]:
    return Signature.objects.select_related(
        "endorsement__organisation", "endorsement__wording__declaration", "file"
    )


def _proof(signature: Signature, code: str, file_sha256: str = "") -> Proof:
    words = fingerprint_of(signature.endorsement.wording)
    verdict = verdict_on(signature, words)
    anew = _signed_anew(signature, words) if signature.revoked_as == Revocation.SIGNED_ANEW else None
    return Proof(verdict, code, signature=signature, file_sha256=file_sha256, words=words, anew=anew)


def _signed_anew(signature: Signature, words: str) -> Signature | None:
    """The signature that has taken the place of this one, if it is of these words and holds."""
    return signature.endorsement.signatures.filter(revoked_on__isnull=True, sha256=words).first()


def _joint_proof(joint: JointPaper, code: str, file_sha256: str = "") -> Proof:
    words = fingerprint_of(joint.wording)
    return Proof(
        verdict_of(joint.sha256, None, words), code, joint=joint, file_sha256=file_sha256, words=words
    )

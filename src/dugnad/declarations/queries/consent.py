"""The history of one member's consent to a text, in order of time."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dugnad.declarations.models import Endorsement, PastDecision, Signature, Wording
from dugnad.declarations.rules.consent import decisions
from dugnad.declarations.states import EndorsementState
from dugnad.kit.formats import day as in_words
from dugnad.members.models import Organisation


@dataclass(frozen=True)
class DecisionFile:
    """A decision that was put in as a file; `past` is the row of one that a later decision replaced."""

    name: str
    past: int | None


@dataclass(frozen=True)
class Happening:
    """One thing that happened, on its day; `is_of_other_words` where the text has been changed since."""

    on: date
    words: str
    note: str = ""
    is_of_other_words: bool = False
    file: DecisionFile | None = None


SAID = {
    EndorsementState.ENDORSED: lambda: _("Endorsed the declaration"),
    EndorsementState.DECLINED: lambda: _("Said no"),
    EndorsementState.WITHDRAWN: lambda: _("Drew its support back"),
}


def endorsement_of(wording: Wording, member: Organisation) -> Endorsement | None:
    """What a member has said of a text; None where nothing has been entered."""
    found = wording.endorsements.select_related("organisation", "decision_file").filter(organisation=member)
    endorsement = found.first()
    if endorsement:
        endorsement.wording = wording
    return endorsement


def past_decision(endorsement: Endorsement, pk: int) -> PastDecision | None:
    """One of the decisions that a later one has taken the place of, with its file."""
    return endorsement.past_decisions.select_related("decision_file").filter(pk=pk).first()


def signatures_of(endorsement: Endorsement) -> list[Signature]:
    """Every signature of a member under a text, the newest first, with those that no longer hold."""
    return list(endorsement.signatures.select_related("file").order_by("-signed_on", "-id"))


def happenings(endorsement: Endorsement, signatures: list[Signature], words: str) -> list[Happening]:
    """All that happened, oldest first."""
    found = [*_asked(endorsement), *_decided(endorsement, words)]
    for one in signatures:
        found += _signed(one, words)
    for said in endorsement.confirmations.all():
        told = _("%(name)s stands by it") if said.stands_by else _("%(name)s does not stand by it")
        about = ", ".join(filter(None, [said.get_office_display(), said.note]))
        found.append(Happening(said.on, told % {"name": said.name}, about))
    return sorted(found, key=lambda one: one.on)


def _asked(endorsement: Endorsement) -> list[Happening]:
    found = []
    if endorsement.asked_on:
        found.append(Happening(endorsement.asked_on, _("Was asked")))
    if endorsement.considering_since:
        expected = endorsement.expected_on
        notes = [
            endorsement.considered_by,
            _("answer expected %(day)s") % {"day": in_words(expected)} if expected else "",
        ]
        found.append(
            Happening(
                endorsement.considering_since, _("Began to treat the text"), ", ".join(filter(None, notes))
            )
        )
    return found


def _decided(endorsement: Endorsement, words: str) -> list[Happening]:
    found = []
    for on, state, sha256, source in decisions(endorsement):
        is_yes = state == EndorsementState.ENDORSED
        note = decision_words(source) if is_yes else source.reason
        file = _file_of(source) if is_yes else None
        found.append(Happening(on, SAID[EndorsementState(state)](), note, is_yes and sha256 != words, file))
    return found


def _file_of(source: Endorsement | PastDecision) -> DecisionFile | None:
    """The decision as a file; one that was replaced is named by its row."""
    if source.decision_file_id is None:
        return None
    return DecisionFile(source.decision_file_name, source.pk if isinstance(source, PastDecision) else None)


def decision_words(source: Endorsement | PastDecision) -> str:
    """How a member endorsed: body and case, or the mayor's confirmation."""
    case = _("case %(number)s") % {"number": source.case_number} if source.case_number else ""
    return ", ".join(filter(None, [source.get_way_display(), source.body_name, case]))


def _signed(signature: Signature, words: str) -> list[Happening]:
    office = signature.office_title or signature.get_office_display()
    notes = [
        f"{signature.signatory}, {office}",
        _("as a deputy") if signature.is_deputy else "",
        _("at the ceremony") if signature.at_ceremony else "",
    ]
    is_other = signature.sha256 != words
    found = [Happening(signature.signed_on, _("Signed"), ", ".join(filter(None, notes)), is_other)]
    if signature.revoked_on:
        told = _("The signature no longer holds")
        found.append(Happening(signature.revoked_on, told, signature.why_revoked))
    return found

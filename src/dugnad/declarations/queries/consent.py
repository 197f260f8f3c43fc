"""The history of one member's consent to a text, in order of time."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dugnad.declarations.models import (
    Confirmation,
    Endorsement,
    PastDecision,
    Signature,
    Wording,
    office_in_words,
)
from dugnad.declarations.rules.consent import decisions
from dugnad.declarations.states import EndorsementState
from dugnad.kit.formats import day as in_words
from dugnad.kit.models import Change
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


Mark = tuple[str, int, str]  # of what kind a noun is, its number, and what happened to it
Marked = tuple[Mark, Happening]
NOUN, DECISION = "declarations.", "decision "
DECIDING = frozenset({"endorse", "decline_endorsement", "withdraw_endorsement"})
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
    """All that happened, oldest first; what happened on one day stands as it was entered."""
    found = [*_asked(endorsement), *_decided(endorsement, words)]
    for one in sorted(signatures, key=lambda one: one.pk):
        found += _signed(one, words)
    found += [_confirmed(said) for said in endorsement.confirmations.all()]
    found.sort(key=lambda one: one[1].on)
    days = [happening.on for _mark, happening in found]
    if len(set(days)) < len(days):
        place = _order_of_entry(endorsement, [mark for mark, _happening in found])
        found.sort(key=lambda one: (one[1].on, place.get(one[0], 0)))
    return [happening for _mark, happening in found]


def _order_of_entry(endorsement: Endorsement, marks: list[Mark]) -> dict[Mark, int]:
    """When each was entered, by its place in the trail; what the trail does not tell of is not there."""
    found: dict[Mark, int] = {}
    deciding: list[int] = []
    for change in _trail(endorsement, marks):
        noun, told = change.noun.removeprefix(NOUN), change.after
        for field in ("asked_on", "considering_since", "signed_on", "on"):
            if told.get(field):
                found.setdefault((noun, change.object_id, field), change.pk)
        if told.get("revoked_on"):
            found[noun, change.object_id, "revoked_on"] = change.pk
        # A decision that was only corrected keeps its state and its words.
        if change.verb in DECIDING and {"state", "sha256"} & set(told):
            deciding.append(change.pk)
    made = sorted(mark for mark in marks if mark[2].startswith(DECISION))
    return found | dict(zip(reversed(made), reversed(deciding), strict=False))


def _trail(endorsement: Endorsement, marks: list[Mark]) -> QuerySet[Change]:
    """The trail of an endorsement, and of what was signed and confirmed under it."""
    nouns = Q(noun=f"{NOUN}endorsement", object_id=endorsement.pk)
    for name in ("signature", "confirmation"):
        own = {pk for noun, pk, _what in marks if noun == name}
        nouns |= Q(noun=f"{NOUN}{name}", object_id__in=own)
    return Change.objects.filter(nouns).order_by("id")


def _asked(endorsement: Endorsement) -> list[Marked]:
    found: list[Marked] = []
    if endorsement.asked_on:
        mark = ("endorsement", endorsement.pk, "asked_on")
        found.append((mark, Happening(endorsement.asked_on, _("Was asked"))))
    if endorsement.considering_since:
        expected = endorsement.expected_on
        notes = [
            endorsement.considered_by,
            _("answer expected %(day)s") % {"day": in_words(expected)} if expected else "",
        ]
        note = ", ".join(filter(None, notes))
        mark = ("endorsement", endorsement.pk, "considering_since")
        found.append((mark, Happening(endorsement.considering_since, _("Began to treat the text"), note)))
    return found


def _decided(endorsement: Endorsement, words: str) -> list[Marked]:
    found: list[Marked] = []
    for number, (on, state, sha256, source) in enumerate(decisions(endorsement)):
        is_yes = state == EndorsementState.ENDORSED
        note = decision_words(source) if is_yes else source.reason
        file = _file_of(source) if is_yes else None
        told = Happening(on, SAID[EndorsementState(state)](), note, is_yes and sha256 != words, file)
        found.append((("endorsement", endorsement.pk, f"{DECISION}{number:04}"), told))
    return found


def _confirmed(said: Confirmation) -> Marked:
    told = _("%(name)s stands by it") if said.stands_by else _("%(name)s does not stand by it")
    about = ", ".join(filter(None, [said.get_office_display(), said.note]))
    return ("confirmation", said.pk, "on"), Happening(said.on, told % {"name": said.name}, about)


def _file_of(source: Endorsement | PastDecision) -> DecisionFile | None:
    """The decision as a file; one that was replaced is named by its row."""
    if source.decision_file_id is None:
        return None
    return DecisionFile(source.decision_file_name, source.pk if isinstance(source, PastDecision) else None)


def decision_words(source: Endorsement | PastDecision) -> str:
    """How a member endorsed: body and case, or the mayor's confirmation."""
    case = _("case %(number)s") % {"number": source.case_number} if source.case_number else ""
    return ", ".join(filter(None, [source.get_way_display(), source.body_name, case]))


def _signed(signature: Signature, words: str) -> list[Marked]:
    office = office_in_words(signature)
    notes = [
        f"{signature.signatory}, {office}",
        _("as a deputy") if signature.is_deputy else "",
        _("at the ceremony") if signature.at_ceremony else "",
    ]
    is_other = signature.sha256 != words
    noted = ", ".join(filter(None, notes))
    signed = Happening(signature.signed_on, _("Signed"), noted, is_other)
    found: list[Marked] = [(("signature", signature.pk, "signed_on"), signed)]
    if signature.revoked_on:
        told = Happening(signature.revoked_on, _("The signature no longer holds"), signature.why_revoked)
        found.append((("signature", signature.pk, "revoked_on"), told))
    return found

"""The register: who stands behind a text and who has signed it, at once and for any day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dugnad.declarations.kinds import EndorsementWay, Scope
from dugnad.declarations.models import Confirmation, Endorsement, Reservation, Signature, Wording
from dugnad.declarations.queries.wordings import fingerprint_of
from dugnad.declarations.rules import WHO
from dugnad.declarations.rules.consent import (
    Decision,
    decision_on,
    decisions,
    has_signed,
    in_force_on,
    standing_on,
)
from dugnad.declarations.states import SIGNED, EndorsementState, Standing
from dugnad.members.kinds import OfficeKind
from dugnad.members.models import Office, Organisation
from dugnad.members.queries import (
    alphabetical,
    first_membership_day,
    members_on,
    offices_held,
    subregion_of_members,
)

OTHER_WORDS = frozenset({Standing.SIGNED_BEFORE, Standing.ENDORSED_BEFORE})
WITH_SUPPORT = SIGNED | {Standing.ENDORSED}


@dataclass(frozen=True)
class RegisterRow:
    """A member in the register, as it stood on a day."""

    organisation: Organisation
    subregion: Organisation | None
    standing: Standing
    endorsement: Endorsement | None = None
    decision: Decision | None = None  # the one that held on the day, with how and where it was made
    signature: Signature | None = None
    reservations: list[Reservation] = field(default_factory=list)
    confirmation: Confirmation | None = None  # what somebody new in office said last
    unheard: Office | None = None  # somebody who came into office after the signing, and has said nothing yet

    @property
    def is_county(self) -> bool:
        """Whether this is a county authority, which counts are told with and without."""
        return self.organisation.kind in WHO[Scope.COUNTIES]

    @property
    def is_of_other_words(self) -> bool:
        """Whether what the member signed or endorsed has been changed since."""
        return self.standing in OTHER_WORDS

    @property
    def endorsed(self) -> Decision | None:
        """The yes that held on the day, of these words or of earlier ones."""
        is_yes = self.decision is not None and self.decision.state == EndorsementState.ENDORSED
        return self.decision if is_yes else None

    @property
    def decisions(self) -> list[Decision]:
        """Every decision of the member up to today, in order of time."""
        return decisions(self.endorsement) if self.endorsement else []

    @property
    def supports(self) -> bool:
        """Whether the member stands behind the words, signed or not; its way and day are of these words."""
        return self.standing in WITH_SUPPORT


@dataclass(frozen=True)
class Counts:
    """How many members stand where; each count has a name of its own, because in public they are mixed."""

    standings: Counter[str]
    ways: Counter[str]
    members: int
    reserved: int

    @classmethod
    def of(cls, rows: Iterable[RegisterRow]) -> "Counts":
        """The counts of these rows."""
        rows = list(rows)
        return cls(
            Counter(row.standing for row in rows),
            Counter(row.decision.source.way for row in rows if row.supports and row.decision),
            len(rows),
            sum(bool(row.reservations) for row in rows),
        )

    @property
    def signed(self) -> int:
        """Signed, at the ceremony or on another day."""
        return self.on_the_day + self.later

    @property
    def on_the_day(self) -> int:
        """Signed at the ceremony."""
        return self.standings[Standing.ON_THE_DAY]

    @property
    def later(self) -> int:
        """Signed on another day than that of the ceremony."""
        return self.standings[Standing.LATER]

    @property
    def endorsed(self) -> int:
        """Stand behind the words, signed or not."""
        return self.signed + self.standings[Standing.ENDORSED]

    @property
    def council(self) -> int:
        """Of those, by the decision of a political body."""
        return self.ways[EndorsementWay.COUNCIL]

    @property
    def mayor(self) -> int:
        """Of those, by the mayor's confirmation."""
        return self.ways[EndorsementWay.MAYOR]

    @property
    def considering(self) -> int:
        """Treat the text now."""
        return self.standings[Standing.CONSIDERING]

    @property
    def silent(self) -> int:
        """Were asked, and have not answered."""
        return self.standings[Standing.ASKED]

    @property
    def refused(self) -> int:
        """Said no, or drew back."""
        return self.standings[Standing.DECLINED] + self.standings[Standing.WITHDRAWN]

    @property
    def of_other_words(self) -> int:
        """Signed or endorsed words that have been changed since."""
        return sum(self.standings[standing] for standing in OTHER_WORDS)


@dataclass(frozen=True)
class Register:
    """The register of a text on a day: the rows that the filters let through, and what all come to."""

    wording: Wording
    on: date
    rows: list[RegisterRow]
    counts: Counts  # of those that the counties' switch lets through
    everyone: Counts
    municipalities: Counts
    by_subregion: list[tuple[Organisation | None, Counts]]
    subregions: list[Organisation]
    words: str
    groups_are_of: date  # before the first membership that is known, the sub-regions of that day are shown

    @property
    def counties(self) -> int:
        """How many of the signatures are those of county authorities."""
        return self.everyone.signed - self.municipalities.signed


def words_of(wording: Wording) -> str:
    """The fingerprint of the words as they stand: a text that stands still has it beside it."""
    return wording.sha256 or fingerprint_of(wording)


def holds_decision(endorsement: Endorsement) -> bool:
    """Whether a political body's decision for the words as they are stands in the register."""
    of_these = endorsement.sha256 == words_of(endorsement.wording)
    is_endorsed = endorsement.state == EndorsementState.ENDORSED
    return is_endorsed and of_these and endorsement.way == EndorsementWay.COUNCIL


def register_of(
    wording: Wording, *, on: date, with_counties: bool = True, subregion: str = "", standing: str = ""
) -> Register:
    """The register on a day, in the alphabet's order: no member is better than another."""
    words, groups_day = words_of(wording), max(on, first_membership_day() or on)
    everyone = sorted(
        _rows(wording, words, on=on, groups_day=groups_day),
        key=lambda row: alphabetical(row.organisation.name),
    )
    municipal = [row for row in everyone if not row.is_county]
    counted = everyone if with_counties else municipal
    return Register(
        wording=wording,
        on=on,
        rows=[row for row in counted if _fits(row, subregion, standing)],
        counts=Counts.of(counted),
        everyone=Counts.of(everyone),
        municipalities=Counts.of(municipal),
        by_subregion=_by_subregion(counted),
        subregions=_subregions(everyone),
        words=words,
        groups_are_of=groups_day,
    )


def row_of_member(wording: Wording, member: Organisation, *, on: date) -> RegisterRow:
    """One member in the register on a day."""
    words, groups_day = words_of(wording), max(on, first_membership_day() or on)
    found = _rows(wording, words, on=on, groups_day=groups_day, member=member)
    return next(iter(found))


def _rows(
    wording: Wording, words: str, *, on: date, groups_day: date, member: Organisation | None = None
) -> list[RegisterRow]:
    """Everybody who was a member that day, and everybody who is in the register, member or not."""
    endorsements = wording.endorsements.select_related("organisation").order_by()
    endorsements = endorsements.prefetch_related("past_decisions")
    signatures = Signature.objects.filter(endorsement__wording=wording)
    if member:
        endorsements, signatures = (
            endorsements.filter(organisation=member),
            signatures.filter(endorsement__organisation=member),
        )
    known = {one.organisation_id: one for one in endorsements}
    people = {one.organisation_id: one.organisation for one in known.values()}
    people |= {member.pk: member} if member else {one.pk: one for one in members_on(groups_day)}
    in_force = {one.endorsement_id: one for one in signatures if in_force_on(one, on)}
    groups = subregion_of_members(on=groups_day)
    reservations, confirmations = _reservations(wording), _confirmations(wording, on=on)
    mayors = {one.organisation_id: one for one in offices_held([OfficeKind.MAYOR], on=on)}
    rows = []
    for pk, organisation in people.items():
        endorsement = known.get(pk)
        own = endorsement.pk if endorsement else 0
        signature, said = in_force.get(own), confirmations.get(own)
        stands = standing_on(endorsement, signature, words, on)
        rows.append(
            RegisterRow(
                organisation=organisation,
                subregion=groups.get(pk),
                standing=stands,
                endorsement=endorsement,
                decision=decision_on(endorsement, on) if endorsement else None,
                signature=signature,
                reservations=reservations.get(own, []) if stands in WITH_SUPPORT else [],
                confirmation=said,
                unheard=_unheard(mayors.get(pk), signature, said),
            )
        )
    return rows


def _unheard(mayor: Office | None, signature: Signature | None, said: Confirmation | None) -> Office | None:
    """A mayor who came after the signature was given, and of whom nothing has been entered since."""
    if mayor is None or signature is None or mayor.valid_from <= signature.signed_on:
        return None
    names = {signature.signatory.casefold(), said.name.casefold() if said else ""}
    return None if mayor.person.name.casefold() in names else mayor


def _reservations(wording: Wording) -> dict[int, list[Reservation]]:
    found: dict[int, list[Reservation]] = {}
    for one in Reservation.objects.filter(endorsement__wording=wording).select_related("point"):
        found.setdefault(one.endorsement_id, []).append(one)
    return found


def _confirmations(wording: Wording, *, on: date) -> dict[int, Confirmation]:
    """The newest of each endorsement up to a day."""
    told = Confirmation.objects.filter(endorsement__wording=wording, on__lte=on).order_by("on", "id")
    return {one.endorsement_id: one for one in told}


def _fits(row: RegisterRow, subregion: str, standing: str) -> bool:
    own = row.subregion.slug if row.subregion else ""
    chosen = standing in ("", row.standing) or (standing == "signed" and has_signed(row.standing))
    return subregion in ("", own) and chosen


def _by_subregion(rows: Iterable[RegisterRow]) -> list[tuple[Organisation | None, Counts]]:
    """The counts of each sub-region in the alphabet's order; those without one stand last."""
    groups: dict[int, tuple[Organisation | None, list[RegisterRow]]] = {}
    for row in rows:
        key = row.subregion.pk if row.subregion else 0
        groups.setdefault(key, (row.subregion, []))[1].append(row)
    in_order = sorted(
        groups.values(), key=lambda one: (one[0] is None, alphabetical(one[0].name if one[0] else ""))
    )
    return [(group, Counts.of(own)) for group, own in in_order]


def _subregions(rows: Iterable[RegisterRow]) -> list[Organisation]:
    groups = {row.subregion.pk: row.subregion for row in rows if row.subregion}
    return sorted(groups.values(), key=lambda group: alphabetical(group.name))

"""Questions about campaigns: who is asked, whom to call, what is late, who comes to the ceremony."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dugnad.declarations.kinds import Scope
from dugnad.declarations.models import Attendance, Campaign, CampaignStep, Endorsement, Signature, Wording
from dugnad.declarations.queries.papers import language_for
from dugnad.declarations.rules import WHO
from dugnad.declarations.rules.campaigning import is_step_late
from dugnad.declarations.states import UNANSWERED, EndorsementState
from dugnad.members.kinds import PUBLIC_OFFICES, Mandate, OfficeKind
from dugnad.members.models import Office, Organisation, Person
from dugnad.members.queries import alphabetical, holding, members_on, subregion_of_members

ANSWERING = (Mandate.APPROVER, Mandate.EDITOR)
# Whom one calls about a promise: the mayor before the deputy, then those who answer for the member here.
ORDER = (OfficeKind.MAYOR, OfficeKind.DEPUTY_MAYOR)


@dataclass(frozen=True)
class StepRow:
    """A step of a campaign as it stands on a day."""

    step: CampaignStep
    is_late: bool
    is_moved: bool = False


@dataclass(frozen=True)
class ChaseRow:
    """A member that has not answered: since when, what it has told us, and whom to call."""

    endorsement: Endorsement
    subregion: Organisation | None
    contacts: list[Office]
    since: date | None
    is_overdue: bool

    @property
    def organisation(self) -> Organisation:
        """The member."""
        return self.endorsement.organisation

    @property
    def may_write(self) -> bool:
        """Whether there is somebody to write to."""
        return any(office.person.email for office in self.contacts)


@dataclass
class LetterTo:
    """One person, and the members that a letter to them is about."""

    person: Person
    endorsements: list[Endorsement] = field(default_factory=list)

    @property
    def members(self) -> str:
        """The names of the members, as a sentence has them."""
        return ", ".join(one.organisation.name for one in self.endorsements)

    @property
    def text(self) -> str:
        """The address of the text as a PDF, in the language of the first member's own letters."""
        first = self.endorsements[0]
        wording, language = first.wording, language_for(first.organisation)
        path = f"/erklaering/{wording.declaration.key}/{wording.name}/tekst-{language.value}.pdf"
        return settings.PUBLIC_URL + path

    @property
    def links(self) -> list[tuple[str, str]]:
        """The page of each member in the register."""
        return [
            (one.organisation.name, settings.PUBLIC_URL + member_address(one)) for one in self.endorsements
        ]


def member_address(endorsement: Endorsement) -> str:
    """Where a member's consent stands; made without the addresses, for letters are written far from them."""
    wording = endorsement.wording
    key, slug = wording.declaration.key, endorsement.organisation.slug
    return f"/erklaering/{key}/{wording.name}/register/{slug}/"


def campaign_of(wording: Wording) -> Campaign | None:
    """The campaign of a text, if one is planned."""
    return Campaign.objects.filter(wording=wording).first()


def steps_of(campaign: Campaign, *, on: date) -> list[StepRow]:
    """The steps in order of their days."""
    return [StepRow(step, is_step_late(step, on=on)) for step in campaign.steps.all()]


def asked_members(campaign: Campaign, *, on: date) -> list[Organisation]:
    """Whom a campaign asks: the members of the day, with county authorities or without."""
    kinds = WHO[Scope.ALL if campaign.with_counties else Scope.MUNICIPALITIES]
    return list(members_on(on).filter(kind__in=kinds))


def signed_these(words: str) -> QuerySet[Signature, int]:
    """The endorsements (id) that have a signature in force under these words."""
    found = Signature.objects.filter(revoked_on__isnull=True, sha256=words)
    return found.values_list("endorsement_id", flat=True)


def chase_list(campaign: Campaign, *, on: date) -> list[ChaseRow]:
    """The members that have not decided about the words as they are, in the alphabet's order.

    Who was asked and has not answered; and who endorsed other words, for nobody has told us of these. Who
    has signed these words has: they may have come back to what was signed earlier.
    """
    words = campaign.wording.sha256
    silent = Q(state__in=UNANSWERED, asked_on__isnull=False)
    of_other_words = Q(state=EndorsementState.ENDORSED) & ~Q(sha256=words) if words else Q(pk__in=())
    found = campaign.wording.endorsements.filter(silent | of_other_words).exclude(pk__in=signed_these(words))
    waiting = list(found.select_related("organisation"))
    groups = subregion_of_members(on=on)
    contacts = contacts_of([one.organisation_id for one in waiting], groups, on=on)
    rows = []
    for one in sorted(waiting, key=lambda one: alphabetical(one.organisation.name)):
        one.wording = campaign.wording  # the one at hand, or each row would fetch its own
        rows.append(
            ChaseRow(
                endorsement=one,
                subregion=groups.get(one.organisation_id),
                contacts=contacts.get(one.organisation_id, []),
                since=one.considering_since or one.asked_on,
                is_overdue=on > max(campaign.reply_due, one.expected_on or campaign.reply_due),
            )
        )
    return rows


def contacts_of(
    members: Iterable[int], groups: dict[int, Organisation], *, on: date
) -> dict[int, list[Office]]:
    """For each member (id) the mayor, and those who answer for it; its sub-region's, where that does."""
    members = list(members)
    speaking = {pk: groups[pk].pk for pk in members if pk in groups and groups[pk].answers_for_members}
    places = {*members, *speaking.values()}
    held = Office.objects.filter(holding(on), organisation__in=places).select_related(
        "person", "organisation"
    )
    by_place: dict[int, list[Office]] = {}
    for office in sorted(held.order_by("pk"), key=_nearness):
        if office.mandate in ANSWERING or office.kind in PUBLIC_OFFICES:
            by_place.setdefault(office.organisation_id, []).append(office)
    return {pk: by_place.get(pk, []) + by_place.get(speaking.get(pk, 0), []) for pk in members}


def _nearness(office: Office) -> tuple[int, int]:
    kind = ORDER.index(OfficeKind(office.kind)) if office.kind in ORDER else len(ORDER)
    mandate = ANSWERING.index(Mandate(office.mandate)) if office.mandate in ANSWERING else len(ANSWERING)
    return kind, mandate


def letters_about(endorsements: list[Endorsement], *, on: date) -> list[LetterTo]:
    """One letter to each person with an e-mail who speaks or answers for these members."""
    contacts = contacts_of([one.organisation_id for one in endorsements], subregion_of_members(on=on), on=on)
    letters: dict[int, LetterTo] = {}
    for one in endorsements:
        for office in contacts[one.organisation_id]:
            letter = letters.setdefault(office.person_id, LetterTo(office.person))
            if one not in letter.endorsements:
                letter.endorsements.append(one)
    return [letter for letter in letters.values() if letter.person.email]


def ceremony_list(wording: Wording) -> list[Attendance]:
    """Those who come to sign, in their order; those without a place last, by the name of the member."""
    coming = Attendance.objects.filter(endorsement__wording=wording).select_related(
        "endorsement__organisation"
    )
    return sorted(
        coming,
        key=lambda one: (
            one.position is None,
            one.position or 0,
            alphabetical(one.endorsement.organisation.name),
        ),
    )


def attendance_of(endorsement: Endorsement) -> Attendance | None:
    """Who comes to sign for a member, where it has said so."""
    return Attendance.objects.filter(endorsement=endorsement).first()


def mayor_of(member: Organisation, *, on: date) -> Person | None:
    """Who is mayor of a member on a day."""
    held = Office.objects.filter(holding(on), organisation=member, kind=OfficeKind.MAYOR)
    office = held.select_related("person").first()
    return cast(Person, office.person) if office else None


def usual_signatory(member: Organisation, *, on: date) -> dict[str, str]:
    """Who signs for a member that has named nobody: its mayor, who has a title of its own in a county."""
    mayor = mayor_of(member, on=on)
    title = _("county mayor") if member.kind in WHO[Scope.COUNTIES] else ""
    return {
        "signatory": mayor.name if mayor else "",
        "office": OfficeKind.MAYOR,
        "office_title": title,
    }

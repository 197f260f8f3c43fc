"""The chase list: who has answered, who is late, whom to ring."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dugnad.calls.models import Call, Reply
from dugnad.calls.queries.calls import questions_of
from dugnad.calls.queries.conditions import asked_of_each
from dugnad.calls.rules import is_late, is_overdue, may_remind, standing_of
from dugnad.calls.states import ReplyState
from dugnad.kit.clock import OSLO
from dugnad.kit.formats import moment
from dugnad.members.kinds import Mandate, OrganisationKind
from dugnad.members.models import Membership, Office, Organisation, Person
from dugnad.members.queries import alphabetical, holding, subregion_of_members


@dataclass(frozen=True)
class ChaseRow:
    """A member in the chase list."""

    reply: Reply
    subregion: Organisation | None
    people: list[Person]
    standing: str
    is_late: bool
    is_overdue: bool
    asked: int

    @property
    def may_remind(self) -> bool:
        """Whether they can be reminded: they have not answered, and there is somebody to write to."""
        return may_remind(self.reply) and any(person.email for person in self.people)


@dataclass(frozen=True)
class Chase:
    """The chase list of a call, with how many members stand where."""

    rows: list[ChaseRow]
    everyone: int
    standings: Counter[str] = field(default_factory=Counter)
    subregions: list[Organisation] = field(default_factory=list)


# In the order in which the secretariat works: what waits for us, what we wait for, what is done.
STANDINGS = (
    ReplyState.SUBMITTED.value, "late", "late_expected", ReplyState.AWAITED.value,
    ReplyState.RETURNED.value, ReplyState.ACCEPTED.value, ReplyState.WILL_NOT_ANSWER.value,
)  # fmt: skip


def standing_label(standing: str) -> str:
    """The words for a state as a list shows it."""
    worked_out = {"late": _("Late"), "late_expected": _("Expected later")}
    return worked_out.get(standing) or str(ReplyState(standing).label)


def chase_list(call: Call, *, at: datetime, standing: str = "", subregion: str = "") -> Chase:
    """Every member that was asked, filtered by standing and by the slug of a sub-region."""
    replies = list(call.replies.select_related("organisation"))
    day = at.astimezone(OSLO).date()
    groups = subregion_of_members(on=day)
    people = _answerers([reply.organisation_id for reply in replies], groups, at=at)
    asked = asked_of_each(questions_of(call), replies)
    rows = [
        ChaseRow(
            reply=reply,
            subregion=groups.get(reply.organisation_id),
            people=people.get(reply.organisation_id, []),
            standing=standing_of(call, reply, at=at),
            is_late=is_late(call, reply, at=at),
            is_overdue=is_overdue(call, reply, at=at),
            asked=asked[reply.pk],
        )
        for reply in sorted(replies, key=lambda reply: alphabetical(reply.organisation.name))
    ]
    return Chase(
        rows=[row for row in rows if _fits(row, standing, subregion)],
        everyone=len(rows),
        standings=Counter(row.standing for row in rows),
        subregions=_subregions(rows),
    )


def _fits(row: ChaseRow, standing: str, subregion: str) -> bool:
    in_subregion = not subregion or (row.subregion is not None and row.subregion.slug == subregion)
    return in_subregion and standing in {"", row.standing}


def _subregions(rows: Iterable[ChaseRow]) -> list[Organisation]:
    found = {row.subregion.pk: row.subregion for row in rows if row.subregion}
    return sorted(found.values(), key=lambda group: alphabetical(group.name))


def _answerers(
    members: Iterable[int], groups: dict[int, Organisation], *, at: datetime
) -> dict[int, list[Person]]:
    """For each member (id) those who write and submit for it, approvers last; its sub-region's too."""
    speaking = {member: groups[member].pk for member in members if member in groups}
    answering = (Mandate.EDITOR, Mandate.APPROVER)
    day = at.astimezone(OSLO).date()
    places = {*members, *speaking.values()}
    held = Office.objects.filter(holding(day), mandate__in=answering, organisation__in=places)
    held = held.order_by("pk").select_related("person", "organisation")
    by_place: dict[int, list[Person]] = {}
    for office in sorted(held, key=lambda office: (answering.index(office.mandate), office.pk)):
        known = by_place.setdefault(office.organisation_id, [])
        known += [office.person] if office.person not in known else []
    answers = {office.organisation_id for office in held if office.organisation.answers_for_members}
    return {
        member: by_place.get(member, []) or (by_place.get(group, []) if group in answers else [])
        for member, group in {**dict.fromkeys(members, 0), **speaking}.items()
    }


def answerers_of(reply: Reply, *, at: datetime) -> list[Person]:
    """Those with an e-mail who write or submit for a member; a sub-region's, where it answers for it."""
    people = _answerers([reply.organisation_id], _group_of(reply, at=at), at=at)[reply.organisation_id]
    return [person for person in people if person.email]


def _group_of(reply: Reply, *, at: datetime) -> dict[int, Organisation]:
    """The sub-region of one member, as the list of all of them would have it."""
    held = Membership.objects.filter(
        holding(at.astimezone(OSLO).date()),
        organisation=reply.organisation_id,
        group__kind=OrganisationKind.SUBREGION,
    )
    return {row.organisation_id: row.group for row in held.order_by("pk").select_related("group")}


def approvers_of(reply: Reply, *, at: datetime) -> list[Person]:
    """Those with an e-mail who may submit for a member."""
    day = at.astimezone(OSLO).date()
    groups = _group_of(reply, at=at).values()
    places = [reply.organisation_id, *(group.pk for group in groups if group.answers_for_members)]
    held = Office.objects.filter(holding(day), mandate=Mandate.APPROVER, organisation__in=places)
    return list(Person.objects.filter(pk__in=held.values("person"), email__isnull=False))


def chase_listing(call: Call, rows: Iterable[ChaseRow]) -> tuple[list[str], list[list[Any]]]:
    """The chase list as a spreadsheet has it: header and rows."""
    header = [
        _("Municipality"), _("Sub-region"), _("State"), _("Answered"), _("Questions"), _("Submitted"),
        _("Late"), _("Expected on"), _("Reason"), _("Contact"), _("E-mail"), _("Telephone"), _("Address"),
    ]  # fmt: skip
    return header, [_line(call, row) for row in rows]


def _line(call: Call, row: ChaseRow) -> list[Any]:
    return [
        row.reply.organisation.name,
        row.subregion.name if row.subregion else "",
        standing_label(row.standing),
        row.reply.answered,
        row.asked,
        moment(row.reply.submitted_at),
        _("Yes") if row.is_late else _("No"),
        row.reply.expected_on,
        row.reply.reason,
        ", ".join(person.name for person in row.people),
        ", ".join(person.email or "" for person in row.people),
        ", ".join(person.phone for person in row.people if person.phone),
        f"{settings.PUBLIC_URL}/innhenting/{call.slug}/{row.reply.organisation.slug}/",
    ]

"""The chase list: who has answered, who is late, whom to ring."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from dugnad.calls.models import Call, ContactNote, Question, Reply, ReplyVersion
from dugnad.calls.queries.calls import questions_of
from dugnad.calls.queries.conditions import asked_of_each
from dugnad.calls.queries.contacting import contact_notes_in
from dugnad.calls.rules import (
    can_extend,
    deadline_of,
    has_answered,
    is_late,
    is_overdue,
    may_remind,
    standing_of,
)
from dugnad.calls.states import Standing
from dugnad.kit.clock import OSLO
from dugnad.kit.formats import day as in_words
from dugnad.kit.formats import moment
from dugnad.kit.models import Change
from dugnad.members.kinds import Mandate, OrganisationKind
from dugnad.members.models import Membership, Office, Organisation, Person
from dugnad.members.queries import alphabetical, holding, subregion_of_members

STANDINGS = tuple(Standing)


@dataclass(frozen=True)
class ChaseRow:
    """A member in the chase list."""

    reply: Reply
    subregion: Organisation | None
    offices: list[Office]
    standing: Standing
    since: datetime
    is_late: bool
    is_overdue: bool
    asked: int
    note: ContactNote | None = None  # what was said last

    @property
    def is_waited_for(self) -> bool:
        """Whether the member has the next word, so that somebody may want to call them."""
        return may_remind(self.reply)

    @property
    def people(self) -> list[Person]:
        """Those who write and submit for the member."""
        return [office.person for office in self.offices]

    @property
    def may_remind(self) -> bool:
        """Whether they can be reminded: they have not answered, and there is somebody to write to."""
        return may_remind(self.reply) and any(person.email for person in self.people)

    @property
    def may_extend(self) -> bool:
        """Whether they can be given more time."""
        return can_extend(self.reply.call, self.reply)


@dataclass(frozen=True)
class Chase:
    """The chase list of a call, with how many members stand where."""

    rows: list[ChaseRow]
    everyone: int
    replies: list[Reply] = field(default_factory=list)  # of everyone, whatever the filters let through
    standings: Counter[str] = field(default_factory=Counter)
    subregions: list[Organisation] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """How many have answered, whatever the filters let through."""
        return sum(has_answered(reply) for reply in self.replies)


def standing_label(standing: str) -> str:
    """The words for a state as a list shows it."""
    return str(Standing(standing).label)


def chase_list(
    call: Call,
    *,
    at: datetime,
    standing: str = "",
    subregion: str = "",
    sort: str = "",
    questions: Sequence[Question] | None = None,
) -> Chase:
    """Every member that was asked, filtered by standing and by the slug of a sub-region, and sorted.

    Who has the questions of the call at hand names them, and they are not fetched once more.
    """
    replies = list(call.replies.select_related("organisation"))
    groups = subregion_of_members(on=at.astimezone(OSLO).date())
    offices = _answerers([reply.organisation_id for reply in replies], groups, at=at)
    asked, moments = (
        asked_of_each(questions_of(call) if questions is None else questions, replies),
        _moments(call),
    )
    notes = contact_notes_in(call)
    rows = []
    for reply in sorted(replies, key=lambda reply: alphabetical(reply.organisation.name)):
        reply.call = call  # the one at hand, or each row would fetch its own
        stands = standing_of(call, reply, at=at)
        rows.append(
            ChaseRow(
                reply=reply,
                subregion=groups.get(reply.organisation_id),
                offices=offices.get(reply.organisation_id, []),
                standing=stands,
                since=_since(reply, stands, moments),
                is_late=is_late(call, reply, at=at),
                is_overdue=is_overdue(call, reply, at=at),
                asked=asked[reply.pk],
                note=notes.get(reply.pk),
            )
        )
    return Chase(
        rows=_sorted([row for row in rows if _fits(row, standing, subregion)], sort),
        everyone=len(rows),
        replies=replies,
        standings=Counter(row.standing for row in rows),
        subregions=_subregions(rows),
    )


# For each standing the moment since when it has been so: of these the first one that is known.
SINCE = {
    Standing.SUBMITTED: ("submit_reply", "submitted_at"),
    Standing.LATE: ("deadline",),
    Standing.LATE_EXPECTED: ("expect_reply",),
    Standing.IN_PROGRESS: ("saved_at",),
    Standing.OPENED: ("opened_at",),
    Standing.INVITED: (),
    Standing.RETURNED: ("return_reply",),
    Standing.ACCEPTED: ("accepted_at",),
    Standing.WILL_NOT_ANSWER: ("decline_reply",),
}
STEPS = ("submit_reply", "expect_reply", "return_reply", "decline_reply")
Moments = dict[tuple[int, str], datetime]


def _moments(call: Call) -> Moments:
    """When the newest step of each kind was taken, by reply (id) and verb; the call's opening under 0."""
    told = Change.objects.order_by()
    mine, ours = Reply._meta.label_lower, Call._meta.label_lower
    steps = told.filter(noun=mine, object_id__in=call.replies.order_by().values("pk"), verb__in=STEPS)
    opened = told.filter(noun=ours, object_id=call.pk, verb="open_call")
    rows = steps.values_list("noun", "object_id", "verb").annotate(Max("at"))
    rows = rows.union(opened.values_list("noun", "object_id", "verb").annotate(Min("at")), all=True)
    found = {(0 if noun == ours else pk, verb): at for noun, pk, verb, at in rows}
    return {(0, "open_call"): call.created_at} | found


def _since(reply: Reply, standing: Standing, moments: Moments) -> datetime:
    known: dict[str, datetime | None] = {verb: moments.get((reply.pk, verb)) for verb in STEPS}
    known |= {name: getattr(reply, name) for name in ("submitted_at", "saved_at", "opened_at", "accepted_at")}
    known |= {"deadline": deadline_of(reply.call, reply)}
    asked = moments[0, "open_call"]
    return next((moment for name in SINCE[standing] if (moment := known[name])), asked)


SORTS: dict[str, Any] = {
    "member": lambda row: alphabetical(row.reply.organisation.name),
    "standing": lambda row: STANDINGS.index(row.standing),
    "since": lambda row: row.since,
}


def _sorted(rows: list[ChaseRow], sort: str) -> list[ChaseRow]:
    """By one of SORTS, the other way with a minus before it; an unknown one is no order."""
    name = sort.removeprefix("-")
    return sorted(rows, key=SORTS[name], reverse=sort.startswith("-")) if name in SORTS else rows


def _fits(row: ChaseRow, standing: str, subregion: str) -> bool:
    in_subregion = not subregion or (row.subregion is not None and row.subregion.slug == subregion)
    return in_subregion and standing in {"", row.standing}


def _subregions(rows: Iterable[ChaseRow]) -> list[Organisation]:
    found = {row.subregion.pk: row.subregion for row in rows if row.subregion}
    return sorted(found.values(), key=lambda group: alphabetical(group.name))


def _answerers(
    members: Iterable[int], groups: dict[int, Organisation], *, at: datetime
) -> dict[int, list[Office]]:
    """For each member (id) the posts of those who write and submit for it, approvers last.

    Where nobody does, those of its sub-region, if that answers for its members.
    """
    speaking = {member: groups[member].pk for member in members if member in groups}
    day = at.astimezone(OSLO).date()
    places = {*members, *speaking.values()}
    by_place = _by_place(Office.objects.filter(holding(day), organisation__in=places))
    answers = {pk for pk, held in by_place.items() if held[0].organisation.answers_for_members}
    return {
        member: by_place.get(member, []) or (by_place.get(group, []) if group in answers else [])
        for member, group in {**dict.fromkeys(members, 0), **speaking}.items()
    }


def answerers_by_member(
    members: Iterable[int], *, at: datetime, with_email: bool = True
) -> dict[int, list[Person]]:
    """For each member (id) those who write or submit for it; only those with an e-mail unless said."""
    groups = subregion_of_members(on=at.astimezone(OSLO).date())
    found = _answerers(list(members), groups, at=at)
    return {
        member: [office.person for office in offices if office.person.email or not with_email]
        for member, offices in found.items()
    }


def answerers_of(reply: Reply, *, at: datetime) -> list[Person]:
    """Those with an e-mail who write or submit for a member; a sub-region's, where it answers for it."""
    offices = _answerers_of(reply, at=at)
    return [office.person for office in offices if office.person.email]


def _by_place(held: QuerySet[Office]) -> dict[int, list[Office]]:
    """Posts of those who write and submit, by organisation (id), approvers last; of one person the first."""
    answering = (Mandate.EDITOR, Mandate.APPROVER)
    posts = held.filter(mandate__in=answering).select_related("person", "organisation")
    found: dict[int, list[Office]] = {}
    for office in sorted(posts, key=lambda office: (answering.index(office.mandate), office.pk)):
        known = found.setdefault(office.organisation_id, [])
        known += [office] if office.person not in [other.person for other in known] else []
    return found


def _answerers_of(reply: Reply, *, at: datetime) -> list[Office]:
    """The posts of those who write for one member, or of its sub-region, as the list has them."""
    day = at.astimezone(OSLO).date()
    groups = _groups_of(reply, at=at).values("group")
    speaks = Q(organisation__in=groups, organisation__answers_for_members=True)
    by_place = _by_place(Office.objects.filter(Q(organisation=reply.organisation_id) | speaks, holding(day)))
    return by_place.pop(reply.organisation_id, []) or next(iter(by_place.values()), [])


def _group_of(reply: Reply, *, at: datetime) -> dict[int, Organisation]:
    """The sub-region of one member, as the list of all of them would have it."""
    held = _groups_of(reply, at=at).order_by("pk").select_related("group")
    return {row.organisation_id: row.group for row in held}


def _groups_of(reply: Reply, *, at: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(
        holding(at.astimezone(OSLO).date()),
        organisation=reply.organisation_id,
        group__kind=OrganisationKind.SUBREGION,
    )


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
        _("Municipality"), _("Sub-region"), _("State"), _("Since"), _("Answered"), _("Questions"),
        _("Opened"), _("Last saved"), _("Submitted"), _("Late"), _("Expected on"), _("Due"), _("Reason"),
        _("Contact"), _("Office"), _("Telephone"), _("E-mail"), _("Last contact"),
        _("Address"), _("Late or not by the deadline"),
    ]  # fmt: skip
    # Of versions in their order the last one stays: it is the one whose verdict counts.
    versions = ReplyVersion.objects.filter(reply__call=call).order_by("number")
    judged = dict(versions.values_list("reply_id", "due_at"))
    return header, [_line(call, row, judged.get(row.reply.pk)) for row in rows]


def _line(call: Call, row: ChaseRow, judged_by: datetime | None) -> list[Any]:
    reply = row.reply
    return [
        reply.organisation.name,
        row.subregion.name if row.subregion else "",
        standing_label(row.standing),
        moment(row.since),
        reply.answered,
        row.asked,
        moment(reply.opened_at),
        moment(reply.saved_at),
        moment(reply.submitted_at),
        _("Yes") if row.is_late else _("No"),
        reply.expected_on,
        moment(reply.due),
        reply.reason,
        ", ".join(person.name for person in row.people),
        ", ".join(str(office) for office in row.offices),
        ", ".join(person.phone for person in row.people if person.phone),
        ", ".join(person.email or "" for person in row.people),
        _noted(row.note),
        f"{settings.PUBLIC_URL}/innhenting/{call.slug}/{reply.organisation.slug}/",
        moment(judged_by or reply.due) if reply.submitted_at else "",
    ]


def _noted(note: ContactNote | None) -> str:
    if note is None:
        return ""
    return f"{in_words(note.day)}{f', {note.person}' if note.person else ''}: {note.text}"

"""Everything about one member that the viewer may see, gathered from every room."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from dugnad.calls.models import Reply
from dugnad.calls.queries import standing_label, visible_replies
from dugnad.calls.rules import standing_of as standing_of_reply
from dugnad.declarations.models import Endorsement, Progress, Signature
from dugnad.declarations.queries.points import progress_by
from dugnad.declarations.queries.thread import WORDING, seen_wordings
from dugnad.declarations.rules import may_see_members
from dugnad.editions.queries import Report, member_report, newest_published
from dugnad.kit.access import Role
from dugnad.members.kinds import BODY_FACTS, PUBLIC_OFFICES, BodyKind, OrganisationKind
from dugnad.members.models import Membership, MunicipalityCode, Office, Organisation, Seat
from dugnad.members.queries import bodies_of, codes_over_time, members_of, memberships_of, offices_at
from dugnad.members.rules import Viewer, holds_on


@dataclass(frozen=True)
class Standing:
    """What an organisation is in the alliance on a day."""

    code: MunicipalityCode | None
    codes: list[MunicipalityCode]
    membership: Membership | None  # of the alliance: the one that holds, else the last one
    is_member: bool
    subregion: Organisation | None
    members: list[Organisation]  # of a sub-region; what has a number of its own has none


def standing_of(organisation: Organisation, *, on: date) -> Standing:
    """The number, membership and sub-region of an organisation, or a sub-region's own members."""
    codes = list(codes_over_time(organisation))
    memberships = list(memberships_of(organisation))
    of_alliance = _in_groups_of(OrganisationKind.ALLIANCE, memberships)
    holding = [m for m in memberships if holds_on(m, on)]
    groups = [m.group for m in _in_groups_of(OrganisationKind.SUBREGION, holding)]
    current = next(iter(_in_groups_of(OrganisationKind.ALLIANCE, holding)), None)
    return Standing(
        code=next((code for code in codes if holds_on(code, on)), None),
        codes=codes,
        membership=current or (of_alliance[-1] if of_alliance else None),
        is_member=current is not None,
        subregion=groups[0] if groups else None,
        members=[] if codes else list(members_of(organisation, on=on)),
    )


def _in_groups_of(kind: str, memberships: list[Membership]) -> list[Membership]:
    return [membership for membership in memberships if membership.group.kind == kind]


def klimastatus_of(standing: Standing) -> tuple[Report, str] | None:
    """The organisation in the newest published edition, with the number it has there."""
    edition = newest_published()
    if edition is None:
        return None
    reports = ((member_report(edition, code.code), code.code) for code in reversed(standing.codes))
    return next(((report, code) for report, code in reports if report), None)


@dataclass(frozen=True)
class Answer:
    """How a member's reply to a call stands."""

    reply: Reply
    standing: str
    label: str


def answers_shown(organisation: Organisation, viewer: Viewer, *, at: datetime) -> list[Answer]:
    """How the member's replies stand, for those who write them and for the secretariat; newest call first."""
    replies = visible_replies(viewer).filter(organisation=organisation).order_by("-call__due_day")
    standings = [(reply, standing_of_reply(reply.call, reply, at=at)) for reply in replies]
    return [Answer(reply, standing, standing_label(standing)) for reply, standing in standings]


def works_here(viewer: Viewer) -> bool:
    """Whether somebody has a seat or a post, and so may know whom to ring; an account alone is not enough."""
    return bool(viewer.roles - {Role.ANONYMOUS, Role.GUEST})


def offices_shown(organisation: Organisation, viewer: Viewer, *, on: date) -> list[Office]:
    """Who holds which post: mayors for everyone, the others for those who work together here."""
    offices = offices_at(organisation, on=on)
    return list(offices if works_here(viewer) else offices.filter(kind__in=PUBLIC_OFFICES))


def seats_shown(organisation: Organisation, viewer: Viewer, *, on: date) -> list[Seat]:
    """Which seats the organisation fills: those in political bodies are public."""
    seats = bodies_of(organisation, on=on)
    return [seat for seat in seats if works_here(viewer) or BODY_FACTS[BodyKind(seat.body.kind)].political]


@dataclass(frozen=True)
class Promise:
    """What a member has promised, and for those at work here how it goes with each point."""

    endorsements: list[tuple[Endorsement, str]]  # with where the text is read
    progress: list[Progress]

    @property
    def year(self) -> int | None:
        """The year that it has last told of."""
        return self.progress[0].year if self.progress else None

    @property
    def is_illustrative(self) -> bool:
        """Whether something of it is made up for the demo."""
        return any(row.is_illustrative for row, _address in self.endorsements) or any(
            row.is_illustrative for row in self.progress
        )


def promise_of(organisation: Organisation, viewer: Viewer) -> Promise:
    """What it stands behind in the texts that the viewer may read, the newest first, and how it goes."""
    endorsed = Endorsement.objects.filter(
        organisation=organisation, wording__in=seen_wordings(viewer), endorsed_on__isnull=False
    )
    signed = Prefetch("signatures", Signature.objects.filter(revoked_on__isnull=True), to_attr="in_force")
    endorsed = endorsed.select_related("wording__declaration").prefetch_related(signed)
    endorsed = endorsed.order_by("-endorsed_on", "-pk")
    progress = progress_by(organisation) if may_see_members(viewer) else []
    names = {one.pk: f"{one.wording.declaration.key}/{one.wording.name}" for one in endorsed}
    return Promise([(one, WORDING.address_of(names[one.pk])) for one in endorsed], progress)

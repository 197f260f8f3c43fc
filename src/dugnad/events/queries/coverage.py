"""Questions about coverage: which members have had somebody there, topic by topic, and what to teach next."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dugnad.events.models import Event, Participation, SignUp, Topic
from dugnad.events.queries.meetings import SESSIONS
from dugnad.events.states import Attendance, EventState
from dugnad.kit.charts import Chart, ChartKind, Line
from dugnad.members.models import Office, Organisation, Person
from dugnad.members.queries import holding, members_on


@dataclass(frozen=True)
class TopicRow:
    """A topic: how often it was taught, and which members have had somebody there."""

    topic: Topic
    sessions: int
    covered: frozenset[int]
    missing: list[Organisation]


@dataclass(frozen=True)
class MemberLine:
    """A member in the picture of coverage: for each topic whether somebody was there."""

    member: Organisation
    there: tuple[bool, ...]
    is_never: bool  # nobody from the member has been noted at any session, with or without a topic


@dataclass(frozen=True)
class Coverage:
    """Members and topics: who has had somebody where."""

    rows: list[TopicRow]
    lines: list[MemberLine]
    never: list[Organisation]
    is_illustrative: bool = False

    @property
    def taught(self) -> list[TopicRow]:
        """The topics that were taught at least once."""
        return [row for row in self.rows if row.sessions]


def coverage(*, on: date) -> list[TopicRow]:
    """By topic, which members have had somebody there: four queries for any number.

    Counted are the members of the day, and people who were noted as there; signing up is not learning.
    """
    members = list(members_on(on))
    held = SignUp.objects.filter(event__state=EventState.HELD, event__kind__in=SESSIONS, topic__isnull=False)
    topic_of = dict(held.values_list("event_id", "topic_id"))
    there = Participation.objects.filter(
        event__in=topic_of, attendance=Attendance.PRESENT, organisation__isnull=False
    )
    covered: dict[int, set[int]] = {}
    for event, organisation in there.values_list("event_id", "organisation_id"):
        covered.setdefault(topic_of[event], set()).add(organisation)
    times = Counter(topic_of.values())
    return [
        _topic(topic, times[topic.pk], covered.get(topic.pk, set()), members) for topic in Topic.objects.all()
    ]


def _topic(topic: Topic, times: int, covered: set[int], members: list[Organisation]) -> TopicRow:
    present = frozenset(one.pk for one in members if one.pk in covered)
    return TopicRow(topic, times, present, [one for one in members if one.pk not in present])


def coverage_of_members(*, on: date) -> Coverage:
    """The picture of members and topics, and those from which nobody has ever been there."""
    rows = coverage(on=on)
    taught = [row for row in rows if row.sessions]
    never = never_there(on=on)
    lines = [
        MemberLine(member, tuple(member.pk in row.covered for row in taught), is_never=member in never)
        for member in members_on(on)
    ]
    made_up = Event.objects.filter(kind__in=SESSIONS, state=EventState.HELD, is_illustrative=True)
    lines.sort(key=lambda line: not line.is_never)  # those who have never been there stand first
    return Coverage(rows, lines, never, is_illustrative=made_up.exists())


def picture_of(found: Coverage) -> Chart:
    """How many members have had somebody there, topic by topic, the least covered last."""
    rows = sorted(found.taught, key=lambda row: -len(row.covered))
    return Chart(
        key="coverage",
        kind=ChartKind.BARS,
        title=_("Members that have had somebody there, by topic"),
        unit=_("members"),
        categories=tuple(str(row.topic) for row in rows),
        lines=(
            Line(
                _("Members"),
                tuple(float(len(row.covered)) for row in rows),
                beside=tuple(_of(row) for row in rows),
            ),
        ),
        category_name=_("Topic"),
        illustrative=found.is_illustrative,
    )


def _of(row: TopicRow) -> str:
    return _("of %(all)d") % {"all": len(row.covered) + len(row.missing)}


def never_there(*, on: date) -> list[Organisation]:
    """The members of a day from which nobody has ever been noted as present."""
    # Who came from no member is left out: one empty row in the list would let it hold everybody.
    there = Participation.objects.filter(
        event__kind__in=SESSIONS, attendance=Attendance.PRESENT, organisation__isnull=False
    )
    return list(members_on(on).exclude(pk__in=there.values("organisation_id")))


def missing_at(event: Event, *, on: date) -> list[Organisation]:
    """The members that a session could reach anew: nobody there at its topic, and nobody signed up."""
    signed_up = event.participations.filter(organisation__isnull=False).values_list(
        "organisation_id", flat=True
    )
    topic = event.sign_up.topic_id
    row = next((row for row in coverage(on=on) if row.topic.pk == topic), None)
    members = row.missing if row else never_there(on=on)
    return [one for one in members if one.pk not in set(signed_up)]


def whom_to_invite(members: list[Organisation], *, on: date) -> list[tuple[Organisation, list[Person]]]:
    """For each member who is written to: those who hold a post there with a mandate to answer for it."""
    offices = Office.objects.filter(
        holding(on), organisation__in=members, person__email__isnull=False, person__erased_at__isnull=True
    ).exclude(mandate="none")
    found: dict[int, list[Person]] = {}
    for office in offices.select_related("person").order_by("pk"):
        people = found.setdefault(office.organisation_id, [])
        if office.person not in people:
            people.append(office.person)
    return [(member, found.get(member.pk, [])) for member in members]


def wishes() -> list[str]:
    """What those who signed up want to be taken up next, without names, the newest first."""
    rows = Participation.objects.filter(event__kind__in=SESSIONS).exclude(wish="")
    return list(dict.fromkeys(rows.order_by("-created_at").values_list("wish", flat=True)))

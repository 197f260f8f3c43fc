"""Questions about the school: its catalogue, who has been there, and which members have had nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dugnad.events.models import Certificate, Event, Participation, SignUp, Topic
from dugnad.events.queries.meetings import SESSIONS
from dugnad.events.states import Answer, Attendance, EventState
from dugnad.members.models import Organisation
from dugnad.members.queries import members_on


@dataclass(frozen=True)
class SignUpCounts:
    """How a sign-up stands."""

    taken: int
    waiting: int
    members: int  # how many organisations have somebody there


@dataclass(frozen=True)
class TopicRow:
    """A topic: how often it was taught, and how many members have had somebody there."""

    topic: Topic
    sessions: int
    covered: frozenset[int]
    missing: list[Organisation]


def counts_of(event: Event) -> SignUpCounts:
    """How many have a place, how many wait, from how many members."""
    rows = list(event.participations.values_list("answer", "organisation_id"))
    there = [organisation for answer, organisation in rows if answer == Answer.YES]
    waiting = sum(answer == Answer.WAITING for answer, _organisation in rows)
    return SignUpCounts(len(there), waiting, len({one for one in there if one}))


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


def never_there(*, on: date) -> list[Organisation]:
    """The members of a day from which nobody has ever been noted as present."""
    there = Participation.objects.filter(event__kind__in=SESSIONS, attendance=Attendance.PRESENT)
    return list(members_on(on).exclude(pk__in=there.values("organisation_id")))


def suggestions(*, on: date, few: int = 3) -> list[TopicRow]:
    """The topics that most members have missed: a first thought on what to teach next."""
    return sorted(coverage(on=on), key=lambda row: (-len(row.missing), row.sessions))[:few]


def certificate_with(code: str) -> Certificate | None:
    """The certificate with this code."""
    found = Certificate.objects.select_related(
        "participation__event__sign_up__topic", "participation__person"
    )
    return found.filter(code=code).first()


def to_send_links(events: QuerySet[Event]) -> list[SignUp]:
    """Sign-ups of events whose link waits to be sent."""
    return list(SignUp.objects.filter(event__in=events, link_sent_at__isnull=True).select_related("event"))

"""Questions about the school: its catalogue, who has signed up, what they ask, certificates."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Func, Min, Q, QuerySet, Subquery
from django.db.models.functions import ExtractYear

from dugnad.events.models import Certificate, Event, Material, Participation, Series, SignUp, Topic
from dugnad.events.queries.meetings import SESSIONS, sessions
from dugnad.events.queries.taking_part import name_of
from dugnad.events.rules import signing_up as rules
from dugnad.events.states import Answer, Attendance, EventState
from dugnad.kit.clock import OSLO, is_year
from dugnad.kit.models import OutgoingMail
from dugnad.kit.text import alphabetical
from dugnad.members.models import Organisation, Person
from dugnad.members.queries import members_on
from dugnad.members.rules import Viewer

HOUR = timedelta(hours=1)
MUNICIPAL = ".kommune.no"


@dataclass(frozen=True)
class SignUpCounts:
    """How a sign-up stands."""

    taken: int
    waiting: int
    members: int  # how many organisations have somebody there
    present: int = 0


@dataclass(frozen=True)
class Catalogue:
    """The sessions that were held, and by what they can be chosen."""

    past: list[Event]
    topics: list[Topic]
    years: list[int]


def catalogue(viewer: Viewer, *, at: datetime, topic: str = "", year: str = "") -> Catalogue:
    """The sessions that are over, by topic and year; and the topics and years that there are."""
    over = sessions(viewer).filter(ends__lt=at).exclude(state=EventState.CANCELLED)
    years = over.annotate(year=ExtractYear("starts", tzinfo=OSLO)).order_by().values_list("year", flat=True)
    known = list(topics())
    # Compared here: an address may hold what no database takes for a text.
    chosen = [one.pk for one in known if one.key == topic]
    found = over.filter(sign_up__topic__in=chosen) if topic else over
    if is_year(year):
        found = found.annotate(year=ExtractYear("starts", tzinfo=OSLO)).filter(year=int(year))
    return Catalogue(
        past=list(found.prefetch_related("materials__file")),
        topics=known,
        years=sorted(set(years), reverse=True),
    )


def coming(viewer: Viewer, *, at: datetime) -> list[Event]:
    """The sessions to come, the nearest first; one that was called off says so until its day."""
    return list(sessions(viewer).filter(ends__gte=at).order_by("starts"))


def topics() -> QuerySet[Topic]:
    """What the school teaches, in the order of the alphabet."""
    return Topic.objects.order_by("title_nb")


def series_of_school() -> Series | None:
    """The series that sessions belong to, where one was begun."""
    return Series.objects.filter(kind__in=SESSIONS, ended_on__isnull=True).order_by("pk").first()


def materials_of(event: Event) -> list[Material]:
    """Slides and handouts that are put up."""
    return list(event.materials.filter(removed_at__isnull=True).select_related("file"))


def has_something_left(asked: SignUp) -> bool:
    """Whether there is a recording or slides to tell of."""
    return bool(asked.recording) or asked.event.materials.filter(removed_at__isnull=True).exists()


def counts_of(event: Event) -> SignUpCounts:
    """How many have a place, how many wait, from how many members, and how many were there."""
    return counts_by_event([event])[event.pk]


def counts_by_event(events: Iterable[Event]) -> dict[int, SignUpCounts]:
    """The same for each of these: one query for any number."""
    rows: dict[int, list[tuple[str, str, int | None]]] = {event.pk: [] for event in events}
    found = Participation.objects.filter(event__in=list(rows)).order_by()
    told = found.values_list("event_id", "answer", "attendance", "organisation_id")
    for event, answer, attendance, organisation in told:
        rows[event].append((answer, attendance, organisation))
    return {event: _counted(told) for event, told in rows.items()}


def _counted(rows: list[tuple[str, str, int | None]]) -> SignUpCounts:
    there = [organisation for answer, _there, organisation in rows if answer == Answer.YES]
    return SignUpCounts(
        taken=len(there),
        waiting=sum(answer == Answer.WAITING for answer, _there, _organisation in rows),
        members=len({one for one in there if one}),
        present=sum(attendance == Attendance.PRESENT for _answer, attendance, _organisation in rows),
    )


def line_of(event: Event) -> list[Participation]:
    """Everybody who has signed up, in the order in which they did."""
    return list(event.participations.select_related("person").order_by("created_at", "id"))


def place_of(one: Participation) -> int:
    """Which place somebody has on the waiting list; 0 for who does not wait."""
    return rules.place_in_line(one, line_of(one.event))


def people_of(event: Event) -> list[Participation]:
    """Everybody who has signed up and stands by it, by name; those who drew back at the end."""
    found = event.participations.select_related("person", "organisation", "certificate")
    return sorted(found, key=lambda one: (one.answer == Answer.NO, alphabetical(name_of(one))))


def questions_to(event: Event) -> list[str]:
    """What those who come wonder, without names and in an order that tells nothing of who asked."""
    rows = event.participations.exclude(answer=Answer.NO).exclude(note="").values_list("note", flat=True)
    return sorted(set(rows), key=lambda text: hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True)
class Crowd:
    """What a sign-up must know of the others: one question, asked while the event is locked."""

    taken: int  # places
    lately: int  # who signed up in the hour before
    known: int | None  # the row of whoever signed up with this address before
    mails: int  # of sign-ups to this address in the hour before, for any event


def crowd_of(event: Event, email: str, *, at: datetime) -> Crowd:
    """How many have a place or came in the hour before, whether this address is among them, and its mails."""
    before = at - HOUR
    mails = OutgoingMail.objects.filter(
        created_at__gt=before, created_at__lte=at, to__iexact=email, key__startswith="sign-up:"
    )
    told = Event.objects.filter(pk=event.pk).values(
        taken=Count("participations", filter=Q(participations__answer=Answer.YES)),
        lately=Count(
            "participations",
            filter=Q(participations__created_at__gt=before, participations__created_at__lte=at),
        ),
        known=Min("participations", filter=Q(participations__email=email)),
        # A count over all of them, without the groups that an annotated Count would make.
        mails=Subquery(mails.order_by().values(all=Func("pk", function="COUNT"))),
    )
    return Crowd(**told.order_by().get())


def member_of_address(email: str, *, on: datetime) -> Organisation | None:
    """Which member an address belongs to, where its domain says so plainly; None where it may be another.

    Plain is a domain that is the member's own: kari@hamar.kommune.no, or that of the website it has told.
    """
    domain = email.rpartition("@")[2].strip().casefold()
    if not domain:
        return None
    for member in members_on(on.date()):
        own = {f"{member.slug}{MUNICIPAL}", _host(member.website)} - {""}
        if any(domain == host or domain.endswith(f".{host}") for host in own):
            return member
    return None


def _host(website: str) -> str:
    return (urlsplit(website).hostname or "").removeprefix("www.")


def own_sign_up(event: Event, person: Person | None) -> Participation | None:
    """The place of somebody who is signed in."""
    return event.participations.filter(person=person).first() if person else None


def certificate_with(code: str) -> Certificate | None:
    """The certificate with this code."""
    found = Certificate.objects.select_related(
        "participation__event__sign_up__topic", "participation__person", "participation__organisation"
    )
    return found.filter(code=code).first()


def certificates_of(event: Event) -> list[Certificate]:
    """The certificates of a session, by the names that are printed on them."""
    found = Certificate.objects.filter(participation__event=event).select_related(
        "participation__organisation", "participation__event"
    )
    return sorted(found, key=lambda one: (one.revoked_at is not None, alphabetical(one.name)))

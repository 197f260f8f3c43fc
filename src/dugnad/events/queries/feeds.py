"""Questions answered as feeds: one's own meetings by a signed address, and what was announced and decided."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from dugnad.events.models import Event
from dugnad.events.queries.calendars import page_of
from dugnad.events.queries.decisions import decided
from dugnad.events.states import EventState
from dugnad.kit.clock import local_day
from dugnad.kit.text import localised
from dugnad.members.models import Person
from dugnad.members.rules import Viewer

SALT = "dugnad.events.calendar"
MOST = 40


def own_key(person: Person) -> str:
    """What stands in the address of somebody's own calendar."""
    return signing.Signer(salt=SALT).sign(str(person.pk)).replace(":", "~")


def own_address(person: Person) -> str:
    """Where somebody's calendar subscribes."""
    return f"{settings.PUBLIC_URL}{reverse('own_calendar', args=[own_key(person)])}"


def person_with(key: str) -> Person | None:
    """Whose calendar an address opens; None for one that nobody was given, and for who was forgotten."""
    try:
        number = signing.Signer(salt=SALT).unsign(key.replace("~", ":"))
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=int(number), erased_at__isnull=True).first()


def own_events(person: Person) -> QuerySet[Event]:
    """What somebody was asked to, cancelled events too: a calendar must hear that it can let go of them."""
    found = Event.objects.filter(participations__person=person).exclude(state=EventState.PLANNED)
    return found.select_related("body", "series").order_by("starts").distinct()


def atom(*, at: datetime) -> str:
    """The last announcements and decisions as Atom (RFC 4287); nothing that is restricted."""
    feed = Atom1Feed(
        title=": ".join([settings.ALLIANCE["name"], _("Meetings and decisions")]),
        link=f"{settings.PUBLIC_URL}/moter/",
        description="",
        feed_url=f"{settings.PUBLIC_URL}/moter/atom.xml",
        author_name=settings.ALLIANCE["name"],
    )
    events = Event.objects.filter(announced_at__isnull=False).exclude(state=EventState.CANCELLED)
    entries = [
        (event.announced_at, localised(event, "title"), page_of(event), localised(event, "about"))
        for event in events.order_by("-announced_at")[:MOST]
        if event.announced_at
    ]
    for outcome in decided(Viewer(), on=local_day(at)).order_by("-on", "-pk")[:MOST]:
        moment = outcome.item.event.ends if outcome.item.event else at
        address = f"{settings.PUBLIC_URL}{reverse('decision', args=[outcome.pk])}"
        entries.append((moment, outcome.item.title, address, outcome.text))
    for moment, title, address, text in sorted(entries, key=lambda entry: entry[0], reverse=True)[:MOST]:
        feed.add_item(title, address, text, pubdate=moment, updateddate=moment, unique_id=address)
    return str(feed.writeString("utf-8"))

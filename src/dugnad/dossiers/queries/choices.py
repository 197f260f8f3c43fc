"""What can be chosen in the forms of this room."""

from django.db.models import QuerySet

from dugnad.declarations.models import Point
from dugnad.declarations.queries import declarations
from dugnad.declarations.queries.follow_ups import points_to_follow_up
from dugnad.dossiers.models import Ask, Consultation, Dossier
from dugnad.events.models import Event
from dugnad.events.queries.meetings import MEETINGS
from dugnad.events.states import EventState
from dugnad.programme.models import Activity


def points_to_serve(*chosen: Point) -> QuerySet[Point]:
    """The points of the declarations that hold, and those that were chosen before."""
    keys = {point.pk for one in declarations() for point in points_to_follow_up(one)}
    keys |= {point.pk for point in chosen}
    found = Point.objects.filter(pk__in=keys).select_related("wording")
    return found.order_by("wording__declaration", "wording", "position")


def activities_to_serve() -> QuerySet[Activity]:
    """The activities of every year, those of the newest first."""
    return Activity.objects.select_related("programme").order_by("-programme__year", "number")


def asks_to_repeat(*, but: Ask | None = None) -> QuerySet[Ask]:
    """What was asked for earlier, in this matter or in another."""
    found = Ask.objects.filter(raised_on__isnull=False)
    found = found.exclude(pk=but.pk) if but else found
    return found.select_related("dossier").order_by("-raised_on", "pk")


def consultations_of(dossier: Dossier) -> QuerySet[Consultation]:
    """The consultations of a matter."""
    return dossier.consultations.order_by("-deadline", "pk")


def meetings_to_link() -> QuerySet[Event]:
    """The meetings that took place or are to, the newest first."""
    found = Event.objects.filter(kind__in=MEETINGS).exclude(state=EventState.CANCELLED)
    return found.order_by("-starts", "pk")

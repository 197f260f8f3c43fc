"""What meetings bring to the thread: points on agendas, what came of them, and what they are about."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dugnad.documents.queries import visible_to
from dugnad.documents.queries.thread import document_end
from dugnad.events.models import AgendaItem, Event, Link
from dugnad.events.queries.decisions import decided
from dugnad.events.queries.meetings import MEETINGS, SESSIONS, visible_events
from dugnad.kit import clock
from dugnad.kit.thread import Edges, End, Noun, Relation
from dugnad.members.rules import Viewer
from dugnad.programme.queries.thread import activity_end, seen_states

MEETING = Noun("meeting", _("Meeting"), _("Meetings"))
SESSION = Noun("school_session", _("Session of Klimaskolen"), _("Sessions of Klimaskolen"))
ITEM = Noun(
    "agenda_item",
    _("Point on an agenda"),
    _("Points on agendas"),
    lambda slug, pk: f"{reverse('meeting', args=[slug])}#sak-{pk}",
    stands_on=MEETING.name,
)
DECISION = Noun("decision", _("Decision"), _("Decisions"))
NOUNS = (MEETING, SESSION, ITEM, DECISION)
RELATIONS = (
    Relation("taken_up_in", _("the meeting that took it up"), _("taken up there")),
    Relation("came_of", _("what was decided"), _("the point that it came of")),
    Relation("is_about", _("what it is about"), _("taken up in a meeting")),
    Relation("replaced", _("what replaced it"), _("what it replaced")),
    Relation("minutes_of", _("the minutes"), _("the meeting")),
)
# What a point can be about, as its links name them; the younger rooms are named by the words alone.
LINKED = ("activity", "point", "document", "indicator")


def edges(viewer: Viewer) -> list[Edges]:
    """What belongs together of what the viewer may know."""
    seen = visible_events(viewer).values("pk")
    items = _readable(AgendaItem.objects.filter(event__in=seen), viewer)
    # What a secretary has prepared for a meeting to come is decided by nobody yet.
    decisions = decided(viewer, on=clock.today()).filter(item__in=items)
    return [
        Edges(items, item_end(""), meeting_end("event__"), "taken_up_in", "event__starts"),
        Edges(decisions, item_end("item__"), decision_end(""), "came_of", "on"),
        Edges(
            decisions.filter(replaced_by__isnull=False),
            decision_end(""),
            decision_end("replaced_by__"),
            "replaced",
        ),
        Edges(
            Event.objects.filter(pk__in=seen, minutes__in=visible_to(viewer), kind__in=MEETINGS),
            meeting_end(""),
            document_end("minutes__", viewer),
            "minutes_of",
        ),
        Edges(
            Event.activities.through.objects.filter(
                event__in=seen, event__kind__in=SESSIONS, activity__programme__state__in=seen_states(viewer)
            ),
            End(SESSION.name, ("event__slug",), "event__title"),
            activity_end("activity__"),
            "serves",
        ),
        *(_linked(noun, items) for noun in LINKED),
    ]


def _readable(items: QuerySet[AgendaItem], viewer: Viewer) -> QuerySet[AgendaItem]:
    if viewer.is_secretariat:
        return items
    return items.filter(is_confidential=False) | items.filter(body__in=viewer.bodies)


def _linked(noun: str, items: QuerySet[AgendaItem]) -> Edges:
    rows = Link.objects.filter(noun=noun, item__in=items)
    return Edges(rows, item_end("item__"), End(noun, ("key",), "title", "item__language"), "is_about")


def item_end(path: str) -> End:
    """A point on an agenda at the end of an edge."""
    return End(ITEM.name, (f"{path}event__slug", f"{path}pk"), f"{path}title")


def meeting_end(path: str) -> End:
    """A meeting at the end of an edge."""
    return End(MEETING.name, (f"{path}slug",), f"{path}title")


def decision_end(path: str) -> End:
    """A decision at the end of an edge, called as its point is called."""
    return End(DECISION.name, (f"{path}pk",), f"{path}item__title")

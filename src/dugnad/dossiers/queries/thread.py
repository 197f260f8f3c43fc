"""What advocacy brings to the thread: consultations, what we ask for in them, and what came of it."""

from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Concat, Length, Substr
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dugnad.calls.queries.calls import visible_calls
from dugnad.calls.queries.thread import CALL
from dugnad.declarations.queries.thread import point_end, seen_wordings
from dugnad.documents.queries import visible_to
from dugnad.documents.queries.thread import document_end
from dugnad.dossiers.models import Ask, Basis, Dossier, Response, Touchpoint
from dugnad.dossiers.queries.asks import visible_asks
from dugnad.dossiers.queries.consultations import visible_consultations
from dugnad.dossiers.queries.dossiers import visible_dossiers, visible_touchpoints
from dugnad.dossiers.states import AskState
from dugnad.events.queries.decisions import decided
from dugnad.events.queries.meetings import MEETINGS, visible_events
from dugnad.events.queries.thread import decision_end, meeting_end
from dugnad.kit import clock
from dugnad.kit.thread import Edges, End, Noun, Relation
from dugnad.members.rules import Viewer
from dugnad.programme.queries.thread import activity_end, seen_states

NORWEGIAN = Value("no")
LONGEST = 110  # letters of an ask, where it is only named

DOSSIER = Noun("dossier", _("Issue that we follow"), _("Issues that we follow"))
CONSULTATION = Noun("consultation", _("Consultation"), _("Consultations"))
ASK = Noun("ask", _("What we ask for"), _("What we ask for"))
RESPONSE = Noun(
    "response",
    _("What came of it"),
    _("What came of it"),
    lambda key, ask, pk: f"{reverse('ask', args=[key, ask])}#svar-{pk}",
)
TOUCHPOINT = Noun(
    "touchpoint",
    _("Whom we spoke to"),
    _("Whom we spoke to"),
    lambda key, pk: f"{reverse('dossier', args=[key])}#kontakt-{pk}",
)
NOUNS = (DOSSIER, CONSULTATION, ASK, RESPONSE, TOUCHPOINT)
RELATIONS = (
    Relation("part_of_issue", _("the issue that it belongs to"), _("belongs to the issue")),
    Relation("asks_room_for", _("the point that it asks for room to carry out"), _("asks for room for it")),
    Relation("asked_in", _("asked for there"), _("asked for in it")),
    Relation("answered_with", _("our statement"), _("answers the consultation")),
    Relation("was_approved_in", _("the decision that approved it"), _("approved the statement")),
    Relation("members_said_in", _("the members’ input"), _("input to the answer")),
    Relation("backed_by", _("what it rests on"), _("backs what we ask for")),
    Relation("was_answered", _("the answer"), _("what it answers")),
    Relation("repeats", _("asked for before"), _("asked for again")),
    Relation("brought_up", _("brought up there"), _("was brought up")),
    Relation("met_in", _("the meeting"), _("spoken of there")),
)
# What an ask can rest on, as its bases name it.
BACKING = ("indicator", "document", "edition", "figure", "edition_member", "activity", "point")


def edges(viewer: Viewer) -> list[Edges]:
    """What belongs together of what the viewer may know."""
    asks = visible_asks(viewer)
    return [
        *_of_dossiers(viewer),
        *_of_consultations(viewer),
        *_of_points(asks, viewer),
        *_of_asks(asks, viewer),
        *_of_touchpoints(asks, viewer),
        *(_backed(noun, asks) for noun in BACKING),
    ]


def _of_dossiers(viewer: Viewer) -> list[Edges]:
    seen = visible_dossiers(viewer)
    serving = seen.filter(activity__programme__state__in=seen_states(viewer))
    served = Dossier.points.through.objects.filter(dossier__in=seen, point__wording__in=seen_wordings(viewer))
    return [
        Edges(serving, dossier_end(""), activity_end("activity__"), "serves"),
        Edges(served, dossier_end("dossier__"), point_end("point__", viewer), "asks_room_for"),
    ]


def _of_consultations(viewer: Viewer) -> list[Edges]:
    seen = visible_consultations(viewer)
    here = consultation_end("")
    stated = seen.filter(statement__in=visible_to(viewer))
    approved = seen.filter(approved_in__in=decided(viewer, on=clock.today()).order_by().values("pk"))
    serving = seen.filter(dossier__activity__programme__state__in=seen_states(viewer))
    called = seen.filter(call__in=visible_calls(viewer))
    call = End(CALL.name, ("call__slug",), "call__title")
    return [
        Edges(seen, here, dossier_end("dossier__"), "part_of_issue", "deadline"),
        Edges(stated, here, document_end("statement__", viewer), "answered_with", "sent_on"),
        Edges(approved, here, decision_end("approved_in__"), "was_approved_in", "approved_in__on"),
        Edges(serving, here, activity_end("dossier__activity__"), "serves", "deadline"),
        Edges(called, call, here, "members_said_in", "call__due_day"),
    ]


def _of_points(asks: QuerySet[Ask], viewer: Viewer) -> list[Edges]:
    """The points for which something is asked: of the ask, and of the consultation in which it is."""
    seen = {"ask__in": asks, "point__wording__in": seen_wordings(viewer)}
    rows = Ask.points.through.objects.filter(**seen)
    answered = rows.filter(ask__consultation__in=visible_consultations(viewer))
    point = point_end("point__", viewer)
    return [
        Edges(rows, ask_end("ask__"), point, "asks_room_for", "ask__raised_on"),
        Edges(answered, consultation_end("ask__consultation__"), point, "asks_room_for", "ask__raised_on"),
    ]


def _of_asks(asks: QuerySet[Ask], viewer: Viewer) -> list[Edges]:
    answers = Response.objects.filter(ask__in=asks, struck_at__isnull=True)
    response = End(
        RESPONSE.name, ("ask__dossier__key", "ask__pk", "pk"), _state_words(), Value(get_language() or "nb")
    )
    within = asks.filter(consultation__in=visible_consultations(viewer))
    alone, again = asks.filter(consultation__isnull=True), asks.filter(repeats__in=asks)
    ask = ask_end("")
    return [
        Edges(within, ask, consultation_end("consultation__"), "asked_in", "raised_on"),
        Edges(alone, ask, dossier_end("dossier__"), "asked_in", "raised_on"),
        Edges(again, ask, ask_end("repeats__"), "repeats", "repeats__raised_on"),
        Edges(answers, ask_end("ask__"), response, "was_answered", "on"),
    ]


def _of_touchpoints(asks: QuerySet[Ask], viewer: Viewer) -> list[Edges]:
    seen = visible_touchpoints(viewer)
    about = Touchpoint.asks.through.objects.filter(touchpoint__in=seen, ask__in=asks)
    met = seen.filter(event__in=visible_events(viewer).order_by().values("pk"), event__kind__in=MEETINGS)
    return [
        Edges(about, ask_end("ask__"), touchpoint_end("touchpoint__"), "brought_up", "touchpoint__on"),
        Edges(seen, touchpoint_end(""), dossier_end("dossier__"), "part_of_issue", "on"),
        Edges(met, touchpoint_end(""), meeting_end("event__"), "met_in", "on"),
    ]


def _backed(noun: str, asks: QuerySet[Ask]) -> Edges:
    rows = Basis.objects.filter(noun=noun, ask__in=asks)
    return Edges(rows, ask_end("ask__"), End(noun, ("key",), "title", NORWEGIAN), "backed_by")


def _state_words() -> Any:
    """What was answered in the reader's language, with where it stands."""
    whens = [When(state=state, then=Value(str(state.label))) for state in AskState]
    label = Case(*whens, default=Value(""), output_field=CharField())
    return Concat(label, Value(": "), F("source"), output_field=CharField())


def dossier_end(path: str) -> End:
    """A dossier at the end of an edge."""
    return End(DOSSIER.name, (f"{path}key",), f"{path}title")


def consultation_end(path: str) -> End:
    """A consultation at the end of an edge, called as those who sent it out call it."""
    return End(CONSULTATION.name, (f"{path}slug",), f"{path}title", NORWEGIAN)


def ask_end(path: str) -> End:
    """An ask at the end of an edge, by its first words."""
    text = f"{path}text"
    short = Concat(Substr(text, 1, LONGEST), Value(" …"), output_field=CharField())
    title = Case(
        When(GreaterThan(Length(text), LONGEST), then=short), default=F(text), output_field=CharField()
    )
    return End(ASK.name, (f"{path}dossier__key", f"{path}pk"), title, NORWEGIAN)


def touchpoint_end(path: str) -> End:
    """A touchpoint at the end of an edge."""
    return End(TOUCHPOINT.name, (f"{path}dossier__key", f"{path}pk"), f"{path}title", NORWEGIAN)

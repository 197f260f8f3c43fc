"""What calls bring to the thread: what is asked about which point, and for which activity."""

from django.utils.translation import gettext_lazy as _

from dugnad.calls.models import Question
from dugnad.calls.queries.calls import visible_calls
from dugnad.declarations.queries.thread import naming
from dugnad.kit.thread import Edges, End, Noun, Relation
from dugnad.members.rules import Viewer
from dugnad.programme.queries.thread import activity_end, seen_states

CALL = Noun("call", _("Call"), _("Calls"))
NOUNS = (CALL,)
RELATIONS = (Relation("asks", _("the point that it asks about"), _("asks about the point")),)


def edges(viewer: Viewer) -> list[Edges]:
    """Which call serves which activity, and which point it asks about."""
    serving = visible_calls(viewer).filter(activity__programme__state__in=seen_states(viewer))
    asked = Question.objects.filter(call__in=visible_calls(viewer), retired_at__isnull=True)
    asking, point = naming(asked, "point", "call__due_day")
    return [
        Edges(serving, End(CALL.name, ("slug",), "title"), activity_end("activity__"), "serves", "due_day"),
        Edges(asking, End(CALL.name, ("call__slug",), "call__title"), point, "asks", "call__due_day"),
    ]

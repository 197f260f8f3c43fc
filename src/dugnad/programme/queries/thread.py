"""What the programme brings to the thread: activities, which the others serve."""

from django.utils.translation import gettext_lazy as _

from dugnad.kit.thread import Edges, End, Noun, Relation
from dugnad.members.rules import Viewer
from dugnad.programme import rules
from dugnad.programme.queries.programmes import reads_drafts
from dugnad.programme.states import ProgrammeState

ACTIVITY = Noun("activity", _("Activity"), _("Activities"))
NOUNS = (ACTIVITY,)
RELATIONS = (Relation("serves", _("the activity that it serves"), _("serves the activity")),)


def edges(viewer: Viewer) -> list[Edges]:
    """None of its own: the younger noun keeps the link."""
    return []


def activity_end(path: str) -> End:
    """An activity at the end of an edge."""
    return End(ACTIVITY.name, (f"{path}programme__year", f"{path}key"), f"{path}title")


def seen_states(viewer: Viewer) -> list[str]:
    """The states of the years that the viewer may see; as a condition, so that it costs no question."""
    drafts = reads_drafts(viewer)
    return [state for state in ProgrammeState if rules.can_see(state, reads_drafts=drafts)]

"""What material flows bring to the thread: studies, which serve activities, and mappings of others."""

from django.utils.translation import gettext_lazy as _

from dugnad.analyses.queries.studies import studies
from dugnad.kit.thread import Edges, End, Noun, Relation
from dugnad.members.rules import Viewer
from dugnad.programme.queries.thread import activity_end, seen_states

STUDY = Noun("study", _("Study of material flows"), _("Studies of material flows"))
NOUNS = (STUDY,)
RELATIONS: tuple[Relation, ...] = ()


def edges(viewer: Viewer) -> list[Edges]:
    """Which study serves which activity."""
    serving = studies(viewer).filter(activity__programme__state__in=seen_states(viewer))
    return [Edges(serving, study_end(""), activity_end("activity__"), "serves")]


def study_end(path: str) -> End:
    """A study at the end of an edge."""
    return End(STUDY.name, (f"{path}slug",), f"{path}name")

"""What figures bring to the thread: indicators, by which others are measured."""

from django.utils.translation import gettext_lazy as _

from dugnad.kit.thread import Edges, Noun, Relation
from dugnad.members.rules import Viewer

INDICATOR = Noun("indicator", _("Indicator"), _("Indicators"))
NOUNS = (INDICATOR,)
RELATIONS = (Relation("measures", _("measures it"), _("is measured by it")),)


def edges(viewer: Viewer) -> list[Edges]:
    """None of its own: what is measured keeps the link. Indicators are everybody's."""
    return []

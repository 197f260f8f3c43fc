"""Nouns: series and events, agendas and what came of them, those who take part, certificates."""

from dugnad.events.models.agenda import (
    AgendaItem,
    Comment,
    Link,
    Note,
    Outcome,
    Paper,
    StandingItem,
)
from dugnad.events.models.events import (
    Event,
    GroupFile,
    Series,
    SignUp,
    Topic,
)
from dugnad.events.models.school import (
    Material,
)
from dugnad.events.models.taking_part import (
    CalendarKey,
    Certificate,
    Participation,
    Position,
)

__all__ = [
    "AgendaItem",
    "CalendarKey",
    "Certificate",
    "Comment",
    "Event",
    "GroupFile",
    "Link",
    "Material",
    "Note",
    "Outcome",
    "Paper",
    "Participation",
    "Position",
    "Series",
    "SignUp",
    "StandingItem",
    "Topic",
]

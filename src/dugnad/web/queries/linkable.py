"""What a point on an agenda can be about: activities, points of the declaration, documents and figures.

Only what everybody may read is offered: the title of a link stands on the agenda, which others read too.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from dugnad.declarations.queries import points
from dugnad.documents import queries as documents
from dugnad.indicators import queries as indicators
from dugnad.kit.text import fit, localised
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity
from dugnad.programme.queries import visible_programmes
from dugnad.web.queries.thread import NOUNS

PUBLIC = Viewer()
MOST = 8  # of one kind: who finds more writes another word


@dataclass(frozen=True)
class Linkable:
    """A thing that a point can be about, as the thread names it."""

    noun: str
    key: str
    title: str
    note: str = ""

    @property
    def kind(self) -> Promise:
        """What kind of thing it is."""
        return NOUNS[self.noun].label

    @property
    def url(self) -> str:
        """Where it is read."""
        return NOUNS[self.noun].address_of(self.key)


def linkable(text: str) -> list[Linkable]:
    """What holds every word, the kinds in the order of the thread; nothing for no words."""
    if not text.split():
        return []
    kinds = (_points(text), _activities(text), _documents(text), _indicators(text))
    return [found for kind in kinds for found in kind[:MOST]]


def linkable_at(noun: str, key: str, text: str) -> Linkable | None:
    """The one that was chosen among those that a search has found; what nobody was shown is not linked."""
    return next((found for found in linkable(text) if (found.noun, found.key) == (noun, key)), None)


def _points(text: str) -> list[Linkable]:
    return [
        Linkable(
            "point",
            f"{hit.declaration.key}/{hit.point.key}",
            str(hit.point),
            f"{localised(hit.declaration, 'title')} {hit.point.wording.name}",
        )
        for hit in points.search(text, PUBLIC)
        if hit.point is not None
    ]


def _activities(text: str) -> list[Linkable]:
    found = Activity.objects.filter(programme__in=visible_programmes(PUBLIC)).select_related(
        "programme", "strand"
    )
    return [
        Linkable(
            "activity",
            f"{activity.programme.year}/{activity.key}",
            localised(activity, "title"),
            f"{activity.programme.year} · {localised(activity.strand, 'title')}",
        )
        for activity in found.order_by("-programme__year", "number")
        if fit(text, str(activity.programme.year), activity.title_nb, activity.title_nn, activity.title_en)
    ]


def _documents(text: str) -> list[Linkable]:
    return [
        Linkable(
            "document",
            hit.card.document.slug,
            hit.card.title,
            f"{hit.card.document.owner.name}, {hit.card.document.year}",
        )
        for hit in documents.search(text, PUBLIC)
    ]


def _indicators(text: str) -> list[Linkable]:
    return [
        Linkable("indicator", row.key, localised(row, "title"), localised(row, "notes"))
        for row in indicators.search(text)
    ]

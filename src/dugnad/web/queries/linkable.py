"""What a point on an agenda can be about, and what an ask can rest on: things that the thread knows.

Only what everybody may read is offered: the title of a link stands on the agenda, which others read too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from dugnad.declarations.queries import points
from dugnad.documents import queries as documents
from dugnad.dossiers.queries.consultations import visible_consultations
from dugnad.editions.queries import visible_editions
from dugnad.editions.queries.lines import lines_called, members_called
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


Kind = Callable[[str], list[Linkable]]


def linkable(text: str) -> list[Linkable]:
    """What holds every word, the kinds in the order of the thread; nothing for no words."""
    kinds = (_points, _activities, _documents, _consultations, _editions, _indicators)
    return _found(text, kinds)


def backing(text: str) -> list[Linkable]:
    """The same of what an ask can rest on: figures, stories, editions and the lines in these."""
    return _found(text, (_documents, _editions, _lines, _members, _indicators))


def _found(text: str, kinds: Iterable[Kind]) -> list[Linkable]:
    return [found for kind in kinds for found in kind(text)[:MOST]] if text.split() else []


def chosen(found: Iterable[Linkable], noun: str, key: str) -> Linkable | None:
    """The one that was chosen among those that a search has found; what nobody was shown is not linked."""
    return next((one for one in found if (one.noun, one.key) == (noun, key)), None)


def _consultations(text: str) -> list[Linkable]:
    found = visible_consultations(PUBLIC).order_by("-deadline", "pk")
    return [
        Linkable("consultation", one.slug, one.title, one.sender)
        for one in found
        if fit(text, one.title, one.sender, one.case_number)
    ]


def _editions(text: str) -> list[Linkable]:
    return [
        Linkable("edition", str(edition.year), localised(edition, "title"))
        for edition in visible_editions(PUBLIC).order_by("-year")
        if fit(text, str(edition.year), edition.title_nb, edition.title_nn, edition.title_en)
    ]


def _lines(text: str) -> list[Linkable]:
    found = lines_called(text, PUBLIC, most=MOST)
    return [
        Linkable("figure", f"{one.edition}/{one.key}", one.title, f"Klimastatus {one.edition}")
        for one in found
    ]


def _members(text: str) -> list[Linkable]:
    found = members_called(text, PUBLIC, most=MOST)
    return [Linkable("edition_member", f"{one.edition}/{one.key}", one.title) for one in found]


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

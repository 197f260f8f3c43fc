"""Questions about words: which studies, mappings and actors hold them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F, Value
from django.urls import reverse

from dugnad.analyses.kinds import ActorCategory
from dugnad.analyses.queries.register import actors_in, projects
from dugnad.analyses.queries.studies import studies
from dugnad.kit.text import Fit, fit, localised
from dugnad.members.rules import Viewer

KINDS = ("study", "project", "actor")
NAMES = ("name_nb", "name_nn", "name_en")
QUESTIONS = ("question_nb", "question_nn", "question_en")
NONE = Value("")


@dataclass(frozen=True)
class Hit:
    """What a search found: a study, a mapping by others or an actor."""

    title: str
    note: str
    url: str
    fit: Fit


@dataclass(frozen=True)
class _Row:
    """A study, a mapping or an actor, as far as a search reads it."""

    kind: str
    key: str
    name_nb: str
    name_nn: str
    name_en: str
    words: str  # materials, who carries it out, or what it does
    question_nb: str  # of a mapping its area, of an actor its category
    question_nn: str
    question_en: str


def search(text: str, viewer: Viewer) -> list[Hit]:
    """What the viewer may see that holds every word: one question."""
    rows = sorted(_rows(viewer), key=lambda row: (KINDS.index(row.kind), row.name_nb))
    return [_hit(row, fits) for row in rows if (fits := fit(text, *SEARCHED[row.kind](row)))]


def _rows(viewer: Viewer) -> Iterator[_Row]:
    found = studies(viewer).order_by().values_list(
        Value(KINDS[0]), "slug", *NAMES, F("materials"), *QUESTIONS
    )  # fmt: skip
    mapped = projects().order_by().values_list(
        Value(KINDS[1]), "slug", "name", NONE, NONE, "carried_by", "area", NONE, NONE
    )  # fmt: skip
    acting = actors_in().order_by().values_list(
        Value(KINDS[2]), NONE, "name", NONE, NONE, "does", "category", NONE, NONE
    )  # fmt: skip
    for row in found.union(mapped, acting, all=True):
        yield _Row(*row)


SEARCHED: dict[str, Callable[[_Row], tuple[str, ...]]] = {
    "study": lambda row: (row.name_nb, row.name_nn, row.name_en, row.words),
    "project": lambda row: (row.name_nb, row.words, row.question_nb),
    "actor": lambda row: (row.name_nb, row.words),
}
# What stands beneath a hit, and where it leads.
TOLD: dict[str, Callable[[_Row], tuple[str, str]]] = {
    "study": lambda row: (localised(row, "question"), reverse("study", args=[row.key])),
    "project": lambda row: (row.question_nb, reverse("project", args=[row.key])),
    "actor": lambda row: (str(ActorCategory(row.question_nb).label), reverse("actors")),
}


def _hit(row: _Row, fits: Fit) -> Hit:
    note, address = TOLD[row.kind](row)
    return Hit(localised(row, "name"), note, address, fits)

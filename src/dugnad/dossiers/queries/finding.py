"""Questions about words: which dossiers, consultations and asks hold them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import DateTimeField, Value
from django.urls import reverse

from dugnad.dossiers.models import Ask
from dugnad.dossiers.queries.asks import visible_asks
from dugnad.dossiers.queries.consultations import visible_consultations
from dugnad.dossiers.queries.dossiers import visible_dossiers
from dugnad.dossiers.states import DossierState
from dugnad.kit import formats
from dugnad.kit.clock import OSLO
from dugnad.kit.text import Fit, fit, localised
from dugnad.members.rules import Viewer

KINDS = ("dossier", "consultation", "ask")
FIRST = datetime(1, 1, 1, tzinfo=OSLO)
NONE = Value("")


@dataclass(frozen=True)
class Hit:
    """What a search found: a dossier, a consultation or an ask, named as the thread names it."""

    kind: str
    key: str
    title: str
    note: str
    url: str
    is_illustrative: bool
    fit: Fit


@dataclass(frozen=True)
class _Row:
    """A dossier, a consultation or an ask, as far as a search reads it."""

    kind: str
    key: str  # of an ask that of its dossier
    pk: int
    title_nb: str  # of an ask those of its dossier
    title_nn: str
    title_en: str
    words: str  # of a consultation who asks, of an ask what we ask for
    code: str  # of a dossier its state, of a consultation the case number of who asks
    deadline: datetime | None
    is_illustrative: bool


def search(text: str, viewer: Viewer) -> list[Hit]:
    """What the viewer may read that holds every word: one question."""
    rows = sorted(_rows(viewer), key=lambda row: (KINDS.index(row.kind), row.deadline or FIRST, row.title_nb))
    return [_hit(row, fits) for row in rows if (fits := fit(text, *SEARCHED[row.kind](row)))]


def _rows(viewer: Viewer) -> Iterator[_Row]:
    titles, never = ("title_nb", "title_nn", "title_en"), Value(None, output_field=DateTimeField())
    of_its_dossier = [f"dossier__{title}" for title in titles]
    dossiers = visible_dossiers(viewer).order_by()
    consultations = visible_consultations(viewer).order_by()
    asks = visible_asks(viewer).order_by()
    rows = dossiers.values_list(
        Value(KINDS[0]), "key", "pk", *titles, NONE, "state", never, "is_illustrative"
    )
    rows = rows.union(
        consultations.values_list(Value(KINDS[1]), "slug", "pk", "title", NONE, NONE, "sender", "case_number",
                                  "deadline", "is_illustrative"),
        asks.values_list(Value(KINDS[2]), "dossier__key", "pk", *of_its_dossier, "text", NONE, never,
                         "is_illustrative"),
        all=True,
    )  # fmt: skip
    for row in rows:
        yield _Row(*row)


# Where the words are looked for: an ask is found by its own, what it belongs to is found by itself.
SEARCHED: dict[str, Callable[[_Row], tuple[str, ...]]] = {
    "dossier": lambda row: (row.title_nb, row.title_nn, row.title_en),
    "consultation": lambda row: (row.title_nb, row.words, row.code),
    "ask": lambda row: (row.words,),
}
# What a hit of each kind is called by, what it says, and what stands beneath.
TOLD: dict[str, Callable[[_Row], tuple[str, str, str]]] = {
    "dossier": lambda row: (row.key, localised(row, "title"), str(DossierState(row.code).label)),
    "consultation": lambda row: (row.key, row.title_nb, f"{row.words}, {_day(row)}"),
    "ask": lambda row: (f"{row.key}/{row.pk}", str(Ask(text=row.words)), localised(row, "title")),
}


def _day(row: _Row) -> str:
    return formats.day(cast(datetime, row.deadline))


def _hit(row: _Row, fits: Fit) -> Hit:
    key, title, note = TOLD[row.kind](row)
    return Hit(row.kind, key, title, note, reverse(row.kind, args=key.split("/")), row.is_illustrative, fits)

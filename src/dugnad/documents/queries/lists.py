"""Lists of documents: filters, what can be filtered by, search, and the rows of an export."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dugnad.documents.models import Document
from dugnad.documents.queries.cards import Card, in_plain_words, listed_cards
from dugnad.documents.queries.rights import shown_versions, working_for
from dugnad.documents.states import State
from dugnad.kit.text import LONG_WORD, WORD, Fit, alphabetical, fit, holds_words
from dugnad.members.models import Organisation
from dugnad.members.rules import Viewer

# What the databases' own expressions call a letter differs, so it is said.
LETTERS = "0-9a-z_æøåäöüáàâéèêëíïóòôñçđŋšžčŧ"


def in_state(documents: QuerySet[Document], state: State, viewer: Viewer) -> QuerySet[Document]:
    """Of documents visible to the viewer those that show this state to them."""
    working = documents.filter(working_for(viewer), state=state)
    if state != State.PUBLISHED:
        return working
    shown = shown_versions(viewer).filter(document=OuterRef("pk"), published_at__isnull=False)
    return documents.filter(Exists(shown)).exclude(state=State.WITHDRAWN)


def with_theme(documents: QuerySet[Document], theme: str, viewer: Viewer) -> QuerySet[Document]:
    """Of documents visible to the viewer the stories that show this theme to them."""
    return documents.filter(
        Exists(shown_versions(viewer).filter(document=OuterRef("pk"), story__theme=theme))
    )


def filtered(
    documents: QuerySet[Document],
    viewer: Viewer,
    *,
    kind: str = "",
    theme: str = "",
    state: str = "",
    owner: str = "",
    year: int | None = None,
    q: str = "",
) -> QuerySet[Document]:
    """Of documents visible to the viewer those that show them all of these; unknown values find nothing."""
    wanted = {"kind": kind, "owner__slug": owner, "year": year}
    found = documents.filter(**{name: value for name, value in wanted.items() if value})
    found = with_theme(found, theme, viewer) if theme else found
    found = with_words(found, q, viewer) if q else found
    if state:
        return in_state(found, State(state), viewer) if state in State else found.none()
    return found


def with_words(
    documents: QuerySet[Document], text: str, viewer: Viewer, *, owners: bool = False
) -> QuerySet[Document]:
    """Of documents visible to the viewer those whose shown version holds every word of the text.

    With `owners` a word may also stand in the name of whose document it is: a story rarely says so itself.
    """
    named = list(Organisation.objects.values_list("pk", "name")) if owners else []
    versions = shown_versions(viewer).filter(document=OuterRef("pk"))
    for word in _words(text):
        whose = [key for key, name in named if holds_words(word, name)]
        versions = versions.filter(_told(word) | Q(document__owner__in=whose))
    return documents.filter(Exists(versions)) if _words(text) else documents.none()


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _told(word: str) -> Q:
    """A word where one begins, as `kit.text.fit` has it; a long one inside others too."""
    told = Q(folded__contains=word)
    return told if len(word) >= LONG_WORD else told & Q(folded__regex=f"(^|[^{LETTERS}]){word}")


def owners_of(documents: QuerySet[Document]) -> list[tuple[str, str]]:
    """The owners of some documents as (slug, name), by name."""
    rows = documents.order_by().values_list("owner__slug", "owner__name").distinct()
    return sorted(rows, key=lambda row: alphabetical(row[1]))


def years_of(documents: QuerySet[Document]) -> list[int]:
    """The years of some documents, the newest first."""
    return sorted(set(documents.order_by().values_list("year", flat=True)), reverse=True)


def listing(shown: Iterable[Card]) -> tuple[list[str], list[list[Any]]]:
    """The list as a spreadsheet has it: header and rows."""
    header = [_("Title"), _("Kind"), _("From"), _("Year"), _("Theme"), _("State"), _("Version"), _("Address")]
    rows = [
        [
            card.title,
            card.document.get_kind_display(),
            card.document.owner.name,
            card.document.year,
            str(card.theme.label) if card.theme else "",
            str(card.state.label),
            card.version.number,
            f"{settings.PUBLIC_URL}/dokumenter/{card.document.slug}/",
        ]
        for card in shown
    ]
    return header, rows


@dataclass(frozen=True)
class Hit:
    """A document that a search found: what to show of it, and how well it answers."""

    card: Card
    snippet: str
    score: float


def search(text: str, viewer: Viewer, *, limit: int = 50) -> list[Hit]:
    """What the viewer may read that holds every word of the text, the best answer first."""
    words = _words(text)
    if not words:
        return []
    documents = with_words(Document.objects.select_related("owner"), text, viewer, owners=True)
    hits = [Hit(card, _snippet(card, words), _score(card, text)) for card in listed_cards(documents, viewer)]
    return sorted(hits, key=lambda hit: (-hit.score, alphabetical(hit.card.title)))[:limit]


def _score(card: Card, text: str) -> float:
    """Ten for a word in the title, one for each time it stands in the text; more for the title itself."""
    body = f" {' '.join(_words(card.body))}"
    score = sum(10.0 * holds_words(word, card.title) + body.count(f" {word}") for word in _words(text))
    return score + (100.0 if fit(text, card.title) is Fit.EXACT else 0.0)


def _snippet(card: Card, words: Iterable[str], *, width: int = 160) -> str:
    body = in_plain_words(card.body)
    found = [place for word in words if (place := body.casefold().find(word)) >= 0]
    start = max(0, min(found, default=0) - width // 4)
    start = body.rfind(" ", 0, start) + 1 if start else 0
    text = body[start : start + width]
    return f"{'… ' if start else ''}{text}{' …' if start + width < len(body) else ''}"

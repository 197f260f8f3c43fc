"""Who else did this? Published stories that are like a story or a plan, with the reasons."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from dugnad.documents.kinds import Theme
from dugnad.documents.models import Document, StoryFacts, Version
from dugnad.documents.queries.cards import Card, cards
from dugnad.documents.queries.rights import PUBLIC, shown_versions
from dugnad.engine.likeness import Match, Text, most_like, read_text

MOST = 1000  # the newest stories are compared; the corpus of an alliance is a tenth of that in ten years
WORDS = 5  # as many as a reader takes in
LEAST = 0.05  # below that two texts share a word or two by chance
ALIKE = 0.1  # what two whole stories must share where they have neither theme nor goal in common
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


@dataclass(frozen=True)
class Similar:
    """A published story that is like another, and why."""

    card: Card
    score: float
    theme: Theme | None
    goals: list[int]
    words: list[str]

    @property
    def address(self) -> str:
        """The e-mail of whom to ask; empty where nobody has said that they may be asked."""
        found = ADDRESS.search(self.card.story.contact) if self.card.story else None
        return found.group() if found else ""


def similar_to(card: Card, *, limit: int = 4) -> list[Similar]:
    """Published stories that are like one."""
    if card.story is None:
        return []
    wanted = _read(card.title, card.body, _marks(card.story))
    found = _similar(wanted, except_for=card.document.pk, limit=3 * limit)
    return [one for one in found if one.theme or one.goals or one.score >= ALIKE][:limit]


def who_else(plan: str, *, limit: int = 10) -> list[Similar]:
    """Published stories that are like what somebody plans."""
    return _similar(read_text(plan), except_for=None, limit=limit)


def _similar(wanted: Text, *, except_for: int | None, limit: int) -> list[Similar]:
    versions = shown_versions(PUBLIC).filter(story__isnull=False).exclude(document=except_for)
    newest = versions.select_related("story").order_by("-document__year", "-document_id")[:MOST]
    shelf: dict[Hashable, Text] = {version.document_id: _read_version(version) for version in newest}
    matches = {int(str(m.key)): m for m in most_like(wanted, shelf, limit=limit, least=LEAST)}
    found = Document.objects.filter(pk__in=matches).select_related("owner")
    shown = [_told(card, matches[card.document.pk]) for card in cards(found, PUBLIC)]
    return sorted(shown, key=lambda similar: (-similar.score, similar.card.title))


def _told(card: Card, match: Match) -> Similar:
    terms = [reason.term for reason in match.reasons]
    goals = sorted(term[1] for term in terms if isinstance(term, tuple) and term[0] == "goal")
    theme = next((Theme(term[1]) for term in terms if isinstance(term, tuple) and term[0] == "theme"), None)
    return Similar(card, match.score, theme, goals, [r.word for r in match.reasons if r.word][:WORDS])


def _read_version(version: Version) -> Text:
    return _read(version.title, version.body, _marks(version.story))


def _marks(story: StoryFacts) -> tuple[Hashable, ...]:
    return (("theme", story.theme), *_goal_marks(story.goals))


def _goal_marks(goals: Iterable[int]) -> Iterable[Hashable]:
    return (("goal", goal) for goal in goals)


@lru_cache(maxsize=2 * MOST)
def _read(title: str, body: str, marks: tuple[Hashable, ...]) -> Text:
    """Read once for each text: the same words give the same stems, whoever asks."""
    return read_text(f"{title}\n{body}", marks)

"""Questions that help to choose the next theme: who has missed what, and what people wish for."""

from dataclasses import dataclass
from datetime import date

from dugnad.calls.queries.evaluating import wishes_of_evaluations
from dugnad.events.models import Topic
from dugnad.events.queries.coverage import TopicRow, coverage, wishes
from dugnad.kit.text import holds_words

LANGUAGES = ("nb", "nn", "en")
SHORT_WORD = 4  # letters; “og” and “for” are in every wish


@dataclass(frozen=True)
class Suggestion:
    """A topic that may come next, and why: members without anybody there, and wishes that name it."""

    row: TopicRow
    members: int
    wished_at_sign_up: tuple[str, ...]
    wished_afterwards: tuple[str, ...]

    @property
    def weight(self) -> float:
        """A wish counts as much as three members who have had nobody there; taught often counts against."""
        wished = len(self.wished_at_sign_up) + len(self.wished_afterwards)
        return len(self.row.missing) + 3 * wished - 10 * self.row.sessions


@dataclass(frozen=True)
class NextTopics:
    """The topics that may come next, the best founded first; and wishes for what is no topic yet."""

    suggestions: list[Suggestion]
    others: list[str]


def next_topics(*, on: date) -> NextTopics:
    """What to take up next, with the reasons."""
    early, late = wishes(), wishes_of_evaluations()
    found = [_suggestion(row, early, late) for row in coverage(on=on)]
    named = {text for one in found for text in (*one.wished_at_sign_up, *one.wished_afterwards)}
    others = [text for text in dict.fromkeys([*early, *late]) if text not in named]
    return NextTopics(sorted(found, key=lambda one: -one.weight), others)


def _suggestion(row: TopicRow, early: list[str], late: list[str]) -> Suggestion:
    return Suggestion(
        row,
        len(row.missing) + len(row.covered),
        tuple(text for text in early if _names(row.topic, text)),
        tuple(text for text in late if _names(row.topic, text)),
    )


def _names(topic: Topic, text: str) -> bool:
    """Whether a wish holds one of the topic's own words, such as “skogbruk” in “mer om skogbruk”."""
    titles = (getattr(topic, f"title_{language}") for language in LANGUAGES)
    words = {word for title in titles for word in title.split() if len(word) > SHORT_WORD}
    return any(holds_words(word, text) for word in words)

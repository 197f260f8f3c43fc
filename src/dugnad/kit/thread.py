"""The thread: which thing belongs to which, told by every room as rows of the same ten columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, DateField, Expression, F, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from dugnad.kit.text import FALLBACK

STROKE = "/"  # between the words of a key
ENDS = ("noun", "key", "title", "language")
COLUMNS = (*(f"from_{name}" for name in ENDS), *(f"to_{name}" for name in ENDS), "relation", "day")
Words = str | Combinable


@dataclass(frozen=True)
class Noun:
    """A kind of thing on the thread; its page bears its name in addresses, and its key names one of them."""

    name: str
    label: Promise
    plural: Promise
    # Where its page does not bear its name, or what it has is a place on another page.
    address: Callable[..., str] | None = None
    stands_on: str = ""  # the noun whose page shows it anyhow: beside that page it is not told once more
    # What else is told beside it, by its key: of too many alike to be ends of edges each, the things that
    # speak for it.
    told_by: Callable[[str], list[tuple[str, str]]] | None = None

    def address_of(self, key: str) -> str:
        """Where a thing of this kind is read; what has no page of its own is read in the thread."""
        words = key.split(STROKE)
        try:
            return self.address(*words) if self.address else reverse(self.name, args=words)
        except NoReverseMatch:
            return reverse("thread", args=[self.name, key])


@dataclass(frozen=True)
class Relation:
    """How two things belong together, as each of them says of the other."""

    name: str
    there: Promise  # what one who stands at the near end is told of the far one
    back: Promise


@dataclass(frozen=True)
class End:
    """One end of an edge: the fields whose values make its key, and what it is called.

    A title is a field that stands in three languages, unless another field says which it is written in.
    """

    noun: str
    parts: tuple[str, ...]
    title: Words
    language: Words = ""

    def columns(self) -> tuple[Any, Any, Any, Any]:
        """The noun, key, title and language of this end."""
        noun, key = Value(self.noun, output_field=CharField()), _key(self.parts)
        if self.language:
            return noun, key, _text(self.title), _text(self.language)
        return noun, key, in_words(str(self.title)), language_of(str(self.title))


@dataclass(frozen=True)
class Edges:
    """Rows that each tell of two things that belong together: a room's own query, as a viewer may see it."""

    rows: QuerySet[Any]
    near: End
    far: End
    relation: str
    day: str = ""

    def told(self) -> QuerySet[Any, Any]:
        """All of them in the columns of the thread."""
        day = F(self.day) if self.day else Value(None, output_field=DateField())
        relation = Value(self.relation, output_field=CharField())
        columns = (*self.near.columns(), *self.far.columns(), relation, Cast(day, DateField()))
        # Names of our own: a model may have a field that is called title or day.
        named = {f"edge_{name}": column for name, column in zip(COLUMNS, columns, strict=True)}
        return self.rows.order_by().annotate(**named).values_list(*named)

    def is_at(self, noun: str) -> bool:
        """Whether things of this kind are at one of its ends."""
        return noun in (self.near.noun, self.far.noun)


def in_words(field: str) -> Expression:
    """The text of a field that stands in three languages, in the reader's or the nearest that has it."""
    names = [f"{field}_{code}" for code in _languages()]
    return Coalesce(*(NullIf(F(name), Value("")) for name in names), Value(""), output_field=CharField())


def language_of(field: str) -> Expression:
    """Which language `in_words` finds it in; a screen reader must know."""
    whens = [When(**{f"{field}_{code}__gt": ""}, then=Value(code)) for code in _languages()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _languages() -> Sequence[str]:
    return FALLBACK[(get_language() or "nb")[:2]]


def _key(parts: tuple[str, ...]) -> Expression:
    words = [Cast(F(part), CharField()) for part in parts]
    if len(words) == 1:
        return words[0]
    spaced = [word for one in words for word in (Value(STROKE), one)][1:]
    return Concat(*spaced, output_field=CharField())


def _text(words: Words) -> Expression:
    return Cast(F(words) if isinstance(words, str) else words, CharField())

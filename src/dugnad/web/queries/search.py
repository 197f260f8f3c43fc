"""One search over every room; each room finds only what the viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dugnad.calls import queries as calls
from dugnad.documents import queries as documents
from dugnad.indicators import queries as indicators
from dugnad.kit.formats import weekday
from dugnad.kit.text import localised
from dugnad.members.queries import bodies_on, member_rows, people, politicians, subregions
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity
from dugnad.programme.queries import programmes

LIMIT = 12
LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Found:
    """What a search found in one room: the best first, and how many there are."""

    title: Promise | str
    hits: list[Hit]
    count: int


def search(text: str, viewer: Viewer, *, on: date) -> list[Found]:
    """What holds every word of the text, room by room; rooms without an answer are left out."""
    words = text.casefold().split()
    if not words:
        return []
    rooms: list[tuple[Promise | str, list[Hit]]] = [
        (_("Members"), _members(words, on=on)),
        (_("Programme"), _activities(words, viewer)),
        (_("Calls"), _calls(text, viewer)),
        (_("Stories and documents"), _documents(text, viewer)),
        (_("Figures"), _indicators(text)),
        (_("Bodies and people"), _bodies_and_people(words, viewer, on=on)),
    ]
    return [Found(title, hits[:LIMIT], len(hits)) for title, hits in rooms if hits]


def _holds(words: Iterable[str], *texts: str) -> bool:
    everything = " ".join(texts).casefold()
    return all(word in everything for word in words)


def _in_every_language(noun: Any, field: str) -> list[str]:
    return [getattr(noun, f"{field}_{language}") for language in LANGUAGES]


def _members(words: list[str], *, on: date) -> list[Hit]:
    rows = [
        Hit(
            row.organisation.name,
            ", ".join(part for part in (row.subregion.name if row.subregion else "", row.county[1]) if part),
            reverse("member", args=[row.key]),
        )
        for row in member_rows(on=on)
        if _holds(words, row.organisation.name, row.key)
    ]
    groups = [
        Hit(group.name, str(group.get_kind_display()), reverse("member", args=[group.slug]))
        for group in subregions(on)
        if _holds(words, group.name)
    ]
    return rows + groups


def _activities(words: list[str], viewer: Viewer) -> list[Hit]:
    # Read here and not in the database: SQLite knows no upper and lower case beyond a–z.
    found = Activity.objects.filter(programme__in=programmes(viewer)).select_related("programme", "strand")
    return [
        Hit(
            localised(activity, "title"),
            f"{activity.programme.year} · {localised(activity.strand, 'title')}",
            reverse("activity", args=[activity.programme.year, activity.key]),
        )
        for activity in found.order_by("-programme__year", "number")
        if _holds(
            words, *_in_every_language(activity, "title"), *_in_every_language(activity, "way_of_working")
        )
    ]


def _calls(text: str, viewer: Viewer) -> list[Hit]:
    return [
        Hit(localised(hit.call, "title"), weekday(hit.call.due), reverse("call", args=[hit.call.slug]))
        for hit in calls.search(text, viewer)
    ]


def _documents(text: str, viewer: Viewer) -> list[Hit]:
    return [
        Hit(
            hit.card.title,
            f"{hit.card.document.owner.name}, {hit.card.document.year} · {hit.snippet}",
            reverse("document", args=[hit.card.document.slug]),
        )
        for hit in documents.search(text, viewer)
    ]


def _indicators(text: str) -> list[Hit]:
    return [
        Hit(localised(row, "title"), localised(row, "notes"), reverse("indicator", args=[row.key]))
        for row in indicators.search(text)
    ]


def _bodies_and_people(words: list[str], viewer: Viewer, *, on: date) -> list[Hit]:
    bodies = [
        Hit(str(body), str(body.get_kind_display()), reverse("body", args=[body.slug]))
        for body in bodies_on(on)
        if _holds(words, *_in_every_language(body, "name"))
    ]
    return bodies + _people(words, viewer, on=on)


def _people(words: list[str], viewer: Viewer, *, on: date) -> list[Hit]:
    """Everybody for the secretariat; for others those who sit in political bodies."""
    if viewer.is_secretariat:
        return [
            Hit(person.name, person.email or "", reverse("person", args=[person.pk]))
            for person in people()
            if _holds(words, person.name, person.email or "")
        ]
    return [
        Hit(
            row.person.name,
            ", ".join(str(seat.body) for seat in row.seats),
            reverse("body", args=[row.seats[0].body.slug]),
        )
        for row in politicians(on=on)
        if _holds(words, row.person.name)
    ]

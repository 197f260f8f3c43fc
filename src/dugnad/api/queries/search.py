"""One search for programs: each room finds what the viewer may see, the best answer first."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

from dugnad.api.queries.programme import activities_for, activity_id
from dugnad.calls import queries as calls
from dugnad.declarations.queries import points
from dugnad.documents import queries as documents
from dugnad.dossiers.queries import finding as advocacy
from dugnad.indicators import queries as indicators
from dugnad.kit.text import Fit, alphabetical, fit, holds_words, localised
from dugnad.members.queries import member_rows
from dugnad.members.rules import Viewer

LANGUAGES = ("nb", "nn", "en")
MEMBER_SCORES = {Fit.INSIDE: 15.0, Fit.WORDS: 20.0, Fit.BEGINNING: 25.0, Fit.EXACT: 100.0}


def search(text: str, viewer: Viewer, *, on: date) -> list[dict[str, Any]]:
    """Everything that holds every word of the text."""
    if not text.split():
        return []
    found = [
        *_members(text, on=on),
        *_activities(text, viewer),
        *_calls(text, viewer),
        *_points(text, viewer),
        *_advocacy(text, viewer),
        *_documents(text, viewer),
        *_indicators(text),
    ]
    return sorted(found, key=lambda hit: (-hit["score"], alphabetical(hit["title"])))


def _members(text: str, *, on: date) -> Iterator[dict[str, Any]]:
    for row in member_rows(on=on):
        if found := fit(text, row.organisation.name, row.key):
            place = row.subregion.name if row.subregion else row.county[1]
            hit = _hit("member", row.key, row.organisation.name, score=MEMBER_SCORES[found])
            yield {**hit, "snippet": place, "url": _url("medlemmer", row.key)}


def _activities(text: str, viewer: Viewer) -> Iterator[dict[str, Any]]:
    for activity in activities_for(viewer):
        title = " ".join(getattr(activity, f"title_{code}") for code in LANGUAGES)
        rest = " ".join(getattr(activity, f"way_of_working_{code}") for code in LANGUAGES)
        if score := _score(text, title, rest):
            name = activity_id(activity)
            hit = _hit("activity", name, localised(activity, "title"), score=score)
            yield {**hit, "snippet": localised(activity, "way_of_working"), "url": _url("program", name)}


def _calls(text: str, viewer: Viewer) -> Iterator[dict[str, Any]]:
    for found in calls.search(text, viewer):
        slug = found.call.slug
        hit = _hit("call", slug, localised(found.call, "title"), score=found.score)
        yield {**hit, "snippet": found.snippet, "url": _url("innhenting", slug)}


def _points(text: str, viewer: Viewer) -> Iterator[dict[str, Any]]:
    for found in points.search(text, viewer):
        declaration, point = found.declaration, found.point
        if point is None:
            hit = _hit(
                "declaration", declaration.key, localised(declaration, "title"), score=10.0 * found.fit
            )
            yield {
                **hit,
                "snippet": localised(declaration, "about")[:200],
                "url": _url("erklaering", declaration.key),
            }
            continue
        hit = _hit("point", f"{declaration.key}/{point.key}", str(point), score=10.0 * found.fit)
        address = _url("erklaering", f"{declaration.key}/punkt/{point.key}")
        yield {**hit, "snippet": localised(point, "text")[:200], "url": address}


def _advocacy(text: str, viewer: Viewer) -> Iterator[dict[str, Any]]:
    for found in advocacy.search(text, viewer):
        hit = _hit(found.kind, found.key, found.title, score=10.0 * found.fit)
        yield {**hit, "snippet": found.note, "url": f"{settings.PUBLIC_URL}{found.url}"}


def _documents(text: str, viewer: Viewer) -> Iterator[dict[str, Any]]:
    for found in documents.search(text, viewer, limit=500):
        document = found.card.document
        hit = _hit(document.kind, document.slug, found.card.title, score=found.score)
        yield {**hit, "snippet": found.snippet, "url": _url("dokumenter", document.slug)}


def _indicators(text: str) -> Iterator[dict[str, Any]]:
    for row in indicators.search(text):
        hit = _hit("indicator", row.key, localised(row, "title"), score=10.0)
        yield {**hit, "snippet": localised(row, "notes")[:200], "url": _url("data", row.key)}


def _score(text: str, title: str, rest: str = "") -> float:
    """Ten for a word in the title and one elsewhere; nothing unless every word is there."""
    if not holds_words(text, title, rest):
        return 0.0
    return sum(10.0 if holds_words(word, title) else 1.0 for word in text.split())


def _hit(kind: str, key: str, title: str, *, score: float) -> dict[str, Any]:
    return {"kind": kind, "id": key, "title": title, "score": score}


def _url(room: str, name: str) -> str:
    return f"{settings.PUBLIC_URL}/{room}/{name}/"

"""What somebody typed who was signed out while they wrote: kept in their session until they are in again."""

import re
from typing import Any

from django.http import HttpRequest

KEY = "typed"
MOST = 200_000  # characters in all; a session is a row in the database, and strangers can fill one
HALF_A_DAY = 12 * 60 * 60
SECRET = re.compile(r"pass(word|ord|wd)|secret|hemmelig|token", re.IGNORECASE)
BY_PAGE = ".seen"  # the end of names of fields that a page fills in itself; nobody typed them
# Buttons, and what a page sends along to say what it showed.
OF_BUTTONS = frozenset({"save", "read", "seen", "reuse", "confirm", "carry", "version", "revision", "next"})
NOT_DONE = frozenset({403, 404})

Fields = list[list[str]]


def keep(request: HttpRequest) -> bool:
    """Keep the words of a form that somebody sent while signed out; programs get their own answer.

    Neither files nor what may be secret is kept. The address is the one that was asked for, so that nothing
    leads to another site, and the session is the browser's own.
    """
    is_page = request.accepts("text/html") and "HX-Request" not in request.headers
    fields = _fields(request) if is_page and request.method == "POST" else []
    if not fields:
        return False
    kept = {address: old for address, old in kept_in(request).items() if address != request.get_full_path()}
    kept[request.get_full_path()] = fields
    while kept and _size(kept) > MOST:
        kept.pop(next(iter(kept)))  # the oldest first
    request.session[KEY] = kept
    request.session.set_expiry(HALF_A_DAY)
    return request.get_full_path() in kept


def kept_in(request: HttpRequest) -> dict[str, Fields]:
    """By address what was typed for it, the oldest first."""
    session: Any = getattr(request, "session", {})
    return dict(session.get(KEY, {}))


def readable(fields: Fields) -> Fields:
    """What a person reads of it: the fields that they filled in."""
    typed = [[name, value] for name, value in fields if value and name not in OF_BUTTONS]
    return [[name, value] for name, value in typed if not name.endswith(BY_PAGE)]


def forget(request: HttpRequest, address: str) -> None:
    """It is used, or thrown away; the session lasts as long as any other again."""
    kept = kept_in(request)
    if kept.pop(address, None) is None:
        return
    request.session[KEY] = kept
    request.session.set_expiry(None)


def forget_used(request: HttpRequest, status: int) -> None:
    """What was sent and reached its form stands there now, also where the form asks for something more."""
    if request.method == "POST" and status not in NOT_DONE:
        forget(request, request.get_full_path())


def _fields(request: HttpRequest) -> Fields:
    sent = [
        [name, value]
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not SECRET.search(name)
        for value in values
    ]
    return sent if any(value.strip() for _name, value in sent) else []


def _size(kept: dict[str, Fields]) -> int:
    return sum(len(name) + len(value) for fields in kept.values() for name, value in fields)

"""Verbs of events: plan one, change it, hold it; what a calendar must be told anew raises its sequence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dugnad.events.models import Event, SignUp
from dugnad.events.rules import meeting as rules
from dugnad.events.states import EventState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Body, Person
from dugnad.members.rules import slug_of

# What stands in somebody's calendar (queries/calendars.py): a change of anything else is no news to it.
TOLD_TO_CALENDARS = frozenset(
    {f"{name}_{language}" for name in ("title", "about") for language in ("nb", "nn", "en")}
    | {"starts", "ends", "way", "place", "link"}
)


@transaction.atomic
def create_event(
    *,
    kind: str,
    title_nb: str,
    starts: datetime,
    ends: datetime,
    by: Person | None,
    at: datetime,
    body: Body | None = None,
    activities: Iterable[Any] = (),
    **values: Any,
) -> Event:
    """Plan an event; its address is its title and its day."""
    _refuse_backwards(starts, ends)
    event = Event(
        kind=kind,
        slug=_free_slug(title_nb, starts),
        title_nb=title_nb,
        starts=starts,
        ends=ends,
        body=body,
        created_at=at,
        **values,
    )
    add(event, "create_event", by=by, at=at)
    event.activities.set(activities)
    if rules.facts_of(event).has_sign_up:
        # Until somebody says otherwise it closes when the event begins.
        add(SignUp(event=event, closes=starts), "ask_to_sign_up", by=by, at=at)
    return event


@transaction.atomic
def edit_event(event: Event, *, revision: int, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change an event; `revision` is the one that the writer had before them.

    Whether those who were invited are told is decided by announcing it anew: three small corrections
    on a morning are one mail.
    """
    refuse_called_off(event)
    _refuse_backwards(values.get("starts", event.starts), values.get("ends", event.ends))
    activities = values.pop("activities", None)
    _claim(event, revision, values)
    before = {name: getattr(event, name) for name in TOLD_TO_CALENDARS & set(values)}
    changed = edit(event, "edit_event", values, by=by, at=at)
    if any(before[name] != values[name] for name in before):
        edit(event, "raise_sequence", {"sequence": event.sequence + 1}, by=by, at=at)
    if activities is not None:
        event.activities.set(activities)
    return changed


@transaction.atomic
def ask_to_sign_up(event: Event, *, by: Person | None, at: datetime, **values: Any) -> SignUp:
    """Say what those who sign up are told, how many there is room for, and until when."""
    if not rules.facts_of(event).has_sign_up:
        raise Refused("kind", _("Nobody signs up for this kind of event; those who are to come are invited."))
    if values["closes"] > event.ends:
        raise Refused("closes", _("The sign-up must close before the event is over."), field="closes")
    asked = SignUp.objects.get(event=event)
    asked.event = event  # so that whoever holds the event sees what is asked now
    edit(asked, "edit_sign_up", values, by=by, at=at)
    return asked


@transaction.atomic
def hold_event(event: Event, *, by: Person | None, at: datetime) -> None:
    """Enter that it took place."""
    if not rules.can_hold(event, at=at):
        raise Refused("state", _("Only an event that was announced and has begun can be entered as held."))
    edit(event, "hold_event", {"state": EventState.HELD}, by=by, at=at)


def refuse_called_off(event: Event) -> None:
    """Nothing more is done about what was called off: who had planned to come was told that it is over."""
    if not rules.takes_place(event):
        raise Refused("state", _("It was called off, so nothing more can be done about it."))


def _claim(event: Event, revision: int, yours: dict[str, Any]) -> None:
    """Take the next revision, or tell the writer that somebody else has."""
    won = Event.objects.filter(pk=event.pk, revision=revision).update(revision=F("revision") + 1)
    before = {name: getattr(event, name) for name in yours}
    event.refresh_from_db()
    if won:
        return
    last = history.changes_of(event).first()
    raise Conflict(
        "revision",
        _("Somebody else saved while you were writing. Here are both texts; nothing is lost."),
        details={
            "yours": yours,
            "theirs": {name: getattr(event, name) for name in before},
            "seen": event.revision,
            "by": last.who if last else "",
        },
    )


def _refuse_backwards(starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise Refused("ends", _("The event must end after it begins."), field="ends")


def _free_slug(title: str, starts: datetime) -> str:
    root = f"{slug_of(title)[:90]}-{local_day(starts)}".strip("-")
    taken = set(Event.objects.filter(slug__startswith=root).values_list("slug", flat=True))
    return next(
        slug for slug in (root, *(f"{root}-{number}" for number in range(2, 1000))) if slug not in taken
    )

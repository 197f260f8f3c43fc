"""Verbs of sessions of the school: plan, change, announce, call off, and put up what is left of one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.events.changes.agenda import LONGEST_NAME, PAPERS
from dugnad.events.changes.events import ask_to_sign_up, create_event, edit_event, refuse_called_off
from dugnad.events.changes.inviting import cancel_event
from dugnad.events.changes.signing_up import move_up, write_letters
from dugnad.events.models import Event, Material, SignUp
from dugnad.events.queries.calendars import Method
from dugnad.events.queries.meetings import SESSIONS
from dugnad.events.queries.school import series_of_school
from dugnad.events.rules import meeting as rules
from dugnad.events.states import Answer, EventState
from dugnad.kit import uploads
from dugnad.kit.changes import add, edit, store_file
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

# What those who sign up are told and asked; everything else belongs to the event itself.
ASKED = frozenset(
    {"topic", "goals", "audience_nb", "audience_nn", "audience_en", "closes", "capacity", "speakers",
     "link_days", "least_minutes"}
)  # fmt: skip


@transaction.atomic
def create_session(*, by: Person | None, at: datetime, kind: str = SESSIONS[0], **values: Any) -> Event:
    """Plan a session with its sign-up; nobody can sign up before it is announced."""
    event, asked = _parted(values)
    planned = create_event(kind=kind, series=series_of_school(), by=by, at=at, **event)
    ask_to_sign_up(planned, by=by, at=at, **asked)
    return planned


@transaction.atomic
def edit_session(event: Event, *, revision: int, by: Person | None, at: datetime, **values: Any) -> None:
    """Change a session, or what else people sign up for; with room for more, the waiting move up."""
    told, asked = _parted(values)
    edit_event(event, revision=revision, by=by, at=at, **told)
    sign_up = ask_to_sign_up(event, by=by, at=at, **asked)
    if event.state == EventState.ANNOUNCED and event.starts > at:
        move_up(sign_up, by=by, at=at)


def _parted(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    asked = {name: value for name, value in values.items() if name in ASKED}
    return {name: value for name, value in values.items() if name not in ASKED}, asked


@transaction.atomic
def announce_session(event: Event, *, by: Person | None, at: datetime, message: str = "") -> int:
    """Open the sign-up; done again it tells those who have a place what has changed, each once."""
    if not rules.can_announce(event, at=at):
        raise Refused("state", _("Only an event that is still to come can be announced."))
    if event.state == EventState.PLANNED:
        edit(event, "announce_event", {"state": EventState.ANNOUNCED, "announced_at": at}, by=by, at=at)
        return 0
    there = event.participations.filter(answer=Answer.YES, sequence_sent__lt=event.sequence)
    return write_letters(there, event, "changed", at=at, method=Method.REQUEST, message=message)


@transaction.atomic
def call_off_session(event: Event, *, because: str, by: Person | None, at: datetime) -> int:
    """Call a session off: it leaves the calendars, and those who wait for a place are told as well."""
    told = cancel_event(event, because=because, by=by, at=at)
    waiting = event.participations.filter(answer=Answer.WAITING)
    return told + write_letters(waiting, event, "cancelled", at=at, message=because)


@transaction.atomic
def put_up_recording(event: Event, *, recording: str, by: Person | None, at: datetime) -> bool:
    """Say where the recording is seen; an empty address takes it away."""
    refuse_called_off(event)
    return edit(SignUp.objects.get(event=event), "put_up_recording", {"recording": recording}, by=by, at=at)


@transaction.atomic
def add_material(
    event: Event, *, by: Person | None, at: datetime, title: str = "", link: str = "",
    content: bytes = b"", name: str = "",
) -> Material:  # fmt: skip
    """Put up slides or a handout: a link, or a file that is judged by its content."""
    if bool(link) == bool(content):
        raise Refused("one", _("Choose a file or write a link, one of them."), field="file")
    refuse_called_off(event)
    title = title.strip() or name[:LONGEST_NAME] or link[:LONGEST_NAME]
    material = Material(event=event, title=title, link=link, added_at=at)
    if content:
        try:
            inspected = uploads.inspect(content, name, allowed=PAPERS)
        except Refused as refusal:
            raise Refused(refusal.code, refusal.message, field="file") from refusal
        material.file, material.name = store_file(content, inspected, at=at), name[-LONGEST_NAME:]
    add(material, "add_material", by=by, at=at)
    return material


@transaction.atomic
def remove_material(material: Material, *, by: Person | None, at: datetime) -> None:
    """Take slides away; they are kept, because somebody may have read them."""
    if material.removed_at is not None:
        raise Refused("state", _("It has been taken away already."))
    edit(material, "remove_material", {"removed_at": at}, by=by, at=at)

"""Verbs of those who sign up by themselves: sign up, draw back, move up; the mails before and after."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.events.changes.calendars import appointment_for
from dugnad.events.kinds import Role
from dugnad.events.models import Event, Participation, SignUp
from dugnad.events.queries.calendars import Method
from dugnad.events.queries.links import answer_address
from dugnad.events.queries.school import Crowd, crowd_of, has_something_left
from dugnad.events.queries.taking_part import address_of, language_of, name_of
from dugnad.events.rules import signing_up as rules
from dugnad.events.states import Answer, EventState
from dugnad.kit.changes import add, edit, queue_mail
from dugnad.kit.errors import Refused
from dugnad.kit.mail import with_calendar, write_letter
from dugnad.members.models import Organisation, Person


@transaction.atomic
def sign_up(
    event: Event, *, name: str, email: str, language: str, at: datetime,
    organisation: Organisation | None = None, employer: str = "", note: str = "", wish: str = "",
    person: Person | None = None,
) -> Participation:  # fmt: skip
    """Sign up without an account. Whoever knows an address could sign it up once more,
    so that changes nothing of what was said: it sends the confirmation again, with the way to one's own page.

    The row of the sign-up is locked, so that of two who take the last place at once one gets it.
    """
    asked = SignUp.objects.select_for_update().get(event=event)
    if not rules.can_sign_up(event, asked, at=at):
        raise Refused("closed", _("The sign-up for this event is closed."))
    email = email.strip().lower()
    crowd = crowd_of(event, email, at=at)
    _refuse_flood(crowd)
    said = {"name": name.strip(), "organisation": organisation, "employer": employer, "note": note,
            "wish": wish}  # fmt: skip
    if crowd.known:
        return _again(event.participations.get(pk=crowd.known), asked, crowd, at=at)
    one = Participation(
        event=event, email=email, language=language, role=Role.GUEST, person=_free(event, person),
        answer=rules.answer_given(asked, crowd.taken), answered_at=at, created_at=at, **said,
    )  # fmt: skip
    if one.answer == Answer.YES:
        one.sequence_sent = event.sequence  # the appointment goes with the confirmation
    concerns = organisation.pk if organisation else None
    add(one, "sign_up", by=person, at=at, of=concerns, asked={"email"})  # the crowd knows every address
    _confirm(one, event, at=at)
    return one


def _again(known: Participation, asked: SignUp, crowd: Crowd, *, at: datetime) -> Participation:
    if known.answer == Answer.NO:
        answer = rules.answer_given(asked, crowd.taken)
        edit(known, "sign_up", {"answer": answer, "answered_at": at, "created_at": at}, by=None, at=at)
    # Who has forgotten that they had signed up gets the confirmation once more, and learns nothing of others.
    _confirm(known, known.event, at=at)
    return known


@transaction.atomic
def draw_back(one: Participation, *, by: Person | None, at: datetime) -> None:
    """Say that one is not coming after all; who waited longest gets the place, and a mail."""
    asked = SignUp.objects.select_for_update().get(event=one.event)
    if not rules.can_withdraw(one.event, one, at=at):
        raise Refused("state", _("The event has begun, or you are not signed up."))
    had_place = one.answer == Answer.YES
    edit(one, "draw_back", {"answer": Answer.NO, "answered_at": at, "sequence_sent": -1}, by=by, at=at)
    write_letters([one], one.event, "drawn_back", at=at, method=Method.CANCEL if had_place else None)
    move_up(asked, by=by, at=at)


@transaction.atomic
def say_more(one: Participation, *, note: str, wish: str, by: Person | None, at: datetime) -> bool:
    """Change what one wonders and wishes, without losing the place."""
    if one.event.starts <= at:
        raise Refused("state", _("The event has begun, so the speakers have their questions."))
    return edit(one, "say_more", {"note": note, "wish": wish}, by=by, at=at)


def _refuse_flood(crowd: Crowd) -> None:
    """An address that somebody else types in again and again is not to be flooded with our mails."""
    if rules.comes_too_often(crowd.mails, crowd.lately):
        raise Refused(
            "often",
            _("So much has come in the last hour that we take no more just now. Try again in an hour."),
        )


@transaction.atomic
def move_up(asked: SignUp, *, by: Person | None, at: datetime) -> int:
    """Give places that are free to those who have waited longest."""
    rows = list(asked.event.participations.order_by("created_at", "id"))
    moved = rules.moving_up(asked, rows)
    for one in moved:
        edit(one, "move_up", {"answer": Answer.YES, "answered_at": at}, by=by, at=at)
    write_letters(moved, asked.event, "moved_up", at=at, method=Method.REQUEST)
    return len(moved)


@transaction.atomic
def send_link(asked: SignUp, *, at: datetime) -> int:
    """Send the link to those who have a place, once."""
    return _send_once(asked, "link_sent_at", "link", at=at, method=Method.REQUEST)


@transaction.atomic
def remind_of_session(asked: SignUp, *, at: datetime) -> int:
    """Remind those who have a place, once."""
    return _send_once(asked, "reminded_at", "session_soon", at=at)


@transaction.atomic
def send_afterwards(asked: SignUp, *, at: datetime) -> int:
    """Send recording and slides to those who signed up, once."""
    return _send_once(asked, "thanked_at", "afterwards", at=at)


# How long before the beginning the reminder goes, and how long after it the thanks.
REMINDER, THANKS = timedelta(hours=1), timedelta(days=1)


def send_due_letters(*, at: datetime) -> int:
    """Send the link some days ahead, a reminder an hour before, and recording and slides the day after."""
    going_on = SignUp.objects.filter(event__state__in=[EventState.ANNOUNCED, EventState.HELD]).select_related(
        "event__sign_up"
    )
    coming = going_on.filter(event__starts__gt=at)
    links = coming.filter(link_sent_at__isnull=True).exclude(event__link="")
    soon = coming.filter(reminded_at__isnull=True, event__starts__lte=at + REMINDER)
    over = going_on.filter(
        thanked_at__isnull=True, event__ends__lte=at - THANKS, event__ends__gte=at - 7 * THANKS
    )
    due = [asked for asked in links if rules.told_by(asked.event.starts, asked.link_days) <= at]
    return (
        sum(send_link(asked, at=at) for asked in due)
        + sum(remind_of_session(asked, at=at) for asked in soon)
        + sum(send_afterwards(asked, at=at) for asked in over if has_something_left(asked))
    )


def _send_once(asked: SignUp, field: str, letter: str, *, at: datetime, method: Method | None = None) -> int:
    won = SignUp.objects.filter(pk=asked.pk, **{f"{field}__isnull": True}).update(**{field: at})
    if not won:
        return 0
    setattr(asked, field, at)
    asked.event.sign_up = asked  # what is written now knows what has gone out
    there = asked.event.participations.filter(answer=Answer.YES).select_related("person")
    return write_letters(there, asked.event, letter, at=at, method=method)


def _confirm(one: Participation, event: Event, *, at: datetime) -> None:
    if one.answer == Answer.WAITING:
        write_letters([one], event, "on_the_list", at=at)
    else:
        write_letters([one], event, "signed_up", at=at, method=Method.REQUEST)
        # Who signs up after the link has gone to the others gets it at once, not never.
        if event.sign_up.link_sent_at and event.link:
            write_letters([one], event, "link", at=at)


def write_letters(
    rows: Iterable[Participation], event: Event, letter: str, *, at: datetime,
    method: Method | None = None, message: str = "",
) -> int:  # fmt: skip
    """Write to each of those who have an address; with a method the appointment goes along."""
    written = [one for one in rows if address_of(one)]
    for one in written:
        _write(one, event, letter, at=at, method=method, message=message)
    return len(written)


def _write(
    one: Participation, event: Event, letter: str, *, at: datetime, method: Method | None, message: str
) -> None:
    language = language_of(one)
    context = {"event": event, "to": name_of(one), "answer": answer_address(one), "sign_up": event.sign_up,
               "message": message, "items": ()}  # fmt: skip
    written = write_letter(f"events/mail/{letter}.txt", language, context)
    if method:
        entry = appointment_for(one, event, method, language=language, at=at)
        written = with_calendar(written, entry, method)
    queue_mail(f"sign-up:{one.pk}:{letter}:{at.isoformat()}", address_of(one), written, at=at)
    if method == Method.REQUEST and one.sequence_sent != event.sequence:
        # So that a change or a cancellation is told to those who have it in their calendars.
        Participation.objects.filter(pk=one.pk).update(sequence_sent=event.sequence)
        one.sequence_sent = event.sequence


def _free(event: Event, person: Person | None) -> Person | None:
    """A person takes part once; who was invited and signs up as well keeps the invitation."""
    if person is None or event.participations.filter(person=person).exists():
        return None
    return person

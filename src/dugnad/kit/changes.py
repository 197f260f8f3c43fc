"""Verbs of the kit: write with a trail, queue and deliver mail, store files, note that a worker lives."""

import re
import smtplib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.kit import history, uploads
from dugnad.kit.errors import Refused
from dugnad.kit.mail import Letter, message_id
from dugnad.kit.models import Heartbeat, OutgoingMail, PeriodicRun, StoredFile
from dugnad.kit.queries import NOBODY

WORDS = ("subject", "text", "calendar")  # of a mail, what may name somebody
LEASE = timedelta(minutes=5)
ATTEMPTS = 8
# How the keys of letters begin that hold a link which opens something: their text goes when they are sent,
# because who reads the database must not be able to follow it.
SECRET = "secret:"  # noqa: S105 - the beginning of a key, no password


def add(
    noun: models.Model,
    verb: str,
    *,
    by: history.Actor | None,
    at: datetime,
    of: int | None = None,
    asked: Collection[str] = (),
) -> None:
    """Save a new noun and enter it in the trail; `of` is the organisation that it concerns.

    `asked` are fields of which the verb has found out, under its lock, that no other noun has the same.
    """
    refuse_invalid(noun, asked=asked)
    noun.save(force_insert=True)
    history.record(verb, noun, by=by, at=at, after=_told(noun, _values(noun)), organisation_id=of)


def edit(
    noun: models.Model,
    verb: str,
    values: Mapping[str, Any],
    *,
    by: history.Actor | None,
    at: datetime,
    of: int | None = None,
) -> bool:
    """Write what differs, and enter it in the trail; False when nothing did."""
    before = history.values_of(noun, values)
    changed = [name for name, value in values.items() if before[name] != value]
    if not changed:
        return False
    for name in changed:
        setattr(noun, name, values[name])
    refuse_invalid(noun)
    noun.save(update_fields=changed)
    history.record(
        verb,
        noun,
        by=by,
        at=at,
        before=_told(noun, {name: before[name] for name in changed}),
        after=_told(noun, {name: values[name] for name in changed}),
        organisation_id=of,
    )
    return True


def refuse_invalid(noun: models.Model, *, asked: Collection[str] = ()) -> None:
    """Raise Refused with the first field that the model does not take, and why.

    The database is not asked again about constraints over the fields in `asked`; it still holds them.
    """
    try:
        # As full_clean, but for the question to the database whether each noun that it points at exists:
        # one that is in our hands came from there, and its foreign key watches over it from now on.
        noun.clean_fields(exclude=_in_hand(noun))
        noun.clean()
        noun.validate_unique()
        noun.validate_constraints(exclude=set(asked))
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        place = "" if field == NON_FIELD_ERRORS else field
        raise Refused("invalid", " ".join(messages), field=place, details=error.message_dict) from None


def _in_hand(noun: models.Model) -> set[str]:
    """The keys of a noun whose other end has been read or written already."""
    keys = [field for field in noun._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return {key.name for key in keys if key.is_cached(noun) and key.get_cached_value(noun) is not None}


def _values(noun: models.Model) -> dict[str, Any]:
    fields: Collection[Any] = noun._meta.concrete_fields
    values = {field.attname: getattr(noun, field.attname) for field in fields if not field.primary_key}
    return {name: value for name, value in values.items() if value not in (None, "", b"")}


def _told(noun: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    # The trail never forgets, and a person may ask to be forgotten: of what a model calls untold, the
    # trail says that it changed, and not to what.
    untold: Collection[str] = getattr(noun, "untold", ())
    return {name: "…" if name in untold and value else _as_told(value) for name, value in values.items()}


def _as_told(value: Any) -> Any:
    """A noun that another points at is told by its number: its name may change, the trail may not."""
    return value.pk if isinstance(value, models.Model) else value


def queue_mail(
    key: str, to: str, letter: Letter, *, at: datetime, due_at: datetime | None = None
) -> OutgoingMail:
    """Put a mail in the outbox, in the transaction of what it tells of; the same key is queued once.

    Of what is returned only the number holds when the key was there already.
    """
    return _queue([_mail(key, to, letter, at=at, due_at=due_at)])[0]


def queue_mails(letters: Iterable[tuple[str, str, Letter]], *, at: datetime) -> None:
    """Put many mails, each as (key, to, letter), in the outbox by one statement; a key is queued once."""
    _queue([_mail(key, to, letter, at=at) for key, to, letter in letters])


def _mail(key: str, to: str, letter: Letter, *, at: datetime, due_at: datetime | None = None) -> OutgoingMail:
    return OutgoingMail(
        key=key,
        to=to,
        subject=letter.subject,
        text=letter.text,
        calendar=letter.calendar,
        method=letter.method,
        language=letter.language,
        created_at=at,
        due_at=due_at or at,
    )


def _queue(mails: list[OutgoingMail]) -> list[OutgoingMail]:
    return OutgoingMail.objects.bulk_create(
        mails,
        # Only a key that is there already may be passed over: to ignore every conflict, as SQLite
        # understands it, would also drop a mail that breaks any other constraint, and nobody would know.
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["key"],
    )


def recall_mail(prefix: str) -> int:
    """Take back mails with such keys that nobody has begun to send; their keys are free again."""
    waiting = OutgoingMail.objects.filter(key__startswith=prefix, state=OutgoingMail.State.QUEUED)
    return waiting.delete()[0]


def deliver_mail(*, at: datetime, limit: int = 100) -> int:
    """Send what is due; each mail is claimed with a lease, so that two workers never send the same one."""
    return sum(_deliver(mail, at=at) for mail in _claim(at=at, limit=limit))


def _claim(*, at: datetime, limit: int) -> Iterator[OutgoingMail]:
    """Claim mails one by one, each just before it is sent: a slow server must not outlast the lease."""
    waiting = Q(state=OutgoingMail.State.QUEUED, due_at__lte=at)
    abandoned = Q(state=OutgoingMail.State.SENDING, lease_until__lt=at)
    for pk in list(OutgoingMail.objects.filter(waiting | abandoned).values_list("pk", flat=True)[:limit]):
        won = OutgoingMail.objects.filter(waiting | abandoned, pk=pk).update(
            state=OutgoingMail.State.SENDING, lease_until=at + LEASE, attempts=F("attempts") + 1
        )
        if won:
            yield OutgoingMail.objects.get(pk=pk)


def _deliver(mail: OutgoingMail, *, at: datetime) -> bool:
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.to], headers={"Message-ID": message_id(mail.key)}
    )
    if mail.calendar:
        # As another form of the same message, which is how Outlook and Gmail show the buttons for yes and
        # no (RFC 6047), and as a file for those that do not.
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.method}")
        message.attach("invite.ics", mail.calendar, "application/ics")
    try:
        message.send()
    except (OSError, ValueError, smtplib.SMTPException) as error:
        _mark_failed(mail, error, at=at)
        return False
    mail.state, mail.sent_at, mail.last_error = OutgoingMail.State.SENT, at, ""
    mail.text = "" if mail.key.startswith(SECRET) else mail.text
    mail.save(update_fields=["state", "sent_at", "last_error", "text"])
    return True


def _mark_failed(mail: OutgoingMail, error: Exception, *, at: datetime) -> None:
    given_up = mail.attempts >= ATTEMPTS
    mail.state = OutgoingMail.State.DEAD if given_up else OutgoingMail.State.QUEUED
    mail.due_at = at + timedelta(minutes=2**mail.attempts)
    mail.last_error = f"{type(error).__name__}: {error}"[:500]
    mail.save(update_fields=["state", "due_at", "last_error"])


def retry_mail(mail: OutgoingMail, *, at: datetime) -> None:
    """Give a mail that was given up another round of attempts."""
    OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.DEAD).update(
        state=OutgoingMail.State.QUEUED, attempts=0, due_at=at
    )


def forget_mail(address: str) -> None:
    """Empty every mail to an address, for a person who is erased; one that still waits is not sent."""
    mails = OutgoingMail.objects.filter(to__iexact=address)
    mails.exclude(state=OutgoingMail.State.SENT).update(state=OutgoingMail.State.DEAD)
    mails.update(to=NOBODY, subject="", text="", calendar="", last_error="")


def forget_name(name: str) -> None:
    """Take the name of a person who is erased out of mails to others.

    What was sent loses all its words: the others have read them. What still waits tells what it has to tell
    without the name, in its own language.
    """
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    naming = OutgoingMail.objects.filter(Q(subject__contains=name) | Q(text__contains=name)) if name else ()
    for mail in naming:
        with translation.override(mail.language or translation.get_language()):
            nobody = _("Erased person")
        words = {part: whole.sub(nobody, getattr(mail, part)) for part in WORDS}
        if words != {part: getattr(mail, part) for part in WORDS}:
            is_sent = mail.state == OutgoingMail.State.SENT
            OutgoingMail.objects.filter(pk=mail.pk).update(**(dict.fromkeys(WORDS, "") if is_sent else words))


def forget_sent_mail(address: str) -> None:
    """Empty what was sent to an address whose time is over; what still waits is of something to come."""
    mails = OutgoingMail.objects.filter(to__iexact=address, state=OutgoingMail.State.SENT)
    mails.update(to=NOBODY, subject="", text="", calendar="", last_error="")


def store_file(content: bytes, inspected: uploads.Inspected, *, at: datetime) -> StoredFile:
    """Keep the bytes as they came, under their SHA-256, before the row that points at them."""
    uploads.write_bytes(inspected.sha256, content)
    stored, _created = StoredFile.objects.get_or_create(
        sha256=inspected.sha256,
        defaults={
            "size": inspected.size,
            "kind": inspected.kind,
            "content_type": inspected.content_type,
            "created_at": at,
        },
    )
    return stored


def beat(name: str, *, at: datetime) -> None:
    """Note that a worker lives."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def start_run(job: str, *, due: datetime) -> PeriodicRun | None:
    """Take a periodic run if nobody has; None when another worker has it."""
    with transaction.atomic():
        run, created = PeriodicRun.objects.get_or_create(job=job, due=due)
    return run if created else None


def finish_run(run: PeriodicRun, outcome: str, *, at: datetime) -> None:
    """Write down how a periodic run ended."""
    run.finished_at, run.outcome = at, outcome
    run.save(update_fields=["finished_at", "outcome"])

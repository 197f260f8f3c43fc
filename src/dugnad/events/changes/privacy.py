"""Verbs of privacy: take out all that we keep about an address, forget it, and forget guests in time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dugnad.events.models import Certificate, Participation
from dugnad.events.queries.privacy import known_by, taken_part_by, told_about, work_of
from dugnad.events.rules import signing_up as rules
from dugnad.kit import history
from dugnad.kit.changes import edit, forget_mail, forget_name, forget_sent_mail
from dugnad.kit.errors import Refused
from dugnad.members import changes as members
from dugnad.members.models import Person
from dugnad.members.queries import person_with_email

FORGOTTEN = {"name": "", "email": "", "employer": "", "note": "", "wish": ""}


@transaction.atomic
def erase_guest(one: Participation, *, by: Person | None, at: datetime) -> None:
    """Forget who a guest was: that somebody from a member was there stays, without a name."""
    edit(one, "erase_guest", {**FORGOTTEN, "erased_at": at}, by=by, at=at)
    Certificate.objects.filter(participation=one).update(name="")
    # What somebody stood for is part of a decision and stays; their remark is theirs, and the trail never
    # had it.
    one.positions.update(text="")


def erase_old_guests(*, at: datetime) -> int:
    """Forget the guests of events that are past the time their kind allows.

    Of somebody whom we know as a person, that they were there stays, and so does their certificate; what they
    wrote when they signed up is forgotten as that of the others.
    """
    rows = Participation.objects.filter(erased_at__isnull=True, event__ends__lt=at)
    written = rows.filter(Q(person__isnull=True) | ~Q(email="")).select_related("event", "person")
    old = [one for one in written if rules.is_to_be_erased(one.event, one, at=at)]
    for one in old:
        if one.person is None:
            _erase_guest_and_mail(one, at=at)
        else:
            _erase_words(one, at=at)
    return len(old)


@transaction.atomic
def _erase_guest_and_mail(one: Participation, *, at: datetime) -> None:
    forget_sent_mail(one.email)
    erase_guest(one, by=None, at=at)


@transaction.atomic
def _erase_words(one: Participation, *, at: datetime) -> None:
    edit(one, "erase_guest", FORGOTTEN, by=None, at=at)


@transaction.atomic
def export_address(email: str, *, by: Person | None, at: datetime) -> dict[str, Any]:
    """Everything that we keep about whoever has this address: as a person, and as somebody who signed up."""
    person, rows = person_with_email(email), list(known_by(email))
    _refuse_unknown(email, person, rows)
    about = _export(person, by=by, at=at) if person else {"email": email}
    for one in rows:
        history.record("export_guest", one, by=by, at=at)
    return about | {"events": [told_about(one) for one in rows]}


@transaction.atomic
def export_person(person: Person, *, by: Person | None, at: datetime) -> dict[str, Any]:
    """The same of a person, who may have no address."""
    about = _export(person, by=by, at=at)
    return about | {"events": [told_about(one) for one in taken_part_by(person)]}


def _export(person: Person, *, by: Person | None, at: datetime) -> dict[str, Any]:
    return members.export_person(person, by=by, at=at) | work_of(person)


@transaction.atomic
def erase_address(email: str, *, by: Person | None, at: datetime) -> int:
    """Forget whoever has this address: the person, and each sign-up; returns at how many events."""
    person, rows = person_with_email(email), list(known_by(email))
    _refuse_unknown(email, person, rows)
    _erase(rows, by=by, at=at)
    if person:
        members.erase_person(person, by=by, at=at)
    forget_mail(email)
    return len(rows)


@transaction.atomic
def erase_person(person: Person, *, by: Person | None, at: datetime) -> int:
    """Forget a person, with what they wrote when they signed up for something."""
    rows = list(taken_part_by(person))
    for address in {one.email for one in rows if one.email}:
        forget_mail(address)
    _erase(rows, by=by, at=at)
    members.erase_person(person, by=by, at=at)
    return len(rows)


def _erase(rows: Iterable[Participation], *, by: Person | None, at: datetime) -> None:
    for one in rows:
        if one.erased_at is None:
            forget_name(one.name)
            erase_guest(one, by=by, at=at)


def _refuse_unknown(email: str, person: Person | None, rows: list[Participation]) -> None:
    if person is None and not rows:
        message = _("Nobody here has the address %(email)s. Look whether it is written as it was given.")
        raise Refused("unknown", message % {"email": email}, field="email")

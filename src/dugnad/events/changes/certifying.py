"""Verbs of having been there: read a list from the meeting, issue certificates, take one back, forget."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.events.models import Certificate, Event, Participation, SignUp
from dugnad.events.queries.links import certificate_address
from dugnad.events.queries.taking_part import address_of, language_of, matching, name_of
from dugnad.events.rules import signing_up as rules
from dugnad.events.sources.attendance import Present
from dugnad.events.states import Answer, Attendance
from dugnad.kit.changes import add, edit, queue_mail
from dugnad.kit.codes import new_code
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Person


@dataclass(frozen=True)
class AttendanceReport:
    """What a list from the meeting told: who was there long enough, too short, and whom nobody knows."""

    present: list[Participation]
    short: list[Participation]
    unknown: list[Present]

    @property
    def count(self) -> int:
        """How many were found among those who had signed up."""
        return len(self.present) + len(self.short)


@transaction.atomic
def read_attendance(
    event: Event, rows: Iterable[Present], *, by: Person | None, at: datetime, dry_run: bool = False
) -> AttendanceReport:
    """Note from a list who was there, by address and then by name; nobody is added by being on a list.

    Who signed up and is not on the list is noted as absent; reading the same list twice changes nothing.
    """
    if event.starts > at:
        raise Refused("state", _("Who was there can be noted when the event has begun."))
    asked = SignUp.objects.get(event=event)
    found, unknown = matching(event, rows)
    noted = {one.pk: rules.was_there(asked, minutes) for one, minutes in found}
    report = AttendanceReport(
        present=[one for one, _minutes in found if noted[one.pk] == Attendance.PRESENT],
        short=[one for one, _minutes in found if noted[one.pk] == Attendance.ABSENT],
        unknown=unknown,
    )
    if dry_run:
        return report
    for one, minutes in found:
        values = {"attendance": noted[one.pk], "minutes_there": minutes}
        edit(one, "read_attendance", values, by=by, at=at)
    for one in event.participations.filter(answer=Answer.YES).exclude(pk__in=noted):
        edit(one, "read_attendance", {"attendance": Attendance.ABSENT}, by=by, at=at)
    return report


@transaction.atomic
def issue_certificates(event: Event, *, by: Person | None, at: datetime) -> list[Certificate]:
    """Give everybody who was there a certificate, and nobody else; who has one keeps it."""
    rows = event.participations.filter(certificate__isnull=True).select_related("person")
    issued = [_issue(one, by=by, at=at) for one in rows if rules.can_certify(event, one)]
    SignUp.objects.filter(event=event).update(certified_at=at)
    return issued


def _issue(one: Participation, *, by: Person | None, at: datetime) -> Certificate:
    certificate = Certificate(participation=one, code=new_code(), name=name_of(one), issued_at=at)
    add(certificate, "issue_certificate", by=by, at=at)
    if address_of(one):
        context = {"event": one.event, "to": name_of(one), "address": certificate_address(certificate.code)}
        letter = write_letter("events/mail/certificate.txt", language_of(one), context)
        queue_mail(f"certificate:{certificate.code}", address_of(one), letter, at=at)
    return certificate


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, because: str, by: Person | None, at: datetime) -> None:
    """Take a certificate back that should not have been given; its code says so from now on."""
    if certificate.revoked_at is not None:
        raise Refused("state", _("The certificate has been taken back already."))
    edit(certificate, "revoke_certificate", {"revoked_at": at, "revoked_because": because}, by=by, at=at)


@transaction.atomic
def erase_guest(one: Participation, *, by: Person | None, at: datetime) -> None:
    """Forget who a guest was: that somebody from a member was there stays, without a name."""
    values = {"name": "", "email": "", "employer": "", "note": "", "erased_at": at}
    edit(one, "erase_guest", values, by=by, at=at)
    Certificate.objects.filter(participation=one).update(name="")


def erase_old_guests(*, at: datetime) -> int:
    """Forget the guests of events that are past the time their kind allows."""
    rows = Participation.objects.filter(person__isnull=True, erased_at__isnull=True, event__ends__lt=at)
    old = [one for one in rows.select_related("event") if rules.is_to_be_erased(one.event, one, at=at)]
    for one in old:
        erase_guest(one, by=None, at=at)
    return len(old)

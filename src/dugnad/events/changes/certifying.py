"""Verbs of having been there: read a list from the meeting, issue certificates, take one back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.events.changes.events import refuse_called_off
from dugnad.events.kinds import Role
from dugnad.events.models import Certificate, Event, Participation, SignUp
from dugnad.events.queries.links import certificate_address
from dugnad.events.queries.school import member_of_address
from dugnad.events.queries.taking_part import address_of, language_of, matching, name_of
from dugnad.events.rules import signing_up as rules
from dugnad.events.sources.attendance import Present
from dugnad.events.states import Answer, Attendance
from dugnad.kit.changes import add, edit, queue_mail
from dugnad.kit.codes import new_code
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Organisation, Person


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
    event: Event, rows: Iterable[Present], *, by: Person | None, at: datetime, dry_run: bool = False,
    by_hand: Mapping[int, int] | None = None, added: Collection[int] = (),
) -> AttendanceReport:  # fmt: skip
    """Note from a list who was there, by address and then by name; nobody is added by being on a list.

    Of those whom nobody knows, `by_hand` says by the number of the row which participation it is, and
    `added` names the rows of people who came without signing up. Who signed up and is not on the list is
    noted as absent; reading the same list twice changes nothing.
    """
    refuse_called_off(event)
    if event.starts > at:
        raise Refused("state", _("Who was there can be noted when the event has begun."))
    asked = SignUp.objects.get(event=event)
    found, unknown = _matched(event, rows, by_hand or {})
    if not dry_run:
        coming = [row for row in unknown if row.row in added]
        unknown = [row for row in unknown if row.row not in added]
        found += [(add_who_came(event, row.name, row.email, by=by, at=at), row.minutes) for row in coming]
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


def _matched(
    event: Event, rows: Iterable[Present], by_hand: Mapping[int, int]
) -> tuple[list[tuple[Participation, int]], list[Present]]:
    found, unknown = matching(event, rows)
    minutes = {one.pk: told for one, told in found}
    known = {one.pk: one for one in event.participations.select_related("person")}
    left = []
    for row in unknown:
        pk = by_hand.get(row.row, 0)
        if pk in known:
            minutes[pk] = minutes.get(pk, 0) + row.minutes
        else:
            left.append(row)
    return [(known[pk], told) for pk, told in minutes.items()], left


@transaction.atomic
def add_who_came(
    event: Event, name: str, email: str = "", *, organisation: Organisation | None = None,
    by: Person | None, at: datetime,
) -> Participation:  # fmt: skip
    """Enter somebody who came without having signed up; the same address is the same person."""
    refuse_called_off(event)
    if event.starts > at:
        raise Refused("state", _("Who was there can be noted when the event has begun."))
    email = email.strip().lower()
    known = event.participations.filter(email=email).first() if email else None
    if known is None:
        known = Participation(
            event=event, name=name.strip(), email=email, role=Role.GUEST, answer=Answer.YES, created_at=at,
            organisation=organisation or member_of_address(email, on=event.starts),
        )  # fmt: skip
        add(known, "add_who_came", by=by, at=at)
    edit(known, "add_who_came", {"attendance": Attendance.PRESENT, "answer": Answer.YES}, by=by, at=at)
    return known


@transaction.atomic
def issue_certificates(event: Event, *, by: Person | None, at: datetime) -> list[Certificate]:
    """Give everybody who was there a certificate, and nobody else; who has one keeps it."""
    rows = event.participations.filter(certificate__isnull=True).select_related("person", "event__sign_up")
    issued = [_issue(one, by=by, at=at) for one in rows if rules.can_certify(event, one)]
    SignUp.objects.filter(event=event).update(certified_at=at)
    return issued


def _issue(one: Participation, *, by: Person | None, at: datetime) -> Certificate:
    certificate = Certificate(participation=one, code=new_code(), name=name_of(one), issued_at=at)
    add(certificate, "issue_certificate", by=by, at=at)
    if address_of(one):
        context = {
            "event": one.event,
            "to": name_of(one),
            "address": certificate_address(certificate.code),
            "kept_until": None if one.person else rules.kept_until(one.event),
        }
        letter = write_letter("events/mail/certificate.txt", language_of(one), context)
        queue_mail(f"certificate:{certificate.code}", address_of(one), letter, at=at)
    return certificate


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, because: str, by: Person | None, at: datetime) -> None:
    """Take a certificate back that should not have been given; its code says so from now on."""
    if certificate.revoked_at is not None:
        raise Refused("state", _("The certificate has been taken back already."))
    if not because.strip():
        raise Refused("because", _("Say why; whoever checks the certificate reads it."), field="because")
    edit(certificate, "revoke_certificate", {"revoked_at": at, "revoked_because": because}, by=by, at=at)

"""Verbs of the secretariat on one section of a reply: accept it, or mark it for return with a note."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.locking import lock, record
from dugnad.calls.changes.points import take_points_back, tell_points
from dugnad.calls.changes.submitting import check_step
from dugnad.calls.models import Reply, Section, SectionReview
from dugnad.calls.queries import newest_version
from dugnad.calls.states import Verdict
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Person


@transaction.atomic
def accept_section(
    reply: Reply, section: Section, *, by: Person | None, at: datetime, version: int | None = None
) -> SectionReview:
    """Say that a section needs no more reading; with `version` only if that one is still the newest."""
    review = _judge(reply, section, Verdict.ACCEPTED, "", by=by, at=at, version=version)
    tell_points(reply, section=section, by=by, at=at)
    return review


@transaction.atomic
def return_section(
    reply: Reply, section: Section, *, note: str, by: Person | None, at: datetime, version: int | None = None
) -> SectionReview:
    """Mark a section for return; the member reads the note when the whole reply is returned."""
    if not note.strip():
        raise Refused("note", _("Write what should be changed, so that they know what to do."), field="note")
    review = _judge(reply, section, Verdict.RETURNED, note.strip(), by=by, at=at, version=version)
    take_points_back(reply, section=section, by=by, at=at)
    return review


def check_newest(reply: Reply, version: int | None) -> None:
    """Raise Conflict when the member has submitted a newer version than was read."""
    newest = newest_version(reply)
    if version is not None and newest is not None and version != newest.number:
        raise Conflict(
            "version",
            _("The member has submitted version %(number)s since you read it. Read that one first.")
            % {"number": newest.number},
            details={"version": newest.number},
        )


VERBS = {Verdict.ACCEPTED: "accept_section", Verdict.RETURNED: "return_section"}


def _judge(
    reply: Reply,
    section: Section,
    verdict: Verdict,
    note: str,
    *,
    by: Person | None,
    at: datetime,
    version: int | None,
) -> SectionReview:
    """One verdict for each section and version: who changes their mind before it is sent changes that one."""
    lock(reply)
    check_step(VERBS[verdict], reply)
    check_newest(reply, version)
    newest = newest_version(reply)
    number = newest.number if newest else 0
    review = SectionReview.objects.filter(reply=reply, section=section, version=number).first()
    before = {"verdict": review.verdict, "note": review.note} if review else None
    review = review or SectionReview(reply=reply, section=section, version=number)
    review.verdict, review.note, review.by, review.at = verdict, note, by, at
    review.save()
    after = {"section": str(section), "version": number, "verdict": verdict.value, "note": note}
    record(VERBS[verdict], reply, by=by, at=at, before=before, after=after)
    return review

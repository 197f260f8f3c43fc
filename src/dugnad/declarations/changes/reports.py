"""Verbs of the yearly report: begin it from the members' answers, and make it anew while it is a draft."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations.models import Declaration, Progress, YearReport
from dugnad.declarations.queries.asked import ByPoint
from dugnad.declarations.queries.reports import (
    Told,
    body_of_report,
    report_of,
    title_of_report,
    told_in,
)
from dugnad.documents import changes as documents
from dugnad.documents.kinds import Kind
from dugnad.documents.states import State
from dugnad.kit.changes import add
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.members.queries import alliance


@transaction.atomic
def begin_report(
    declaration: Declaration, *, year: int, language: str, by: Person | None, at: datetime,
    asks: ByPoint | None = None,
) -> YearReport:  # fmt: skip
    """Make the report of a year from what the members told: a draft, which people write on and approve.

    `asks` is what was asked of others for each point.
    """
    if report_of(declaration, year):
        raise Refused("report", _("The report of %(year)s has been begun already.") % {"year": year})
    told = told_in(declaration, year, on=local_day(at), asks=asks)
    document = documents.create_document(
        kind=Kind.REPORT,
        owner=alliance(),
        title=title_of_report(declaration, year, language),
        body=body_of_report(declaration, year, told, language),
        language=language,
        year=year,
        is_illustrative=_is_made_up(declaration, year) or _are_made_up(told),
        by=by,
        at=at,
    )
    report = YearReport(declaration=declaration, year=year, document=document)
    add(report, "begin_report", by=by, at=at)
    return report


@transaction.atomic
def renew_report(
    report: YearReport, *, revision: int, by: Person | None, at: datetime, asks: ByPoint | None = None
) -> None:
    """Make the text anew from the answers of today; what was written in it since stands in its trail."""
    document = report.document
    if document.state != State.DRAFT:
        raise Refused("state", _("Only a draft can be made anew. Send the text back first."))
    told = told_in(report.declaration, report.year, on=local_day(at), asks=asks)
    body = body_of_report(report.declaration, report.year, told, document.language)
    documents.edit_document(document, revision=revision, body=body, by=by, at=at)


def _is_made_up(declaration: Declaration, year: int) -> bool:
    rows = Progress.objects.filter(point__wording__declaration=declaration, year=year)
    return rows.filter(is_illustrative=True).exists()


def _are_made_up(told: list[Told]) -> bool:
    return any(ask.is_illustrative for one in told for ask in one.asks)

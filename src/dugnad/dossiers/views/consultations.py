"""Pages of consultations: the list with what came of them, and one of them with its days."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.documents.queries import visible_to
from dugnad.documents.queries.cards import Card, cards
from dugnad.dossiers import rules
from dugnad.dossiers.forms.consultations import ChannelFilter
from dugnad.dossiers.kinds import CHANNEL_FACTS, Channel
from dugnad.dossiers.models import Consultation
from dugnad.dossiers.queries.asks import counted
from dugnad.dossiers.queries.consultations import (
    Listed,
    asks_of,
    consultation_rows,
    corrections_in,
    listing,
)
from dugnad.dossiers.queries.planning import way_of
from dugnad.dossiers.queries.statements import earlier_statements
from dugnad.dossiers.views.finding import consultation_or_404, viewer_on
from dugnad.events.queries.decisions import decided
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, Role, allow, public
from dugnad.kit.history import changes_of
from dugnad.kit.pages import csv_response, handed_out
from dugnad.kit.spreadsheets import Sheet, write_csv, write_workbook
from dugnad.members.rules import Viewer

AT_WORK = SIGNED_IN - {Role.GUEST}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (50, 30, 24, 30, 14, 12, 12, 24, 12, 24, 30, 8, 12, 50)
DAYS = "yyyy-mm-dd"
DAY_COLUMNS = (5, 6, 8)


@public
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """What we are asked about, open ones first; what we have said, and what came of it."""
    form, found = _asked_for(request)
    viewer = viewer_on(request)
    context = {
        "form": form,
        "found": found,
        "is_at_work": rules.is_at_work(viewer),
        "may_write": rules.may_write(viewer),
    }
    return render(request, "dossiers/consultations.html", context)


@public
@require_safe
def consultations_export(request: HttpRequest, format: str) -> HttpResponse:
    """The list with its filter as a spreadsheet."""
    _form, found = _asked_for(request)
    header, lines = listing([*found.open, *found.sent, *found.left])
    if format == "csv":
        return csv_response(write_csv(header, lines), "horinger.csv")
    days = {(number, column): DAYS for number in range(len(lines)) for column in DAY_COLUMNS}
    sheet = Sheet(_("Consultations"), header, lines, widths=WIDTHS, formats=days)
    response = HttpResponse(write_workbook([sheet]), content_type=WORKBOOK)
    response["Content-Disposition"] = 'attachment; filename="horinger.xlsx"'
    return response


def _asked_for(request: HttpRequest) -> tuple[ChannelFilter, Listed]:
    form = ChannelFilter(request.GET)
    return form, consultation_rows(viewer_on(request), at=clock.now(), channel=form.wanted)


@public
@require_safe
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """One consultation: who asks, the days on the way, our statement, what we ask for and what came of it."""
    found, viewer, now = consultation_or_404(request, slug), viewer_on(request), clock.now()
    is_at_work, today = rules.is_at_work(viewer), clock.today()
    asks = asks_of(found, viewer)
    standing = rules.standing_of(found, at=now)
    shown = is_at_work and rules.is_open(standing)
    written = _written(found, viewer)
    approved = decided(viewer, on=today).filter(pk=found.approved_in_id or 0).first()
    changes = list(changes_of(found)) if viewer.is_secretariat else []
    context = {
        "consultation": found,
        "dossier": found.dossier,
        "standing": standing,
        "left": rules.days_left(found, at=now),
        "way": way_of(found, on=today) if shown else None,
        "facts": CHANNEL_FACTS[Channel(found.channel)],
        "statement": next((one for one in written if one.document.pk == found.statement_id), None),
        "withdrawn": [one for one in written if one.document.pk != found.statement_id],
        "approved": approved,
        "asks": asks,
        "counts": counted(asks),
        "is_at_work": is_at_work,
        "is_open": rules.is_open(standing),
        "may_write": rules.may_write(viewer),
        "can_judge": rules.can_judge(found),
        "can_prepare": rules.can_prepare(found),
        "can_begin": rules.can_begin_statement(found, found.statement.state if found.statement else None),
        "changes": changes,
        "told": corrections_in(changes),
    }
    return render(request, "dossiers/consultation.html", context)


def _written(found: Consultation, viewer: Viewer) -> list[Card]:
    """The statement and those that were withdrawn before it, as the viewer may read them."""
    if found.statement_id is None:
        return []
    return cards(visible_to(viewer).filter(pk__in={found.statement_id, *earlier_statements(found)}), viewer)


@allow(AT_WORK)
@require_safe
def sent_file(request: HttpRequest, slug: str) -> FileResponse:
    """The file that was sent, as it was sent."""
    found = consultation_or_404(request, slug)
    return handed_out(found.file, found.file_name)

"""The programme to read: a year as list and board, what changed, and the frozen year with its mark."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.kit.pages import csv_response
from dugnad.kit.spreadsheets import write_csv
from dugnad.kit.text import localised
from dugnad.programme import rules
from dugnad.programme.forms import ActivityFilter
from dugnad.programme.models import Programme, Strand
from dugnad.programme.queries import (
    ActivityRow,
    activity_rows,
    counts_by_status,
    current_year,
    differences_of,
    filtered,
    is_untouched,
    programmes,
    recent_changes,
)
from dugnad.programme.states import ActivityStatus
from dugnad.programme.views.asking import programme_or_404, viewer_on

BOARD = "tavle"


@public
def programme_now(request: HttpRequest) -> HttpResponse:
    """The programme of this year, or of the nearest one there is."""
    years = programmes(viewer_on(request))
    year = current_year(years, on=clock.today())
    if year is None:
        return render(request, "programme/no_programme.html")
    return _programme_page(request, years, year)


@public
def programme(request: HttpRequest, year: int) -> HttpResponse:
    """What we are for in a year: by strand, or as a board by status."""
    return _programme_page(request, programmes(viewer_on(request)), year)


def _programme_page(request: HttpRequest, years: list[Programme], year: int) -> HttpResponse:
    found = next((each for each in years if each.year == year), None)
    if found is None:
        raise Http404
    rows = activity_rows(found, on=clock.today())
    form = ActivityFilter(request.GET, rows=rows)
    shown = filtered(rows, form.wanted())
    board = request.GET.get("vis") == BOARD
    context = {
        "programme": found,
        "years": years,
        "form": form,
        "rows": rows,
        "shown": shown,
        "is_filtered": not form.wanted().is_empty,
        "is_board": board,
        "groups": _by_status(shown) if board else _by_strand(shown),
        "counts": _counts(rows),
        "can_change": rules.can_change(found.state),
        "can_freeze": rules.can_freeze(found.state, year, on=clock.today()),
    }
    return render(request, "programme/programme.html", context)


@public
def programme_export(request: HttpRequest, year: int) -> HttpResponse:
    """The same list as CSV, in the reader's language."""
    found = programme_or_404(request, year)
    rows = activity_rows(found, on=clock.today())
    shown = filtered(rows, ActivityFilter(request.GET, rows=rows).wanted())
    header = [
        "number", "key", "strand", "title", "way_of_working", "goals", "status", "note", "body",
        "milestones", "reached", "next", "updated",
    ]  # fmt: skip
    return csv_response(write_csv(header, map(_line, shown)), f"program-{year}.csv")


@public
def programme_changes(request: HttpRequest, year: int) -> HttpResponse:
    """What was last changed in a year, for everybody to see; who did it is for those who are signed in."""
    found = programme_or_404(request, year)
    changes = recent_changes(found, limit=100)
    told = differences_of(change for change, _activity in changes)
    rows = [(change, activity, told[change.pk]) for change, activity in changes]
    context = {"programme": found, "changes": rows}
    return render(request, "programme/programme_changes.html", context)


@public
def frozen_programme(request: HttpRequest, year: int) -> HttpResponse:
    """A closed year: when, the hash of what it said, and whether it still says it."""
    found = programme_or_404(request, year)
    if rules.can_change(found.state):
        raise Http404
    context = {"programme": found, "is_untouched": is_untouched(found)}
    return render(request, "programme/frozen_programme.html", context)


@public
def programme_snapshot(request: HttpRequest, year: int) -> HttpResponse:
    """The bytes that were frozen, for whoever wants to check the hash."""
    found = programme_or_404(request, year)
    if rules.can_change(found.state):
        raise Http404
    response = HttpResponse(bytes(found.snapshot), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="program-{year}.json"'
    return response


def _by_strand(rows: list[ActivityRow]) -> list[tuple[Strand, list[ActivityRow]]]:
    strands: dict[int, tuple[Strand, list[ActivityRow]]] = {}
    for row in rows:
        strand = row.activity.strand
        strands.setdefault(strand.position, (strand, []))[1].append(row)
    return [strands[position] for position in sorted(strands)]


def _by_status(rows: list[ActivityRow]) -> list[tuple[str, list[ActivityRow]]]:
    return [
        (str(status.label), [row for row in rows if row.activity.status == status])
        for status in ActivityStatus
    ]


def _counts(rows: list[ActivityRow]) -> list[tuple[str, str, int]]:
    """Statuses that occur, with their names and how many activities have them."""
    return [
        (status, str(ActivityStatus(status).label), count)
        for status, count in counts_by_status(rows).items()
        if count
    ]


def _line(row: ActivityRow) -> list[Any]:
    activity = row.activity
    return [
        activity.number,
        activity.key,
        str(activity.strand),
        str(activity),
        localised(activity, "way_of_working"),
        " ".join(map(str, row.goals)),
        activity.get_status_display(),
        activity.status_note,
        str(activity.responsible_body or ""),
        len(row.milestones),
        row.done,
        f"{row.next_step.due} {row.next_step}" if row.next_step else "",
        f"{activity.updated_at:%Y-%m-%d}",
    ]

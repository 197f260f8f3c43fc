"""Pages of the follow-up: how far the region has come, the matrix of members and points, and its file."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.declarations import rules
from dugnad.declarations.forms import MatrixFilter, WishFilter
from dugnad.declarations.models import Declaration
from dugnad.declarations.queries import (
    UNTOLD,
    Lines,
    Matrix,
    latest_year,
    lines_of,
    matrix_listing,
    matrix_of,
    narrowed,
    region_chart,
    told_of,
    wishes_in,
)
from dugnad.declarations.queries.grouping import by_subregion
from dugnad.declarations.states import ProgressState
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, Role, allow, public
from dugnad.kit.spreadsheets import CSV, Sheet, as_csv_file, write_csv, write_workbook
from dugnad.members.queries import alphabetical
from dugnad.members.rules import Viewer

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKING = MEMBER | STAFF | {Role.BODY_MEMBER}
SIDE_BY_SIDE = "alle"


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def declaration_or_404(key: str) -> Declaration:
    """The declaration of this address."""
    found = Declaration.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def lines_or_404(key: str) -> tuple[Declaration, Lines]:
    """The declaration of this address with the lines of its points, in one question where it has any."""
    lines = lines_of(key)
    first = next(iter(lines.values()), None)
    return (first[0].wording.declaration if first else declaration_or_404(key)), lines


def matrix_or_404(lines: Lines, request: HttpRequest, year: int) -> Matrix:
    """The matrix of a year in which something was promised."""
    side_by_side = request.GET.get("vis") == SIDE_BY_SIDE
    found = matrix_of(lines, year=year, on=clock.today(), side_by_side=side_by_side)
    if found is None:
        raise Http404
    return found


@public
@require_safe
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """How far the region has come with each point, in the last year that was told of."""
    (declaration, lines), today = lines_or_404(key), clock.today()
    matrix = matrix_of(lines, year=latest_year(declaration, on=today), on=today)
    context = {"declaration": declaration, "matrix": matrix, "may_see_members": _may_see_members(request)}
    chart = region_chart(matrix) if matrix else None
    return render(request, "declarations/progress.html", context | {"chart": chart})


@public
@require_safe
def matrix(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Members × points of a year; strangers read the counts of each point."""
    declaration, lines = lines_or_404(key)
    whole = matrix_or_404(lines, request, year)
    form = MatrixFilter(request.GET, matrix=whole)
    shown = narrowed(whole, **form.wanted())
    context: dict[str, Any] = {
        "declaration": declaration,
        "matrix": whole,
        "shown": shown,
        "form": form,
        "years": reversed(whole.years),
        "states": [*ProgressState, UNTOLD],
        "may_see_members": _may_see_members(request),
    }
    if context["may_see_members"] and form.wanted()["point"]:
        context |= _one_point(lines, shown)
    kept = request.GET.copy()
    kept.pop("punkt", None)
    context["keep"] = kept.urlencode()
    return render(request, "declarations/matrix.html", context)


def _one_point(lines: Lines, shown: Matrix) -> dict[str, Any]:
    """What each member told of the one point that is shown, in words."""
    point = shown.points[0]
    told = told_of(lines[point.pk], year=shown.year)
    rows = [(row, told.get(row.member.pk)) for row in shown.rows if row.cells[0][-1] is not None]
    return {"point": point, "lines": rows, "summary": shown.summaries[0]}


@allow(WORKING)
@require_safe
def matrix_export(request: HttpRequest, key: str, year: int, format: str) -> HttpResponse:
    """The matrix with its filters as a spreadsheet."""
    declaration, lines = lines_or_404(key)
    whole = matrix_or_404(lines, request, year)
    header, rows = matrix_listing(narrowed(whole, **MatrixFilter(request.GET, matrix=whole).wanted()))
    name = f"{declaration.key}-{year}.{format}"
    if format == "csv":
        response = HttpResponse(as_csv_file(write_csv(header, rows)), content_type=CSV)
    else:
        widths = (24, 20, *[18] * (len(header) - 2))
        book = write_workbook([Sheet(title=str(year), header=header, rows=rows, widths=widths)])
        response = HttpResponse(book, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@allow(WORKING)
@require_safe
def help_wanted(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Who wants help with what, and who has that in place and can be rung."""
    declaration, lines = lines_or_404(key)
    found = matrix_or_404(lines, request, year)
    form = WishFilter(request.GET, matrix=found)
    wanted = form.wanted()
    wishes = [wish for wish in wishes_in(found, lines, on=clock.today()) if wish.fits(**wanted)]
    wishes.sort(key=lambda wish: alphabetical(wish.member.name))
    context = {
        "declaration": declaration,
        "matrix": found,
        "form": form,
        "groups": by_subregion(wishes, lambda wish: wish.member.subregion),
        "is_narrow": any(wanted.values()),
        "count": len(wishes),
    }
    return render(request, "declarations/help_wanted.html", context)


def _may_see_members(request: HttpRequest) -> bool:
    return rules.may_see_members(viewer_on(request))

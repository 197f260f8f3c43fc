"""The page of a point of a declaration."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.declarations import rules
from dugnad.declarations.queries import lines_of
from dugnad.declarations.queries.points import line_of
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.web.queries.point import gather


@public
@require_safe
def point(request: HttpRequest, key: str, point: str) -> HttpResponse:
    """What a point promises, what became of it, how the region gets on, and everything that serves it."""
    viewer, today = request.viewer, clock.today()  # type: ignore[attr-defined]
    lines = lines_of(key)
    line = line_of(lines, point, viewer)
    if line is None:
        raise Http404
    declaration = line.shown.wording.declaration
    gathered = gather(lines, line, viewer, on=today)
    return render(
        request,
        "web/point.html",
        {
            "declaration": declaration,
            "point": line.shown,
            "line": line,
            "found": gathered,
            "followed_up": rules.is_followed_up(line.shown),
            "late": {task.pk for task in gathered.tasks if rules.is_overdue(task, on=today)},
            "may_write": rules.may_write(viewer),
        },
    )

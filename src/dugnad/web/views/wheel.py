"""The year wheel."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.programme.queries import current_year, programme_of, programmes
from dugnad.web.queries.wheel import hand_of, year_wheel


@public
def wheel(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """What happens when in a programme's year: as a picture and as a list."""
    viewer, today = request.viewer, clock.today()  # type: ignore[attr-defined]
    years = programmes(viewer)
    chosen = year or current_year(years, on=today)
    programme = programme_of(chosen, viewer) if chosen else None
    if year and programme is None:
        raise Http404
    months = year_wheel(programme, viewer, on=today) if programme else []
    return render(
        request,
        "web/wheel.html",
        {
            "programme": programme,
            "years": years,
            "months": months,
            "moments": [moment for month in months for moment in month.moments],
            "hand": hand_of(today) if programme and programme.year == today.year else "",
        },
    )

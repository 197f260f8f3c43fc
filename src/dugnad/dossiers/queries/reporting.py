"""Questions of the yearly report: what was asked for each point, and what had come of it by then."""

from datetime import date

from django.db.models import Prefetch

from dugnad.declarations.models import Declaration, Point
from dugnad.declarations.queries.asked import Asked
from dugnad.dossiers.models import Ask, Response
from dugnad.dossiers.queries.asks import visible_asks
from dugnad.dossiers.states import AskState
from dugnad.members.queries import ANONYMOUS


def asked_for_points(declaration: Declaration, year: int) -> dict[Point, list[Asked]]:
    """What was asked for in a year, answered in it, or still waited when it ended: four questions.

    The report is for everybody, so it tells of what everybody may see. What was asked for again in the
    meantime is told of once, as it was asked last.
    """
    found: dict[Point, list[Asked]] = {}
    seen = visible_asks(ANONYMOUS).filter(raised_on__year__lte=year, points__wording__declaration=declaration)
    asks = seen.distinct().select_related("consultation").order_by("raised_on", "pk")
    points = Prefetch("points", Point.objects.select_related("wording"))
    for ask in asks.prefetch_related("responses", points, "repeated_in"):
        answer = _answer(ask, year)
        if not _belongs(ask, answer, year):
            continue
        for point in ask.points.all():
            if point.wording.declaration_id == declaration.pk:
                found.setdefault(point, []).append(_asked(ask, answer))
    return found


def _answer(ask: Ask, year: int) -> Response | None:
    """The answer that counted when the year ended."""
    given = (one for one in ask.responses.all() if not one.is_struck)
    return next((one for one in given if one.on.year <= year), None)


def _belongs(ask: Ask, answer: Response | None, year: int) -> bool:
    if _raised_on(ask).year == year:
        return True
    if answer is not None:
        return answer.on.year == year
    again = [one.raised_on for one in ask.repeated_in.all()]
    return not any(day is not None and day.year <= year for day in again)


def _raised_on(ask: Ask) -> date:
    return ask.raised_on or date.min  # what has no day is a draft, and is not among them


def _asked(ask: Ask, answer: Response | None) -> Asked:
    return Asked(
        key=ask.pk,
        words=ask.text,
        on=_raised_on(ask),
        state=AskState(answer.state) if answer else AskState.AWAITED,
        where=ask.consultation.title if ask.consultation else "",
        source=answer.source if answer else "",
        answered_on=answer.on if answer else None,
        is_illustrative=ask.is_illustrative or bool(answer and answer.is_illustrative),
    )

"""What publishers say now of figures that were objected to, and where they have come to agree."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from dugnad.calls.models import Answer, Objection, Reply
from dugnad.calls.queries.prefill import FiguresHere, value_in
from dugnad.calls.rules import state_of_objection
from dugnad.calls.states import ObjectionState
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries import PlaceFigures, figures_of
from dugnad.members.queries import codes_of, divisions


def agreed_in(reply: Reply, answers: Iterable[Answer], here: FiguresHere, *, on: date) -> frozenset[int]:
    """The questions (id) of which the publisher has come to the figure that the answer gives.

    Nothing is asked of the database where no answer objects.
    """
    given = {a.question_id: a.value for a in answers if a.question.facts.is_objection(a.value)}
    if not given:
        return frozenset()
    made = Objection.objects.filter(reply=reply, question__in=given, proposed__isnull=False)
    found = agreed_among(made.select_related("vintage"), here, on=on)
    return frozenset(o.question_id for o in found if (given[o.question_id] or {}).get("value") == o.proposed)


def agreed_among(objections: Iterable[Objection], here: FiguresHere, *, on: date) -> list[Objection]:
    """Those of some objections that are met: a later vintage has the figure that was named."""
    found = list(objections)
    if not found:
        return []
    known = {key: figures.indicator for key, figures in here.known.items()}
    missing = {objection.indicator for objection in found} - known.keys()
    if missing:
        known |= {indicator.key: indicator for indicator in Indicator.objects.filter(key__in=missing)}
    now = figures_now(found, known, here, on=on)
    values = {pk: value for pk, (value, _vintage) in now.items()}
    return [o for o in found if state_of_objection(o, values.get(o.pk)) == ObjectionState.AGREED]


def figures_now(
    objections: Collection[Objection], indicators: Mapping[str, Indicator], here: FiguresHere, *, on: date
) -> dict[int, tuple[float, Vintage]]:
    """By objection (id) what its publisher says in a later vintage; what is read is not read again."""
    read = {o.pk: _later(o, here.known[o.indicator], here.code) for o in objections if _speaks_alone(o, here)}
    found = _looked_up([o for o in objections if o.pk not in read], indicators, on=on)
    return found | {pk: figure for pk, figure in read.items() if figure}


def _speaks_alone(objection: Objection, here: FiguresHere) -> bool:
    """Whether every figure of the place that we have read is from the source that is objected to."""
    figures = here.known.get(objection.indicator)
    return figures is not None and {v.source_id for v in figures.vintages} == {objection.vintage.source_id}


def _later(objection: Objection, figures: PlaceFigures, code: str) -> tuple[float, Vintage] | None:
    vintage = figures.vintage_of.get(code)
    value = value_in(figures, code, objection.year, objection.sector)
    is_later = value is not None and vintage is not None and _is_later(vintage, objection.vintage)
    return (value, vintage) if is_later else None  # type: ignore[return-value]


def _looked_up(
    objections: Collection[Objection], indicators: Mapping[str, Indicator], *, on: date
) -> dict[int, tuple[float, Vintage]]:
    """By objection (id) the figure in the newest vintage of the same source, where it was seen later."""
    if not objections:
        return {}
    codes = codes_of({objection.organisation_id for objection in objections}, on=on)
    vintages = Vintage.objects.filter(indicator__key__in=indicators, seen_on__lte=on)
    candidates = list(vintages.select_related("source", "indicator").defer("without_figure"))
    known = divisions()
    series: dict[tuple[str, int], list[Objection]] = {}
    for objection in objections:
        series.setdefault((objection.indicator, objection.vintage.source_id), []).append(objection)
    found = {}
    for (key, source), objecting in series.items():
        places = {codes[o.organisation_id].code for o in objecting if o.organisation_id in codes}
        only = [v for v in candidates if v.indicator.key == key and v.source_id == source]
        figures = figures_of(indicators[key], places, codes_day=on, only=only, known=known)
        for objection in objecting:
            code = codes[objection.organisation_id].code if objection.organisation_id in codes else ""
            if later := _later(objection, figures, code):
                found[objection.pk] = later
    return found


def _is_later(vintage: Vintage, than: Vintage) -> bool:
    return (vintage.seen_on, vintage.pk) > (than.seen_on, than.pk)

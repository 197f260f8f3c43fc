"""What publishers say now of figures that were objected to, and where they have come to agree."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dugnad.calls.models import Answer, Objection, Reply
from dugnad.calls.queries.prefill import NOWHERE, FiguresHere, value_in
from dugnad.calls.rules import is_revised, state_of_objection
from dugnad.calls.states import CLOSED_BY_FIGURES
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries import PlaceFigures, figures_of
from dugnad.members.queries import codes_of, divisions


@dataclass(frozen=True)
class Since:
    """What a publisher has said of a figure since it was objected to: the newest, and what closed it."""

    now: float
    vintage: Vintage
    settled: float | None = None  # the first figure by which the objection was closed, and stays so
    settled_by: Vintage | None = None

    @property
    def is_revised(self) -> bool:
        """Whether the figure by which the objection was closed has been changed again."""
        return is_revised(self.settled, self.now)


def agreed_in(reply: Reply, answers: Iterable[Answer], here: FiguresHere, *, on: date) -> dict[int, Since]:
    """By question (id) how the publisher has come to the figure that the answer gives.

    Nothing is asked of the database where no answer objects.
    """
    return agreed_in_replies([reply], answers, here, on=on).get(reply.pk, {})


def agreed_in_replies(
    replies: Iterable[Reply], answers: Iterable[Answer], here: FiguresHere = NOWHERE, *, on: date
) -> dict[int, dict[int, Since]]:
    """By reply (id) and question (id) how publishers have come to the figures that the answers give."""
    given = {
        (a.reply_id, a.question_id): a.value or {} for a in answers if a.question.facts.is_objection(a.value)
    }
    if not given:
        return {}
    standing = Objection.objects.filter(reply__in=[reply.pk for reply in replies], closed_by__isnull=True)
    made = standing.filter(question__in={question for _reply, question in given}, proposed__isnull=False)
    found: dict[int, dict[int, Since]] = {}
    for objection, since in agreed_among(made.select_related("vintage"), here, on=on).items():
        place = objection.reply_id, objection.question_id
        if given.get(place, {}).get("value") == objection.proposed:
            found.setdefault(objection.reply_id, {})[objection.question_id] = since
    return found


def agreed_among(objections: Iterable[Objection], here: FiguresHere, *, on: date) -> dict[Objection, Since]:
    """Those of some objections that are met: a later vintage has had the figure that was named."""
    found = closed_among(objections, here, on=on)
    return {objection: since for objection, since in found.items() if objection.proposed is not None}


def closed_among(objections: Iterable[Objection], here: FiguresHere, *, on: date) -> dict[Objection, Since]:
    """Those of some objections that a later vintage has closed, with what it said and what is said now."""
    found = list(objections)
    if not found:
        return {}
    known = {key: figures.indicator for key, figures in here.known.items()}
    missing = {objection.indicator for objection in found} - known.keys()
    if missing:
        known |= {indicator.key: indicator for indicator in Indicator.objects.filter(key__in=missing)}
    since = figures_since(found, known, here, on=on)
    told = {o: since[o.pk] for o in found if o.pk in since}
    return {o: row for o, row in told.items() if row.settled_by and o.dropped_at is None}


def figures_since(
    objections: Collection[Objection], indicators: Mapping[str, Indicator], here: FiguresHere, *, on: date
) -> dict[int, Since]:
    """By objection (id) what its publisher has said in later vintages, where there are any.

    An objection that was met stays met: every later vintage is read, oldest first, until one closes it.
    """
    now = figures_now(objections, indicators, here, on=on)
    told = _between([o for o in objections if o.pk in now], now, indicators, on=on) if now else {}
    found = {}
    for objection in objections:
        if objection.pk in now:
            value, vintage = now[objection.pk]
            figures = [*told.get(objection.pk, ()), (value, vintage)]
            closing = next((row for row in figures if _closes(objection, row[0])), (None, None))
            found[objection.pk] = Since(value, vintage, *closing)
    return found


def _closes(objection: Objection, value: float) -> bool:
    return state_of_objection(objection, value) in CLOSED_BY_FIGURES


def _between(
    objections: Collection[Objection],
    now: Mapping[int, tuple[float, Vintage]],
    indicators: Mapping[str, Indicator],
    *,
    on: date,
) -> dict[int, list[tuple[float, Vintage]]]:
    """By objection (id) what stood in the vintages between its own and the newest, oldest first."""
    sources = {objection.vintage.source_id for objection in objections}
    wanted = Vintage.objects.filter(
        indicator__key__in={o.indicator for o in objections}, source__in=sources, seen_on__lte=on
    )
    later: dict[Vintage, list[Objection]] = {}
    for vintage in wanted.select_related("source", "indicator").defer("without_figure"):
        told = [o for o in objections if _lies_between(vintage, o, now[o.pk][1])]
        later |= {vintage: told} if told else {}
    if not later:
        return {}
    codes, parts = codes_of({o.organisation_id for o in objections}, on=on), divisions()
    found: dict[int, list[tuple[float, Vintage]]] = {}
    for vintage in sorted(later, key=_age):
        known = {o: codes[o.organisation_id].code for o in later[vintage] if o.organisation_id in codes}
        figures = figures_of(
            indicators[vintage.indicator.key], set(known.values()), codes_day=on, only=[vintage], known=parts
        )
        for objection, code in known.items():
            value = value_in(figures, code, objection.year, objection.sector)
            if value is not None:
                found.setdefault(objection.pk, []).append((value, vintage))
    return found


def _lies_between(vintage: Vintage, objection: Objection, newest: Vintage) -> bool:
    same = (vintage.indicator.key, vintage.source_id) == (objection.indicator, objection.vintage.source_id)
    return same and _is_later(vintage, objection.vintage) and _is_later(newest, vintage)


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
    return _age(vintage) > _age(than)


def _age(vintage: Vintage) -> tuple[date, int]:
    return vintage.seen_on, vintage.pk

"""Figures that we know already, so that nobody is asked to find them again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from dugnad.analyses.kinds import Method
from dugnad.analyses.models import Quantity
from dugnad.analyses.queries.collecting import known_quantities
from dugnad.calls.kinds.figures import own_unit, with_unit
from dugnad.calls.models import Answer, Call, Question, Reply
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries import PlaceFigures, figures_of
from dugnad.kit.formats import day
from dugnad.members.queries import code_of, divisions

NO_YEARS: Mapping[int, int | None] = {}


@dataclass(frozen=True)
class Prefilled:
    """A figure with all that a reader must know of it."""

    value: float
    unit: str
    year: int
    vintage: str
    source: str
    is_official: bool = True

    def __str__(self) -> str:
        return with_unit(self.value, self.unit)

    @property
    def seen_on(self) -> date:
        """The day on which the vintage was seen."""
        return date.fromisoformat(self.vintage)

    @property
    def seen(self) -> str:
        """When the vintage was seen, in words."""
        return day(self.seen_on)

    def as_shape(self) -> dict[str, Any]:
        """The figure as programs get it."""
        return asdict(self) | {"unit": own_unit(self.unit)}


@dataclass(frozen=True)
class KnownQuantity(Prefilled):
    """What a study knows of a flow of a member: a start that is confirmed or corrected."""

    sd: float = 0.0
    method: str = ""

    @property
    def how(self) -> str:
        """How it is known, in words."""
        return str(Method(self.method).label)

    @property
    def seen(self) -> str:
        """When it was seen or published: a day, a month or a year, as it was written."""
        return self.vintage


@dataclass(frozen=True)
class Published:
    """A figure as it stands in the vintage that speaks for a place, with that place's number today."""

    value: float
    unit: str
    year: int
    vintage: Vintage
    code: str

    def shown(self, unit: str) -> Prefilled:
        """The figure as the question that asks about it shows it."""
        return Prefilled(
            value=self.value,
            unit=unit or self.unit,
            year=self.year,
            vintage=self.vintage.seen_on.isoformat(),
            source=self.vintage.source.publisher,
            is_official=self.vintage.source.is_official,
        )


@dataclass(frozen=True)
class FiguresHere:
    """The figures of a member's own place, by indicator, with its number on that day."""

    code: str = ""
    known: Mapping[str, PlaceFigures] = field(default_factory=dict)


NOWHERE = FiguresHere()


def figures_here(reply: Reply, keys: Iterable[str], *, on: date) -> FiguresHere:
    """What is known of a member's own place, as it was known on a day."""
    wanted = {key for key in keys if key}
    code = code_of(reply.organisation, on=on) if wanted else None
    return FiguresHere(code.code, figures_known(wanted, [code.code], on=on)) if code else NOWHERE


def prefilled_for(
    reply: Reply,
    questions: Iterable[Question],
    *,
    on: date,
    answers: Iterable[Answer] = (),
    here: FiguresHere | None = None,
) -> dict[str, Prefilled]:
    """By question key the figure of the member's own municipality, as it was known on a day.

    A figure that one of the answers confirms is looked up for the year that was confirmed: a new year of the
    statistic is no revision of an old one.
    """
    asked = {question.key: question for question in questions}
    years = {answer.question_id: answer.question.facts.confirmed_year(answer.value) for answer in answers}
    found = published_for(reply, asked.values(), on=on, years=years, here=here)
    shown = {key: figure.shown(asked[key].unit) for key, figure in found.items()}
    return shown | quantities_for(reply, asked.values())


def quantities_for(reply: Reply, questions: Iterable[Question]) -> dict[str, KnownQuantity]:
    """By question key what a study knows of the flow that it asks about, at the member's own place."""
    asked = {question.key: question for question in questions if question.flow_id}
    if not asked:
        return {}
    place = reply.organisation_id
    known = known_quantities({question.flow_id or 0 for question in asked.values()}, [place])
    found = {
        key: known.get((question.flow_id or 0, place, year_asked(question, reply.call)))
        for key, question in asked.items()
    }
    return {key: _as_known(quantity) for key, quantity in found.items() if quantity is not None}


def year_asked(question: Question, call: Call) -> int:
    """The year of the figure that a question asks for: its own, else that of its call."""
    return question.indicator_year or call.year


def _as_known(quantity: Quantity) -> KnownQuantity:
    study = quantity.flow.study
    return KnownQuantity(
        value=as_answered(quantity.value),
        unit=study.unit,
        year=quantity.year,
        vintage=quantity.vintage,
        source=quantity.source,
        is_official=not study.is_illustrative,
        sd=quantity.sd,
        method=quantity.method,
    )


def published_for(
    reply: Reply,
    questions: Iterable[Question],
    *,
    on: date,
    years: Mapping[int, int | None] = NO_YEARS,
    here: FiguresHere | None = None,
) -> dict[str, Published]:
    """By question key the published figure that it asks about, as it was known on a day.

    `years` names by question (id) another year than the one that the question asks about.
    """
    wanted = [question for question in questions if question.indicator]
    here = figures_here(reply, (q.indicator for q in wanted), on=on) if here is None else here
    known, code = here.known, here.code
    found = {q.key: figure_for(q, known.get(q.indicator), code, year=years.get(q.pk)) for q in wanted}
    return {key: figure for key, figure in found.items() if figure is not None}


def figures_known(
    keys: Iterable[str], codes: Collection[str], *, on: date, year: int | None = None
) -> Mapping[str, PlaceFigures]:
    """By indicator the figures of places (of one year or of all), as they were known on a day.

    One question for the vintages of all, one for the divisions of the country, and one a vintage.
    """
    seen = Vintage.objects.filter(indicator__key__in=set(keys), seen_on__lte=on)
    vintages: dict[Indicator, list[Vintage]] = {}
    for vintage in seen.select_related("source", "indicator").defer("without_figure"):
        vintages.setdefault(vintage.indicator, []).append(vintage)
    parts = divisions() if vintages else None
    return {
        indicator.key: figures_of(indicator, codes, codes_day=on, only=only, year=year, known=parts)
        for indicator, only in vintages.items()
    }


def figure_for(
    question: Question, figures: PlaceFigures | None, code: str, *, year: int | None = None
) -> Published | None:
    """The figure of a place that a question asks about (or of another year), where there is one."""
    if figures is None or code not in figures.vintage_of:
        return None
    year = year or question.indicator_year or max(figures.years)
    vintage = figures.vintage_at(code, year)
    value = value_in(figures, code, year, question.indicator_sector)
    if value is None or vintage is None:
        return None
    return Published(value, figures.indicator.unit, year, vintage, code)


def value_in(figures: PlaceFigures, code: str, year: int, sector: str) -> float | None:
    """The figure of a place, year and sector (or their sum), rounded as answers are."""
    if not sector:
        value = figures.totals.get((code, year))
    else:
        missing = (code, year) in figures.missing
        value = None if missing else figures.values.get((code, year, sector, ""))
    if value is None:
        return None
    return as_answered(value)


def as_answered(value: float) -> float:
    """A figure as answers are written: whole where it is whole, else with four decimals at most."""
    return int(value) if float(value).is_integer() else round(value, 4)

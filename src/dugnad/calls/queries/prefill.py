"""Figures that we know already, so that nobody is asked to find them again."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dugnad.calls.models import Question, Reply
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries import PlaceFigures, figures_of
from dugnad.kit.formats import number
from dugnad.members.queries import code_of


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
        return f"{number(self.value)} {self.unit}"

    @property
    def seen_on(self) -> date:
        """The day on which the vintage was seen."""
        return date.fromisoformat(self.vintage)

    def as_shape(self) -> dict[str, Any]:
        """The figure as programs get it."""
        return asdict(self)


def prefilled_for(reply: Reply, questions: Iterable[Question], *, on: date) -> dict[str, Prefilled]:
    """By question key the figure of the member's own municipality, as it was known on a day."""
    wanted = [question for question in questions if question.indicator]
    code = code_of(reply.organisation, on=on) if wanted else None
    if code is None:
        return {}
    known = _figures({question.indicator for question in wanted}, code.code, on=on)
    found = {question.key: _figure(question, known.get(question.indicator), code.code) for question in wanted}
    return {key: figure for key, figure in found.items() if figure is not None}


def _figures(keys: Iterable[str], code: str, *, on: date) -> Mapping[str, PlaceFigures]:
    indicators = Indicator.objects.filter(key__in=keys)
    return {i.key: figures_of(i, [code], codes_day=on, seen_by=on) for i in indicators}


def _figure(question: Question, figures: PlaceFigures | None, code: str) -> Prefilled | None:
    if figures is None or code not in figures.vintage_of:
        return None
    year = question.indicator_year or max(figures.years)
    vintage = figures.vintage_at(code, year)
    value = _value(figures, code, year, question.indicator_sector)
    if value is None or vintage is None:
        return None
    return Prefilled(
        value=int(value) if float(value).is_integer() else round(value, 4),
        unit=question.unit or figures.indicator.unit,
        year=year,
        vintage=vintage.seen_on.isoformat(),
        source=vintage.source.publisher,
        is_official=vintage.source.is_official,
    )


def _value(figures: PlaceFigures, code: str, year: int, sector: str) -> float | None:
    if not sector:
        return figures.totals.get((code, year))
    return None if (code, year) in figures.missing else figures.values.get((code, year, sector, ""))

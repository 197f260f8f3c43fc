"""How many answers to one question lie beside each other: what is counted, what is summed, what is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds.consenting import STANCES
from dugnad.calls.kinds.facts import Asked, QuestionKind, choices_of
from dugnad.calls.kinds.figures import PER_CENT, figure_text, own_unit, with_unit
from dugnad.calls.kinds.points import STATES
from dugnad.calls.kinds.quantities import how_known
from dugnad.calls.kinds.questions import QUESTION_KINDS

Value = Any
# What members say of a figure that we knew; none of these is chosen by a member who only wrote a reason.
JUDGEMENTS = {"confirmed": _l("Confirmed"), "corrected": _l("Corrected")}

# Shares of different wholes: their sum says nothing.
SHARES = PER_CENT | {"‰"}
FIGURE, YEAR = _l("Figure"), _l("Year")


def _no_choices(asked: Asked) -> Mapping[str, Any]:
    return {}


def _nothing_chosen(value: Value) -> Sequence[str]:
    return ()


def _no_figure(value: Value) -> int | float | None:
    return None


def _no_day(value: Value) -> date | None:
    return None


def _year_text(value: int | float | None, unit: str = "") -> str:
    """A year as years are written, without thousands; between two of them the median may be a half."""
    return figure_text(value) if value is None else f"{int(value)}{figure_text(value % 1)[1:]}"


def _whole_text(asked: Asked, value: Value) -> str:
    return QUESTION_KINDS[QuestionKind(asked.kind)].as_text(asked, value)


def _no_words(asked: Asked, value: Value) -> str:
    return ""


@dataclass(frozen=True)
class MergeFacts:
    """What follows from the kind of a question where the answers of all members are read together."""

    choices: Callable[[Asked], Mapping[str, Any]] = _no_choices
    chosen: Callable[[Value], Sequence[str]] = _nothing_chosen
    figure: Callable[[Value], int | float | None] = _no_figure
    words: Callable[[Asked, Value], str] = _whole_text
    day: Callable[[Value], date | None] = _no_day
    has_figures: bool = False
    figure_head: Promise = FIGURE  # what stands above the figures
    written: Callable[[int | float | None, str], str] = with_unit  # a figure with its unit, as it is read
    is_summed: bool = False  # a total says something: of years it would not
    links: bool = False  # files or a document say it better than a list can
    is_address: bool = False  # of a person, which has no place in a paper that everybody may read
    group: str = "subregion"  # how answers are grouped unless the reader asks for something else


def is_share(unit: str) -> bool:
    """Whether a unit is a share, of which a total makes no sense."""
    return own_unit(unit, "nb").strip().casefold() in SHARES


def _judged(value: Value) -> Sequence[str]:
    right = value.get("right")
    return () if right is None else ("confirmed" if right else "corrected",)


MERGING = {
    QuestionKind.NUMBER: MergeFacts(
        figure=lambda value: value, words=_no_words, has_figures=True, is_summed=True
    ),
    QuestionKind.CHOICE: MergeFacts(choices=choices_of, chosen=lambda value: (value,), group="choice"),
    QuestionKind.CHOICES: MergeFacts(choices=choices_of, chosen=tuple, group="choice"),
    QuestionKind.TEXT: MergeFacts(),
    QuestionKind.YEAR: MergeFacts(
        figure=lambda value: value, words=_no_words, has_figures=True, figure_head=YEAR, written=_year_text
    ),
    QuestionKind.DATE: MergeFacts(day=date.fromisoformat),
    QuestionKind.EMAIL: MergeFacts(is_address=True),
    QuestionKind.FILE: MergeFacts(links=True),
    QuestionKind.STORY: MergeFacts(words=lambda asked, value: str(value.get("title", "")), links=True),
    QuestionKind.FIGURE: MergeFacts(
        choices=lambda asked: JUDGEMENTS,
        chosen=_judged,
        figure=lambda value: value.get("value"),
        words=lambda asked, value: str(value.get("reason", "")),
        has_figures=True,
        is_summed=True,
    ),
    QuestionKind.CONSENT: MergeFacts(
        choices=lambda asked: STANCES,
        chosen=lambda value: (value["stance"],) if value.get("stance") else (),
        words=lambda asked, value: "\n".join(filter(None, map(value.get, ("reservation", "reason")))),
    ),
    QuestionKind.POINT: MergeFacts(
        choices=lambda asked: STATES,
        chosen=lambda value: (value["state"],) if value.get("state") else (),
        words=lambda asked, value: "\n".join(filter(None, map(value.get, ("done", "help_wanted")))),
        group="choice",
    ),
    QuestionKind.QUANTITY: MergeFacts(
        figure=lambda value: value.get("value"),
        words=lambda asked, value: how_known(value),
        has_figures=True,
        is_summed=True,
    ),
}

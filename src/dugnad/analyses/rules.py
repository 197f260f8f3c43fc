"""Yes or no, about studies, figures and runs."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from dugnad.analyses.kinds import STRENGTH, Method
from dugnad.analyses.states import RunState, StudyState

# How addresses begin that belong to an office: a register that everybody reads holds no person's own.
OFFICES = re.compile(r"(post|firmapost|kontakt|contact|info|epost|mail|kundeservice|resepsjon)[^.@]*@", re.I)

FIRST_YEAR = 1900  # before it nobody has a figure, and a year is a slip


class Told(Protocol):
    """A quantity, as far as it matters which of several counts."""

    @property
    def method(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def vintage(self) -> str: ...
    @property
    def dataset_id(self) -> int: ...


def can_see(state: str, *, is_staff: bool) -> bool:
    """Whether somebody sees a study: one that is planned is for those who plan it."""
    return is_staff or state != StudyState.PLANNED


def can_see_run(state: str, *, is_staff: bool) -> bool:
    """Whether somebody sees a run: before the secretariat stands behind it, nobody else does."""
    return is_staff or state == RunState.ACCEPTED


def is_office_address(address: str) -> bool:
    """Whether an e-mail address belongs to an office and to no person."""
    return bool(OFFICES.match(address))


def is_span(first: int | None, last: int | None) -> bool:
    """Whether the last year, where both are known, does not come before the first."""
    return first is None or last is None or first <= last


def last_year(on: date) -> int:
    """The last year that a figure can be of: the next one, for plans and budgets."""
    return on.year + 1


def year_complaint(year: int, *, on: date) -> str:
    """What is wrong with the year of a figure; empty where it can be right."""
    if FIRST_YEAR <= year <= last_year(on):
        return ""
    message = _("No figure can be of %(year)s. Write a year from %(first)s to %(last)s.")
    return message % {"year": year, "first": FIRST_YEAR, "last": last_year(on)}


def amount_complaint(value: float, *, flow: str, lower: float | None) -> str:
    """What is wrong with an amount: below zero is none, unless the flow is said to run both ways."""
    if value >= 0 or (lower is not None and lower < 0):
        return ""
    message = _(
        "The quantity of “%(flow)s” is below zero. Write it without the minus, or give the flow a lower "
        "limit below zero if it can run both ways."
    )
    return message % {"flow": flow}


def waits(state: str) -> bool:
    """Whether nobody has computed a run yet."""
    return state == RunState.QUEUED


def has_failed(state: str) -> bool:
    """Whether a run could not be computed; its reason is the engine's."""
    return state == RunState.FAILED


def can_check(state: str) -> bool:
    """Whether a run waits for somebody to look through it."""
    return state == RunState.COMPUTED


def can_accept(state: str) -> bool:
    """Whether a run has been looked through, and the alliance can stand behind it."""
    return state == RunState.CHECKED


def can_return(state: str) -> bool:
    """Whether a run can be sent back with a reason."""
    return state in {RunState.COMPUTED, RunState.CHECKED}


def replaces(newer: Told, older: Told) -> bool:
    """Whether a quantity stands for another of the same flow, place and year.

    The same source replaces its own earlier release, and what was entered of the same one before: so a file
    that was put right can be read in again. Two figures that came together both count. A stronger method
    replaces a weaker one unless it is the older of the two: a count of last year says nothing against this
    year's estimate.
    """
    if newer.source == older.source and newer.method == older.method:
        return (newer.vintage, newer.dataset_id) > (older.vintage, older.dataset_id)
    stronger = STRENGTH[Method(newer.method)] > STRENGTH[Method(older.method)]
    return stronger and newer.vintage >= older.vintage


def is_whole(places: Iterable[int], told: Collection[int]) -> bool:
    """Whether places of which figures tell make up the whole: there are several, and none is without."""
    kept = set(places)
    return len(kept) > 1 and kept <= set(told)


def loose_ends(flows: Iterable[tuple[str, str]], stocks: Iterable[str]) -> tuple[list[str], list[str]]:
    """Processes into which nothing runs, and those out of which nothing does; a stock may be either.

    A flow is told by the names of the processes that it leads from and to, empty at the environment.
    """
    given, kept = list(flows), set(stocks)
    sends = {source for source, _target in given if source}
    receives = {target for _source, target in given if target}
    return sorted(sends - receives - kept), sorted(receives - sends - kept)

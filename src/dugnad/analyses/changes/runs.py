"""Verbs about runs: order one, compute what waits, check it, accept it or send it back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.analyses import rules
from dugnad.analyses.changes.studies import edit_study
from dugnad.analyses.models import Result, Run, Study
from dugnad.analyses.queries import computing
from dugnad.analyses.queries.systems import frozen_of, sha256_of
from dugnad.analyses.states import RunState, StudyState
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

STEP = 5  # per cent


@transaction.atomic
def order_run(study: Study, *, note: str = "", by: Person | None, at: datetime) -> Run:
    """Freeze what is known today and put a run in the queue; the worker computes it."""
    frozen = frozen_of(study)
    _refuse_incomplete(frozen)
    newest = study.runs.order_by("-number").first()
    sha256 = sha256_of(frozen)
    if newest and newest.sha256 == sha256 and newest.state != RunState.FAILED:
        message = _("Nothing is new since run %(number)s. Add a figure or change the system first.")
        raise Refused("same", message % {"number": newest.number})
    run = Run(
        study=study,
        number=newest.number + 1 if newest else 1,
        note=note,
        queued_at=at,
        frozen=frozen,
        system={name: frozen[name] for name in ("unit", "processes")},
        sha256=sha256,
    )
    add(run, "order_run", by=by, at=at)
    return run


def compute_runs(*, at: datetime) -> int:
    """Compute every run that waits; returns how many were done."""
    waiting = Run.objects.filter(state=RunState.QUEUED).order_by("queued_at", "pk")
    return sum(compute_run(run, at=at) for run in waiting)


def compute_run(run: Run, *, at: datetime) -> bool:
    """Compute a run and store what came of it; False where another worker was first.

    The computing holds no lock: nobody who writes a reply meanwhile has to wait.
    """
    from dugnad.engine.flows.errors import FlowSystemError

    tell = _telling(run)
    try:
        found = computing.reconciled(run.frozen, tell)
        tell(computing.BALANCED)
        results = computing.results_of(run.pk, run.frozen, found)
        tell(computing.KNOWN)
        values: dict[str, Any] = {"state": RunState.COMPUTED, "tests": computing.tests_of(found)}
    except (FlowSystemError, ArithmeticError, ValueError) as wrong:  # a matrix that gives way is a ValueError
        results, values = [], {"state": RunState.FAILED, "reason": str(wrong)}
    return _store(run, results, values | {"computed_at": at}, at=at)


def _telling(run: Run) -> Callable[[int], None]:
    """Says on its page how far a run has come; a step that is small waits for the next."""
    said = 0

    def tell(percent: int) -> None:
        nonlocal said
        if percent - said >= STEP:
            said = percent
            Run.objects.filter(pk=run.pk, state=RunState.QUEUED).update(progress=percent)

    return tell


@transaction.atomic
def _store(run: Run, results: list[Result], values: Mapping[str, Any], *, at: datetime) -> bool:
    locked = Run.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.QUEUED:
        return False
    Result.objects.bulk_create(results, batch_size=500)
    run.refresh_from_db()
    return edit(run, "compute_run", values, by=None, at=at)


@transaction.atomic
def check_run(run: Run, *, by: Person | None, at: datetime) -> bool:
    """Say that somebody has looked through what was computed."""
    if not rules.can_check(run.state):
        raise Refused("state", _("Only a run that is computed and not yet checked can be checked."))
    return edit(run, "check_run", {"state": RunState.CHECKED}, by=by, at=at)


@transaction.atomic
def accept_run(run: Run, *, by: Person | None, at: datetime) -> bool:
    """Stand behind a run: from now on everybody sees it, and its study, which is planned no longer."""
    if not rules.can_accept(run.state):
        raise Refused("state", _("A run is looked through before it is accepted."))
    if run.study.state == StudyState.PLANNED:
        edit_study(run.study, state=StudyState.UNDER_WAY, by=by, at=at)
    return edit(run, "accept_run", {"state": RunState.ACCEPTED, "accepted_at": at}, by=by, at=at)


@transaction.atomic
def return_run(run: Run, *, reason: str, by: Person | None, at: datetime) -> bool:
    """Send a run back, with what has to be better."""
    if not rules.can_return(run.state):
        raise Refused("state", _("Only a run that is computed and not yet accepted can be returned."))
    return edit(run, "return_run", {"state": RunState.RETURNED, "reason": reason}, by=by, at=at)


def _refuse_incomplete(frozen: Mapping[str, Any]) -> None:
    """What the engine would refuse, in the words of who can put it right."""
    if not frozen["quantities"]:
        raise Refused("empty", _("There are no figures to compute from yet."))
    stocks = [name for name, is_stock, _group in frozen["processes"] if is_stock]
    ends = [(flow["source"], flow["target"]) for flow in frozen["flows"]]
    unfed, unemptied = rules.loose_ends(ends, stocks)
    if unfed:
        message = _(
            "Nothing goes into “%(process)s”. Add a flow that does, or say that material stays there."
        )
        raise Refused("unfed", message % {"process": unfed[0]})
    if unemptied:
        message = _("Nothing leaves “%(process)s”. Add a flow that does, or say that material stays there.")
        raise Refused("unemptied", message % {"process": unemptied[0]})

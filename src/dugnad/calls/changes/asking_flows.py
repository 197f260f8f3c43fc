"""A study asks its places for their own quantities: a section for each year, a question for each flow."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.analyses.models import Flow, Study
from dugnad.calls.changes.calls import create_call
from dugnad.calls.changes.questions import add_question, add_section
from dugnad.calls.kinds import CallKind, QuestionKind
from dugnad.calls.models import Call
from dugnad.calls.queries import places_to_ask
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.text import localised
from dugnad.members.models import Person

LANGUAGES = ("nb", "nn", "en")
DUE_TIME = time(16)
LONGEST_NAME = 140  # of a study, in the title of its call
EACH, LEAST = 3, 10  # minutes that a question takes, and that a call takes


@transaction.atomic
def ask_for_quantities(
    study: Study,
    *,
    flows: Sequence[Flow],
    years: Sequence[int],
    due_day: date,
    by: Person | None,
    at: datetime,
) -> Call:
    """Begin a call as a draft: how much of each flow there was in each year, at each place of the study."""
    _check(study, flows, years, on=local_day(at))
    asked = sorted(set(years))
    call = create_call(
        kind=CallKind.MATERIALS,
        year=local_day(at).year,
        opens=local_day(at),
        due_day=due_day,
        due_time=DUE_TIME,
        minutes=max(LEAST, EACH * len(flows) * len(asked)),
        activity=study.activity,
        contact=by,
        by=by,
        at=at,
        **_texts("title", lambda code: _title(study, code, asked)),
        **_texts("intro", lambda code: _intro(study, code)),
    )
    for year in asked:
        _ask_for(call, study, flows, year, by=by, at=at)
    return call


def _ask_for(
    call: Call, study: Study, flows: Sequence[Flow], year: int, *, by: Person | None, at: datetime
) -> None:
    section = add_section(call, by=by, at=at, **_texts("title", lambda code: _heading(year)))
    for flow in flows:
        add_question(section, by=by, at=at, **_question(study, flow, year))


def _check(study: Study, flows: Sequence[Flow], years: Sequence[int], *, on: date) -> None:
    if not flows:
        raise Refused("flows", _("Choose at least one flow."), field="flows")
    if not years:
        raise Refused("years", _("Choose at least one year."), field="years")
    if late := [year for year in years if year > on.year]:
        message = _("The year %(year)s has not come yet.")
        raise Refused("years", message % {"year": late[0]}, field="years")
    if not places_to_ask(study, on=on):
        raise Refused("places", _("No place of the study is a member. Enter the places of the study first."))


def _question(study: Study, flow: Flow, year: int) -> dict[str, Any]:
    flow.study = study  # at hand, and else it would be asked for once for each question
    return {
        "kind": QuestionKind.QUANTITY,
        "flow": flow,
        "indicator_year": year,
        "unit": study.unit,
        **_texts("label", lambda code: _label(flow, year)),
        **_texts("help", lambda code: _help()),
    }


def _texts(name: str, words: Callable[[str], str]) -> dict[str, str]:
    """A text of ours in every language, as fields of a call, a section or a question."""
    found = {}
    for code in LANGUAGES:
        with translation.override(code):
            found[f"{name}_{code}"] = words(code)
    return found


def _title(study: Study, code: str, years: Sequence[int]) -> str:
    name = localised(study, "name", code)[:LONGEST_NAME]
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    return _("%(study)s: the municipalities’ own quantities, %(years)s") % {"study": name, "years": span}


def _intro(study: Study, code: str) -> str:
    ours = _(
        "We ask how much there was of each flow in your municipality. What you have measured or counted "
        "takes the place of our estimates, and stands in the study under your name."
    )
    return f"{localised(study, 'question', code)}\n\n{ours}".strip()


def _heading(year: int) -> str:
    return _("Quantities in %(year)s") % {"year": year}


def _label(flow: Flow, year: int) -> str:
    words = {"flow": flow.name, "source": flow.source or "", "target": flow.target or "", "year": year}
    if flow.source is None:
        return _("%(flow)s in %(year)s, in to %(target)s") % words
    if flow.target is None:
        return _("%(flow)s in %(year)s, out of %(source)s") % words
    return _("%(flow)s in %(year)s, from %(source)s to %(target)s") % words


def _help() -> str:
    return _(
        "An estimate is fine: write what you know, and say how sure it is. Leave it empty if you know "
        "nothing of it."
    )

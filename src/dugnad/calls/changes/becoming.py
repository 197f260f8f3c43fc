"""Verb of the secretariat: accepted answers become figures, in a vintage of the members' own."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.calls.models import Call, Question
from dugnad.calls.queries import OwnFigures, own_figures
from dugnad.indicators.changes import FileReport, define_own_indicator, import_indicator
from dugnad.indicators.kinds import MADE_UP
from dugnad.kit import history
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

LANGUAGES = ("nb", "nn", "en")


@transaction.atomic
def make_figures(call: Call, *, by: Person | None, at: datetime, seen: str = "") -> list[FileReport]:
    """Take in what the accepted replies tell, each indicator as a new vintage that later edits never touch.

    What is taken in already is left as it is. With `seen` (see `digest_of`) it refuses when something
    else has been accepted since it was looked at, because these figures are open to everybody.
    """
    found = [group for group in own_figures(call, on=at.astimezone(OSLO).date()) if group.figures]
    if not found:
        raise Refused("nothing", _("No accepted answer gives a figure yet."))
    if seen and seen != digest_of(found):
        raise Refused("seen", _("An answer has been accepted or returned since you looked. Look once more."))
    reports = [_take_in(call, group, by=by, at=at) for group in found if group.vintage is None]
    if reports:
        after = {"vintages": [report.vintage for report in reports]}
        history.record("make_figures", call, by=by, at=at, after=after)
    return reports


def digest_of(groups: list[OwnFigures]) -> str:
    """A mark of the figures that were shown, so that what is taken in is what was seen."""
    return ".".join(sorted(group.sha256[:16] for group in groups if group.figures))


def _take_in(call: Call, group: OwnFigures, *, by: Person | None, at: datetime) -> FileReport:
    first = group.questions[0]
    indicator = define_own_indicator(group.key, titles=_titles(first), unit=group.unit, by=by, at=at)
    report = import_indicator(
        group.content,
        f"{call.slug}-{group.key}.csv",
        indicator=indicator.key,
        seen_on=at.astimezone(OSLO).date(),
        # In demo mode every answer is invented, and what it becomes must say so.
        source=MADE_UP if settings.DEMO else "",
        by=by,
        at=at,
    )
    if report.refused:
        raise Refused("figures", str(report.refused[0].reason))
    return report


def _titles(question: Question) -> dict[str, Any]:
    """The question's own words, with whose figures they are; in the languages in which it is asked."""
    titles = {}
    for code in LANGUAGES:
        label = getattr(question, f"label_{code}")
        with translation.override(code):
            whose = _("%(question)s (the municipalities’ own figures)") % {"question": label[:150]}
        titles[f"title_{code}"] = whose if label else ""
    return titles

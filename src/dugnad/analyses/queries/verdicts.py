"""What the tests of a run say, in sentences that can be read aloud."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dugnad.analyses.kinds import WHOLE
from dugnad.analyses.models import Run
from dugnad.kit.formats import number


def verdict_of(run: Run) -> str:
    """Whether the figures agree, in one sentence."""
    tests = run.tests
    if not tests.get("dof"):
        return _("No figure checks another here, so nothing could be tested: each stands alone.")
    if tests["rejected"]:
        return _("The measurements disagree more than their uncertainty explains.")
    return _("The figures agree within their uncertainty.")


def suspects_of(run: Run, unit: str) -> list[str]:
    """What may be wrong, one sentence each, with what explains it just as well."""
    return [_suspect(told, unit) for told in run.tests.get("suspects", ())]


def _suspect(told: Mapping[str, Any], unit: str) -> str:
    where = ", ".join(str(part) for part in (told["place"], told["year"]) if part not in (None, WHOLE))
    leaks = [_("leak of %(process)s") % {"process": process} for process in told.get("leaks", ())]
    others = [*told["equivalent"], *leaks]
    values = {
        # The engine names an observation with its source, which the sentence says anyway.
        "name": told["name"].removesuffix(f" ({told['source']})"),
        "where": where,
        "source": told["source"] or "–",
        "size": number(abs(told["magnitude"] or 0)),
        "unit": unit,
        "others": ", ".join(others),
    }
    high = (told["magnitude"] or 0) > 0
    text = (
        _("%(name)s (%(where)s, from %(source)s) may be about %(size)s %(unit)s too high.")
        if high
        else _("%(name)s (%(where)s, from %(source)s) may be about %(size)s %(unit)s too low.")
    )
    rest = (
        _(" Or one of these is wrong instead; the figures cannot tell which: %(others)s.") if others else ""
    )
    return (text + rest) % values

"""Verbs of definitions: what is measured, in which unit, from which source, and how it is worked out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.engine.formula import Formula, FormulaError
from dugnad.engine.units import UnitError
from dugnad.indicators.changes.wording import formula_error_in_words, unit_error_in_words
from dugnad.indicators.kinds import Direction, unit_in_words
from dugnad.indicators.models import Indicator
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

FIXED = ("unit", "source")  # of an indicator that has figures: they were read in as these


@transaction.atomic
def add_indicator(values: Mapping[str, Any], *, by: Person | None, at: datetime) -> Indicator:
    """Define something that is measured, or worked out from what is."""
    indicator = Indicator(**values)
    check_formula(indicator)
    add(indicator, "define_indicator", by=by, at=at)
    return indicator


@transaction.atomic
def edit_indicator(
    indicator: Indicator, values: Mapping[str, Any], *, by: Person | None, at: datetime
) -> bool:
    """Change a definition; where there are figures, what they were read in as stays."""
    has_figures = indicator.vintages.exists()
    for name in FIXED:
        if has_figures and name in values and values[name] != getattr(indicator, name):
            message = _("There are figures already, so this cannot be changed. Define another indicator.")
            raise Refused("fixed", message, field=name)
    if has_figures and values.get("formula"):
        message = _("There are figures already, so this cannot be worked out from others.")
        raise Refused("fixed", message, field="formula")
    check_formula(Indicator(**{"key": indicator.key, "unit": indicator.unit, **values}))
    return edit(indicator, "edit_indicator", values, by=by, at=at)


def check_formula(indicator: Indicator) -> None:
    """Refused where a formula cannot be read, names what is not there or itself, or gives another unit."""
    if not indicator.formula:
        return
    try:
        formula = Formula.read(indicator.formula)
    except FormulaError as error:
        raise _refused(formula_error_in_words(error)) from None
    units = _units(formula, own=indicator.key)
    try:
        formula.factor(units, indicator.unit)
    except UnitError as error:
        told = ", ".join(f"{key}: {unit_in_words(symbol)}" for key, symbol in units.items())
        message = _("The units do not fit together (%(told)s): %(reason)s")
        raise _refused(message % {"told": told, "reason": unit_error_in_words(error)}) from None


def _units(formula: Formula, *, own: str) -> dict[str, str]:
    known = dict(Indicator.objects.values_list("key", "unit"))
    unknown = [key for key in formula.keys if key not in known]
    if unknown or not formula.keys:
        message = _("The formula names no indicator that is known: %(unknown)s. Known are: %(known)s.")
        words = {"unknown": ", ".join(unknown) or "–", "known": ", ".join(known)}
        raise _refused(message % words)
    if own in _all_keys(formula):
        raise _refused(_("The formula leads back to the indicator itself."))
    return {key: known[key] for key in formula.keys}


def _all_keys(formula: Formula) -> set[str]:
    """The keys of a formula and of the formulas of these."""
    formulas = dict(Indicator.objects.exclude(formula="").values_list("key", "formula"))
    found, waiting = set[str](), list(formula.keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += Formula.read(formulas[key]).keys if key in formulas else ()
    return found


def _refused(message: str) -> Refused:
    return Refused("formula", message, field="formula")


def check_target(
    year: int, base_year: int, change: float | None, value: float | None, *, direction: str = ""
) -> None:
    """Refused where a target is not one: neither a change nor a value, or both, or before its base year."""
    if (change is None) == (value is None):
        message = _("Write either a change since the base year or a value, and not both.")
        raise Refused("target", message, field="change")
    if change is not None and change > 0 and direction == Direction.DOWN:
        message = _("Here less is better. Write a minus for a cut: −%(change)s.")
        raise Refused("target", message % {"change": f"{100 * change:g}"}, field="change")
    if change is not None and year <= base_year:
        message = _("The target year must be later than the base year (%(base)s).")
        raise Refused("target", message % {"base": base_year}, field="year")

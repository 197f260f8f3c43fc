"""What became of a file, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from dugnad.engine.formula import DEEPEST, LONGEST, TOO_DEEP, TOO_LONG, UNCLOSED, UNENDED, UNFIT, FormulaError
from dugnad.engine.units import UNKNOWN, UnitError
from dugnad.indicators.changes.judging import FileReport
from dugnad.indicators.kinds import unit_in_words
from dugnad.indicators.sources.reading import Refusal
from dugnad.kit.formats import number

FAULTS = {
    UNFIT: _l("The formula cannot be read from “%(text)s” on (character %(place)s)."),
    UNENDED: _l(
        "The formula ends too early: after “%(text)s” a short name, a number or a bracket is missing."
    ),
    UNCLOSED: _l(
        "The bracket that opens at character %(place)s, “%(text)s”, is never closed. Write “)” too."
    ),
    TOO_DEEP: _l("There are more than %(deepest)s brackets. Write the formula with fewer."),
    TOO_LONG: _l("The formula is longer than %(longest)s characters."),
}


def formula_error_in_words(error: FormulaError) -> str:
    """Where a formula goes wrong, and what is missing there."""
    words = {"text": error.text, "place": error.place, "deepest": DEEPEST, "longest": LONGEST}
    return str(FAULTS[error.fault]) % words


def unit_error_in_words(error: UnitError) -> str:
    """Which units do not go together, as people read them."""
    units = [unit_in_words(symbol) for symbol in error.symbols]
    if error.fault == UNKNOWN:
        return _("“%(unit)s” is not a unit that is known here.") % {"unit": units[0]}
    return _("“%(one)s” and “%(other)s” measure different things.") % {"one": units[0], "other": units[1]}


def outcome_of(report: FileReport) -> str:
    """One line that tells what became of a file."""
    if report.refused:
        return _("%(file)s was refused; nothing of it was stored.") % {"file": report.file}
    if report.unchanged:
        return _("%(file)s is already here; nothing was changed.") % {"file": report.file}
    if report.dry_run:
        text = ngettext(
            "%(file)s can be trusted: %(stored)s figure would be stored. Nothing is stored yet.",
            "%(file)s can be trusted: %(stored)s figures would be stored. Nothing is stored yet.",
            report.stored,
        )
    else:
        text = ngettext(
            "%(file)s was read: %(stored)s figure.", "%(file)s was read: %(stored)s figures.", report.stored
        )
    return text % {"file": report.file, "stored": number(report.stored)}


def first_refusal(report: FileReport) -> str:
    """One line that says what is wrong with a refused file and where, and how much more there is."""
    told, count = _refusal_in_words(report.refused[0]), len(report.refused) + report.more_refused - 1
    more = ngettext("and %(count)s more thing is wrong", "and %(count)s more things are wrong", count)
    line = told if report.file in told else f"{report.file}: {told}"
    return f"{line} ({more % {'count': number(count)}})" if count else line


def refusals_in_words(refusals: Sequence[Refusal], more: int) -> list[str]:
    """A line for each refusal, with its place, and one for those that are too many to tell."""
    lines = [_refusal_in_words(refusal) for refusal in refusals]
    told = ngettext("… and %(more)s more.", "… and %(more)s more.", more) % {"more": number(more)}
    return [*lines, told] if more else lines


def _refusal_in_words(refusal: Refusal) -> str:
    row = _("row %(row)s") % {"row": refusal.row} if refusal.row else ""
    place = ", ".join(word for word in (refusal.sheet, row, refusal.column) if word)
    return f"{place}: {refusal.reason}" if place else refusal.reason

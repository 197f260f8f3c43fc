"""What became of a file, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.indicators.changes.judging import FileReport
from dugnad.indicators.sources.reading import Refusal


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
    return text % {"file": report.file, "stored": report.stored}


def first_refusal(report: FileReport) -> str:
    """One line that says what is wrong with a refused file and where, and how much more there is."""
    told, count = _refusal_in_words(report.refused[0]), len(report.refused) + report.more_refused - 1
    more = ngettext("and %(count)s more thing is wrong", "and %(count)s more things are wrong", count)
    line = told if report.file in told else f"{report.file}: {told}"
    return f"{line} ({more % {'count': count}})" if count else line


def refusals_in_words(refusals: Sequence[Refusal], more: int) -> list[str]:
    """A line for each refusal, with its place, and one for those that are too many to tell."""
    lines = [_refusal_in_words(refusal) for refusal in refusals]
    told = ngettext("… and %(more)s more.", "… and %(more)s more.", more) % {"more": more}
    return [*lines, told] if more else lines


def _refusal_in_words(refusal: Refusal) -> str:
    row = _("row %(row)s") % {"row": refusal.row} if refusal.row else ""
    place = ", ".join(word for word in (refusal.sheet, row, refusal.column) if word)
    return f"{place}: {refusal.reason}" if place else refusal.reason

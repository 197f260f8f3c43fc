"""Questions about what is missing: why, as it was frozen with the edition, in the words of the reader.

Editions that were composed before reasons were frozen have none: their tables show the dash alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dugnad.indicators.kinds import reason_in_words
from dugnad.indicators.kinds.missing import DIVIDED_BY_ZERO
from dugnad.kit import formats

NAMED = 5  # names that stand in a reason; the rest are counted
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Frozen = Mapping[str, Any]  # by year pairs of a reason and of whom it holds


def has_reasons(content: Frozen) -> bool:
    """Whether reasons were frozen with this content."""
    return "missing" in content


def frozen_gaps(content: Frozen, place: str) -> Frozen:
    """The gaps of a place by year."""
    frozen = content.get("missing", {}).get(place, {})
    return {year: gap for years, gap in frozen.items() for year in years.split()}


def why(gaps: Frozen, year: int | str) -> str:
    """Why a place has no figure in a year; nothing where nobody has said."""
    return "; ".join(_in_words(reason, names) for reason, names in gaps.get(str(year), []))


def why_no_change(gaps: Frozen, first: int, last: int, values: Mapping[str, float]) -> str:
    """Why there is no change between two years; that the first is zero is a reason of its own."""
    found = [f"{year}: {words}" for year in (first, last) if (words := why(gaps, year))]
    if not found and values.get(str(first)) == 0:
        return f"{first}: {reason_in_words(DIVIDED_BY_ZERO)}"
    return "; ".join(found)


def for_programs(gap: Sequence[Sequence[Any]]) -> str:
    """The same in a file: English words that are the same in every language, with the names."""
    return "; ".join(
        f"{reason or NOT_READ}{': ' if names else ''}{', '.join(names)}" for reason, names in gap
    )


NOT_READ = "no figure read in"


def _in_words(reason: str, names: Sequence[str]) -> str:
    words = reason_in_words(reason)
    if not names:
        return words
    rest = len(names) - NAMED
    listed = ", ".join(names[:NAMED])
    if rest > 0:
        listed = _("%(names)s and %(number)s more") % {"names": listed, "number": rest}
    return f"{listed}: {words}"


@dataclass
class Footnotes:
    """The reasons of a table, each once, by the letter that stands in its cells."""

    letters: dict[str, str] = field(default_factory=dict)

    def mark(self, words: str) -> str:
        """The letter of a reason; nothing where there is no reason."""
        if words and words not in self.letters:
            self.letters[words] = _letter(len(self.letters))
        return self.letters.get(words, "")

    def cell(self, words: str, reason: str) -> str:
        """A cell of a table as print shows it: a dash with the letter of its reason."""
        mark = self.mark(reason) if words == formats.MISSING else ""
        return f"{words} ({mark})" if mark else words

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The letters with their reasons, in the order of the table."""
        return [(letter, words) for words, letter in self.letters.items()]


def _letter(number: int) -> str:
    """a, b … z, aa, ab …"""
    more, last = divmod(number, len(LETTERS))
    return (_letter(more - 1) if more else "") + LETTERS[last]

"""Answers that lie side by side: each member's, what they come to, and the headings that they stand under."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.kinds import QuestionKind
from dugnad.calls.kinds.figures import unit_words, with_unit
from dugnad.calls.kinds.merging import MERGING, MergeFacts, is_share
from dugnad.calls.models import Question, Reply, ReplyFile
from dugnad.calls.queries.chase import STANDINGS, standing_label
from dugnad.members.models import Organisation


@dataclass(frozen=True)
class MergedAnswer:
    """What one member answered to a question, in the words in which it was asked of them."""

    reply: Reply
    subregion: Organisation | None
    standing: str
    question: Question
    value: Any = None
    note: str = ""
    unit: str = ""
    earlier_wording: str = ""
    applies: bool = True  # whether it was asked of this member at all
    files: list[ReplyFile] = field(default_factory=list)
    file_names: tuple[str, ...] = ()
    document: Any = None

    @property
    def facts(self) -> MergeFacts:
        """How the answer lies beside the others."""
        return MERGING[QuestionKind(self.question.kind)]

    @property
    def name(self) -> str:
        """The member."""
        return self.reply.organisation.name

    @property
    def is_answered(self) -> bool:
        """Whether something was submitted here."""
        return self.value is not None or bool(self.file_names)

    @property
    def text(self) -> str:
        """The whole answer as a reader reads it."""
        return self.question.facts.as_text(self.question, self.value)

    @property
    def words(self) -> str:
        """What is read beside the figure or the choice."""
        return "" if self.value is None else self.facts.words(self.question, self.value)

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by key, in words."""
        keys = () if self.value is None else self.facts.chosen(self.value)
        labels = self.facts.choices(self.question) if keys else {}
        return {key: str(labels.get(key, key)) for key in keys}

    @cached_property
    def figure(self) -> int | float | None:
        """The figure of the answer; None is missing, and never zero."""
        return None if self.value is None else self.facts.figure(self.value)

    @property
    def figure_text(self) -> str:
        """The figure with its decimals; a year as years are written."""
        return self.facts.written(self.figure, "")

    @property
    def day(self) -> date | None:
        """The day that was answered, for a spreadsheet to sort by; None where a day is not the answer."""
        return None if self.value is None else self.facts.day(self.value)

    @property
    def unit_words(self) -> str:
        """The unit in which it was asked, in the reader's language."""
        return unit_words(self.unit)

    @property
    def standing_label(self) -> str:
        """Where the reply stands, in words."""
        return standing_label(self.standing)


@dataclass(frozen=True)
class MergeGroup:
    """Answers that are read together under one heading."""

    label: str
    rows: list[MergedAnswer]
    count: int  # of all that stand under the heading, also on other pages

    @property
    def has_answers(self) -> bool:
        """Whether there is anything to read beside the names."""
        return any(row.is_answered for row in self.rows)


@dataclass(frozen=True)
class Figures:
    """What the figures of a question come to; members without a figure count as missing, not as zero."""

    unit: str
    count: int
    missing: int
    other_units: int  # answered in another unit, under an earlier wording: not added to the others
    total: int | float | None
    median: int | float | None
    least: int | float | None
    most: int | float | None
    written: Callable[[int | float | None, str], str] = with_unit

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The figures with their names, as a reader reads them."""
        named = [(_("Total"), self.total), (_("Median"), self.median)]
        named += [(_("Least"), self.least), (_("Most"), self.most)]
        return [(name, self.written(value, self.unit)) for name, value in named if value is not None]


@dataclass(frozen=True)
class Merge:
    """A question with the answers of all members that the filters let through."""

    question: Question
    rows: list[MergedAnswer]
    subregions: list[Organisation]
    everyone: int
    submitted: int
    answered: int

    @property
    def facts(self) -> MergeFacts:
        """How answers to this question lie beside each other."""
        return MERGING[QuestionKind(self.question.kind)]

    @property
    def is_confidential(self) -> bool:
        """Whether only the secretariat reads this, or an earlier wording that has answers here."""
        return self.question.is_confidential or any(row.question.is_confidential for row in self.given)

    @cached_property
    def given(self) -> list[MergedAnswer]:
        """The members that answered."""
        return [row for row in self.rows if row.is_answered]

    @cached_property
    def missing(self) -> list[MergedAnswer]:
        """The members that did not."""
        return [row for row in self.rows if not row.is_answered and row.applies]

    @cached_property
    def apart(self) -> list[MergedAnswer]:
        """The members to whom the question does not apply: neither answered nor missing."""
        return [row for row in self.rows if not row.applies]

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """How many chose what, in the order of the choices."""
        chosen = Counter(key for row in self.given for key in row.chosen)
        return [(str(label), chosen[key]) for key, label in self.facts.choices(self.question).items()]

    @property
    def figures(self) -> Figures | None:
        """What the figures come to, for a question that has any."""
        return _figures(self) if self.facts.has_figures else None

    def groups(self, by: str = "") -> list[MergeGroup]:
        """The answers under their headings; those who need not answer, and who have not, come last."""
        found = [*GROUPINGS.get(by, _by_subregion)(self)]
        found += [(_("Does not apply"), self.apart), (_("Not answered"), self.missing)]
        return [MergeGroup(label, rows, len(rows)) for label, rows in found if rows]


def part_of_groups(groups: Iterable[MergeGroup], first: int, last: int) -> list[MergeGroup]:
    """Of all the rows under their headings those from one place to another, still under their headings."""
    found, before = [], 0
    for group in groups:
        rows = group.rows[max(0, first - before) : max(0, last - before)]
        before += len(group.rows)
        found += [replace(group, rows=rows)] if rows else []
    return found


def _figures(merge: Merge) -> Figures:
    unit = merge.question.unit
    known = [row for row in merge.given if row.figure is not None]
    values = [row.figure for row in known if row.unit == unit and row.figure is not None]
    return Figures(
        unit=unit,
        count=len(values),
        missing=len(merge.rows) - len(merge.apart) - len(known),
        other_units=len(known) - len(values),
        total=sum(values) if values and merge.facts.is_summed and not is_share(unit) else None,
        median=median(values) if values else None,
        least=min(values, default=None),
        most=max(values, default=None),
        written=merge.facts.written,
    )


# Under headings -------------------------------------------------------------------------------------------

Grouped = Iterable[tuple[str, list[MergedAnswer]]]


def _by_subregion(merge: Merge) -> Grouped:
    for group in merge.subregions:
        yield group.name, [row for row in merge.given if row.subregion and row.subregion.pk == group.pk]
    yield _("Without a sub-region"), [row for row in merge.given if row.subregion is None]


def _by_choice(merge: Merge) -> Grouped:
    """Who chose several stands under each; what is no choice any more comes after those that are."""
    labels = {key: str(label) for key, label in merge.facts.choices(merge.question).items()}
    for row in merge.given:
        labels |= {key: label for key, label in row.chosen.items() if key not in labels}
    for key, label in labels.items():
        yield label, [row for row in merge.given if key in row.chosen]
    yield _("Neither"), [row for row in merge.given if not row.chosen]


def _by_standing(merge: Merge) -> Grouped:
    for standing in STANDINGS:
        yield standing_label(standing), [row for row in merge.given if row.standing == standing]


GROUPINGS = {"subregion": _by_subregion, "choice": _by_choice, "standing": _by_standing}

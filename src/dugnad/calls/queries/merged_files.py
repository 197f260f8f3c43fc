"""The answers of all members as files: a spreadsheet to reckon in, a document for the case paper."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.models import Question
from dugnad.calls.queries.casepaper import Paper
from dugnad.calls.queries.merged import Merge, MergedAnswer
from dugnad.calls.queries.merging import Round, merge_of
from dugnad.kit.formats import moment
from dugnad.kit.spreadsheets import Sheet, write_workbook

MEMBERS = 26  # characters: the width of a column with the names of members
ANSWERS = 34


def merged_question_workbook(merge: Merge) -> bytes:
    """One question as a sheet: a member on each row, with its figure, its choice and its words."""
    return write_workbook([_question_sheet(merge)])


def merged_call_workbook(asked: Round) -> bytes:
    """The whole call as a sheet: a member on each row, a question in each column."""
    questions = asked.questions
    columns = [merge_of(asked, question.key).rows for question in questions]
    header = [_("Municipality"), _("Sub-region"), _("State"), *map(_heading, questions)]
    rows = [
        [*_member(answers[0]), *(_cell(answer) for answer in answers)]
        for answers in zip(*columns, strict=True)
    ]
    widths = (MEMBERS, MEMBERS, 16, *([ANSWERS] * len(questions)))
    return write_workbook([Sheet(title=asked.call.slug, header=header, rows=rows, widths=widths)])


def merged_paper(asked: Round, merges: list[tuple[Merge, str]], *, language: str, at: datetime) -> bytes:
    """Each question as a heading with the answers of the members under theirs, ready for a case paper.

    Each merge comes with the way in which its answers are grouped.
    """
    paper = Paper(str(asked.call), language=language, at=at)
    counts = {"submitted": len(asked.contents), "everyone": len(asked.replies), "moment": moment(at)}
    paper.line(_("%(submitted)s of %(everyone)s members have submitted a reply. As of %(moment)s.") % counts)
    for merge, group in merges:
        _write_question(paper, merge, group)
    return paper.as_bytes()


def _write_question(paper: Paper, merge: Merge, group: str) -> None:
    paper.heading(str(merge.question), 1)
    said = {"answered": len(merge.given), "everyone": len(merge.rows)}
    paper.line(_("%(answered)s of %(everyone)s members have answered.") % said)
    if merge.counts:
        paper.table([_("Answer"), _("Members")], [[label, str(count)] for label, count in merge.counts])
    if merge.figures and merge.figures.lines:
        paper.table([_("Figure"), _("Value")], [list(line) for line in merge.figures.lines])
    for found in merge.groups(group):
        paper.heading(found.label, 2)
        for row in found.rows:
            paper.entry(row.name, list(_lines(row)))


def _lines(row: MergedAnswer) -> Iterator[str]:
    """What a member answered, without what the heading above says already."""
    if row.figure is not None:
        yield f"{row.figure_text} {row.unit}".strip()
    yield from filter(None, (row.words if row.figure is not None else row.text).splitlines())
    yield from row.file_names
    if row.note:
        yield f"{_('Note')}: {row.note}"
    if row.earlier_wording:
        yield f"{_('Earlier wording')}: {row.earlier_wording}"


def _question_sheet(merge: Merge) -> Sheet:
    with_figures, with_choices = merge.facts.has_figures, bool(merge.counts)
    header = [_("Municipality"), _("Sub-region"), _("State")]
    header += [_("Figure"), _("Unit")] if with_figures else []
    header += [_("Chosen")] if with_choices else []
    header += [_("Answer"), _("Note"), _("Earlier wording")]
    rows = []
    for row in merge.rows:
        figure = [row.figure, row.unit if row.is_answered else ""] if with_figures else []
        chosen = ["; ".join(row.chosen.values())] if with_choices else []
        rows.append([*_member(row), *figure, *chosen, _text(row), row.note, row.earlier_wording])
    widths = [MEMBERS, MEMBERS, 16, *([14] * (len(header) - 6)), 60, 40, 40]
    return Sheet(title=merge.question.key, header=header, rows=rows, widths=widths)


def _heading(question: Question) -> str:
    return f"{question} ({question.unit})" if question.unit else str(question)


def _member(row: MergedAnswer) -> list[str]:
    return [row.name, row.subregion.name if row.subregion else "", row.standing_label]


def _text(row: MergedAnswer) -> str:
    return "\n".join(filter(None, [row.words if row.figure is not None else row.text, *row.file_names]))


def _cell(row: MergedAnswer) -> Any:
    """A figure that can be reckoned with where there is nothing but a figure in the unit of the column."""
    plain = row.figure is not None and not row.words and not row.earlier_wording
    if plain:
        return row.figure
    return "\n".join(filter(None, [row.text, *row.file_names, row.note])) or None

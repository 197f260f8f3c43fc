"""The answers of all members as files: a spreadsheet to reckon in, a document for the case paper."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.calls.kinds.figures import unit_words
from dugnad.calls.queries.merged import Merge, MergedAnswer
from dugnad.calls.queries.merging import Round, merge_of
from dugnad.kit.formats import moment
from dugnad.kit.papers import Paper
from dugnad.kit.spreadsheets import Sheet, write_workbook

MEMBERS = 26  # characters: the width of a column with the names of members
ANSWERS = 34
DAY = "dd.mm.yyyy"


def merged_question_workbook(merge: Merge) -> bytes:
    """One question as a sheet: a member on each row, with its figure, its choice and its words."""
    return write_workbook([_question_sheet(merge), _summary_sheet(merge)])


def merged_call_workbook(asked: Round) -> bytes:
    """The whole call as a sheet: a member on each row, a question in each column."""
    questions = asked.questions
    merges = [merge_of(asked, question.key) for question in questions]
    header = [_("Municipality"), _("Sub-region"), _("State"), *map(_heading, merges)]
    rows = [
        [*_member(answers[0]), *(_cell(answer) for answer in answers)]
        for answers in zip(*(merge.rows for merge in merges), strict=True)
    ]
    widths = (MEMBERS, MEMBERS, 16, *([ANSWERS] * len(questions)))
    answers = Sheet(asked.call.slug, header, rows, widths=widths, formats=_days(rows))
    return write_workbook([answers, _questions_sheet(merges, asked)])


def merged_paper(asked: Round, merges: list[tuple[Merge, str]], *, language: str, at: datetime) -> bytes:
    """Each question as a heading with the answers of the members under theirs, ready for a case paper.

    Each merge comes with the way in which its answers are grouped.
    """
    paper = Paper(str(asked.call), language=language, at=at)
    counts = {"submitted": asked.submitted, "everyone": len(asked.replies), "moment": moment(at)}
    paper.line(_("%(submitted)s of %(everyone)s members have answered. As of %(moment)s.") % counts)
    for merge, group in merges:
        _write_question(paper, merge, group)
    return paper.as_bytes()


def _write_question(paper: Paper, merge: Merge, group: str) -> None:
    paper.heading(str(merge.question), 1)
    paper.line(_answered(merge))
    if merge.is_confidential:
        paper.line(_("Case papers are public, and only the secretariat reads the answers to this question."))
        return
    if merge.facts.is_address:
        paper.line(_("Case papers are public, so the addresses are in the spreadsheet alone."))
        return
    if merge.counts:
        paper.table([_("Answer"), _("Members")], [[label, str(count)] for label, count in merge.counts])
    if merge.figures and merge.figures.lines:
        paper.table([str(merge.facts.figure_head), _("Value")], [list(line) for line in merge.figures.lines])
    for found in merge.groups(group):
        paper.heading(found.label, 2)
        if not found.has_answers:
            paper.line(", ".join(row.name for row in found.rows))
            continue
        for row in found.rows:
            paper.entry(row.name, list(_lines(row)))


def _answered(merge: Merge) -> str:
    said = {"answered": len(merge.given), "everyone": len(merge.rows)}
    words = _("%(answered)s of %(everyone)s members have answered.") % said
    if apart := len(merge.apart):
        words += " " + ngettext(
            "To %(number)s member the question does not apply.",
            "To %(number)s members the question does not apply.",
            apart,
        ) % {"number": apart}
    return words


def _lines(row: MergedAnswer) -> Iterator[str]:
    """What a member answered, without what the heading above says already."""
    if row.figure is not None:
        yield f"{row.figure_text} {row.unit_words}".strip()
    yield from filter(None, (row.words if row.figure is not None else row.text).splitlines())
    yield from row.file_names
    if row.note:
        yield f"{_('Note')}: {row.note}"
    if row.earlier_wording:
        yield f"{_('Earlier wording')}: {row.earlier_wording}"


def _question_sheet(merge: Merge) -> Sheet:
    with_figures, with_choices = merge.facts.has_figures, bool(merge.counts)
    header = [_("Municipality"), _("Sub-region"), _("State")]
    header += [str(merge.facts.figure_head), _("Unit")] if with_figures else []
    header += [_("Chosen")] if with_choices else []
    header += [_marked(_("Answer"), merge), _("Note"), _("Earlier wording")]
    rows = []
    for row in merge.rows:
        figure = [row.figure, row.unit_words if row.is_answered else ""] if with_figures else []
        chosen = ["; ".join(row.chosen.values())] if with_choices else []
        said = row.day if row.applies and row.day else _text(row)
        rows.append([*_member(row), *figure, *chosen, said, row.note, row.earlier_wording])
    widths = [MEMBERS, MEMBERS, 16, *([14] * (len(header) - 6)), 60, 40, 40]
    return Sheet(merge.question.key, header, rows, widths=widths, formats=_days(rows))


def _summary_sheet(merge: Merge) -> Sheet:
    """What the answers come to, with the words in which the question was asked."""
    rows: list[list[Any]] = [
        [_("Question"), str(merge.question)],
        *([[_("Read by"), _("the secretariat alone")]] if merge.is_confidential else []),
        [_("Answered"), len(merge.given)],
        [_("Does not apply"), len(merge.apart)],
        [_("Not answered"), len(merge.missing)],
        *([label, count] for label, count in merge.counts),
        *(list(line) for line in (merge.figures.lines if merge.figures else [])),
    ]
    return Sheet(title=_("Summary"), header=[_("What"), _("Value")], rows=rows, widths=(40, 60))


def _questions_sheet(merges: list[Merge], asked: Round) -> Sheet:
    """Each question of a call with its section, its earlier wordings and how many have answered it."""
    header = [_("Key"), _("Section"), _("Question"), _("Unit"), _("Answered"), _("Does not apply")]
    header += [_("Asked only if"), _("Earlier wording"), _("Read by")]
    rows = [
        [
            question.key,
            str(question.section),
            str(question),
            unit_words(question.unit),
            asked.answered[question.key],
            asked.apart[question.key],
            f"{question.only_if}: {question.condition}" if question.only_if else "",
            "\n".join(str(one) for one in asked.wordings[question.key][1:]),
            _("the secretariat alone") if merge.is_confidential else "",
        ]
        for merge in merges
        for question in [merge.question]
    ]
    return Sheet(title=_("Questions"), header=header, rows=rows, widths=(24, 26, 60, 12, 10, 14, 40, 60, 24))


def _heading(merge: Merge) -> str:
    question = merge.question
    return _marked(f"{question} ({unit_words(question.unit)})" if question.unit else str(question), merge)


def _marked(heading: str, merge: Merge) -> str:
    """A heading that says who may read what stands below it: a spreadsheet is sent on before one thinks."""
    if not merge.is_confidential:
        return heading
    return _("%(heading)s (for the secretariat alone)") % {"heading": heading}


def _days(rows: list[list[Any]]) -> dict[tuple[int, int], str]:
    """How days are written, by row and column: as in Norway, whatever the reader's spreadsheet is set to."""
    places = ((line, column) for line, row in enumerate(rows) for column in range(len(row)))
    return {(line, column): DAY for line, column in places if isinstance(rows[line][column], date)}


def _member(row: MergedAnswer) -> list[str]:
    return [row.name, row.subregion.name if row.subregion else "", row.standing_label]


def _text(row: MergedAnswer) -> str:
    if not row.applies:
        return _("Does not apply")
    return "\n".join(filter(None, [row.words if row.figure is not None else row.text, *row.file_names]))


def _cell(row: MergedAnswer) -> Any:
    """A figure that can be reckoned with where there is nothing but a figure in the unit of the column."""
    if not row.applies:
        return _("Does not apply")
    if row.day and not row.note and not row.earlier_wording:
        return row.day
    plain = row.figure is not None and not row.words and not row.earlier_wording
    if plain:
        return row.figure
    earlier = (
        f"{_('Earlier wording')}: {row.earlier_wording}" if row.is_answered and row.earlier_wording else ""
    )
    return "\n".join(filter(None, [row.text, *row.file_names, row.note, earlier])) or None

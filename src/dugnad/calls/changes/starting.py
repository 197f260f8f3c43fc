"""What a workbook had filled in for a member: it counts when it is said to be true, or when it is changed."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dugnad.calls.kinds import NotUnderstood
from dugnad.calls.kinds.parts import read_yes
from dugnad.calls.queries.workbook import PARTED, Start
from dugnad.kit.tables import CellError, Line, WorkbookReport, text

Rows = MutableMapping[str, dict[str, Any]]


@dataclass
class ReplyReport(WorkbookReport):
    """What the workbook of a reply changes, and how much that was filled in nobody has confirmed."""

    unconfirmed: int = 0
    lacking: list[CellError] = field(default_factory=list)  # stored, and to be mended before it is sent in

    @property
    def questions(self) -> int:
        """How many questions the rows belong to that are stored."""
        return len({change.name.partition(PARTED)[0] for change in self.changes})


def settle_starts(
    lines: Mapping[str, Line], before: Rows, starts: Sequence[Start], report: ReplyReport
) -> tuple[dict[str, Line], dict[str, Any]]:
    """The lines without what was filled in and nobody has touched, and by question key what was confirmed.

    Rows that were left out of a question that was changed keep what was filled in, as on the page.
    """
    left, confirmed = dict(lines), {}
    for start in starts:
        own = {key: lines[key] for key in start.parts if key in lines}
        # With all of its cells empty it had nothing, or all of it was taken out: then there is no answer.
        if _had_answer(own) or not any(map(_is_written, own.values())):
            continue
        if not all(start.is_untouched(key, line.values["answer"]) for key, line in own.items()):
            left |= {key: _as_known(start, key, line) for key, line in own.items()}
            for key in start.parts.keys() - own.keys():
                before[key] = {**before[key], "answer": start.cell(key)}
        elif _is_still_true(own, report):
            confirmed[start.question.key] = start.value
            left |= {key: _with(line, start.cell(key)) for key, line in own.items()}
        else:
            report.unconfirmed += 1
            left |= {key: _with(line, before[key]["answer"]) for key, line in own.items()}
    return left, confirmed


def _had_answer(own: Mapping[str, Line]) -> bool:
    """Whether an answer stood there when the workbook was fetched, and not a note alone."""
    written = any(line.values["version"] for line in own.values())
    return written and not any(line.values.get("filled_in") for line in own.values())


def _is_written(line: Line) -> bool:
    return bool(text(line.values["answer"]))


def _as_known(start: Start, key: str, line: Line) -> Line:
    """A cell that nobody touched says the whole of what was filled in: a cell may hold less of it."""
    return _with(line, start.cell(key)) if start.is_untouched(key, line.values["answer"]) else line


def _with(line: Line, answer: Any) -> Line:
    return replace(line, values={**line.values, "answer": answer})


def _is_still_true(own: Mapping[str, Line], report: ReplyReport) -> bool:
    """Whether one of the rows of a question says that what was filled in is still true."""
    found = []
    for line in own.values():
        try:
            found.append(read_yes(line.values.get("still_true"), {}))
        except NotUnderstood as error:
            report.errors.append(line.error("still_true", error.message))
    return any(found)

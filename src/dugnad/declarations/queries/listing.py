"""The matrix as a spreadsheet has it: a row for each member, a column for each point and year."""

from typing import Any

from django.utils.translation import gettext as _

from dugnad.declarations.models import Point
from dugnad.declarations.queries.matrix import NOT_ASKED, UNTOLD, Matrix
from dugnad.declarations.states import ProgressState


def matrix_listing(matrix: Matrix) -> tuple[list[str], list[list[Any]]]:
    """Header and rows, in the reader's language; years stand beside each other under each point."""
    header = [_("Member"), _("Sub-region")]
    header += [_head(matrix, point, year) for point in matrix.points for year in matrix.beside]
    words: dict[str | None, str] = {state.value: str(state.label) for state in ProgressState}
    words |= {UNTOLD: "", NOT_ASKED: _("Is not asked")}
    rows = [
        [
            row.member.name,
            row.member.subregion,
            *(words[state] for cell in row.cells for state in cell),
        ]
        for row in matrix.rows
    ]
    return header, rows


def _head(matrix: Matrix, point: Point, year: int) -> str:
    """A point with its year; and where what stands there was told of another, that."""
    echo = matrix.echoes.get((year, point.pk))
    return f"{point} ({year}, {echo.words})" if echo else f"{point} ({year})"

"""The follow-up of a declaration as programs read it."""

from datetime import date
from typing import Any

from django.conf import settings

from dugnad.api.queries.members import named
from dugnad.declarations.queries import Matrix, MatrixRow
from dugnad.declarations.queries import Summary as Counted
from dugnad.declarations.rules import may_see_members
from dugnad.declarations.states import ProgressState
from dugnad.kit.text import localised
from dugnad.members.models import MunicipalityCode
from dugnad.members.queries import codes_of
from dugnad.members.rules import Viewer


def matrix_as_shape(matrix: Matrix, key: str, viewer: Viewer, *, on: date) -> dict[str, Any]:
    """Members × points of a year, as far as the viewer may read."""
    rows = matrix.rows if may_see_members(viewer) else ()
    codes = codes_of([row.member.pk for row in rows], on=on)
    address = f"{settings.PUBLIC_URL}/erklaering/{key}/oppfolging/{matrix.year}/"
    return {
        "declaration": key,
        "year": matrix.year,
        "years": list(matrix.years),
        "illustrative": matrix.is_illustrative,
        "states": [named(state.value, str(state.label)) for state in ProgressState],
        "points": [_point(summary) for summary in matrix.summaries],
        "members": [_row(matrix, row, codes.get(row.member.pk), address) for row in rows],
        "url": address,
    }


def _point(summary: Counted) -> dict[str, Any]:
    return {
        "id": summary.point.key,
        "number": summary.point.number,
        "title": localised(summary.point, "title"),
        "asked": summary.asked,
        "told": summary.told,
        "counts": {state.value: summary.counts[state] for state in ProgressState},
        "told_of": summary.echo.words if summary.echo else None,
    }


def _row(matrix: Matrix, row: MatrixRow, code: MunicipalityCode | None, address: str) -> dict[str, Any]:
    member = row.member
    return {
        "organisation": named(code.code if code else member.slug, member.name),
        "subregion": named(member.subregion_slug, member.subregion) if member.subregion else None,
        "progress": [
            {
                "point": point.key,
                "state": states[-1] or None,
                "before": {
                    str(year): state for year, state in zip(matrix.beside[:-1], states, strict=False) if state
                },
                "url": f"{address}{member.slug}/{point.key}/",
            }
            for point, states in zip(matrix.points, row.cells, strict=True)
            if states[-1] is not None
        ],
    }

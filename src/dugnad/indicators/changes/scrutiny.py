"""Verbs about what others have published: enter it, correct it, take it away again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.indicators.models import Indicator, PublishedFigure
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def enter_published_figure(
    indicator: Indicator, values: Mapping[str, Any], *, by: Person | None, at: datetime
) -> PublishedFigure:
    """Enter what somebody else has published, with its source, to stand beside ours."""
    figure = PublishedFigure(indicator=indicator, entered_at=at, **values)
    _check_years(figure.year, figure.from_year)
    add(figure, "enter_published_figure", by=by, at=at)
    return figure


@transaction.atomic
def edit_published_figure(
    figure: PublishedFigure, values: Mapping[str, Any], *, by: Person | None, at: datetime
) -> bool:
    """Correct it, or write down why it differs."""
    _check_standing(figure)
    _check_years(values.get("year", figure.year), values.get("from_year", figure.from_year))
    return edit(figure, "edit_published_figure", values, by=by, at=at)


@transaction.atomic
def withdraw_published_figure(figure: PublishedFigure, *, by: Person | None, at: datetime) -> bool:
    """Take it away from the pages; the trail keeps it."""
    _check_standing(figure)
    return edit(figure, "withdraw_published_figure", {"withdrawn_at": at}, by=by, at=at)


def _check_standing(figure: PublishedFigure) -> None:
    if figure.withdrawn_at:
        raise Refused("withdrawn", _("This figure has been taken away already."))


def _check_years(year: int, from_year: int | None) -> None:
    if from_year is not None and from_year >= year:
        raise Refused("years", _("A change goes from an earlier year to a later one."), field="from_year")

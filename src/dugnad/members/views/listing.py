"""The members: a map of tiles and a table, on any day; and the list to take home."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.kit.pages import csv_response
from dugnad.kit.spreadsheets import write_csv
from dugnad.members.forms import MembersFilter
from dugnad.members.queries import (
    MemberRow,
    alphabetical,
    first_membership_day,
    member_map,
    member_rows,
    those_in,
)
from dugnad.members.views.asking import day_of


@public
def members(request: HttpRequest) -> HttpResponse:
    """Who the members are: by sub-region, as a map and as a table."""
    day, everybody, form, rows = _asked(request)
    shown = {row.organisation.pk for row in rows}
    context = {
        "day": day,
        "is_today": day == clock.today(),
        "is_ahead": day > clock.today(),
        "form": form,
        "rows": rows,
        "groups": _groups(rows),
        "everybody": everybody,
        "kinds": _counts(rows),
        "unconfirmed": sum(1 for row in rows if not row.membership.is_confirmed),
        "map": member_map(everybody, shown=shown),
        "first_day": None if everybody else first_membership_day(),
    }
    return render(request, "members/members.html", context)


@public
def members_export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV."""
    day, _everybody, _form, rows = _asked(request)
    header = [
        "municipality_code", "name", "kind", "county_code", "county", "subregion", "member_from", "member_to",
    ]  # fmt: skip
    content = write_csv(header, (_line(row) for row in rows))
    return csv_response(content, f"medlemmer-{day}.csv")


def _asked(request: HttpRequest) -> tuple[date, list[MemberRow], MembersFilter, list[MemberRow]]:
    day = day_of(request)
    everybody = member_rows(on=day)
    form = MembersFilter(request.GET, rows=everybody)
    return day, everybody, form, those_in(everybody, **form.words())


def _groups(rows: list[MemberRow]) -> list[tuple[str, list[MemberRow]]]:
    """The rows by sub-region; those without one stand last."""
    groups: dict[str, list[MemberRow]] = {}
    for row in rows:
        groups.setdefault(row.subregion.name if row.subregion else "", []).append(row)
    return sorted(groups.items(), key=lambda pair: (not pair[0], alphabetical(pair[0])))


def _counts(rows: list[MemberRow]) -> list[tuple[str, int]]:
    """How many there are of each kind, for the sentence above the list."""
    labels = [row.organisation.get_kind_display() for row in rows]
    return [(label, labels.count(label)) for label in dict.fromkeys(labels)]


def _line(row: MemberRow) -> list[Any]:
    return [
        row.code.code if row.code else "",
        row.organisation.name,
        row.organisation.kind,
        *row.county,
        row.subregion.name if row.subregion else "",
        row.membership.valid_from,
        row.membership.valid_to or "",
    ]

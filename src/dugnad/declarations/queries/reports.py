"""Questions that end in the yearly report: what the region and its members have told of each point."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.declarations import rules
from dugnad.declarations.models import Declaration, FollowUp, Point, Progress, YearReport
from dugnad.declarations.queries.echoes import Echo, is_in_other_words
from dugnad.declarations.queries.follow_ups import follow_ups, points_to_follow_up
from dugnad.declarations.queries.lineage import lineage_of
from dugnad.declarations.queries.points import Year, by_year
from dugnad.declarations.states import ProgressState
from dugnad.kit.formats import day
from dugnad.kit.text import alphabetical, localised

MARKS = re.compile(r"([\\`*_\[\]<>#~|])")  # what would be markup in a text that somebody wrote as it is


@dataclass(frozen=True)
class Told:
    """A point with what was told of it in a year, and what was to be done about it."""

    point: Point
    rows: list[Progress]
    tasks: list[FollowUp]

    @property
    def counts(self) -> Year | None:
        """How far the region has come; None where nobody has told."""
        return next(iter(by_year(self.rows)), None)


def report_of(declaration: Declaration, year: int) -> YearReport | None:
    """The report of a year, when it has been begun."""
    found = YearReport.objects.filter(declaration=declaration, year=year)
    return found.select_related("document__owner", "declaration").first()


def reports_of(declaration: Declaration) -> list[YearReport]:
    """Every report of a declaration, the newest first."""
    return list(declaration.reports.select_related("document__owner"))


def told_in(declaration: Declaration, year: int) -> list[Told]:
    """What was told of each point in a year; what was told of an older point stands at those it became."""
    families = lineage_of(declaration)
    progress = Progress.objects.filter(point__wording__declaration=declaration, year=year)
    rows = list(
        progress.select_related("organisation", "point__wording").order_by("point__wording__created_at", "pk")
    )
    tasks = follow_ups(declaration, year)
    return [
        _told(point, {kin.pk for kin in families[point.pk]}, rows, tasks)
        for point in points_to_follow_up(declaration)
    ]


def _told(point: Point, kin: set[int], rows: Iterable[Progress], tasks: Iterable[FollowUp]) -> Told:
    own = {row.organisation_id: row for row in rows if row.point_id in kin}
    ordered = sorted(own.values(), key=lambda row: alphabetical(row.organisation.name))
    return Told(point, ordered, [task for task in tasks if task.point_id in kin])


def title_of_report(declaration: Declaration, year: int, language: str) -> str:
    """What the report of a year is called."""
    with translation.override(language):
        named = {"title": localised(declaration, "title"), "year": year}
        return _("How it went in %(year)s: %(title)s") % named


def body_of_report(declaration: Declaration, year: int, told: list[Told], language: str) -> str:
    """The report as a text in markdown, a heading for each point; from here on people write in it."""
    with translation.override(language):
        return "\n\n".join(
            [_opening(declaration, year, told), *(part for one in told for part in _point(one))]
        )


def counts_in_words(counts: Year) -> str:
    """How far the members have come, in a sentence."""
    many = counts.answered
    told = ", ".join(_counted(state, number) for state, number in counts.told)
    words = ngettext(
        "%(many)s member has answered: %(told)s.", "%(many)s members have answered: %(told)s.", many
    )
    return words % {"many": many, "told": told}


def _counted(state: ProgressState, number: int) -> str:
    """How many stand in a state; of many, some languages bend the word."""
    if state == ProgressState.PLANNED:
        return ngettext("%(number)s planned", "%(number)s planned", number) % {"number": number}
    return f"{number} {str(state.label).lower()}"


def _opening(declaration: Declaration, year: int, told: list[Told]) -> str:
    members = {row.organisation_id for one in told for row in one.rows}
    words = ngettext(
        "This report is made from what %(members)s member told of %(title)s for %(year)s.",
        "This report is made from what %(members)s members told of %(title)s for %(year)s.",
        len(members),
    )
    title = localised(declaration, "title")
    return (
        words % {"members": len(members), "title": title, "year": year}
        + " "
        + _("Members are not ranked: they begin in different places, and each is told beside itself.")
    )


def _point(told: Told) -> Iterator[str]:
    """The parts of one point."""
    point = told.point
    yield f"## {_plain(str(point))}"
    if words := localised(point, "text"):
        yield f"*{_plain(words)}*"
    if told.counts:
        yield counts_in_words(told.counts)
        yield from _echo(told)
    elif rules.is_followed_up(point):
        yield _("No member has answered yet.")
    yield from _list(_("What the members have done"), _done(told.rows))
    yield from _list(_("What the members want help with"), _help(told.rows))
    yield from _list(_("In the follow-up plan"), map(_task, told.tasks))


def _echo(told: Told) -> Iterator[str]:
    """Of which earlier points it was told, where these say something else."""
    others = {row.point_id: row.point for row in told.rows if is_in_other_words(row.point, told.point)}
    if others:
        is_all = all(row.point_id in others for row in told.rows)
        echo = Echo(told.rows[0].year, told.point, tuple(others.values()), is_all)
        yield _plain(f"{echo.year}: {echo.words}.")


def _list(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"### {heading}"
        yield "\n".join(f"- {line}" for line in found)


def _done(rows: Iterable[Progress]) -> Iterator[str]:
    for row in rows:
        if row.done.strip():
            state = str(row.get_state_display()).lower()
            yield f"**{_plain(row.organisation.name)}** ({state}): {_plain(row.done)}"


def _help(rows: Iterable[Progress]) -> Iterator[str]:
    for row in rows:
        if row.help_wanted.strip():
            yield f"**{_plain(row.organisation.name)}**: {_plain(row.help_wanted)}"


def _task(task: FollowUp) -> str:
    """A task with whose it is and how it went; people are named in the plan, not in public."""
    whose = f" ({task.body})" if task.body else ""
    if task.done_on:
        state = _("Done %(day)s.") % {"day": day(task.done_on)}
    else:
        state = _("Due %(day)s.") % {"day": day(task.due)} if task.due else _("Not begun.")
    return " ".join(filter(None, [f"**{_plain(str(task))}**{whose}.", state, _plain(task.result)]))


def _plain(words: str) -> str:
    """Words on one line that mean what they say, whatever signs stand in them."""
    return MARKS.sub(r"\\\1", " ".join(words.split()))

"""Questions that end in the yearly report: what the region and its members have told of each point."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.declarations import rules
from dugnad.declarations.models import Declaration, FollowUp, Point, Progress, YearReport
from dugnad.declarations.queries.asked import Asked, ByPoint, all_in_words, gathered, what_came_in_words
from dugnad.declarations.queries.echoes import Echo, is_in_other_words, point_named
from dugnad.declarations.queries.follow_ups import follow_ups, points_to_follow_up
from dugnad.declarations.queries.matrix import Lines, lines_of, points_held, rows_of
from dugnad.declarations.queries.points import Year
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
    counts: Year | None = None  # how far the region has come, as the matrix counts; None where nobody told
    echo: Echo | None = None  # of which earlier points it was told, where these say something else
    onward: tuple[Point, ...] = ()  # in which points of the newest text it has gone on since
    is_beside: bool = False  # of another text than that which members were asked about
    asks: tuple[Asked, ...] = ()  # what is asked of others so that it can be done

    @property
    def is_of_several(self) -> bool:
        """Whether more points than one were told of, such as those that were merged into it."""
        return len({row.point_id for row in self.rows}) > 1

    @property
    def asks_in_words(self) -> str:
        """How many of the things that are asked of others came to what."""
        return what_came_in_words(self.asks)


def report_of(declaration: Declaration, year: int) -> YearReport | None:
    """The report of a year, when it has been begun."""
    found = YearReport.objects.filter(declaration=declaration, year=year)
    return found.select_related("document__owner", "declaration").first()


def reports_of(declaration: Declaration) -> list[YearReport]:
    """Every report of a declaration, the newest first."""
    return list(declaration.reports.select_related("document__owner"))


def told_in(declaration: Declaration, year: int, *, on: date, asks: ByPoint | None = None) -> list[Told]:
    """What was told of each point in a year: of those of the text that members were asked about then.

    What was told of other points stands at those that they became, or came from; and under its own where
    there is none, so that nothing is lost. The counts are those of the matrix. `asks` is what was asked of
    others for each point, which rooms above this one know.
    """
    asks = asks or {}
    lines = lines_of(declaration.key)
    rows, tasks = _progress(declaration, year), follow_ups(declaration, year)
    held = points_held(lines, year=year, on=on)
    asked = points_to_follow_up(declaration) if held is None else [p for p in held if not p.is_missing]
    own = {point.pk: lines.get(point.pk, [point]) for point in asked}
    beside = _beside(own, lines, [*(row.point for row in rows), *(task.point for task in tasks), *asks])
    points, shown = [*asked, *beside], own | {point.pk: lines[point.pk] for point in beside}
    seen = rows_of(points, shown, years=(year,), on=on, told=rows)
    return [
        Told(
            point,
            *_at(point, {kin.pk for kin in shown[point.pk]}, rows, tasks),
            _counts(year, [row.cells[place][0] for row in seen.rows]),
            seen.echoes.get((year, point.pk)),
            _onward(point, shown[point.pk]),
            point in beside,
            gathered(asks, (kin.pk for kin in shown[point.pk])),
        )
        for place, point in enumerate(points)
    ]


def _progress(declaration: Declaration, year: int) -> list[Progress]:
    found = Progress.objects.filter(point__wording__declaration=declaration, year=year)
    ordered = found.order_by("point__wording__created_at", "point__position", "pk")
    return list(ordered.select_related("organisation", "point__wording"))


def _beside(shown: Lines, lines: Lines, points: Iterable[Point]) -> list[Point]:
    """Points that stand in the line of none that is shown, and were told of or planned for all the same."""
    covered = {kin.pk for line in shown.values() for kin in line}
    found: list[Point] = []
    for point in sorted(set(points), key=lambda one: (one.wording.created_at, one.position, one.pk)):
        if point.pk not in covered and rules.can_follow_up(point.wording):
            found.append(point)
            covered |= {kin.pk for kin in lines[point.pk]}
    return found


def _at(
    point: Point, kin: set[int], rows: Iterable[Progress], tasks: Iterable[FollowUp]
) -> tuple[list[Progress], list[FollowUp]]:
    """What was told and planned at a point; who told of the very point has told nothing older that year."""
    own = [row for row in rows if row.point_id in kin]
    exact = {row.organisation_id for row in own if row.point_id == point.pk}
    left = [row for row in own if row.point_id == point.pk or row.organisation_id not in exact]
    left.sort(key=lambda row: alphabetical(row.organisation.name))
    return left, [task for task in tasks if task.point_id in kin]


def _counts(year: int, states: Iterable[str | None]) -> Year | None:
    told = Counter(state for state in states if state)
    return Year(year, told) if told else None


def _onward(point: Point, line: Iterable[Point]) -> tuple[Point, ...]:
    """The points of the newest adopted text that came of it, where that text is newer than its own."""
    newer = [other for other in line if _place(other) > _place(point)]
    newest = max(map(_place, newer), default=None)
    return tuple(other for other in newer if _place(other) == newest)


def _place(point: Point) -> tuple[date, int]:
    """When its text was adopted; what was never adopted comes before all."""
    wording = point.wording
    held = rules.can_follow_up(wording) and wording.adopted_on
    return (held, wording.pk) if held else (date.min, 0)


def title_of_report(declaration: Declaration, year: int, language: str) -> str:
    """What the report of a year is called."""
    with translation.override(language):
        named = {"title": localised(declaration, "title"), "year": year}
        return _("How it went in %(year)s: %(title)s") % named


def body_of_report(declaration: Declaration, year: int, told: list[Told], language: str) -> str:
    """The report as a text in markdown, a heading for each point; from here on people write in it."""
    with translation.override(language):
        asked = all_in_words(ask for one in told for ask in one.asks)
        opening = filter(None, [_opening(declaration, year, told), asked])
        return "\n\n".join([*opening, *(part for one in told for part in _point(one))])


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
    yield from _about(told)
    if told.counts:
        yield counts_in_words(told.counts)
        if told.echo:
            yield _plain(f"{told.echo.year}: {told.echo.words}.")
    elif rules.is_followed_up(point):
        yield _("No member has answered yet.")
    yield from _list(_("What the members have done"), _done(told))
    yield from _list(_("What the members want help with"), _help(told))
    yield from _list(_("What we ask of others"), map(_ask, told.asks))
    yield from _list(_("In the follow-up plan"), map(_task, told.tasks))


def _about(told: Told) -> Iterator[str]:
    """Of which text a point is, and in which later points it has gone on."""
    if told.is_beside:
        yield _("From text %(wording)s.") % {"wording": _plain(told.point.wording.name)}
    if told.onward:
        named = get_text_list([point_named(point) for point in told.onward], _("and"))
        yield _("The point has since gone on as %(points)s.") % {"points": _plain(named)}


def _list(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"### {heading}"
        yield "\n".join(f"- {line}" for line in found)


def _done(told: Told) -> Iterator[str]:
    for row in told.rows:
        if row.done.strip():
            about = ", ".join([str(row.get_state_display()).lower(), *_named(row, told)])
            yield f"**{_plain(row.organisation.name)}** ({about}): {_plain(row.done)}"


def _help(told: Told) -> Iterator[str]:
    for row in told.rows:
        if row.help_wanted.strip():
            about = "".join(f" ({name})" for name in _named(row, told))
            yield f"**{_plain(row.organisation.name)}**{about}: {_plain(row.help_wanted)}"


def _named(row: Progress, told: Told) -> list[str]:
    """The point that an answer is of, where several were told of and it is another than the shown one."""
    is_other = told.is_of_several and is_in_other_words(row.point, told.point)
    return [_plain(point_named(row.point))] if is_other else []


def _ask(asked: Asked) -> str:
    return f"**{_plain(asked.words)}** {_plain(asked.asked_in_words)} {_plain(asked.came_in_words)}"


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

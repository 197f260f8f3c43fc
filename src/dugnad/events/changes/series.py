"""Verbs of series: begin one, say what its events usually are, its standing points, plan a year."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dugnad.events.changes.events import create_event
from dugnad.events.models import Event, Series, StandingItem
from dugnad.events.rules.planning import Stretch, one_day
from dugnad.events.states import COMING_UP, EventState
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.clock import at_oslo, local_day
from dugnad.kit.errors import Refused
from dugnad.members.models import Body, Person
from dugnad.members.rules import slug_of


@transaction.atomic
def create_series(
    *, kind: str, title_nb: str, by: Person | None, at: datetime, body: Body | None = None, **values: Any
) -> Series:
    """Begin a series; its address is its title."""
    series = Series(kind=kind, body=body, slug=_free_slug(title_nb), title_nb=title_nb, **values)
    add(series, "create_series", by=by, at=at)
    return series


@transaction.atomic
def edit_series(series: Series, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Say anew what it is called and what its events usually are; those that are planned stay as they are."""
    return edit(series, "edit_series", values, by=by, at=at)


@transaction.atomic
def add_standing_item(series: Series, *, by: Person | None, at: datetime, **values: Any) -> StandingItem:
    """Add a point that every agenda from now on has."""
    last = series.standing_items.aggregate(last=Max("position"))["last"] or 0
    item = StandingItem(series=series, position=last + 1, **values)
    add(item, "add_standing_item", by=by, at=at)
    return item


@transaction.atomic
def edit_standing_item(item: StandingItem, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change a standing point; agendas that have it already keep theirs."""
    return edit(item, "edit_standing_item", values, by=by, at=at)


@transaction.atomic
def remove_standing_item(item: StandingItem, *, by: Person | None, at: datetime) -> None:
    """Take a standing point away for agendas to come."""
    told = history.values_of(item, ("title_nb", "kind", "minutes"))
    history.record("remove_standing_item", item.series, by=by, at=at, before=told)
    item.delete()


@transaction.atomic
def arrange_standing_items(series: Series, order: Sequence[int], *, by: Person | None, at: datetime) -> None:
    """Put the standing points in another order; those at the end of every agenda stay there."""
    items = {item.pk: item for item in series.standing_items.order_by("is_last", "position")}
    before = list(items)
    wanted = [key for key in dict.fromkeys(order) if key in items]
    wanted += [key for key in items if key not in wanted]
    if wanted == before:
        return
    for position, key in enumerate(wanted, 1):
        items[key].position = position
    StandingItem.objects.bulk_update(items.values(), ["position"])
    told = {"order": before}, {"order": wanted}
    history.record("arrange_standing_items", series, by=by, at=at, before=told[0], after=told[1])


@transaction.atomic
def end_series(series: Series, *, on: date, by: Person | None, at: datetime) -> None:
    """Let a series end: nothing more is planned in it, and what it has done stays where it is."""
    later = series.events.filter(state__in=COMING_UP, starts__gte=at_oslo(on + timedelta(days=1), time.min))
    first = later.order_by("starts").first()
    if first is not None:
        told = {"day": local_day(first.starts).strftime("%d.%m.%Y")}
        message = _("A meeting is planned on %(day)s. Call it off or choose a later day.") % told
        raise Refused("planned", message, field="on")
    edit(series, "end_series", {"ended_on": on}, by=by, at=at)


@transaction.atomic
def resume_series(series: Series, *, by: Person | None, at: datetime) -> None:
    """Take a series up again that had ended."""
    if series.ended_on is None:
        raise Refused("going", _("The series has not ended."))
    edit(series, "resume_series", {"ended_on": None}, by=by, at=at)


@transaction.atomic
def plan_year(
    series: Series, days: Sequence[date | Stretch], *, starts: time, by: Person | None, at: datetime
) -> list[Event]:
    """Plan an event on each day, as the events of the series usually are; all of them or none.

    One that lasts over night ends on its last day, at the hour at which one that begins then would end.
    """
    if series.ended_on is not None:
        raise Refused("ended", _("The series has ended. Take it up again before you plan."))
    going_on = series.events.exclude(state=EventState.CANCELLED)
    stretches = sorted(day if isinstance(day, Stretch) else one_day(day) for day in days)
    wanted = [day for stretch in stretches for day in stretch.days]
    held = (Stretch(local_day(event.starts), local_day(event.ends)) for event in going_on)
    taken = {day for stretch in held for day in stretch.days}
    twice = [day for day in wanted if day in taken or wanted.count(day) > 1]
    if twice:
        told = {"day": twice[0].strftime("%d.%m.%Y")}
        raise Refused("days", _("The series has an event on %(day)s already.") % told, field="days")
    return [_plan(series, stretch, starts, by=by, at=at) for stretch in stretches]


def _plan(series: Series, days: Stretch, hour: time, *, by: Person | None, at: datetime) -> Event:
    titles = {name: getattr(series, name) for name in ("title_nb", "title_nn", "title_en")}
    return create_event(
        kind=series.kind,
        series=series,
        body=series.body,
        starts=at_oslo(days.first, hour),
        ends=at_oslo(days.last, hour) + timedelta(minutes=series.minutes),
        way=series.way,
        place=series.place,
        by=by,
        at=at,
        **titles,
    )


def _free_slug(title: str) -> str:
    root = slug_of(title) or "serie"
    taken = set(Series.objects.filter(slug__startswith=root).values_list("slug", flat=True))
    return next(
        slug for slug in (root, *(f"{root[:74]}-{number}" for number in range(2, 1000))) if slug not in taken
    )

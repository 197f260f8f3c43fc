"""Verbs of agendas: propose a point, take it up or not, build and arrange an agenda, papers, put off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dugnad.events.kinds import ItemKind
from dugnad.events.models import AgendaItem, Event, Link, Paper, StandingItem
from dugnad.events.queries.agenda import (
    TASKS,
    last_case,
    open_tasks_of,
    standing_items_for,
    unapproved_before,
)
from dugnad.events.rules import meeting as rules
from dugnad.events.states import ItemState
from dugnad.kit import history, uploads
from dugnad.kit.changes import add, edit, store_file
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.text import localised
from dugnad.members.models import Body, Organisation, Person

LONGEST_NAME = 200
PAPERS = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "png", "jpeg", "csv"})


@transaction.atomic
def propose_item(
    body: Body, *, title: str, kind: str, by: Person | None, at: datetime,
    proposed_for: Organisation | None = None, **values: Any,
) -> AgendaItem:  # fmt: skip
    """Propose a point to a body: it waits in the backlog until somebody puts it on an agenda."""
    item = AgendaItem(
        body=body, title=title, kind=kind, proposed_by=by, proposed_for=proposed_for, proposed_at=at, **values
    )
    add(item, "propose_item", by=by, at=at, of=proposed_for.pk if proposed_for else None)
    return item


@transaction.atomic
def add_item(
    event: Event, *, title: str, kind: str, by: Person | None, at: datetime, **values: Any
) -> AgendaItem:
    """Put a new point on an agenda, last before the points that stand at the end."""
    _refuse_closed(event)
    item = AgendaItem(
        event=event, body=event.body, title=title, kind=kind, state=ItemState.PLACED, proposed_by=by,
        proposed_at=at, **values,
    )  # fmt: skip
    _place(item, event)
    add(item, "add_item", by=by, at=at)
    return item


@transaction.atomic
def take_up(item: AgendaItem, event: Event, *, by: Person | None, at: datetime) -> None:
    """Put a proposal on the agenda of an event."""
    _refuse_closed(event)
    if item.state != ItemState.PROPOSED:
        raise Refused("state", _("The proposal has been settled already."))
    _place(item, event)
    values = {"event": event, "position": item.position, "state": ItemState.PLACED}
    item.event, item.position, item.state = None, 0, ItemState.PROPOSED
    edit(item, "take_up", values, by=by, at=at)


@transaction.atomic
def decline_item(item: AgendaItem, *, because: str, by: Person | None, at: datetime) -> None:
    """Say that a proposal is not taken up, and why; whoever proposed it reads it."""
    if item.state != ItemState.PROPOSED:
        raise Refused("state", _("The proposal has been settled already."))
    values = {"state": ItemState.DECLINED, "declined_because": because}
    edit(item, "decline_item", values, by=by, at=at)


@transaction.atomic
def edit_item(item: AgendaItem, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change the words, the kind, the minutes or the presenter of a point."""
    if item.event:
        _refuse_closed(item.event)
    return edit(item, "edit_item", values, by=by, at=at)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Person | None, at: datetime) -> None:
    """Take a point off the agenda: a proposal goes back to the backlog, a standing point is dropped."""
    if item.case_number is not None:
        raise Refused("case", _("The point has a case number, so it cannot be removed. Put it off instead."))
    if item.standing_id is None and item.body_id is not None:
        edit(item, "remove_item", {"event": None, "position": 0, "state": ItemState.PROPOSED}, by=by, at=at)
        return
    history.record("drop_item", item, by=by, at=at, before={"title": item.title})
    item.delete()


@transaction.atomic
def arrange_items(event: Event, order: Sequence[int], *, by: Person | None, at: datetime) -> None:
    """Put the points in another order; numbers that are not on the agenda are passed over."""
    _refuse_closed(event)
    items = {item.pk: item for item in event.items.all()}
    before = list(items)
    wanted = [key for key in dict.fromkeys(order) if key in items]
    wanted += [key for key in items if key not in wanted]
    if wanted == before:
        return
    for position, key in enumerate(wanted, 1):
        items[key].position = position
    AgendaItem.objects.bulk_update(items.values(), ["position"])
    history.record("arrange_items", event, by=by, at=at, before={"order": before}, after={"order": wanted})


@transaction.atomic
def build_agenda(event: Event, *, by: Person | None, at: datetime) -> list[AgendaItem]:
    """Fill an agenda with what it should have: the standing points, the last minutes, and open tasks.

    What stands there already stays, and nothing comes twice; so it can be done again as the day draws near.
    """
    _refuse_closed(event)
    present = {item.standing_id for item in event.items.all()}
    made = [
        _stand(standing, event, by=by, at=at)
        for standing in standing_items_for(event)
        if standing.pk not in present
    ]
    return made + _bring_back(event, by=by, at=at)


def _stand(standing: StandingItem, event: Event, *, by: Person | None, at: datetime) -> AgendaItem:
    item = AgendaItem(
        event=event, body=event.body, kind=standing.kind, title=localised(standing, "title"),
        minutes=standing.minutes, presenter_name=standing.presenter, standing=standing,
        state=ItemState.PLACED, proposed_at=at,
        approves=unapproved_before(event) if standing.approves_minutes else None,
    )  # fmt: skip
    _place(item, event, is_last=standing.is_last)
    add(item, "add_item", by=by, at=at)
    return item


def _bring_back(event: Event, *, by: Person | None, at: datetime) -> list[AgendaItem]:
    """One point for all open tasks of the body, so that ten of them are one round of the table."""
    tasks = open_tasks_of(event)
    there = event.items.filter(links__noun=TASKS).exists()
    if not tasks or there or event.body is None:
        return []
    item = add_item(event, title=str(_("Open tasks")), kind=ItemKind.INFORMATION, by=by, at=at)
    for task in tasks:
        Link(item=item, noun=TASKS, key=str(task.pk), title=task.text[:200]).save(force_insert=True)
    return [item]


@transaction.atomic
def number_cases(event: Event, *, by: Person | None, at: datetime) -> int:
    """Give each point that has none its case number; a number that was given never changes."""
    if event.body is None or not rules.facts_of(event).numbers_cases:
        return 0
    # Held until we are done: two meetings of one body that are announced at once share no number.
    Body.objects.select_for_update().get(pk=event.body.pk)
    year = local_day(event.starts).year
    waiting = list(event.items.filter(case_number__isnull=True).order_by("position", "id"))
    first = rules.next_case([last_case(event.body, year)])
    for number, item in enumerate(waiting, first):
        edit(item, "number_case", {"case_number": number, "case_year": year}, by=by, at=at)
    return len(waiting)


@transaction.atomic
def put_off(item: AgendaItem, *, by: Person | None, at: datetime) -> AgendaItem:
    """Put a point off: the old one stays on its agenda and says so, a new one waits in the backlog."""
    if item.event is None or not rules.is_left_over(item):
        raise Refused("state", _("Only a point on an agenda that was not treated can be put off."))
    edit(item, "put_off", {"state": ItemState.PUT_OFF}, by=by, at=at)
    kept = ("body", "kind", "language", "title", "text", "proposal", "minutes", "presenter", "presenter_name",
            "is_confidential", "proposed_by", "proposed_for")  # fmt: skip
    values = {name: getattr(item, name) for name in kept}
    later = AgendaItem(**values, proposed_at=at, put_off_from=item)
    add(later, "wait_again", by=by, at=at)
    for link in item.links.all():
        Link(item=later, noun=link.noun, key=link.key, title=link.title).save(force_insert=True)
    return later


@transaction.atomic
def add_paper(
    item: AgendaItem, content: bytes, name: str, *, title: str, is_restricted: bool, by: Person | None,
    at: datetime,
) -> Paper:  # fmt: skip
    """Put a paper to a point, judged by its content."""
    try:
        inspected = uploads.inspect(content, name, allowed=PAPERS)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message, field="file") from refusal
    paper = Paper(
        item=item, file=store_file(content, inspected, at=at), name=name[-LONGEST_NAME:],
        title=title.strip() or name[:LONGEST_NAME], is_restricted=is_restricted, added_at=at,
    )  # fmt: skip
    add(paper, "add_paper_to_item", by=by, at=at)
    return paper


@transaction.atomic
def remove_paper(paper: Paper, *, by: Person | None, at: datetime) -> None:
    """Take a paper off the table; it is kept, because somebody may have read it."""
    edit(paper, "remove_paper_from_item", {"removed_at": at}, by=by, at=at)


@transaction.atomic
def link_item(item: AgendaItem, noun: str, key: str, title: str, *, by: Person | None, at: datetime) -> Link:
    """Say what a point is about."""
    link, _made = Link.objects.get_or_create(item=item, noun=noun, key=key, defaults={"title": title[:200]})
    history.record("link_item", item, by=by, at=at, after={"noun": noun, "key": key})
    return link


def _place(item: AgendaItem, event: Event, *, is_last: bool = False) -> None:
    """Give a point its place; those that stand at the end of every agenda stay there."""
    others = list(event.items.select_related("standing"))
    last = [one for one in others if one.standing and one.standing.is_last]
    if is_last or not last:
        item.position = (event.items.aggregate(last=Max("position"))["last"] or 0) + 1
    else:
        item.position = last[0].position
        for one in last:
            one.position += 1
        AgendaItem.objects.bulk_update(last, ["position"])
    item.event = event
    item.state = ItemState.PLACED


def _refuse_closed(event: Event) -> None:
    if not rules.can_change_agenda(event):
        raise Refused("state", _("The agenda of an event that was cancelled cannot be changed."))

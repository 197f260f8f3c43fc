"""Verbs of agendas: add a point, build and arrange an agenda, papers, what a point is about, put off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.events.changes.events import refuse_called_off
from dugnad.events.kinds import ItemKind
from dugnad.events.models import AgendaItem, Event, Link, Paper, StandingItem
from dugnad.events.queries.agenda import (
    TASKS,
    is_written_about,
    last_case,
    standing_items_for,
    tasks_not_on,
    unapproved_before,
)
from dugnad.events.queries.minutes import is_approved
from dugnad.events.rules import meeting as rules
from dugnad.events.rules import titles as titling
from dugnad.events.states import ItemState
from dugnad.kit import formats, history, uploads
from dugnad.kit.changes import add, edit, store_file
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.members.models import Body, Person

LONGEST_NAME = 200
PAPERS = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "png", "jpeg", "csv"})


@transaction.atomic
def add_item(
    event: Event, *, title: str, kind: str, by: Person | None, at: datetime, **values: Any
) -> AgendaItem:
    """Put a new point on an agenda, last before the points that stand at the end."""
    refuse_closed(event)
    titles = titling.in_one(title, values.get("language", "nb"))
    return _add(event, by=by, at=at, kind=kind, proposed_by=by, **titles, **values)


def _add(event: Event, *, by: Person | None, at: datetime, **values: Any) -> AgendaItem:
    item = AgendaItem(event=event, body=event.body, state=ItemState.PLACED, proposed_at=at, **values)
    place(item, event, is_last=item.standing is not None and item.standing.is_last)
    add(item, "add_item", by=by, at=at)
    return item


@transaction.atomic
def edit_item(item: AgendaItem, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change the words, the kind, the minutes or the presenter of a point."""
    if item.event:
        refuse_closed(item.event)
    if "title" in values:
        title, language = values.pop("title"), values.get("language", item.language)
        values |= titling.after_edit(item, title, language)
    return edit(item, "edit_item", values, by=by, at=at)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Person | None, at: datetime) -> None:
    """Take a point off the agenda: a proposal goes back to the backlog, a standing point is dropped."""
    if item.event:
        refuse_closed(item.event)
    if item.case_number is not None:
        raise Refused("case", _("The point has a case number, so it cannot be removed. Put it off instead."))
    if is_written_about(item):
        message = _("Something is written about the point or lies with it, so it stays. Put it off instead.")
        raise Refused("written", message)
    if item.standing_id is None and item.body_id is not None:
        edit(item, "remove_item", {"event": None, "position": 0, "state": ItemState.PROPOSED}, by=by, at=at)
        return
    history.record("drop_item", item, by=by, at=at, before={"title": item.title})
    item.delete()


@transaction.atomic
def arrange_items(event: Event, order: Sequence[int], *, by: Person | None, at: datetime) -> None:
    """Put the points in another order; numbers that are not on the agenda are passed over."""
    refuse_closed(event)
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
    refuse_closed(event)
    there = {(item.standing_id, item.approves_id) for item in event.items.all()}
    made = [
        _stand(standing, event, approved, by=by, at=at)
        for standing in standing_items_for(event)
        for approved in (_to_approve(event) if standing.approves_minutes else [None])
        if (standing.pk, approved.pk if approved else None) not in there
    ]
    return made + _bring_back(event, by=by, at=at)


def _to_approve(event: Event) -> list[Event | None]:
    """The meetings whose minutes this one approves, each as a point of its own; none is a point too."""
    return [*unapproved_before(event)] or [None]


def _stand(
    standing: StandingItem, event: Event, approved: Event | None, *, by: Person | None, at: datetime
) -> AgendaItem:
    titles = titling.in_all(lambda code: _called(standing, approved, code))
    # Built before there was anything to approve: the point that stands there takes it.
    open_one = event.items.filter(standing=standing, approves=None).first() if approved else None
    if open_one is not None:
        edit(open_one, "edit_item", {**titles, "approves": approved}, by=by, at=at)
        return open_one
    return _add(
        event, by=by, at=at, kind=standing.kind, minutes=standing.minutes,
        presenter_name=standing.presenter, standing=standing, approves=approved, **titles,
    )  # fmt: skip


def _called(standing: StandingItem, approved: Event | None, language: str) -> str:
    """A standing point in a language in which it has a name, with the day of what it approves."""
    title = str(getattr(standing, f"title_{language}"))
    with translation.override(language):
        return f"{title} ({formats.day(approved.starts)})" if title and approved else title


def _open_tasks(language: str) -> str:
    with translation.override(language):
        return _("Open tasks")


def _bring_back(event: Event, *, by: Person | None, at: datetime) -> list[AgendaItem]:
    """One point for all open tasks of the body, so that ten of them are one round of the table."""
    tasks = tasks_not_on(event)
    if not tasks or event.body is None:
        return []
    # A task that was given since the agenda was built comes to those that stand there.
    item = event.items.filter(links__noun=TASKS).first() or _add(
        event, by=by, at=at, kind=ItemKind.INFORMATION, proposed_by=by, **titling.in_all(_open_tasks)
    )
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
    to_treat = event.items.exclude(state=ItemState.PUT_OFF)
    waiting = list(to_treat.filter(case_number__isnull=True).order_by("position", "id"))
    first = rules.next_case([last_case(event.body, year)])
    for number, item in enumerate(waiting, first):
        edit(item, "number_case", {"case_number": number, "case_year": year}, by=by, at=at)
    return len(waiting)


@transaction.atomic
def put_off(item: AgendaItem, *, by: Person | None, at: datetime, to: Event | None = None) -> AgendaItem:
    """Put a point off: the old one stays on its agenda and says so, a new one goes to a later meeting.

    Where no meeting is named it waits in the backlog. What it is about and its papers go along.
    """
    if item.event is None or not rules.is_left_over(item):
        raise Refused("state", _("Only a point on an agenda that was not treated can be put off."))
    _refuse_told(item.event)
    edit(item, "put_off", {"state": ItemState.PUT_OFF}, by=by, at=at)
    kept = ("body", "kind", "language", *titling.in_all(str), "text", "proposal", "minutes", "presenter",
            "presenter_name", "is_confidential", "proposed_by", "proposed_for")  # fmt: skip
    values = {name: getattr(item, name) for name in kept}
    later = AgendaItem(**values, proposed_at=at, put_off_from=item)
    if to is not None:
        _refuse_earlier(item.event, to)
        refuse_closed(to)
        place(later, to)
    add(later, "wait_again", by=by, at=at)
    for link in item.links.all():
        Link(item=later, noun=link.noun, key=link.key, title=link.title).save(force_insert=True)
    for paper in item.papers.filter(removed_at__isnull=True):
        _bring_along(paper, later, by=by, at=at)
    return later


def _refuse_earlier(event: Event, to: Event) -> None:
    if to.body_id != event.body_id or to.starts <= event.starts:
        raise Refused("to", _("Choose a later meeting of the same body."), field="to")


def _bring_along(paper: Paper, item: AgendaItem, *, by: Person | None, at: datetime) -> None:
    copy = Paper(
        item=item, file=paper.file, name=paper.name, title=paper.title, is_restricted=paper.is_restricted,
        added_at=at,
    )  # fmt: skip
    add(copy, "add_paper_to_item", by=by, at=at)


@transaction.atomic
def add_paper(
    item: AgendaItem, content: bytes, name: str, *, title: str, is_restricted: bool, by: Person | None,
    at: datetime,
) -> Paper:  # fmt: skip
    """Put a paper to a point, judged by its content."""
    if item.event:
        refuse_called_off(item.event)
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
    link, made = Link.objects.get_or_create(item=item, noun=noun, key=key, defaults={"title": title[:200]})
    if made:
        history.record("link_item", item, by=by, at=at, after={"noun": noun, "key": key})
    return link


@transaction.atomic
def unlink_item(link: Link, *, by: Person | None, at: datetime) -> None:
    """Say that a point is not about a thing after all."""
    told = {"noun": link.noun, "key": link.key}
    history.record("unlink_item", link.item, by=by, at=at, before=told)
    link.delete()


def place(item: AgendaItem, event: Event, *, is_last: bool = False) -> None:
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


def refuse_closed(event: Event) -> None:
    if not rules.can_change_agenda(event):
        raise Refused("state", _("The agenda of an event that was cancelled cannot be changed."))
    _refuse_told(event)


def _refuse_told(event: Event) -> None:
    """What stands in approved minutes is told with the points as they were called then.

    The confidential ones too, which stand in no text that was frozen.
    """
    if is_approved(event):
        raise Refused("state", _("The minutes are approved. Correct them by a new version."))

"""Meetings: the list of them, one of them, what I am asked to do about it."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.events.models import AgendaItem, Event
from dugnad.events.queries import agenda, decisions, meetings, minutes, school, taking_part, writing
from dugnad.events.queries.places import left_ones
from dugnad.events.rules import meeting as rules
from dugnad.events.rules import writing as writing_rules
from dugnad.events.states import Answer
from dugnad.events.views.finding import Found, meeting_or_404, viewer_on
from dugnad.events.views.school import sign_up_of
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.kit.history import changes_of
from dugnad.members.queries import bodies_on

PAGE = 40


@public
@require_safe
def list_meetings(request: HttpRequest) -> HttpResponse:
    """What is coming and what has been, with filters that live in the address."""
    viewer, now = viewer_on(request), clock.now()
    body, year = request.GET.get("organ", ""), request.GET.get("ar", "")
    found = meetings.meetings(viewer, body=body, year=year)
    years = meetings.years_with_meetings(viewer, body=body, year=year, before=now)
    paginator = Paginator(
        found.filter(ends__lt=now).values("pk"), PAGE
    )  # asked within the next question, never by itself
    paginator.count = sum(years.values())  # counted with the years, so that it is not asked once more
    page = paginator.get_page(request.GET.get("page"))
    shown = found.filter(Q(ends__gte=now) | Q(pk__in=page.object_list))
    rows = meetings.event_rows(shown, viewer, at=now)
    context = {
        "coming": [row for row in reversed(rows) if row.event.ends >= now],
        "page": page,
        "past": [row for row in rows if row.event.ends < now],
        "bodies": bodies_on(now.date()),
        "years": years,
        "organ": body,
        "ar": year,
    }
    return render(request, "events/meetings.html", context)


@public
@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: when and where, who comes, the agenda with papers, and what came of it."""
    found = meeting_or_404(request, slug)
    return render(request, "events/meeting.html", {**_told(found), **_people(found), **_sign_up(found.event)})


def _sign_up(event: Event) -> dict[str, object]:
    """Of what anybody may sign up for: until when, and whether there is room."""
    if not rules.facts_of(event).has_sign_up:
        return {}
    return {"asked": event.sign_up, **sign_up_of(event, school.counts_of(event))}


def _told(found: Found) -> dict[str, object]:
    event, now, facts = found.event, clock.now(), rules.facts_of(found.event)
    rows = agenda.agenda_of(event, restricted=found.is_inside, closed=found.reads_closed)
    approved = minutes.is_approved(event)
    approved_in = minutes.approved_in(event) if event.minutes else None
    return {
        "event": event,
        "facts": facts,
        "found": found,
        "rows": rows,
        "over": rules.minutes_over(event, [row.item for row in rows]),
        "link": event.link if rules.reads_restricted(found.viewer, found.standing) else "",
        "is_approved": approved,
        "takes_place": rules.takes_place(event),
        "approved_in": approved_in,
        "opens": _opens(found, rows, approved_in),
        "can_announce": found.keeps and rules.can_announce(event, at=now),
        "can_cancel": found.keeps and rules.can_cancel(event),
        "can_hold": found.keeps and rules.can_hold(event, at=now),
        "can_approve": found.keeps and rules.can_approve(event, at=now),
        "can_write": found.keeps and rules.can_write_minutes(event, is_approved=approved),
        "changes": changes_of(event) if found.viewer.is_secretariat else (),
    }


def _opens(found: Found, rows: list[agenda.ItemRow], approved_in: AgendaItem | None) -> set[int]:
    """The meetings to which points lead, as far as the reader gets in: to a plan a stranger gets no link."""
    later = [row.later.event for row in rows if row.later]
    earlier = [row.item.put_off_from.event for row in rows if row.item.put_off_from]
    there = [*later, *earlier, approved_in.event if approved_in else None]
    return {event.pk for event in there if event and found.sees(event)}


def _people(found: Found) -> dict[str, object]:
    event, now = found.event, clock.now()
    names = rules.sees_names(event, found.viewer, found.standing)
    rows = taking_part.rows_of(event) if names else []
    own = found.own
    left = left_ones(rows, on=now.date())
    rows = [one for one in rows if one.pk not in left]
    can_call_in = found.keeps and not event.is_written and rules.can_answer(event, at=now)
    return {
        "names": names,
        "people": rows,
        "coming": [one for one in rows if one.answer == Answer.YES],
        "silent": [one for one in rows if one.answer == Answer.AWAITED],
        "not_coming": [one for one in rows if one.answer == Answer.NO],
        "quorate": rules.is_quorate(event, rows) if event.starts <= now else None,
        "replaceable": taking_part.replaceable(event, rows) if can_call_in else (),
        "own": own,
        "can_answer": own is not None
        and event.starts > now
        and event.announced_at is not None
        and not event.is_written,
        "has_vote": own is not None and writing_rules.has_vote(own),
        **_in_writing(found),
        "tasks": decisions.open_tasks(on=now.date(), body=event.body)
        if found.is_inside and event.body
        else [],
    }


def _in_writing(found: Found) -> dict[str, object]:
    """Of a written procedure: each point with what everybody has said of it, and whether it can end."""
    if not rules.facts_of(found.event).is_written or not found.is_inside:
        return {}
    rows = writing.record_rows(found.event, on=clock.today())
    over = [writing_rules.can_close(found.event, row.told, at=clock.now()) for row in rows]
    answered, voting = meetings.answers_to(found.event, on=clock.today())
    return {
        "answered": answered,
        "voting": voting,
        "positions": [(row.item, row.voices) for row in rows],
        "can_close": found.keeps and bool(over) and all(over),
    }

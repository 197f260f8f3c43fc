"""Questions about one person: where an address or a person takes part, told for the right of access."""

from typing import Any

from django.db.models import Q, QuerySet

from dugnad.events.models import AgendaItem, Comment, Event, Outcome, Participation, Position
from dugnad.events.queries.taking_part import name_of
from dugnad.kit.text import localised
from dugnad.members.models import Person
from dugnad.members.queries import person_with_email


def known_by(email: str) -> QuerySet[Participation]:
    """Where whoever has an address takes part: signed up with it, or invited as the person who has it."""
    person = person_with_email(email)
    own = Q(email__iexact=email.strip()) | (Q(person=person) if person else Q(pk__in=()))
    return _with_events(Participation.objects.filter(own))


def taken_part_by(person: Person) -> QuerySet[Participation]:
    """Where a person takes part, also where they signed up with their address without signing in."""
    own = Q(person=person) | (Q(email__iexact=person.email) if person.email else Q(pk__in=()))
    return _with_events(Participation.objects.filter(own))


def _with_events(found: QuerySet[Participation]) -> QuerySet[Participation]:
    return found.select_related("event", "person", "organisation", "certificate").order_by("event__starts")


def told_about(one: Participation) -> dict[str, Any]:
    """What we keep of somebody at one event, whole."""
    certificate = getattr(one, "certificate", None)
    return {
        "event": localised(one.event, "title", "nb"),
        "starts": one.event.starts.isoformat(),
        "name": name_of(one),
        "email": one.email,
        "organisation": str(one.organisation) if one.organisation else one.employer,
        "role": one.role,
        "answer": one.answer,
        "note": one.note,
        "wish": one.wish,
        "attendance": one.attendance,
        "minutes_there": one.minutes_there,
        "positions": [_position(position) for position in one.positions.select_related("item")],
        "certificate": certificate
        and {
            "code": certificate.code,
            "issued_at": certificate.issued_at.isoformat(),
            "revoked_because": certificate.revoked_because,
        },
    }


def _position(position: Position) -> dict[str, str]:
    return {"on": position.item.title, "stance": position.stance, "text": position.text}


def work_of(person: Person) -> dict[str, Any]:
    """What a person was given to do, has proposed and presents, and what they said of minutes."""
    tasks = Outcome.objects.filter(owner=person).order_by("on", "pk")
    proposed = AgendaItem.objects.filter(proposed_by=person).order_by("proposed_at", "pk")
    presented = AgendaItem.objects.filter(presenter=person).select_related("event").order_by("pk")
    said = Comment.objects.filter(person=person).select_related("event").order_by("at", "pk")
    return {
        "tasks": [_task(task) for task in tasks],
        "proposals": [_proposal(item) for item in proposed],
        "points_presented": [{"title": item.title, "event": _called(item.event)} for item in presented],
        "comments": [{"on": _called(one.event), "text": one.text, "at": one.at.isoformat()} for one in said],
    }


def _task(task: Outcome) -> dict[str, Any]:
    return {
        "text": task.text,
        "given": task.on.isoformat(),
        "due": task.due.isoformat() if task.due else None,
        "state": task.state,
        "how_it_ended": task.settled_note,
    }


def _proposal(item: AgendaItem) -> dict[str, Any]:
    return {
        "title": item.title,
        "text": item.text,
        "proposal": item.proposal,
        "proposed_at": item.proposed_at.isoformat(),
        "state": item.state,
        "declined_because": item.declined_because,
    }


def _called(event: Event | None) -> str | None:
    return localised(event, "title", "nb") if event else None

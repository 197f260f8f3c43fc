"""Verbs for bodies, their places, and who is elected to them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members import rules
from dugnad.members.changes.organisations import refuse_period
from dugnad.members.kinds import SeatRole
from dugnad.members.models import Body, Organisation, Person, Seat
from dugnad.members.queries import holders_of_place, holding

A_DAY = timedelta(days=1)


@transaction.atomic
def create_body(
    *,
    kind: str,
    name_nb: str,
    name_nn: str = "",
    name_en: str = "",
    slug: str = "",
    mandate_text: str = "",
    on: date,
    until: date | None = None,
    by: Person | None,
    at: datetime,
) -> Body:
    """Create a body that exists from a day."""
    refuse_period(on, until)
    body = Body(
        kind=kind,
        name_nb=name_nb,
        name_nn=name_nn,
        name_en=name_en,
        slug=slug or rules.slug_of(name_nb),
        mandate_text=mandate_text,
        valid_from=on,
        valid_to=until,
    )
    add(body, "create_body", by=by, at=at)
    return body


@transaction.atomic
def edit_body(body: Body, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change a body's names, mandate or days."""
    if "slug" in values and values["slug"] != body.slug:
        raise Refused("slug", _("The short name stays as it is, because links rest on it."), field="slug")
    refuse_period(values.get("valid_from", body.valid_from), values.get("valid_to", body.valid_to))
    return edit(body, "edit_body", values, by=by, at=at)


@transaction.atomic
def close_body(body: Body, *, on: date, by: Person | None, at: datetime) -> bool:
    """End a body with all its places; the day given is its last."""
    refuse_period(body.valid_from, on)
    open_places = body.seats.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    for seat in open_places:
        last = max(on, seat.valid_from)
        edit(seat, "close_place", {"valid_to": last}, by=by, at=at, of=seat.organisation_id)
    return edit(body, "close_body", {"valid_to": on}, by=by, at=at)


@transaction.atomic
def add_seat(
    body: Body,
    *,
    role: str = SeatRole.MEMBER,
    organisation: Organisation | None = None,
    person: Person | None = None,
    deputy_for: Seat | None = None,
    on: date,
    until: date | None = None,
    by: Person | None,
    at: datetime,
) -> Seat:
    """Add a place to a body, filled or vacant; a personal deputy stands in for a place, not for a person."""
    seat = Seat(
        body=body,
        role=role,
        organisation=organisation,
        person=person,
        deputy_for_id=deputy_for.place_key if deputy_for else None,
        valid_from=on,
        valid_to=until,
    )
    _refuse_seat(seat)
    add(seat, "add_seat", by=by, at=at, of=seat.organisation_id)
    return seat


@transaction.atomic
def elect_to_seat(
    seat: Seat, person: Person, *, on: date, until: date | None = None, by: Person | None, at: datetime
) -> Seat:
    """Let a person hold a place from a day; whoever held it leaves the day before."""
    row = _row_on(seat, on)
    if row.person_id == person.pk:
        raise Refused("same", _("%(name)s already holds this place.") % {"name": person}, field="person")
    if until is not None:
        refuse_period(on, until)
    held = _succeed(row, "elect_to_seat", on=on, by=by, at=at, person_id=person.pk)
    if until is not None and until != held.valid_to:
        _succeed(held, "vacate_seat", on=until + A_DAY, by=by, at=at, person_id=None)
    return held


@transaction.atomic
def vacate_seat(seat: Seat, *, on: date, by: Person | None, at: datetime) -> Seat:
    """Let the holder leave after a day; the place stands vacant from the next. Returns the last row of it."""
    row = _row_on(seat, on)
    if row.person_id is None:
        raise Refused("vacant", _("The place is already vacant."), field="on")
    if row.valid_to == on:
        return row
    return _succeed(row, "vacate_seat", on=on + A_DAY, by=by, at=at, person_id=None)


@transaction.atomic
def change_role(seat: Seat, role: str, *, on: date, by: Person | None, at: datetime) -> Seat:
    """Let the holder of a place have another role from a day, such as chair."""
    return _succeed(_row_on(seat, on), "change_role", on=on, by=by, at=at, role=role)


@transaction.atomic
def close_seat(seat: Seat, *, on: date, by: Person | None, at: datetime) -> bool:
    """Do away with a place; the day given is its last."""
    refuse_period(seat.valid_from, on)
    return edit(seat, "close_seat", {"valid_to": on}, by=by, at=at, of=seat.organisation_id)


@transaction.atomic
def correct_seat(seat: Seat, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Correct what was entered wrongly about a seat, without pretending that anybody was elected."""
    wanted = Seat(pk=seat.pk, body_id=seat.body_id, place_id=seat.place_id)
    for name in ("role", "organisation_id", "person_id", "deputy_for_id", "valid_from", "valid_to"):
        setattr(wanted, name, values.get(name, getattr(seat, name)))
    _refuse_seat(wanted)
    return edit(seat, "correct_seat", values, by=by, at=at, of=wanted.organisation_id)


def _row_on(seat: Seat, day: date) -> Seat:
    """The row of a place that holds on a day, whichever of its rows was asked about."""
    found = holders_of_place(seat).filter(holding(day)).first()
    if found is None:
        raise Refused("period", _("The place does not exist on that day."), field="on")
    return found


def _succeed(seat: Seat, verb: str, *, on: date, by: Person | None, at: datetime, **values: Any) -> Seat:
    """End a row of a place the day before, and begin the next; on its first day the row itself is changed."""
    if on == seat.valid_from:
        _refuse_second_chair(seat, role=values.get("role", seat.role))
        edit(seat, verb, values, by=by, at=at, of=seat.organisation_id)
        return seat
    following = Seat(
        body_id=seat.body_id,
        organisation_id=seat.organisation_id,
        deputy_for_id=seat.deputy_for_id,
        place_id=seat.place_key,
        valid_from=on,
        valid_to=seat.valid_to,
        **({"person_id": seat.person_id, "role": seat.role} | values),
    )
    edit(seat, verb, {"valid_to": on - A_DAY}, by=by, at=at, of=seat.organisation_id)
    _refuse_seat(following)
    add(following, verb, by=by, at=at, of=seat.organisation_id)
    return following


def _refuse_seat(seat: Seat) -> None:
    refuse_period(seat.valid_from, seat.valid_to)
    if not rules.holds_on(seat.body, seat.valid_from):
        message = _("%(body)s does not exist on that day.") % {"body": seat.body}
        raise Refused("body", message, field="valid_from")
    _refuse_second_chair(seat, role=seat.role)


def _refuse_second_chair(seat: Seat, *, role: str) -> None:
    if role != SeatRole.CHAIR:
        return
    for other in Seat.objects.filter(body_id=seat.body_id, role=SeatRole.CHAIR).exclude(pk=seat.pk):
        if rules.overlaps(other, seat.valid_from, seat.valid_to):
            message = _("%(body)s already has a chair in that time.") % {"body": other.body}
            raise Refused("chair", message, field="role")

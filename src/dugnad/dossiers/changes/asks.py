"""Verbs of an ask: write it, say what it rests on, enter what was answered."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations.models import Point
from dugnad.dossiers.changes.keeping import File, hold, kept, refuse_future, refuse_old_news, set_points
from dugnad.dossiers.models import Ask, Basis, Consultation, Dossier, Response
from dugnad.dossiers.queries.asks import stands
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def raise_ask(
    dossier: Dossier, *, text: str, by: Person | None, at: datetime, raised_on: date | None = None,
    consultation: Consultation | None = None, repeats: Ask | None = None, points: Iterable[Point] = (),
    **values: Any,
) -> Ask:  # fmt: skip
    """Write down one thing that we ask for; one that repeats another serves the same points."""
    refuse_future(raised_on, "raised_on", at=at)
    _refuse_other(dossier, consultation)
    if consultation is not None and consultation.sent_on is not None:
        raised_on = raised_on or consultation.sent_on
    ask = Ask(
        dossier=dossier, text=text, raised_on=raised_on, consultation=consultation, repeats=repeats,
        created_at=at, **values,
    )  # fmt: skip
    served = list(points) or list(repeats.points.all() if repeats else [])
    if same := history.entered_already(ask, "raise_ask", by=by, at=at, lists={"points": served}):
        return same
    add(ask, "raise_ask", by=by, at=at)
    set_points(ask, served, by=by, at=at)
    return ask


@transaction.atomic
def edit_ask(
    ask: Ask, *, by: Person | None, at: datetime, points: Iterable[Point] | None = None, seen: str = "",
    **values: Any,
) -> bool:  # fmt: skip
    """Write an ask in other words while nobody has answered it; afterwards only where it belongs."""
    refuse_old_news(ask, seen, values if points is None else values | {"points": points})
    refuse_future(values.get("raised_on"), "raised_on", at=at)
    _refuse_other(ask.dossier, values.get("consultation"))
    if stands(ask):
        _refuse_unsaying(ask, values, points)
    elif (asked_in := values.get("consultation", ask.consultation)) and asked_in.sent_on:
        values["raised_on"] = values.get("raised_on", ask.raised_on) or asked_in.sent_on
    if values.get("repeats") and _is_behind(ask, values["repeats"]):
        raise Refused("repeats", _("An ask cannot repeat itself."), field="repeats")
    changed = edit(ask, "edit_ask", values, by=by, at=at)
    return (points is not None and set_points(ask, points, by=by, at=at)) or changed


def _refuse_unsaying(ask: Ask, values: dict[str, Any], points: Iterable[Point] | None) -> None:
    """What others have read or answered is not asked for in other words, on another day or not at all."""
    reasons = {
        "text": _("It has been sent or answered, so its words stand. Ask anew in other words."),
        "raised_on": _("It has been sent or answered, so the day stands on which it was asked for."),
        "consultation": _("It has been sent or answered, so it stands where it was asked for."),
    }
    for name, message in reasons.items():
        is_missing = name == "raised_on" and ask.raised_on is None
        if not is_missing and values.get(name, getattr(ask, name)) != getattr(ask, name):
            raise Refused("stands", message, field=name)
    if points is not None and set(ask.points.all()) - set(points):
        message = _("It has been sent or answered: points can be added, and those that it has stand.")
        raise Refused("stands", message, field="points")


def _refuse_other(dossier: Dossier, consultation: Consultation | None) -> None:
    if consultation is not None and consultation.dossier_id != dossier.pk:
        message = _("The consultation belongs to another issue.")
        raise Refused("consultation", message, field="consultation")


def _is_behind(ask: Ask, repeated: Ask) -> bool:
    """Whether an ask is the one that another repeats, or stands before that."""
    found: Ask | None = repeated
    while found is not None:
        if found.pk == ask.pk:
            return True
        found = found.repeats
    return False


@transaction.atomic
def remove_ask(ask: Ask, *, by: Person | None, at: datetime) -> None:
    """Take away an ask that was never made; one that was made or answered stays."""
    hold(ask)
    if ask.raised_on or stands(ask) or ask.repeated_in.exists():
        raise Refused("raised", _("It has been asked for, so it stays. Enter what came of it instead."))
    told = history.values_of(ask, ("text",))
    history.record("remove_ask", ask.dossier, by=by, at=at, before=told)
    ask.touchpoints.clear()
    ask.delete()


@transaction.atomic
def enter_response(
    ask: Ask, *, state: str, on: date, source: str, by: Person | None, at: datetime, link: str = "",
    quotation: str = "", file: File | None = None, **values: Any,
) -> Response:  # fmt: skip
    """Enter what was answered and where that stands; earlier answers are kept."""
    hold(ask)
    if ask.raised_on is None:
        raise Refused("raised", _("It has not been asked for yet. Enter first when it was."))
    refuse_future(on, "on", at=at)
    if on < ask.raised_on:
        raise Refused("on", _("It had not been asked for on that day."), field="on")
    if not (link or quotation.strip() or file):
        message = _("Show where it can be read: an address, their words, or a file.")
        raise Refused("link", message, field="link")
    response = Response(
        ask=ask, state=state, on=on, source=source, link=link, quotation=quotation.strip(), entered_by=by,
        entered_at=at, **kept(file, at=at), **values,
    )  # fmt: skip
    if same := history.entered_already(response, "enter_response", by=by, at=at):
        return same
    add(response, "enter_response", by=by, at=at)
    return response


@transaction.atomic
def strike_response(response: Response, *, because: str, by: Person | None, at: datetime) -> None:
    """Cross out an answer that was entered wrong: it counts no more, and stays to be read with the reason."""
    hold(response.ask)
    response.refresh_from_db()
    if response.is_struck:
        raise Refused("struck", _("It has been crossed out already."))
    if not because.strip():
        raise Refused("because", _("Write why, for those who have read it."), field="because")
    values = {"struck_at": at, "struck_by": by, "struck_because": because.strip()}
    edit(response, "strike_response", values, by=by, at=at)


@transaction.atomic
def add_basis(ask: Ask, noun: str, key: str, title: str, *, by: Person | None, at: datetime) -> Basis:
    """Say what an ask rests on; said twice it is said once."""
    found = ask.bases.filter(noun=noun, key=key).first()
    if found is not None:
        return found
    basis = Basis(ask=ask, noun=noun, key=key, title=title[:200])
    add(basis, "add_basis", by=by, at=at)
    return basis


@transaction.atomic
def remove_basis(basis: Basis, *, by: Person | None, at: datetime) -> None:
    """Say that an ask does not rest on a thing after all."""
    told = history.values_of(basis, ("noun", "key", "title"))
    history.record("remove_basis", basis.ask, by=by, at=at, before=told)
    basis.delete()

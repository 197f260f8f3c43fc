"""Dossiers, asks and the register of statements as programs read them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from dugnad.api.queries.programme import activity_id
from dugnad.declarations.models import Point
from dugnad.documents.queries import visible_to
from dugnad.dossiers.models import Consultation, Dossier
from dugnad.dossiers.queries.asks import AskRow, ask_rows, visible_asks
from dugnad.dossiers.queries.consultations import ConsultationRow, consultation_rows, register
from dugnad.dossiers.queries.dossiers import dossier_at, visible_dossiers
from dugnad.kit.text import localised
from dugnad.members.rules import Viewer


def dossiers_for(viewer: Viewer) -> QuerySet[Dossier]:
    """The matters that the viewer may know of, by name."""
    found = visible_dossiers(viewer).select_related("activity__programme")
    return found.prefetch_related("points__wording__declaration").order_by("title_nb", "pk")


def dossiers_as_shapes(dossiers: Iterable[Dossier]) -> Iterable[dict[str, Any]]:
    """Dossiers as lines of a list: two questions for any number."""
    return [_item(dossier) for dossier in dossiers]


def dossier_as_shape(key: str, viewer: Viewer, *, at: datetime) -> dict[str, Any] | None:
    """One dossier with its consultations and asks; None where the viewer may not know of it."""
    dossier = dossier_at(key, viewer)
    if dossier is None:
        return None
    found = consultation_rows(viewer, at=at, dossier=dossier.pk)
    asks = visible_asks(viewer).filter(dossier=dossier).prefetch_related("points__wording__declaration")
    return {
        **_item(dossier),
        "about": dossier.about,
        "position": dossier.position,
        "consultations": [_consultation(row) for rows in found.lists for row in rows],
        "asks": [_ask(row) for row in ask_rows(asks)],
    }


def statements_for(viewer: Viewer) -> QuerySet[Consultation]:
    """The register of what was sent, the newest first."""
    return register(viewer)


def statements_as_shapes(rows: Iterable[Consultation], viewer: Viewer) -> Iterable[dict[str, Any]]:
    """The register as lines; a statement that is not published yet has no address."""
    listed = list(rows)
    keys = [row.statement_id for row in listed if row.statement_id]
    shown = set(visible_to(viewer).filter(pk__in=keys).values_list("pk", flat=True))
    return [_statement(row, is_shown=row.statement_id in shown) for row in listed]


def _item(dossier: Dossier) -> dict[str, Any]:
    return {
        "id": dossier.key,
        "title": localised(dossier, "title"),
        "state": dossier.state,
        "addressee": dossier.addressee_kind,
        "names": dossier.names,
        "activity": activity_id(dossier.activity) if dossier.activity else None,
        "points": [_point(point) for point in dossier.points.all()],
        "url": _url("dossier", dossier.key),
    }


def _consultation(row: ConsultationRow) -> dict[str, Any]:
    one = row.consultation
    return {
        "id": one.slug,
        "title": one.title,
        "channel": one.channel,
        "sender": one.sender,
        "case_number": one.case_number,
        "link": one.link,
        "announced": one.announced_on,
        "deadline": one.deadline,
        "standing": row.standing,
        "sent": one.sent_on,
        "url": _url("consultation", one.slug),
    }


def _ask(row: AskRow) -> dict[str, Any]:
    ask = row.ask
    return {
        "id": ask.pk,
        "text": ask.text,
        "reason": ask.reason,
        "raised_on": ask.raised_on,
        "repeats": ask.repeats_id,
        "consultation": ask.consultation.slug if ask.consultation else None,
        "points": [_point(point) for point in ask.points.all()],
        "state": row.state,
        "outcomes": [
            {
                "state": one.state,
                "on": one.on,
                "source": one.source,
                "link": one.link,
                "quotation": one.quotation,
                "note": one.note,
            }
            for one in row.responses
        ],
        "url": _url("ask", ask.dossier.key, ask.pk),
    }


def _statement(one: Consultation, *, is_shown: bool) -> dict[str, Any]:
    decision = one.approved_in
    body = decision.body if decision else None
    return {
        "id": one.slug,
        "year": one.sent_on.year if one.sent_on else one.deadline.year,
        "title": one.title,
        "addressee": one.sender,
        "channel": one.channel,
        "body": {"id": body.slug, "name": str(body)} if body else None,
        "case_number": decision.item.case if decision else "",
        "decided": decision.on if decision else None,
        "sent": one.sent_on,
        "together_with": one.partners,
        "document": one.statement.slug if one.statement and is_shown else None,
        "url": _url("consultation", one.slug),
    }


def _point(point: Point) -> str:
    return f"{point.wording.declaration.key}/{point.key}"


def _url(name: str, *words: Any) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=words)}"

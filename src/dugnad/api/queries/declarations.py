"""Declarations as programs read them: texts with their points and lineage, and who stands behind one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from dugnad.api.queries.members import named_organisations
from dugnad.declarations.models import Declaration, Point, Succession, Wording
from dugnad.declarations.queries import RegisterRow, register_of
from dugnad.declarations.queries.thread import seen_wordings
from dugnad.declarations.states import WordingState
from dugnad.kit.text import localised
from dugnad.members.queries import alphabetical
from dugnad.members.rules import Viewer


def declarations_as_shapes(declarations: Iterable[Declaration]) -> list[dict[str, Any]]:
    """Declarations by name."""
    return [_head(declaration) for declaration in declarations]


def declaration_as_shape(declaration: Declaration, viewer: Viewer) -> dict[str, Any]:
    """A declaration with the texts that the viewer may read, the newest first."""
    wordings = list(seen_wordings(viewer).filter(declaration=declaration).prefetch_related("points"))
    lineage: dict[int | None, list[Succession]] = defaultdict(list)
    seen = Q(predecessor__isnull=True) | Q(predecessor__wording__in=wordings)
    successions = Succession.objects.filter(seen, wording__in=wordings).select_related("predecessor")
    for succession in successions.order_by("pk"):
        lineage[succession.successor_id].append(succession)
    versions = [_version(wording, lineage) for wording in wordings]
    return {**_head(declaration), "versions": versions}


def text_of(declaration: Declaration, name: str, viewer: Viewer, *, on: date) -> Wording | None:
    """The text by its name; without one the text that held on a day."""
    seen = seen_wordings(viewer).filter(declaration=declaration)
    if name:
        return seen.filter(name=name).first()
    return seen.filter(state=WordingState.ADOPTED, adopted_on__lte=on).order_by("-adopted_on", "-pk").first()


def register_as_shapes(wording: Wording, *, on: date) -> list[dict[str, Any]]:
    """Who stood behind a text on a day, with what was signed by then, in the order of the days."""
    rows = [row for row in register_of(wording, on=on).rows if row.supports or row.is_of_other_words]
    rows.sort(key=lambda row: (_endorsed(row) or on, alphabetical(row.organisation.name)))
    names = named_organisations((row.organisation for row in rows), on=on)
    return [_entry(row, names[row.organisation.pk]) for row in rows]


def _endorsed(row: RegisterRow) -> date | None:
    return row.endorsed.on if row.endorsed else None


def _head(declaration: Declaration) -> dict[str, Any]:
    return {
        "key": declaration.key,
        "title": localised(declaration, "title"),
        "about": localised(declaration, "about"),
        "url": f"{settings.PUBLIC_URL}/erklaering/{declaration.key}/",
    }


def _version(wording: Wording, lineage: dict[int | None, list[Succession]]) -> dict[str, Any]:
    dropped = [one for one in lineage[None] if one.wording_id == wording.pk and one.predecessor]
    return {
        "version": wording.name,
        "state": wording.state,
        "adopted": wording.adopted_on,
        "sha256": wording.sha256,
        "preamble": localised(wording, "preamble"),
        "paraphrase": wording.is_paraphrase,
        "illustrative": wording.is_illustrative,
        "points": [_point(point, lineage[point.pk]) for point in wording.points.all()],
        "dropped": [one.predecessor.key for one in dropped if one.predecessor],
    }


def _point(point: Point, origins: list[Succession]) -> dict[str, Any]:
    return {
        "number": point.number,
        "id": point.key,
        "kind": point.kind,
        "applies_to": point.scope,
        "title": localised(point, "title"),
        "text": localised(point, "text"),
        "missing": point.is_missing,
        "lineage": [
            {
                "from": one.predecessor.key if one.predecessor else None,
                "how": one.kind,
                "reason": localised(one, "reason"),
            }
            for one in origins
        ],
    }


def _entry(row: RegisterRow, organisation: dict[str, str]) -> dict[str, Any]:
    endorsement, signed = row.endorsement, row.signature
    mandate = ("way", "body_name", "case_number")
    source = row.endorsed.source if row.endorsed else None
    way, body, case_number = (getattr(source, name) if source else "" for name in mandate)
    return {
        "organisation": organisation["id"],
        "name": organisation["name"],
        "kind": row.organisation.kind,
        "standing": row.standing,
        "endorsed_on": _endorsed(row),
        "mandate": {"way": way, "body": body, "case_number": case_number},
        "signed_on": signed.signed_on if signed else None,
        "at_ceremony": signed.at_ceremony if signed else None,
        "signatory": signed.signatory if signed else None,
        "office": signed.office if signed else None,
        "deputy": signed.is_deputy if signed else None,
        "reservations": [{"point": one.point.key, "text": one.text} for one in row.reservations],
        "illustrative": endorsement.is_illustrative if endorsement else False,
    }
